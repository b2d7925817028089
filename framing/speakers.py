"""Whose a quotation is where its own sentence does not say so.

In: sentence by sentence the quotations, and the speakers that the sentences themselves show. Out: more
findings, for quotations that go on, that the next sentence introduces, or that follow a question or a
sentence about somebody. Used by `attribution`.
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.findings import Attribution
from framing.passages import Passage
from framing.speech import Cue

_INTERVIEW = 6  # sentences since the person who answers was last the subject

#: Who speaks a quotation: findings of its speakers, empty where none of them is followed.
Speaker = Sequence[Attribution]


class Speakers:
    """The speakers of an article's quotations.

    Parameters
    ----------
    passage : the article.
    paragraphs : the number of each sentence's paragraph.
    found : where findings are put.
    """

    def __init__(self, passage: Passage, paragraphs: Sequence[int], found: list[Attribution]) -> None:
        self.passage, self.paragraphs, self.found = passage, paragraphs, found
        self.of: dict[int, Speaker] = {}
        self._waiting: list[tuple[int, int]] = []  # sentences that are all quotation, and their quotations
        self._last: tuple[int, Speaker] | None = None  # the last sentence with a quotation, and its speaker
        self._topic: Attribution | None = None  # of the last sentence whose subject was an actor

    def note_topic(self, topic: Attribution) -> None:
        """The sentence of ``topic`` is about its actor: a quotation behind it may be the actor's."""
        cue = topic.cue or Cue("topic", topic.mention.start, topic.mention.end)
        self._topic = topic._replace(role="voice", cue=cue)

    def say(self, sentence: int, quote: int, speaker: Speaker, sure: bool = True) -> None:
        """The quotation belongs to ``speaker``; ``sure``: so do those that wait in the paragraph."""
        self.of[quote] = speaker
        for waiting, other in self._waiting:
            if sure and self.paragraphs[waiting] == self.paragraphs[sentence]:
                self._give(waiting, other, speaker)
        self._waiting = []
        self.found += [s._replace(sentence=sentence) for s in speaker if s.sentence != sentence]
        self._last = (sentence, speaker)

    def go_on(self, sentence: int, quote: int) -> None:
        """A sentence that is all quotation goes on with the one before, or waits for the next."""
        if quote in self.of:
            self._give(sentence, quote, self.of[quote])
            self._last = (sentence, self.of[quote])
            return
        if self._last is not None and not self._waiting:
            before, speaker = self._last
            together = self.passage.quotes[quote].continues or self._are_together(before, sentence)
            if sentence - before == 1 and together:
                self.say(sentence, quote, speaker)
                return
        self._waiting.append((sentence, quote))

    def name_waiting(self, sentence: int, speaker: Speaker) -> None:
        """ "He said." stands behind the quotations that wait."""
        for waiting, quote in self._waiting:
            if self._are_together(waiting, sentence):
                self._give(waiting, quote, speaker)
        self._waiting = []

    def end_waiting(self) -> None:
        """Nobody introduces the quotations that wait: they go to whom the sentence before them was about."""
        for waiting, quote in self._waiting:
            topic = self._topic
            if topic is None or not waiting or not self._are_together(waiting - 1, waiting):
                continue
            far = _INTERVIEW if self._is_question(waiting - 1) else 1
            if 0 < waiting - topic.sentence <= far:
                self._give(waiting, quote, [topic])
        self._waiting = []

    @property
    def is_waiting(self) -> bool:
        """Whether a quotation waits for its speaker."""
        return bool(self._waiting)

    def _give(self, sentence: int, quote: int, speaker: Speaker) -> None:
        self.of[quote] = speaker
        self.found += [s._replace(sentence=sentence) for s in speaker]

    def _are_together(self, first: int, second: int) -> bool:
        return self.paragraphs[first] == self.paragraphs[second]

    def _is_question(self, i: int) -> bool:
        """Whether sentence ``i`` asks, in no quotation."""
        end = self.passage.sentences[i].end
        return self.passage.text[end - 1] == "?" and not self.passage.quotes_of(i)
