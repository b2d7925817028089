"""Two models on the same sentences: which is better, or that the data cannot tell."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.errors import LabelError, NotEnoughDataError
from framing.evaluation import evaluate
from framing.paired import paired


@pytest.fixture(scope="module")
def poor(toy_sentences):
    """A model whose frames were dealt to the wrong sentences."""
    frames = [row.frames for row in toy_sentences]
    return framing.train(
        [
            replace(row, frames=other)
            for row, other in zip(toy_sentences, frames[7:] + frames[:7], strict=True)
        ],
        bits=14,
    )


def test_a_model_is_no_better_than_itself(toy_model, toy_sentences):
    for found in paired(toy_model, toy_model, toy_sentences):
        assert found.difference == found.low == found.high == 0
        assert "the data cannot tell" in found.verdict("a", "b")


def test_the_better_model_is_named_whichever_comes_first(toy_model, poor, toy_sentences):
    there, back = (paired(*pair, toy_sentences)[0] for pair in ((toy_model, poor), (poor, toy_model)))
    assert 0 < there.low < there.difference < there.high
    assert "good is better" in there.verdict("good", "poor")
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low))
    assert "good is better" in back.verdict("poor", "good")


def test_scores_are_those_of_evaluate(toy_model, poor, toy_sentences):
    frames, sentiment = paired(toy_model, poor, toy_sentences)
    assert frames.first == pytest.approx(evaluate(toy_model, toy_sentences).frames.macro_f1)
    assert frames.second == pytest.approx(evaluate(poor, toy_sentences).frames.macro_f1)
    assert sentiment.first == pytest.approx(evaluate(toy_model, toy_sentences).sentiment.macro_f1)


def test_few_articles_give_no_interval(toy_model, poor, toy_sentences):
    few = [row for row in toy_sentences if row.article in {"toy-0", "toy-1"}]
    found = paired(toy_model, poor, few)[0]
    assert found.low is None
    assert "under 10 articles" in found.verdict("a", "b")


def test_models_of_other_frames_are_refused(toy_model, toy_sentences):
    other = framing.train(
        [replace(row, frames=tuple(f"x-{f}" for f in row.frames)) for row in toy_sentences], bits=14
    )
    with pytest.raises(LabelError, match="compare models of the same frames"):
        paired(toy_model, other, toy_sentences)
    with pytest.raises(NotEnoughDataError):
        paired(toy_model, toy_model, [])


def test_the_command_says_it_in_words_and_in_json(toy_folder, toy_sentences, tmp_path):
    data = tmp_path / "coded.jsonl"
    rows = [
        {"text": r.text, "frames": list(r.frames), "sentiment": r.sentiment, "article": r.article}
        for r in toy_sentences
    ]
    data.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    arguments = ["evaluate", str(data), "--model", str(toy_folder), "--against", str(toy_folder)]
    found = CliRunner().invoke(main, arguments)
    assert found.exit_code == 0, found.output
    assert "frames: " in found.stdout
    assert "the data cannot tell which is better" in found.stdout
    as_json = json.loads(CliRunner().invoke(main, [*arguments, "-f", "json"]).stdout)
    assert [each["what"] for each in as_json["against"]] == ["frames", "sentiment"]
