"""The way of work of docs/coding.md, walked through on invented passages."""

from __future__ import annotations

import json
import shlex
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from framing.labelling import read_labelled
from framing.tables import read_jsonl, write_jsonl

ROOT = Path(__file__).parent.parent
FIRST = ["The bridge over the Lissa fell at dawn.", "Nobody was hurt.", "Two towns will build it anew."]
SECOND = ["El puente cayó al amanecer.", "El alcalde prometió otro para mayo.", "Nadie resultó herido."]
PAGE = r"""---
title: "A fallen bridge"
---
**The bridge** over [the Lissa](https://example.org/lissa) fell
at dawn.Nobody was hurt.

-   Two towns will build it\ anew.

It
rained.
"""


@pytest.fixture(scope="module")
def data() -> ModuleType:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import data as module
    finally:
        sys.path.pop(0)
    return module


class Work:
    """A folder with passages, and the commands run in it."""

    def __init__(self, folder: Path, data: ModuleType) -> None:
        self.folder, self.data = folder, data
        self.codes = folder / "codes.jsonl"
        passages = [
            ("p1", "en", "repo@1:news/bridge.md", FIRST),
            ("p2", "en", "repo@1:news/bridge.md", ["It rained."]),
            ("p3", "es", "Corpus:train:7", SECOND),
            ("p4", "en", "other.txt", [FIRST[0], "So."]),
        ]
        names = ("article", "lang", "source", "sentences")
        rows = [
            {**dict(zip(names, values, strict=True)), "genre": "news", "licence": "CC0"}
            for values in passages
        ]
        write_jsonl(rows, folder / "passages.jsonl")

    def run(self, line: str, fails: bool = False) -> str:
        command, *rest = shlex.split(line.replace("@", str(self.folder) + "/"))
        passages = ["--passages", str(self.folder / "passages.jsonl")]
        codes = ["--codes", str(self.codes)]
        options = {"restore": codes, "agreement": [], "duplicates": []}.get(command, [*passages, *codes])
        if command == "adjudicate":
            options = [*options, "--decisions", str(self.folder / "adjudicated.json")]
        result = CliRunner().invoke(self.data.main, [command, *options, *rest])
        assert result.exit_code == (1 if fails else 0), result.output
        return result.output

    def fill(self, name: str, **code: Any) -> None:
        """Give each row of a sheet the same code, as a dull coder would."""
        rows = [{**row, **code} for _, row in read_jsonl(self.folder / name)]
        write_jsonl(rows, self.folder / name)

    def rows(self, name: str) -> list[dict[str, Any]]:
        return [row for _, row in read_jsonl(self.folder / name)]


@pytest.fixture
def work(tmp_path: Path, data: ModuleType) -> Work:
    return Work(tmp_path, data)


@pytest.fixture
def coded(work: Work) -> Work:
    work.run("batch --size 9 -o @sheet.jsonl")
    work.fill("sheet.jsonl", frames=["hope"], sentiment="positive")
    work.run("merge @sheet.jsonl")
    return work


def test_a_batch_is_whole_passages_and_none_twice(work: Work) -> None:
    work.run("batch --size 2 --seed 5 -o @a.jsonl")
    work.fill("a.jsonl", frames=[], sentiment="neutral")
    work.run("merge @a.jsonl")
    work.run("batch --size 9 -o @b.jsonl")
    names = [{row["passage"] for row in work.rows(name)} for name in ("a.jsonl", "b.jsonl")]
    assert len(names[0]) == 2
    assert names[0] | names[1] == {"p1", "p2", "p3", "p4"}
    assert not names[0] & names[1]


def test_codes_keep_pointers_but_no_text(coded: Work) -> None:
    sentences = read_labelled(coded.codes)
    assert all(s.text is None and s.frames == ("hope",) for s in sentences)
    assert {s.article for s in sentences} == {"p1", "p3", "p4"}  # p2 is of p1's document
    assert len(sentences) == 8  # the sentence that two documents share is kept once
    text = coded.codes.read_text("utf-8")
    assert not [s for s in (*FIRST, *SECOND) if s in text]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"frames": ["dread"]}, ":1, column 'frames': 'dread' found"),
        ({"frames": None}, ":1, column 'frames': no code found"),
        ({"sentiment": "bad"}, ":1, column 'sentiment': 'bad' found"),
        ({"text": "Another."}, ":1, column 'text'"),
        ({"passage": "p9"}, ":1: passage 'p9'"),
        ({"position": 1}, ":2: p1:1 found twice"),
    ],
)
def test_a_sheet_that_breaks_the_rules_is_refused(work: Work, change: dict[str, Any], found: str) -> None:
    work.run("batch --size 9 -o @sheet.jsonl")
    work.fill("sheet.jsonl", frames=[], sentiment="neutral")
    first, *rest = work.rows("sheet.jsonl")
    if "position" in change:
        first["text"] = FIRST[1]
    write_jsonl([{**first, **change}, *rest], work.folder / "sheet.jsonl")
    assert found in work.run("merge @sheet.jsonl", fails=True)
    assert not work.codes.exists()


