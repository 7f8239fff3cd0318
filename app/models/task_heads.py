"""What an encoder's head predicts, as read from the class it was saved from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

HeadKind = Literal[
    "sequence-classification", "question-answering", "token-classification", "fill-mask"
]
HEAD_KINDS: tuple[HeadKind, ...] = get_args(HeadKind)

# The end of a class's name in transformers, and its automatic class.
_ENDINGS: dict[HeadKind, tuple[str, ...]] = {
    "sequence-classification": ("ForSequenceClassification",),
    "question-answering": ("ForQuestionAnswering", "ForQuestionAnsweringSimple"),
    "token-classification": ("ForTokenClassification",),
    "fill-mask": ("ForMaskedLM", "ForPreTraining", "WithLMHeadModel"),
}


def head_kind_of(class_name: str) -> HeadKind | None:
    """What a model of that class predicts; None for a bare encoder and for those that write."""
    for kind, endings in _ENDINGS.items():
        if class_name.endswith(endings):
            return kind
    return None


def saved_as(config: PreTrainedConfig) -> str:
    """The class a checkpoint was saved from; empty where its config does not say."""
    return str((getattr(config, "architectures", None) or [""])[0])


def automatic_class(kind: HeadKind) -> Any:
    """Transformers' automatic class for that head, of any architecture."""
    import transformers

    return {
        "sequence-classification": transformers.AutoModelForSequenceClassification,
        "question-answering": transformers.AutoModelForQuestionAnswering,
        "token-classification": transformers.AutoModelForTokenClassification,
        "fill-mask": transformers.AutoModelForMaskedLM,
    }[kind]


def class_named(name: str) -> Any | None:
    """Transformers' own model class of that name; None where it has none."""
    import transformers

    if not name.isidentifier():
        return None
    found = getattr(transformers, name, None)
    is_model = isinstance(found, type) and issubclass(found, transformers.PreTrainedModel)
    return found if is_model else None


def attention_mode(automatic: Any, config: PreTrainedConfig) -> str | None:
    """The mode "eager" for a class that does not ask transformers for its attention function.

    Only in eager mode does such a model hand out its attention; for the others None, which
    leaves transformers' choice to be replaced by the recording function.
    """
    mapping = getattr(automatic, "_model_mapping", None)
    chosen = automatic if mapping is None else mapping[type(config)]
    kind = chosen[0] if isinstance(chosen, tuple | list) else chosen
    return None if kind._can_set_attn_implementation() else "eager"


def label_names(config: Any, count: int) -> list[str]:
    """The names of the outputs, each of them once: several of one name get their numbers as well.

    As `stated_names`, but "pos" of outputs 1 and 2 becomes "pos (1)" and "pos (2)".
    """
    names = stated_names(config, count)
    return [
        f"{name} ({number})" if names.count(name) > 1 else name for number, name in enumerate(names)
    ]


def stated_names(config: Any, count: int) -> list[str]:
    """The names of the outputs, as the config states them; their numbers where it does not."""
    stated = getattr(config, "id2label", None) or {}
    return [str(stated.get(number, stated.get(str(number), number))) for number in range(count)]
