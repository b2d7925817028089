"""The text classifiers: scikit-learn's manners, blind to names, exact explanations, one result by both ways."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_predict, cross_val_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.validation import check_is_fitted

from framing import FrameClassifier, SentimentClassifier, read_labelled
from framing.errors import FramingError, LabelError
from framing.records import FRAMES

WRITTEN = Path(__file__).parent.parent / "training_data" / "written"
LETTERS = st.sampled_from("bcdfghjklmnpqrstvwxyz")
#: Made-up surnames that no word list holds.
NAMES = st.builds(lambda a, b, c: f"{a.upper()}{b}o{c}uq", LETTERS, LETTERS, LETTERS)


@pytest.fixture(scope="module")
def rows():
    return read_labelled(WRITTEN)[:700]


@pytest.fixture(scope="module")
def texts(rows):
    return [row.text for row in rows]


@pytest.fixture(scope="module")
def y(rows):
    return np.array([[frame in row.frames for frame in FRAMES] for row in rows]).astype(int)


@pytest.fixture(scope="module")
def groups(rows):
    return np.array([row.article for row in rows])


@pytest.fixture(scope="module")
def fitted(texts, y, groups):
    return FrameClassifier().fit(texts, y, groups=groups)


@pytest.fixture(scope="module")
def tone(texts, rows):
    return SentimentClassifier().fit(texts, [row.sentiment for row in rows])


def test_the_light_scorer_equals_the_estimator(fitted, tone, texts):
    for classifier in (fitted, tone):
        logits = classifier.transform(texts) @ classifier.coef_.T + classifier.intercept_
        np.testing.assert_allclose(classifier.decision_function(texts), logits, atol=1e-6)
        expected = 1 / (1 + np.exp(-logits)) if classifier.multilabel else np.exp(logits)
        if not classifier.multilabel:
            expected /= expected.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(classifier.predict_proba(texts), expected, atol=1e-6)


@given(one=NAMES, other=NAMES, place=st.integers(0, 699))
@settings(deadline=None, max_examples=60)
def test_no_name_changes_a_score(fitted, tone, texts, one, other, place):
    text = texts[place]
    for wrap in ("{} said: {}", "{1} — dijo {0}", "Según {0}, {1}", "{1} ({0} and his allies agree.)"):
        pair = [wrap.format(name, text) for name in (one, other, f"Ana {one}", f"J. {other} de la {one}")]
        for classifier in (fitted, tone):
            scores = classifier.predict_proba(pair)
            np.testing.assert_array_equal(scores, np.broadcast_to(scores[0], scores.shape))


def test_the_two_candidates_are_one_to_the_model(fitted, texts):
    around = [f"{{}} {text[0].lower()}{text[1:]}" for text in texts[:200]]
    for one, other in (("Noboa", "González"), ("Daniel Noboa", "Luisa González"), ("NOBOA", "Gonzalez")):
        np.testing.assert_array_equal(
            fitted.predict_proba([a.format(one) for a in around]),
            fitted.predict_proba([a.format(other) for a in around]),
        )


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
@settings(deadline=None)
def test_contributions_sum_to_the_decision(fitted, tone, texts):
    for classifier in (fitted, tone):
        decision = classifier.decision_function(texts)
        for row, text in enumerate(texts):
            for k, (label, words) in enumerate(classifier.explain(text).items()):
                assert label == classifier.classes_[k]
                total = sum(value for _, _, value in words) + classifier.intercept_[k]
                assert total == pytest.approx(decision[row, k], abs=1e-9)
                assert all(0 <= start < end <= len(text) for start, end, _ in words)


def test_explanations_point_at_words_and_whole_names(fitted):
    text = "La guerra, dijo María de la Cruz, no volverá."
    words = [text[start:end] for start, end, _ in fitted.explain(text)["0"]]
    assert words == ["La", "guerra", "dijo", "María de la Cruz", "no", "volverá"]


def test_it_learns_from_other_articles(texts, y, groups):
    found = cross_val_predict(
        FrameClassifier(), texts, y, groups=groups, cv=GroupKFold(3), method="predict_proba"
    )
    assert found.shape == y.shape
    assert average_precision_score(y, found, average="micro") > 2 * y.mean()


def test_scikit_learn_manners(texts, y, groups):
    classifier = FrameClassifier(C=1.5, bits=14)
    copy = clone(classifier)
    assert copy.get_params() == classifier.get_params()
    assert copy is not classifier
    assert repr(classifier) == "FrameClassifier(C=1.5, bits=14)"
    assert cross_val_score(SentimentClassifier(bits=14), texts, y[:, 0], cv=3).shape == (3,)
    search = GridSearchCV(classifier, {"C": [0.5, 4.0]}, cv=GroupKFold(2)).fit(texts, y, groups=groups)
    assert search.best_params_["C"] in (0.5, 4.0)
    assert search.predict(texts[:3]).shape == (3, 4)
    lower = FunctionTransformer(lambda lines: [line.lower() for line in lines])
    pipeline = Pipeline([("lower", lower), ("frames", FrameClassifier(bits=14))]).fit(texts, y)
    assert pipeline.predict_proba(texts[:2]).shape == (2, 4)
    pipeline.set_params(frames__C=1.0)
    assert pipeline.get_params()["frames__C"] == 1.0


def test_features_serve_other_estimators(texts, y):
    class Features(FrameClassifier):
        def fit(self, texts, y=None):
            return self

        def __sklearn_is_fitted__(self):
            return True

    both = FeatureUnion([("ours", Features(bits=14)), ("words", TfidfVectorizer())])
    chain = Pipeline([("both", both), ("head", OneVsRestClassifier(LogisticRegression(max_iter=500)))])
    assert chain.fit(texts[:200], y[:200]).predict(texts[:5]).shape == (5, 4)


def test_pickle_and_order(fitted, texts):
    back = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_array_equal(back.predict_proba(texts[:50]), fitted.predict_proba(texts[:50]))
    np.testing.assert_array_equal(
        fitted.predict_proba(texts[:50][::-1]), fitted.predict_proba(texts[:50])[::-1]
    )
    check_is_fitted(back)


def test_labels_by_name_and_by_matrix_are_the_same(rows, texts, y, fitted):
    named = FrameClassifier().fit(texts, [row.frames for row in rows], groups=[row.article for row in rows])
    order = [named.classes_.tolist().index(frame) for frame in FRAMES]
    np.testing.assert_allclose(
        named.predict_proba(texts[:99])[:, order], fitted.predict_proba(texts[:99]), atol=1e-3
    )
    assert fitted.classes_.tolist() == ["0", "1", "2", "3"]


def test_any_label_set_can_be_trained(texts):
    labels = [["long"] if len(t) > 120 else ["short", "brief"] if len(t) < 60 else [] for t in texts]
    classifier = FrameClassifier().fit(texts, labels)
    assert classifier.classes_.tolist() == ["brief", "long", "short"]
    single = FrameClassifier().fit(texts, [["long"] if "long" in each else [] for each in labels])
    assert single.predict(texts).shape == (len(texts), 1)


def test_an_empty_or_wordless_sentence_gets_the_base_rate(fitted):
    np.testing.assert_allclose(fitted.decision_function(["", "—", " \n"]), np.tile(fitted.intercept_, (3, 1)))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda c: c.predict("a lone string"), TypeError, "write [text]"),
        (lambda c: c.predict([]), ValueError, "empty list"),
        (lambda c: c.predict([None]), TypeError, "place 0"),
        (lambda c: c.predict(np.zeros((2, 2))), ValueError, "2 dimensions"),
        (lambda c: FrameClassifier().predict(["text"]), NotFittedError, "call fit"),
        (lambda c: FrameClassifier().fit(["a", "b"], ["fear", "hope"]), LabelError, "list of labels"),
        (lambda c: FrameClassifier().fit(["a", "b"], [["fear"]]), ValueError, "1 labels for 2 sentences"),
        (lambda c: FrameClassifier().fit(["a", "b"], [[], []]), FramingError, "no frame found"),
        (lambda c: FrameClassifier().fit(["a", "b"], np.array([[0, 2], [1, 0]])), LabelError, "0/1 matrix"),
        (lambda c: SentimentClassifier().fit(["a", "b"], ["good", "good"]), FramingError, "one label found"),
        (lambda c: FrameClassifier().set_params(D=1), ValueError, "one of C, balance"),
    ],
)
def test_misuse_is_told_in_one_line(fitted, call, error, words):
    with pytest.raises(error) as caught:
        call(fitted)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_labels_keep_their_kind_and_scorers_work(texts, y):
    tone = SentimentClassifier(bits=14).fit(texts, y[:, 3])
    assert set(tone.predict(texts).tolist()) <= {0, 1}
    assert tone.decision_function(texts).shape == (len(texts),)
    assert np.isfinite(
        cross_val_score(SentimentClassifier(bits=14), texts, y[:, 3], scoring="roc_auc", cv=2)
    ).all()
    sparse = FrameClassifier(bits=14).fit(texts, csr_matrix(y))
    assert sparse.predict(texts[:3]).shape == (3, 4)
    numbered = FrameClassifier(bits=14).fit(texts, [np.flatnonzero(row).tolist() for row in y])
    assert numbered.classes_.tolist() == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    "wrong", [{"bits": 6}, {"bits": 25}, {"ngram_weight": 0}, {"folds": 1}, {"folds": 2.5}]
)
def test_a_parameter_out_of_range_is_told(texts, y, wrong):
    with pytest.raises(ValueError, match="wanted"):
        FrameClassifier(**wrong).fit(texts[:50], y[:50])


def test_few_texts_are_scored_as_many_are(toy_model, toy_sentences, monkeypatch):
    texts = [sentence.text for sentence in toy_sentences]
    few = pickle.loads(pickle.dumps(toy_model.frames.scorer_))  # remembers nothing
    many = pickle.loads(pickle.dumps(toy_model.frames.scorer_))
    by_search = few.logits(few.read(texts))
    monkeypatch.setattr("framing.scorer._FEW", 0)
    np.testing.assert_array_equal(by_search, many.logits(many.read(texts)))
