"""One tiny model against transformers itself, capability by capability, through the engine.

Every check compares what the playground tells with the same folder loaded by transformers in eager
mode. A capability is exact, refused in a sentence, or it fails with what was wrong.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tests.sweep.building import Variant, build

CLOSE = 1e-4
# Fused and eager attention, or steps and one pass, round differently on the way.
ROUNDED = 1e-3
TEXT = "the big cat sat on a mat and the dog ran"
SECOND = "it saw a red dog"
QUESTION = "the cat saw"


@dataclass(frozen=True)
class Told:
    """What came of one capability: "exact", "refused" (then `says` is the sentence) or "wrong"."""

    variant: str
    capability: str
    outcome: str
    says: str = ""


class WrongError(AssertionError):
    """A number that is not the reference's."""


def save(variant: Variant, folder: Path) -> None:
    """The model and a tokenizer for it, in Hugging Face layout."""
    from tests.tiny import tiny_tokenizer

    model = build(variant)
    if model.config.is_encoder_decoder:
        model.config.decoder_start_token_id = 3
        model.generation_config.decoder_start_token_id = 3
    model.save_pretrained(folder)
    if variant.kind == "canine":
        from transformers import CanineTokenizer

        CanineTokenizer().save_pretrained(folder)
        return
    tokenizer = tiny_tokenizer()
    if "Masked" in variant.automatic or "+" in variant.suffix:
        tokenizer.add_special_tokens({"mask_token": "<mask>"})
        from tokenizers.processors import TemplateProcessing

        tokenizer.backend_tokenizer.post_processor = TemplateProcessing(
            single="<s> $A </s>", pair="<s> $A </s> $B:1 </s>:1",
            special_tokens=[("<s>", 0), ("</s>", 1)],
        )  # fmt: skip
    tokenizer.save_pretrained(folder)


def try_variant(variant: Variant, root: Path) -> Iterator[Told]:
    """Every capability of one model."""
    from app.engine.engine import Engine
    from app.errors import InputError
    from app.settings import Settings

    folder = root / variant.name.replace("+", "_")
    try:
        save(variant, folder)
    except Exception as error:
        yield Told(variant.name, "building", "wrong", _line(error))
        return
    engine = Engine(
        Settings(allow_path=(root,), cache_dir=root / "cache", offline=True,
                 max_tokens=60 if variant.kind == "canine" else 40,
                 max_new_tokens=20, threads=1, max_position_length=48)
    )  # fmt: skip
    trial = Trial(variant, folder, engine)
    for name, check in trial.checks():
        try:
            check()
        except InputError as error:
            yield Told(variant.name, name, "refused", str(error))
        except WrongError as error:
            yield Told(variant.name, name, "wrong", str(error))
        except Exception as error:
            yield Told(variant.name, name, "failed", _line(error))
        else:
            yield Told(variant.name, name, "exact")


def _line(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)
    ours = [each for each in last if "/app/" in each.filename or "/visualizers/" in each.filename]
    at = (ours or last)[-1]
    place = f"{Path(at.filename).name}:{at.lineno}"
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]} ({place})"


