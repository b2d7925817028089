"""What each word is to reported speech: verb of saying, name, pronoun, noun for a person, and so on.

In: words as they stand in a text, in "en" or "es". Out: for each its folded form and its kinds, a sum
of the constants below, looked up once and kept. The words themselves stand in `wordlists/`. Used by
`passages`, and through it by everything that finds actors.
"""

from __future__ import annotations

from functools import lru_cache

from framing import masking, wordlists
from framing.actors import fold

#: Kinds that the lists `grammar.txt` give, under their names there.
_GRAMMAR = [
    "prepositions",
    "light",
    "modal",
    "auxiliary",
    "passive",
    "perfect",
    "relative",
    "joins",
    "breaks",
    "content",
    "negation",
    "holding",
    "he",
    "she",
    "him",
    "her",
    "his",
    "hers",
    "they",
    "both",
    "two",
    "contest",
    "time",
    "nouns",
    "cannot",
    "clitics",
    "adverbs",
    "copula",
    "impersonal",
    "coming",
    "doing",
    "personal",
    "reflexive",
    "stance",
    "experience",
    "views",
    "government",
    "indefinite",
    "unto",
    "talking",
    "selfsaying",
    "leading",
    "ambition",
    "declaring",
    "positions",
    "it",
    "decreeing",
]
(
    PREPOSITION, LIGHT, MODAL, AUXILIARY, BE, PERFECT, RELATIVE, JOIN, BREAK, CONTENT, NEGATION, HOLDING, HE, SHE,
    HIM, HER, HIS, HERS, THEY, BOTH, TWO, CONTEST, TIME, NOUN, CANNOT, CLITIC, ADVERB, COPULA, IMPERSONAL, COMING,
    DOING, PERSONAL, REFLEXIVE, STANCE, EXPERIENCE, VIEW, GOVERNMENT, INDEFINITE, UNTO, TALKING,
    SELFSAYING, LEADING, AMBITION, DECLARING, POSITION, IT, DECREEING,
) = (1 << i for i in range(len(_GRAMMAR)))  # fmt: skip
_NEXT = len(_GRAMMAR)
#: Kinds that the other lists give.
SAYING, DETERMINER, RELATED, PROXY = (1 << i for i in range(_NEXT, _NEXT + 4))
#: Kinds of nouns for persons, under their names in `people.txt`.
_PEOPLE = [
    "president",
    "premier",
    "candidate",
    "rival",
    "office",
    "calling",
    "title",
    "anyone",
    "women",
    "men",
    "modifiers",
]
PRESIDENT, PREMIER, CANDIDATE, RIVAL, OFFICE, CALLING, TITLE, ANYONE, WOMAN, MAN, MODIFIER = (
    1 << i for i in range(_NEXT + 4, _NEXT + 15)
)
#: Kinds that a word's shape gives: capital first, a name (surely or perhaps), a first name, a mark,
#: a Spanish finite verb in the singular, its conditional, a gerund, the end of a clause, a number.
CAPITAL, NAME, MAYBE_NAME, FIRST_NAME, MARK, FINITE, CONDITIONAL, GERUND, STOP, NUMBER, PLURAL, INFINITIVE = (
    1 << i for i in range(_NEXT + 15, _NEXT + 27)
)
#: What a quotation is among the words of a sentence.
QUOTED = 1 << (_NEXT + 27)
#: A noun that can stand for a person.
PERSON = PRESIDENT | PREMIER | CANDIDATE | RIVAL | OFFICE | CALLING | ANYONE

#: A word's folded form, its kinds, and its length in characters.
Word = tuple[str, int, int]

#: Endings of Spanish participles: "contesto" is none, but "contestó" without its accent.
_PARTICIPLE = ("ado", "ido", "cho", "uesto", "isto", "rito", "ierto", "uelto")
_MOST_WORDS = 200_000  # kept in memory for each language
_APOSTROPHE = str.maketrans("’", "'")


