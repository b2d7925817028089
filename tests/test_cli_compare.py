"""`framing compare`, `sample` and `power`: what the library says, exit statuses, one-line errors, whole files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import framing
from framing.cli import main
from framing.labelling import write_labelled
from framing.records import LabelledSentence

ACTORS = ("--actor", "Ana Torres=Torres", "--actor", "Luis Vega")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty articles in which a gang is spoken of beside Ana, an agreement beside Luis."""
    lines = []
    for i in range(40):
        text = (
            f"Gangs threaten street {i} with violence, Ana Torres said. The session ended at noon on day {i}. "
            f"Luis Vega signed agreement {i} to work together with both countries. "
            f"The report of day {i} has forty pages and two tables, Luis Vega said."
        )
        lines.append(json.dumps({"id": f"n{i}", "text": text}))
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    path.write_text("\n".join(lines))
    return path


@pytest.fixture
def gold(many: Path, toy_folder: Path, tmp_path: Path) -> Path:
    """A sample of them, coded by the word that tells."""
    path = tmp_path / "gold.jsonl"
    assert run("sample", many, *ACTORS, "-m", toy_folder, "-n", 60, "-o", path).exit_code == 0
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row in rows:
        row["frames"] = [f for f, w in (("fear", "Gangs"), ("cooperation", "agreement")) if w in row["text"]]
        row["sentiment"] = "neutral"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_the_command_line_says_what_the_api_says(many: Path, gold: Path, toy_folder: Path) -> None:
    actors = [framing.Actor("Ana Torres", ["Torres"]), framing.Actor("Luis Vega")]
    for options, given in (((), None), (("--gold", gold), gold)):
        found = run("compare", many, *ACTORS, "-m", toy_folder, "-f", "json", *options)
        assert (found.exit_code, found.stderr) == (0, "")
        api = framing.compare([many], actors, gold=given, model=toy_folder).to_dict()
        assert json.loads(found.stdout) == json.loads(json.dumps(api))


def test_gold_says_who_is_spoken_of_with_fear(many: Path, gold: Path, toy_folder: Path) -> None:
    text = run("compare", many, *ACTORS, "-m", toy_folder, "--gold", gold).stdout
    assert "fear: Torres more than Luis Vega by 100 points" in text
    assert "cooperation: Luis Vega more than Torres by" in text
    assert "gold alone" in text


def test_a_file_holds_what_would_have_been_printed(many: Path, toy_folder: Path, tmp_path: Path) -> None:
    for form in ("text", "json", "csv"):
        arguments = ("compare", many, *ACTORS, "-m", toy_folder, "-f", form)
        written = run(*arguments, "-o", tmp_path / "out")
        assert (written.exit_code, written.stdout) == (0, "")
        assert (tmp_path / "out").read_bytes() == run(*arguments).stdout_bytes


def test_a_sample_is_checked_by_framing_check_once_it_is_coded(
    many: Path, gold: Path, toy_folder: Path, tmp_path: Path
) -> None:
    fresh = run("sample", many, *ACTORS, "-m", toy_folder, "-n", 30)
    assert fresh.stdout.count("\n") == 30
    assert "Ana Torres: 15 of 40 sentences drawn" in fresh.stderr
    (tmp_path / "fresh.jsonl").write_text(fresh.stdout)
    uncoded = run("check", tmp_path / "fresh.jsonl")
    assert "fresh.jsonl:1" in uncoded.stderr
    assert len(framing.read_labelled(gold)) == 60
    assert run("check", gold).stdout.startswith("60 sentences")
    again = run("compare", many, *ACTORS, "-m", toy_folder, "--gold", tmp_path / "fresh.jsonl")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "no coded sentence found" in again.stderr


@pytest.mark.parametrize("tool", ["doccano", "labelstudio"])
def test_a_sample_for_a_tool_is_that_tools_import(tool: str, many: Path, toy_folder: Path) -> None:
    found = run("sample", many, *ACTORS, "-m", toy_folder, "-n", 20, "--for", tool, "--seed", 3).stdout
    rows: list[dict[str, Any]] = json.loads(found) if tool == "labelstudio" else [
        json.loads(line) for line in found.splitlines()
    ]  # fmt: skip
    assert len(rows) == 20
    data = [row["data"] for row in rows] if tool == "labelstudio" else rows
    assert all(row["text"] and row["article"] and 0 < row["inclusion"] <= 1 for row in data)


