import random
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import InputError
from app.models.catalog import row
from app.models.formats.ggml_blocks import Floats
from app.models.formats.gguf import Gguf
from app.models.formats.gguf_tokenizer import read_tokenizer
from app.models.loading import Loaded, load
from app.models.size import memory_needed

LAYERS, HEADS, GROUPS, WIDTH, INNER = 2, 4, 2, 64, 96
HEAD = WIDTH // HEADS
CHAT = "{% for message in messages %}<|start|>{{ message['content'] }}<|end|>{% endfor %}"
SPECIAL = ["<|none|>", "<|start|>", "<|end|>"]
MERGES = ["h e", "l l", "he ll", "Ġ Ġ", "Ġ w"]
STORED = {"token_embd": "Q8_0", "attn_q": "Q4_1", "attn_k": "F32", "attn_v": "Q4_0"}
STORED |= {"attn_output": "F16", "ffn_gate": "BF16", "ffn_up": "Q8_0", "ffn_down": "Q4_1"}


def vocabulary() -> list[str]:
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    return [
        *SPECIAL,
        "<think>",
        *bytes_to_unicode().values(),
        *("".join(m.split()) for m in MERGES),
    ]


def weights(tied: bool = True) -> dict[str, Floats]:
    """Random weights under transformers' names, no two alike."""
    rng = np.random.default_rng(5)

    def normal(*shape: int) -> Floats:
        return rng.standard_normal(shape).astype(np.float32)

    made = {"model.embed_tokens.weight": normal(len(vocabulary()), WIDTH)}
    made["model.norm.weight"] = normal(WIDTH)
    for layer in range(LAYERS):
        start = f"model.layers.{layer}."
        for name, rows in (("q", WIDTH), ("k", GROUPS * HEAD), ("v", GROUPS * HEAD), ("o", WIDTH)):
            made[f"{start}self_attn.{name}_proj.weight"] = normal(rows, WIDTH)
        made[f"{start}mlp.gate_proj.weight"] = normal(INNER, WIDTH)
        made[f"{start}mlp.up_proj.weight"] = normal(INNER, WIDTH)
        made[f"{start}mlp.down_proj.weight"] = normal(WIDTH, INNER)
        made[f"{start}input_layernorm.weight"] = normal(WIDTH)
        made[f"{start}post_attention_layernorm.weight"] = normal(WIDTH)
    if not tied:
        made["lm_head.weight"] = normal(len(vocabulary()), WIDTH)
    return made


OURS = {"q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output"}
OURS |= {"gate_proj": "ffn_gate", "up_proj": "ffn_up", "down_proj": "ffn_down"}
OURS |= {"input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm"}
OURS |= {"embed_tokens": "token_embd", "norm": "output_norm", "lm_head": "output"}


def gguf_name(name: str) -> str:
    parts = name.split(".")
    layer = f"blk.{parts[2]}." if parts[1] == "layers" else ""
    return f"{layer}{OURS[parts[-2]]}.weight"


