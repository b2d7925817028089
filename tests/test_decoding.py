"""Bytes to text: what is written in a known encoding comes back the same, anything else is named."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.decoding import Source, decode
from framing.errors import InputError

texts = st.text().filter(lambda text: "\0" not in text and not text.startswith("\ufeff"))
words = st.text("aeiourstnlmdpcbgvhfjqyzxwkAELMPQS", min_size=2, max_size=8)
accented = st.sampled_from(["también", "años", "qué", "Ángel", "número", "vergüenza", "Ñuble", "naïve"])
marked = st.sampled_from(["“{}”", "‘{}’", "«{}»", "{}…", "{} –", "—{}", "{}, 5 €", "¿{}?", "¡{}!", "{}"])
prose = st.lists(st.builds(str.format, marked, words | accented), min_size=1).map(" ".join)


def source(data: bytes, max_bytes: int = 10_000) -> Source:
    return Source("in.txt", io.BytesIO(data), max_bytes)


def lines_of(data: bytes, max_bytes: int = 10_000) -> list[str | InputError]:
    """What `Lines` gives call by call, raised errors in their places."""
    lines, found = source(data, max_bytes).lines(), []
    while True:
        try:
            found.append(next(lines))
        except StopIteration:
            return found
        except InputError as error:
            found.append(error)


@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_text_in_a_unicode_encoding_comes_back(text, encoding):
    assert decode(text.encode(encoding), "in.txt") == text


@given(texts, st.sampled_from(["utf-16-be", "utf-32-be"]))
def test_big_endian_text_with_a_mark_comes_back(text, encoding):
    assert decode(("\ufeff" + text).encode(encoding), "in.txt") == text


@given(prose, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_western_prose_in_utf_16_without_a_mark_comes_back(text, encoding):
    assert decode(text.encode(encoding), "in.txt") == text


@given(prose)
def test_western_prose_in_windows_1252_comes_back(text):
    assert decode(text.encode("cp1252"), "in.txt") == text


@given(st.binary())
def test_any_bytes_give_text_or_a_one_line_error(data):
    message = ""
    try:
        assert isinstance(decode(data, "in.txt"), str)
    except InputError as error:
        message = str(error)
    assert not message or (message.startswith("in.txt") and len(message.splitlines()) == 1)


@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_lines_together_are_the_text(text, encoding):
    assert "".join(lines_of(text.encode(encoding))) == text


@given(prose, prose)
def test_one_broken_letter_in_utf_8_is_named_not_garbled(before, after):
    data = f"{before} también el año\n{after} ñ".encode()[:-1]
    with pytest.raises(InputError, match=r"in\.txt:2: damaged UTF-8"):
        decode(data, "in.txt")


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "cp1251", "koi8-r", "shift_jis", "gbk"])
def test_other_legacy_encodings_are_named_not_garbled(encoding):
    sentences = {
        "cp850": "El número de años creció también en el país.",
        "mac_roman": "El número de años creció también en el país.",
        "shift_jis": "市長は橋を開いた。",
        "gbk": "市长今天打开了这座桥。",
    }
    with pytest.raises(InputError, match=r"^in\.txt:1: .* wanted: save it as "):
        decode(sentences.get(encoding, "Мэр открыл новый мост.").encode(encoding), "in.txt")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"one\ntwo\0three", "in.txt:2: a binary file"),
        (b"\x01\x02\x93\x05\x06\xff", "in.txt:1: a binary file"),
        (b"caf\xe9 \x81", "in.txt:1: a binary file"),
        ("año".encode("utf-16")[:-1], "in.txt: damaged UTF-16"),
        (b"\x01\x00\x05\x00\x07\x00", "in.txt: a binary file"),
        (b"\xff\xfe\x00\xd8a\x00", "in.txt: damaged UTF-16"),
    ],
)
def test_what_is_no_text_is_named(data, said):
    with pytest.raises(InputError) as caught:
        decode(data, "in.txt")
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("magic", "kind"),
    [(b"%PDF-1.7\n", "PDF"), (b"PK\x03\x04", "Office"), (b"\x89PNG\r\n", "PNG"), (b"{\\rtf1 a}", "RTF")],
)
def test_known_files_are_called_by_their_kind(magic, kind):
    with pytest.raises(InputError, match=rf"^in\.txt: .*{kind}.* found, text wanted: "):
        source(magic + b" and more")


def test_an_unreadable_line_does_not_stop_the_next():
    found = lines_of(b"one\n" + b"x" * 50 + b"\r\ntwo\xff\x81\rthree", max_bytes=20)
    assert [str(line) for line in found] == [
        "one\n",
        "in.txt:2: a line of over 20 bytes found, one article a line wanted: split it",
        "in.txt:3: a binary file or an unknown encoding found, text wanted: save it as plain text in UTF-8",
        "three",
    ]


def test_a_line_may_have_all_the_bytes_allowed_and_no_more():
    assert lines_of(b"x" * 20, max_bytes=20) == ["x" * 20]
    (error,) = lines_of(b"x" * 21, max_bytes=20)
    assert isinstance(error, InputError)


def test_lines_in_two_encodings_are_read_until_damage_is_more_likely():
    utf8, legacy = "el año\n".encode(), "el año\n".encode("cp1252")
    assert lines_of(legacy + utf8) == ["el año\n", "el año\n"]
    first, second = lines_of(utf8 + legacy)
    assert first == "el año\n"
    assert "in.txt:2: damaged UTF-8" in str(second)


def test_utf_16_that_breaks_off_is_named_with_its_line():
    first, second = lines_of("año\ndos".encode("utf-16")[:-1])
    assert first == "año\n"
    assert str(second).startswith("in.txt:2: damaged UTF-16")


def test_a_file_over_the_limit_is_not_read_to_its_end():
    stream = io.BytesIO(b"x" * 1_000_000)
    with pytest.raises(InputError, match=r"^in\.txt: more than 20,000 bytes found"):
        Source("in.txt", stream, 20_000).text()
    assert stream.tell() <= 20_001
