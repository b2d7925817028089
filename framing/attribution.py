"""Who speaks and who is spoken of: for each sentence of an article the actors' roles in it.

In: a text, its sentences, the actors. Out: for each sentence {actor: "voice" | "about"}, and with
`findings` the trace: which mention and which cue led to it. `scoring` is the caller.

Three steps, each adding findings: the mentions of each sentence and their cues (`speech`), then the
speakers of quotations that run over several sentences (`quotations`), then the reduction: voice
counts before about. No actor's role depends on which other actors are followed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from framing import quotations
from framing.actors import Mention, mentions
from framing.quotations import Quotation
from framing.records import Actor, Sentence
from framing.speech import Cue, Token, is_saying, standing, tokens
from framing.speech_words import speech_words


class Attribution(NamedTuple):
    """One finding: in the sentence numbered ``sentence`` the actor has ``role``, "voice" or "about".

    ``mention`` is the place that names the actor (it may lie in another sentence), ``cue`` what showed
    that the actor speaks.
    """

    sentence: int
    actor: str
    role: str
    mention: Mention
    cue: Cue | None


def attribute(text: str, sentences: Sequence[Sentence], actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Each sentence's actors and whether they speak or are spoken of.

    Parameters
    ----------
    text : the article.
    sentences : its sentences in reading order, as `framing.sentences.split` gives them.
    actors : as `framing.actors.check_actors` gives them.

    Returns
    -------
    One mapping a sentence, full name to "voice" (own words or stated position) or "about"; actors that
    are absent are left out.
    """
    roles: list[dict[str, str]] = [{} for _ in sentences]
    for found in findings(text, sentences, actors):
        if found.role == "voice" or found.actor not in roles[found.sentence]:
            roles[found.sentence][found.actor] = found.role
    order = [actor.name for actor in actors]
    return [{name: role[name] for name in order if name in role} if len(role) > 1 else role for role in roles]


def findings(text: str, sentences: Sequence[Sentence], actors: Sequence[Actor]) -> list[Attribution]:
    """Every finding that `attribute` reduces, sentence by sentence, quotations last."""
    named = mentions(text, actors)
    if not named:
        return []
    quoted = quotations.find(text)
    return _Article(text, sentences, named, quoted).findings()


class _Article:
    """One article under attribution: which mentions and quotations lie in which sentence."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], named: Sequence[Mention], quoted: Sequence[Quotation]
    ) -> None:
        self.text, self.sentences, self.quoted = text, sentences, quoted
        self.quote_starts = [q.start for q in quoted]
        self.mentions = _by_sentence(sentences, named)
        self.quotes = _by_sentence(sentences, quoted)

    def findings(self) -> list[Attribution]:
        found = [f for i in sorted(self.mentions) for f in self._in_sentence(i)]
        return found + self._in_quotations(found)

    def _tokens(self, i: int, actor: str | None = None) -> list[Token]:
        """Sentence ``i`` with each of its quotations, and each mention of ``actor``, as one token.

        Other actors are words like any: what is found of one never depends on who else is followed.
        """
        sentence = self.sentences[i]
        opaque: list[tuple[int, int, Mention | None]] = [
            (max(q.start, sentence.start), min(q.end, sentence.end), None) for _, q in self.quotes.get(i, ())
        ]
        if actor is not None:
            named = (m for _, m in self.mentions[i] if m.actor == actor and not self._is_quoted(m))
            opaque = sorted([*opaque, *((m.start, m.end, m) for m in named)], key=lambda o: o[0])
        return tokens(self.text, sentence.start, sentence.end, opaque)

    def _is_quoted(self, mention: Mention) -> bool:
        k = bisect_right(self.quote_starts, mention.start) - 1
        return k >= 0 and mention.start < self.quoted[k].end

    def _in_sentence(self, i: int) -> list[Attribution]:
        """What the mentions of sentence ``i`` show by themselves; one in a quotation is spoken of."""
        words = speech_words(self.sentences[i].language)
        found = [Attribution(i, m.actor, "about", m, None) for _, m in self.mentions[i] if self._is_quoted(m)]
        for actor in dict.fromkeys(m.actor for _, m in self.mentions[i]):
            sentence = self._tokens(i, actor)
            for j, token in enumerate(sentence):
                if token.mention:
                    role, cue = standing(sentence, j, words)
                    found += [Attribution(i, actor, role, token.mention, cue)] if role else []
        return found

    def _in_quotations(self, found: Sequence[Attribution]) -> list[Attribution]:
        """The sentences of each quotation belong to its speaker, named or not in them."""
        voices: dict[int, list[Attribution]] = {}
        for f in found:
            if f.cue:
                voices.setdefault(f.sentence, []).append(f)
        more: list[Attribution] = []
        inside = self._sentences_of_quotations()
        speakers: list[Attribution] = []
        for k, places in enumerate(inside):
            framed = [i for i in dict.fromkeys((places[0], places[-1])) if self._is_framed(i)]
            if framed:
                speakers = next((s for i in framed if (s := self._speakers(i, k, voices.get(i, [])))), [])
            elif not self._carries_on(k, inside):
                speakers = []
            more += [s._replace(sentence=i) for s in speakers for i in places if i != s.sentence]
        return more

    def _sentences_of_quotations(self) -> list[list[int]]:
        places: list[list[int]] = [[] for _ in self.quoted]
        for i, quotes in self.quotes.items():
            for k, _ in quotes:
                places[k].append(i)
        return places

    def _is_framed(self, i: int) -> bool:
        """Whether sentence ``i`` has words outside its quotations."""
        return any(token.word.isalnum() for token in self._tokens(i))

    def _speakers(self, i: int, k: int, voices: Sequence[Attribution]) -> list[Attribution]:
        """Those of ``voices``, found in sentence ``i``, who speak quotation ``k``, by its nearest verb."""
        sentence, quote = self._tokens(i), self.quoted[k]
        words = speech_words(self.sentences[i].language)
        verbs = [t for j, t in enumerate(sentence) if is_saying(sentence, j, words)]
        if not verbs:
            return list(voices)
        nearest = min(
            verbs, key=lambda t: quote.start - t.end if t.end <= quote.start else t.start - quote.end
        )
        return [v for v in voices if v.cue and v.cue.start == nearest.start]

    def _carries_on(self, k: int, inside: Sequence[Sequence[int]]) -> bool:
        """Whether quotation ``k``, all there is in its sentences, goes on with the words of the one before."""
        if not k:
            return False
        between = self.text[self.quoted[k - 1].end : self.quoted[k].start]
        adjacent = inside[k][0] - inside[k - 1][-1] == 1
        return self.quoted[k].continues or (adjacent and "\n" not in between)


_Span = TypeVar("_Span", Mention, Quotation)


def _by_sentence(sentences: Sequence[Sentence], spans: Sequence[_Span]) -> dict[int, list[tuple[int, _Span]]]:
    """For each sentence that any of ``spans`` (in order) touches: their numbers and themselves."""
    found: dict[int, list[tuple[int, _Span]]] = {}
    starts = [s.start for s in sentences]
    for k, span in enumerate(spans):
        i = max(0, bisect_right(starts, span.start) - 1)
        while i < len(sentences) and sentences[i].start < span.end:
            if span.start < sentences[i].end:
                found.setdefault(i, []).append((k, span))
            i += 1
    return found
