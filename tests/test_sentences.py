"""Sentence boundaries: laws that hold for any string, then news cases in both languages.

In the cases a `|` marks where a sentence ends; it stands for one space in the text that is split.
"""

from __future__ import annotations

import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing import wordlists
from framing.records import LANGUAGES
from framing.sentences import article_language, split

# Text made of what gives splitters trouble, beside text of any characters at all, surrogates included.
PIECES = """Dr. U.S. 5 p. m. El the ¿Qué —dijo ... … ? ! . " ” « » 1. b) ( ) [3] 😀 。 - – I No. art."""
SPACES = ["\r\n", "\n\n", "\n", " ", " ", "\t", "\x00", "\u200b", "\u2028", "\x85", "\xa0", "\ud800"]
TROUBLE = st.lists(st.sampled_from(PIECES.split() + SPACES), max_size=40).map("".join)
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text)]


@settings(max_examples=400, deadline=None)
@given(TROUBLE | ANY)
@example("")
@example(" \n\t\u2028")
@example("这不是战争。")
@example("B\x85.")
def test_offsets_are_exact_and_only_white_space_is_left_out(text: str) -> None:
    found = split(text)
    at = 0
    for s in found:
        piece = text[s.start : s.end]
        assert piece
        assert piece == piece.strip()
        assert s.start >= at
        assert not text[at : s.start].strip()
        assert s.language in LANGUAGES
        at = s.end
    assert not text[at:].strip()


@settings(max_examples=200, deadline=None)
@given(TROUBLE | ANY)
def test_a_sentence_never_crosses_a_blank_line(text: str) -> None:
    for piece in sentences(text):
        assert all(line.strip() for line in piece.splitlines())


@settings(max_examples=200, deadline=None)
@given(st.lists(TROUBLE, max_size=4))
def test_paragraphs_are_cut_each_for_itself(paragraphs: list[str]) -> None:
    one_line = [" ".join(p.split()) for p in paragraphs]
    apart = [piece for p in one_line for piece in sentences(p)]
    assert sentences("\n\n".join(one_line)) == apart


ENGLISH = [
    "Mr. Okafor met Ms. Lindqvist, Sen. Dale Marsh and Lt. Gen. Ruth Amadi.|They agreed on nothing.",
    "Gov. Tessa Rowe spoke at St. Brigid's Hospital.|Rep. Cole Hanratty did not.",
    "The bridge opens on Jan. 9.|The mayor will be on Col. Vance Pruitt's boat.",
    "Polls close at 8 p.m. on Sunday.|Counting starts at 9 p.m. Monday.",
    "The siren went off at 5 a.m.|Families ran for the hills.",
    "It will reopen at 6:30 a.m. Eastern time.",
    "Troops left the U.S. Embassy at noon.|Nobody waved.",
    "He has lived in the U.S. for years.|She has never left the U.K.|The two met in Lagos.",
    "Harlan Motors Inc. said it would close.|Its rival, Brandt & Co. Ltd., will not.",
    "The contract went to Harlan Motors Inc.|The loser appealed.",
    "The novelist J. R. Whitcombe read aloud.|Few listened.",
    "The bill by Maria L. Ostrander failed.|So did the one by A. B. Quist.",
    "“Why now?” he asked.|Nobody had an answer.",
    "“We lost!” shouted the keeper.|The rain went on.",
    "“We will not sign.|We will not talk,” she said.",
    "“We will not sign.”|The room fell silent.",
    '"Nobody told us."|Her neighbour nodded.|"Nobody ever does."',
    "The minister (who had promised to come) stayed away.|(He sent a letter.)|The letter was short.",
    "Prices rose 3.5 percent to $1.20.|Wages rose 2.1 percent.",
    "The tremor struck at 10.30 and lasted 4.5 seconds.|Ten houses fell.",
    "Read it at www.example.org/news or write to desk@example.org.|Replies take a week.",
    "The plan has two parts: 1. Dredge the river; 2. Move the school.|Neither is paid for.",
    "1. Close the border.|2. Open the books.|3. Call a vote.",
    "a) Fuel is short.|b) Bread is not.",
    "No. 10 would not comment.|No.|That was all she said.",
    "She paused ... then signed.|He waited…|Then he left.",
    "QUITO, Ecuador (AP) — Voters go to the polls on Sunday.|Turnout is expected to be high.",
    "PORTO NUEVO, May 14. – The harbour is closed.|Ships wait outside.",
    "ST. ELMO — The river crested at dawn.|By noon it was falling.",
    "The work ends in May.|June is for testing.",
    "They want Plan B.|Noboru wants Plan A.|We want neither.",
    "It was signed by Anders Holm Jr. and witnessed by Dr. I. Falk.|Both are dead.",
    "Prof. Ida Brandt, Ph.D., testified.|The court, i.e. two judges, adjourned.",
    "He moved from Tampa, Fla., to Ohio.|His sister stayed in Tampa, Fla.|She likes the heat.",
    "Who pays?|Who gains?|Who decides?",
    "Stop it now!!|They did.",
    "The strike was in its 40th day, vs. 12 last year.|Talks resume Friday.",
    "The group’s motto is ‘Act now.’|It has acted twice.",
    "The lake has risen 2 metres.[3]|Fishermen are glad.",
    "See Fig. 2 and p. 14 of the report.|It was printed in Dec. 2023.|Nobody has read Vol. 3.",
    "State Sens. Pell and Orr dissented.|Gens. Moss and Tull did not.",
    "Note no. 7 was read aloud.|They said no.|I said yes.|Nobody won.",
    "She cited Marsh v. Odell and the Green Card.|Each mattered.|The court agreed.",
    "He was born in Alba, Pa.|His mother stayed.|She works for the Dept. of Fisheries.",
    "The talks . . . went on.|“Enough!”|(Laughter.)|They rose.",
    "Kevin C. O'Hara won.|Pope Leo II.|Few remember him.|Gen. MARSH did not run.",
    "GEN. MARSH WINS.|GOV. ROWE CONCEDES.",
    "“It is over.”|Rowe left by the back door.|“Is it?” one aide asked.",
    "Rain fell on Wall St.|The market fell too.",
]