class Trial:
    """The checks of one saved model; each raises what was wrong."""

    def __init__(self, variant: Variant, folder: Path, engine: Any) -> None:
        self.variant, self.folder, self.engine = variant, folder, engine
        self.model_id = f"path:{folder}"
        self._reference: Any = None
        self._read: Any = None

    @property
    def reference(self) -> Any:
        """The same folder, loaded by transformers in eager mode."""
        import torch
        import transformers

        if self._reference is None:
            automatic = getattr(transformers, self.variant.automatic)
            options = {"dtype": torch.float32, "use_safetensors": True}
            try:
                model = automatic.from_pretrained(
                    self.folder, attn_implementation="eager", **options
                )
            except ValueError:
                model = automatic.from_pretrained(self.folder, **options)
            self._reference = model.eval().requires_grad_(False)
        return self._reference

    def checks(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """By the kind of model, the capabilities it should have."""
        yield "read", self.read
        yield "attention", self.attention
        yield "panels", self.panels
        yield "positions", self.positions
        yield "move", self.move
        automatic = self.variant.automatic
        if automatic in ("AutoModelForCausalLM", "AutoModelForImageTextToText"):
            yield "next token", self.next_token
            yield "lens", self.lens
            yield "halves", self.halves
            yield "neurons", self.neurons
            yield "generate", self.generate
            yield "rules", self.rules
            yield "going on", self.going_on
            yield "score", self.score
            yield "tree", self.tree
            yield "autocomplete", self.autocomplete
            yield "beams", self.beams
        elif automatic == "AutoModelForSeq2SeqLM":
            yield "next token", self.next_token
            yield "translate", self.translate
            yield "beams", self.beams
            yield "lens", self.lens
            yield "hide", self.hide
            yield "tree", self.tree
        elif automatic == "AutoModelForMaskedLM":
            yield "lens", self.lens
            yield "halves", self.halves
            yield "fill", self.fill
        elif "+answer" in self.variant.suffix:
            yield "answer", self.answer
        elif "+entities" in self.variant.suffix:
            yield "entities", self.entities
        else:
            yield "labels", self.labels
            yield "decides", self.decides

    # reading

    def finished(self, task: str = "read", **fields: str) -> Any:
        if task == "read" and not fields:
            if self._read is None:
                self._read = self.engine.finish(
                    self.engine.run("read", self.model_id, {"text": TEXT})
                )
            return self._read
        return self.engine.finish(self.engine.run(task, self.model_id, fields))

    def read(self) -> None:
        trace = self.finished().answer.trace
        outputs = self.outputs(trace)
        ours = trace.logits
        if ours is not None and getattr(outputs, "logits", None) is not None:
            same("logits", ours, outputs.logits[0].float().numpy())

    def outputs(self, trace: Any, **more: Any) -> Any:
        """The reference's outputs over the tokens of a trace."""
        import torch

        inputs: dict[str, Any] = {"input_ids": torch.tensor([[each.id for each in trace.tokens]])}
        if trace.target:
            inputs["decoder_input_ids"] = torch.tensor([[each.id for each in trace.target]])
            inputs["use_cache"] = False
        with self.engine.store.use(self.model_id) as loaded:
            typed = "token_type_ids" in loaded.tokenizer.model_input_names
        if trace.segments and typed and "token_type_ids" in self._arguments():
            inputs["token_type_ids"] = torch.tensor([list(trace.segments)])
        with torch.inference_mode():
            return self.reference(**inputs, **more)

    def _arguments(self) -> set[str]:
        import inspect

        return set(inspect.signature(self.reference.forward).parameters)

    def attention(self) -> None:
        self._attention_of(self.finished().answer.trace)

    def _attention_of(self, trace: Any) -> None:
        from app.errors import InputError
        from visualizers import attention as panel

        reason = panel.needs(trace)
        if reason:
            raise InputError(reason)
        names = {"self": "attentions", "encoder": "encoder_attentions",
                 "decoder": "decoder_attentions", "cross": "cross_attentions"}  # fmt: skip
        outputs = self.outputs(trace, output_attentions=True)
        compared = 0
        for stack in trace.attention:
            theirs = getattr(outputs, names[stack.name], None)
            theirs = [each for each in theirs or () if each is not None and each.ndim == 4]
            for layer in range(len(stack.layers)):
                weights = stack.weights(layer)
                if weights.min() < 0 or weights.sum(-1).max() > 1 + CLOSE:
                    raise WrongError(f"{stack.name} layer {layer}: weights that are no shares")
                at = layer if len(theirs) == len(stack.layers) else stack.block(layer)
                if at < len(theirs):
                    reference = theirs[at][0].float().numpy()
                    # A sink's share stands in a column of its own, after the keys.
                    reference = reference[..., : weights.shape[-1]]
                    same(f"{stack.name} layer {layer}", weights, reference, close=ROUNDED)
                    compared += 1
        if not compared and getattr(outputs, "attentions", None):
            found = [len(stack.layers) for stack in trace.attention]
            raise WrongError(f"{len(outputs.attentions)} layers of the reference, ours {found}")

    def panels(self) -> None:
        import visualizers
        from app.discovery import declared
        from visualizers import Panel, Selection

        trace = self.finished().answer.trace
        for panel in declared(visualizers, "PANEL", Panel):
            if panel.needs(trace) is None:
                panel.draw(trace, Selection())

    def positions(self) -> None:
        self.engine.positions(self.model_id, 12)

    def move(self) -> None:
        """The positions of an experiment against the same ones given to the reference."""
        import torch

        from app.api.position_edits import move_positions

        finished = self.finished()
        trace = finished.answer.trace
        if "position_ids" not in self._arguments() or trace.target:
            *_, found = move_positions(self.engine, finished.trace_id, "reverse")
            return
        count = len(trace.tokens)
        plain = self.outputs(trace, output_hidden_states=True)
        # Some count the first token as position 1 or 2 more than the padding.
        pad = int(getattr(self.reference.config, "pad_token_id", None) or 0)
        for first in (0, pad + 1, 2):
            at_first = torch.arange(first, first + count)[None]
            try:
                again = self.outputs(trace, position_ids=at_first, output_hidden_states=True)
            except Exception:
                return  # not every family takes positions
            if (again.hidden_states[-1] - plain.hidden_states[-1]).abs().max() < CLOSE:
                break
        else:
            return
        for kind, at in (("same", [0] * count), ("reverse", None)):
            *_, found = move_positions(self.engine, finished.trace_id, kind)
            moved = self.engine.trace(found["trace_id"])
            places = [int(each["after"]) for each in found["tokens"]] if at is None else at
            more = {"attention_mask": torch.ones(1, count, dtype=torch.long)}
            try:
                outputs = self.outputs(
                    trace,
                    position_ids=torch.tensor([places]) + first,
                    output_hidden_states=True,
                    **more,
                )
            except Exception:  # not every family takes positions that jump
                continue
            states = getattr(outputs, "hidden_states", None)
            if states is None:
                continue
            last = moved.hidden["self"][-1]
            reference = states[-1][0].float().numpy()
            if np.abs(reference - plain.hidden_states[-1][0].float().numpy()).max() < CLOSE:
                continue  # the reference itself does not listen to them
            same(f"move {kind}", last, reference)

    # writing

    def next_token(self) -> None:
        from app.api.next_token import lab

        finished = self.finished()
        trace = finished.answer.trace
        lab(self.engine, finished.trace_id, -1, "", "")
        theirs = self.outputs(trace).logits[0].float().numpy()
        same("next token", trace.logits, theirs)

    def lens(self) -> None:
        from app.api.logit_lens import lens

        finished = self.finished()
        trace = finished.answer.trace
        told = lens(self.engine, finished.trace_id)
        last = told["cells"][-1]
        theirs = softmax(self.outputs(trace).logits[0].float().numpy())
        same("lens, last row", [each["probability"] for each in last], theirs.max(-1))

    def halves(self) -> None:
        from app.api.logit_lens import lens

        lens(self.engine, self.finished().trace_id, "attention", "0")

    def neurons(self) -> None:
        from app.api.logit_lens import neurons

        for layer in range(2):
            neurons(self.engine, self.finished().trace_id, layer, 1, 5)

    def generate(self, **rules: Any) -> None:
        finished = self._generated()
        trace = finished.answer.trace
        theirs = self._continued([each.id for each in trace.tokens[: trace.prompt]], 6)
        ours = [each.token.id for each in finished.answer.written]
        if ours != theirs and ours != self._anew(trace, len(ours)):
            raise WrongError(f"wrote {ours}, generate writes {theirs}")
        if self._as_read(trace, trace.prompt) and trace.attention:
            self._attention_of(trace)

    def _as_read(self, trace: Any, first: int) -> bool:
        """The logits of a run that wrote after `first` tokens, against one pass over all of them.

        False where the reference's own cached steps give what ours gave, and its one pass does
        not: then transformers is at odds with itself, and both are told truly.
        """
        import torch

        whole = self.outputs(trace).logits[0].float().numpy()
        try:
            same("logits of the run", trace.logits, whole, ROUNDED)
        except WrongError:
            ids = torch.tensor([[each.id for each in trace.tokens]])
            with torch.inference_mode():
                made = self.reference(ids[:, :first], use_cache=True)
                rows = [made.logits[0]]
                for place in range(first, ids.shape[1]):
                    carried = {"past_key_values": getattr(made, "past_key_values", None)}
                    made = self.reference(ids[:, place : place + 1], use_cache=True, **carried)
                    rows.append(made.logits[0])
            stepped = torch.cat(rows).float().numpy()
            same("logits of the run, step by step", trace.logits, stepped, ROUNDED)
            return False
        return True

    def _generated(self, text: str = TEXT, **settings: Any) -> Any:
        from app.decoding.sampling import Sampling

        return self.engine.finish(
            self.engine.run(
                "generate", self.model_id, {"text": text}, Sampling(max_new_tokens=6, **settings)
            )
        )

    @cached_property
    def _caches_badly(self) -> bool:
        """Whether the reference's own cached steps are at odds with its whole pass."""
        import torch

        ids = torch.tensor([[3, 5, 4, 9, 8, 6, 7, 11]])
        try:
            with torch.inference_mode():
                whole = self.reference(ids, use_cache=False).logits[0, -1]
                prefix = self.reference(ids[:, :-1], use_cache=True)
                for name in ("past_key_values", "cache_params", "state"):
                    if (value := getattr(prefix, name, None)) is not None:
                        last = self.reference(ids[:, -1:], use_cache=True, **{name: value})
                        return bool((last.logits[0, -1] - whole).abs().max() > 1e-2)
        except Exception:
            return True
        return True

    @property
    def _keeps_a_state(self) -> bool:
        """Whether it cannot put what it carries in the order of hypotheses."""
        return not self.reference._supports_default_dynamic_cache()

    @cached_property
    def _at_odds(self) -> bool:
        """Whether the reference's `generate` does not follow its own passes."""
        trace = self.finished().answer.trace
        ids = [each.id for each in trace.tokens]
        return self._continued(ids, 3) != self._anew(trace, 3)

    def _continued(self, ids: list[int], count: int, **more: Any) -> list[int]:
        import torch

        with torch.inference_mode():
            rows = self.reference.generate(
                torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                max_new_tokens=count, do_sample=False, use_cache=not self._caches_badly, **more,
            )  # fmt: skip
        return [int(each) for each in rows[0, len(ids) :]]

    def _anew(self, trace: Any, count: int) -> list[int]:
        """The greedy tokens by whole passes: some models' own caches are at odds with these."""
        import torch

        ids = [each.id for each in trace.tokens[: trace.prompt]]
        for _ in range(count):
            with torch.inference_mode():
                logits = self.reference(input_ids=torch.tensor([ids]), use_cache=False).logits
            ids.append(int(logits[0, -1].argmax()))
        return ids[trace.prompt :]

    def rules(self) -> None:
        """The rules of a generation config: as `generate` applies them, with the same folder."""
        stated = {"repetition_penalty": 1.7, "no_repeat_ngram_size": 2, "min_new_tokens": 3,
                  "begin_suppress_tokens": [5, 6], "suppress_tokens": [7]}  # fmt: skip
        with self.engine.store.use(self.model_id) as loaded:
            before = {name: getattr(loaded.model.generation_config, name, None) for name in stated}
            for config in (loaded.model.generation_config, self.reference.generation_config):
                for name, value in stated.items():
                    setattr(config, name, value)
            try:
                finished = self._generated(text=f"{TEXT} far")
                trace = finished.answer.trace
                ids = [each.id for each in trace.tokens[: trace.prompt]]
                theirs = self._continued(ids, 6)
                ours = [each.token.id for each in finished.answer.written]
            finally:
                for config in (loaded.model.generation_config, self.reference.generation_config):
                    for name, value in before.items():
                        setattr(config, name, value)
        if ours != theirs and not self._at_odds:
            raise WrongError(f"with rules wrote {ours}, generate writes {theirs}")

    def going_on(self) -> None:
        from app.decoding.sampling import Sampling
        from app.engine.continuations import branch

        finished = self.finished()
        at = len(finished.answer.trace.tokens) - 4
        made = self.engine.finish(
            branch(self.engine, finished.trace_id, at, 17, Sampling(max_new_tokens=3))
        )
        trace = made.answer.trace
        if self._as_read(trace, at + 2) and trace.attention:
            self._attention_of(trace)

    def score(self) -> None:
        from app.api.surprisal import surprisal

        finished = self.finished()
        trace = finished.answer.trace
        told = surprisal(self.engine, finished.trace_id)
        shares = softmax(self.outputs(trace).logits[0].float().numpy())
        ids = [each.id for each in trace.tokens]
        ours = [each["probability"] for each in told["tokens"][1:]]
        same("score", ours, [shares[n, ids[n + 1]] for n in range(len(ids) - 1)])

    def tree(self) -> None:
        import torch

        from app.api.tree import tree

        finished = self.finished()
        trace = finished.answer.trace
        steps = list(tree(self.engine, finished.trace_id, -1, 2, 3, 12))
        nodes = steps[-1]["nodes"]
        start = [each.id for each in trace.written]
        for node in nodes:
            path, at = [], node
            while at["parent"] is not None:
                at = nodes[at["parent"]]
                path.append(at["token"])
            ids = torch.tensor([[*start, *reversed(path)]])
            with torch.inference_mode():
                if trace.target:
                    source = torch.tensor([[each.id for each in trace.tokens]])
                    logits = self.reference(
                        input_ids=source, decoder_input_ids=ids, use_cache=False
                    ).logits
                else:
                    logits = self.reference(input_ids=ids).logits
            share = softmax(logits[0, -1].float().numpy())[node["token"]]
            same(f"tree, depth {node['depth']}", node["probability"], share)

    def autocomplete(self) -> None:
        import torch

        from app.engine.autocomplete import Autocomplete

        asking = Autocomplete(self.engine)
        with self.engine.store.use(self.model_id):
            pass
        for text in (TEXT, f"{TEXT} far", "the big cat sat on it"):
            steps = list(asking.suggest(text, self.model_id, "page"))
            with self.engine.store.use(self.model_id) as loaded:
                ids = [each.id for each in loaded.pieces.read(text)[1]][-(40 - 12) :]
            with torch.inference_mode():
                logits = self.reference(input_ids=torch.tensor([ids])).logits[0, -1]
            shares = softmax(logits.float().numpy())
            first = steps[0]["tokens"]
            same("suggestions", [e["probability"] for e in first], [shares[e["id"]] for e in first])
            same("the first suggestion", first[0]["probability"], shares.max())

    def beams(self) -> None:
        import torch

        from app.decoding.sampling import Sampling

        both = self.variant.automatic == "AutoModelForSeq2SeqLM"
        task = "translate" if both else "generate"
        settings = Sampling(max_new_tokens=5, num_beams=3)
        finished = self.engine.finish(
            self.engine.run(task, self.model_id, {"text": QUESTION}, settings)
        )
        trace = finished.answer.trace
        ids = torch.tensor([[each.id for each in trace.tokens[: None if both else trace.prompt]]])
        most = self._most(trace) if both else 5
        ours = [each.score for each in trace.search.hypotheses]
        if not both and self._at_odds:
            return
        try:
            with torch.inference_mode():
                theirs = self.reference.generate(
                    ids, attention_mask=torch.ones_like(ids), num_beams=3, do_sample=False,
                    num_return_sequences=3, output_scores=True, return_dict_in_generate=True,
                    use_cache=both or not (self._caches_badly or self._keeps_a_state),
                    length_penalty=1.0, max_new_tokens=most,
                )  # fmt: skip
        except ValueError:  # ProphetNet's own generate fails: the sum is held to one pass
            tokens = trace.search.hypotheses[0].tokens
            shares = log_softmax(self.outputs(trace).logits[0].float().numpy())
            total = sum(shares[n, token] for n, token in enumerate(tokens)) / len(tokens)
            same("beams", ours[0], total)
            return
        same("beams", ours, theirs.sequences_scores[: len(ours)].float().numpy())

    def _most(self, trace: Any) -> int:
        from app.tasks.translate import _most

        with self.engine.store.use(self.model_id) as loaded:
            return min(_most(loaded, len(trace.tokens)), 40 - 1)

    def translate(self) -> None:
        import torch

        finished = self.finished("translate", text=QUESTION)
        trace = finished.answer.trace
        ids = torch.tensor([[each.id for each in trace.tokens]])
        ours = [each.token.id for each in finished.answer.written]
        try:
            with torch.inference_mode():
                rows = self.reference.generate(
                    ids, attention_mask=torch.ones_like(ids), max_new_tokens=self._most(trace),
                    do_sample=False, num_beams=1,
                )  # fmt: skip
            theirs = [int(each) for each in rows[0, 1:]]
        except ValueError:  # ProphetNet's own generate fails
            best = self.outputs(trace).logits[0, :-1].argmax(-1)
            theirs = [int(each) for each in best]
            ours = ours[: len(theirs)]
        if ours != theirs:
            raise WrongError(f"wrote {ours}, generate writes {theirs}")
        same("logits of the run", trace.logits, self.outputs(trace).logits[0].float().numpy())
        if trace.attention:
            self._attention_of(trace)

    def hide(self) -> None:
        import torch

        from app.api.source_ablation import hide

        finished = self.finished("translate", text=QUESTION)
        trace = finished.answer.trace
        if len(trace.target) < 2:
            return
        *_, told = hide(self.engine, finished.trace_id, 0, 0)
        source = torch.tensor([[each.id for each in trace.tokens]])
        target = torch.tensor([[each.id for each in trace.target]])
        with torch.inference_mode():
            whole = self.reference(
                input_ids=source, decoder_input_ids=target, use_cache=False
            ).logits
        before = log_softmax(whole[0, 0].float().numpy())[trace.target[1].id]
        for word in told["words"]:
            seen = torch.ones_like(source)
            seen[0, word["pieces"][0] : word["pieces"][1] + 1] = 0
            with torch.inference_mode():
                logits = self.reference(
                    input_ids=source,
                    attention_mask=seen,
                    decoder_input_ids=target,
                    use_cache=False,
                ).logits
            after = log_softmax(logits[0, 0].float().numpy())[trace.target[1].id]
            same("hide, from the encoder", word["encoder"], after - before)

    # heads

    def fill(self) -> None:
        finished = self.finished("fill", text="the big <mask> sat on a mat")
        trace = finished.answer.trace
        blank = finished.answer.result.blanks[0]
        shares = softmax(self.outputs(trace).logits[0, blank.position].float().numpy())
        same("fill", [each.probability for each in blank.guesses],
             [shares[each.id] for each in blank.guesses])  # fmt: skip

    def labels(self) -> None:
        finished = self.finished("sentiment", text=TEXT)
        result = finished.answer.result
        config = self.reference.config
        logits = self.outputs(finished.answer.trace).logits[0].float().numpy()
        by_label = {each.label: each for each in result.scores}
        names = [str(config.id2label[n]) for n in range(len(logits))]
        same("logits", [by_label[name].logit for name in names], logits)
        kind = config.problem_type
        if kind == "regression":
            if any(each.probability is not None for each in result.scores):
                raise WrongError("a regression shown as a probability")
        elif kind == "multi_label_classification" or len(names) == 1:
            same("labels", [by_label[n].probability for n in names], 1 / (1 + np.exp(-logits)))
        else:
            same("labels", [by_label[n].probability for n in names], softmax(logits))

    def decides(self) -> None:
        from app.analysis.attention_rollout import rollout
        from app.api.attribution import decides
        from app.errors import InputError

        finished = self.finished("sentiment", text=TEXT)
        trace = finished.answer.trace
        *_, told = decides(self.engine, finished.trace_id)
        self._occluded(finished, told)
        best = finished.answer.result.scores[0]
        same("score", told["score"], best.logit)
        ways = told["words"][0]["by"]
        if ways.get("rollout") is None:
            return
        # The token whose state reaches the head: the one that alone, changed, changes the label.
        deciding = self._deciding(trace)
        flow = rollout(trace.stack("self"))[deciding]
        ours = [word["by"]["rollout"] for word in told["words"]]
        theirs = [flow[w["pieces"][0] : w["pieces"][1] + 1].sum() for w in told["words"]]
        if np.abs(np.subtract(ours, theirs)).max() > CLOSE and not self._means(trace):
            same("rollout", ours, theirs)
        if not told["words"]:
            raise InputError("no words")

    def _occluded(self, finished: Any, told: Any) -> None:
        """What a mask in place of the first word does, by the ids themselves."""
        import torch

        with self.engine.store.use(self.model_id) as loaded:
            mask = getattr(loaded.tokenizer, "mask_token_id", None)
        if mask is None:
            return
        best, word = finished.answer.result.scores[0], told["words"][0]
        number = next(
            n for n, name in self.reference.config.id2label.items() if str(name) == best.label
        )
        ids = [each.id for each in finished.answer.trace.tokens]
        for place in range(word["pieces"][0], word["pieces"][1] + 1):
            ids[place] = mask
        with torch.inference_mode():
            without = self.reference(input_ids=torch.tensor([ids])).logits[0, int(number)]
        same("occlusion", word["by"]["occlusion"], best.logit - float(without))

    def _means(self, trace: Any) -> bool:
        """Whether the head takes the mean of all states."""
        return getattr(self.reference.config, "classifier_pooling", "") == "mean"

    def _deciding(self, trace: Any) -> int:
        """Which last state the label depends on, by gradient."""
        import torch

        ids = torch.tensor([[each.id for each in trace.tokens]])
        kept: list[Any] = []

        def seen(module: Any, arguments: Any, output: Any) -> None:
            states = output[0] if isinstance(output, tuple) else output
            if not states.requires_grad:
                states.requires_grad_()
            kept.append(states)

        lists = [each for each in self.reference.modules() if isinstance(each, torch.nn.ModuleList)]
        blocks = max(lists, key=lambda each: sum(p.numel() for p in each.parameters()))
        hook = blocks[-1].register_forward_hook(seen)
        try:
            score = self.reference(input_ids=ids).logits[0, 0]
        finally:
            hook.remove()
        (grad,) = torch.autograd.grad(score, kept[-1])
        return int(grad.abs().sum(-1).reshape(-1).argmax())

    def answer(self) -> None:
        finished = self.finished("answer", text=TEXT, question=QUESTION)
        result, trace = finished.answer.result, finished.answer.trace
        outputs = self.outputs(trace)
        same("start", result.start_logits, outputs.start_logits[0].float().numpy())
        same("end", result.end_logits, outputs.end_logits[0].float().numpy())

    def entities(self) -> None:
        finished = self.finished("entities", text=TEXT)
        trace = finished.answer.trace
        shares = softmax(self.outputs(trace).logits[0].float().numpy())
        same("entities", finished.answer.result.probabilities, shares)


def same(what: str, ours: Any, theirs: Any, close: float = CLOSE) -> None:
    """Raises WrongError with the largest difference where the two are not equal within `close`."""
    one, other = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    if one.shape != other.shape:
        raise WrongError(f"{what}: shape {one.shape}, the reference's {other.shape}")
    finite = np.isfinite(other)
    if not np.array_equal(finite, np.isfinite(one)):
        raise WrongError(f"{what}: not the same numbers are finite")
    if not finite.any():
        return
    gap = np.abs(one[finite] - other[finite]).max()
    if gap > close * max(1.0, np.abs(other[finite]).max()):
        raise WrongError(f"{what}: off by {gap:.1e}")


def softmax(logits: Any) -> Any:
    """Over the last axis, in float64."""
    raised = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def log_softmax(logits: Any) -> Any:
    """Over the last axis, in float64."""
    return np.log(softmax(logits))
