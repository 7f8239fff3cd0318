"""What a visitor asks for: checked, and named by everything it depends on."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict
from typing import Any

from app.errors import InputError
from app.tasks import Request

_OWN = secrets.token_bytes(32)


def checked_text(text: object, label: str, most: int) -> str:
    """A text of at most `most` characters. Raises InputError saying what to change."""
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"“{label}” is empty: type some text first.")
    if len(text) > most:
        raise InputError(
            f"“{label}” has {len(text):,} characters and the limit is {most:,}: shorten it."
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"“{label}” holds half a character at place {error.start}: remove it."
        ) from error
    return text.replace("\x00", "\ufffd")


def optional_text(text: object, label: str, most: int) -> str:
    """As `checked_text`, but it may be empty."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return ""
    return checked_text(text, label, most)


def request_key(
    task: str, model_id: str, fingerprint: str, request: Request, secret: str = ""
) -> str:
    """The keyed hash of everything a run depends on, in hex.

    Without the secret it tells nothing: an id of the content alone would let anybody who guesses a
    text see whether somebody ran it. An empty `secret` is one of this process alone.
    """
    facts: dict[str, Any] = {
        "task": task,
        "model": model_id,
        "fingerprint": fingerprint,
        "fields": dict(request.fields),
        "sampling": asdict(request.sampling),
        "forced": request.forced,
        "truncate": request.truncate,
        "room": request.room,
        "prompt": [each.id for each in request.prompt[1]] if request.prompt else None,
        "chosen": request.search is not None,
        "within": request.within,
    }
    if request.interventions:
        facts["interventions"] = [asdict(each) for each in request.interventions]
    content = json.dumps(facts, sort_keys=True).encode()
    return hmac.new(secret.encode() or _OWN, content, hashlib.sha256).hexdigest()[:32]
