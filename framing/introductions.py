"""How an article introduces the persons whom it names: "the leftist senator Vera", "Vera, 47, a former judge".

In: a `Passage`, the namings in it, the aliases that the user gave. Out: nothing; the persons learn what
they are called and their gender. Used by `people`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from framing.actors import fold
from framing.passages import Passage
from framing.persons import Naming, Person, name_gender
from framing.word_kinds import (
    AUXILIARY,
    BE,
    BREAK,
    CLITIC,
    CONTENT,
    COPULA,
    DETERMINER,
    FINITE,
    FIRST_NAME,
    HE,
    HER,
    HERS,
    HIM,
    HIS,
    JOIN,
    MARK,
    NAME,
    NUMBER,
    PERSON,
    PREPOSITION,
    RELATIVE,
    SAYING,
    SHE,
    TITLE,
    words_of,
)  # fmt: skip

_LONGEST = 9  # words of a description before or after a name
_NEAR = 60  # tokens after a name in which a pronoun tells its gender
_LISTED_ENDING = 1.5  # votes for the gender that the ending of a first name suggests
_PASSING = ("ing", "ed", "ado", "ido")  # "Vera was trailing the president" says nothing of Vera's office
_ENDS_BEFORE = MARK | BREAK | SAYING | RELATIVE | BE | FINITE | AUXILIARY | JOIN
_ENDS_AFTER = RELATIVE | BREAK | CONTENT | SAYING | MARK | BE
_PRONOUNS = HE | SHE | HIM | HER | HIS | HERS


def read(passage: Passage, namings: Sequence[Naming]) -> None:
    """Learn the roles and genders that stand beside the names."""
    for naming in namings:
        spanish = passage.is_spanish(naming.first)
        _read_before(passage, naming, spanish)
        _read_after(passage, naming, spanish)


def read_alias(person: Person, alias: str) -> None:
    """Learn what an alias that the user gave says of an actor: "the president"."""
    alias_words = [fold(word).strip(".,") for word in alias.split()]
    for language in ("en", "es"):
        table = words_of(language)
        for word in alias_words:
            kinds = table[word][1]
            if kinds & (PERSON | TITLE) and not kinds & DETERMINER:
                person.describe(word, kinds, [w for w in alias_words if w != word])
                person.learn_gender(word, kinds, language == "es")


def _read_before(passage: Passage, naming: Naming, spanish: bool) -> None:
    """Titles and descriptions before a name: "Mrs. Vera", "the leftist senator Vera", "su rival, Vera"."""
    kinds, words = passage.kinds, passage.words
    j = naming.first - 1
    if j > 0 and words[j] == "," and not kinds[j - 1] & (NAME | NUMBER):
        j -= 1
    nouns: list[int] = []
    others: list[str] = []
    for k in range(j, max(-1, j - _LONGEST), -1):
        kind, word = kinds[k], words[k]
        if word == "." and k and kinds[k - 1] & TITLE:
            continue
        if kind & (PERSON | TITLE) and not kind & DETERMINER:
            nouns.append(k)
            continue
        if kind & DETERMINER and (nouns or words[k - 1] not in ("de", "of", "en", "in", "for")):
            others.append(word)
            break
        joining = word in ("de", "del", "of")
        if (kind & _ENDS_BEFORE and word != "'s") or (kind & PREPOSITION and not nouns and not joining):
            break
        others.append(word)
    if nouns and (nouns[0] >= naming.first - 2 or others):
        for k in nouns:
            naming.person.describe(words[k], kinds[k], others)
            naming.person.learn_gender(words[k], kinds[k], spanish, others)


def _read_after(passage: Passage, naming: Naming, spanish: bool) -> None:
    """Descriptions after a name: "Vera, 47, a former judge", "Vera is a lawyer", "Vera, who as mayor"."""
    kinds, words = passage.kinds, passage.words
    j = _description_start(passage, naming.last + 1)
    if j is None:
        return
    verbal = bool(kinds[j] & (BE | COPULA))
    noun = -1
    others: list[str] = []
    for k in range(j + 1, min(len(kinds), j + 1 + _LONGEST)):
        kind, word = kinds[k], words[k]
        if kind & PERSON and noun < 0 and not kind & DETERMINER:
            noun = k
        elif verbal and word.endswith(_PASSING):
            break
        elif word in (",", ")", "(") or kind & JOIN:
            told = any(not w.isdigit() for w in others)
            if told and not kind & JOIN:
                break
            if noun >= 0 and kind & JOIN and k + 1 < len(kinds) and kinds[k + 1] & PERSON:
                naming.person.describe(words[k + 1], kinds[k + 1], others)
        elif _ends_description(kind, noun, others):
            break
        else:
            others.append(word)
    named_next = noun >= 0 and kinds[noun + 1 : noun + 2] and kinds[noun + 1] & NAME
    if noun >= 0 and not named_next and not (verbal and words[j + 1] in ("not", "no")):
        naming.person.describe(words[noun], kinds[noun], others)
        naming.person.learn_gender(words[noun], kinds[noun], spanish, others)


def _description_start(passage: Passage, j: int) -> int | None:
    """The comma, "is" or "as" at or behind token ``j`` that a description of the person may follow."""
    kinds, words = passage.kinds, passage.words
    relative = j + 2 < len(kinds) and words[j] == "," and words[j + 1] in ("who", "que", "quien")
    if relative and (kinds[j + 2] & (BE | COPULA) or words[j + 2] in ("as", "como")):
        return j + 2
    if j < len(kinds) and (words[j] in (",", "(", "as", "como") or kinds[j] & (BE | COPULA)):
        return j
    return None


def _ends_description(kind: int, noun: int, others: Sequence[str]) -> bool:
    if kind & _ENDS_AFTER or (kind & (FINITE | CLITIC) and not kind & DETERMINER):
        return True
    if kind & (NAME | FIRST_NAME) and noun < 0 and not others:
        return True
    return bool(kind & PREPOSITION and noun < 0 and others)


def read_pronouns(passage: Passage, namings: Sequence[Naming], persons: Iterable[Person]) -> None:
    """Learn the gender of persons of whom nothing else tells it from the pronouns nearest behind their names."""
    unknown = {person for person in persons if not person.gender}
    if not unknown:
        return
    votes = {p: {"f": _LISTED_ENDING, "m": -_LISTED_ENDING, "": 0.0}[name_gender(p.name)[1]] for p in unknown}
    starts = [naming.first for naming in namings]
    for j in [j for j, kind in enumerate(passage.kinds) if kind & _PRONOUNS]:
        k = bisect_left(starts, j) - 1
        if k >= 0 and namings[k].person in unknown and j - namings[k].last < _NEAR:
            votes[namings[k].person] += _vote(passage, j, namings[k])
    for person, vote in votes.items():
        if vote:
            person.gender = "f" if vote > 0 else "m"


def _vote(passage: Passage, j: int, naming: Naming) -> float:
    """What the pronoun at token ``j`` says of the gender of the person named before it: above 0 a woman's."""
    kind = passage.kinds[j]
    if (kind & HIS and passage.is_spanish(j)) or passage.is_quoted(j):
        return 0
    near = kind & (HE | SHE) and passage.sentence_of(j) - passage.sentence_of(naming.last) <= 1
    return (1 if kind & (SHE | HER | HERS) else -1) * (2 if near else 1)
