"""Do the intervals hold? scripts/simulate_comparison.py, a little of it always and all of it when there is time."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    sys.path.insert(0, str(SCRIPTS))
    try:
        import simulate_comparison
    finally:
        sys.path.remove(str(SCRIPTS))
    return simulate_comparison


def test_counts_miss_what_the_correction_finds(script: ModuleType) -> None:
    rows = {(row.gold, row.kind): row for row in script.simulate(script.WORLDS[0], 200)}
    assert rows[100, "uncorrected"].coverage < 0.05
    assert 0.88 < rows[100, "corrected"].coverage <= 1
    assert rows[100, "corrected"].width < 0.95 * rows[100, "gold alone"].width


@pytest.mark.slow
def test_corrected_intervals_cover_and_are_not_wider(script: ModuleType) -> None:
    """Every world, 4,000 draws: the standard error of a coverage is .34 points."""
    for world in script.WORLDS:
        rows = {(row.gold, row.kind): row for row in script.simulate(world, 4000, seed=1)}
        for gold in world.gold:
            found, alone = rows[gold, "corrected"], rows[gold, "gold alone"]
            assert found.width <= 1.02 * alone.width, (world.name, gold)
            if gold >= 50:
                assert 0.93 <= found.coverage <= 0.97, (world.name, gold, found.coverage)
                assert 0.92 <= found.share_coverage <= 0.985, (world.name, gold, found.share_coverage)


@pytest.mark.slow
def test_counts_cover_next_to_nothing_when_errors_differ(script: ModuleType) -> None:
    rows = list(script.simulate(script.WORLDS[0], 1000, seed=1))
    assert max(row.coverage for row in rows if row.kind == "uncorrected") < 0.04


def test_the_table_is_printed(
    script: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["simulate_comparison.py", "--draws", "5"])
    monkeypatch.setattr(script, "WORLDS", script.WORLDS[:2])
    script.main()
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("as usual") for line in lines) == 5
    assert "uncorrected" in lines[3]
