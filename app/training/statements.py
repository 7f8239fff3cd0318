"""Plain statements: sentences that judge nothing, for telling them from opinions.

Nobody labelled them: sentences of an encyclopedia, and half of Tatoeba's everyday ones, stand for
plain statements, phrases of film reviews for opinions. Some of either are the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.models.plain_statements import PlainStatements
from app.text.sentences import sentences
from app.training.device import beside
from app.training.events import Scores
from app.training.labelled import Labelled, read_lines
from app.training.padding import attention_mask, padded
from app.training.passages import read_questions
from app.training.prose import read_wikitext

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_WORDS = (4, 35)  # of a sentence that is taken
_LEARNED = {"WikiText-2": 1200, "passages": 800}  # sentences drawn of each
_HELD = 400  # of each
_OPINION_WORDS = 5  # shorter phrases are too often no judgement
_DECAY = 0.01  # of the squared weights
_AT_ONCE = 64
_STEPS = 300  # of L-BFGS at most


@dataclass(frozen=True)
class Statements:
    """Plain statements by their source: what is learned from, and what is measured on."""

    learned: list[str] = field(default_factory=list)
    held: dict[str, list[str]] = field(default_factory=dict)


def read_statements(folder: Path, *, seed: int) -> Statements:
    """The sentences below `folder`: none of an article is in both parts."""
    random = np.random.default_rng(seed)
    wiki, qa = folder / "wikitext2", folder / "qa"
    sources: dict[str, tuple[list[str], list[str]]] = {
        "WikiText-2": (read_wikitext(wiki / "valid.txt"), read_wikitext(wiki / "test.txt")),
        "passages": (_passages(qa / "train.jsonl"), _passages(qa / "dev.jsonl")),
    }
    learned: list[str] = []
    held: dict[str, list[str]] = {}
    for name, (texts, others) in sources.items():
        known = _sentences(texts)
        seen = set(known)
        learned += _drawn(known, _LEARNED[name], random)
        if kept := [each for each in _sentences(others) if each not in seen]:
            held[name] = _drawn(kept, _HELD, random)
    everyday = folder / "tatoeba" / "en-pt.en"
    if everyday.is_file():
        lines = [line.strip() for line in read_lines(everyday) if line.strip()]
        learned += lines[: len(lines) // 2]
        held["Tatoeba"] = lines[len(lines) // 2 :]
    return Statements(learned, held)


def learn(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    statements: Statements,
    opinions: Sequence[Labelled],
    *,
    max_length: int,
    seed: int,
) -> PlainStatements:
    """A logistic regression on the frozen model's states, as many opinions as plain statements.

    Half of the texts of each sort lose their final mark and the rest have one: else it would be
    the mark that is learned.
    """
    import torch

    random = np.random.default_rng(seed)
    phrases = [row.text for row in opinions if len(row.text.split()) >= _OPINION_WORDS]
    phrases = _drawn(phrases, len(statements.learned), random)
    texts = [*_marked(statements.learned), *_marked(phrases)]
    plain = np.arange(len(texts)) < len(statements.learned)
    states = torch.tensor(means(model, tokenizer, texts, max_length=max_length))
    right = torch.tensor(plain, dtype=states.dtype)
    with torch.inference_mode(False), torch.enable_grad():
        states = states.clone()
        weights = torch.zeros(states.shape[1], dtype=states.dtype, requires_grad=True)
        bias = torch.zeros(1, dtype=states.dtype, requires_grad=True)
        optimizer = torch.optim.LBFGS(
            [weights, bias], max_iter=_STEPS, line_search_fn="strong_wolfe"
        )

        def loss() -> float:
            optimizer.zero_grad()
            apart = torch.nn.functional.binary_cross_entropy_with_logits(
                states @ weights + bias, right.clone()
            )
            whole = apart + _DECAY * weights.square().sum()
            whole.backward()  # type: ignore[no-untyped-call]
            return float(whole.detach())

        optimizer.step(loss)  # type: ignore[no-untyped-call]
    return PlainStatements(
        weights=tuple(round(value, 4) for value in weights.tolist()),
        bias=round(float(bias.detach()), 4),
    )


def plain_scores(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    found: PlainStatements,
    statements: Statements,
    opinions: Sequence[Labelled],
    *,
    max_length: int,
) -> Scores:
    """Shares, 0 to 1, where a text is unclear if it is more likely a plain statement than not.

    clear                 of the labelled sentences
    accuracy where clear  of these
    unclear SOURCE        of the plain statements held back
    """
    scores: Scores = {}
    clear, right = _judged(model, tokenizer, found, opinions, max_length=max_length)
    scores["clear"] = float(clear.mean())
    if clear.any():
        scores["accuracy where clear"] = float(right[clear].mean())
    for name, texts in statements.held.items():
        states = means(model, tokenizer, texts, max_length=max_length)
        plain = [found.probability(row[None]) > 0.5 for row in states]
        scores[f"unclear {name}"] = float(np.mean(plain))
    return scores


def _judged(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    found: PlainStatements,
    rows: Sequence[Labelled],
    *,
    max_length: int,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Per row whether it is clear, and whether the likeliest label is its own."""
    passed = _passes(model, tokenizer, [row.text for row in rows], max_length=max_length)
    clear, right = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    for number, mean, logits in passed:
        clear[number] = found.probability(mean[None]) <= 0.5
        right[number] = int(logits.argmax()) == rows[number].label
    return clear, right


def means(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    *,
    max_length: int,
) -> NDArray[np.float64]:
    """(text, width): the mean over each text's tokens, marks included, of the last states."""
    found = np.zeros((len(texts), int(model.config.hidden_size)))
    for number, mean, _ in _passes(model, tokenizer, texts, max_length=max_length):
        found[number] = mean
    return found


def _passes(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    *,
    max_length: int,
) -> Iterator[tuple[int, NDArray[np.float64], NDArray[np.float64]]]:
    """Per text its number, its mean state and its logits; the shortest first."""
    ids = tokenizer(list(texts), truncation=True, max_length=max_length)["input_ids"]
    order = sorted(range(len(texts)), key=lambda number: len(ids[number]))
    for start in range(0, len(order), _AT_ONCE):
        numbers = order[start : start + _AT_ONCE]
        rows = [ids[number] for number in numbers]
        batch = {
            "input_ids": padded(rows, tokenizer.pad_token_id or 0),
            "attention_mask": attention_mask(rows),
        }
        output = model(**beside(model, batch), output_hidden_states=True)
        states = output.hidden_states[-1].double().cpu().numpy()
        logits = output.logits.double().cpu().numpy()
        for place, number in enumerate(numbers):
            yield number, states[place, : len(rows[place])].mean(axis=0), logits[place]


def _passages(path: Path) -> list[str]:
    return list(dict.fromkeys(row.passage for row in read_questions(path)))


def _sentences(texts: Sequence[str]) -> list[str]:
    """Each sentence once, where it is neither too long nor too short and no word of it is lost."""
    split = [sentence.split() for text in texts for _, sentence in sentences(text, "en")]
    fitting = [words for words in split if _WORDS[0] <= len(words) <= _WORDS[1]]
    return list(dict.fromkeys(" ".join(words) for words in fitting if "<unk>" not in words))


def _drawn(texts: list[str], most: int, random: np.random.Generator) -> list[str]:
    return [texts[number] for number in random.permutation(len(texts))[:most]]


def _marked(texts: Sequence[str]) -> list[str]:
    """Every second text with a full stop and the others with no mark at their end."""
    bare = [text.rstrip(" .!?") for text in texts]
    return [text if number % 2 else f"{text}." for number, text in enumerate(bare)]
