"""Mentions of actors: laws on spans, case and accents, then names as papers write them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.actors import check_actors, find_mentions, fold, mentions, name_words
from framing.errors import ActorError
from framing.records import Actor

NAMES = st.sampled_from(
    ["Daniel Noboa", "Luisa González", "Óscar Ibáñez", "Rosa Paz", "María de la Torre", "Anne O'Hara"]
)
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
FILLER = st.sampled_from(["", " ", ", ", "\n", " said ", " el ", "—", "«", "x", "-", "'s ", ". "])


def named(text: str, *actors: Actor) -> list[str]:
    return [text[m.start : m.end] for m in mentions(text, check_actors(actors))]


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@settings(max_examples=200, deadline=None)
@given(NAMES, st.lists(NAMES | FILLER | ANY, max_size=8).map("".join))
def test_every_span_holds_the_name_and_spans_do_not_overlap(name: str, text: str) -> None:
    at = 0
    for start, end in find_mentions(text, Actor(name)):
        assert fold(" ".join(text[start:end].split())).replace("’", "'") == fold(name)
        assert start >= at
        assert not text[start - 1 : start].isalnum()
        assert not text[end : end + 1].isalnum()
        at = end


@settings(max_examples=200, deadline=None)
@given(NAMES, st.text(max_size=20), st.text(max_size=20))
def test_a_name_between_spaces_is_always_found(name: str, before: str, after: str) -> None:
    text = f"{before} {name} {after}"
    start = len(before) + 1
    assert (start, start + len(name)) in find_mentions(text, Actor(name))


@settings(max_examples=200, deadline=None)
@given(NAMES, st.lists(NAMES | FILLER, max_size=8).map("".join))
def test_accents_do_not_matter_on_either_side(name: str, text: str) -> None:
    found = find_mentions(text, Actor(name))
    assert find_mentions(plain(text), Actor(name)) == found
    assert find_mentions(text, Actor(plain(name))) == found
    apart = unicodedata.normalize("NFD", text)
    assert len(find_mentions(apart, Actor(name))) == len(found)
    assert [apart[s:e] for s, e in find_mentions(apart, Actor(name))] == [
        unicodedata.normalize("NFD", text[s:e]) for s, e in found
    ]


@settings(max_examples=100, deadline=None)
@given(ANY.filter(str.strip), ANY)
@example("\u0301", "a\u0301")
@example("(", ")")
def test_any_words_can_be_a_name(name: str, text: str) -> None:
    for start, end in find_mentions(text, Actor(name)):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("aliases", "text", "found"),
    [
        (["Paz"], "La paz llegó, dijo Paz, y PAZ calló.", ["Paz", "PAZ"]),
        (["the incumbent"], "The incumbent lost; THE INCUMBENT wept.", ["The incumbent", "THE INCUMBENT"]),
        (["The incumbent"], "Everybody knew the incumbent.", ["the incumbent"]),
        (
            ["el mandatario"],
            "Pidió al mandatario que oiga; lo del mandatario.",
            ["al mandatario", "del mandatario"],
        ),
        (["De la Vega"], "Habló María de la Vega.", ["de la Vega"]),
        (["Rosa Paz"], "Rosa\n  Paz y Rosa Pazmiño.", ["Rosa\n  Paz"]),
        (["Paz"], "A Paz-led vote, an anti-Paz march; Paz's rival, Paz’s home.", ["Paz"] * 4),
        (["Sahin"], "Şahin spoke.", ["Şahin"]),
        (["the lawyer from Manabí"], "The lawyer from Manabi won.", ["The lawyer from Manabi"]),
    ],
)
def test_forms_as_papers_write_them(aliases: list[str], text: str, found: list[str]) -> None:
    assert named(text, Actor("Someone Else", aliases)) == found


def test_a_surname_counts_only_as_an_alias() -> None:
    assert not named("Noboa spoke.", Actor("Daniel Noboa"))
    assert named("Noboa spoke.", Actor("Daniel Noboa", ["Noboa"])) == ["Noboa"]


def test_the_longer_form_wins_where_two_actors_share_a_word() -> None:
    actors = (Actor("Daniel Vera", ["Vera"]), Actor("Vera Ruiz"))
    assert [m.actor for m in mentions("Vera Ruiz met Vera.", actors)] == ["Vera Ruiz", "Daniel Vera"]


def test_strings_are_taken_as_names() -> None:
    assert check_actors(["Luisa González", Actor("Rosa Paz")]) == (Actor("Luisa González"), Actor("Rosa Paz"))
    assert check_actors([]) == ()


@pytest.mark.parametrize(
    "actors",
    [
        "Luisa González",
        Actor("Rosa Paz"),
        None,
        3,
        [None],
        [["Rosa", "Paz"]],
        [{}],
        [""],
        ["Rosa Paz", "rosa  paz"],
        ["Luisa González", "Luisa Gonzalez"],
        [Actor("Rosa Paz", ["the mayor"]), Actor("Ana Sol", ["The Mayor"])],
        [Actor("Rosa Paz", ["Ana Sol"]), Actor("Ana Sol")],
    ],
)
def test_what_is_no_list_of_distinct_actors_is_named(actors: object) -> None:
    with pytest.raises(ActorError) as caught:
        check_actors(actors)  # type: ignore[arg-type]
    message = str(caught.value)
    assert "\n" not in message
    assert " found" in message
    assert " wanted: " in message


def test_name_words_are_names_alone() -> None:
    actor = Actor("María de la Torre", ["Presidenta De la Torre", "the lawyer from Quito", "Dr. Ibáñez-Ruiz"])
    assert name_words([actor]) == {"maría", "maria", "torre", "ibáñez", "ibanez", "ruiz"}
    described = ["The Citizens' candidate", "Torre's party", "el Presidente", "Her campaign"]
    assert name_words([Actor("Ana", described)]) == {"ana"}
    assert name_words([]) == frozenset()
