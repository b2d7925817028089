"""A random sample of actors' sentences to code, and the files in which coders get it.

In: the `Table` of actors' sentences. Out: rows drawn, each with the probability with which it was; files in
the project's own form and in those that doccano and Label Studio import. Used by `framing sample`; coded, they
are read by `gold_files`. Nothing of what the model says is written: coders should not see it.

Sentences are drawn at random within each language and each set of actors (one, the other, both), so that all
actors get about as many, however often they are named. Sentences of a set share one inclusion probability.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.actor_sentences import ROLES, Table
from framing.arrays import Floats, Ints
from framing.errors import NotEnoughDataError
from framing.gold import RANDOM
from framing.tables import Row


@dataclass(frozen=True)
class Drawn:
    """Rows of a table in the order in which they are to be coded, and the probability of each to be drawn."""

    rows: Ints
    inclusion: Floats


def draw(table: Table, count: int, seed: int = 0) -> Drawn:
    """Draw sentences, in random order: what is coded of them from the start on is a random sample too.

    Parameters
    ----------
    count : how many; all there are, if they are fewer. Each language and set of actors gets at least one.
    seed : the same seed draws the same sentences from the same articles.

    Raises
    ------
    NotEnoughDataError : ``count`` is smaller than the number of languages and sets of actors.
    """
    strata = _strata(table)
    if count < len(strata):
        raise NotEnoughDataError(
            f"a sample of {count} found, at least {len(strata)} sentences wanted, one of each language and set of "
            "actors: draw more"
        )
    rng = np.random.default_rng(seed)
    rows, inclusion = [], []
    for members, size in zip(strata, _sizes(table, strata, count), strict=True):
        rows.append(rng.choice(members, size, replace=False))
        inclusion.append(np.full(size, size / len(members)))
    order = rng.permutation(sum(map(len, rows)))
    return Drawn(np.concatenate(rows)[order], np.concatenate(inclusion)[order])


def _strata(table: Table) -> list[Ints]:
    """The rows of each language and set of actors."""
    languages = np.array([table.sentence(row).language for row in range(len(table))])
    sets = (table.role > 0).T @ (1 << np.arange(len(table.actors)))
    keys = list(zip(languages.tolist(), sets.tolist(), strict=True))
    return [np.flatnonzero([key == wanted for key in keys]) for wanted in sorted(set(keys))]


def _sizes(table: Table, strata: Sequence[Ints], count: int) -> list[int]:
    """How many to draw of each stratum: rates that give each actor as many, scaled to ``count`` in all."""
    full = np.array([len(members) for members in strata])
    if count >= full.sum():
        return [int(n) for n in full]
    rarity = 1 / (table.role > 0).sum(axis=1)
    rate = np.array([rarity[table.role[:, members[0]] > 0].max() for members in strata])
    low, high = 0.0, 1 / rate.min()
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if np.minimum(rate * middle, 1) @ full > count else (middle, high)
    exact = np.minimum(rate * low, 1) * full
    sizes = np.maximum(np.floor(exact + 1e-9), 1).astype(int)
    for k in np.argsort(sizes - exact, kind="stable"):
        sizes[k] += sizes.sum() < count and sizes[k] < full[k]
    while sizes.sum() > count:
        sizes[np.argmax(np.where(sizes > 1, sizes, 0))] -= 1
    return [int(n) for n in sizes]


def sample_rows(table: Table, drawn: Drawn, seed: int = 0) -> list[Row]:
    """The sentences drawn as rows of labelled data, frames and sentiment to be filled in."""
    rows = []
    for row, inclusion in zip(drawn.rows.tolist(), drawn.inclusion.tolist(), strict=True):
        article, index = table.articles[int(table.article[row])], int(table.index[row])
        sentence = article.sentences[index]
        here = {
            actor.name: ROLES[role]
            for actor, role in zip(table.actors, table.role[:, row].tolist(), strict=True)
            if role
        }
        before = article.sentences[index - 1].text if index else ""
        rows.append({
            "text": sentence.text, "frames": None, "sentiment": None, "language": sentence.language,
            "article": article.name, "position": index, "before": before, "actors": here,
            "inclusion": round(inclusion, 6), "design": RANDOM, "seed": seed,
        })  # fmt: skip
    return rows


def as_jsonl(rows: Sequence[Row]) -> str:
    """The project's own form: one row a line; coders fill in ``frames`` ([] for none) and ``sentiment``."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_doccano(rows: Sequence[Row]) -> str:
    """For doccano's import as "JSONL", text classification: ``label`` empty, the rest as metadata."""
    codes = ("frames", "sentiment")
    return as_jsonl([{**{k: v for k, v in row.items() if k not in codes}, "label": []} for row in rows])


def as_label_studio(rows: Sequence[Row]) -> str:
    """For Label Studio's import: a list of tasks, ``$text`` and ``$before`` to be shown."""
    codes = ("frames", "sentiment")
    tasks = [{"data": {k: v for k, v in row.items() if k not in codes}} for row in rows]
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


#: What `framing sample --for` writes.
FORMS = {"coding": as_jsonl, "doccano": as_doccano, "labelstudio": as_label_studio}
