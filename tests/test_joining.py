"""The joint judgement of two models follows the one that knows more, and no probabilities drift."""

from __future__ import annotations

import numpy as np
import pytest

from framing.calibration import logits_of, probabilities
from framing.joining import joined


@pytest.mark.parametrize("several", [True, False])
def test_the_better_judge_is_trusted_and_the_noisy_one_is_not(several):
    rng = np.random.default_rng(0)
    truth = rng.normal(size=(4000, 3))
    draw = rng.random((4000, 3)) < probabilities(truth, True)
    gold = draw.astype(np.int64) if several else np.eye(3, dtype=np.int64)[_drawn(truth, rng)]
    noise = rng.normal(size=truth.shape)
    for network, words, known in ((truth, noise, 0), (noise, truth, 1)):
        fitted = joined(network, words, gold, several)
        np.testing.assert_allclose(fitted[known], 1, atol=0.15)
        np.testing.assert_allclose(fitted[1 - known], 0, atol=0.15)
        logits = network * fitted[0] + words * fitted[1] + fitted[2]
        np.testing.assert_allclose(probabilities(logits, several).mean(axis=0), gold.mean(axis=0), atol=1e-3)


def _drawn(logits, rng):
    return (logits + rng.gumbel(size=logits.shape)).argmax(axis=1)


@pytest.mark.parametrize("several", [True, False])
def test_logits_come_back_from_their_probabilities(several):
    said = probabilities(np.random.default_rng(0).normal(0, 3, (200, 3)), several)
    np.testing.assert_allclose(probabilities(logits_of(said, several), several), said, atol=1e-9)
