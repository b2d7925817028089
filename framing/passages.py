"""An article as words: its tokens with their kinds, sentence by sentence, each quotation one token.

In: a text, its sentences, its quotations. Out: a `Passage`, and for each sentence a `Line`. Used by
`people`, which reads the whole passage, and by all that reads one line after the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache, reduce
from itertools import accumulate, chain
from operator import or_

from framing.quotations import Quotation
from framing.records import Sentence
from framing.word_kinds import MARK, QUOTED, words_of

# A word or number, a possessive 's, or a mark, each with the white space behind it: nothing is left out.
_PIECE = re.compile(r"\w+(?:[-’'‑](?!s\b)\w+|(?<=\d)[.,:]\d+)*\s*|['’]s\b\s*|\s+|.\s*", re.DOTALL)
_MOST_CHUNKS = 200_000  # kept in memory for each language

#: A token's folded form, its kinds, its length, and its length with the white space behind it.
_Token = tuple[str, int, int, int]


class _Chunks(dict[str, tuple[_Token, ...]]):
    """What stands between two spaces, as tokens; a chunk that is met for the first time is cut up."""

    def __init__(self, spanish: bool) -> None:
        super().__init__()
        self._table = words_of("es" if spanish else "en")

    def __missing__(self, chunk: str) -> tuple[_Token, ...]:
        if len(self) >= _MOST_CHUNKS:
            self.clear()
        pieces = _PIECE.findall(chunk) or [""]
        tokens = [(*self._table[piece], len(piece)) for piece in pieces]
        tokens[-1] = (*tokens[-1][:3], len(pieces[-1]) + 1)  # the space that parted the chunks
        self[chunk] = found = tuple(tokens)
        return found


@lru_cache(maxsize=2)
def _chunks(spanish: bool) -> _Chunks:
    return _Chunks(spanish)


def _tokens(text: str, spanish: bool) -> list[_Token]:
    """The tokens of ``text``."""
    chunks = text.split(" ")
    if not chunks[-1]:
        chunks.pop()  # a space ends the text
    found = list(chain.from_iterable(map(_chunks(spanish).__getitem__, chunks)))
    if found and text[-1] != " ":
        found[-1] = (*found[-1][:3], found[-1][3] - 1)
    return found


class Passage:
    """The tokens of an article, in sequences that run side by side.

    Attributes
    ----------
    text, sentences, quotes : as given.
    words, kinds : each token's folded form and kinds (see `word_kinds`).
    starts : where each token begins in the text.
    first : for each sentence the number of its first token, and at the end the number of tokens.
    """

    def __init__(self, text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation]) -> None:
        self.text, self.sentences, self.quotes = text, sentences, quotes
        self.words: tuple[str, ...] = ()
        self.kinds: tuple[int, ...] = ()
        self._lengths: tuple[int, ...] = ()
        spans: tuple[int, ...] = ()
        tokens = self._read()
        if tokens:
            self.words, self.kinds, self._lengths, spans = zip(*tokens, strict=True)
        self.starts = list(accumulate(spans, initial=0))
        self.first = [bisect_left(self.starts, s.start) for s in sentences]
        self.first.append(len(tokens))
        self._quote_starts = [q.start for q in quotes]
        self._quote_ends = [q.end for q in quotes]

    def _read(self) -> list[_Token]:
        """Look every chunk between spaces up, each sentence in its language."""
        languages = {s.language == "es" for s in self.sentences}
        if len(languages) == 1:
            return _tokens(self.text, languages.pop())
        found: list[_Token] = []
        begin = 0
        ends = [s.start for s in self.sentences[1:]] + [len(self.text)]
        for sentence, end in zip(self.sentences, ends, strict=True):
            found += _tokens(self.text[begin:end], sentence.language == "es")
            begin = end
        return found

    def token_at(self, place: int) -> int:
        """The number of the token that holds the character at ``place``."""
        return bisect_right(self.starts, place) - 1

    def end(self, j: int) -> int:
        """Where token ``j`` ends in the text."""
        return self.starts[j] + self._lengths[j]

    def sentence_of(self, j: int) -> int:
        """The number of the sentence that holds token ``j``."""
        return max(0, min(bisect_right(self.first, j), len(self.sentences)) - 1)

    def is_spanish(self, j: int) -> bool:
        """Whether token ``j`` stands in a Spanish sentence."""
        return self.sentences[self.sentence_of(j)].language == "es"

    def is_quoted(self, j: int) -> bool:
        """Whether token ``j`` stands in a quotation."""
        k = bisect_right(self._quote_starts, self.starts[j]) - 1
        return k >= 0 and self.starts[j] < self._quote_ends[k]

    def quotes_of(self, i: int) -> range:
        """The numbers of the quotations that sentence ``i`` holds a part of."""
        if not self._quote_starts:
            return range(0)
        sentence = self.sentences[i]
        return range(
            bisect_right(self._quote_ends, sentence.start), bisect_left(self._quote_starts, sentence.end)
        )

    def line(self, i: int) -> Line:
        """Sentence ``i``."""
        line = Line(self, i, self.first[i], self.first[i + 1])
        quotes = self.quotes_of(i)
        if quotes:
            line.fold(quotes)
        return line


class Line:
    """A sentence, or what it holds of a quotation, as tokens; a quotation in it is one token.

    Attributes
    ----------
    passage, number : of which article and sentence.
    words, kinds : each token's folded form ("" for a quotation) and kinds.
    tokens : each token's number in the passage.
    quoted : for each token that is a quotation, its number.
    inside : the passage's tokens within each of these quotations, as (first, one past the last).
    spanish : whether to read it as Spanish.
    """

    __slots__ = ("inside", "kinds", "number", "passage", "quoted", "spanish", "tokens", "words")

    def __init__(self, passage: Passage, i: int, begin: int, end: int) -> None:
        self.passage, self.number = passage, i
        self.spanish = passage.sentences[i].language == "es"
        self.words: Sequence[str] = passage.words[begin:end]
        self.kinds: Sequence[int] = passage.kinds[begin:end]
        self.tokens: Sequence[int] = range(begin, end)
        self.quoted: dict[int, int] = {}
        self.inside: dict[int, tuple[int, int]] = {}

    def fold(self, quotes: Sequence[int]) -> None:
        """Make each of ``quotes``, numbers of quotations in order, one token."""
        passage, begin, end = self.passage, self.tokens[0], self.tokens[-1] + 1
        words: list[str] = []
        kinds: list[int] = []
        tokens: list[int] = []
        for k in quotes:
            quote = passage.quotes[k]
            first = max(begin, bisect_left(passage.starts, quote.start, begin, end))
            last = bisect_left(passage.starts, quote.end, first, end)
            words += passage.words[begin:first]
            kinds += passage.kinds[begin:first]
            tokens += range(begin, first)
            self.quoted[len(words)] = k
            self.inside[len(words)] = (first, last)
            words.append("")
            kinds.append(QUOTED | MARK)
            tokens.append(first)
            begin = last
        self.words = [*words, *passage.words[begin:end]]
        self.kinds = [*kinds, *passage.kinds[begin:end]]
        self.tokens = [*tokens, *range(begin, end)]

    def within(self, j: int) -> Line:
        """What the quotation that is token ``j`` holds."""
        return Line(self.passage, self.number, *self.inside[j])

    def has(self, kinds: int) -> bool:
        """Whether any token is of one of ``kinds``."""
        return bool(reduce(or_, self.kinds, 0) & kinds)

    @property
    def is_framed(self) -> bool:
        """Whether the line has words outside its quotations."""
        return any(word[:1].isalnum() for word in self.words)

    def is_accented(self, j: int) -> bool:
        """Whether the word at ``j`` ends in an accented ó or á, as a noun hardly ever does."""
        return self.passage.text[self.end(j) - 1] in "óá"

    def start(self, j: int) -> int:
        """Where token ``j`` begins in the text."""
        return self.passage.starts[self.tokens[j]]

    def end(self, j: int) -> int:
        """Where token ``j`` ends in the text."""
        if j in self.inside:
            first, last = self.inside[j]
            return self.passage.end(max(first, last - 1))
        return self.passage.end(self.tokens[j])
