"""The command line by its promises: same figures as the API, exit statuses, one-line errors, whole files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import framing
from framing import cli_support
from framing.cli import main
from framing.labelling import write_labelled
from framing.records import LabelledSentence

ACTORS = ("--actor", "Ana Torres=Torres", "--actor", "Luis Vega")
FORMATS = ("text", "jsonl", "csv", "json", "html")
DOCS = Path(__file__).parent.parent / "docs" / "cli.md"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: object, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


def process(*arguments: object, **kind: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "framing", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, **kind)  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def coded(toy_sentences: list[LabelledSentence], tmp_path: Path) -> Path:
    write_labelled(toy_sentences, tmp_path / "coded.jsonl")
    return tmp_path / "coded.jsonl"


# score: figures


@pytest.fixture(scope="module")
def scored(articles: Path, toy_folder: Path) -> dict[str, str]:
    """The articles in every format."""
    found = {form: run("score", articles, "-m", toy_folder, "-f", form, *ACTORS) for form in FORMATS}
    assert {result.exit_code for result in found.values()} == {0}
    return {form: result.stdout for form, result in found.items()}


def test_the_command_line_says_what_the_api_says(
    scored: dict[str, str], articles: Path, toy_model: framing.Model
) -> None:
    actors = [framing.Actor("Ana Torres", ["Torres"]), framing.Actor("Luis Vega")]
    rows = []
    for article in framing.read_articles([str(articles)]):
        assert isinstance(article, framing.Article)
        found = toy_model.score(article.text, actors)
        rows += [{**row, "article": article.name} for row in found.to_dicts()]
    assert [json.loads(line) for line in scored["jsonl"].splitlines()] == rows


def test_all_formats_carry_the_same_figures(scored: dict[str, str]) -> None:
    rows = [json.loads(line) for line in scored["jsonl"].splitlines()]
    document = json.loads(scored["json"])["articles"]
    assert [{"article": a["name"], **s} for a in document for s in a["sentences"]] == rows
    table = list(csv.DictReader(io.StringIO(scored["csv"], newline="")))
    assert [row["text"] for row in table] == [row["text"] for row in rows]
    assert [float(row["p_fear"]) for row in table] == [row["probabilities"]["fear"] for row in rows]
    assert [row["actor: Ana Torres"] for row in table] == [
        row["actors"].get("Ana Torres", "") for row in rows
    ]
    assert scored["html"].count("<li") == scored["text"].count("▸") == len(rows)


def test_the_summary_names_shares_and_voices(scored: dict[str, str]) -> None:
    first = json.loads(scored["json"])["articles"][0]
    said = sum("fear" in s["frames"] for s in first["sentences"])
    assert first["summary"]["frames"]["fear"]["sentences"] == said == 1
    assert first["summary"]["frames"]["fear"]["share"] == pytest.approx(1 / 5)
    voices = sum(s["actors"].get("Ana Torres") == "voice" for s in first["sentences"])
    assert first["summary"]["actors"]["Ana Torres"]["voice"]["sentences"] == voices > 0


def test_articles_come_in_the_order_asked_for(articles: Path, toy_folder: Path) -> None:
    names = [str(articles / name) for name in ("c-en.md", "a-en.txt", "b-es.txt", "a-en.txt")]
    found = run("score", *names, "-m", toy_folder, "-f", "json")
    assert [a["name"] for a in json.loads(found.stdout)["articles"]] == names


def test_jobs_change_nothing(tmp_path: Path, toy_folder: Path) -> None:
    lines = [json.dumps({"id": f"n{i}", "text": f"Gangs threaten street {i}."}) for i in range(70)]
    (tmp_path / "many.jsonl").write_text("\n".join([*lines[:40], "{broken", *lines[40:]]))
    one, two = (
        process("score", tmp_path / "many.jsonl", "-m", toy_folder, "-f", "jsonl", "-j", n) for n in (1, 2)
    )
    assert one.stdout == two.stdout
    assert one.stderr == two.stderr
    assert one.returncode == two.returncode == 1
    assert [json.loads(line)["article"] for line in one.stdout.splitlines()] == [f"n{i}" for i in range(70)]


def test_standard_input_is_read(articles: Path, toy_folder: Path) -> None:
    path = articles / "a-en.txt"
    piped = run("score", "-", "-m", toy_folder, "-f", "json", stdin=path.read_bytes())
    named = run("score", path, "-m", toy_folder, "-f", "json")
    assert piped.exit_code == 0
    assert piped.stdout == named.stdout.replace(json.dumps(str(path)), '"-"')


def test_columns_are_named_by_options(tmp_path: Path, toy_folder: Path) -> None:
    (tmp_path / "a.csv").write_text("clave,nota,text\nk1,Gangs threaten the coast.,no\n")
    found = run("score", tmp_path / "a.csv", "-m", toy_folder, "-f", "jsonl",
                "--text-column", "nota", "--id-column", "clave")  # fmt: skip
    assert json.loads(found.stdout)["text"] == "Gangs threaten the coast."
    assert json.loads(found.stdout)["article"] == "k1"


def test_html_escapes_what_an_article_brings(toy_folder: Path) -> None:
    found = run(
        "score", "-", "-m", toy_folder, "-f", "html", stdin="Gangs <script>alert(1)</script> threaten us."
    )
    assert "<script" not in found.stdout
    assert "&lt;script&gt;" in found.stdout


def test_another_language_is_flagged_and_warned_about_once(toy_folder: Path) -> None:
    text = (
        "The session ended at noon in the capital. Le ministre a présenté hier son nouveau programme à Paris. "
        "Les députés ont voté contre cette proposition dans la soirée."
    )
    found = run("score", "-", "-m", toy_folder, stdin=text)
    assert found.exit_code == 0
    assert found.stdout.count("another language: not scored") == 2
    assert found.stderr.count("\n") == 1
    assert "2 of 3 sentences not scored" in found.stderr


# score: problems


def test_the_good_are_scored_and_the_bad_named(articles: Path, tmp_path: Path, toy_folder: Path) -> None:
    (tmp_path / "empty.txt").touch()
    good = [articles / "a-en.txt", articles / "b-es.txt"]
    mixed = [good[0], tmp_path / "empty.txt", tmp_path / "gone.txt", good[1]]
    found = run("score", *mixed, "-m", toy_folder, "-f", "jsonl")
    assert found.exit_code == 1
    assert found.stdout == run("score", *good, "-m", toy_folder, "-f", "jsonl").stdout
    lines = found.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("framing: ") and " wanted" in line for line in lines)
    assert "empty.txt" in lines[0]
    assert "gone.txt" in lines[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["score", "gone.txt"],
        ["score", "a.txt", "-m", "gone"],
        ["score", "a.txt", "-m", "."],
        ["score", "a.txt", "-o", "gone/out.txt"],
        ["explain", "A b.", "-m", "gone"],
        ["train", "gone.jsonl", "-o", "new"],
        ["train", "few.jsonl", "-o", "new"],
        ["evaluate", "gone.jsonl"],
        ["check", "broken.jsonl"],
        ["info", "gone"],
    ],
)
def test_a_named_problem_is_one_line_and_status_1(
    arguments: list[str], toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Gangs threaten the coast.")
    Path("few.jsonl").write_text('{"text": "A b.", "frames": ["fear"]}\n')
    Path("broken.jsonl").write_text('{"text": "A b.", "frames": "fear"}\n')
    if "-m" not in arguments and arguments[0] in ("score", "evaluate"):
        arguments = [*arguments, "-m", str(toy_folder)]
    found = run(*arguments)
    assert found.exit_code == 1
    assert re.fullmatch(r"framing: [^\n]+ wanted[^\n]+\n", found.stderr)
    assert not Path("new").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["score"],
        ["score", "a.txt", "--format", "xml"],
        ["score", "a.txt", "--jobs", "0"],
        ["score", "a.txt", "--actor", "=Noboa"],
        ["score", "a.txt", "--actor", "Ana Torres", "--actor", "Ana Torres"],
        ["score", "a.txt", "-o", "."],
        ["explain", " "],
        ["train", "coded.jsonl"],
        ["nothing"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    found = run(*arguments)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert "Error: " in found.stderr


def test_a_closed_pipe_is_no_problem_worth_a_word(articles: Path, toy_folder: Path, tmp_path: Path) -> None:
    many = [str(articles / "a-en.txt")] * 100
    command = [sys.executable, "-m", "framing", "score", "-m", str(toy_folder), "-f", "jsonl", *many]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b'{"article"')
        running.stdout.close()
        assert running.stderr.read() == b""


# score: files


def test_a_file_holds_what_would_have_been_printed(articles: Path, toy_folder: Path, tmp_path: Path) -> None:
    for form in FORMATS:
        written = run("score", articles, "-m", toy_folder, "-f", form, "-o", tmp_path / "out")
        assert (written.exit_code, written.stdout) == (0, "")
        assert (tmp_path / "out").read_bytes() == run(
            "score", articles, "-m", toy_folder, "-f", form
        ).stdout_bytes
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(("raised", "status"), [(KeyboardInterrupt, 130), (OSError(28, "No space left"), 1)])
def test_nothing_half_written_stays(
    raised: BaseException,
    status: int,
    articles: Path,
    toy_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = framing.Model.score_many

    def breaking(self: framing.Model, *given: object) -> Iterator[object]:
        yield next(real(self, *given))  # type: ignore[arg-type]
        assert len(list(tmp_path.iterdir())) == 2  # the older file, and the one being written
        raise raised

    monkeypatch.setattr(framing.Model, "score_many", breaking)
    (tmp_path / "out").write_text("older")
    found = run("score", articles, "-m", toy_folder, "-o", tmp_path / "out")
    assert found.exit_code == status
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out", "older")]


def test_a_file_stays_as_it_was_when_nothing_could_be_scored(toy_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("older")
    assert run("score", tmp_path / "gone.txt", "-m", toy_folder, "-o", tmp_path / "out").exit_code == 1
    assert (tmp_path / "out").read_text() == "older"


def test_a_link_is_written_through(articles: Path, toy_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    run("score", articles, "-m", toy_folder, "-o", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8").startswith(str(articles))


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="sends SIGINT")
def test_an_interrupt_is_status_130(toy_folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "framing", "score", "-", "-m", str(toy_folder), "-f", "jsonl", "-o"]
    with subprocess.Popen(
        [*command, str(tmp_path / "out")],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # a shell's background job ignores it
    ) as running:
        while not list(tmp_path.iterdir()):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 130
        assert running.stderr is not None
        assert running.stderr.read().strip() == b""
    assert not list(tmp_path.iterdir())


# score: colour, progress, speed


def test_colour_only_where_it_is_wanted(
    articles: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = run("score", articles, "-m", toy_folder).stdout
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("score", articles, "-m", toy_folder).stdout
    assert "\x1b[31m" in coloured
    assert click.unstyle(coloured) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("score", articles, "-m", toy_folder).stdout == plain


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(cli_support.progress(iter(range(3)), "Scoring", None)) == [0, 1, 2]
    assert capsys.readouterr().err == ""


def test_progress_counts_long_work_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for long, shown in ((-1.0, True), (60.0, False)):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setattr(cli_support, "_LONG", long)
        assert list(cli_support.progress(iter(range(3)), "Scoring", "out.csv")) == [0, 1, 2]
        assert ("Scoring" in terminal.getvalue()) == shown


def test_scoring_imports_nothing_heavy(articles: Path, toy_folder: Path) -> None:
    code = (
        "import sys; from framing.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    command = [
        sys.executable,
        "-c",
        code,
        "score",
        str(articles / "a-en.txt"),
        "-m",
        str(toy_folder),
        *ACTORS,
    ]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    loaded = set(re.findall(r"'(\w+)'", found.stderr))
    assert "numpy" in loaded
    assert not loaded & {"sklearn", "scipy", "nltk", "joblib", "trafilatura", "multiprocessing", "html"}


# the other commands


def test_explain_shows_the_sum(toy_folder: Path) -> None:
    sentence = "Gunmen killed two shopkeepers and the street is terrified."
    text = run("explain", sentence, "-m", toy_folder)
    assert text.exit_code == 0
    assert "sum = logit" in text.stdout
    frames = json.loads(run("explain", sentence, "-m", toy_folder, "-f", "json").stdout)["frames"]
    assert list(frames) == ["fear", "hope", "sovereignty", "cooperation"]
    for frame in frames.values():
        total = frame["intercept"] + sum(word["contribution"] for word in frame["words"])
        assert total == pytest.approx(frame["decision"], abs=1e-6)
        assert all(sentence[w["start"] : w["end"]] == w["text"] for w in frame["words"])


def test_explain_warns_of_another_language(toy_folder: Path) -> None:
    found = run("explain", "Le ministre a présenté hier son nouveau programme à Paris.", "-m", toy_folder)
    assert found.exit_code == 0
    assert "languages" in found.stderr


def test_train_writes_a_model_that_scores_the_same(
    coded: Path, tmp_path: Path, toy_sentences: list[LabelledSentence]
) -> None:
    found = run("train", coded, "-o", tmp_path / "mine")
    assert found.exit_code == 0
    model = framing.load(tmp_path / "mine")
    assert model.facts["name"] == "mine"
    assert f"frames: macro-F1 {model.facts['scores']['frames']['macro_f1']:.3f}" in found.stdout
    assert (tmp_path / "mine" / "MODEL_CARD.md").is_file()
    text = "Gangs threaten the coast."
    by_api = framing.train(toy_sentences, name="mine").frames.predict_proba([text])
    assert (model.frames.predict_proba([text]) == by_api).all()


def test_any_labels_can_be_trained_and_reported(
    articles: Path, tmp_path: Path, toy_sentences: list[LabelledSentence]
) -> None:
    names = {"fear": "<b>menace</b>", "hope": "=hope", "sovereignty": "nación", "cooperation": "x y"}
    rows = [
        LabelledSentence(s.text, tuple(names[f] for f in s.frames), s.language, article=s.article)
        for s in toy_sentences
    ]
    write_labelled(rows, tmp_path / "coded.csv")
    assert run("train", tmp_path / "coded.csv", "-o", tmp_path / "mine").exit_code == 0
    found = {form: run("score", articles, "-m", tmp_path / "mine", "-f", form) for form in FORMATS}
    assert {result.exit_code for result in found.values()} == {0}
    first = json.loads(found["json"].stdout)["articles"][0]
    assert set(first["summary"]["frames"]) == set(names.values())
    assert "<b>menace</b>" in first["sentences"][0]["frames"]
    assert first["sentences"][0]["sentiment"] == ""
    assert first["summary"]["sentiment"] == {}
    assert "<b>menace" not in found["html"].stdout
    assert "Sentiment" not in found["text"].stdout
    assert (
        run("info", tmp_path / "mine").exit_code
        == run("explain", "A b.", "-m", tmp_path / "mine").exit_code
        == 0
    )


def test_train_leaves_a_folder_alone_that_is_no_model(coded: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    found = run("train", coded, "-o", tmp_path / "thesis")
    assert found.exit_code == 1
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


def test_evaluate_says_what_the_api_says(
    coded: Path, toy_folder: Path, toy_model: framing.Model, toy_sentences: list[LabelledSentence]
) -> None:
    expected = framing.evaluate(toy_model, toy_sentences).to_dict()
    assert json.loads(run("evaluate", coded, "-m", toy_folder, "-f", "json").stdout) == expected
    text = run("evaluate", coded, "-m", toy_folder).stdout
    assert f"frames: macro-F1 {expected['frames']['macro_f1']:.3f}" in text


def test_check_is_status_1_for_a_problem(coded: Path) -> None:
    fine = run("check", coded)
    assert (fine.exit_code, fine.stdout.splitlines()[-1]) == (0, "no problems")
    with coded.open("a", encoding="utf-8") as file:
        file.write(
            '{"text": "The count will be published on Tuesday.", "frames": ["fear"], "article": "toy-99"}\n'
        )
    bad = run("check", coded)
    assert bad.exit_code == 1
    assert "conflict: " in bad.stdout
    assert {p["kind"] for p in json.loads(run("check", coded, "-f", "json").stdout)["problems"]} >= {
        "conflict"
    }


def test_info_tells_the_manifest(toy_folder: Path, toy_model: framing.Model) -> None:
    facts = json.loads(run("info", toy_folder, "-f", "json").stdout)
    assert facts == json.loads((toy_folder / "manifest.json").read_text(encoding="utf-8"))
    text = run("info", toy_folder).stdout
    assert "52 sentences in 15 articles" in text
    assert f"macro-F1 {toy_model.facts['scores']['frames']['macro_f1']:.3f}" in text


# help and documents


def commands() -> list[tuple[str, click.Command]]:
    return list(main.commands.items())


def test_the_documents_name_every_command_and_option() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for name, command in commands():
        section = text.partition(f"\n## framing {name}\n")[2].partition("\n## ")[0]
        assert section, f"no section on {name}"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                missing = [flag for flag in parameter.opts if f"`{flag}" not in section]
                assert not missing, f"{name}: {missing}"
    assert "_FRAMING_COMPLETE=bash_source framing" in text


@pytest.mark.parametrize(("name", "command"), [("", main), *commands()])
def test_help_fits_and_its_examples_can_be_typed(name: str, command: click.Command) -> None:
    for flag in ("-h", "--help"):
        found = run(*filter(None, [name]), flag)
        assert found.exit_code == 0
        assert not [line for line in found.stdout.splitlines() if len(line) > 80]
        assert not re.search(r"^  .*\.\.\.$", found.stdout, re.M)  # a summary that was cut off
    examples = re.findall(
        r"^ +framing (\w+)(.*)$", found.stdout.partition("Example")[2].partition("Options:")[0], re.M
    )
    assert examples
    for example, arguments in examples:
        main.commands[example].make_context(example, shlex.split(arguments), resilient_parsing=False)


def test_version_and_module() -> None:
    found = process("--version")
    assert (found.returncode, found.stdout) == (0, f"framing {framing.__version__}\n")


def test_the_shell_completes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("_FRAMING_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "framing sc")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit):
        main.main([], prog_name="framing")
    assert capsys.readouterr().out == "plain,score\n"
