"""Where each scheme and each way of looking was published."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from typing_extensions import TypedDict  # pydantic asks for it below Python 3.12


class Citation(TypedDict):
    """A publication; `arxiv` is its number there, or empty."""

    title: str
    authors: str
    year: int
    arxiv: str
    page: str
    url: str


@dataclass(frozen=True)
class Paper:
    """A publication. `arxiv` is its number there, "" for one that has an address of its own."""

    title: str
    authors: str
    year: int
    arxiv: str
    page: str = ""

    def fields(self) -> dict[str, Any]:
        """As JSON, with its address."""
        return {**asdict(self), "url": self.page or f"https://arxiv.org/abs/{self.arxiv}"}


LEARNED = Paper(
    "Convolutional Sequence to Sequence Learning",
    "Gehring, Auli, Grangier, Yarats and Dauphin",
    2017,
    "1705.03122",
)
SINUSOIDAL = Paper("Attention Is All You Need", "Vaswani et al.", 2017, "1706.03762")
ROTARY = Paper(
    "RoFormer: Enhanced Transformer with Rotary Position Embedding",
    "Su, Lu, Pan, Murtadha, Wen and Liu",
    2021,
    "2104.09864",
)
INTERPOLATION = Paper(
    "Extending Context Window of Large Language Models via Positional Interpolation",
    "Chen, Wong, Chen and Tian",
    2023,
    "2306.15595",
)
YARN = Paper(
    "YaRN: Efficient Context Window Extension of Large Language Models",
    "Peng, Quesnelle, Fan and Shippole",
    2023,
    "2309.00071",
)
LLAMA3 = Paper("The Llama 3 Herd of Models", "Grattafiori et al.", 2024, "2407.21783")
LONGROPE = Paper(
    "LongRoPE: Extending LLM Context Window Beyond 2 Million Tokens",
    "Ding et al.",
    2024,
    "2402.13753",
)
T5 = Paper(
    "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer",
    "Raffel et al.",
    2020,
    "1910.10683",
)
ALIBI = Paper(
    "Train Short, Test Long: Attention with Linear Biases Enables Input Length Extrapolation",
    "Press, Smith and Lewis",
    2022,
    "2108.12409",
)
DISENTANGLED = Paper(
    "DeBERTa: Decoding-enhanced BERT with Disentangled Attention",
    "He, Liu, Gao and Chen",
    2021,
    "2006.03654",
)
WITHOUT = Paper(
    "Transformer Language Models without Positional Encodings Still Learn Positional Information",
    "Haviv, Ram, Press, Izsak and Levy",
    2022,
    "2203.16634",
)
LOGIT_LENS = Paper(
    "interpreting GPT: the logit lens",
    "nostalgebraist",
    2020,
    "",
    "https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens",
)
TUNED_LENS = Paper(
    "Eliciting Latent Predictions from Transformers with the Tuned Lens",
    "Belrose et al.",
    2023,
    "2303.08112",
)
KEY_VALUE_MEMORIES = Paper(
    "Transformer Feed-Forward Layers Are Key-Value Memories",
    "Geva, Schuster, Berant and Levy",
    2021,
    "2012.14913",
)
PROMOTING_CONCEPTS = Paper(
    "Transformer Feed-Forward Layers Build Predictions by Promoting Concepts in the Vocabulary "
    "Space",
    "Geva, Caciularu, Wang and Goldberg",
    2022,
    "2203.14680",
)
