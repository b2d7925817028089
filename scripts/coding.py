"""The way of real sentences through coding: drawn into sheets, coded, coded again, decided, merged.

In: passages (one a line: {"article", "lang", "genre", "source", "licence", "sentences": [...]}), sheets as
coders filled them, and the codes that the project keeps. Out: new sheets and new codes. Used by `data.py`.

A code row holds no text: its source, passage, position, length and sha1 stand for it. ``article`` names
the document, so that two passages of one document never come apart in folds.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.errors import LabelError, one_line
from framing.labelling import sha1_of
from framing.records import SENTIMENTS
from framing.tables import read_jsonl

Row = dict[str, Any]
Passages = Mapping[str, Row]
Place = tuple[str, int]

FRAMES = ("fear", "hope", "sovereignty", "cooperation")
#: How many sentences before a disputed one the third coder sees.
CONTEXT = 3


def read_passages(path: Path) -> dict[str, Row]:
    """Read passages by their id."""
    passages: dict[str, Row] = {}
    for line, row in read_jsonl(path):
        for name in ("article", "source", "sentences"):
            if not row.get(name):
                raise LabelError(f"{path}:{line}, column {name!r}: nothing found, a passage wanted: add it")
        if row["article"] in passages:
            raise LabelError(
                f"{path}:{line}, column 'article': {row['article']} found a second time, an id for each "
                "passage wanted: rename one"
            )
        passages[row["article"]] = row
    return passages


def read_codes(path: Path) -> list[Row]:
    """The code rows kept so far; none where the file is not there yet."""
    return [row for _, row in read_jsonl(path)] if path.exists() else []


def draw(passages: Passages, codes: Sequence[Row], count: int, seed: int) -> list[str]:
    """Draw ``count`` passages that nobody has coded, at random, in the order of their file."""
    coded = {row["passage"] for row in codes}
    return _sample([name for name in passages if name not in coded], count, seed)


def draw_second(codes: Sequence[Row], share: float, seed: int) -> list[str]:
    """Draw coded passages at random until ``share`` of them will have a second coder."""
    coded = dict.fromkeys(row["passage"] for row in codes)
    twice = {row["passage"] for row in codes if "coders" in row}
    wanted = round(share * len(coded)) - len(twice)
    return _sample([name for name in coded if name not in twice], max(0, wanted), seed)


def _sample(names: Sequence[str], count: int, seed: int) -> list[str]:
    drawn = set(random.Random(seed).sample(sorted(names), min(count, len(names))))
    return [name for name in names if name in drawn]


def sheet(passages: Passages, names: Iterable[str]) -> Iterator[Row]:
    """An empty coder's sheet: one sentence a row, ``frames`` and ``sentiment`` to be filled in."""
    for name in names:
        for position, text in enumerate(passages[name]["sentences"]):
            yield {"passage": name, "position": position, "text": text, "frames": None, "sentiment": None}


def read_sheet(path: Path, passages: Passages, frames: Sequence[str] = FRAMES) -> list[Row]:
    """Read a filled sheet; sentences marked ``"unreadable": true`` are left out.

    Raises
    ------
    LabelError : a code is missing or unknown, a sentence is not the passage's, or a passage has gaps.
    """
    rows = []
    seen: dict[str, set[int]] = defaultdict(set)
    for line, row in read_jsonl(path):
        where = f"{path}:{line}"
        name, position = _place(row, passages, where)
        if position in seen[name]:
            raise LabelError(f"{where}: {name}:{position} found twice, one code wanted: drop one line")
        seen[name].add(position)
        if not row.get("unreadable"):
            _check_code(row, frames, where)
            rows.append(row)
    for name, positions in seen.items():
        gaps = sorted(set(range(len(passages[name]["sentences"]))) - positions)
        if gaps:
            raise LabelError(
                f"{path}: nothing found for {name}, sentences {one_line(gaps)}; the whole passage wanted: "
                'code them or mark them "unreadable": true'
            )
    return rows


def _place(row: Row, passages: Passages, where: str) -> Place:
    """Which sentence a row of a sheet is about; its text, where given, must be the passage's."""
    name, position = str(row.get("passage")), row.get("position")
    sentences = passages[name]["sentences"] if name in passages else []
    if not isinstance(position, int) or not 0 <= position < len(sentences):
        raise LabelError(
            f"{where}: passage {name!r}, position {position!r} found, a sentence of the passages wanted: "
            "keep what the sheet says, or give the passages that it was drawn from"
        )
    if row.get("text", sentences[position]) != sentences[position]:
        raise LabelError(
            f"{where}, column 'text': another text than that of {name}:{position} found, the sentence as it "
            "was drawn wanted: undo the change"
        )
    return name, position


def _check_code(row: Row, frames: Sequence[str], where: str) -> None:
    if not isinstance(row.get("frames"), list):
        raise LabelError(f"{where}, column 'frames': no code found, a list wanted: write [] for none")
    for name in row["frames"]:
        if name not in frames:
            raise LabelError(
                f"{where}, column 'frames': {name!r} found, one of {', '.join(frames)} wanted: mend it"
            )
    if row.get("sentiment") not in SENTIMENTS:
        raise LabelError(
            f"{where}, column 'sentiment': {row.get('sentiment')!r} found, one of {', '.join(SENTIMENTS)} "
            "wanted: mend it"
        )


