"""A coded sample laid over the corpus that it was drawn from.

In: coded rows and the `Table` of actors' sentences. Out: `Gold`: codes and weights, row by row of the table,
or a `LabelError` where the sample cannot carry a correction. Used by `comparison` and `power`.

A sample corrects only if it is known how it was drawn. Its rows say so: ``inclusion``, the probability with
which each was drawn, or ``design`` "random", each sentence of an actor being as likely as any other. Sentences
picked because the model was unsure of them, without these probabilities, would bias what they are to correct.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from framing.actor_sentences import Table, Target
from framing.arrays import Floats
from framing.duplicates import sentence_key
from framing.errors import LabelError, one_line
from framing.gold_files import GoldRow
from framing.phrases import phrase

#: What ``design`` says of a sample in which each sentence of an actor is as likely as any other.
RANDOM = "random"
#: Gold sentences of an actor below which a warning is given, and below which no p-value is.
FEW, TOO_FEW = 50, 25
#: Inclusion probabilities that add up to this many times more or less than the corpus are remarked on.
_OFF = 1.5


@dataclass(frozen=True)
class Gold:
    """Codes of a table's rows.

    Attributes
    ----------
    value : 1 where the coder gave the target, shape (n_rows, n_targets).
    weight : 1 / inclusion probability where it was coded, else 0, shape (n_rows, n_targets).
    design : how it was drawn, in words.
    notes : what a reader should know.
    """

    value: Floats
    weight: Floats
    design: str
    notes: tuple[str, ...]


def lay(rows: Sequence[GoldRow], table: Table, design: str | None = None) -> Gold:
    """Find the rows' sentences in ``table``.

    Parameters
    ----------
    rows : as `framing.gold_files.read_gold` gives them.
    design : "random" states for all rows that do not say it that they were drawn so.

    Raises
    ------
    LabelError : it is not known how the sample was drawn, none of its sentences is in the corpus, a sentence
        is coded twice and not the same, or a frame or sentiment is not one of the table's.
    """
    described = _design(rows, design)
    _check_names(rows, table.targets)
    value = np.zeros((len(table), len(table.targets)))
    weight = np.zeros_like(value)
    coded: dict[int, GoldRow] = {}
    for row, place in zip(rows, _places(rows, table), strict=True):
        if place is None:
            continue
        before = coded.setdefault(place, row)
        if (set(before.frames), before.sentiment) != (set(row.frames), row.sentiment):
            raise LabelError(
                f"{row.where}: another code than at {before.where} for the same sentence found, one decision "
                "wanted: keep one of the two"
            )
        value[place] = [_given(row, target) for target in table.targets]
        known = [target.kind == "frame" or bool(row.sentiment) for target in table.targets]
        weight[place] = np.array(known) / (row.inclusion or 1.0)
    if not coded:
        raise LabelError(
            f"{rows[0].where}: none of {len(rows)} coded sentences found among the actors' sentences, a sample of "
            "these articles wanted: draw one with framing sample, or check actors and paths"
        )
    return Gold(value, weight, described, tuple(_notes(rows, coded, table, weight)))


def _given(row: GoldRow, target: Target) -> bool:
    return target.name in row.frames if target.kind == "frame" else target.name == row.sentiment


def _design(rows: Sequence[GoldRow], stated: str | None) -> str:
    if stated not in (None, RANDOM):
        raise LabelError(
            f"design {one_line(repr(stated), 40)} found, 'random' wanted: leave it out where it is not"
        )
    without = [row for row in rows if row.inclusion is None]
    if not without:
        return "inclusion probabilities"
    if len(without) < len(rows):
        raise LabelError(
            f"{without[0].where}: no inclusion probability found, one in each row wanted, because others have "
            "theirs: write it, or leave the column out"
        )
    for row in without:
        drawn = row.design.strip().casefold()
        if not drawn and stated is None:
            raise LabelError(
                f"{row.where}: no word on how the sample was drawn found, a random sample wanted: if each sentence "
                "of an actor was as likely as any other, say --gold-design random; else draw one with framing sample"
            )
        if drawn not in ("", RANDOM):
            raise LabelError(
                f"{row.where}: a sample drawn by {one_line(row.design, 40)!r} without inclusion probabilities found, "
                "a random sample wanted: such sentences differ from the rest; draw one with framing sample"
            )
    return RANDOM


def _check_names(rows: Sequence[GoldRow], targets: Sequence[Target]) -> None:
    for kind in ("frame", "sentiment"):
        known = [target.name for target in targets if target.kind == kind]
        for row in rows:
            given = row.frames if kind == "frame" else tuple(filter(None, [row.sentiment]))
            unknown = [name for name in given if name not in known] if known or kind == "frame" else []
            if unknown:
                raise LabelError(
                    f"{row.where}: {kind} {one_line(unknown[0], 40)!r} found, one of {', '.join(known)} wanted: "
                    "correct it, or compare by a model that knows it"
                )


def _places(rows: Sequence[GoldRow], table: Table) -> Iterator[int | None]:
    """The row of ``table`` that each coded row is about; None where it is about none."""
    numbers = zip(table.article.tolist(), table.index.tolist(), strict=True)
    by_place: dict[tuple[str, int], int] = {}
    by_text: dict[str, list[int]] = defaultdict(list)
    for k, (article, index) in enumerate(numbers):
        by_place.setdefault((table.articles[article].name, index), k)
        by_text[sentence_key(table.sentence(k).text)].append(k)
    for row in rows:
        key = sentence_key(row.text)
        place = None if row.index is None else by_place.get((row.article, row.index))
        if place is not None and (not row.text or sentence_key(table.sentence(place).text) == key):
            yield place
            continue
        same = by_text.get(key, []) if row.text else []
        named = [k for k in same if table.articles[table.article[k]].name == row.article]
        yield next(iter([*named, *same]), None)


def _notes(rows: Sequence[GoldRow], coded: dict[int, GoldRow], table: Table, weight: Floats) -> Iterator[str]:
    if len(coded) < len(rows):
        left = len(rows) - len(coded)
        yield phrase("gold left out", left=left, n=len(rows))
    for i, actor in enumerate(table.actors):
        there = table.of(i)
        gold = int((weight[there, 0] > 0).sum())
        if gold < FEW:
            key, least = ("gold too few", TOO_FEW) if gold < TOO_FEW else ("gold few", FEW)
            yield phrase(key, actor=actor.name, n=gold, least=least)
        total, known = float(weight[there, 0].sum()), int(there.sum())
        if any(row.inclusion for row in rows) and not known / _OFF < total < known * _OFF:
            yield phrase("gold off", actor=actor.name, total=total, known=known)
