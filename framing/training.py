"""Labelled sentences in, a model and its cross-validated scores out.

In: labelled sentences, and stored figures for those whose text is not there. Out: a `Model` with the
facts of its manifest and its model card. Used by `framing train` and `scripts/make_model.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from framing._version import __version__
from framing.arrays import Floats
from framing.cautions import cautions
from framing.classifier import FrameClassifier, SentimentClassifier, indicator_matrix
from framing.errors import LabelError, NotEnoughDataError
from framing.evaluation import (
    Evaluation,
    article_ids,
    check_rows,
    cross_validated,
    cross_validated_tone,
    said_out_of_fold,
)
from framing.features import Figures
from framing.joint_scorer import Read
from framing.known_errors import known_errors
from framing.labelling import sha1_of
from framing.records import FRAMES, LabelledSentence
from framing.scorer_file import network_of
from framing.scoring import Model, load
from framing.stored_figures import StoredFigures
from framing.word_network import TaughtNetwork, WordNetwork
from framing.word_table import WordTable

#: Kinds of text written with the frames in mind: they teach, but set no thresholds and no calibration.
WRITTEN_KINDS = ("planted", "commissioned")
#: Natural sentences under which written ones set thresholds and calibration too.
LEAST_NATURAL = 200
#: Share of framed sentences from which a document is on the subject: real ones, and those of writers who knew none.
LEAST_SHARE = {"real": 0.2, "statement": 0.2, "natural": 0.4, "hard": 0.4}
#: Kinds of text that are no news, such as what a government says of itself: hope and cooperation stand in it more often
#: and more plainly. They teach and are scored, but set no thresholds and no calibration.
NO_NEWS = ("statement",)
#: Sentences under which a sentence encoder does better than words.
FEW_SENTENCES = 1000
#: Share of the sentences from which on a network that has learnt from them is left out: of what it knows by heart
#: cross-validation would say too much.
MOST_LEARNT = 0.05
#: Sentences, and sentences with a frame, under which training is refused.
LEAST_SENTENCES, LEAST_OF_A_FRAME = 20, 5


def train(
    labelled: Sequence[LabelledSentence],
    *,
    stored: StoredFigures | None = None,
    table: WordTable | None = None,
    network: TaughtNetwork | None = None,
    transfer: bool = True,
    name: str = "",
    decision: str | None = None,
    read_names: bool | None = None,
    progress: Callable[[int], object] = int,
    **parameters: Any,
) -> Model:
    """Train frames, and sentiment where at least two values are coded.

    Parameters
    ----------
    labelled : coded sentences; their order does not matter. Any frames can be trained. Sentences of an
        article stay together in cross-validation; those of `WRITTEN_KINDS` set no thresholds.
    stored : figures of the sentences that have a sha1 in the place of their text.
    table : what a teacher thinks of single words (see `framing.word_table`); default: none. With one, only the
        articles that its teacher has not learnt from set thresholds and are scored.
    network : what stands beside the words (see `framing.word_network`); default: none. With one, only sentences
        that it has not learnt from set thresholds and are scored.
    transfer : whether what the network of the bundled model finds in neighbouring words is read beside the words, for
        any frames: it has learnt from far more text, so that fewer labels are needed (transfer learning). The model
        keeps that network, 2 MB. It is left out all the same with an encoder, with ``table`` or ``network``, with other
        ``bits`` than it has, with stored figures, and where it has learnt from more than a twentieth of the sentences.
    name : what the model is called in its manifest.
    decision : how many frames a sentence is given, see `FrameClassifier`; default: as the sentences are coded.
    read_names : whether names are words like any other. Default None: not where the frames are the four of the
        bundled model, which must be blind to who is named; other frames are often about somebody, so there they are.
    progress : called with the percentage done, 0 to 100, as training goes on.
    parameters : of `FrameClassifier` and `SentimentClassifier`; the defaults suit any data.

    Returns
    -------
    model : with cross-validated scores in ``model.facts["scores"]`` and its card in ``model.card``.

    Raises
    ------
    NotEnoughDataError : fewer than 20 sentences, 2 articles, or 5 sentences of every frame.
    LabelError : a sentence has neither text nor stored figures.
    """
    check_rows(labelled)
    rows = in_order(labelled)
    labels, gold = _checked(rows)
    parameters["read_names"] = not set(labels) <= set(FRAMES) if read_names is None else read_names
    plain = table is None and network is None and parameters.get("encoder") is None
    filters = _transferred(rows, parameters) if transfer and plain else None
    if filters is not None:
        parameters["bits"] = filters.bits
    frames = FrameClassifier(decision=decision, **parameters)
    figures = _figures(rows, frames, stored)
    groups = [str(article) for article in article_ids(rows)]
    natural = natural_rows(rows)
    unseen = np.ones(len(rows), np.bool_) if table is None else table.unseen(groups)
    if network is not None:
        assert isinstance(figures, Figures), "a network stands beside words alone"
        evidence, strange = network.judged([sha1_of_row(row) for row in rows], figures)
        unseen &= strange
    natural &= unseen  # what a teacher has learnt from does not tell how its student does on new articles
    setting = _enough(natural & sets_thresholds(rows, groups), gold)
    coded = np.flatnonzero([bool(row.sentiment) for row in rows])
    tones = np.array([row.sentiment for row in rows])[coded]
    toned = len(set(tones)) > 1 and len({groups[i] for i in coded}) > 1
    halves = 2 if toned else 1
    step = _steps(progress, 0, 100 // halves, frames.most_fits)
    frames.fit_figures(
        figures, gold, groups=groups, natural=setting, frames=labels, step=step, table=table, network=filters
    )
    if network is not None:
        _join(frames, network, evidence, gold, strange, setting)
    said = said_out_of_fold(gold, frames.out_of_fold_, frames.fold_, setting, frames.decision_)
    scores = cross_validated(rows, labels, gold, said, frames.out_of_fold_, natural)
    sentiment, tone = None, None
    if toned:
        sentiment = SentimentClassifier(**parameters).fit_figures(
            figures.take(coded), tones, groups=[groups[i] for i in coded],
            natural=_enough(setting[coded], tones[:, None] == np.unique(tones)),
            step=_steps(progress, 50, 100, frames.most_fits), table=table, network=filters,
        )  # fmt: skip
        if network is not None:
            indicator = (tones[:, None] == sentiment.classes_).astype(np.int64)
            _join(sentiment, network, evidence[coded], indicator, strange[coded], setting[coded])
        judged = _enough(natural[coded], tones[:, None] == np.unique(tones))
        tone = cross_validated_tone(
            [rows[i] for i in coded], sentiment.classes_.tolist(), sentiment.out_of_fold_, judged
        )
    evaluation = Evaluation(int(natural.sum()), len(set(np.array(groups)[natural])), scores, tone)
    facts = facts_of(rows, labels, name, evaluation)
    facts["transfer"] = filters is not None
    facts["chosen"] = {
        part: {"C": each.C_}
        for part, each in (("frames", frames), ("sentiment", sentiment))
        if each is not None
    }
    facts["cautions"] = cautions(rows, frames, evaluation)
    facts["errors"] = known_errors(rows, labels, gold, said, frames.out_of_fold_, unseen)
    progress(100)
    return Model(frames, sentiment, facts)


def _transferred(rows: Sequence[LabelledSentence], parameters: dict[str, Any]) -> WordNetwork | None:
    """The network of the bundled model, unless it does not suit: see `train`."""
    if any(row.text is None for row in rows):
        return None
    network = network_of(load().frames.scorer_)
    if network is None or parameters.get("bits", network.bits) != network.bits:
        return None
    learnt = network.has_learnt([sha1_of_row(row) for row in rows])
    return network if learnt.mean() <= MOST_LEARNT else None


def _join(
    classifier: FrameClassifier | SentimentClassifier,
    network: TaughtNetwork,
    evidence: Floats,
    gold: npt.NDArray[np.int64],
    strange: npt.NDArray[np.bool_],
    setting: npt.NDArray[np.bool_],
) -> None:
    """Put ``network`` beside the words: ``strange`` rows it has not learnt from, ``setting`` ones weigh both."""
    columns = network.columns_of([str(label) for label in classifier.classes_])
    classifier.join(network, evidence[strange][:, columns], gold, strange, setting & strange)


def _steps(progress: Callable[[int], object], first: int, last: int, most: int) -> Callable[[], object]:
    """A function that moves ``progress`` from ``first`` to at most ``last`` percent in ``most`` calls."""
    done = iter(range(1, most + 1))
    return lambda: progress(first + (last - first) * next(done) // most)


def in_order(labelled: Sequence[LabelledSentence]) -> list[LabelledSentence]:
    """The sentences in the order in which they are trained, and out-of-fold probabilities given."""
    return sorted(labelled, key=lambda row: (sha1_of_row(row), row.article, row.position or 0))


def sha1_of_row(row: LabelledSentence) -> str:
    """The SHA-1 of the sentence, whether its text is there or not."""
    return row.sha1 or sha1_of(row.text or "")


def _checked(rows: Sequence[LabelledSentence]) -> tuple[list[str], npt.NDArray[np.int64]]:
    count = Counter(frame for row in rows for frame in row.frames)
    if len(rows) < LEAST_SENTENCES or len(set(article_ids(rows))) < 2:
        raise NotEnoughDataError(
            f"{len(rows)} labelled sentences found, at least {LEAST_SENTENCES} in two articles wanted: code more"
        )
    scarce = [frame for frame, n in count.items() if n < LEAST_OF_A_FRAME]
    if scarce or not count:
        found = f"{count[scarce[0]]} sentences with {scarce[0]!r}" if scarce else "no frame"
        raise NotEnoughDataError(
            f"{found} found, at least {LEAST_OF_A_FRAME} of each frame wanted: code more, or leave the frame out"
        )
    always = [frame for frame, n in count.items() if n > len(rows) - LEAST_OF_A_FRAME]
    if always:
        raise NotEnoughDataError(
            f"{len(rows) - count[always[0]]} sentences without {always[0]!r} found, at least {LEAST_OF_A_FRAME} "
            "wanted: add sentences that do not carry it"
        )
    return indicator_matrix(
        [row.frames for row in rows], FRAMES if set(count) == set(FRAMES) else sorted(count)
    )


def _figures(
    rows: Sequence[LabelledSentence], classifier: FrameClassifier, stored: StoredFigures | None
) -> Read:
    """The figures or vectors of all rows in order, from text where there is one."""
    if classifier.encoder is not None:
        texts = [row.text for row in rows if row.text is not None]
        if len(texts) < len(rows):
            raise LabelError(
                f"{len(rows) - len(texts)} sentences without text found, text wanted for an encoder: "
                "restore them with scripts/data.py restore, or leave them out"
            )
        return classifier.read(texts)
    written = np.flatnonzero([row.text is not None for row in rows])
    bare = np.flatnonzero([row.text is None for row in rows])
    parts: list[Any] = []
    order = []
    if len(written):
        parts.append(classifier.read([row.text for row in rows if row.text is not None]))
        order.append(written)
    if len(bare):
        parts.append(_from_store(rows, bare, classifier, stored))
        order.append(bare)
    return Figures.join(parts).take(np.argsort(np.concatenate(order)))


def _from_store(
    rows: Sequence[LabelledSentence],
    bare: npt.NDArray[np.int64],
    classifier: FrameClassifier,
    stored: StoredFigures | None,
) -> Figures:
    if stored is None:
        raise LabelError(
            f"{len(bare)} sentences without text found, text or stored figures wanted: "
            "restore them with scripts/data.py restore, or leave them out"
        )
    if stored.options != classifier.options:
        raise LabelError(
            f"figures stored with {stored.options} found, {classifier.options} wanted: run scripts/make_figures.py"
        )
    found = stored.rows_of([rows[i].sha1 for i in bare])
    if (found < 0).any():
        missing = rows[bare[int(np.argmin(found))]]
        raise LabelError(
            f"no figures found for {missing.article}:{missing.position} and {int((found < 0).sum()) - 1} more, "
            "figures of each sentence without text wanted: run scripts/make_figures.py"
        )
    return stored.figures.take(found)


def training_sum(rows: Sequence[LabelledSentence]) -> str:
    """A sha256 over texts and codes that names the training data, whatever their order."""
    coded = sorted([sha1_of_row(r), sorted(r.frames), r.sentiment, r.article, r.kind] for r in rows)
    return hashlib.sha256(json.dumps(coded).encode()).hexdigest()


def natural_rows(rows: Sequence[LabelledSentence]) -> npt.NDArray[np.bool_]:
    """Which rows set thresholds and calibration: those not written for the project, if there are enough."""
    natural = np.array([row.kind not in WRITTEN_KINDS for row in rows], dtype=np.bool_)
    return natural if natural.sum() >= LEAST_NATURAL else np.ones(len(rows), dtype=np.bool_)


def _enough(chosen: npt.NDArray[np.bool_], indicator: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """``chosen`` rows, or all where among the chosen a label is too rare or too common to set a threshold."""
    there = indicator[chosen].sum(axis=0)
    fair = (there >= LEAST_OF_A_FRAME) & (chosen.sum() - there >= LEAST_OF_A_FRAME)
    return chosen if fair.all() else np.ones(len(chosen), dtype=np.bool_)


def sets_thresholds(rows: Sequence[LabelledSentence], groups: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which rows may set thresholds and calibration by what they are: news, on the subject."""
    return on_subject(rows, groups) & np.array([row.kind not in NO_NEWS for row in rows], dtype=np.bool_)


