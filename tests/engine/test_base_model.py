"""A model of the catalogue that continues texts and was not trained to answer says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.decoding.sampling import Sampling
from app.engine.engine import Engine
from app.errors import InputError
from app.models.catalog import ModelRow, row
from app.models.loading import Loaded, load
from app.models.store import Store


def test_a_base_model_continues_and_refuses_to_chat(tiny_settings: Any, llama: str) -> None:
    tasks = row("gemma3-270m").tasks

    def fetch(known: ModelRow, progress: Any) -> Path:
        return Path(llama.removeprefix("path:"))

    def load_base(known: ModelRow, folder: Path) -> Loaded:
        return load(replace(known, family="decoder", tasks=tasks), folder, device="cpu")

    engine = Engine(tiny_settings, Store(10**9, fetch=fetch, load=load_base))
    text = {"text": "the cat"}
    made = engine.finish(engine.run("generate", llama, text, Sampling(max_new_tokens=2)))
    assert len(made.answer.trace.written) == 2 + len(made.answer.prompt)
    engine.finish(engine.run("read", llama, text))
    for task in ("chat", "summarise"):
        with pytest.raises(InputError) as caught:
            engine.finish(engine.run(task, llama, text))
        message = str(caught.value)
        assert "trained to continue a text and not to answer" in message
        assert "SmolLM2" in message and "Gemma" not in message, "only models that can"
        assert message.count(". ") == 0


def test_a_refusal_names_models_also_for_a_task_that_no_row_lists(
    engine: Any, tiny_folders: Path
) -> None:
    """Suggestions while typing stand in no row of the catalogue: every decoder can make them."""
    with pytest.raises(InputError, match="SmolLM2 135M Instruct"):
        engine.finish(
            engine.run("autocomplete", f"path:{tiny_folders / 'bert'}", {"text": "the cat"})
        )