def test_power_says_how_much_to_code(many: Path, gold: Path, toy_folder: Path) -> None:
    text = run("power", many, *ACTORS, "-m", toy_folder, "--half-width", 10)
    assert text.exit_code == 0
    assert "±10 points" in text.stdout
    by_gold = json.loads(run("power", many, *ACTORS, "-m", toy_folder, "--gold", gold, "-f", "json").stdout)
    assert [need["name"] for need in by_gold][:2] == ["fear", "hope"]
    assert by_gold[0]["correlation"] != 0.5
    counts = [
        json.loads(run("power", many, *ACTORS, "-m", toy_folder, "--correlation", r, "--half-width", 20,
                       "-f", "json").stdout)[3]["gold_sentences"]
        for r in (0, 0.9)
    ]  # fmt: skip
    assert counts[0] > counts[1]


def test_the_good_are_compared_and_the_bad_named(many: Path, toy_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    found = run("compare", tmp_path / "empty.txt", many, *ACTORS, "-m", toy_folder, "-f", "csv")
    assert found.exit_code == 1
    assert found.stdout == run("compare", many, *ACTORS, "-m", toy_folder, "-f", "csv").stdout
    assert re.fullmatch(r"framing: [^\n]+empty.txt[^\n]+\n", found.stderr)
    nothing = run("compare", tmp_path / "empty.txt", *ACTORS, "-m", toy_folder)
    assert (nothing.exit_code, nothing.stdout) == (1, "")


def test_gold_is_predicted_anew_where_it_trained_the_model(
    many: Path, gold: Path, toy_folder: Path, tmp_path: Path, toy_sentences: list[LabelledSentence]
) -> None:
    write_labelled(toy_sentences, tmp_path / "trained.jsonl")
    found = run("compare", many, *ACTORS, "-m", toy_folder, "--gold", gold,
                "--trained-on", tmp_path / "trained.jsonl", "-f", "json")  # fmt: skip
    assert json.loads(found.stdout)["method"]["cross_fitted"] is True


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "gone.txt", *ACTORS],
        ["compare", "a.txt", "-a", "Ana Torres", "-a", "Nobody Known"],
        ["compare", "a.txt", *ACTORS, "--gold", "gone.jsonl"],
        ["compare", "a.txt", *ACTORS, "--gold", "doubt.jsonl"],
        ["compare", "a.txt", *ACTORS, "--gold", "silent.jsonl"],
        ["compare", "a.txt", *ACTORS, "-o", "gone/out.txt"],
        ["sample", "a.txt", *ACTORS, "-n", "1"],
        ["power", "a.txt", *ACTORS, "--gold", "said.jsonl"],
    ],
)
def test_a_named_problem_is_one_line_and_status_1(
    arguments: list[str], toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Gangs threaten Ana Torres. Luis Vega left.")
    row = {"text": "Luis Vega left.", "frames": []}
    for name, design in (
        ("doubt", {"design": "uncertainty"}),
        ("silent", {}),
        ("said", {"design": "random"}),
    ):
        Path(f"{name}.jsonl").write_text(json.dumps({**row, **design}))
    found = run(*arguments, "-m", toy_folder)
    assert found.exit_code == 1
    assert re.fullmatch(r"framing: [^\n]+ wanted[^\n]+\n", found.stderr)
    assert found.stdout == ""
    silent = run(
        "compare", "a.txt", *ACTORS, "-m", toy_folder, "--gold", "silent.jsonl", "--gold-design", "random"
    )
    assert silent.exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "a.txt"],
        ["compare", "a.txt", "-a", "Ana Torres"],
        ["compare", *ACTORS],
        ["compare", "a.txt", *ACTORS, "-f", "jsonl"],
        ["compare", "a.txt", *ACTORS, "--gold-design", "uncertainty"],
        ["sample", "a.txt", *ACTORS, "-n", "0"],
        ["sample", "a.txt", *ACTORS, "--for", "paper"],
        ["power", "a.txt", *ACTORS, "--half-width", "0"],
        ["power", "a.txt", *ACTORS, "--correlation", "2"],
        ["power", "a.txt", *ACTORS, "--correlation", "0.5", "--gold", "g.jsonl"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    found = run(*arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "Error: " in found.stderr