def side_by_side(weight: Floats, heads: int) -> Floats:
    """The order of rows that llama.cpp's converter writes for query and key projections."""
    halves = weight.reshape(heads, 2, weight.shape[0] // heads // 2, -1)
    return np.ascontiguousarray(halves.swapaxes(1, 2)).reshape(weight.shape)


def write(
    path: Path,
    *,
    stored: dict[str, str] | None = None,
    tied: bool = True,
    architecture: str = "llama",
    facts: tuple[tuple[str, str | int], ...] = (),
    **metadata: Any,
) -> Path:
    """A tiny Llama as a gguf file, written by the gguf package."""
    from gguf import GGMLQuantizationType, GGUFWriter
    from gguf.quants import quantize

    writer = GGUFWriter(path, architecture)
    writer.add_block_count(LAYERS)
    writer.add_context_length(48)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(GROUPS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(5000.0)
    writer.add_tokenizer_model(metadata.get("tokenizer", "gpt2"))
    writer.add_tokenizer_pre(metadata.get("pre", "smollm"))
    tokens = vocabulary()
    writer.add_token_list(tokens)
    writer.add_token_types([3, 3, 3, 4] + [1] * (len(tokens) - 4))
    writer.add_token_merges(MERGES)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(metadata.get("add_bos", False))
    writer.add_chat_template(CHAT)
    for key, value in facts:
        getattr(
            writer, f"add_{type(value).__name__.replace('str', 'string').replace('int', 'uint32')}"
        )(key, value)
    for name, weight in weights(tied).items():
        ours = gguf_name(name)
        kind = (STORED if stored is None else stored).get(ours.split(".")[-2], "F32")
        heads = {"attn_q": HEADS, "attn_k": GROUPS}.get(ours.split(".")[-2])
        rows = weight if heads is None else side_by_side(weight, heads)
        number = GGMLQuantizationType[kind]
        if kind == "IQ4_NL":  # the package reads it and does not write it
            held = np.zeros((rows.shape[0], rows.shape[1] // 32 * 18), np.uint8)
        else:
            held = quantize(rows, number)
        writer.add_tensor(ours, held, raw_dtype=number)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def load_file(path: Path) -> Loaded:
    return load(row(f"path:{path.parent}"), path.parent, device="cpu")


def test_every_kind_of_tensor_is_read_bit_for_bit(tmp_path: Path) -> None:
    from gguf import GGUFReader
    from gguf.quants import dequantize

    path = write(tmp_path / "m.gguf")
    ours = Gguf(path)
    kinds = set()
    for tensor in GGUFReader(path).tensors:
        expected = dequantize(tensor.data, tensor.tensor_type)
        got = ours.tensor(tensor.name)
        assert got.dtype == np.float32 and got.shape == tuple(tensor.shape)[::-1]
        assert np.array_equal(expected.reshape(got.shape).view(np.uint32), got.view(np.uint32))
        kinds.add(tensor.tensor_type.name)
    assert kinds == {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"}
    assert set(ours.entries) == {gguf_name(name) for name in weights()}


@pytest.mark.parametrize("tied", [True, False])
def test_the_model_is_the_one_that_was_written(tmp_path: Path, tied: bool) -> None:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    path = write(tmp_path / "m.gguf", stored={}, tied=tied)
    loaded = load_file(path)
    for name, weight in weights(tied).items():
        assert np.array_equal(loaded.model.get_parameter(name).numpy(), weight), name
    assert (loaded.model.lm_head.weight is loaded.model.model.embed_tokens.weight) == tied

    config = LlamaConfig(
        vocab_size=len(vocabulary()),
        hidden_size=WIDTH,
        intermediate_size=INNER,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=GROUPS,
        max_position_embeddings=48,
        rms_norm_eps=1e-5,
        rope_parameters={"rope_type": "default", "rope_theta": 5000.0},
        tie_word_embeddings=tied,
    )
    reference = LlamaForCausalLM(config).eval()
    state = {name: torch.from_numpy(weight) for name, weight in weights(tied).items()}
    reference.load_state_dict(state, strict=not tied)
    ids = torch.tensor([[5, 9, 2, 77, 130, 8, 6]])
    with torch.no_grad():
        expected, got = reference(ids).logits, loaded.model(ids).logits
    # eps went through float32 in the file, so the last bit may differ.
    assert torch.allclose(expected, got, rtol=1e-5, atol=1e-4)
    assert not any(
        tensor.is_meta for tensor in (*loaded.model.parameters(), *loaded.model.buffers())
    )


def test_the_facts_are_those_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "m.gguf")
    loaded = load_file(path)
    assert (loaded.row.layers, loaded.row.heads, loaded.family) == (LAYERS, HEADS, "decoder")
    assert loaded.max_length == 48 and loaded.chat_template
    assert loaded.parameters == sum(weight.size for weight in weights().values())
    assert memory_needed(loaded.row, tmp_path) == 4 * loaded.parameters
    assert memory_needed(row(f"path:{tmp_path}"), tmp_path) == 4 * loaded.parameters
    generation = loaded.model.generation_config
    assert (generation.bos_token_id, generation.eos_token_id) == (1, 2)


def test_a_file_beside_others_is_loaded_by_its_own_name(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / name, tied=tied) for name, tied in (("a.gguf", True), ("b.gguf", False))
    ]
    one, other = (load(row(f"path:{path}"), path, device="cpu") for path in paths)
    assert one.row.title == "a.gguf" and one.fingerprint != other.fingerprint
    assert one.model.config.tie_word_embeddings and not other.model.config.tie_word_embeddings
    assert memory_needed(row(f"path:{paths[1]}"), paths[1]) == 4 * other.parameters


def test_the_tokenizer_cuts_as_the_file_says(tmp_path: Path) -> None:
    tokenizer = load_file(write(tmp_path / "m.gguf")).tokenizer
    pieces = tokenizer.convert_ids_to_tokens(tokenizer("hello  w<|end|>x<think>y").input_ids)
    assert pieces == ["hell", "o", "Ġ", "Ġw", "<|end|>", "x", "<think>", "y"]
    tokens = (tokenizer.bos_token, tokenizer.eos_token, tokenizer.unk_token, tokenizer.pad_token)
    assert tokens == ("<|start|>", "<|end|>", "<|none|>", None)
    text = "hé\n\n 🙂 w\t42"
    assert tokenizer.decode(tokenizer(text).input_ids) == text
    ids = tokenizer("a<|end|><think>").input_ids
    assert tokenizer.decode(ids, skip_special_tokens=True) == "a<think>"
    chat = tokenizer.apply_chat_template([{"role": "user", "content": "he"}], tokenize=False)
    assert chat == "<|start|>he<|end|>"


def test_digits_are_cut_as_the_file_s_own_rule_says(tmp_path: Path) -> None:
    # llama.cpp's "smollm" rule cuts out each digit first, so two spaces before one stay together.
    cut = {}
    for pre in ("smollm", "gpt-2"):
        gguf = Gguf(write(tmp_path / f"{pre}.gguf", pre=pre))
        cut[pre] = read_tokenizer(gguf).encode("a  12").tokens
    assert cut == {"smollm": ["a", "ĠĠ", "1", "2"], "gpt-2": ["a", "Ġ", "Ġ", "1", "2"]}


def test_a_first_token_is_added_where_the_file_asks_for_it(tmp_path: Path) -> None:
    tokenizer = load_file(write(tmp_path / "m.gguf", add_bos=True)).tokenizer
    assert tokenizer.convert_ids_to_tokens(tokenizer("he").input_ids) == ["<|start|>", "he"]


def test_the_end_of_a_turn_ends_a_text_and_is_special(tmp_path: Path) -> None:
    from app.decoding.loop import end_marks

    facts = (("tokenizer.ggml.eot_token_id", 3), ("tokenizer.ggml.eom_token_id", 2))
    loaded = load_file(write(tmp_path / "m.gguf", facts=facts))
    assert end_marks(loaded) == {2, 3}
    assert loaded.pieces.special(3)
    (tmp_path / "plain").mkdir()
    assert end_marks(load_file(write(tmp_path / "plain" / "m.gguf"))) == {2}


def test_no_end_mark_stands_before_what_is_to_be_written(tmp_path: Path) -> None:
    facts = (("tokenizer.ggml.add_eos_token", True),)
    loaded = load_file(write(tmp_path / "m.gguf", facts=facts, add_bos=True))
    ends = loaded.tokenizer.eos_token_id
    assert [token.id for token in loaded.pieces.read("he")[1]].count(ends) == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"architecture": "mamba"}, "'mamba'.*qwen2"),
        ({"stored": {"ffn_up": "IQ4_NL"}}, r"ffn_up.*ggml type IQ4_NL"),
        ({"tokenizer": "bert"}, "tokenizer"),
        ({"pre": "no-such-rule"}, "no-such-rule"),
        ({"facts": (("llama.rope.scaling.type", "sideways"),)}, "scaled rotary"),
        ({"facts": (("llama.expert_count", 8),)}, "mixture of experts"),
        ({"facts": (("llama.rope.dimension_count", 8),)}, "part of each head"),
    ],
    ids=lambda value: None,
)
def test_what_is_not_read_is_refused_with_the_way_out(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    path = write(tmp_path / "m.gguf", **changes)
    with pytest.raises(InputError, match=said) as caught:
        load_file(path)
    assert "convert the model to safetensors" in str(caught.value)


def test_a_file_that_ends_early_is_said_to(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.gguf").read_bytes()
    cut = tmp_path / "cut" / "m.gguf"
    cut.parent.mkdir()
    lengths = sorted({0, 3, 4, 7, 8, 23, 24, *range(30, len(whole), len(whole) // 60)})
    for length in [*lengths, len(whole) - 1]:
        cut.write_bytes(whole[:length])
        with pytest.raises(ValueError, match=r"m\.gguf (is|ends)"):
            Gguf(cut)
    with pytest.raises(InputError, match=r"gguf file of the model path:.*is cut off"):
        load_file(cut)


def test_another_format_or_version_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    for content, said in (
        (b"PK\3\4 and more than that", "not a gguf file"),
        (b"GGUF" + struct.pack("<IQQ", 1, 0, 0), "version 1"),
        (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "version"),
    ):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=said):
            Gguf(path)


def test_a_lacking_tensor_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "m.gguf")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"blk.1.ffn_up.weight", b"blk.1.ffn_xx.weight"))
    with pytest.raises(InputError, match=r"lacks the tensor blk\.1\.ffn_up\.weight"):
        load_file(path)


def test_damage_anywhere_in_the_head_never_surfaces_as_another_error(tmp_path: Path) -> None:
    path = write(tmp_path / "m.gguf")
    whole = path.read_bytes()
    head = Gguf(path).entries["token_embd.weight"].offset
    dice = random.Random(3)
    refused = 0
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[dice.randrange(head)] ^= 1 << dice.randrange(8)
        path.write_bytes(damaged)
        try:
            load_file(path)
        except InputError:
            refused += 1
    assert refused > 5


@pytest.mark.models
def test_the_real_file_is_read_as_transformers_reads_it(
    real_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    import torch
    from tokenizers import pre_tokenizers
    from transformers import AutoTokenizer
    from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint

    known = row("smollm2-135m")
    folder = real_folder(known.id)
    (path,) = folder.glob("*.gguf")
    loaded = load(known, folder, device="cpu")
    assert loaded.parameters == known.parameters
    assert (loaded.row, loaded.max_length) == (known, 8192)
    with torch.device("meta"):
        empty = type(loaded.model)(loaded.model.config)
    reference = load_gguf_checkpoint(path, return_tensors=True, model_to_load=empty)
    parameters = dict(loaded.model.named_parameters())
    assert set(reference["tensors"]) == set(parameters)
    for name, weight in reference["tensors"].items():
        bits = weight.numpy().view(np.uint32)
        assert np.array_equal(parameters[name].numpy().view(np.uint32), bits), name
    stated = reference["config"]
    theta = stated.pop("rope_theta")
    assert loaded.model.config.rope_parameters["rope_theta"] == theta
    for name in set(stated) - {"model_type", "_model_name_or_path", "unk_token_id"}:
        assert getattr(loaded.model.config, name) == stated[name], name

    theirs = AutoTokenizer.from_pretrained(folder, gguf_file=path.name, local_files_only=True)
    ours = loaded.tokenizer
    for text in TEXTS:
        assert ours(text).input_ids == theirs(text).input_ids, text
        ids = ours(text).input_ids
        assert ours.decode(ids) == theirs.decode(ids) == text
        quiet = {"skip_special_tokens": True}
        assert ours.decode(ids, **quiet) == theirs.decode(ids, **quiet)
        pair = {"text_pair": "and more", "return_offsets_mapping": True}
        assert dict(ours(text, **pair)) == dict(theirs(text, **pair))
    # With the file's own rule for digits put into theirs, those texts are equal as well.
    plain = theirs.backend_tokenizer.pre_tokenizer
    digits = pre_tokenizers.Digits(individual_digits=True)
    theirs.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, plain])
    for text in (*TEXTS, *DIGITS):
        assert ours(text).input_ids == theirs(text).input_ids, text
    for name in ("bos", "eos", "unk", "pad"):
        assert getattr(ours, f"{name}_token_id") == getattr(theirs, f"{name}_token_id")
    assert ours.get_vocab() == theirs.get_vocab()
    assert sorted(ours.all_special_ids) == sorted(theirs.all_special_ids)
    talk = [{"role": "user", "content": "Why 🙂?\n"}, {"role": "assistant", "content": "So."}]
    choices: tuple[dict[str, Any], ...] = ({}, {"add_generation_prompt": True})
    for more in choices:
        expected: Any = theirs.apply_chat_template(talk, **more)
        got: Any = ours.apply_chat_template(talk, **more)
        assert dict(got) == dict(expected)


