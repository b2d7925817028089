"""The language of articles and sentences: English, Spanish, and anything else flagged."""

from __future__ import annotations

import eldc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.language import article_language, sentence_languages
from framing.records import LANGUAGES

ENGLISH = (
    "The council voted on Monday to close the harbour for a week. Pilots said that nobody had asked them. "
    "Two ferries will still sail at night, and the fish market has been told to stay open until Friday."
)
SPANISH = (
    "El concejo votó el lunes cerrar el puerto durante una semana. Los prácticos dijeron que nadie "
    "les preguntó. Dos barcas saldrán de noche y el mercado de pescado deberá abrir hasta el viernes."
)
FOREIGN = {
    "French": "Le maire a refusé de répondre aux questions des journalistes.",
    "Portuguese": "Os moradores do bairro pedem mais segurança ao governo.",
    "Italian": "Nessuno sa ancora quando riaprirà la scuola del paese.",
    "Catalan": "Els veïns del barri demanen més seguretat a l'alcalde.",
    "German": "Niemand weiß, wann die Schule im Dorf wieder öffnet.",
    "Dutch": "Niemand weet wanneer de school in het dorp weer opengaat.",
    "Romanian": "Nimeni nu știe când se va redeschide școala din sat.",
    "Polish": "Nikt nie wie, kiedy szkoła we wsi znów się otworzy.",
    "Turkish": "Köydeki okulun ne zaman açılacağını kimse bilmiyor.",
    "Russian": "Никто не знает, когда снова откроется школа.",
    "Chinese": "没有人知道学校什么时候重新开放。",
    "Japanese": "学校がいつ再開するかは誰も知らない。",
    "Arabic": "لا أحد يعرف متى ستفتح المدرسة من جديد.",
    "Greek": "Κανείς δεν ξέρει πότε θα ανοίξει ξανά το σχολείο.",
}


def language_within(article: str, piece: str) -> str:
    """The language of ``piece`` as the last sentence of ``article``."""
    text = f"{article}\n\n{piece}"
    return sentence_languages(text, [(len(text) - len(piece), len(text))])[0]


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=120), st.data())
def test_every_span_gets_one_of_the_three_languages(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    spans = [tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(ends, ends), max_size=5))]
    found = sentence_languages(text, spans)
    assert len(found) == len(spans)
    assert {article_language(text), *found} <= set(LANGUAGES)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["L", "M"]), max_size=60))
def test_without_letters_the_article_is_other_and_the_sentence_follows_its_article(marks: str) -> None:
    assert article_language(marks) == "other"
    assert language_within(ENGLISH, marks) == "en"
    assert language_within(SPANISH, marks) == "es"


@settings(max_examples=50, deadline=None)
@given(st.permutations(ENGLISH.split(". ")), st.permutations(SPANISH.split(". ")))
def test_the_order_of_sentences_does_not_change_the_articles_language(en: list[str], es: list[str]) -> None:
    assert article_language(". ".join(en)) == "en"
    assert article_language(". ".join(es)) == "es"


@pytest.mark.parametrize("article", [ENGLISH, SPANISH])
def test_sentences_of_the_other_language_are_told_apart(article: str) -> None:
    for language, source in (("en", ENGLISH), ("es", SPANISH)):
        for sentence in source.split(". "):
            assert language_within(article, sentence) == language


@pytest.mark.parametrize("name", FOREIGN)
def test_other_languages_are_flagged_alone_and_inside_an_article(name: str) -> None:
    assert article_language(FOREIGN[name]) == "other"
    assert language_within(ENGLISH, FOREIGN[name]) == "other"
    assert language_within(SPANISH, FOREIGN[name]) == "other"


@pytest.mark.parametrize("name", ["Portuguese", "Catalan", "French"])
def test_an_article_in_another_language_keeps_its_short_pieces_and_yields_its_quotations(name: str) -> None:
    article = f"{FOREIGN[name]} " * 4
    assert article_language(article) == "other"
    assert language_within(article, "Luisa Mora") == "other"
    assert language_within(article, "Nadie nos avisó y ahora no tenemos dónde vender el pescado.") == "es"
    assert language_within(article, "Nobody told us and now we have nowhere to sell the fish.") == "en"


@pytest.mark.parametrize(
    "piece",
    ["No comment.", "Anders Holm", "Luisa Mora", "Puerto Bello", "12,5 %", "2:04 P.M. EST", "Sí.", "Yes."],
)
def test_short_pieces_take_the_articles_language(piece: str) -> None:
    assert language_within(ENGLISH, piece) == "en"
    assert language_within(SPANISH, piece) == "es"


@pytest.mark.parametrize(
    ("piece", "language"),
    [
        ("Nobody told us anything", "en"),
        ("The harbour stays open", "en"),
        ("¡Sí se puede!", "es"),
        ("Hasta la victoria siempre", "es"),
        ("Ce n'est pas notre guerre", "other"),
        ("Esta não é a nossa guerra.", "other"),
        ("这不是战争", "other"),
    ],
)
def test_a_few_clear_words_outweigh_the_article(piece: str, language: str) -> None:
    assert language_within(ENGLISH, piece) == language
    assert language_within(SPANISH, piece) == language


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Ports reopen", "en"),
        ("Gas prices up", "en"),
        ("Fear grips harbour town", "en"),
        ("Yes.", "en"),
        ("Reabren los puertos", "es"),
        ("Sube la gasolina", "es"),
        ("Miedo en el puerto", "es"),
        ("Sí.", "es"),
        ("Vive la France !", "other"),
        ("Não passarão!", "other"),
    ],
)
def test_a_headline_alone_has_a_language(headline: str, language: str) -> None:
    assert article_language(headline) == language


def test_a_foreign_beginning_does_not_hide_the_articles_language() -> None:
    assert article_language(FOREIGN["French"] + "\n\n" + ENGLISH * 4) == "en"
    assert article_language(ENGLISH[:100] + "\n\n" + SPANISH * 4) == "es"


def test_nul_and_lone_surrogates_do_not_hide_the_words() -> None:
    assert article_language("\0" + SPANISH) == "es"
    assert article_language("\ud800" + ENGLISH) == "en"


def test_the_callers_eldc_settings_neither_matter_nor_change() -> None:
    eldc.set_languages(["fr", "de"])
    try:
        assert article_language(SPANISH) == "es"
        assert eldc.detect(SPANISH) in ("fr", "de")
    finally:
        eldc.set_languages([])
