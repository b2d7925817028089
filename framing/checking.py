"""A look over labelled sentences before anything is trained on them.

In: `LabelledSentence` records. Out: a `CheckReport` of counts, agreement and problems: conflicts, labels
that look mistaken, leaks between folds by article. Used by `framing check`. The order of the sentences
makes no difference.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

from framing.agreement import Agreement, agreement
from framing.duplicates import near_duplicates, sentence_key
from framing.errors import one_line
from framing.labelling import sha1_of
from framing.records import SENTIMENTS, LabelledSentence

#: Sentences of fewer words repeat by themselves ("Thank you."); alike in two articles they are no leak.
STOCK_WORDS = 6
#: A label this many times rarer than one that looks like it is taken for a slip of the pen.
RARER = 20

_SHOWN = 20


class Problem(NamedTuple):
    """One thing to mend: its ``kind`` ("conflict", "label", "leak", "article") and a one-line ``message``."""

    kind: str
    message: str


@dataclass(frozen=True)
class Group:
    """What one kind of data in one language holds: how many sentences, of which codes."""

    kind: str
    language: str
    articles: int
    sentences: int
    frames: Mapping[str, int]
    sentiment: Mapping[str, int]


@dataclass(frozen=True)
class CheckReport:
    """What `check` found.

    ``repeats`` and ``near_repeats`` count the sentences that say again, or nearly, what another one of
    the set says, harmless or not; ``problems`` has those that matter.
    """

    sentences: int
    without_text: int
    articles: int
    groups: tuple[Group, ...]
    repeats: int
    near_repeats: int
    agreement: Agreement
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no problem."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """The report as one JSON-ready mapping."""
        values = dict(vars(self))
        values["groups"] = [dict(vars(group)) for group in self.groups]
        values["agreement"] = dict(vars(self.agreement))
        values["problems"] = [problem._asdict() for problem in self.problems]
        return values

    def lines(self) -> list[str]:
        """The report as lines of text, at most 20 problems of each kind."""
        lines = [
            f"{self.sentences:,} sentences in {self.articles:,} articles, {self.without_text:,} without text",
            *_table(self.groups),
            f"{self.repeats:,} sentences repeat another, {self.near_repeats:,} nearly do",
            *self.agreement.lines(),
        ]
        by_kind: dict[str, list[str]] = defaultdict(list)
        for kind, message in self.problems:
            by_kind[kind].append(f"{kind}: {message}")
        for kind, messages in by_kind.items():
            lines += messages[:_SHOWN]
            if len(messages) > _SHOWN:
                lines.append(f"{kind}: {len(messages) - _SHOWN:,} more")
        return [*lines, f"{len(self.problems):,} problems" if self.problems else "no problems"]


def check(sentences: Iterable[LabelledSentence], labels: Iterable[str] | None = None) -> CheckReport:
    """Look labelled sentences over.

    Parameters
    ----------
    sentences : they may lack texts; those are compared by sha1, so near-duplicates of them go unseen.
    labels : the frames that may occur; without them only rare labels that resemble a frequent one are named.

    Returns
    -------
    The report; nothing in it depends on the order of the sentences.
    """
    coded = list(sentences)
    same = _same(coded)
    near = _near(same)
    problems = [
        *_conflicts(same.values()),
        *_label_problems(Counter(f for s in coded for f in s.frames), labels),
        *_leaks(same, near),
        *_article_problems(coded),
    ]
    return CheckReport(
        sentences=len(coded),
        without_text=sum(s.text is None for s in coded),
        articles=len({s.article for s in coded if s.article}),
        groups=_groups(coded),
        repeats=sum(len(group) - 1 for group in same.values()),
        near_repeats=len({b for _, b, _ in near}),
        agreement=agreement(coded),
        problems=tuple(problems),
    )


Same = Mapping[str, Sequence[LabelledSentence]]
Near = tuple[str, str, float]


def _same(coded: Iterable[LabelledSentence]) -> Same:
    """Sentences by the key of their text; one without text joins the text of its sha1."""
    groups: dict[str, list[LabelledSentence]] = defaultdict(list)
    key_of: dict[str, str] = {}
    for s in coded:
        if s.text is not None:
            key_of[sha1_of(s.text)] = key = sentence_key(s.text)
            groups[key].append(s)
    for s in coded:
        if s.text is None:
            groups[key_of.get(s.sha1, f"sha1 {s.sha1}")].append(s)
    return {key: sorted(groups[key], key=_order) for key in sorted(groups)}


def _order(s: LabelledSentence) -> tuple[Any, ...]:
    return (s.article, -1 if s.position is None else s.position, s.text or "", s.frames, s.sentiment)


def _near(same: Same) -> list[Near]:
    """Keys of texts that are nearly, but not quite, the same."""
    keys = [key for key, group in same.items() if any(s.text is not None for s in group)]
    return [(keys[a], keys[b], likeness) for a, b, likeness in near_duplicates(keys)]


def _conflicts(same: Iterable[Sequence[LabelledSentence]]) -> Iterator[Problem]:
    for group in same:
        tones = {s.sentiment for s in group if s.sentiment}
        if len({frozenset(s.frames) for s in group}) > 1 or len(tones) > 1:
            codes = "; ".join(dict.fromkeys(f"{_place(s)} {_code(s)}" for s in group))
            yield Problem("conflict", f"{_quoted(group)} is coded as {codes}: decide on one")


def _label_problems(counts: Counter[str], labels: Iterable[str] | None) -> Iterator[Problem]:
    known = None if labels is None else sorted(labels)
    for name, count in sorted(counts.items()):
        if known is None:
            like = _like(name, [other for other in counts if _outdone(name, other, counts)])
            if like:
                message = f"{name!r} ({count:,}) looks like {like!r} ({counts[like]:,}): rename one"
                yield Problem("label", message)
        elif name not in known:
            like = _like(name, known) or ", ".join(known)
            message = f"{name!r} ({count:,}) found, {like} wanted: rename or drop it"
            yield Problem("label", message)


def _outdone(name: str, other: str, counts: Counter[str]) -> bool:
    """Whether ``other`` is so frequent that ``name`` may be a slip for it; a matter of case needs less."""
    if _fold(name) == _fold(other):
        return (counts[other], other) > (counts[name], name)
    return counts[other] >= RARER * counts[name]


def _like(name: str, names: Sequence[str]) -> str:
    by_fold = {_fold(other): other for other in sorted(names)}
    found = get_close_matches(_fold(name), by_fold, n=1, cutoff=0.75)
    return by_fold[found[0]] if found else ""


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _leaks(same: Same, near: Iterable[Near]) -> Iterator[Problem]:
    for group in same.values():
        if len(_articles(group)) > 1 and not _stock(group):
            yield Problem("leak", f"{_quoted(group)} stands in {_named(group)}: {_APART}")
    for a, b, likeness in near:
        both = [*same[a], *same[b]]
        if len(_articles(both)) > 1 and not _stock(both):
            found = f"{_quoted(same[a])} and {_quoted(same[b])} are {likeness:.0%} alike"
            yield Problem("leak", f"{found} in {_named(both)}: {_APART}")


_APART = "folds by article would leak, so keep one or give all the same article"


def _stock(group: Sequence[LabelledSentence]) -> bool:
    """Whether these are short sentences that all say the same by their codes too."""
    texts = [s.text for s in group if s.text is not None]
    short = bool(texts) and all(len(text.split()) < STOCK_WORDS for text in texts)
    return short and len({(frozenset(s.frames), s.sentiment) for s in group}) == 1


def _article_problems(coded: Sequence[LabelledSentence]) -> Iterator[Problem]:
    sources: dict[str, set[str]] = defaultdict(set)
    for s in coded:
        if s.article and s.source:
            sources[s.article].add(s.source)
    for article, found in sorted(sources.items()):
        if len(found) > 1:
            names = one_line(", ".join(sorted(found)))
            yield Problem("article", f"{article!r} is the id of {len(found)} sources ({names}): rename one")
    without = sum(not s.article for s in coded)
    if without:
        yield Problem(
            "article", f"{without:,} sentences have no article, so folds cannot keep articles whole: add ids"
        )


def _articles(group: Iterable[LabelledSentence]) -> list[str]:
    return sorted({s.article for s in group if s.article})


def _named(group: Iterable[LabelledSentence]) -> str:
    names = _articles(group)
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _place(s: LabelledSentence) -> str:
    return (s.article or "no article") + ("" if s.position is None else f":{s.position}")


def _code(s: LabelledSentence) -> str:
    return f"({', '.join([*sorted(s.frames), s.sentiment]).strip(', ') or 'no frame'})"


def _quoted(group: Sequence[LabelledSentence]) -> str:
    texts = [s.text for s in group if s.text is not None]
    return f"'{one_line(texts[0], 60)}'" if texts else _place(group[0])


def _groups(coded: Iterable[LabelledSentence]) -> tuple[Group, ...]:
    members: dict[tuple[str, str], list[LabelledSentence]] = defaultdict(list)
    for s in coded:
        members[s.kind, s.language].append(s)
    names = sorted({f for group in members.values() for s in group for f in s.frames})
    groups = []
    for (kind, language), group in sorted(members.items()):
        frames = Counter(f for s in group for f in s.frames)
        tones = Counter(s.sentiment for s in group)
        groups.append(
            Group(
                kind=kind,
                language=language,
                articles=len(_articles(group)),
                sentences=len(group),
                frames={name: frames[name] for name in names},
                sentiment={tone: tones[tone] for tone in SENTIMENTS},
            )
        )
    return tuple(groups)


def _table(groups: Sequence[Group]) -> list[str]:
    """The groups as a table, one a line, headed."""
    if not groups:
        return []
    codes = [*groups[0].frames, *groups[0].sentiment]
    rows = [["kind", "language", "articles", "sentences", *codes]]
    for g in groups:
        figures = [g.articles, g.sentences, *g.frames.values(), *g.sentiment.values()]
        rows.append([g.kind or "–", g.language or "–", *(f"{n:,}" for n in figures)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