# Where numbers follow white space, the file's own rule ("smollm", as llama.cpp has it, each digit
# cut out first) and the plain one that transformers takes for every such file may differ.
DIGITS = ("a  1 b", "\n\n2 x\t3", "   12 34", "½ ² Ⅷ ٣", "v1.2.3  \n4")
TEXTS = (
    "",
    " ",
    "Hello world",
    "  two before, three after   ",
    "line\n\nline\r\n\tindented\n",
    "don't we'll I'VE",
    "1 + 22 = 333,4 x5",
    "naïve café — “quotes” …",
    "🙂👩‍👩‍👧 flags 🇵🇹",
    "中文、日本語 العربية עברית हिन्दी",
    "<|im_start|>user\nhi<|im_end|>\n<|endoftext|><|im_start|> <|im_sta",
    "def f(x):\n    return x ** 2  # squared\n",
    "\x00\x7f\u200b\ufeff",
    "a" * 300,
)


@pytest.mark.parametrize(
    "counts",
    [(2**62, 0), (0, 2**62), (2**31, 2**31)],
    ids=["tensors", "facts", "both"],
)
def test_made_up_counts_take_no_memory(tmp_path: Path, counts: tuple[int, int]) -> None:
    import tracemalloc

    path = tmp_path / "made-up.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, *counts) + bytes(1000))
    tracemalloc.start()
    try:
        with pytest.raises((ValueError, InputError)):
            Gguf(path)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.models
