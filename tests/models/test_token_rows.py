"""A token that the tokenizer knows and the model has no row for is named, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.errors import InputError
from tests.sweep.building import Variant, build
from tests.tiny import VOCABULARY, tiny_loaded

IDS = [5, 17, 8, VOCABULARY, 21]
NAMED = rf"makes the token “<tool>” \(number {VOCABULARY}\).*rows for {VOCABULARY} tokens only"


def read(loaded: Any, ids: list[int]) -> None:
    from app.instrumentation.run import Run

    Run(loaded).read(ids, [2])


def written(loaded: Any, ids: list[int]) -> None:
    from app.decoding.loop import write
    from app.decoding.sampling import Sampling
    from app.instrumentation.run import Run

    list(write(Run(loaded), ids, Sampling(2)))


def tree(loaded: Any, ids: list[int]) -> None:
    from app.decoding.continuation_tree import expand

    start = [2] if loaded.family == "encoder-decoder" else ids
    list(expand(loaded, ids, start, children=2, depth=2, nodes=9))


def suggested(loaded: Any, ids: list[int]) -> None:
    from app.decoding.suggestions import Prefix, suggest

    list(suggest(loaded, ids, Prefix(), most=2, ends_line=lambda _: False))


WAYS = (read, written, tree, suggested)


def with_tool(family: str) -> Any:
    """A tokenizer of one entry more than the model has rows."""
    loaded = tiny_loaded(family)
    lacking = VOCABULARY - len(loaded.tokenizer)
    loaded.tokenizer.add_tokens([*(f"<{number}>" for number in range(lacking)), "<tool>"])
    assert loaded.tokenizer.convert_tokens_to_ids("<tool>") == VOCABULARY
    return loaded


@pytest.mark.parametrize("way", WAYS)
def test_a_token_without_a_row_is_named(way: Callable[[Any, list[int]], None]) -> None:
    loaded = with_tool("llama")
    with pytest.raises(InputError, match=NAMED):
        way(loaded, IDS)
    way(loaded, [5, 17, 8, VOCABULARY - 1])


@pytest.mark.parametrize("way", [read, tree])
def test_so_it_is_in_a_source(way: Callable[[Any, list[int]], None]) -> None:
    loaded = with_tool("marian")
    with pytest.raises(InputError, match=NAMED):
        way(loaded, IDS)


def test_a_decoder_with_a_table_of_its_own_is_not_held_to_the_encoders() -> None:
    """FSMT's two languages have vocabularies of two sizes."""
    from app.instrumentation.token_rows import check_rows

    loaded = with_tool("marian")
    sizes = {"src_vocab_size": 40, "tgt_vocab_size": 70}
    loaded.model = build(Variant("fsmt", "AutoModelForSeq2SeqLM", sizes))
    check_rows(loaded, [39])
    check_rows(loaded, [69], decoder=True)
    with pytest.raises(InputError, match="rows for 40 tokens only"):
        check_rows(loaded, [40])
