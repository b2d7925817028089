"""Coded samples in: this project's own form, and what doccano and Label Studio export.

In: a path. Out: `GoldRow`s, and how many rows nobody has coded yet. Used by `gold`; `sampling` writes what
is read here.

    .jsonl, .csv   rows with text, article, position (or index), frames, sentiment, inclusion, design;
                   "frames": null is not coded yet, [] is coded, none found
    .jsonl         doccano's export: "label" holds frames and sentiment together; [] is not coded yet,
                   ["none"] or a sentiment alone is coded, no frame found
    .json          Label Studio's export "JSON": the choices of each task's annotation
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.decoding import decode
from framing.errors import LabelError, one_line
from framing.labelling import from_row, read_rows
from framing.records import SENTIMENTS
from framing.tables import Row

#: In doccano, what says that a sentence was coded and has no frame.
NO_FRAME = "none"


@dataclass(frozen=True)
class GoldRow:
    """One coded sentence and how it was drawn.

    Attributes
    ----------
    where : file and line, for messages.
    text, article, index : what tells which sentence it is; what is unknown is "" or None.
    inclusion : the probability with which it was drawn, above 0 and at most 1, or None.
    design : how it was drawn ("random", "uncertainty", …), or "".
    """

    where: str
    text: str
    article: str
    index: int | None
    frames: tuple[str, ...]
    sentiment: str
    inclusion: float | None = None
    design: str = ""


def read_gold(path: str | os.PathLike[str]) -> tuple[list[GoldRow], int]:
    """The coded rows of a file, and the number of rows that are not coded yet.

    Raises
    ------
    LabelError : the file cannot be read or breaks its form; file, line and column are named.
    """
    file = Path(path)
    rows = _label_studio(file) if file.suffix.lower() == ".json" else _rows(file)
    coded, uncoded = [], 0
    for where, row in rows:
        if row["frames"] is None:
            uncoded += 1
        else:
            coded.append(_gold_row(row, where))
    if not coded:
        raise LabelError(
            f"{file}: no coded sentence found, some wanted: fill in frames, [] where there is none"
        )
    return coded, uncoded


def _gold_row(row: Row, where: str) -> GoldRow:
    if "position" not in row and "index" in row:
        index = row["index"]
        row = {**row, "position": int(index) if str(index).isdecimal() else index}
    sentence = from_row(row, where)
    return GoldRow(
        where, sentence.text or "", sentence.article, sentence.position, sentence.frames, sentence.sentiment,
        _inclusion(row.get("inclusion"), where), str(row.get("design") or row.get("picked") or ""),
    )  # fmt: skip


def _inclusion(value: object, where: str) -> float | None:
    if value is None:
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not 0 < number <= 1:
        raise LabelError(
            f"{where}, column 'inclusion': {one_line(repr(value), 40)} found, a probability above 0 and at "
            "most 1 wanted: write how likely the sentence was to be drawn, or leave the column out"
        )
    return number


def _rows(file: Path) -> Iterator[tuple[str, Row]]:
    for where, row in read_rows(file):
        if "frames" not in row and "label" in row:
            yield where, {**row, **_split(row["label"], where)}
        else:
            yield where, {"frames": None, **row} if "text" in row else row


def _split(labels: object, where: str) -> Row:
    """Labels of doccano as frames and sentiment."""
    if not isinstance(labels, list) or not all(isinstance(name, str) for name in labels):
        raise LabelError(
            f"{where}, column 'label': {one_line(repr(labels), 40)} found, a list of labels wanted: "
            "export a text classification project as JSONL"
        )
    if not labels:
        return {"frames": None}
    return _codes(labels, where)


def _codes(labels: Sequence[str], where: str) -> Row:
    tones = [name for name in labels if name in SENTIMENTS]
    if len(tones) > 1:
        raise LabelError(f"{where}: {' and '.join(tones)} found, one sentiment wanted: keep one of them")
    frames = [name for name in labels if name not in (*SENTIMENTS, NO_FRAME)]
    return {"frames": frames, "sentiment": tones[0] if tones else ""}


def _label_studio(file: Path) -> Iterator[tuple[str, Row]]:
    for number, task in enumerate(_tasks(file), 1):
        where = f"{file}, task {number}"
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            raise LabelError(
                f"{where}: {one_line(repr(task), 40)} found, a task with data and annotations wanted: "
                "export as JSON from Label Studio, not as JSON-MIN"
            )
        yield where, {**task["data"], **_annotated(task, where)}


def _tasks(file: Path) -> list[Any]:
    try:
        tasks = json.loads(decode(file.read_bytes(), str(file)))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LabelError(f"{file}: {reason}; a readable file wanted: check the path") from error
    except (ValueError, RecursionError) as error:
        raise LabelError(
            f"{file}: broken JSON found ({one_line(error)}), Label Studio's export wanted: export it again"
        ) from None
    if not isinstance(tasks, list):
        raise LabelError(f"{file}: no list found, a list of tasks wanted: export as JSON from Label Studio")
    return tasks


def _annotated(task: Mapping[str, Any], where: str) -> Row:
    """The codes of a task; where several annotations are there, they must agree."""
    codes = [
        _codes(sorted(_choices(annotation)), where)
        for annotation in task.get("annotations") or []
        if not annotation.get("was_cancelled")
    ]
    if any(code != codes[0] for code in codes[1:]):
        raise LabelError(f"{where}: annotations that differ found, one decision wanted: delete all but one")
    return codes[0] if codes else {"frames": None}


def _choices(annotation: Mapping[str, Any]) -> set[str]:
    results = annotation.get("result") or []
    return {name for result in results for name in result.get("value", {}).get("choices", [])}
