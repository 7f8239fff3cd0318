"""What stands on the page before its scripts run: the recorded run as plain HTML.

Gradio's page needs about a second to start. Until then the visitor reads the real, recorded run;
the first view that mounts takes this away. Our own scripts and styles are linked here, too, so
that they are there before any view asks for them.
"""

from __future__ import annotations

from html import escape

import numpy as np
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.analysis.next_token import distribution
from app.analysis.opening_head import opening
from app.engine.events import Recorded
from app.models.catalog import row
from app.tasks import Written
from app.trace import Trace
from app.ui.assets import links
from visualizers.attention import sink

SHOWN = 5
CONTEXT = 4  # tokens quoted before the bars, as the page quotes them
STYLE = """
#pg-opening{position:fixed;inset:0;z-index:10;overflow:auto;background:#f5f6f8;color:#14181f;
font:16px/1.6 "IBM Plex Sans",ui-sans-serif,system-ui,sans-serif;padding:16px 28px}
#pg-opening h1{font-size:22px;margin:0 0 16px}
#pg-opening section{max-width:70ch;padding:16px 20px;border:1px solid #dde1e7;border-radius:10px;
border-top:3px solid #2b72d6;background:#fff}
#pg-opening small{color:#515a66}
#pg-opening table{border-spacing:8px 2px;margin-left:-8px}
#pg-opening i{display:inline-block;height:12px;background:#2b72d6;border-radius:2px}
#pg-opening b{font-weight:400;border-radius:3px;
background:color-mix(in srgb,#4a8df0 var(--share),transparent)}
@media (prefers-color-scheme:dark){#pg-opening{background:#0c0e12;color:#edf0f4}
#pg-opening section{background:#13161b;border-color:#2a3038;border-top-color:#4a8df0}
#pg-opening small{color:#aab3be}}
"""


def opening_html(recorded: Recorded) -> str:
    """The recorded run as a block of HTML; every text in it is escaped."""
    answer = recorded.finished.answer
    trace = answer.trace
    text = "".join(
        f"<b{_share(written)}>{escape(token.text)}</b>" if written else escape(token.text)
        for token, written in [
            *((token, None) for token in answer.prompt if not token.special),
            *((each.token, each) for each in answer.written),
        ]
    )
    return (
        f"<style>{STYLE}</style>"
        '<div id="pg-opening"><h1>Transformer Playground</h1><section>'
        f"<small>{escape(row(trace.model).title)}, a recorded run. The page is starting …</small>"
        f"<p>{text}</p>{_bars(trace)}</section></div>"
    )


def _share(written: Written) -> str:
    return f' style="--share:{60 * written.probability:.0f}%"'


def _bars(trace: Trace) -> str:
    """The likeliest tokens at the place that the page opens on, see assets/ui/state/store.js."""
    if trace.logits is None or not trace.attention:
        return ""
    place = opening_place(trace)
    shares = distribution(np.asarray(trace.logits[place - 1]))
    before = "".join(token.text for token in trace.tokens[max(0, place - CONTEXT) : place])
    rows = "".join(
        f"<tr><td>{escape(trace.vocabulary[entry])}</td>"
        f'<td><i style="width:{200 * shares[entry]:.0f}px"></i> {shares[entry]:.1%}</td></tr>'
        for entry in np.argsort(-shares, kind="stable")[:SHOWN]
    )
    return f"<small>What comes after “…{escape(before)}”?</small><table>{rows}</table>"


def opening_place(trace: Trace) -> int:
    """The token whose prediction is shown first: the one that the opening head's row belongs to."""
    stack = trace.attention[0]
    return max(1, int(opening(stack, sink(stack)[0])["query"]))


class Opening:
    """Adds the links and the opening to the page's own HTML."""

    def __init__(self, app: ASGIApp, *, recorded: Recorded | None) -> None:
        """Without a recorded run only the links are added."""
        self._app = app
        self._body = opening_html(recorded).encode() if recorded else b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        # The page is changed as text, so it must not come compressed.
        headers = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(parts)
            if b"</head>" in body:
                scripts, sheets = links()
                body = body.replace(b"<head>", b"<head>" + scripts.encode(), 1)
                body = body.replace(b"</head>", sheets.encode() + b"</head>", 1)
                place = body.find(b">", body.find(b"<body")) + 1
                body = body[:place] + self._body + body[place:]
            kept = [each for each in start["headers"] if each[0].lower() != b"content-length"]
            kept.append((b"content-length", str(len(body)).encode()))
            await send({**start, "headers": kept})
            await send({"type": "http.response.body", "body": body})

        await self._app({**scope, "headers": headers}, receive, collect)
