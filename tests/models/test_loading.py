import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import InputError
from app.models.catalog import row
from app.models.loading import Loaded, choose_device, load
from app.models.size import memory_needed
from tests.models.conftest import Save
from tests.tiny import tiny_model

FAMILIES = {
    "llama": ("decoder", "LlamaForCausalLM"),
    "gpt2": ("decoder", "GPT2LMHeadModel"),
    "bloom": ("decoder", "BloomForCausalLM"),
    "bert": ("encoder", "BertForMaskedLM"),
    "distilbert": ("encoder", "DistilBertForMaskedLM"),
    "t5": ("encoder-decoder", "T5ForConditionalGeneration"),
    "marian": ("encoder-decoder", "MarianMTModel"),
}


def load_folder(folder: Path) -> Loaded:
    return load(row(f"path:{folder}"), folder, device="cpu")


def drop_weights(folder: Path, start: str) -> None:
    from safetensors.torch import load_file, save_file

    path = folder / "model.safetensors"
    weights = load_file(path)
    kept = {name: weight for name, weight in weights.items() if not name.startswith(start)}
    assert len(kept) < len(weights)
    save_file(kept, path, metadata={"format": "pt"})


@pytest.mark.parametrize("kind", FAMILIES)
def test_a_loaded_model_gives_the_saved_one_s_logits(
    kind: str, save: Save, no_network: None
) -> None:
    import torch

    saved = tiny_model(kind)
    family, class_name = FAMILIES[kind]
    loaded = load_folder(save(saved))
    assert (loaded.family, type(loaded.model).__name__) == (family, class_name)
    assert not loaded.model.training
    assert not any(weight.requires_grad for weight in loaded.model.parameters())
    ids = loaded.tokenizer("word3 word1 word4 word15", return_tensors="pt").input_ids
    assert ids.shape == (1, 4) and loaded.tokenizer.is_fast
    more = {"decoder_input_ids": ids[:, :2]} if family == "encoder-decoder" else {}
    with torch.no_grad():
        expected, got = saved(ids, **more).logits, loaded.model(ids, **more).logits
    assert torch.equal(expected, got)


def test_the_facts_come_from_the_files(save: Save) -> None:
    saved = tiny_model("llama")
    folder = save(saved)
    loaded = load_folder(folder)
    assert loaded.row.layers == saved.config.num_hidden_layers
    assert loaded.row.heads == saved.config.num_attention_heads
    assert loaded.row.family == "decoder" and "generate" in loaded.row.tasks
    assert loaded.parameters == loaded.row.parameters == saved.num_parameters()
    assert str(loaded.dtype) == "torch.float32" and str(loaded.device) == "cpu"
    assert loaded.max_length == 40, "the tokenizer's 40 is shorter than the config's 48"
    assert not loaded.chat_template


def test_a_tied_weight_counts_once(save: Save) -> None:
    saved = tiny_model("gpt2")
    loaded = load_folder(folder := save(saved))
    weight = loaded.model.get_parameter("transformer.wte.weight")
    assert loaded.model.get_output_embeddings().weight is weight
    buffers = sum(buffer.numel() * buffer.element_size() for buffer in loaded.model.buffers())
    assert loaded.parameters == saved.num_parameters()
    assert loaded.memory == 4 * loaded.parameters + buffers
    assert memory_needed(row(f"path:{folder}"), folder) == 4 * loaded.parameters


@pytest.mark.parametrize(
    ("kind", "family", "class_name"),
    [("gpt2", "decoder", "GPT2LMHeadModel"), ("distilbert", "encoder", "DistilBertModel")],
)
def test_without_a_class_in_the_config_its_kind_decides(
    kind: str, family: str, class_name: str, save: Save
) -> None:
    loaded = load_folder(save(tiny_model(kind), architectures=None))
    assert (loaded.family, type(loaded.model).__name__) == (family, class_name)


def test_an_encoder_without_a_head_is_loaded_as_it_is(save: Save) -> None:
    loaded = load_folder(save(tiny_model("bert").bert, architectures=["BertModel"]))
    assert (loaded.family, type(loaded.model).__name__) == ("encoder", "BertModel")
    assert loaded.model.pooler is None, "it was saved without one, and none is made up"


@pytest.mark.parametrize("head", ["SequenceClassification", "QuestionAnswering"])
def test_a_classifier_with_a_decoder_is_no_translator(head: str, tmp_path: Path) -> None:
    import transformers

    config = tiny_model("bart").config
    config.forced_eos_token_id = None
    kind = getattr(transformers, f"BartFor{head}")
    kind(config).save_pretrained(tmp_path)
    save_tokenizer(tmp_path)
    with pytest.raises(InputError, match=f"was saved as BartFor{head}"):
        load_folder(tmp_path)


