"""What the commands share: errors to exit statuses, options, output that is whole or not there, progress.

In: what the user typed, and what the library yields. Out: exit statuses, files, lines on standard error.
Used by `cli` alone.

    exit status    0 done, 1 a named problem with an input or a file, 2 wrong usage, 130 interrupted
"""

from __future__ import annotations

import io
import os
import sys
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, TypeVar

import click

from framing.errors import ActorError, FramingError, one_line
from framing.records import Actor, ScoredArticle
from framing.terminal import Pen

Command = TypeVar("Command", bound=Callable[..., Any])
Item = TypeVar("Item")

#: Lines of prose wider than this are hard to read.
_WIDEST = 100
#: Seconds after which work counts as long and shows its progress.
_LONG = 1.0


class Commands(click.Group):
    """A group in which every problem that can be named becomes one line on standard error."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors become exit statuses here and nowhere else."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # the reader of a pipe has gone: click ends the program quietly
        except FramingError as error:
            note(str(error))
        except OSError as error:
            found = one_line(error.strerror or error).lower()
            place = f"{one_line(error.filename, 500)}: " if error.filename else ""
            note(
                f"{place}{found} found, a file or folder to read or write wanted: check path, permissions, space"
            )
        except KeyboardInterrupt:
            click.echo("", err=True)
            ctx.exit(130)
        ctx.exit(1)


def note(message: str) -> None:
    """One line on standard error, over a progress bar if there is one."""
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""
    click.echo(f"{clear}framing: {one_line(message, 2000)}", err=True, color=bool(clear))


def model_option(command: Command) -> Command:
    """``--model``."""
    return click.option(
        "-m", "--model", default="small", show_default=True, metavar="small|encoder|DIR", type=click.Path(),
        help="A bundled model, or the folder of your own.",
    )(command)  # fmt: skip


def format_option(*forms: str) -> Callable[[Command], Command]:
    """``--format``, the first of ``forms`` being the default."""
    return click.option(
        "-f", "--format", "form", default=forms[0], show_default=True, type=click.Choice(forms),
        help="What is printed.",
    )  # fmt: skip


def parse_actors(ctx: click.Context, option: click.Parameter, values: Sequence[str]) -> tuple[Actor, ...]:
    """``NAME[=ALIAS,ALIAS...]`` as actors; a name that cannot be used is wrong usage."""
    if not values:
        return ()
    from framing.actors import check_actors

    actors = []
    try:
        for value in values:
            name, _, aliases = value.partition("=")
            actors.append(Actor(name, [alias for alias in aliases.split(",") if alias.strip()]))
        return check_actors(actors)
    except ActorError as error:
        raise click.BadParameter(str(error)) from None


def check_jobs(ctx: click.Context, option: click.Parameter, value: int) -> int:
    """A number of processes, or -1 for one a core."""
    if value < -1 or value == 0:
        raise click.BadParameter(f"{value} found, 1 or more, or -1 for all cores, wanted")
    return value


def pen(output: str | None = None) -> Pen:
    """Width and colour for ``output`` (None for standard output).

    Colour is for terminals; the environment's NO_COLOR turns it off, FORCE_COLOR turns it on.
    """
    terminal = output in (None, "-") and sys.stdout.isatty()
    colour = terminal and os.environ.get("TERM") != "dumb"
    if os.environ.get("NO_COLOR"):
        colour = False
    elif os.environ.get("FORCE_COLOR"):
        colour = True
    return Pen(colour, _width(terminal))


def _width(terminal: bool) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        width = int(columns)
    else:
        width = os.get_terminal_size(sys.stdout.fileno()).columns if terminal else 80
    return max(40, min(width or 80, _WIDEST))


def print_lines(lines: Iterable[str], colour: bool) -> None:
    """Print lines for people on standard output."""
    with opened(None, colour) as write:
        write("\n".join([*lines, ""]))


@contextmanager
def opened(output: str | None, colour: bool = False) -> Iterator[Callable[[str], None]]:
    """A function that writes text to the file ``output``, or to standard output if that is None or "-".

    A file is written under a temporary name beside it, and takes its own name only when all went well:
    after an error it is as it was before. What is no terminal gets UTF-8.
    """
    if output is None or output == "-":
        yield _to_terminal(colour) if sys.stdout.isatty() else _to_bytes(sys.stdout.buffer)
        return
    target = os.path.realpath(output)
    if os.path.exists(target) and not os.path.isfile(target):  # a device or a pipe
        with open(target, "wb") as stream:
            yield _to_bytes(stream)
        return
    folder, name = os.path.split(target)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.part")
    try:
        with open(temporary, "wb") as stream:
            yield _to_bytes(stream)
        os.replace(temporary, target)
    except BaseException as error:
        if os.path.exists(temporary):
            os.remove(temporary)
        if isinstance(error, OSError) and error.filename == temporary:
            error.filename = output
        raise


def _to_terminal(colour: bool) -> Callable[[str], None]:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that is not UTF-8 may lack the bars
    return lambda text: click.echo(text, nl=False, color=colour)


def _to_bytes(stream: IO[bytes]) -> Callable[[str], None]:
    def write(text: str) -> None:
        stream.write(text.encode("utf-8", errors="replace"))
        stream.flush()

    return write


@contextmanager
def closing(items: Iterator[Item]) -> Iterator[Iterator[Item]]:
    """Stop the work behind ``items`` at the end, wanted or not, without joblib's remark that there was some."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*have been cancelled", UserWarning)
        try:
            yield items
        finally:
            if isinstance(items, Generator):
                items.close()


def progress(items: Iterable[Item], label: str, output: str | None) -> Iterator[Item]:
    """Pass ``items`` on; once that takes long, count them on standard error.

    Only on a terminal, and only where results do not run over the same terminal.
    """
    items = iter(items)
    if not sys.stderr.isatty() or (sys.stdout.isatty() and output in (None, "-")):
        yield from items
        return
    begun, done = time.monotonic(), 0
    for item in items:
        yield item
        done += 1
        if time.monotonic() - begun > _LONG:
            break
    else:
        return
    with click.progressbar(items, label=label, file=sys.stderr, show_pos=True) as counted:
        counted.update(done)
        yield from counted


@contextmanager
def percentage(label: str) -> Generator[Callable[[int], object]]:
    """A bar on standard error for work that tells how far it is, from 0 to 100; on a terminal only."""
    if not sys.stderr.isatty():
        yield int
        return
    with click.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda percent: bar.update(percent - bar.pos)


class Tally:
    """Tells good results from bad ones: the bad are named on standard error and counted."""

    def __init__(self) -> None:
        self.good = self.bad = 0

    def sort(self, results: Iterable[ScoredArticle | FramingError]) -> Iterator[ScoredArticle]:
        """The scored articles among ``results``; what a reader should know of them is noted."""
        for result in results:
            if isinstance(result, FramingError):
                self.bad += 1
                note(str(result))
                continue
            self.good += 1
            unscored = sum(not sentence.probabilities for sentence in result)
            if unscored:
                note(
                    f"{result.name}: {unscored:,} of {len(result):,} sentences not scored, "
                    "their language is not one of the model's"
                )
            yield result
