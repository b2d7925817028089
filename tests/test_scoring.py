"""The spine: exact places, one result by every way, other languages flagged, nothing heavy imported."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing import Actor, Article
from framing.errors import ActorError, InputError

PARTS = st.sampled_from(
    ["Armed gangs threaten the coast. ", "Ana Torres said that better days will come. ", "“No”, dijo Vega.\n\n",
     "La paz volverá. ", "\ufeff", "\r\n", "¿Quién manda? ", "Dr. ", "…", "𝒳 ", "\x00", "La recuperación promete. "]
)  # fmt: skip


@given(st.lists(PARTS | st.text(max_size=15), max_size=12))
@settings(deadline=None)
def test_places_are_exact_for_any_text(toy_model, parts):
    text = "".join(parts)
    article = toy_model.score(text, actors=[Actor("Ana Torres"), Actor("Luis Vega", ["Vega"])])
    end = 0
    for sentence in article.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert not text[end : sentence.start].strip()
        assert set(sentence.actors.values()) <= {"voice", "about"}
        end = sentence.end
    assert not text[end:].strip()


def test_article_and_classifiers_give_the_same_numbers(toy_model, articles):
    text = (articles / "a-en.txt").read_text()
    sentences = toy_model.score(text).sentences
    texts = [s.text for s in sentences]
    np.testing.assert_array_equal(
        [list(s.probabilities.values()) for s in sentences], toy_model.frames.predict_proba(texts)
    )
    said = [[frame in s.frames for frame in toy_model.frames.classes_] for s in sentences]
    np.testing.assert_array_equal(np.array(said).astype(int), toy_model.frames.predict(texts))
    assert [s.sentiment for s in sentences] == toy_model.sentiment.predict(texts).tolist()


def test_many_articles_come_in_order_with_their_errors(toy_model, articles):
    read = [
        *framing.read_articles([articles]),
        InputError("x: nothing found"),
        Article("last", "The count is over."),
    ]
    one = list(toy_model.score_many(read, ["Ana Torres"]))
    assert [getattr(a, "name", "error") for a in one][-2:] == ["error", "last"]
    assert one[0] == toy_model.score_article(read[0], (Actor("Ana Torres"),))
    side_by_side = list(toy_model.score_many(read * 20, ["Ana Torres"], jobs=2))
    assert [str(a) for a in side_by_side] == [str(a) for a in one] * 20


def test_actors_change_no_score_of_a_name_that_is_masked_anyway(toy_model, articles):
    text = (articles / "a-en.txt").read_text()
    plain, followed = toy_model.score(text), toy_model.score(text, actors=["Ana Torres", "Luis Vega"])
    assert [s.probabilities for s in plain] == [s.probabilities for s in followed]
    assert {name for s in followed for name in s.actors} == {"Ana Torres", "Luis Vega"}


@pytest.mark.parametrize(
    "text",
    ["Le président a promis de protéger la frontière contre les gangs armés et de rétablir la paix dans le pays.",
     "Der Präsident versprach, die Grenze zu schützen und den Frieden im Land bald wiederherzustellen."],
)  # fmt: skip
def test_another_language_is_flagged_and_not_scored(toy_model, text):
    article = toy_model.score(text)
    assert article.language == "other"
    (sentence,) = article.sentences
    assert (sentence.language, sentence.frames, dict(sentence.probabilities), sentence.sentiment) == (
        "other",
        (),
        {},
        "",
    )


def test_an_empty_article_has_no_sentences(toy_model):
    assert toy_model.score("").sentences == toy_model.score(" \n\t").sentences == ()


@pytest.mark.parametrize(
    ("call", "error"),
    [(lambda m: m.score(None), TypeError), (lambda m: m.score(b"bytes"), TypeError),
     (lambda m: m.score("text", actors=[""]), ActorError), (lambda m: m.score("t", actors=["A B", "A B"]), ActorError),
     (lambda m: framing.load("no-such-folder"), framing.ModelMissingError)],
)  # fmt: skip
def test_misuse_is_told_in_one_line(toy_model, call, error):
    with pytest.raises(error) as caught:
        call(toy_model)
    assert "\n" not in str(caught.value)


def test_scoring_imports_nothing_heavy(toy_folder):
    code = (
        f"import sys, framing; m = framing.load({str(toy_folder)!r}); "
        "m.score('The gangs threaten Ana Torres. La paz volverá.', actors=['Ana Torres']); "
        "m.frames.predict(['a']); m.sentiment.predict(['a']); m.frames.explain('a word'); "
        "print([n for n in ('sklearn', 'scipy', 'nltk', 'joblib', 'pandas') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_no_article_is_not_passed_on_unscored(toy_model):
    with pytest.raises(TypeError, match="read_articles"):
        list(toy_model.score_many(["We fear the gangs."]))
