"""Articles as HTML: each sentence with its frames, tone and actors, and the words that carried a frame.

In: a `Comparison`. Out: HTML that holds as many sentences as fit in a number of bytes. Used by `comparison_page`.
Everything from an article or a model is escaped; attributes never hold more than numbers and fixed words.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from zlib import crc32

from framing.charts import MARKS
from framing.compared import Comparison
from framing.comparison_words import short_names
from framing.phrases import name_of, say
from framing.records import ScoredArticle, ScoredSentence
from framing.terminal import percent

#: Most words shown for a frame, and the part of the strongest one's weight that a word needs to be shown.
_MOST_WORDS, _LEAST_WEIGHT = 6, 0.15

Words = dict[str, list[tuple[int, int]]]


class MarkedArticles:
    """The articles of a comparison; ``shown`` of ``total`` sentences, in ``html``."""

    def __init__(self, comparison: Comparison, language: str, room: int) -> None:
        self.comparison, self.language = comparison, language
        self.names = short_names(comparison.actors)
        self.places = {actor.name: i for i, actor in enumerate(comparison.actors)}
        self.columns = {target.name: i for i, target in enumerate(comparison.of_kind("frame"))}
        self.total = sum(map(len, comparison.articles))
        made = self._sentences(room)
        self.shown = len(made)
        by_article: dict[int, list[str]] = {}
        for (article, _), piece in sorted(made.items()):
            by_article.setdefault(article, []).append(piece)
        self.html = "\n".join(self._article(comparison.articles[i], by_article[i]) for i in by_article)

    def _sentences(self, room: int) -> dict[tuple[int, int], str]:
        """As many sentences as there is room for: first a random order of those with an actor, then of the others."""
        order = sorted(
            (not sentence.actors, crc32(f"{article.name}\n{k}".encode()), i, k)
            for i, article in enumerate(self.comparison.articles)
            for k, sentence in enumerate(article)
        )
        made: dict[tuple[int, int], str] = {}
        opened = set()
        for _, _, i, k in order:
            article = self.comparison.articles[i]
            piece = self._sentence(article.sentences[k])
            room -= len(piece.encode()) + 1
            room -= 0 if i in opened else len(self._article(article, []).encode()) + 1
            if room < 0:
                break
            opened.add(i)
            made[i, k] = piece
        return made

    def _article(self, article: ScoredArticle, pieces: Sequence[str]) -> str:
        meta, language = article.meta, self.language
        about = [meta[key] for key in ("outlet", "date") if meta.get(key)]
        about += [article.name] if meta.get("title") else []
        about.append(name_of(language, article.language))
        title = meta.get("title") or article.name or say(language, "untitled")
        return (
            f'<details class="article"><summary><h3{_lang(article.language)}>{escape(title)}</h3>'
            f'<span class="quiet">{escape(" · ".join(about))}</span> <span class="count"></span></summary>\n'
            f"<ol>{''.join(pieces)}</ol></details>"
        )

    def _sentence(self, sentence: ScoredSentence) -> str:
        words = self._words(sentence)
        roles = [(self.places[name], role) for name, role in sentence.actors.items() if name in self.places]
        known = " ".join(
            [*(f"{role[0]}{i}" for i, role in roles), *(f"f{self.columns[f]}" for f in sentence.frames)]
        )
        tags = "".join(self._tags(sentence, roles, words))
        kind = f' class="a{roles[0][0] % len(MARKS)} {roles[0][1]}"' if roles else ""
        tags = f'<div class="tags">{tags}</div>' if tags else ""
        text = self._marked(sentence.text, words)
        return f'<li data-k="{known}"{kind}><p{_lang(sentence.language)}>{text}</p>{tags}</li>'

    def _tags(self, sentence: ScoredSentence, roles: Sequence[tuple[int, str]], words: Words) -> list[str]:
        language, names = self.language, list(self.names.values())
        tags = [
            f'<span class="who a{i % len(MARKS)}"><i aria-hidden="true">{MARKS[i % len(MARKS)]}</i> '
            f"{escape(names[i])} · {say(language, role)}</span>"
            for i, role in roles
        ]
        for frame in sentence.frames:
            tags.append(self._chip(sentence, frame, words.get(frame, [])))
        if sentence.sentiment and (roles or sentence.frames):
            tags.append(f'<span class="tone">{escape(name_of(language, sentence.sentiment))}</span>')
        return tags

    def _chip(self, sentence: ScoredSentence, frame: str, words: Sequence[tuple[int, int]]) -> str:
        """A frame's button: pointed at or focused it shows the words."""
        language, column = self.language, self.columns[frame]
        name = f"{escape(name_of(language, frame))} {escape(percent(sentence.probabilities[frame]))}"
        if self.comparison.explain is None:
            return f'<span class="chip c{column % 6}">{name}</span>'
        said = ", ".join(f"<q>{escape(sentence.text[a:b])}</q>" for a, b in words)
        said = f"{say(language, 'words')} {said}" if said else say(language, "no words")
        return f'<button class="chip c{column % 6}">{name}<span class="why"> {said}</span></button>'

    def _words(self, sentence: ScoredSentence) -> Words:
        """The words that spoke most for each of the sentence's frames, in reading order."""
        if self.comparison.explain is None or not sentence.frames:
            return {}
        explained = self.comparison.explain(sentence.text)
        found = {}
        for frame in sentence.frames:
            ranked = sorted((word for word in explained.get(frame, ()) if word[2] > 0), key=lambda w: -w[2])
            strong = [w for w in ranked[:_MOST_WORDS] if w[2] >= _LEAST_WEIGHT * ranked[0][2]]
            found[frame] = sorted((start, end) for start, end, _ in strong)
        return found

    def _marked(self, text: str, words: Words) -> str:
        """The sentence, escaped, each word that carried a frame in a mark of the frame's class."""
        kinds: dict[tuple[int, int], list[str]] = {}
        for frame, spans in words.items():
            for span in spans:
                kinds.setdefault(span, []).append(f"c{self.columns[frame] % 6}")
        pieces, at = [], 0
        for (start, end), kind in sorted(kinds.items()):
            if start >= at:
                pieces += [
                    escape(text[at:start]),
                    f'<mark class="{" ".join(kind)}">{escape(text[start:end])}</mark>',
                ]
                at = end
        return "".join(pieces) + escape(text[at:])


def _lang(language: str) -> str:
    return f' lang="{language}"' if language in ("en", "es") else ' lang=""'
