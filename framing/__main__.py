"""``python -m framing``: the command line.

In: arguments. Out: an exit status. Used where the command `framing` is not on the path.
"""

from __future__ import annotations

from framing.cli import main

main()
