"""Labelled data: what is written is read back, and every break of the form is named with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import LabelError
from framing.labelling import read_labelled, sha1_of, write_labelled
from framing.records import SENTIMENTS, LabelledSentence

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    str.strip
)
frame_sets = st.lists(words, max_size=4, unique=True).map(tuple)
sentiments = st.sampled_from(SENTIMENTS)


@st.composite
def labelled_sentences(draw: st.DrawFn) -> LabelledSentence:
    text = draw(st.none() | words)
    sha1 = sha1_of(draw(words)) if text is None else draw(st.sampled_from(["", sha1_of(text)]))
    return LabelledSentence(
        text=text,
        frames=draw(frame_sets),
        language=draw(st.sampled_from(["", "en", "es", "other"])),
        sentiment=draw(st.sampled_from(["", *SENTIMENTS])),
        article=draw(st.just("") | words),
        source=draw(st.just("") | words),
        kind=draw(st.just("") | words),
        position=draw(st.none() | st.integers(0, 10**6)),
        sha1=sha1,
        coders=draw(st.dictionaries(words, frame_sets, max_size=2)),
        coders_sentiment=draw(st.dictionaries(words, sentiments, max_size=2)),
    )


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, suffix: str) -> None:
    path = tmp_path_factory.mktemp("labelled") / f"data{suffix}"

    @settings(max_examples=150, deadline=None)
    @given(st.lists(labelled_sentences(), min_size=1, max_size=3))
    def round_trip(sentences: list[LabelledSentence]) -> None:
        write_labelled(sentences, path)
        assert read_labelled(path) == sentences

    round_trip()
    assert [p.name for p in path.parent.iterdir()] == [path.name]  # no temporary file is left behind


def test_a_folder_gives_its_files_in_order_of_name(tmp_path: Path) -> None:
    first, second = (LabelledSentence(text, ("fear",)) for text in ("The dam broke.", "Se rompió el dique."))
    write_labelled([second], tmp_path / "b" / "z.csv")
    write_labelled([first], tmp_path / "a.jsonl")
    (tmp_path / "notes.md").write_text("not data")
    assert read_labelled(tmp_path) == [first, second]
    assert read_labelled([tmp_path / "b", tmp_path / "a.jsonl"]) == [second, first]


def test_only_text_and_frames_are_needed_and_other_columns_pass(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(
        '\n{"text": "Nobody came.", "frames": [], "genre": "wire", "sentiment": null}\r\n', "utf-8"
    )
    assert read_labelled(path) == [LabelledSentence("Nobody came.", ())]


@pytest.mark.parametrize("cell", ["fear|hope", "fear;hope", " fear | hope ", '"[""fear"", ""hope""]"'])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_csv_lists_frames_in_a_cell(tmp_path: Path, cell: str, separator: str) -> None:
    path = tmp_path / "data.csv"
    path.write_text(f"text{separator}frames\nThey hid.{separator}{cell}\nThey ate.{separator}\n", "utf-8")
    assert [s.frames for s in read_labelled(path)] == [("fear", "hope"), ()]


@pytest.mark.parametrize("text", ["[1]", "{}", "fear|hope", "12", ' "so" ', "a\r\nb"])
def test_a_text_stays_as_it_is_in_csv(tmp_path: Path, text: str) -> None:
    sentence = LabelledSentence(text, ("a|b", "[c"), article=text.strip())
    write_labelled([sentence], tmp_path / "data.csv")
    assert read_labelled(tmp_path / "data.csv") == [sentence]


def test_a_spreadsheet_of_semicolons_and_windows_1252_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hoja.csv"
    path.write_bytes("text;frames;language\nVolverá la paz mañana.;hope;es\n".encode("cp1252"))
    assert read_labelled(path) == [LabelledSentence("Volverá la paz mañana.", ("hope",), language="es")]


GOOD = {"text": "The river rose.", "frames": ["fear"]}
BAD = [
    ({"frames": ["fear"]}, "text", "missing"),
    ({"text": "The river rose."}, "frames", "missing"),
    ({**GOOD, "frames": None}, "frames", "null"),
    ({**GOOD, "frames": "fear"}, "frames", "'fear'"),
    ({**GOOD, "frames": ["fear", 3]}, "frames", "3"),
    ({**GOOD, "frames": [" "]}, "frames", "' '"),
    ({**GOOD, "text": "  "}, "text", "' '"),
    ({**GOOD, "text": ["The river rose."]}, "text", "['The"),
    ({**GOOD, "text": "The \0 river"}, "text", "NUL"),
    ({**GOOD, "text": "The \ud83d river"}, "text", "half a character"),
    ({**GOOD, "sentiment": "angry"}, "sentiment", "'angry'"),
    ({**GOOD, "sentiment": ["negative"]}, "sentiment", "['negative']"),
    ({**GOOD, "article": ["a"]}, "article", "['a']"),
    ({**GOOD, "position": -1}, "position", "-1"),
    ({**GOOD, "position": "third"}, "position", "'third'"),
    ({**GOOD, "sha1": "abc"}, "sha1", "'abc'"),
    ({**GOOD, "sha1": sha1_of("Another text.")}, "sha1", "changed after it was coded"),
    ({**GOOD, "coders": ["fear"]}, "coders", "['fear']"),
    ({**GOOD, "coders": {"c1": "fear"}}, "coders", "coder 'c1': 'fear'"),
    ({**GOOD, "coders_sentiment": {"c2": "sad"}}, "coders_sentiment", "coder 'c2': 'sad'"),
]


@pytest.mark.parametrize(("row", "column", "found"), BAD)
def test_a_broken_column_is_named_with_file_and_line(
    tmp_path: Path, row: dict[str, object], column: str, found: str
) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n\n{json.dumps(row)}\n", "utf-8")
    with pytest.raises(LabelError) as caught:
        read_labelled(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:3, column '{column}'")
    assert found in message
    assert "wanted" in message
    assert "\n" not in message


BROKEN = [
    ("data.jsonl", b'{"text": "Rain.", "frames": []}\n{"text": "Rain."', ":2, column 17: broken JSON"),
    ("data.jsonl", b'{"text": "Rain.", "frames": []}\n["Rain."]\n', ":2: "),
    ("data.jsonl", b"\n", "no sentence"),
    ("data.jsonl", b'{"text": "Ra\xc3in \xc2\xbf \xc3\xa1", "frames": []}', ":1"),
    ("data.csv", b"text,frames\n", "no sentence"),
    ("data.csv", b"text,labels\nRain.,fear\n", ":2, column 'frames': missing among text, labels"),
    ("data.csv", b"text,frames\nRain.,fear\nRain, again.,fear\n", ":3: 3 cells"),
    ("data.csv", b'text,frames\nRain.,fear\n"Rain.,fear\n', ":3: broken csv"),
    ("data.csv", b'text,frames,coders\nRain.,fear,"{""c1"": [}"\n', ":2, column 'coders'"),
    ("data.csv", b'text,frames\n"Two\nlines",\n,fear\n', ":4, column 'text'"),
    ("data.docx", b"PK", ".docx found"),
]


@pytest.mark.parametrize(("name", "data", "found"), BROKEN)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(LabelError) as caught:
        read_labelled(path)
    assert str(caught.value).startswith(str(path))
    assert found in str(caught.value)
    assert "wanted" in str(caught.value)


def test_missing_files_and_empty_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"nowhere.*wanted"):
        read_labelled(tmp_path / "nowhere.jsonl")
    with pytest.raises(LabelError, match=r"no \.jsonl or \.csv file found"):
        read_labelled(tmp_path)


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    sentence = LabelledSentence("It rained.", ())
    write_labelled([sentence], path)
    with pytest.raises(LabelError, match="half a character"):
        write_labelled([replace(sentence, text="It \ud83d rained.")], path)
    with pytest.raises(LabelError, match=r"\.jsonl or \.csv wanted"):
        write_labelled([sentence], tmp_path / "data.txt")
    assert read_labelled(path) == [sentence]


def test_sha1_is_of_the_exact_text() -> None:
    assert sha1_of("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d"
    assert sha1_of("é") != sha1_of("e\N{COMBINING ACUTE ACCENT}")