def test_an_encoder_saved_from_an_encoder_decoder_is_an_encoder(tmp_path: Path) -> None:
    import transformers

    transformers.T5EncoderModel(tiny_model("t5").config).save_pretrained(tmp_path)
    save_tokenizer(tmp_path)
    loaded = load_folder(tmp_path)
    assert loaded.family == "encoder"
    assert not loaded.model.config.is_encoder_decoder


def test_a_language_model_that_also_sees_keeps_its_head(tmp_path: Path) -> None:
    from tests.sweep.building import Variant, build

    build(Variant("qwen3_vl", "AutoModelForImageTextToText")).save_pretrained(tmp_path)
    save_tokenizer(tmp_path)
    loaded = load_folder(tmp_path)
    assert loaded.family == "decoder"
    assert loaded.model.get_output_embeddings() is not None


def save_tokenizer(folder: Path) -> None:
    from tests.tiny import tiny_tokenizer

    tiny_tokenizer().save_pretrained(folder)


def test_missing_weights_are_never_made_up(save: Save) -> None:
    folder = save(tiny_model("llama"))
    drop_weights(folder, "model.layers.1.mlp.up_proj")
    with pytest.raises(InputError, match=r"lacks weights for model\.layers\.1\.mlp\.up_proj"):
        load_folder(folder)


def test_a_masked_model_saved_without_its_head_is_an_encoder(save: Save) -> None:
    folder = save(tiny_model("bert"))
    drop_weights(folder, "cls.")
    loaded = load_folder(folder)
    assert (loaded.family, type(loaded.model).__name__) == ("encoder", "BertModel")


def damage_truncated(folder: Path) -> None:
    os.truncate(folder / "model.safetensors", 300)


def damage_shape(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"hidden_size": 12}))


def damage_config(folder: Path) -> None:
    (folder / "config.json").write_text("{")


def damage_kind(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "no-such-kind"}')


def damage_code(folder: Path) -> None:
    auto = {"AutoConfig": "own.Config", "AutoModel": "own.Model"}
    (folder / "config.json").write_text(json.dumps({"model_type": "own", "auto_map": auto}))
    (folder / "own.py").write_text("raise SystemExit('code of the model ran')")


def damage_pickle(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def damage_tokenizer(folder: Path) -> None:
    for path in folder.glob("tokenizer*"):
        path.unlink()


DAMAGES: list[Callable[[Path], None]] = [damage_truncated, damage_shape, damage_config]
DAMAGES += [damage_kind, damage_code, damage_pickle, damage_tokenizer]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_an_input_error(
    damage: Callable[[Path], None], save: Save, no_network: None
) -> None:
    folder = save(tiny_model("bert"))
    damage(folder)
    with pytest.raises(InputError, match="path:"):
        load_folder(folder)


def test_the_fingerprint_changes_with_the_files_and_only_then(save: Save) -> None:
    folder = save(tiny_model("bert"))
    first = load_folder(folder).fingerprint
    assert load_folder(folder).fingerprint == first
    stat = (folder / "model.safetensors").stat()
    os.utime(folder / "model.safetensors", ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert load_folder(folder).fingerprint != first


def test_loading_is_quiet(save: Save, capfd: pytest.CaptureFixture[str]) -> None:
    load_folder(save(tiny_model("bert").bert))
    assert capfd.readouterr() == ("", "")


def test_devices() -> None:
    import torch

    assert choose_device("cpu").type == "cpu"
    best = "cuda" if torch.cuda.is_available() else None
    assert choose_device("auto").type == (best or choose_device("auto").type)
    for name in ("tpu", "cpu:1", "", *(() if torch.cuda.is_available() else ("cuda",))):
        with pytest.raises(InputError, match="PLAYGROUND_DEVICE"):
            choose_device(name)


@pytest.mark.models
def test_the_real_encoder_has_the_catalogue_s_facts(
    real_folder: Callable[[str], Path], no_network_after_fetch: Callable[[str], Path]
) -> None:
    from tokenizers import Tokenizer

    known = row("minilm-l6")
    folder = no_network_after_fetch(known.id)
    loaded = load(known, folder, device="cpu")
    config = loaded.model.config
    assert (loaded.family, loaded.max_length) == (known.family, 512)
    assert loaded.parameters == known.parameters
    assert (config.num_hidden_layers, config.num_attention_heads) == (known.layers, known.heads)
    assert loaded.row == known and loaded.tokenizer.is_fast
    plain = Tokenizer.from_file(str(folder / "tokenizer.json"))
    text = "Unfolding émigrés, 3 words\n[MASK] 🙂"
    plain.no_padding()
    assert loaded.tokenizer(text).input_ids == plain.encode(text).ids


@pytest.fixture
def no_network_after_fetch(
    real_folder: Callable[[str], Path], request: pytest.FixtureRequest
) -> Callable[[str], Path]:
    def folder_of(model_id: str) -> Path:
        folder = real_folder(model_id)
        request.getfixturevalue("no_network")
        return folder

    return folder_of
