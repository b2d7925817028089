"""Everything that happens to the training data between the sources and `training_data/`.

In: passages, coders' sheets, labelled files. Out: sheets, codes, figures. Used by whoever adds to the
data, in the order of `docs/coding.md`. Sheets and passages hold texts that the project may not hold:
they belong into `private/`, which git ignores.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
import coding
import restoring

from framing.agreement import agreement
from framing.duplicates import NEAR, duplicates_between, near_duplicates
from framing.errors import FramingError, one_line
from framing.labelling import read_labelled
from framing.tables import read_jsonl, write_jsonl

ROOT = Path(__file__).parent.parent
CODES = ROOT / "training_data" / "real" / "codes.jsonl"
DECISIONS = ROOT / "training_data" / "real" / "adjudicated.json"
PRIVATE = ROOT / "private"

_file = click.Path(path_type=Path)
_passages = click.option(
    "--passages", type=_file, default=PRIVATE / "passages.jsonl", help="The texts, one passage a line."
)
_codes = click.option("--codes", type=_file, default=CODES, help="The codes that the project keeps.")
_decisions = click.option(
    "--decisions", type=_file, default=DECISIONS, help="The third coder's decisions, kept."
)
_out = click.option("-o", "--output", type=_file, required=True, help="Where to write.")
_seed = click.option("--seed", default=0, show_default=True, help="Another seed draws other passages.")


class _Group(click.Group):
    """A group whose commands end with one line and exit status 1 where framing names a problem."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except FramingError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group)
def main() -> None:
    """Draw, merge, compare and restore training data; docs/coding.md has the order of work.

    Example: python scripts/data.py batch --size 20 -o private/sheet.jsonl
    """


@main.command()
@_passages
@_codes
@_out
@_seed
@click.option("--size", default=20, show_default=True, help="How many passages.")
def batch(passages: Path, codes: Path, output: Path, seed: int, size: int) -> None:
    """Draw passages that nobody has coded into a sheet for a first coder.

    Example: python scripts/data.py batch --size 20 --seed 1 -o private/sheet1.jsonl
    """
    known = coding.read_passages(passages)
    names = coding.draw(known, coding.read_codes(codes), size, seed)
    write_jsonl(coding.sheet(known, names), output)
    click.echo(f"{len(names)} passages drawn into {output}")


@main.command()
@_passages
@_codes
@_out
@_seed
@click.option("--share", default=0.1, show_default=True, help="Share of the coded passages, in all.")
def second(passages: Path, codes: Path, output: Path, seed: int, share: float) -> None:
    """Draw coded passages into an empty sheet for a second coder, until a tenth of them has one.

    Example: python scripts/data.py second -o private/second1.jsonl
    """
    names = coding.draw_second(coding.read_codes(codes), share, seed)
    write_jsonl(coding.sheet(coding.read_passages(passages), names), output)
    click.echo(f"{len(names)} passages drawn into {output}")


@main.command()
@_passages
@_codes
@click.option("--second", is_flag=True, help="The sheets are a second coder's.")
@click.argument("sheets", type=_file, nargs=-1, required=True)
def merge(passages: Path, codes: Path, second: bool, sheets: tuple[Path, ...]) -> None:
    """Take filled sheets in: their codes and where each sentence is, without its text.

    Example: python scripts/data.py merge private/sheet1.jsonl
    """
    known = coding.read_passages(passages)
    rows = [row for path in sheets for row in coding.read_sheet(path, known)]
    kept = coding.read_codes(codes)
    merged = coding.merge_second(kept, rows) if second else coding.merge(kept, rows, known)
    write_jsonl(merged, codes)
    click.echo(f"{len(rows):,} codes read, {len(kept):,} sentences before, {len(merged):,} now in {codes}")


