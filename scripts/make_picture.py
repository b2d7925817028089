"""Draw the README's pictures: what `framing score` prints on a terminal, and the page of `framing compare`.

In: the examples and the bundled model. Out: `docs/score.svg`, which asks nothing of the network, and
`docs/report.png`, the first screen of the page as chromium shows it (left as it is where there is none).

    pip install -e ".[dev]"
    python scripts/make_picture.py
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "docs" / "report.png"
TARGET = ROOT / "docs" / "score.svg"
COMMAND = [
    "score",
    "examples/runoff_en.txt",
    "--actor",
    "Daniel Noboa=Noboa",
    "--actor",
    "Luisa González=González",
]


def printed() -> list[str]:
    """The lines of the command, in colour: the heading, five sentences and the summary."""
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "84"}
    done = subprocess.run(
        [sys.executable, "-m", "framing", *COMMAND],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    lines = done.stdout.splitlines()
    at = {
        int(m.group(1)): i
        for i, line in enumerate(lines)
        if (m := re.match(r"\D*?(\d+)  \S", line.strip("\033[2m")))
    }
    return [
        *lines[:2],
        *lines[at[9] : at[14]],
        *lines[next(i for i, s in enumerate(lines) if "Frames, share" in s) - 1 :],
    ]


def main() -> None:
    """Record the lines and write the picture, without fonts from elsewhere."""
    console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(printed())))
    svg = console.export_svg(title="framing score examples/runoff_en.txt")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace(
        "Fira Code", "DejaVu Sans Mono, Menlo, Consolas"
    )
    TARGET.write_text(svg, encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


def report() -> None:
    """Take the picture of the page's first screen."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print(f"no chromium found, {REPORT.relative_to(ROOT)} is left as it is", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        actors = ("--actor", "Daniel Noboa=Noboa", "--actor", "Luisa González=González")
        compare = ("compare", "examples/runoff.jsonl", *actors, "--format", "html", "-o", str(page))
        subprocess.run([sys.executable, "-m", "framing", *compare], check=True, cwd=ROOT)
        quiet = (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--hide-scrollbars",
        )
        shot = ("--window-size=1120,1010", f"--user-data-dir={folder}/profile", f"--screenshot={REPORT}")
        subprocess.run([chromium, *quiet, *shot, page.as_uri()], check=True, capture_output=True)
    print(f"{REPORT.relative_to(ROOT)}: {REPORT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
    report()
