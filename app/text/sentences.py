"""A text as sentences, with nothing lost between them."""

from __future__ import annotations

from collections.abc import Iterator


def sentences(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Where each sentence begins, and the sentence with the blanks after it.

    A line break ends a sentence, too: lists, verses and addresses have no other mark, and most
    tokenizers would read over it. `language` is a code such as "en" or "eng_Latn"; its first two
    letters count.
    """
    import sentencex

    start = 0
    for line in text.splitlines(keepends=True):
        for sentence in sentencex.segment(language[:2].lower(), line):
            yield start, sentence
            start += len(sentence)
