"""No name reaches a feature: what the mask promises."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import wordlists
from framing.masking import NAME_FORM, mask, spans

NAMES = [
    "Noboa", "González", "Gonzalez", "Daniel Noboa", "Luisa González", "Xiomara Quishpe", "J. R. Tolvanen", "O'Dwyer",
    "María de la Cruz", "De la Torre Quishpe", "Kim Jong-un", "van der Bellen", "al-Sisi", "Rosa Blanca Yánez",
    "NOBOA", "Jean-Luc Ndiaye", "Luis A. Moya", "Brown", "Flores", "Hope Tolvanen", "Ólafur", "Lê Văn Tuyên",
]  # fmt: skip
FRAMES_AROUND = [
    "Ayer {} dijo que la paz volverá a las calles de Manta.",
    "{} warned that the country would be ruined, and {} agreed.",
    "“We are not a colony,” {} told reporters in Quito.",
    "El presidente {} y la candidata {} no se saludaron.",
    "What would {}’s plan change?",
    "Según {}: «Nadie manda en nuestro mar».",
    "VOTERS FEAR {} AND HIS ALLIES",
]
PIECES = st.sampled_from(
    ["Noboa", "de", "la", "De", "La", "Rosa", "J.", "casa", "Hope", "said,", "dijo", "Will", "US", "3,5%", "(", "—",
     "@who", "al-Sisi", "U.S.", "«Guerra»", "Quito", "?", "www.a.org", "El", "von"]
)  # fmt: skip


@pytest.mark.parametrize("around", FRAMES_AROUND)
def test_any_name_reads_as_any_other(around):
    read = {mask(around.replace("{}", name)) for name in NAMES if not name.startswith(("van", "al-"))}
    assert len(read) == 1
    assert NAME_FORM in read.pop()


def test_small_words_that_open_a_name_are_not_left_over():
    assert mask("Lo dijo De la Torre Quishpe ayer") == "lo dijo @name ayer"
    assert mask("Sources close to van der Bellen denied it") == "sources close to van der @name denied it"


@pytest.mark.parametrize(
    "surname", ["Noboa", "Luna", "Bueno", "White", "Young", "de la Cruz", "Crespo Marín"]
)
def test_a_first_name_that_is_a_word_too_is_read_as_any_other_beside_a_surname(surname):
    first = [name.title() for names in wordlists.read_kinds("first_names").values() for name in names]
    assert {mask(f"Ayer {name} {surname} lo dijo.") for name in first} == {"ayer @name lo dijo"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ayer Rafael Correa habló de los EE. UU.", "ayer @name hablo de los EE UU"),
        ("The U.S. will help, the US said.", "the US will help the US said"),
        ("Peace and war in Ecuador", "peace and war in ecuador"),
        ("Will Smith came. Will he stay?", "@name came will he stay ?"),
        ("Segundo Paz habló. Segundo punto: la paz", "@name hablo segundo punto la paz"),
        ("el 9 de febrero de 2025, a las 14:30", "el @number de febrero de @number a las @number"),
        ("more at www.example.org or a@b.org", "more at @address or @address"),
        ("Seguridad: ¿qué pasa?", "seguridad ¿ que pasa ?"),
        ("the country's anti-drug plan", "the country anti drug plan"),
        ("Noboa, González y Correa", "@name, @name y @name"),
        ("Condoleezza Rice and Joe Biden Jr. met", "@name and @name, met"),
        ("Alcalde Noboa, Ana Costa", "alcalde @name, @name"),
        ("", ""),
    ],
)
def test_reading(text, read):
    assert mask(text) == read


def test_a_users_actor_is_masked_but_the_word_that_it_also_is_stays():
    assert mask("hoy Paz habló de paz", names=["Lina Paz"]) == "hoy @name hablo de paz"
    assert mask("noboa vuelve", names=["Daniel Noboa"]) == "@name vuelve"


@given(st.lists(PIECES, max_size=12))
def test_masking_twice_is_masking_once(pieces):
    once = mask(" ".join(pieces))
    assert mask(once) == once


@given(st.text(max_size=60))
def test_any_text_is_read_and_places_are_in_order(text):
    found = spans(text)
    assert all(0 <= a.start <= a.end <= len(text) for a in found)
    assert all(a.end <= b.start or a.start <= b.start for a, b in pairwise(found))
    assert not re.search(r"\s", "".join(t.form for t in found))


@given(st.lists(PIECES, max_size=8), st.lists(PIECES, max_size=8))
def test_a_full_stop_parts_names(left, right):
    whole = mask(" ".join(left) + " fin. " + " ".join(right))
    assert whole == " ".join(
        part for part in (mask(" ".join([*left, "fin."])), mask(" ".join(right))) if part
    )
