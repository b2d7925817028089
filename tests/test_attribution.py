"""Who speaks and who is spoken of: laws over any text, then sentences in English and Spanish.

In the cases V and A stand before the names of those who speak and who are spoken of.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import quotations
from framing.actors import check_actors
from framing.attribution import attribute, findings
from framing.records import Actor
from framing.sentences import split

VERA = Actor("Marta Vera", ["Vera"])
RUIZ = Actor("Óscar Ruiz", ["Ruiz", "the mayor", "el alcalde"])
BOTH = check_actors([VERA, RUIZ])

# Pieces of news from which hypothesis builds articles: who speaks in them is not obvious.
PIECES = """Vera said|Ruiz said that|dijo Vera|según Ruiz|Marta Vera|Óscar Ruiz|the mayor|el alcalde|and|y
,|.|:|“|”|«|»|"|—|'s rival|'s plan|the rival of|la madre de|according to|told|a|to|who|que|He never|Ayer
in the north|pidió|(|)|no"""
TEXTS = st.lists(st.sampled_from([*re.split(r"[|\n]", PIECES), "\n\n"]), max_size=30).map(" ".join)
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)


def roles(text: str, actors: Sequence[Actor] = BOTH) -> list[dict[str, str]]:
    return attribute(text, split(text), actors)


@settings(max_examples=300, deadline=None)
@given(TEXTS | ANY)
def test_each_sentence_has_roles_of_known_actors_only(text: str) -> None:
    found = roles(text)
    assert len(found) == len(split(text))
    for sentence in found:
        assert set(sentence) <= {"Marta Vera", "Óscar Ruiz"}
        assert set(sentence.values()) <= {"voice", "about"}


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_an_actor_who_is_not_there_changes_nothing_for_another(text: str) -> None:
    text = re.sub("Óscar Ruiz|Ruiz|the mayor|el alcalde|'s rival|the rival of", "somebody", text)
    alone = [sentence.get("Marta Vera") for sentence in roles(text, [VERA])]
    assert [sentence.get("Marta Vera") for sentence in roles(text)] == alone


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_swapping_the_names_swaps_the_roles(text: str) -> None:
    swaps = {"Marta Vera": "Clara Ruiz", "Clara Ruiz": "Marta Vera", "Vera": "Ruiz", "Ruiz": "Vera"}
    swapped = "\0".join(text.split("Marta Vera"))
    for before, after in (("Clara Ruiz", "\1"), ("Vera", "\2"), ("Ruiz", "\3")):
        swapped = swapped.replace(before, after)
    for mark, name in (("\0", "Clara Ruiz"), ("\1", "Marta Vera"), ("\2", "Ruiz"), ("\3", "Vera")):
        swapped = swapped.replace(mark, name)
    actors = [Actor("Marta Vera", ["Vera"]), Actor("Clara Ruiz", ["Ruiz"])]
    sentences = split(text)  # the names are equally long: the law is on attribution alone
    there = attribute(text, sentences, actors)
    back = attribute(swapped, sentences, actors)
    assert [{swaps[name]: role for name, role in sentence.items()} for sentence in back] == there


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_finding_names_its_mention_and_voice_its_cue(text: str) -> None:
    sentences = split(text)
    for found in findings(text, sentences, BOTH):
        assert found.actor in {actor.name for actor in BOTH}
        assert text[found.mention.start : found.mention.end].strip()
        assert (found.role == "voice") == (found.cue is not None)
        if found.cue:
            assert text[found.cue.start : found.cue.end].strip()


@settings(max_examples=300, deadline=None)
@given(TEXTS | ANY | st.text("“”«»\"'‘’— \na.", max_size=40))
def test_quotations_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for quote in quotations.find(text):
        assert at <= quote.start < quote.end <= len(text)
        at = quote.end


ENGLISH = [
    ("Vera said that the harbour would open on Monday.", "V Vera"),
    ("Vera, who grew up by the river, has repeatedly promised new schools.", "V Vera"),
    ("Vera won by eleven votes and insisted that she would govern for all.", "V Vera"),
    ("“We will build it,” said Vera.", "V Vera"),
    ("“We will build it,” said the former governor, Marta Vera, on Tuesday.", "V Vera"),
    ("Critics said Vera had failed the city.", "A Vera"),
    ("According to Marta Vera, the bridge is safe.", "V Vera"),
    ("In Vera's view, the bridge is safe.", "V Vera"),
    ("For Vera, the bridge is a matter of pride.", "V Vera"),
    ("Vera accused Ruiz of hiding the report.", "V Vera A Ruiz"),
    ("Vera was accused of hiding the report.", "A Vera"),
    ("“Ruiz lied,” Vera told reporters.", "V Vera A Ruiz"),
    ("Vera's spokesman denied the report.", "V Vera"),
    ("Vera's mother moved to the coast.", ""),
    ("Vera's plan costs two million.", "A Vera"),
    ("Vera opposes the new port and the mayor favours it.", "V Vera V Ruiz"),
    ("Reporters asked questions of Vera, and said nothing more.", "A Vera"),
    ("Vera did not answer.", "A Vera"),
    ("Vera: “No port without a vote”", "V Vera"),
    ("A Vera-led council cut the budget.", "A Vera"),
    ("Neighbours cleaned the beach.", ""),
]
SPANISH = [
    ("Vera dijo que el puerto abrirá el lunes.", "V Vera"),
    ("Vera, que creció junto al río, ha prometido más escuelas.", "V Vera"),
    ("Así lo aseguró ayer en la plaza la exgobernadora Marta Vera.", "V Vera"),
    ("«Lo vamos a construir», dijo la candidata de Unión Norte, Marta Vera.", "V Vera"),
    ("—Lo vamos a construir —contestó Vera—, cueste lo que cueste.", "V Vera"),
    ("Según Marta Vera, el puente es seguro.", "V Vera"),
    ("El puente, a juicio de Vera, es seguro.", "V Vera"),
    ("Para la candidata Vera, el puente es un orgullo.", "V Vera"),
    ("Vera acusó a Ruiz de esconder el informe.", "V Vera A Ruiz"),
    ("Vera fue acusada por los vecinos.", "A Vera"),
    ("Los vecinos acusaron a Vera de esconder el informe.", "A Vera"),
    ("El vocero de Vera negó el informe.", "V Vera"),
    ("La madre de Vera vive en la costa.", ""),
    ("El plan de Vera cuesta dos millones.", "A Vera"),
    ("Vera se opone al puerto y el alcalde lo defiende.", "V Vera V Ruiz"),
    ("El ministro dijo que Vera había perdido.", "A Vera"),
    ("Vera no contestó.", "A Vera"),
    ("Vera: «Sin votación no hay puerto».", "V Vera"),
    ("Le preguntaron por el alcalde.", "A Ruiz"),
    ("Los vecinos limpiaron la playa.", ""),
]


def wanted(marks: str) -> dict[str, str]:
    words = iter(marks.split())
    names = {"Vera": "Marta Vera", "Ruiz": "Óscar Ruiz"}
    return {names[name]: {"V": "voice", "A": "about"}[mark] for mark, name in zip(words, words, strict=True)}


@pytest.mark.parametrize(
    ("text", "marks", "language"),
    [(*case, "en") for case in ENGLISH] + [(*case, "es") for case in SPANISH],
)
def test_sentences_of_the_news(text: str, marks: str, language: str) -> None:
    (sentence,) = split(text)
    assert attribute(text, [sentence.__class__(0, len(text), language)], BOTH) == [wanted(marks)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("“The bridge is safe. We checked it twice,” said Vera. It rained.", ["V Vera", "V Vera", ""]),
        ("Vera replied: «El puente es seguro. Lo revisamos. Dos veces». Llovía.", ["V Vera"] * 3 + [""]),
        ("“It is safe,” Vera said. “We checked it twice.” It rained.", ["V Vera", "V Vera", ""]),
        ("“It is safe,” said a neighbour of Vera. “We checked.”", ["", ""]),
        ("“It is safe,” said a clerk, glaring at Vera. “We checked.”", ["A Vera", ""]),
        ("Vera said: “It is safe.\n\n“We checked it twice.\n\n“Twice.”\n\nIt rained.", ["V Vera"] * 3 + [""]),
        ("Vera said: “Ruiz is wrong. He knows it.” It rained.", ["V Vera A Ruiz", "V Vera A Ruiz", ""]),
        ("Vera said it was late, but a neighbour replied: “It is not. Look up.”", ["V Vera", ""]),
    ],
)
def test_running_quotations_belong_to_their_speaker(text: str, marks: list[str]) -> None:
    assert roles(text) == [wanted(mark) for mark in marks]


def test_accents_do_not_matter() -> None:
    text = "Aseguró el alcalde que llovió. Según Óscar Ruiz, faltó pan. Contestó Vera: «También café»."
    bare = text.translate(str.maketrans("áéíóúÓ", "aeiouO"))
    assert attribute(bare, split(text), BOTH) == roles(text)
    assert [len(sentence) for sentence in roles(text)] == [1, 1, 1]


def test_actors_keep_the_order_in_which_they_were_given() -> None:
    assert list(roles("Ruiz met Vera.")[0]) == ["Marta Vera", "Óscar Ruiz"]
    assert list(roles("Ruiz met Vera.", BOTH[::-1])[0]) == ["Óscar Ruiz", "Marta Vera"]


def test_without_sentences_or_actors_there_is_nothing() -> None:
    assert roles("") == []
    assert roles("Vera said no. It rained.", ()) == [{}, {}]


@pytest.mark.parametrize("piece", ["Vera, ", "Vera and ", "“Vera ", "' a", "dijo ", "— “"])
def test_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(n: int) -> float:
        text = piece * n
        sentences = split(text)
        best = 9.0
        for _ in range(3):
            started = time.process_time()
            attribute(text, sentences, BOTH)
            best = min(best, time.process_time() - started)
        return best

    assert seconds(3200) < 25 * max(seconds(400), 0.001)
