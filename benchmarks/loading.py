"""Loading a fetched model, tokenizer included, beyond the imports."""

from __future__ import annotations

import subprocess
import sys

from app.settings import settings
from benchmarks._measure import Benchmark, Figure

LIMIT_SECONDS = 1.0
GEMMA = "gemma3-270m"
AGAINST_TRANSFORMERS = 0.2
# In a process of its own: what is imported once does not count a second time.
SCRIPT = """
import statistics, time
import torch, tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, BertModel, PreTrainedTokenizerFast
from app.models.catalog import row
from app.models.loading import load
from app.models.sources.fetch import fetch
from app.settings import settings
torch.set_num_threads(1)
here = settings()
for model_id in ("smollm2-135m", "minilm-l6"):
    taken = []
    for _ in range(4):
        started = time.perf_counter()
        known = row(model_id)
        folder = fetch(known, cache_dir=here.cache_dir, offline=True, allow_path=())
        load(known, folder, device="cpu")
        taken.append(time.perf_counter() - started)
    print(model_id, taken[0], statistics.median(taken))
"""

# Model and tokenizer of the file that only those have who accepted its terms, ours and theirs in
# turn; once, since theirs takes as long as all other figures of this part together.
AGAINST = """
import sys, time
import torch, tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, Gemma3ForCausalLM
from transformers import GemmaTokenizer, PreTrainedTokenizerFast
from app.models.catalog import row
from app.models.loading import load
from app.models.sources.fetch import fetch
from app.settings import settings
torch.set_num_threads(1)
known = row(sys.argv[1])
folder = fetch(known, cache_dir=settings().cache_dir, offline=True, allow_path=())
name = next(folder.glob("*.gguf")).name
started = time.perf_counter()
load(known, folder, device="cpu")
ours = time.perf_counter()
AutoTokenizer.from_pretrained(folder, gguf_file=name, local_files_only=True)
AutoModelForCausalLM.from_pretrained(
    folder, gguf_file=name, dtype=torch.float32, local_files_only=True
)
print(ours - started, time.perf_counter() - ours)
"""


def run() -> list[Figure]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    figures = []
    for line in done.stdout.strip().splitlines():
        name, first, usual = line.split()
        # The limit is stated for this model.
        limit = 1.0 if name == "smollm2-135m" else None
        figures += [
            Figure(f"loading {name}", float(usual), LIMIT_SECONDS, "s", limit, "the limit"),
            Figure("  its first load", float(first), LIMIT_SECONDS, "s", None, "the limit"),
        ]
    return [*figures, *_gemma()]


def _gemma() -> list[Figure]:
    if not (settings().cache_dir / "models" / GEMMA / "files").is_dir():
        return []
    done = subprocess.run(
        [sys.executable, "-c", AGAINST, GEMMA], capture_output=True, text=True, check=True
    )
    ours, theirs = map(float, done.stdout.split()[-2:])
    peer = "transformers' own loading of the same file, model and tokenizer"
    return [Figure(f"loading {GEMMA}, first", ours, theirs, "s", AGAINST_TRANSFORMERS, peer)]


BENCHMARK = Benchmark("loading", run)
