from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.models.building import building
from app.models.catalog import row
from app.models.loading import load


def test_models_that_are_loaded_at_once_leave_transformers_as_it_was(tiny_folders: Path) -> None:
    import torch
    from transformers import PreTrainedModel

    before = PreTrainedModel.tie_weights, torch.linspace
    names = ["llama", "gpt2", "bert", "t5"] * 6
    with ThreadPoolExecutor(4) as pool:
        paths = [tiny_folders / name for name in names]
        models = list(pool.map(lambda path: load(row(f"path:{path}"), path, device="cpu"), paths))
    assert (PreTrainedModel.tie_weights, torch.linspace) == before
    tied = models[1].model
    assert tied.get_input_embeddings().weight is tied.get_output_embeddings().weight


def test_one_thread_builds_at_a_time_and_may_do_so_within() -> None:
    inside: list[int] = []

    def build(number: int) -> bool:
        with building(), building():
            inside.append(number)
            alone = inside[-1] == number and len(inside) == 1
            inside.remove(number)
            return alone

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(build, range(200)))