@main.command(name="agreement")
@click.argument("data", type=_file, nargs=-1, required=True)
def agreement_command(data: tuple[Path, ...]) -> None:
    """Print how far coders agree: Krippendorff's alpha per frame, for sets of frames and sentiment.

    Example: python scripts/data.py agreement training_data/real/codes.jsonl
    """
    click.echo("\n".join(agreement(read_labelled(data)).lines()))


@main.command()
@_passages
@_codes
@_decisions
@click.option("-o", "--output", type=_file, help="Write the open disagreements to this sheet.")
@click.option("--take", type=_file, help="Take a filled sheet in.")
def adjudicate(passages: Path, codes: Path, decisions: Path, output: Path | None, take: Path | None) -> None:
    """List what two coders disagree on, for a third; or take the third's decisions in.

    Example: python scripts/data.py adjudicate -o private/decide.jsonl
    (fill it in, then) python scripts/data.py adjudicate --take private/decide.jsonl
    """
    known, rows = coding.read_passages(passages), coding.read_codes(codes)
    kept = json.loads(decisions.read_text("utf-8")) if decisions.exists() else []
    if take:
        kept += coding.read_decisions(take, known)
        lines = ",\n".join(json.dumps(d, ensure_ascii=False) for d in kept)
        decisions.write_text(f"[\n{lines}\n]\n", "utf-8")
        write_jsonl(coding.decide(rows, kept), codes)
    left = coding.disagreements(rows, kept)
    if output:
        write_jsonl(coding.decision_sheet(left, known), output)
    click.echo(f"{len(left)} disagreements open, {len(kept)} decided")


@main.command()
@click.option("--against", type=_file, help="Labelled sentences or passages to compare with.")
@click.option("--likeness", default=NEAR, show_default=True, help="From this on, sentences are listed.")
@click.argument("data", type=_file, nargs=-1, required=True)
def duplicates(data: tuple[Path, ...], against: Path | None, likeness: float) -> None:
    """List sentences that stand twice, or nearly, in the data; or in the data and another file.

    Example: python scripts/data.py duplicates training_data/written --against private/held_out.jsonl
    """
    ours = [(s.article, s.text) for s in read_labelled(data) if s.text is not None]
    theirs = _sentences(against) if against else ours
    texts = [text for _, text in ours]
    pairs = (
        duplicates_between(texts, [text for _, text in theirs], likeness)
        if against
        else near_duplicates(texts, likeness)
    )
    for pair in pairs:
        (a, text), (b, other) = ours[pair.first], theirs[pair.second]
        click.echo(f"{pair.likeness:.2f}  {a}: {one_line(text, 90)}  |  {b}: {one_line(other, 90)}")
    click.echo(f"{len(pairs):,} pairs among {len(texts):,} sentences")


def _sentences(path: Path) -> list[tuple[str, str]]:
    """Article and text of each sentence in labelled data or in passages."""
    found = []
    for _, row in read_jsonl(path):
        for sentence in row.get("sentences", [row]):
            text = sentence if isinstance(sentence, str) else sentence.get("text", "")
            found.append((str(row.get("article", "")), text))
    return found


@main.command()
@_codes
@click.option("-o", "--output", type=_file, default=PRIVATE / "real.jsonl", show_default="private/real.jsonl")
@click.argument("sources", type=_file, nargs=-1, required=True)
def restore(codes: Path, output: Path, sources: tuple[Path, ...]) -> None:
    """Put the texts of coded sentences back, from passages (.jsonl) or folders of the public sources.

    Example: python scripts/data.py restore private/wh-briefings private/masc -o private/real.jsonl
    """
    rows = coding.read_codes(codes)
    texts: restoring.Texts = {}
    for source in sources:
        if source.is_dir():
            texts |= restoring.from_folder(rows, source, lambda message: click.echo(message, err=True))
        else:
            texts |= restoring.from_passages(rows, coding.read_passages(source))
    found = list(restoring.restored(rows, texts))
    write_jsonl(found, output)
    click.echo(f"{len(found):,} of {len(rows):,} texts restored in {output}")


if __name__ == "__main__":
    main()
