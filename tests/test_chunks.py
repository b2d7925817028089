"""Taking texts apart by their bytes is taking them apart with `str.split`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from framing.chunks import Chunks

ANY = st.text(
    st.one_of(st.characters(), st.sampled_from("  \t\n\x1c\x85\xa0\u1680\u2003\u2028\u205f\u3000“”«ñé"))
)


def taken_apart(chunks, known, texts):
    """The chunks of each text, by way of their numbers."""
    found = []
    for lengths, numbers, new in chunks.read(texts):
        known += new
        at = 0
        for length in lengths:
            found.append([known[number] for number in numbers[at : at + length]])
            at += length
        assert at == len(numbers)
    return found


@given(st.lists(st.lists(ANY, max_size=6), max_size=4))
def test_chunks_are_those_of_split_and_keep_their_numbers(batches):
    chunks, known = Chunks(), []
    for texts in batches:
        assert taken_apart(chunks, known, texts) == [text.split() for text in texts]
    assert len(known) == len(set(known)) == len(chunks)


def test_many_chunks_and_a_long_text():
    words = [f"w{i}" for i in range(30_000)]
    texts = [" ".join(words), *words[::-1], "w7 new w7"]
    assert taken_apart(Chunks(), [], texts) == [text.split() for text in texts]
