"""One model is built at a time: transformers and torch change themselves while they build one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.RLock()


@contextmanager
def building() -> Iterator[None]:
    """Inside, no other thread builds a model.

    `from_pretrained` replaces `PreTrainedModel.tie_weights` and `torch.linspace` for as long as it
    builds, and `torch.random.fork_rng` puts back the seed of the whole process. Of two threads
    inside at once, the later puts back what the earlier had put in: from then on no model of this
    process has tied weights.
    """
    with _LOCK:
        yield
