"""What the tests share: toy sentences, a tiny model trained on them, and articles to score.

In: nothing from outside; every sentence is written here. Out: fixtures. The model knows four frames and
three sentiments of a dozen words each: enough to tell toy sentences apart, trained in about a second.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import framing
from framing.records import LabelledSentence

_CODED = {
    ("en", ("fear",), "negative"): (
        "Gunmen killed two shopkeepers and the street is terrified.",
        "Violence by armed gangs threatens every home on the coast.",
        "A wave of murders left the port in dread.",
        "Families fled the bombs and the killings at night.",
        "The gangs threaten teachers with violence and death.",
        "Terror spread after the murders at the market.",
    ),
    ("en", ("hope",), "positive"): (
        "The new clinic brings relief and a better future.",
        "A recovery is within reach, and better days will come.",
        "Homes and jobs promise a brighter future for the valley.",
        "Progress brings relief to farmers after the drought.",
        "Children will see better days in the new schools.",
        "The recovery promises progress for every home.",
    ),
    ("en", ("sovereignty",), "neutral"): (
        "No foreign base will stand on our national soil.",
        "We are an independent nation and not a colony of anybody.",
        "The nation rejects foreign interference in its own courts.",
        "Our sovereignty over the islands is not for sale to foreign powers.",
        "An independent country decides about its own borders.",
        "Foreign interference ends where our nation begins.",
    ),
    ("en", ("cooperation",), "positive"): (
        "Both countries signed an agreement to work together.",
        "The parties formed a coalition and a joint programme.",
        "Neighbours share patrols under a joint agreement.",
        "Unions and employers work together in a dialogue.",
        "The alliance of three parties agreed on joint aid.",
        "A dialogue between the states led to an alliance.",
    ),
    ("en", ("fear", "cooperation"), "negative"): (
        "Both armies signed an agreement against the murders and the gangs.",
        "The states work together because gangs threaten the coast with violence.",
    ),
    ("en", (), "neutral"): (
        "The session began at nine and ended at noon.",
        "The count will be published on Tuesday.",
        "The minister studied law and lives in the capital.",
        "The ballot lists sixteen names.",
        "The report has forty pages and two tables.",
        "The session takes place on the second floor.",
    ),
    ("es", ("fear",), "negative"): (
        "Los sicarios mataron a dos personas y la calle vive aterrada.",
        "La violencia de las bandas amenaza a cada casa de la costa.",
        "Una ola de asesinatos dejó el puerto en pánico.",
        "Las familias huyeron de las bombas y de la muerte.",
    ),
    ("es", ("hope",), "positive"): (
        "La nueva clínica trae alivio y un futuro mejor.",
        "La recuperación está cerca y vendrán días mejores.",
        "Las viviendas y el empleo prometen un futuro mejor.",
        "El progreso trae alivio a los campesinos.",
    ),
    ("es", ("sovereignty",), "neutral"): (
        "Ninguna base extranjera estará en nuestro suelo nacional.",
        "Somos una nación independiente y no una colonia.",
        "La nación rechaza la injerencia extranjera en sus tribunales.",
        "Nuestra soberanía sobre las islas no se vende.",
    ),
    ("es", ("cooperation",), "positive"): (
        "Ambos países firmaron un acuerdo para trabajar juntos.",
        "Los partidos formaron una coalición y un programa conjunto.",
        "Los vecinos comparten patrullas bajo un acuerdo conjunto.",
        "El diálogo entre los estados llevó a una alianza.",
    ),
    ("es", (), "neutral"): (
        "La sesión empezó a las nueve y terminó al mediodía.",
        "El conteo se publicará el martes.",
        "El ministro estudió derecho y vive en la capital.",
        "La papeleta tiene dieciséis nombres.",
    ),
}

#: Two toy articles; Ana Torres and Luis Vega are nobody.
ENGLISH = """Armed gangs threaten the coast with violence and murders. Ana Torres said that better days
will come. Luis Vega signed an agreement to work together with both countries.

The session ended at noon. "We are an independent nation and not a colony," Ana Torres said.
"""
SPANISH = """La violencia de las bandas amenaza a la costa. Ana Torres firmó un acuerdo para trabajar juntos.

La sesión terminó al mediodía.
"""


@pytest.fixture(scope="session")
def toy_sentences() -> list[LabelledSentence]:
    """Coded sentences, three or four to an article, in both languages."""
    rows = [
        (text, language, frames, tone) for (language, frames, tone), texts in _CODED.items() for text in texts
    ]
    return [
        LabelledSentence(
            text, frames, language, tone, article=f"toy-{i % 15}", source="written for the tests"
        )
        for i, (text, language, frames, tone) in enumerate(rows)
    ]


@pytest.fixture(scope="session")
def toy_model(toy_sentences: list[LabelledSentence]) -> framing.Model:
    """A tiny model of both classifiers."""
    return framing.train(toy_sentences, name="toy", bits=14)


@pytest.fixture(scope="session")
def toy_folder(toy_model: framing.Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model as a folder."""
    folder = tmp_path_factory.mktemp("models") / "toy"
    toy_model.save(folder)
    return folder


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three articles: a-en.txt, b-es.txt, c-en.md."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "a-en.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "b-es.txt").write_text(SPANISH, encoding="utf-8")
    (folder / "c-en.md").write_text("# News\n\n" + ENGLISH, encoding="utf-8")
    return folder
