"""What a visitor is told when something went wrong that they did not cause."""

from __future__ import annotations

import errno

from app.errors import InputError

FAILED = (
    "The run failed inside the playground and its log says why: try another model or a shorter "
    "text."
)
NO_MEMORY = (
    "There is not enough memory for this: take a smaller model or a shorter text, or run the "
    "playground where more memory is free."
)
NO_SPACE = (
    "The disk that the playground writes to is full: free space there, or set PLAYGROUND_CACHE_DIR "
    "and TMPDIR to folders with more of it."
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# torch, the dynamic linker and the operating system each say it in their own words.
_SCARCE = (
    "can't allocate memory",
    "cannot allocate memory",
    "out of memory",
    "failed to map segment",
    "can't start new thread",
    "unable to mmap",
)


def told(error: BaseException) -> str:
    """One sentence for whatever was raised; an InputError has its own."""
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError) and error.errno in _FULL:
        return NO_SPACE
    if isinstance(error, MemoryError) or any(each in str(error).lower() for each in _SCARCE):
        return NO_MEMORY
    return FAILED
