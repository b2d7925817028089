"""Markdown to plain text: words stay, marks go."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.markdown import plain_text

word = st.text("abcdefgáéñ", min_size=1, max_size=8)
phrase = st.lists(word, min_size=1, max_size=5).map(" ".join)
paragraphs = st.lists(phrase.map(lambda words: words.capitalize() + "."), min_size=1, max_size=5)


@given(paragraphs)
def test_prose_without_marks_is_left_alone(blocks):
    text = "\n\n".join(blocks)
    assert plain_text(text) == (text, {})


MARKED = (
    *("*{}*", "**{}**", "***{}***", "_{}_", "__{}__", "**_{}_**", "~~{}~~", "`{}`", "``{}``", "<em>{}</em>"),
    *("[{}](https://example.org/a_(b))", '[{}](/a "Title")', "[{}][1]", "[**{}**](/a)"),
    *(
        "# {}",
        "### {} ###",
        "{}\n===",
        "{}\n---",
        "- {}",
        "* {}",
        "+ {}",
        "- [x] {}",
        "> {}",
        "> > {}",
        "| {} |",
    ),
)


@given(phrase, st.sampled_from(MARKED))
def test_every_mark_leaves_its_words(words, mark):
    assert plain_text(mark.format(words))[0] == words


@given(phrase)
def test_an_escaped_mark_stays(words):
    assert plain_text(rf"\*{words}\* \[a\](b)")[0] == f"*{words}* [a](b)"


@pytest.mark.parametrize(
    "dropped",
    [
        "![alt](a.png)",
        "[![alt](a.png)](https://example.org)",
        "```python\nx = 1\n```",
        "~~~\nx\n\ny\n~~~",
        "<!-- a\n\nnote -->",
        "* * *",
        "[1]: https://example.org 'Title'",
        "<script>\nlet a = 1;\n</script>",
    ],
)
def test_what_is_not_prose_is_dropped(dropped):
    assert plain_text(f"Before.\n\n{dropped}\n\nAfter.")[0] == "Before.\n\nAfter."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("One line\ngoes on.", "One line goes on."),
        ("One line  \nbreaks.", "One line\nbreaks."),
        ("- one\n- two\n  goes on", "one\n\ntwo goes on"),
        ("1. First.\n2. Second.", "1. First.\n\n2. Second."),
        ("> He said this\n> and that.", "He said this and that."),
        ("2 * 3 * 4 is snake_case_here", "2 * 3 * 4 is snake_case_here"),
        ("The minister [sic] paid 3 < 5.", "The minister [sic] paid 3 < 5."),
        ("[Note]: the mayor spoke.", "[Note]: the mayor spoke."),
        ("**a *b* c**", "a b c"),
        ("R&amp;D[^1]\n\n[^1]: A note.", "R&D\n\nA note."),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a  b\n\n1  2"),
        ("---\nProse under a rule\n---\nMore.", "Prose under a rule\n\nMore."),
    ],
)
def test_examples(text, plain):
    assert plain_text(text)[0] == plain


def test_front_matter_becomes_fields_and_no_text():
    text = '---\ntitle: "The bridge: open"\ndate: 2024-03-05\ntags:\n  - city\n---\nIt rained.'
    assert plain_text(text) == ("It rained.", {"title": "The bridge: open", "date": "2024-03-05"})


@pytest.mark.parametrize("piece", ["[", "*x ", "`", "- ", "> ", "![a]", "_a", "<a", "```\n", "| "])
def test_work_grows_with_length_not_with_its_square(piece):
    begun = time.process_time()
    plain_text(piece * 100_000)
    assert time.process_time() - begun < 2  # seconds; about 0.1, and with the square 3 or far more
