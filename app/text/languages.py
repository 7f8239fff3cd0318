"""Which languages a translator goes between, and what language a text seems to be in."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.errors import InputError

if TYPE_CHECKING:
    from app.models.loading import Loaded

# A text is said to be in another language when that one takes more than the first share and the
# expected one less than the second. Of 1,000 Tatoeba sentences, 500 each in English and
# Portuguese, none was doubted wrongly, and 894 given to the wrong direction were noticed.
LIKELY, UNLIKELY = 0.5, 0.02
FEWEST_LETTERS = 20
NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "yue": "Cantonese",
    "zh": "Chinese",
}  # fmt: skip

_tokenizer_language = threading.Lock()


@dataclass(frozen=True)
class Codes:
    """The language codes a model wants to be told.

    source, target  the codes it knows for either side; empty where it does not ask
    """

    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True)
class Direction:
    """From one language to another, as this model takes it.

    prefix  what is put before the text
    source  the code the tokenizer is set to, or None
    first   the id of the mark the translation must begin with, or None
    """

    prefix: str = ""
    source: str | None = None
    first: int | None = None


def codes(loaded: Loaded) -> Codes:
    """The codes a model wants, read from its tokenizer and config; empty for one direction only."""
    tokenizer: Any = loaded.tokenizer
    known = getattr(tokenizer, "supported_language_codes", None)
    if known:  # Marian: marks such as >>por<< for the target alone
        return Codes((), tuple(sorted(code.strip("<>") for code in known)))
    if marks := _marks(tokenizer):
        return Codes(tuple(sorted(marks)), tuple(sorted(marks)))
    pairs = [each.split("_to_") for each in _prefixes(loaded)]
    return Codes(
        tuple(sorted({pair[0] for pair in pairs})), tuple(sorted({pair[1] for pair in pairs}))
    )


def _marks(tokenizer: Any) -> dict[str, int]:
    """Language code -> id of its mark, for tokenizers with a settable source language."""
    if not hasattr(tokenizer, "src_lang"):
        return {}
    for name in ("lang_code_to_id", "lang_code_to_token"):
        if table := getattr(tokenizer, name, None):
            return {
                str(code): mark
                if isinstance(mark, int)
                else int(tokenizer.convert_tokens_to_ids(mark))
                for code, mark in table.items()
            }
    # The others keep their language codes as additional special tokens: eng_Latn, en_XX.
    extra = getattr(tokenizer, "extra_special_tokens", None) or getattr(
        tokenizer, "additional_special_tokens", []
    )
    names = extra.values() if isinstance(extra, Mapping) else extra
    found = [str(each) for each in names if "_" in str(each) and not str(each).startswith("<")]
    return {name: int(tokenizer.convert_tokens_to_ids(name)) for name in found}


def _prefixes(loaded: Loaded) -> dict[str, str]:
    """Pair such as en_to_de -> the words a T5 was trained to be asked with."""
    config: Any = loaded.model.config
    recipes = getattr(config, "task_specific_params", None) or {}
    return {
        name.removeprefix("translation_"): str(recipe.get("prefix", ""))
        for name, recipe in recipes.items()
        if name.startswith("translation_") and "_to_" in name
    }


def direction(loaded: Loaded, source: str, target: str) -> Direction:
    """How this model is told to go from `source` to `target`.

    Raises InputError when it wants a code and has none, or does not know the one it has.
    """
    wanted = codes(loaded)
    source, target = source.strip(), target.strip()
    for side, code, known in (("from", source, wanted.source), ("to", target, wanted.target)):
        if known and code not in known:
            what = f"does not know {code!r}" if code else f"must be told which one to go {side}"
            raise InputError(
                f"{loaded.row.title} translates between several languages and {what}: "
                f"write one of {_some(known)}."
            )
    tokenizer: Any = loaded.tokenizer
    if getattr(tokenizer, "supported_language_codes", None):
        return Direction(prefix=f">>{target}<< ")
    if marks := _marks(tokenizer):
        return Direction(source=source, first=marks[target])
    prefixes = _prefixes(loaded)
    if prefixes:
        pair = f"{source}_to_{target}"
        if pair not in prefixes:
            pairs = ", ".join(each.replace("_to_", " to ") for each in sorted(prefixes))
            raise InputError(
                f"{loaded.row.title} was not trained to go from {source} to {target}: it knows "
                f"{pairs}."
            )
        return Direction(prefix=prefixes[pair])
    return Direction()


def _some(known: tuple[str, ...]) -> str:
    """A dozen of the codes, and how many more there are."""
    shown = ", ".join(known[:12])
    return shown if len(known) <= 12 else f"{shown} and {len(known) - 12} more"


@contextmanager
def reading(loaded: Loaded, going: Direction) -> Iterator[None]:
    """Sets the tokenizer's source language while a text is read.

    One tokenizer serves all visitors, so only one of them may set it at a time.
    """
    if going.source is None:
        yield
        return
    tokenizer: Any = loaded.tokenizer
    with _tokenizer_language:
        before = tokenizer.src_lang
        tokenizer.src_lang = going.source
        try:
            yield
        finally:
            tokenizer.src_lang = before


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def prepare() -> None:
    """Loads what tells languages apart, about a second, so that no run waits for it."""
    _identifier()


def unlike(text: str, expected: str) -> str | None:
    """The language a text seems to be in when that is plainly not `expected`, else None.

    Both are two-letter codes. Source: Lui and Baldwin 2012, langid.py.
    """
    shares = {str(code): float(share) for code, share in _identifier().rank(text)}
    found = max(shares, key=lambda code: shares[code])
    plainly = shares[found] > LIKELY and shares.get(expected, 1.0) < UNLIKELY
    return found if plainly else None


def hint(text: str, expected: str | None, *, other: str | None = None) -> str:
    """One sentence when a text seems to be in another language than `expected`, else "".

    `other` is the language that the same model reads in its other direction, where it has one.
    """
    if not expected:
        return ""
    wanted = expected.split("_")[0].lower()[:2]
    found = unlike(text, wanted) if wanted in NAMES else None
    if found is None:
        return ""
    looks = NAMES.get(found, f"the language “{found}”")
    advice = "; “Swap direction” turns it round" if found == other else ""
    return f"This looks like {looks}, and this model reads {NAMES[wanted]}{advice}."


def unread_language(text: str, reads: str | None) -> str:
    """One sentence when a model that reads one language is given another one, else "".

    A few Latin letters say nothing of a language: a name is the same in many.
    """
    letters = [each for each in text if each.isalpha()]
    if not reads or (len(letters) < FEWEST_LETTERS and all(each < "\u0250" for each in letters)):
        return ""
    says = hint(text, reads)
    return f"{says} What it says of this text means little." if says else ""
