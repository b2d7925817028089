"""What a whole process costs, from nothing to its end.

In: commands. Out: seconds of each, the median of some runs taken in turns, with compiled modules as pip installs them.
Used by `benchmark` and `peer_table`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent


def cold_starts(commands: Mapping[str, Sequence[str]], times: int, *, cpu: bool = False) -> dict[str, float]:
    """Median seconds of each command; with ``cpu`` those of the processor, which a busy machine changes little."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            start = _spent() if cpu else time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
            seconds[name].append((_spent() if cpu else time.perf_counter()) - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def _spent() -> float:
    """Processor seconds of all processes that this one has waited for."""
    times = os.times()
    return times.children_user + times.children_system
