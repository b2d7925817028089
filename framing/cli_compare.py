"""The commands that compare actors: `framing compare`, `framing sample`, `framing power`.

In: arguments, files. Out: results on standard output or in a file, warnings on standard error. `cli` puts
them into the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import click

from framing.cli_support import (
    Command,
    Tally,
    check_jobs,
    closing,
    format_option,
    model_option,
    note,
    opened,
    parse_actors,
    pen,
    percentage,
    print_lines,
    progress,
)
from framing.records import Actor


def several_actors(ctx: click.Context, option: click.Parameter, values: Sequence[str]) -> tuple[Actor, ...]:
    """At least two actors."""
    actors = parse_actors(ctx, option, values)
    if len(actors) < 2 and not ctx.resilient_parsing:
        raise click.BadParameter(f"{len(actors)} found, at least two actors wanted: give --actor again")
    return actors


def corpus_options(command: Command) -> Command:
    """PATH..., ``--actor``, ``--model``, ``--jobs``, and the names of columns."""
    for option in (
        click.option("--id-column", metavar="NAME", help="Where csv and JSON hold an article's name."),
        click.option("--text-column", metavar="NAME", help="Where csv and JSON hold the text."),
        click.option("-j", "--jobs", default=1, show_default=True, callback=check_jobs, metavar="N",
                     help="Processes that score side by side; -1: one for each core."),
        model_option,
        click.option("-a", "--actor", "actors", multiple=True, callback=several_actors, required=True,
                     metavar="NAME[=ALIAS,ALIAS...]", help="Compare this person; give at least two."),
        click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(allow_dash=True)),
    ):  # fmt: skip
        command = option(command)
    return command


output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE",
    help="Write to FILE, whole or not at all, instead of standard output.",
)  # fmt: skip


def gold_options(command: Command) -> Command:
    """``--gold`` and ``--gold-design``."""
    gold = click.option("--gold", type=click.Path(dir_okay=False), metavar="FILE",
                        help="A coded random sample of these articles.")  # fmt: skip
    design = click.option("--gold-design", type=click.Choice(["random"]),
                          help="State how a sample was drawn that does not say so.")  # fmt: skip
    return gold(design(command))


class Corpus:
    """The articles of a command, read and scored; what could not be read is named and counted."""

    def __init__(
        self, paths: Sequence[str], actors: Sequence[Actor], model: str, jobs: int,
        text_column: str | None, id_column: str | None, output: str | None = None,
    ) -> None:  # fmt: skip
        from framing.reading import ReadingOptions, read_articles
        from framing.scoring import load

        usual = ReadingOptions()
        options = ReadingOptions(
            (text_column,) if text_column else usual.text_columns,
            (id_column,) if id_column else usual.id_columns,
        )
        self.model, self.actors, tally = load(model), actors, Tally()
        scored = self.model.score_many(read_articles(paths, options=options), actors, jobs)
        with closing(scored) as results:
            self.articles = list(tally.sort(progress(results, "Scoring", output)))
        self.exit = 1 if tally.bad else 0
        if not tally.good:
            raise click.exceptions.Exit(1)  # each of them has been named

    def table(self) -> Any:
        """The sentences of the actors."""
        from framing.actor_sentences import make_table

        return make_table(self.articles, self.actors)


@click.command()
@corpus_options
@gold_options
@click.option("--trained-on", multiple=True, type=click.Path(), metavar="DATA",
              help="The model's training data, where the sample is among it: predict anew without it.")  # fmt: skip
@format_option("text", "json", "csv", "html")
@click.option("--lang", type=click.Choice(["en", "es"]), help="Language of the html page.  [default: en]")
@output_option
@click.pass_context
def compare(
    ctx: click.Context, /, gold: str | None, gold_design: str | None, trained_on: tuple[str, ...], form: str,
    lang: str | None, output: str | None, **corpus: Any,
) -> None:  # fmt: skip
    """Compare what is said by and about actors.

    For each frame and sentiment: the share of each actor's sentences, the differences between actors, and
    95% intervals by article. Without --gold these are counts of predicted labels, errors included.

    \b
    Examples:
      framing compare articles/ -a "Daniel Noboa=Noboa" -a "Luisa González"
      framing compare articles/ -a "Ana Paz" -a "Luis Vega" --gold coded.jsonl
      framing compare articles/ -a "Ana Paz" -a "Luis Vega" -f html -o page.html
    """
    if lang and form != "html":
        raise click.UsageError(f"--lang and --format {form} found, --lang is for the page: add --format html")
    from framing.comparison import compare as compared
    from framing.labelling import read_labelled
    from framing.report_comparison import render_comparison

    loaded, style = Corpus(**corpus, output=output), pen(output)
    labelled = read_labelled(trained_on) if trained_on else None
    with percentage("predicting anew") if gold and trained_on else nullcontext(int) as step:
        found = compared(
            loaded.articles, loaded.actors, gold=gold, gold_design=gold_design, trained_on=labelled,
            model=loaded.model, progress=step,
        )  # fmt: skip
    with opened(output, style.colour) as write:
        for piece in render_comparison(found, form, style, lang or "en"):
            write(piece)
    ctx.exit(loaded.exit)


@click.command()
@corpus_options
@click.option("-n", "--n", "count", default=200, show_default=True, type=click.IntRange(1), metavar="N",
              help="How many sentences to draw.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, metavar="N", help="Another seed draws another sample.")
@click.option("--for", "tool", default="coding", show_default=True,
              type=click.Choice(["coding", "doccano", "labelstudio"]), help="Whose import format.")  # fmt: skip
@output_option
@click.pass_context
def sample(
    ctx: click.Context, /, count: int, seed: int, tool: str, output: str | None, **corpus: Any
) -> None:
    """Draw a random sample of sentences to code.

    Coded, it goes to framing compare as --gold. Each row says how likely it was to be drawn.

    \b
    Example:
      framing sample articles/ -a "Ana Paz" -a "Luis Vega" -o sample.jsonl
    """
    from framing.sampling import FORMS, draw, sample_rows

    loaded = Corpus(**corpus, output=output)
    table = loaded.table()
    drawn = draw(table, count, seed)
    with opened(output) as write:
        write(FORMS[tool](sample_rows(table, drawn, seed)))
    for place, actor in enumerate(table.actors):
        there = table.of(place)
        note(f"{actor.name}: {int(there[drawn.rows].sum()):,} of {int(there.sum()):,} sentences drawn")
    ctx.exit(loaded.exit)


@click.command()
@corpus_options
@gold_options
@click.option("--half-width", default=5.0, show_default=True, type=click.FloatRange(0, 100, min_open=True),
              metavar="POINTS", help="How exact differences are to be, in points.")  # fmt: skip
@click.option("--correlation", type=click.FloatRange(0, 1), metavar="R",
              help="Of codes and predictions, assumed where there is no pilot.  [default: 0.5]")  # fmt: skip
@format_option("text", "json")
@click.pass_context
def power(
    ctx: click.Context, /, gold: str | None, gold_design: str | None, half_width: float, correlation: float | None,
    form: str, **corpus: Any,
) -> None:  # fmt: skip
    """Say how many sentences to code.

    So many of each actor that differences are known to within ± the half-width. A pilot sample (--gold)
    says best how far the predictions can be used.

    \b
    Example:
      framing power articles/ -a "Ana Paz" -a "Luis Vega" --half-width 5
    """
    import json

    from framing.gold import lay
    from framing.gold_files import read_gold
    from framing.power import CORRELATION, needs
    from framing.report_comparison import need_lines

    if gold and correlation is not None:
        raise click.UsageError("--gold and --correlation found, one of them wanted: a pilot says it itself")
    loaded, style = Corpus(**corpus), pen()
    table = loaded.table()
    pilot = lay(read_gold(gold)[0], table, gold_design) if gold else None
    found = needs(table, half_width / 100, pilot, CORRELATION if correlation is None else correlation)
    as_json = json.dumps([need.to_dict() for need in found], ensure_ascii=False, indent=2)
    print_lines([as_json] if form == "json" else need_lines(found, half_width / 100, style), style.colour)
    ctx.exit(loaded.exit)
