"""Store what the finetuned encoder thinks of single words, for the small model to learn from.

In: a network finetuned for this, kept in `private/encoder/`, and texts for the vocabulary: the labelled ones
and sentences without labels. Out: `training_data/word_table.npz`: hashed words that occur twice or more, and the
network's seven logits for each alone. No text. The network is one whose embeddings have learnt too, and that has not
seen the articles held out, by which the small model can then be scored.

    python scripts/make_word_table.py private/real.jsonl --unlabelled en.txt.gz --unlabelled es.txt.gz
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import click
from encoder_network import predict
from make_encoder import Data, in_and_out, lines_of, network, tokens_of
from make_figures import BITS

from framing import masking
from framing.features import FeatureOptions, hash_words
from framing.word_table import write_table

TARGET = Path(__file__).parent.parent / "training_data" / "word_table.npz"
#: Occurrences from which a word is taken.
_LEAST = 2


def vocabulary(texts: Iterable[str], least: int = 1) -> dict[str, str]:
    """The form for the features of each word that occurs so often, and how it is most often written."""
    chunks = Counter(chunk for text in texts for chunk in text.split())
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for chunk, count in chunks.items():
        for token in masking.tokens(chunk):
            if not token.form.startswith("@"):
                written[token.form][chunk[token.start : token.end]] += count
    return {form: ways.most_common(1)[0][0] for form, ways in written.items() if ways.total() >= least}


@click.command(help=__doc__)
@in_and_out(TARGET)
def main(real: Path, unlabelled: tuple[Path, ...], output: Path) -> None:
    """Collect the words, ask the network, write the table."""
    data = Data(real)
    texts = [str(row.text) for row in data.rows]
    texts += [line for path in unlabelled for line in lines_of(path)]
    words = vocabulary(texts, _LEAST)
    teacher = network(data, "words", ~data.held_out, whole=True, rate=8e-5)
    logits = predict(teacher, tokens_of(list(words.values())))
    _, starts, buckets = hash_words(list(words), FeatureOptions(bits=BITS))
    write_table(output, BITS, buckets[starts[:-1]], logits, set(data.groups[~data.held_out]))
    click.echo(f"{output}: {len(words):,} words, {output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