SPANISH = [
    "El Gral. Vera y el Cnel. Ponce llegaron a la Av. Sucre.|La Sra. Luna los esperaba.",
    "La Dra. Ágata Mora, el Ing. Pío Cedeño y la Lcda. Inés Roca firmaron.|El Abg. Lino Paz no.",
    "El Econ. Saúl Mera habló con Mons. Aníbal Cruz.|La Srta. Rosa tomó notas.",
    "El acto empieza a las 5 p. m. del lunes.|Habrá música.",
    "El acto terminó a las 5 p. m.|El público se fue.",
    "La misa será a las 6 a.m.|Nadie faltará.",
    "Viajó a EE. UU. para negociar.|Volvió de EE. UU. sin acuerdo.",
    "La carga salió hacia EE. UU.|El barco zarpó de noche.",
    "La carga salió hacia EE.UU.|Los camiones esperan.",
    "El jefe de RR. HH. renunció.|Las FF. AA. callan.",
    "El decreto núm. 4 y el art. 5 siguen vigentes.|La pág. 12 los cita.",
    "Lo dice el oficio n.º 2313 de ayer.|Nadie lo ha visto.",
    "—No vamos a firmar —dijo el alcalde—.|Mañana hablaremos.",
    "—¿Quién paga? —preguntó la jueza.|Nadie respondió.",
    "—¡Basta! —gritó un vecino, y se fue.|—Déjenlo —pidió otra.",
    "«¿Por qué ahora?», preguntó Mora.|«Porque sí», le dijeron.",
    "«No tenemos agua.|No tenemos luz», dijo la vecina.",
    "«Nos vamos».|El salón quedó en silencio.",
    "“El puerto es nuestro.”|La ministra no dijo más.",
    "“El puerto es nuestro”.|La ministra no dijo más.",
    "Preguntó: «¿Y los niños?».|Nadie contestó.",
    "¿Qué hizo el Gobierno?|¡Nada!|Eso dicen todos.",
    "¿Quién gana?, ¿quién pierde?|Nadie lo sabe.",
    "La inflación fue de 3.5 % y la deuda, de 1.526 millones.|El gasto subió 2,1 %.",
    "El sismo ocurrió a las 10.30 y duró 4.5 segundos.|Cayeron diez casas.",
    "El contrato con Minera Roble S. A. fue anulado.|El de Cía. Costa Ltda. sigue.",
    "El contrato es de Minera Roble S. A.|El Estado apeló.",
    "Luis A. Mendieta y J. M. Arroyo firmaron.|Ana P. Robles no.",
    "Quito, 13 abr. (Agencia Sur).- El país vota este domingo.|Hay calma.",
    "ASUNCIÓN, 14 may. El Congreso aplazó la sesión.|No hubo quorum.",
    "LAGARTERA. La feria abrió ayer con lluvia.|Hubo poca gente.",
    "SANTA ROSA.- Los puestos cerraron temprano.|La gente volvió a casa.",
    "Pensó… y firmó.|Esperó...|Después se fue.",
    "Pidió tres cosas: 1. Agua; 2. Luz; 3. Escuela.|No obtuvo ninguna.",
    "1. Cerrar la frontera.|2. Abrir los libros.|3. Votar.",
    "Llevó pan, arroz, etc.|La familia lo agradeció.",
    "Escriba a mesa@ejemplo.org o visite www.ejemplo.org hoy.|Respondemos pronto.",
    "Ecuador quedó en el grupo B.|Perú quedó en la serie A.|Chile no clasificó.",
    "El Dr. Ruiz, la Sta. Misión y el Hno. Pablo ayudaron.|Llegaron a las 7 p. m.|Traían mantas.",
    "Ud. decide.|Uds. pagan.|El Sr. Mora lo sabe.",
    "El presidente (e) no vino.|(Mandó una carta.)|La carta era corta.",
    "La sentencia de la Corte IDH, cap. IV, lo prohíbe.|El Estado la ignora.",
    "Subió 3 puntos en sept. 2023.|Bajó en oct. 2024.",
]


