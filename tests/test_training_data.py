"""The data that the project carries: it reads, it is whole, and it holds no text that is not its own."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from framing.checking import CheckReport, check
from framing.labelling import read_labelled
from framing.records import SENTIMENTS
from framing.tables import read_jsonl

DATA = Path(__file__).parent.parent / "training_data"
FRAMES = ("fear", "hope", "sovereignty", "cooperation")
CODES = [row for _, row in read_jsonl(DATA / "real" / "codes.jsonl")]


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check(read_labelled(DATA), labels=FRAMES)


def test_the_check_finds_no_problem(report: CheckReport) -> None:
    assert report.problems == ()
    assert report.near_repeats == 0


def test_the_card_has_the_figures(report: CheckReport) -> None:
    card = (DATA / "CARD.md").read_text("utf-8")
    assert f"{report.sentences:,} coded" in card
    for g in report.groups:
        codes = [g.frames[name] for name in FRAMES] + [g.sentiment[tone] for tone in SENTIMENTS]
        cells = [g.kind, g.language, *(f"{n:,}" for n in (g.articles, g.sentences, *codes))]
        assert f"| {' | '.join(cells)} |" in card
    alphas = [report.agreement.frames[name] for name in FRAMES]
    alphas += [report.agreement.frame_sets, report.agreement.sentiment]
    shown = " | ".join(f"{alpha:.2f}"[1:] for alpha in alphas if alpha is not None)
    assert f"| all coded twice, {report.agreement.sentences:,} | {shown} |" in card


def test_written_sentences_are_the_projects_own_and_fully_coded() -> None:
    for path in sorted((DATA / "written").iterdir()):
        kind, _, rest = path.stem.partition("_")
        sentences = read_labelled(path)
        assert {s.kind for s in sentences} == {kind}
        assert {s.language for s in sentences} == {rest[:2]}
        assert {s.source for s in sentences} == {"written for this project"}
        assert all(s.text and s.article and s.sentiment for s in sentences)


def test_no_article_stands_in_two_files() -> None:
    files = [DATA / "real" / "codes.jsonl", *(DATA / "written").iterdir()]
    owners = Counter(article for path in files for article in {s.article for s in read_labelled(path)})
    assert max(owners.values()) == 1


def test_real_codes_hold_pointers_and_no_text() -> None:
    columns = {"article", "passage", "position", "language", "kind", "genre", "source", "licence", "length"}
    columns |= {"sha1", "frames", "sentiment"}
    for row in CODES:
        assert set(row) - {"coders", "coders_sentiment"} == columns
        assert " " not in row["source"]  # a path or a number, never a title
        assert row["kind"] == ("statement" if row["genre"] == "gov" else "real")
        assert row["length"] > 0
    places = Counter((row["passage"], row["position"]) for row in CODES)
    assert max(places.values()) == 1


def test_a_document_is_one_article() -> None:
    articles = {(row["source"], row["article"]) for row in CODES}
    assert (
        len(articles) == len({source for source, _ in articles}) == len({article for _, article in articles})
    )


def test_every_disagreement_was_decided_and_the_decision_counts() -> None:
    decisions = json.loads((DATA / "real" / "adjudicated.json").read_text("utf-8"))
    decided = {(d["passage"], d["position"]): (set(d["frames"]), d["sentiment"]) for d in decisions}
    twice = [row for row in CODES if "coders" in row]
    for row in twice:
        frames = {frozenset(f) for f in row["coders"].values()}
        tones = set(row["coders_sentiment"].values())
        code = (set(row["frames"]), row["sentiment"])
        place = (row["passage"], row["position"])
        if len(frames) > 1 or len(tones) > 1:
            assert code == decided.pop(place)
        else:
            assert code == (set(*frames), *tones)
    assert not decided
    assert all(d["reason"] and len(d["reason"]) < 150 for d in decisions)
