"""How fast and how large: this package beside its peers, in one run on one core.

In: nothing but the checkout, or a file of sentences of one's own. Out: a table, with the stored line
beside the new one. Machines are noisy: look at ratios, not at seconds.

    pip install newsframing[benchmark]
    python scripts/benchmark.py
    python scripts/benchmark.py --text sentences.txt --check
    OMP_NUM_THREADS=1 python scripts/benchmark.py --peers private/real.jsonl

The last prints how well this package's models and their peers do, trained on the same sentences (see `peer_table`).
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from cold_start import cold_starts

import framing
from framing.lexicon import lexicon
from framing.sentences import split

ROOT = Path(__file__).parent.parent
STORED = Path(__file__).with_suffix(".json")
BARS = {"framing, first meeting / fastText": 1.0, "cold start / import numpy, click": 2.0, "model, MB": 8.0}
Row = tuple[str, float, str]


def composed(count: int) -> list[str]:
    """Sentences of news length with as many new words as real news has.

    Halves of the project's own sentences are joined at random, and one word in twelve gets a new ending:
    in 20,000 sentences about one chunk in eight is then met for the first time, as in briefings and papers.
    """
    rng = np.random.default_rng(0)
    rows = [r for r in framing.read_labelled(ROOT / "training_data" / "written") if r.text]
    by_language = {lang: [str(r.text).split() for r in rows if r.language == lang] for lang in ("en", "es")}
    made = []
    for number in range(count):
        pool = by_language["en" if 2 * number < count else "es"]
        left, right = (pool[int(k)] for k in rng.integers(len(pool), size=2))
        words = left[: len(left) // 2 + 2] + right[len(right) // 2 - 2 :]
        for place in np.flatnonzero(rng.random(len(words)) < 1 / 12):
            words[place] += "".join(rng.choice(list("aeiolnrst"), size=3))
        made.append(" ".join(words))
    return made


def read_text(path: Path, count: int) -> list[str]:
    """The first ``count`` lines of at least five words."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        kept = [line.strip() for line in lines if len(line.split()) >= 5]
    return kept[:count]


def rate(work: Callable[[], Any], count: int, times: int) -> float:
    """The best number a second of ``times`` runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return count / best


def our_rates(texts: list[str], times: int) -> list[Row]:
    """Frames by the bundled model, with an empty memory and with one that has met the words."""
    frames = framing.load().frames

    def first_meeting() -> None:
        lexicon.cache_clear()
        frames.predict(texts)

    article = [" ".join(texts[i : i + 15]) for i in range(0, len(texts), 15)]
    sentences = sum(len(split(text)) for text in article)
    return [
        ("framing, first meeting", rate(first_meeting, len(texts), times), "sentences/s"),
        ("framing, words met before", rate(lambda: frames.predict(texts), len(texts), times), "sentences/s"),
        (
            "framing, splitting and language",
            rate(lambda: [split(t) for t in article], sentences, times),
            "sentences/s",
        ),
        ("framing, whole articles", rate(lambda: whole(article), sentences, times), "sentences/s"),
    ]


def whole(articles: list[str]) -> None:
    """Score articles: sentences, frames, sentiment, two actors."""
    lexicon.cache_clear()
    model = framing.load()
    for _ in model.score_many(
        [framing.Article("", text) for text in articles], ["Daniel Noboa", "Luisa González"]
    ):
        pass


def peer_rates(texts: list[str], times: int) -> list[Row]:
    """fastText's supervised model and a scikit-learn pipeline, trained on the same written sentences."""
    rows = [r for r in framing.read_labelled(ROOT / "training_data" / "written") if r.text]
    return [fasttext_rate(rows, texts, times), sklearn_rate(rows, texts)]


def fasttext_rate(rows: list[framing.LabelledSentence], texts: list[str], times: int) -> Row:
    """fastText with word bigrams and subwords (Joulin et al. 2017), one thread."""
    try:
        import fasttext
    except ImportError:
        raise SystemExit('fastText not found: pip install "newsframing[benchmark]"') from None
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for row in rows:
            labels = " ".join(f"__label__{frame}" for frame in row.frames or ("none",))
            file.write(f"{labels} {row.text}\n")
        file.flush()
        model = fasttext.train_supervised(
            file.name, wordNgrams=2, minn=3, maxn=6, dim=100, epoch=5, loss="ova", thread=1, verbose=0
        )
    return (
        "fastText, bigrams and subwords",
        rate(lambda: model.predict(texts, k=-1), len(texts), times),
        "sentences/s",
    )