def on_subject(rows: Sequence[LabelledSentence], groups: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which rows are of documents on the subject.

    The bundled real documents are on all subjects, celebrities and recipes too, and some written ones are all colour;
    frames are asked for where politics is reported. So of them only those count in which `LEAST_SHARE` of the
    sentences carry a frame. Rows of other kinds always count.
    """
    carried, total = Counter[str](), Counter[str]()
    for row, group in zip(rows, groups, strict=True):
        total[group] += 1
        carried[group] += bool(row.frames)
    return np.array(
        [
            carried[g] >= LEAST_SHARE.get(row.kind, 0.0) * total[g]
            for row, g in zip(rows, groups, strict=True)
        ],
        dtype=np.bool_,
    )


def facts_of(
    rows: Sequence[LabelledSentence], labels: Sequence[str], name: str, evaluation: Evaluation
) -> dict[str, Any]:
    """What a model's manifest says of its training data, versions and scores."""
    languages = Counter(row.language or "unknown" for row in rows)
    return {
        "name": name,
        "framing": __version__,
        "frames": list(labels),
        "languages": sorted(languages) if set(languages) <= {"en", "es"} else ["en", "es"],
        "training": {
            "sha256": training_sum(rows),
            "sentences": len(rows),
            "articles": len(set(article_ids(rows))),
            "by_language": dict(sorted(languages.items())),
            "by_kind": dict(sorted(Counter(row.kind or "unnamed" for row in rows).items())),
            "by_frame": {label: sum(label in row.frames for row in rows) for label in labels},
        },
        "versions": {package: version(package) for package in ("numpy", "scipy", "scikit-learn")},
        "scores": evaluation.to_dict(),
    }
