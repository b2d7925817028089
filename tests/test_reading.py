"""Paths to articles: order kept, every problem named in its place, nothing read twice or for nothing."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import InputError
from framing.reading import ENDINGS, ReadingOptions, read_articles
from framing.records import Article

GOOD = {
    "a.txt": b"A.",
    "b.md": b"*B.*",
    "c.csv": b"text\nC.",
    "d.jsonl": b'{"text": "D."}',
    "e.json": b'["E."]',
}
BAD = {
    "empty.txt": b"",
    "blank.md": b" \n\t",
    "picture.txt": b"\x89PNG\r\n\x1a\n",
    "column.csv": b"a,b\n1,2",
    "broken.jsonl": b'{"text": ',
    "broken.json": b"[1",
    "binary.csv": b"text\n\0\0\0",
    "damaged.txt": "año año año".encode() + b"\xc3",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*paths, **options):
    return list(read_articles(paths, options=ReadingOptions(**options)))


def names(items):
    return [item.name if isinstance(item, Article) else str(item).split(": ")[0] for item in items]


def write(folder, files):
    for name, data in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@settings(deadline=None)  # files: as slow as the disk
@given(st.lists(st.sampled_from([*GOOD, *BAD, "missing.txt"])))
def test_good_and_bad_files_stay_in_their_places_whatever_the_order(order):
    with TemporaryDirectory() as folder:
        write(folder, GOOD | BAD)
        found = list(read_articles(os.path.join(folder, name) for name in order))
    assert [isinstance(item, Article) for item in found] == [name in GOOD for name in order]
    for item, name in zip(found, order, strict=True):
        said = item.name if isinstance(item, Article) else str(item)
        assert said.startswith(os.path.join(folder, name))
        assert len(said.splitlines()) == 1


texts = st.text().filter(lambda text: "\0" not in text and text.strip() and text.isprintable())


@settings(deadline=None)  # files: as slow as the disk
@given(
    texts.filter(lambda text: text[0] not in '<{[\\%PBG7R\ufeff"'), st.sampled_from(["utf-8-sig", "utf-16"])
)
def test_a_text_file_gives_its_text(text, encoding):
    with TemporaryDirectory() as folder:
        write(folder, {"a.txt": text.encode(encoding)})
        (article,) = read(Path(folder, "a.txt"))
    assert article == Article(str(Path(folder, "a.txt")), text)


@settings(deadline=None)  # files: as slow as the disk
@given(st.binary(max_size=200), st.sampled_from([end for end in ENDINGS if "ht" not in end] + [".dat", ""]))
def test_no_bytes_break_any_reader(data, ending):
    with TemporaryDirectory() as folder:
        write(folder, {f"in{ending}": data})
        found = read(Path(folder, f"in{ending}"))
    assert found
    for item in found:
        assert isinstance(item, InputError) or item.text.strip()


def test_line_ends_are_those_of_python(folder):
    write(folder, {"a.txt": b"one\r\ntwo\rthree\n"})
    assert read("a.txt") == [Article("a.txt", Path("a.txt").read_text())]


def test_a_folder_gives_its_articles_in_the_order_of_their_names(folder):
    write(folder, {f"in/{name}": data for name, data in GOOD.items()})
    write(folder, {"in/b/z.TXT": b"Z.", "in/b/a/y.txt": b"Y.", "in/bb.txt": b"BB."})
    write(
        folder,
        {"in/.hidden.txt": b"no", "in/.git/x.txt": b"no", "in/picture.png": b"no", "in/Makefile": b"no"},
    )
    expected = ["a.txt", "b/a/y.txt", "b/z.TXT", "b.md", "bb.txt", "c.csv:2", "d.jsonl:1", "e.json[0]"]
    assert names(read("in")) == [f"in/{name}" for name in expected]
    assert read("in/") == read("in")


def test_what_browsers_save_beside_a_page_is_left_out(folder):
    write(folder, {"in/a.txt": b"A.", "in/page_files/frame.html": b"x", "in/página_archivos/b.txt": b"x"})
    write(folder, {"in/own_files/b.txt": b"B."})
    write(folder, {"in/page.html": b"", "in/página.htm": b""})
    assert names(read("in")) == ["in/a.txt", "in/own_files/b.txt", "in/page.html", "in/página.htm"]


def test_links_are_followed_once(folder):
    write(folder, {"in/sub/a.txt": b"A.", "elsewhere/b.txt": b"B."})
    os.symlink("..", "in/sub/loop")
    os.symlink("../elsewhere", "in/other")
    os.symlink("../elsewhere", "in/twice")
    os.symlink("nowhere.txt", "in/z.txt")
    os.symlink("zz.txt", "in/zz.txt")
    assert names(read("in")) == ["in/other/b.txt", "in/sub/a.txt", "in/z.txt", "in/zz.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_folder_with_a_pipe_in_it_does_not_wait(folder):
    write(folder, {"in/a.txt": b"A."})
    os.mkfifo("in/b.txt")
    assert names(read("in")) == ["in/a.txt"]


def test_paths_are_read_as_often_as_they_are_given(folder):
    write(folder, GOOD)
    assert names(read("b.md", "a.txt", Path("b.md"))) == ["b.md", "a.txt", "b.md"]


def test_files_are_opened_when_they_are_asked_for(folder):
    write(folder, {"in/a.txt": b"A.", "in/b.txt": b"B.", "in/c.txt": b"C."})
    articles = read_articles(["in"])
    assert next(articles).text == "A."
    os.remove("in/b.txt")
    vanished, last = articles
    assert str(vanished) == (
        "in/b.txt: nothing readable (no such file or directory) found, a file or folder wanted: "
        "check its name and permissions"
    )
    assert last.text == "C."


def test_a_file_without_permission_is_named(folder, monkeypatch):
    def refuse(path, mode):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("framing.reading.open", refuse, raising=False)
    assert "a.txt: nothing readable (permission denied) found" in str(read("a.txt")[0])


def test_a_folder_without_articles_is_named(folder):
    write(folder, {"in/picture.png": b"x"})
    (error,) = read("in")
    assert str(error).startswith("in: a folder without articles found, article files (.txt .md ")


def test_an_unreadable_folder_is_named_and_the_others_are_read(folder, monkeypatch):
    write(folder, {"in/a/x.txt": b"X.", "in/b/y.txt": b"Y."})
    scan = os.scandir

    def refuse(path):
        if path == "in/a":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    error, article = read("in")
    assert str(error).startswith("in/a: nothing readable (permission denied)")
    assert article.text == "Y."


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a", b"Text.", "Text."),
        ("a.dat", b"Text.", "Text."),
        ("a.txt", b'{"text": "T."}', "T."),
        ("a.log", b'[{"text": "T."}]', "T."),
        ("a.txt", b"[Music] {sic}", "[Music] {sic}"),
        ("a.json", b'{"text": "T."}\n', "T."),
        ("a.json", b'{\n"text": "T."\n}', "T."),
    ],
)
def test_unknown_endings_are_looked_into(folder, name, data, text):
    write(folder, {name: data})
    assert [article.text for article in read(name)] == [text]


def test_a_page_under_another_name_is_read_as_a_page(folder):
    pytest.importorskip("trafilatura", reason='needs the extra: pip install "newsframing[html]"')
    page = b"<!DOCTYPE html><html><body><article><p>It rained.</p></article></body></html>"
    write(folder, {"a.txt": page, "b.html": page})
    assert [article.text for article in read("a.txt", "b.html")] == ["It rained.", "It rained."]


def test_front_matter_becomes_meta(folder):
    write(
        folder, {"a.md": "---\ntítulo: Llueve\nfecha: 2024-03-05\nmedio: El Ejemplo\n---\nLlovió.".encode()}
    )
    (article,) = read("a.md")
    assert article.meta == {"title": "Llueve", "date": "2024-03-05", "outlet": "El Ejemplo"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"It rained.\r\nA lot.", [("-", "It rained.\nA lot.")]),
        ("Llovió.".encode("utf-16"), [("-", "Llovió.")]),
        (b'{"text": "a", "id": 1}\n{"text": "b"}\n', [("1", "a"), ("-:2", "b")]),
    ],
)
def test_standard_input(monkeypatch, data, expected):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert [(article.name, article.text) for article in read("-")] == expected


def test_empty_standard_input_is_named(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO()))
    assert str(read("-")[0]).startswith("standard input: nothing found, an article wanted")
    assert not sys.stdin.buffer.closed


def test_a_file_over_the_limit_is_named(folder):
    write(folder, {"a.txt": b"x" * 101, "b.txt": b"x" * 601, "c.txt": b"x" * 100})
    long, longer, short = read("a.txt", "b.txt", "c.txt", max_characters=100)
    assert str(long).startswith("a.txt: a text of 101 characters found, at most 100 wanted")
    assert str(longer).startswith("b.txt: more than 600 bytes found")
    assert short.text == "x" * 100


@pytest.mark.parametrize("lone", ["a.txt", Path("a.txt"), b"a.txt"])
def test_a_lone_path_is_refused_at_once(lone):
    with pytest.raises(InputError, match=r"^the lone path a\.txt found, a list of paths wanted: "):
        read_articles(lone)
