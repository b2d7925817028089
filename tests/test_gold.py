"""Coded samples: the forms they are read from, which of them are refused, and where their sentences lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_articles import ANA, LUIS, article, corpus, sentence

from framing.actor_sentences import Table, make_table
from framing.errors import LabelError
from framing.gold import lay
from framing.gold_files import GoldRow, read_gold
from framing.sampling import FORMS, draw, sample_rows


@pytest.fixture(scope="module")
def table() -> Table:
    return make_table(corpus()[0], [ANA, LUIS])


@pytest.fixture(scope="module")
def truth() -> dict[tuple[str, int], bool]:
    return corpus()[1]


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(number: int = 1, **values: Any) -> GoldRow:
    given = {"text": "", "article": "a0", "index": number, "frames": (), "sentiment": "", "design": "random"}
    return GoldRow(f"gold.jsonl:{number}", **{**given, **values})


def test_every_tool_gives_the_same_codes_back(table: Table, truth: Any, tmp_path: Path) -> None:
    """What coders get is filled in as each tool would export it."""
    drawn = sample_rows(table, draw(table, 30))
    fear = [truth[r["article"], r["position"]] for r in drawn]
    own = [
        {**r, "frames": ["fear"] * yes, "sentiment": "neutral"} for r, yes in zip(drawn, fear, strict=True)
    ]
    write(tmp_path / "own.jsonl", *own)
    doccano = [json.loads(line) for line in FORMS["doccano"](drawn).splitlines()]
    exported = [
        {"id": k, **task, "label": sorted(["neutral", *["fear"] * yes]), "Comments": []}
        for k, (task, yes) in enumerate(zip(doccano, fear, strict=True))
    ]
    write(tmp_path / "doccano.jsonl", *exported)
    tasks = json.loads(FORMS["labelstudio"](drawn))
    for task, yes in zip(tasks, fear, strict=True):
        choices = {"frames": ["fear"] * yes, "sentiment": ["neutral"]}
        result = [
            {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": chosen}}
            for name, chosen in choices.items()
            if chosen
        ]
        task["annotations"] = [{"result": [], "was_cancelled": True}, {"result": result}]
    (tmp_path / "studio.json").write_text(json.dumps(tasks), encoding="utf-8")
    found = [read_gold(tmp_path / name) for name in ("own.jsonl", "doccano.jsonl", "studio.json")]
    for rows, uncoded in found:
        assert uncoded == 0
        assert [r.frames for r in rows] == [("fear",) * yes for yes in fear]
        laid = lay(rows, table)
        assert (laid.value == lay(found[0][0], table).value).all()
        assert (laid.weight == lay(found[0][0], table).weight).all()
        assert laid.notes[0].startswith("Ana Torres: 1")


def test_csv_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text("text,frames,index,inclusion\nOne,fear,3,0.5\nTwo,,4,0.25\n")
    rows, _ = read_gold(tmp_path / "g.csv")
    assert [(r.text, r.frames, r.index, r.inclusion) for r in rows] == [
        ("One", ("fear",), 3, 0.5), ("Two", (), 4, 0.25),
    ]  # fmt: skip


def test_what_nobody_coded_is_counted_and_left_out(tmp_path: Path) -> None:
    coded = {"text": "One.", "frames": []}
    path = write(
        tmp_path / "g.jsonl", coded, {"text": "Two.", "frames": None}, {"text": "Three.", "label": []}
    )
    rows, uncoded = read_gold(path)
    assert ([r.text for r in rows], uncoded) == (["One."], 2)
    with pytest.raises(LabelError, match="no coded sentence found"):
        read_gold(write(tmp_path / "none.jsonl", {"text": "Two.", "frames": None}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"text": "A.", "frames": [], "inclusion": 1.5}', "above 0 and at most 1"),
        ('{"text": "A.", "frames": [], "inclusion": "often"}', "above 0 and at most 1"),
        ('{"text": "A.", "frames": "fear"}', "a list of frames"),
        ('{"text": "A.", "label": ["positive", "negative"]}', "one sentiment wanted"),
        ('{"text": "A.", "label": "fear"}', "a list of labels wanted"),
    ],
)
def test_broken_rows_are_named_with_their_line(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_text(content)
    with pytest.raises(LabelError, match=words) as caught:
        read_gold(tmp_path / "g.jsonl")
    assert "g.jsonl:1" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "broken JSON"),
        ("{}", "a list of tasks"),
        ('[{"text": "A."}]', "JSON-MIN"),
        (
            '[{"data": {"text": "A."}, "annotations": [{"result": []}, '
            '{"result": [{"value": {"choices": ["fear"]}}]}]}]',
            "one decision wanted",
        ),
    ],
)
def test_broken_exports_are_named(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "g.json").write_text(content)
    with pytest.raises(LabelError, match=words):
        read_gold(tmp_path / "g.json")
    with pytest.raises(LabelError, match="readable file"):
        read_gold(tmp_path / "gone.json")


# how it was drawn


def test_a_sample_picked_by_doubt_needs_its_probabilities(table: Table) -> None:
    with pytest.raises(LabelError, match="drawn by 'uncertainty' without inclusion probabilities"):
        lay([row(design="uncertainty")], table)
    with pytest.raises(LabelError, match="drawn by 'uncertainty'"):
        lay([row(design="uncertainty")], table, "random")
    assert lay([row(design="uncertainty", inclusion=0.2)], table).weight.max() == pytest.approx(5)


def test_a_sample_of_unknown_origin_needs_a_word(table: Table) -> None:
    with pytest.raises(LabelError, match="no word on how the sample was drawn"):
        lay([row(design="")], table)
    assert lay([row(design="")], table, "random").design == "random"
    with pytest.raises(LabelError, match="'random' wanted"):
        lay([row(design="")], table, "somehow")
    with pytest.raises(LabelError, match="one in each row wanted"):
        lay([row(1, inclusion=0.5), row(2)], table)


# where the sentences lie


def test_a_row_is_found_by_its_place_or_by_its_text(table: Table) -> None:
    for k in (0, 7, len(table) - 1):
        there, said = table.articles[table.article[k]].name, table.sentence(k).text
        index = int(table.index[k])
        ways = [
            {"article": there, "index": index}, {"text": f"«{said.upper()}»", "article": "", "index": None},
            {"text": said, "article": there, "index": index + 1}, {"text": said, "article": "moved/a.txt"},
        ]  # fmt: skip
        for way in ways:
            weight = lay([row(**way)], table).weight[:, 0]
            assert weight.nonzero()[0].tolist() == [k]


def test_a_text_in_several_articles_is_the_one_of_the_article_named() -> None:
    same = sentence("The ship came back to the port at last.", {ANA.name: "voice", LUIS.name: "about"})
    found = lay([row(text=same.text, article="b", index=None)],
                make_table([article(name, [same]) for name in "abc"], [ANA, LUIS]))  # fmt: skip
    assert found.weight[:, 0].tolist() == [0, 1, 0]


def test_rows_of_other_texts_are_counted_and_a_foreign_sample_refused(table: Table) -> None:
    foreign = row(text="Nothing like it was ever written here.", article="x", index=99)
    assert "1 of 2 gold sentences are none of an actor's" in lay([row(0), foreign], table).notes[0]
    with pytest.raises(LabelError, match="none of 1 coded sentences found"):
        lay([foreign], table)


def test_a_sentence_coded_twice_must_be_coded_alike(table: Table) -> None:
    assert lay([row(0), row(0)], table).weight[:, 0].sum() == 1
    with pytest.raises(LabelError, match="one decision wanted"):
        lay([row(0), row(0, frames=("fear",))], table)


def test_unknown_labels_are_named(table: Table) -> None:
    with pytest.raises(LabelError, match="frame 'dread' found, one of fear, hope wanted"):
        lay([row(frames=("dread",))], table)
    with pytest.raises(LabelError, match="sentiment 'bad' found"):
        lay([row(sentiment="bad")], table)


def test_sentiment_counts_only_where_it_is_coded(table: Table) -> None:
    found = lay([row(0), row(1, sentiment="negative")], table)
    names = [target.name for target in table.targets]
    assert found.weight[:, names.index("fear")].sum() == 2
    assert found.weight[:, names.index("negative")].sum() == 1
    assert found.value[:, names.index("negative")].sum() == 1


def test_probabilities_that_do_not_fit_the_corpus_are_remarked_on(table: Table) -> None:
    rows = [row(k % 5, article=f"a{k // 5}", inclusion=1.0) for k in range(20)]
    assert any("by their inclusion probabilities" in note for note in lay(rows, table).notes)
    drawn = sample_rows(table, draw(table, 60))
    rows = [row(r["position"], article=r["article"], inclusion=r["inclusion"]) for r in drawn]
    assert not any("by their inclusion probabilities" in note for note in lay(rows, table).notes)