def test_gaps_are_refused_unless_marked_unreadable(work: Work) -> None:
    work.run("batch --size 9 -o @sheet.jsonl")
    work.fill("sheet.jsonl", frames=[], sentiment="neutral")
    first, *rest = work.rows("sheet.jsonl")
    write_jsonl(rest, work.folder / "sheet.jsonl")
    assert "nothing found for p1, sentences [0]" in work.run("merge @sheet.jsonl", fails=True)
    write_jsonl([{**first, "frames": None, "unreadable": True}, *rest], work.folder / "sheet.jsonl")
    work.run("merge @sheet.jsonl")
    assert ("p1", 0) not in {(row["passage"], row["position"]) for row in work.rows("codes.jsonl")}


def test_merging_twice_is_refused(coded: Work) -> None:
    assert "has a code already" in coded.run("merge @sheet.jsonl", fails=True)


def test_second_coding_agreement_and_decisions(coded: Work) -> None:
    coded.run("second --share 0.5 --seed 1 -o @second.jsonl")
    drawn = coded.rows("second.jsonl")
    assert len({row["passage"] for row in drawn}) == 2
    assert all(row["frames"] is None for row in drawn)
    assert coded.run("adjudicate").startswith("0 disagreements open")
    coded.fill("second.jsonl", frames=["fear", "hope"], sentiment="positive")
    coded.run("merge --second @second.jsonl")
    assert "has two codes" in coded.run("merge --second @second.jsonl", fails=True)
    assert coded.run("second --share 0.5 -o @more.jsonl").startswith("0 passages")
    assert "fear" in coded.run("agreement @codes.jsonl")

    coded.run("adjudicate -o @decide.jsonl")
    sheet = coded.rows("decide.jsonl")
    assert [(row["agreed"], row["disputed"], row["sentiments"]) for row in sheet] == [
        (["hope"], ["fear"], ["positive"])
    ] * len(sheet)
    assert not any("coders" in row for row in sheet)
    assert {frozenset(row["frames"]) for row in coded.rows("codes.jsonl")} == {frozenset(["hope"])}

    coded.fill("decide.jsonl", frames=["fear"], sentiment="negative")
    assert "column 'reason'" in coded.run("adjudicate --take @decide.jsonl", fails=True)
    coded.fill("decide.jsonl", reason="fear: a ruling")
    assert coded.run("adjudicate --take @decide.jsonl").startswith("0 disagreements open")
    decided = [row for row in coded.rows("codes.jsonl") if "coders" in row]
    assert len(decided) == len(sheet)
    assert all(row["frames"] == ["fear"] and row["coders"]["c1"] == ["hope"] for row in decided)
    kept = (coded.folder / "adjudicated.json").read_text("utf-8")
    assert len(json.loads(kept)) == len(sheet)
    assert not [s for s in (*FIRST, *SECOND) if s in kept]


def test_texts_come_back_from_passages(coded: Work) -> None:
    assert "8 of 8 texts" in coded.run("restore @passages.jsonl -o @real.jsonl")
    assert {s.text for s in read_labelled(coded.folder / "real.jsonl")} == {
        *FIRST,
        *SECOND,
        "It rained.",
        "So.",
    }


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_texts_come_back_from_the_sources_own_files(coded: Work, kind: str) -> None:
    folder = coded.folder / "sources" / "deep"
    folder.mkdir(parents=True)
    (folder / "bridge.md").write_text(PAGE, "utf-8")
    article = f"Antes. {' '.join(SECOND)}\nDespués."
    if kind == "csv":
        (folder / "train.csv").write_text(f'Id,Text\n7,"{article}"\n', "utf-8")
    elif kind == "json":
        (folder / "train.json").write_text(json.dumps([{"id": 7, "text": [article]}]), "utf-8")
    else:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        with zipfile.ZipFile(folder / "train.xlsx", "w") as archive:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}"><si><t>{article}</t></si></sst>')
    (folder / "other.txt").write_bytes(b"\x00\x01\x02")
    output = coded.run("restore @sources -o @real.jsonl")
    assert "7 of 8 texts" in output
    assert "other.txt" in output  # it cannot be read, and is named
    assert {s.text for s in read_labelled(coded.folder / "real.jsonl")} == {*FIRST, *SECOND, "It rained."}


def test_duplicates_within_and_against_another_file(work: Work) -> None:
    rows = [{"text": text, "frames": [], "article": "w"} for text in (*FIRST, FIRST[0].upper())]
    write_jsonl(rows, work.folder / "written.jsonl")
    assert work.run("duplicates @written.jsonl").endswith("1 pairs among 4 sentences\n")
    output = work.run("duplicates @written.jsonl --against @passages.jsonl")
    assert output.endswith("6 pairs among 4 sentences\n")  # two of ours, two of theirs; and the other two
    assert "p4: The bridge" in output


def test_every_command_of_the_way_of_work_is_there_with_an_example(data: ModuleType) -> None:
    guide = (ROOT / "docs" / "coding.md").read_text("utf-8")
    for name, command in data.main.commands.items():
        assert f"scripts/data.py {name}" in guide
        assert f"scripts/data.py {name}" in command.help