def sklearn_rate(rows: list[framing.LabelledSentence], texts: list[str]) -> Row:
    """Word and character TF-IDF with logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline, make_union

    both = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
    )
    pipeline = make_pipeline(both, OneVsRestClassifier(LogisticRegression(solver="liblinear")))
    pipeline.fit([str(r.text) for r in rows], [[f in r.frames for f in framing.records.FRAMES] for r in rows])
    return "scikit-learn TF-IDF pipeline", rate(lambda: pipeline.predict(texts), len(texts), 1), "sentences/s"


def cold_start(times: int) -> list[Row]:
    """Seconds of whole processes."""
    article = str(ROOT / "examples" / "runoff_en.txt")
    commands = {
        "import numpy, click": [sys.executable, "-c", "import numpy, click"],
        "framing score, one article": [sys.executable, "-m", "framing", "score", article],
    }
    return [(name, seconds, "s") for name, seconds in cold_starts(commands, times).items()]


def ratios(rows: list[Row]) -> list[Row]:
    """What the bars are set on."""
    value = {name: number for name, number, _ in rows}
    fasttext, ours = value["fastText, bigrams and subwords"], value["framing, first meeting"]
    size = sum(f.stat().st_size for f in (ROOT / "models" / "small").iterdir()) / 1e6
    return [
        ("framing, first meeting / fastText", ours / fasttext, "times"),
        ("framing, words met before / fastText", value["framing, words met before"] / fasttext, "times"),
        ("framing, first meeting / scikit-learn", ours / value["scikit-learn TF-IDF pipeline"], "times"),
        (
            "cold start / import numpy, click",
            value["framing score, one article"] / value["import numpy, click"],
            "times",
        ),
        ("model, MB", size, "MB"),
    ]


def print_peers(real: Path, only: Sequence[str]) -> None:
    """Train and score this package's models and their peers; a row as soon as it is there."""
    import peer_table

    unknown = [name for name in only if name not in peer_table.PEERS]
    if unknown:
        raise click.BadParameter(
            f"{unknown[0]!r} found, one of {', '.join(peer_table.PEERS)} wanted", param_hint="--only"
        )
    split = peer_table.Split(real)
    click.echo(
        f"Trained on {len(split.train):,} sentences, scored on {len(split.test):,} of other articles; F1\n"
    )
    click.echo("| | " + " | ".join((*peer_table.COLUMNS, *peer_table.COSTS)) + " |")
    click.echo("|---" * (1 + len(peer_table.COLUMNS) + len(peer_table.COSTS)) + "|")
    missing = []
    for name, made in peer_table.PEERS.items():
        if only and name not in only:
            continue
        try:
            result = made(split)
        except (ImportError, framing.MissingExtraError, FileNotFoundError) as error:
            missing.append(f"{name} ({error})")
            continue
        scores = ["–" if f1 is None else f"{f1:.3f}".lstrip("0") for f1 in peer_table.macro_f1(result, split)]
        costs = [_whole(cost) for cost in (result.rate, result.seconds, result.megabytes, result.cold)]
        click.echo(f"| {result.name} | " + " | ".join(scores + costs) + " |")
    click.echo(f"\n{peer_table.NOTE}")
    if missing:
        click.echo("Left out: " + "; ".join(missing))


def _whole(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


@click.command(help=__doc__)
@click.option(
    "--text",
    type=click.Path(exists=True, path_type=Path),
    help="Sentences, one a line, instead of made ones.",
)
@click.option("--count", default=20_000, show_default=True, help="How many sentences.")
@click.option("--times", default=5, show_default=True, help="Runs of each, the best of which counts.")
@click.option("--store", is_flag=True, help="Keep this run as the line to compare with.")
@click.option("--check", is_flag=True, help="Exit with 1 if a bar is missed.")
@click.option(
    "--peers",
    "real",
    type=click.Path(exists=True, path_type=Path),
    help="Real labelled sentences with texts: print the table of accuracy instead.",
)
@click.option("--only", multiple=True, help="Of that table only this row; can be given several times.")
def main(
    text: Path | None,
    count: int,
    times: int,
    store: bool,
    check: bool,
    real: Path | None,
    only: tuple[str, ...],
) -> None:
    """Measure, print the table, look at the bars."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if real is not None:
        return print_peers(real, only)
    texts = read_text(text, count) if text else composed(count)
    chunks = [chunk for each in texts for chunk in each.split()]
    click.echo(
        f"{len(texts):,} sentences of {len(chunks) / len(texts):.1f} words, "
        f"{len(set(chunks)) / len(chunks):.1%} of them met for the first time; one core, best of {times}\n"
    )
    rows = our_rates(texts, times) + peer_rates(texts, times) + cold_start(3 * times)
    rows += ratios(rows)
    stored = json.loads(STORED.read_text()) if STORED.exists() else {}
    click.echo("| what | now | stored | unit | bar |\n|---|---|---|---|---|")
    for name, number, unit in rows:
        before = f"{stored[name]:,.3g}" if name in stored else ""
        shown = f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"
        click.echo(f"| {name} | {shown} | {before} | {unit} | {_bar(name)} |")
    if store:
        STORED.write_text(json.dumps({name: round(number, 4) for name, number, _ in rows}, indent=1) + "\n")
    if check and any(not _reached(name, number) for name, number, _ in rows):
        raise SystemExit("a bar is missed")


def _bar(name: str) -> str:
    return f"{'at least' if 'fastText' in name else 'at most'} {BARS[name]:g}" if name in BARS else ""


def _reached(name: str, number: float) -> bool:
    return name not in BARS or (number >= BARS[name] if "fastText" in name else number <= BARS[name])


if __name__ == "__main__":
    main()