def test_the_real_gemma_is_read_as_transformers_reads_it(
    real_folder: Callable[[str], Path],
) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    known = row("gemma3-270m")
    folder = real_folder(known.id)
    (path,) = folder.glob("*.gguf")
    loaded = load(known, folder, device="cpu")
    assert (loaded.row, loaded.max_length, loaded.chat_template) == (known, 32768, False)
    theirs = AutoTokenizer.from_pretrained(folder, gguf_file=path.name, local_files_only=True)
    ours = loaded.tokenizer
    for text in (
        *TEXTS,
        *DIGITS,
        "今天天气很好，我们去公园。",
        "<start_of_turn>user\nhi<end_of_turn>",
    ):
        wanted = theirs(text, return_offsets_mapping=True)
        assert dict(ours(text, return_offsets_mapping=True)) == dict(wanted), text
        for quiet in (True, False):
            expected = theirs.decode(wanted.input_ids, skip_special_tokens=quiet)
            assert ours.decode(wanted.input_ids, skip_special_tokens=quiet) == expected
    assert ours.get_vocab() == theirs.get_vocab()
    for name in ("bos", "eos", "unk", "pad"):
        assert getattr(ours, f"{name}_token_id") == getattr(theirs, f"{name}_token_id")

    reference = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file=path.name, dtype=torch.float32, local_files_only=True
    )
    parameters = dict(loaded.model.named_parameters())
    for name, weight in reference.named_parameters():
        assert torch.equal(parameters.pop(name), weight), name
    assert not parameters
    # Longer than its windows, so that every layer is asked what it does.
    ids = torch.tensor([ours(" ".join(["The cat sat on the mat."] * 90)).input_ids[:600]])
    with torch.no_grad():
        got, expected = loaded.model(ids).logits, reference(ids).logits
    assert ids.shape[1] == 600 and (got - expected).abs().max() < 1e-4
