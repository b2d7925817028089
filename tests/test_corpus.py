"""Files of many articles: every record comes back to the letter, or is named by file and line."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import ReadingOptions, csv_articles, json_articles, jsonl_articles
from framing.decoding import Source
from framing.errors import InputError
from framing.records import Article

texts = st.text().filter(lambda text: "\0" not in text and text.strip())
unicode_encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
SMALL = ReadingOptions(max_characters=100)


def read(reader, data, options=SMALL):
    """The articles and errors of ``data`` (bytes or str) under the name ``in``."""
    data = data.encode() if isinstance(data, str) else data
    return list(reader(Source("in", io.BytesIO(data), options.max_bytes), options))


def shown(items):
    """Articles by name and text, errors by their message."""
    return [str(item) if isinstance(item, InputError) else (item.name, item.text) for item in items]


@given(st.lists(texts, min_size=1), unicode_encodings, st.booleans())
def test_json_lines_come_back_in_order_and_to_the_letter(written, encoding, ascii_only):
    rows = [json.dumps({"text": text, "id": n}, ensure_ascii=ascii_only) for n, text in enumerate(written)]
    found = read(jsonl_articles, "\n".join(rows).encode(encoding), ReadingOptions())
    assert shown(found) == [(str(n), text) for n, text in enumerate(written)]


@given(st.lists(texts, min_size=1), st.sampled_from(",;\t|"), unicode_encodings)
def test_csv_rows_come_back_in_order_and_to_the_letter(written, separator, encoding):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["id", "text", "title"])
    writer.writerows((n, text, "a title") for n, text in enumerate(written))
    found = read(csv_articles, out.getvalue().encode(encoding), ReadingOptions())
    assert shown(found) == [(str(n), text) for n, text in enumerate(written)]


@given(st.lists(st.sampled_from(['{"text": "good"}', '{"text": 5}', "{", "[]", '"good"', '{"a": "b"}'])))
def test_every_line_gives_an_article_or_an_error_at_its_place(lines):
    if not lines:
        return
    found = read(jsonl_articles, "\n".join(lines))
    expected = [f"in:{n}" for n in range(1, len(lines) + 1)]
    names = [item.name if isinstance(item, Article) else str(item).split(": ")[0] for item in found]
    assert names == expected
    assert [isinstance(item, Article) for item in found] == ["good" in line for line in lines]


@given(st.binary(max_size=300), st.sampled_from([b"", b"text,id\n", b'{"text": "a"}\n', b"[\n"]))
def test_no_bytes_break_a_reader(data, start):
    for reader in (jsonl_articles, csv_articles, json_articles):
        try:
            found = read(reader, start + data)
        except InputError as error:
            found = [error]
        assert found
        assert all(isinstance(item, Article) or len(str(item).splitlines()) == 1 for item in found)


def test_articles_come_before_the_rest_of_the_file_is_read():
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size=-1):
            self.taken += size
            return (b'{"text": "one more"}\n' * (size // 21 + 1))[:size]

    stream = Endless()
    articles = jsonl_articles(Source("in", stream, SMALL.max_bytes), SMALL)
    assert next(articles).text == "one more"
    assert stream.taken < 100_000


def test_json_that_breaks_in_line_17_costs_that_line_alone():
    rows = ['{"text": "fine"}'] * 30
    rows[16] = '{"text": "broken}'
    found = read(jsonl_articles, "\n".join(rows))
    assert [n for n, item in enumerate(found, 1) if isinstance(item, InputError)] == [17]
    assert str(found[16]) == (
        "in:17: broken JSON (Unterminated string starting at, column 10) found, "
        "a JSON object wanted: correct it"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{]", "in:1: broken JSON (Expecting property name"),
        ('{"text": null}', "in:1: null as 'text' found, a string wanted: "),
        ('{"text": 3}', "in:1: a number as 'text' found, a string wanted: "),
        ('{"text": ["a"]}', "in:1: a list as 'text' found, a string wanted: "),
        ('{"text": ""}', "in:1: nothing found, an article wanted: "),
        ('{"text": " \\n "}', "in:1: only white space found, an article wanted: "),
        ('{"titel": "a", "boddy": "b"}', "in:1: columns titel, boddy found, a text column (text, body, "),
        ("12", "in:1: a number found, an object with a text wanted: "),
        ('{"text": "' + "x" * 101 + '"}', "in:1: a text of 101 characters found, at most 100 wanted: "),
        ("x" * 601, "in:1: a line of over 600 bytes found, one article a line wanted: "),
        ("[" * 600, "in:1: "),
        ('{"text": ' + "9" * 590 + "}", "in:1: "),
    ],
)
def test_each_bad_record_is_named_and_the_next_is_read(line, said):
    bad, good = read(jsonl_articles, line + '\n{"text": "good"}')
    assert str(bad).startswith(said)
    assert "\n" not in str(bad)
    assert good == Article("in:2", "good")


@pytest.mark.parametrize("data", ["", "\n \n"])
@pytest.mark.parametrize("reader", [jsonl_articles, csv_articles])
def test_a_file_without_records_is_one_error(reader, data):
    try:
        (error,) = read(reader, data)
    except InputError as raised:
        error = raised
    assert str(error).endswith("found, an article wanted: give its text or leave it out")


def test_a_csv_file_without_the_column_is_one_error_that_lists_its_columns():
    with pytest.raises(InputError) as caught:
        read(csv_articles, "número,titular\n1,Algo\n2,Más\n")
    message = str(caught.value)
    assert message.startswith("in:1: columns número, titular found, a text column (text, body, ")
    assert message.endswith("wanted: say which it is with --text-column NAME")


def test_bad_csv_rows_are_named_by_the_line_on_which_they_begin():
    data = 'id;text\n1;"one\nand a half"\n2;"two" b\n;;\n3;three;cells;here\n4\n5;\n6;six\n7;"open\n8;eight\n'
    assert shown(read(csv_articles, data)) == [
        ("1", "one\nand a half"),
        "in:4: a broken row (';' expected after '\"') found, cells in quotes with the quotes in them doubled "
        "wanted: correct it",
        "in:6: a row of length 4 found, length 2, as in the header, wanted: put cells that hold separators in quotes",
        "in:7: a row of length 1 found, length 2, as in the header, wanted: put cells that hold separators in quotes",
        "in:8: nothing found, an article wanted: give its text or leave it out",
        ("6", "six"),
        "in:10: a broken row (the rest of the file is in it) found, cells in quotes with the quotes in them "
        "doubled wanted: correct it",
    ]


def test_a_csv_line_over_the_limit_is_named_and_the_next_is_read():
    before, bad, after = read(csv_articles, 'text\nbefore\n"' + "x" * 700 + '"\nafter\n')
    assert (before.text, after.text) == ("before", "after")
    assert str(bad).startswith("in:3: a line of over 600 bytes found")


def test_a_cell_may_be_longer_than_the_csv_modules_own_limit():
    (article,) = read(csv_articles, "text\n" + "x" * 200_000, ReadingOptions())
    assert len(article.text) == 200_000


def test_old_mac_line_ends_separate_rows():
    assert shown(read(csv_articles, "id,text\r1,one\r2,two\r")) == [("1", "one"), ("2", "two")]


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"text": "a", "id": "x1"}, "x1"),
        ({"text": "a", "id": 7, "name": "n"}, "7"),
        ({"text": "a", "id": "", "article": " b\nc "}, "b c"),
        ({"text": "a", "id": True}, "in:1"),
        ({"article": "a"}, "in:1"),
        ({"TEXTO": "a", "Nombre": "n"}, "n"),
    ],
)
def test_the_name_is_the_first_id_or_the_line(record, name):
    assert shown(read(jsonl_articles, json.dumps(record))) == [(name, "a")]


def test_named_columns_are_insisted_on():
    options = ReadingOptions(text_columns=("Lead",), id_columns=("Key",))
    found = read(jsonl_articles, '{"lead": "a", "text": "b", "key": 1, "id": 2}\n{"text": "b"}', options)
    assert shown(found) == [("1", "a"), "in:2: columns text found, a text column (Lead) wanted: "
                                        "say which it is with --text-column NAME"]  # fmt: skip


def test_what_the_record_says_of_itself_is_kept_as_strings():
    record = {
        "texto": "a",
        "titular": "T",
        "fecha": 2024,
        "medio": "El Ejemplo",
        "link": "https://example.org",
    }
    (article,) = read(jsonl_articles, json.dumps({**record, "author": "not asked for", "title": None}))
    assert article.meta == {
        "title": "T",
        "date": "2024",
        "outlet": "El Ejemplo",
        "url": "https://example.org",
    }


def test_half_a_character_becomes_the_replacement_character():
    (article,) = read(jsonl_articles, r'{"text": "cut \ud83d", "id": "\ude00"}')
    assert (article.name, article.text) == ("\ufffd", "cut \ufffd")


def test_labelled_sentences_are_read_record_by_record():
    row = {"text": "It rained.", "frames": ["hope"], "article": "a1", "source": "ours", "coders": {"c1": []}}
    assert [item.name for item in read(jsonl_articles, "\n".join([json.dumps(row)] * 2))] == ["a1", "a1"]


def test_a_json_list_or_object_is_read_whole():
    assert shown(read(json_articles, '[{"text": "a"}, 5, "b"]')) == [
        ("in[0]", "a"),
        "in[1]: a number found, an object with a text wanted: correct it or leave it out",
        ("in[2]", "b"),
    ]
    assert shown(read(json_articles, '{\n "id": "x",\n "text": "a"\n}')) == [("x", "a")]
    with pytest.raises(InputError, match=r"^in:2: broken JSON "):
        read(json_articles, '[\n{"text": "a"\n')
