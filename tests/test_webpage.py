"""Saved web pages: the article and what the page states of it, never the menus around it."""

from __future__ import annotations

import sys

import pytest

from framing.errors import InputError
from framing.webpage import page_text

needs_extra = pytest.mark.usefixtures("extra")

PAGE = """<!DOCTYPE html>
<html lang="es"><head><meta charset="{charset}"><title>El puente abre | El Ejemplo</title>
<meta property="og:title" content="El puente abre"><meta property="og:site_name" content="El Ejemplo">
<meta property="og:url" content="https://example.org/puente">
<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head>
<body><nav><a href="/">Portada</a> <a href="/deportes">Deportes</a></nav>
<article><h1>El puente abre</h1>
<p>El puente sobre el río abrió el martes, después de cuatro años de obras y de dos contratistas,
informó la alcaldía.</p>
<p>“Ya no esperaremos más”, dijo una <b>vecina</b>, mientras los primeros <a href="/bus">buses</a>
cruzaban bajo la lluvia con un boleto de 2 €.</p></article>
<section id="comments"><p>Primer comentario de un lector.</p></section>
<footer>Todos los derechos reservados</footer></body></html>
"""


@pytest.fixture
def extra():
    pytest.importorskip("trafilatura", reason='needs the extra: pip install "newsframing[html]"')


@needs_extra
def test_a_saved_page_gives_its_article_and_what_it_states():
    text, fields = page_text(PAGE.format(charset="utf-8").encode(), "page.html")
    assert text.split("\n\n") == [
        "El puente abre",
        "El puente sobre el río abrió el martes, después de cuatro años de obras y de dos contratistas, "
        "informó la alcaldía.",
        "“Ya no esperaremos más”, dijo una vecina, mientras los primeros buses cruzaban bajo la lluvia "
        "con un boleto de 2 €.",
    ]
    assert fields == {
        "title": "El puente abre",
        "date": "2024-03-05",
        "outlet": "El Ejemplo",
        "url": "https://example.org/puente",
    }


@needs_extra
@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),  # as browsers have it
        ("macintosh", "mac_roman"),
        ("utf-8", "utf-16"),  # the mark of UTF-16 says more than the tag
        ("windows-1252", "utf-8"),  # so do valid letters in UTF-8
        ("no-such-set", "utf-8-sig"),
    ],
)
def test_every_character_set_gives_the_same_article(charset, encoding):
    expected, _ = page_text(PAGE.format(charset="utf-8").encode(), "page.html")
    assert page_text(PAGE.format(charset=charset).encode(encoding), "page.html")[0] == expected


def test_a_page_that_is_not_in_the_character_set_it_declares_is_named():
    data = PAGE.format(charset="shift_jis").encode("cp1252")
    with pytest.raises(InputError, match=r"^page\.html: a page that is not in shift_jis"):
        page_text(data, "page.html")


@needs_extra
@pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><script>1</script></body></html>"])
def test_a_page_without_an_article_is_named(page, capfd):
    with pytest.raises(InputError, match=r"^page\.html: a web page without an article found"):
        page_text(page.encode(), "page.html")
    assert capfd.readouterr().err == ""


def test_without_the_extra_the_pip_line_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(InputError, match=r'^page\.html: .* pip install "newsframing\[html\]"$'):
        page_text(PAGE.encode(), "page.html")


def test_a_page_that_breaks_the_parser_is_named(monkeypatch):
    def breaks(page):
        raise RecursionError

    monkeypatch.setattr("framing.webpage._extract", breaks)
    with pytest.raises(InputError, match=r"^page\.html: a web page that cannot be parsed \(RecursionError\)"):
        page_text(PAGE.encode(), "page.html")
