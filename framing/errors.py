"""The error tree: every problem that framing names, so that callers can catch one kind or all.

In: nothing. Out: exception classes, raised by every other module and turned into exit status 1
by the command line.

    FramingError                 anything that framing names itself
    ├── InputError               a file, folder or stream that cannot be read as articles
    ├── LabelError               labelled data that breaks its format: file, line and column named
    ├── ActorError               an actor that is unknown, empty or given twice
    ├── ModelError               a model folder that cannot be used
    │   ├── ModelMissingError    no model there
    │   ├── ModelForeignError    a folder or file that is not a framing model
    │   ├── ModelDamagedError    truncated, changed or inconsistent contents
    │   └── ModelNewerError      written by a newer framing than this one
    ├── NotEnoughDataError       too few sentences, articles or labels to do what was asked
    └── MissingExtraError        an optional package is needed; the message names the pip line

A message has three parts on one line: what was found, what was wanted, what to do next.
"""

from __future__ import annotations


class FramingError(Exception):
    """Base of every error that framing raises under its own name."""


class InputError(FramingError, ValueError):
    """An article file, folder or stream cannot be read."""


class LabelError(FramingError, ValueError):
    """Labelled data breaks its format; the message names file, line and column."""


class ActorError(FramingError, ValueError):
    """An actor is unknown, empty, or shares a name with another."""


class ModelError(FramingError):
    """A model folder cannot be used; see the subclasses for the reason."""


class ModelMissingError(ModelError, FileNotFoundError):
    """There is no model at the path given."""


class ModelForeignError(ModelError, ValueError):
    """What lies at the path is not a framing model."""


class ModelDamagedError(ModelError, ValueError):
    """A model folder is truncated, changed or does not agree with its manifest."""


class ModelNewerError(ModelError, ValueError):
    """A model folder has a format number that this version cannot read yet."""


class NotEnoughDataError(FramingError, ValueError):
    """Too little data for what was asked; the message says how much is needed."""


class MissingExtraError(FramingError, ImportError):
    """An optional package is missing; the message names the pip line that installs it."""


def one_line(text: object, limit: int = 120) -> str:
    """Return ``text`` as one printable line of at most ``limit`` characters, for use in messages.

    >>> one_line("a\\nb")
    'a b'
    """
    line = " ".join(str(text).split())
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return line if len(line) <= limit else line[: limit - 1] + "…"
