"""Whether a person named in a sentence speaks in it: the cues of reported speech, English and Spanish.

In: a sentence as tokens, in which each mention of an actor and each quotation is one token. Out: for a
mention its standing (absent, about or voice) and the cue that gave it. `attribution` is the caller.

The cues, each a function of its own, tried in order: a verb of saying or of taking a position after
the person ("Vera, the mayor, has also said", "Vera won and said"), one before ("dijo ayer el alcalde
Vera"), a phrase that names whose view it is ("according to Vera", "para Vera,"), a colon ("Vera: ...").
What they know of words stands in `speech_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from framing.actors import Mention, fold
from framing.speech_words import WORD, SpeechWords

_LONGEST_GAP = 9  # words between a verb and the speaker who follows it
_LONGEST_ASIDE = 16  # words of an aside between commas, after the speaker
_LONGEST_REACH = 150  # tokens after the person in which a further predicate or a colon counts
_LIGHT_WORDS = 6  # auxiliaries, clitics and adverbs between speaker and verb
QUOTED = "“”"  # the word of a token that stands for a quotation


class Token(NamedTuple):
    """A word or mark of a sentence: folded, with its place in the article.

    ``mention`` is set where the token stands for a whole mention of an actor.
    """

    word: str
    start: int
    end: int
    capital: bool
    mention: Mention | None = None


class Cue(NamedTuple):
    """What showed that a person speaks: its kind and its place in the article."""

    kind: str
    start: int
    end: int


class Person(NamedTuple):
    """A mention with what belongs to it: ``tokens[first : last + 1]`` is "the mayor, Vera's spokesman"."""

    first: int
    last: int


def tokens(text: str, start: int, end: int, opaque: Sequence[tuple[int, int, Mention | None]]) -> list[Token]:
    """Read ``text[start:end]``; each span of ``opaque`` is one token: a mention, or else a quotation."""
    found: list[Token] = []
    for begin, stop, mention in (*opaque, (end, end, None)):
        for match in WORD.finditer(text, start, begin):
            word = match.group()
            found.append(Token(fold(word).replace("’", "'"), match.start(), match.end(), word[0].isupper()))
        if stop > begin:
            found.append(Token(QUOTED if mention is None else "", begin, stop, True, mention))
        start = stop
    return found


def standing(sentence: Sequence[Token], i: int, words: SpeechWords) -> tuple[str, Cue | None]:
    """How the mention ``sentence[i]`` stands in its sentence.

    Returns
    -------
    role : "voice", "about", or "" where only somebody or something else of the person's is named.
    cue : what showed that the person speaks, None without voice.
    """
    person = Person(_noun_phrase(sentence, i, words), i)
    owned = _owned(sentence, person, words)
    if owned is not None:
        noun, person = owned
        if noun in words.related:
            return "", None
        if noun not in words.proxies:
            cue = _phrase(sentence, Person(i, i), words)
            return ("voice", cue) if cue else ("about", None)
    for cue_of in _CUES:
        if cue := cue_of(sentence, person, words):
            return "voice", cue
    return "about", None


def is_saying(sentence: Sequence[Token], i: int, words: SpeechWords) -> bool:
    """Whether ``sentence[i]`` is a verb of saying whose subject speaks: no passive, no bare participle."""
    word = sentence[i].word
    if word not in words.saying:
        return False
    before = sentence[i - 1].word if i else ""
    if word in words.participles:
        return before in words.grammar["perfect"]
    if word in words.grammar["telling"] and words.grammar["negation"] & {before, _word(sentence, i - 2)}:
        return False  # who does not answer says nothing, while who does not want takes a position
    return before not in words.grammar["passive"] or word.endswith(("ing", "ndo"))


def _noun_phrase(sentence: Sequence[Token], i: int, words: SpeechWords) -> int:
    """Where the noun phrase that ends in ``sentence[i]`` begins: "the former president Vera"."""
    first, seen_role = i, sentence[i].mention is None
    for j in range(i - 1, max(-1, i - 6), -1):
        token = sentence[j]
        if token.word in words.determiners:
            return j if seen_role or j == i - 1 else first
        if token.word in words.roles or token.word == "-":
            first, seen_role = j, True
        elif token.word == "." and j and sentence[j - 1].word in words.roles:
            continue
        elif not token.word.isalpha() or token.capital or _is_small(token.word, words):
            break
    return first


def _is_small(word: str, words: SpeechWords) -> bool:
    return word in words.saying or any(word in kind for kind in words.grammar.values())


def _owned(sentence: Sequence[Token], person: Person, words: SpeechWords) -> tuple[str, Person] | None:
    """The noun that the person owns and its place: "Vera's office", "la madre del alcalde Vera"."""
    if _word(sentence, person.last + 1) in ("'s", "’s"):
        for j in range(person.last + 2, min(person.last + 5, len(sentence))):
            word = sentence[j].word
            if word in words.related or word in words.proxies:
                return word, Person(person.first, j)
            if not word.isalpha():
                break
        return "'s", person
    if _word(sentence, person.first - 1) in ("de", "del", "of", "for"):
        noun = person.first - 2
        while (
            noun >= 0 and noun > person.first - 4 and sentence[noun].word not in words.related | words.proxies
        ):
            noun -= 1
        if noun >= 0 and sentence[noun].word in words.related | words.proxies:
            return sentence[noun].word, Person(_noun_phrase(sentence, noun, words), person.last)
    return None


def _word(sentence: Sequence[Token], i: int) -> str:
    return sentence[i].word if 0 <= i < len(sentence) else ""


def _is_object(sentence: Sequence[Token], person: Person, words: SpeechWords) -> bool:
    return _word(sentence, person.first - 1) in words.grammar["prepositions"]


def _verb_after(sentence: Sequence[Token], person: Person, words: SpeechWords) -> Cue | None:
    """A verb of saying of which the person is the subject, behind asides, "and", "who"."""
    if _is_object(sentence, person, words):
        return None
    for start in _predicates(sentence, person, words):
        i = start
        while i < min(start + _LIGHT_WORDS, len(sentence)):
            if is_saying(sentence, i, words):
                return Cue("verb", sentence[i].start, sentence[i].end)
            if sentence[i].word not in words.grammar["light"]:
                break
            i += 1
    return None


def _predicates(sentence: Sequence[Token], person: Person, words: SpeechWords) -> list[int]:
    """Where a predicate of the person may begin."""
    after = person.last + 1
    starts = [after]
    if _word(sentence, after) == "," and _word(sentence, person.first - 1) == ",":
        starts.append(after + 1)  # "the mayor, Vera, said"
    if _word(sentence, after) in (",", "(", "—", "–"):
        closing = {"(": ")"}.get(sentence[after].word, sentence[after].word)
        for j in range(after + 1, min(after + _LONGEST_ASIDE, len(sentence))):
            if sentence[j].word == closing:
                starts.append(j + 1)
                break
        after += 1
    if _word(sentence, after) in words.grammar["relative"]:
        starts.append(after + 1)
    if _word(sentence, after) in words.grammar["joins"]:
        starts.append(_behind_name(sentence, after + 1, words))  # "Vera and Ruiz said"
    if _opens_clause(sentence, person, words):
        starts += _joined(sentence, person, words)
    return starts


def _behind_name(sentence: Sequence[Token], first: int, words: SpeechWords) -> int:
    i = first
    while i < min(first + _LONGEST_GAP, len(sentence)) and (
        sentence[i].capital or sentence[i].word in words.roles or sentence[i].word in words.determiners
    ):
        i += 1
    return i


def _opens_clause(sentence: Sequence[Token], person: Person, words: SpeechWords) -> bool:
    before = _word(sentence, person.first - 1)
    openers = (words.grammar[kind] for kind in ("joins", "breaks", "content", "relative"))
    return not before or not before.isalnum() or any(before in kind for kind in openers)


def _joined(sentence: Sequence[Token], person: Person, words: SpeechWords) -> list[int]:
    """Where later predicates of the same subject begin: "Vera won by a mile and said"."""
    starts = []
    for j in range(person.last + 1, min(person.last + _LONGEST_REACH, len(sentence) - 1)):
        if sentence[j].word in words.grammar["breaks"] or sentence[j].word in (";", ":"):
            break
        gerund = sentence[j].word == "," and sentence[j + 1].word.endswith(("ing", "ndo"))
        if gerund or sentence[j].word in words.grammar["joins"]:
            starts.append(j + 1)
    return starts


def _verb_before(sentence: Sequence[Token], person: Person, words: SpeechWords) -> Cue | None:
    """A verb of saying whose subject follows: "dijo ayer el alcalde Vera", "...", said Vera."""
    if _is_object(sentence, person, words) or _word(sentence, person.last + 1) in ("'s", "’s"):
        return None
    for i in range(person.first - 1, max(-1, person.first - 1 - _LONGEST_GAP), -1):
        word = sentence[i].word
        if is_saying(sentence, i, words):
            fits = _may_invert(sentence, i, words) and _fits_gap(sentence, i, person, words)
            return Cue("verb", sentence[i].start, sentence[i].end) if fits else None
        if sentence[i].mention or word in words.grammar["content"] or word in ";:()—“”«»":
            return None
    return None


def _may_invert(sentence: Sequence[Token], verb: int, words: SpeechWords) -> bool:
    """Whether the subject may follow its verb: in English only after a quotation or a comma."""
    return words.spanish or _word(sentence, verb - 1) in (QUOTED, ",", "—", "–")


def _fits_gap(sentence: Sequence[Token], verb: int, person: Person, words: SpeechWords) -> bool:
    """Whether what lies between verb and person leaves the person as the subject."""
    gap = sentence[verb + 1 : person.first]
    if gap and gap[0].capital and gap[0].word not in words.roles:
        return False  # somebody else speaks
    commas = sum(token.word == "," for token in gap)
    if commas % 2 == 0:
        return True  # none, or an aside
    return gap[-1].word == "," and any(token.word in words.roles | words.proxies for token in gap)


def _phrase(sentence: Sequence[Token], person: Person, words: SpeechWords) -> Cue | None:
    """A phrase that names whose view the clause gives: "according to Vera", "para el alcalde Vera,"."""
    for first in (person.first, person.last):
        for before, after in words.phrases:
            begin = first - len(before)
            if begin < 0 or tuple(t.word for t in sentence[begin:first]) != before:
                continue
            end = person.last + 1 + len(after)
            if tuple(t.word.replace("’", "'") for t in sentence[person.last + 1 : end]) != after:
                continue
            if after != (",",) or not _word(sentence, begin - 1).isalnum():
                return Cue("phrase", sentence[begin].start, sentence[first - 1].end)
    return None


def _colon(sentence: Sequence[Token], person: Person, words: SpeechWords) -> Cue | None:
    """The person's name, a colon and what the person says, or any clause of the person's with a quotation."""
    if not _opens_clause(sentence, person, words):
        return None
    for i in range(person.last + 1, min(person.last + _LONGEST_REACH, len(sentence) - 1)):
        if sentence[i].word in (";", QUOTED):
            return None
        near = person.first == 0 and i == person.last + 1
        if sentence[i].word == ":" and (near or sentence[i + 1].word == QUOTED):
            return Cue("colon", sentence[i].start, sentence[i].end)
    return None


_CUES: tuple[Callable[[Sequence[Token], Person, SpeechWords], Cue | None], ...] = (
    _verb_after,
    _verb_before,
    _phrase,
    _colon,
)
