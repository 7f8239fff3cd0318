import subprocess
import sys

import pytest

from app.errors import InputError
from app.models.catalog import MODELS, TASK_OF_HEAD, TASKS_OF_FAMILY, ModelRow, row


def test_ids_are_distinct_and_lead_to_their_row() -> None:
    assert len({known.id for known in MODELS}) == len(MODELS)
    assert all(row(known.id) is known for known in MODELS)


@pytest.mark.parametrize("known", MODELS, ids=lambda known: known.id)
def test_rows_are_complete(known: ModelRow) -> None:
    assert known.family in TASKS_OF_FAMILY and known.tasks and known.licence
    for fact in (known.layers, known.heads, known.parameters):
        assert isinstance(fact, int) and fact > 0
    fetched = row(known.base) if known.base else known
    assert fetched.source.startswith("wheel:") and "==" in fetched.source
    assert (known.base is None) == (known.adapter is None) == (not known.head_kind)
    assert known.wheel_size > 0 and known.files
    for file in known.files:
        assert len(bytes.fromhex(file.sha256)) == 32
        assert file.size > 0 and "/" not in file.name


@pytest.mark.parametrize("head", TASK_OF_HEAD)
def test_every_task_of_a_head_has_a_model_that_is_there(head: str) -> None:
    assert [known for known in MODELS if known.head_kind == head and known.adapter is not None]


@pytest.mark.parametrize("name", ["openai-community/gpt2", "org/Model_1.5-b", "a/b"])
def test_a_hub_name_makes_a_row_without_facts(name: str) -> None:
    made = row(f"hub:{name}")
    assert made.source == f"hub:{name}" and made.title == name
    assert (made.family, made.layers, made.parameters, made.tasks) == (None, None, None, ())


@pytest.mark.parametrize(
    "name",
    ["", "gpt2", "a/b/c", "../b", "a/..", "a/b\n", "a b/c", "a/b?x=1", "/etc", "ä/b", "a--b/c"],
)
def test_a_hub_name_that_is_none_is_refused_with_the_form(name: str) -> None:
    with pytest.raises(InputError, match="hub:ORG/NAME"):
        row(f"hub:{name}")


def test_a_path_row_is_titled_by_its_folder() -> None:
    assert row("path:/some/where/bert-tiny/").title == "bert-tiny"


@pytest.mark.parametrize("name", ["", "gpt2", "smollm2", "path:", "wheel:x==1", "HUB:a/b"])
def test_an_unknown_id_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(InputError) as caught:
        row(name)
    message = str(caught.value)
    assert all(known.id in message for known in MODELS)
    assert "hub:ORG/NAME" in message and "path:DIR" in message


def test_the_models_room_imports_nothing_heavy() -> None:
    code = (
        "import sys, app.models.store, app.models.sources.fetch, app.models.loading;"
        "print([m for m in ('torch', 'transformers', 'huggingface_hub', 'tokenizers', 'httpx')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