def merge(codes: Sequence[Row], coded: Iterable[Row], passages: Passages) -> list[Row]:
    """Add a first coder's rows to the codes.

    A sentence that stands word for word in another document too is kept once: its copy would leak
    between folds by article and teach nothing.

    Raises
    ------
    LabelError : a sentence was coded before.
    """
    merged = list(codes)
    places = {(row["passage"], row["position"]) for row in codes}
    articles: dict[str, str] = {row["source"]: row["article"] for row in codes}
    holders: dict[str, str] = {row["sha1"]: row["article"] for row in codes}
    for row in coded:
        name, position = row["passage"], row["position"]
        if (name, position) in places:
            raise LabelError(
                f"{name}:{position} has a code already, new sentences wanted: merge it as a second code"
            )
        article = articles.setdefault(passages[name]["source"], name)
        code = _code_row(row, passages[name], article)
        if holders.setdefault(code["sha1"], article) == article:
            merged.append(code)
    return merged


def _code_row(row: Row, passage: Row, article: str) -> Row:
    text = passage["sentences"][row["position"]]
    return {
        "article": article,
        "passage": row["passage"],
        "position": row["position"],
        "language": passage["lang"],
        "kind": "statement" if passage["genre"] == "gov" else "real",
        "genre": passage["genre"],
        "source": passage["source"],
        "licence": passage["licence"],
        "length": len(text),
        "sha1": sha1_of(text),
        "frames": _in_order(row["frames"]),
        "sentiment": row["sentiment"],
    }


def _in_order(frames: Sequence[str]) -> list[str]:
    known = [name for name in FRAMES if name in frames]
    return known + sorted(set(frames) - set(known))


def merge_second(codes: Sequence[Row], coded: Iterable[Row]) -> list[Row]:
    """Put a second coder's rows beside the first's; what a sentence counts as stays, until it is decided.

    Sentences that are not among the codes (the first coder could not read them) are left out.

    Raises
    ------
    LabelError : a passage has no first code at all, or a sentence has a second one already.
    """
    by_place = {(row["passage"], row["position"]): dict(row) for row in codes}
    known = {name for name, _ in by_place}
    for second in coded:
        place = second["passage"], second["position"]
        row = by_place.get(place)
        if place[0] not in known or (row and "coders" in row):
            found = "two codes" if row else "no code"
            raise LabelError(
                f"{place[0]}:{place[1]} has {found}, one wanted before a second: merge the sheet that fits"
            )
        if row:
            row["coders"] = {"c1": row["frames"], "c2": _in_order(second["frames"])}
            row["coders_sentiment"] = {"c1": row["sentiment"], "c2": second["sentiment"]}
    return list(by_place.values())


def disagreements(codes: Iterable[Row], decisions: Iterable[Row]) -> list[Row]:
    """The rows on which two coders differ and nobody has decided."""
    decided = {(row["passage"], row["position"]) for row in decisions}
    return [row for row in codes if _differs(row) and (row["passage"], row["position"]) not in decided]


def _differs(row: Row) -> bool:
    frames = {frozenset(f) for f in row.get("coders", {}).values()}
    return len(frames) > 1 or len(set(row.get("coders_sentiment", {}).values())) > 1


def decision_sheet(rows: Iterable[Row], passages: Passages) -> Iterator[Row]:
    """A sheet for a third coder: the sentence after those before it, and what is in dispute, not by whom."""
    for row in rows:
        sentences, position = passages[row["passage"]]["sentences"], row["position"]
        sets = [set(frames) for frames in row["coders"].values()]
        yield {
            "passage": row["passage"],
            "position": position,
            "before": sentences[max(0, position - CONTEXT) : position],
            "text": sentences[position],
            "agreed": sorted(set.intersection(*sets)),
            "disputed": sorted(set.union(*sets) - set.intersection(*sets)),
            "sentiments": sorted(set(row["coders_sentiment"].values())),
            "frames": None,
            "sentiment": None,
            "reason": None,
        }


def read_decisions(path: Path, passages: Passages) -> list[Row]:
    """Read a third coder's filled sheet into decisions, which quote no text."""
    decisions = []
    for line, row in read_jsonl(path):
        where = f"{path}:{line}"
        name, position = _place(row, passages, where)
        _check_code(row, FRAMES, where)
        if not row.get("reason"):
            raise LabelError(f"{where}, column 'reason': none found, the codebook's ruling wanted: add it")
        decisions.append(
            {
                "passage": name,
                "position": position,
                "frames": _in_order(row["frames"]),
                "sentiment": row["sentiment"],
                "reason": row["reason"],
            }
        )
    return decisions


def decide(codes: Iterable[Row], decisions: Iterable[Row]) -> list[Row]:
    """Let each decided sentence count as what the third coder said; deciding twice changes nothing."""
    by_place = {(d["passage"], d["position"]): d for d in decisions}
    decided = []
    for row in codes:
        decision = by_place.get((row["passage"], row["position"]))
        code = {"frames": decision["frames"], "sentiment": decision["sentiment"]} if decision else {}
        decided.append({**row, **code})
    return decided