class Words(dict[str, Word]):
    """The kinds of the words of one language; a word that is met for the first time is looked up."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.spanish = language == "es"
        self._exact = _listed(language)
        if self.spanish:
            self._exact.update({v: SAYING | INFINITIVE for v in wordlists.read("es/infinitives")})
        self._folded: dict[str, int] = {}
        for word, kinds in self._exact.items():
            self._folded[fold(word)] = self._folded.get(fold(word), 0) | kinds
        self.first_names = {
            name: kind
            for kind, names in zip((WOMAN, MAN), wordlists.read_kinds("first_names").values(), strict=True)
            for name in names
        }

    def __missing__(self, piece: str) -> Word:
        if len(self) >= _MOST_WORDS:
            self.clear()
        word = piece.strip()
        folded = fold(word).translate(_APOSTROPHE)
        self[piece] = found = (folded, self._kinds(word, folded), len(piece.rstrip()))
        return found

    def _kinds(self, word: str, folded: str) -> int:
        lower = word.lower().translate(_APOSTROPHE)
        kinds = self._exact.get(lower, 0)
        if not kinds and lower == folded:
            kinds = self._folded.get(folded, 0)
        if not word[:1].isalnum():
            return kinds | MARK | (STOP if word in ";:" else 0)
        if word[0].isdigit():
            return kinds | NUMBER
        kinds |= self._shape(lower, kinds)
        if word[0].isupper():
            kinds |= CAPITAL | self._naming(word, folded, bool(kinds & ~SAYING))
        return kinds

    def _naming(self, word: str, folded: str, listed: bool) -> int:
        """Whether a capitalised word is a name, and whose first name; a listed word is none by itself."""
        if listed:
            return MAYBE_NAME | FIRST_NAME if folded in self.first_names else 0
        read = masking.tokens(word)
        kind = read[0].kind % masking.CLOSES if read else masking.WORD
        first = FIRST_NAME if folded.partition("-")[0] in self.first_names else 0
        if kind == masking.NAME:
            return NAME | first
        return MAYBE_NAME | first if kind in (masking.MAYBE, masking.FIRST) or first else 0

    def _shape(self, lower: str, kinds: int) -> int:
        """What a word's ending says of it."""
        if self.spanish:
            return _spanish_shape(lower, kinds)
        if lower.endswith("n't"):
            return LIGHT | AUXILIARY | NEGATION
        if "'" in lower:
            return self._exact.get(lower.partition("'")[0], 0) & (HE | SHE | THEY)
        if lower.endswith("ing"):
            return GERUND
        return ANYONE if not kinds and len(lower) > 6 and lower.endswith(("ist", "woman", "man")) else 0

    def gender(self, name: str) -> str:
        """ "f", "m" or "" for a folded first name: from the list, else from its ending."""
        name = name.partition("-")[0]
        kind = self.first_names.get(name, 0)
        if kind:
            return "f" if kind == WOMAN else "m"
        return {"a": "f", "o": "m"}.get(name[-1:], "") if len(name) > 2 else ""


def _spanish_shape(lower: str, kinds: int) -> int:
    if lower.endswith("ndo"):
        return GERUND
    if kinds & INFINITIVE:
        return 0
    if (
        kinds & (SAYING | COPULA | LEADING | SELFSAYING | COMING | PERSONAL | DOING | REFLEXIVE | EXPERIENCE)
        and not kinds & NOUN
    ):
        plural = lower.endswith("n") and lower not in ("ven",)
        return PLURAL if plural else 0 if lower.endswith(_PARTICIPLE) else FINITE
    if kinds:
        return FINITE if kinds & SAYING else 0
    if len(lower) > 6 and lower.endswith(("dor", "dora", "ista", "ólogo", "óloga")):
        return ANYONE
    if lower.endswith(("ó", "ará", "erá", "irá", "aba", "ía")) and len(lower) > 3:
        conditional = lower.endswith(("aría", "ería", "iría", "dría"))
        return FINITE | (CONDITIONAL if conditional else 0)
    return PLURAL if lower.endswith(("aron", "ieron", "aban", "arán", "erán", "irán", "ían")) else 0


@lru_cache(maxsize=4)
def words_of(language: str) -> Words:
    """The words of "es", or of English whatever else ``language`` says."""
    return _table("es" if language == "es" else "en")


@lru_cache(maxsize=2)
def _table(language: str) -> Words:
    return Words(language)


def _listed(language: str) -> dict[str, int]:
    """Every listed word of ``language`` and its kinds, accents kept."""
    kinds: dict[str, int] = {}
    grammar, people = wordlists.read_kinds(f"{language}/grammar"), wordlists.read_kinds(f"{language}/people")
    lists = [(1 << i, grammar.get(name, [])) for i, name in enumerate(_GRAMMAR)]
    lists += [(PRESIDENT << i, people.get(name, [])) for i, name in enumerate(_PEOPLE)]
    for kind, name in (
        (SAYING, "saying"),
        (DETERMINER, "determiners"),
        (RELATED, "related"),
        (PROXY, "proxies"),
    ):
        lists.append((kind, wordlists.read(f"{language}/{name}")))
    for kind, words in lists:
        for word in words:
            kinds[word] = kinds.get(word, 0) | kind
    return kinds
