"""A whole training as a stream of events: the command line and the page both read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import InputError
from app.models.adapter import Description, load_adapted
from app.models.formats import packed_delta
from app.models.loading import choose_device
from app.training import checkpoint as checkpoints
from app.training.base import Student, new_student
from app.training.card import write_description, write_weights
from app.training.device import named
from app.training.events import Progress, Trained
from app.training.loop import Loop, Stop
from app.training.plan import Plan
from app.training.precision import has_bfloat16

if TYPE_CHECKING:
    import torch

BITS = 6  # of one number of a packed matrix; 8 and 5 measured the same scores


def train(
    plan: Plan,
    out: Path,
    *,
    device: str = "auto",
    stop: Stop = lambda: False,
    seconds_between: float = 120,
) -> Iterator[Progress | Trained]:
    """Train on the device named, and write the adapter into `out`; the last event is `Trained`.

    Every `seconds_between` a checkpoint is kept in `out`, and a later call with the same plan
    goes on from there. Once `stop()` is true the training ends, and the best
    weights so far are written.

    Raises InputError for a device that this computer lacks, and where `out` cannot be written or
    holds another half-finished training.
    """
    lesson, recipe = plan.lesson, plan.recipe
    target = choose_device(device)
    try:
        out.mkdir(parents=True, exist_ok=True)
        student = new_student(
            plan.base,
            lesson.head_kind,
            lesson.labels,
            seed=recipe.seed,
            method=recipe.method,
            rank=recipe.rank,
            device=target,
        )
        loop = Loop(
            student,
            lesson,
            recipe,
            identity=plan.identity(),
            checkpoint=out / checkpoints.FILE,
            seconds_between=seconds_between,
        )
        yield from loop.run(stop)
        loop.keep()  # whatever goes wrong from here on, the training itself is not lost
        trained = _finish(plan, student, loop, out)
        (out / checkpoints.FILE).unlink(missing_ok=True)
        yield trained
    except OSError as error:
        raise InputError(
            f"The folder {out} cannot be written ({error.strerror or error}): free space there, "
            "or name another --out."
        ) from error


def _finish(plan: Plan, student: Student, loop: Loop, out: Path) -> Trained:
    """Write the best weights, and measure what was written."""
    import torch

    lesson, base, recipe, naming = plan.lesson, plan.base, plan.recipe, plan.naming
    device = student.model.device
    stored = _stored(student, loop.best_weights)
    sha256, size = write_weights(out, stored)
    described = Description(
        title=naming.title,
        kind=lesson.kind,
        head=lesson.head_kind,
        base=base.row.id,
        base_sha256=base.sha256,
        sha256=sha256,
        size=size,
        labels=lesson.labels,
        max_length=recipe.max_length,
        bits=BITS,
        parameters=sum(start.numel() for start in student.start.values())
        + sum(w.numel() for n, w in student.model.named_parameters() if n in student.head),
        licence=naming.licence,
        note=naming.note,
        data=lesson.data,
        recipe=recipe.as_json()
        | {
            "steps_done": loop.step,
            "best_step": loop.best_step,
            "device": named(device),
            "threads": torch.get_num_threads(),
            "precision": "bfloat16" if has_bfloat16(device) else "float32",
            "history": loop.history,
        },
        command=naming.command,
        seconds=round(loop.seconds, 1),
    )
    write_description(out, described)
    model = load_adapted(out, base.row, base.folder).eval()
    model.to(device)
    with torch.inference_mode():
        chosen = lesson.settle(model)
        scores = lesson.scores(model, chosen)
    write_description(out, described.model_copy(update={**chosen, "scores": scores}))
    return Trained(out, scores, size, loop.best_step, loop.ended)


def _stored(student: Student, best: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """What is written for the best weights: differences, or LoRA's thin matrices and the head."""
    with_lora = [n for n, m in student.model.named_modules() if hasattr(m, "lora_A")]
    stored: dict[str, torch.Tensor] = {}
    for name in with_lora:
        module: Any = student.model.get_submodule(name)
        stored |= packed_delta.encode_low_rank(
            f"{name}.weight",
            down=best[f"{name}.lora_A.default.weight"],
            up=best[f"{name}.lora_B.default.weight"] * module.scaling["default"],
        )
    plain = {name: weight for name, weight in best.items() if ".lora_" not in name}
    try:
        return stored | packed_delta.encode(plain, student.start, bits=BITS)
    except ValueError as error:
        raise InputError(f"The training went astray ({error}): choose a lower --rate.") from error