@pytest.mark.parametrize("case", ENGLISH)
def test_english_news(case: str) -> None:
    assert sentences(case.replace("|", " ")) == case.split("|")


@pytest.mark.parametrize("case", SPANISH)
def test_spanish_news(case: str) -> None:
    assert sentences(case.replace("|", " ")) == case.split("|")


@pytest.mark.parametrize("cases", [ENGLISH, SPANISH])
def test_articles_joined_by_a_blank_line_give_both_splits(cases: list[str]) -> None:
    articles = [" ".join(cases[i : i + 4]).replace("|", " ") for i in range(0, len(cases), 4)]
    assert sentences("\n\n".join(articles)) == [piece for article in articles for piece in sentences(article)]


HEADLINE = "Ports reopen after storm"
LEAD = "The harbour at Porto Nuevo opened on Tuesday, nine days after the storm that sank four ferries there."
REST = "Dr. Ida Brandt said that the pilots would work at night as well until the queue of ships was gone."


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n", "\r", "\u2029", " \n \n\t"])
def test_a_line_each_for_headline_and_paragraphs(line_end: str) -> None:
    assert sentences(line_end.join([HEADLINE, LEAD, REST])) == [HEADLINE, LEAD, REST]


@pytest.mark.parametrize("width", [50, 66, 79, 100])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_hard_wrapped_lines_are_one_paragraph(width: int, line_end: str) -> None:
    wrapped = [textwrap.wrap(" ".join([LEAD, REST] * 2), width), textwrap.wrap(REST, width)]
    text = "\n\n".join([HEADLINE, *("\n".join(lines) for lines in wrapped)]).replace("\n", line_end)
    assert [" ".join(piece.split()) for piece in sentences(text)] == [HEADLINE, *[LEAD, REST] * 2, REST]


def test_list_items_stay_apart() -> None:
    items = ["El plan incluye:", "- Más agua", "- menos ruido", "• Escuelas abiertas", "Seguridad", "Empleo"]
    assert sentences("\n".join(items)) == items


def test_a_wrapped_paragraph_ends_at_a_short_line() -> None:
    text = (
        "The council met for six hours on Monday and then voted\n"
        "against the dam, which the province had wanted built\n"
        "by the end of the year\n"
        "Farmers along the river had asked for it since the last\n"
        "drought"
    )
    assert [" ".join(piece.split()[:2]) for piece in sentences(text)] == ["The council", "Farmers along"]


@pytest.mark.parametrize(
    "unit", ["word ", ".", '"', "“", "A. ", ". ", '." ', "1. ", "No. ", "\n", "a\n", "。", "\ud800"]
)
def test_a_long_run_of_anything_is_cut_without_backtracking(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    found = split(text)  # a quadratic rule would need minutes here
    assert "".join(text[s.start : s.end] for s in found).split() or not text.strip()
    assert found[-1].end == len(text.rstrip()) if found else not text.strip()


def test_a_line_without_a_stop_is_one_sentence_however_long() -> None:
    text = "palabra " * 200_000
    assert [(s.start, s.end) for s in split(text)] == [(0, len(text) - 1)]


def test_threads_agree_with_one_after_the_other() -> None:
    texts = [" ".join(cases).replace("|", " ") for cases in (ENGLISH, SPANISH)] * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(split, texts)) == [split(text) for text in texts]


@pytest.mark.parametrize("name", ["titles", "numbered", "shortened", "lettered", "openers", "after_clock"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_word_lists_hold_words_as_they_are_looked_up(language: str, name: str) -> None:
    path = Path(wordlists.__file__).parent / language / f"{name}.txt"
    words = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(words) == len(set(words))
    assert all(word and len(word.split()) == 1 and not word.endswith(".") for word in words)


def test_each_sentence_has_its_own_language() -> None:
    english = "The council voted on Monday to close the harbour for a week."
    spanish = "«Nadie nos avisó y ahora no tenemos dónde vender el pescado»."
    french = "Personne ne sait encore quand le port va rouvrir."
    text = " ".join([LEAD, english, spanish, french, "No comment."])
    assert [s.language for s in split(text)] == ["en", "en", "es", "other", "en"]
    assert article_language(text) == "en"
