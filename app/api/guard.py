"""One guard in front of everything that is served, the page and our own routes alike."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = "/healthz"
UPLOADS = "/gradio_api/upload"
FOREIGN = "Requests from another web page are not served."
MIB = 2**20
# Of what a browser sends along with a file: names, and the lines that part them.
AROUND_A_FILE = MIB

# Everything the page needs comes from here, and nothing else may be asked for: what a visitor
# typed could send nothing away even if it ran. Gradio writes scripts and styles into the page, and
# makes functions of its templates.
POLICY = "; ".join(
    (
        "default-src 'self' data: blob:",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Refuses foreign host names, other web pages and bodies that are too long.

    The host check keeps a foreign web page from reaching a playground on this computer by a name
    of its own (DNS rebinding). What another page sends or embeds is refused, whichever method it
    takes: some addresses run a model. The password is HTTP Basic, any user name; health stays
    open.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Sequence[str],
        password: str,
        uploads: int = 0,
        most: int = 8 * MIB,
    ) -> None:
        """`hosts` without ports; "*" allows all. `uploads`, `most`: bytes of files, and of others.

        0 `uploads`: no files may be sent at all.
        """
        self._app = app
        self._hosts = {host.lower() for host in hosts}
        self._password = password
        self._uploads = uploads
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def sending(message: Message) -> None:
            await send(_with_headers(message))

        refusal = self._refusal(headers, scope["path"]) or self._foreign(headers, scope)
        most = self._uploads + AROUND_A_FILE if scope["path"].startswith(UPLOADS) else self._most
        if refusal is None and _length(headers) > most:
            refusal = _too_long(most)
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        if scope["type"] == "http":
            await _within(most, self._app, scope, receive, sending)
        else:
            await self._app(scope, receive, sending)

    def _refusal(self, headers: Headers, path: str) -> Response | None:
        host = headers.get("host", "").lower()
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if "*" not in self._hosts and name not in self._hosts:
            reason = (
                "This host name is not served here: name it in PLAYGROUND_ALLOWED_HOSTS, "
                'a JSON list such as ["my.host"].'
            )
            return JSONResponse({"error": reason}, status_code=421)
        if self._password and path != OPEN and not self._knows(headers.get("authorization", "")):
            return JSONResponse(
                {"error": "A password is needed."},
                status_code=401,
                headers={"WWW-Authenticate": 'Basic realm="Transformer Playground"'},
            )
        return None

    def _foreign(self, headers: Headers, scope: Scope) -> Response | None:
        """Refuses what another web page sends, and files where nothing takes them."""
        if not self._uploads and scope["path"].startswith(UPLOADS):
            return JSONResponse({"error": "This playground takes no files."}, status_code=403)
        if "*" in self._hosts:
            return None
        origin = headers.get("origin", "")
        name = _host_of(origin)
        if origin and name not in self._hosts and f"[{name}]" not in self._hosts:
            return JSONResponse({"error": FOREIGN}, status_code=403)
        # Browsers say of every request which page it comes from; other programs say nothing.
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_link(
            headers, scope
        ):
            return JSONResponse({"error": FOREIGN}, status_code=403)
        return None

    def _knows(self, authorization: str) -> bool:
        kind, _, code = authorization.partition(" ")
        if kind.lower() != "basic":
            return False
        try:
            given = base64.b64decode(code, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return False
        password = given.partition(":")[2]
        return secrets.compare_digest(password.encode(), self._password.encode())


def _host_of(origin: str) -> str:
    try:
        return (urlsplit(origin).hostname or "").lower()
    except ValueError:
        return ""


def _is_link(headers: Headers, scope: Scope) -> bool:
    """Somebody follows a link to the page itself, which asks for nothing but the page."""
    document = headers.get("sec-fetch-dest") == "document"
    return document and scope["path"] == "/" and scope.get("method") in ("GET", "HEAD")


def _with_headers(message: Message) -> Message:
    if message["type"] != "http.response.start":
        return message
    headers = MutableHeaders(raw=list(message.get("headers", ())))
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    # A document with a stricter policy of its own keeps it.
    headers.setdefault("Content-Security-Policy", POLICY)
    return {**message, "headers": headers.raw}


def _length(headers: Headers) -> int:
    stated = headers.get("content-length", "")
    # A number of more digits than that is no length of anything.
    return int(stated[:18]) if stated.isascii() and stated.isdigit() else 0


def _too_long(most: int) -> Response:
    sentence = f"The request is longer than the {most / MIB:.0f} MiB that are taken: send less."
    # What is still on its way is not waited for.
    return JSONResponse({"error": sentence}, status_code=413, headers={"Connection": "close"})


async def _within(most: int, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Serves a request whose length nobody need have stated: what is too long is not read on."""
    headers = Headers(scope=scope)
    coming = _length(headers) > 0 or "transfer-encoding" in headers
    taken = 0
    started = False

    async def counting() -> Message:
        nonlocal coming, taken
        if taken > most:
            return {"type": "http.disconnect"}
        message = await receive()
        taken += len(message.get("body", b""))
        coming = coming and message.get("more_body", False)
        return {"type": "http.disconnect"} if taken > most else message

    async def sending(message: Message) -> None:
        nonlocal started
        if taken > most and not started:
            return
        started = True
        if coming and message["type"] == "http.response.start":
            # Answered before it was heard out: what is still on its way is not waited for.
            left = [*message.get("headers", ()), (b"connection", b"close")]
            message = {**message, "headers": left}
        await send(message)

    try:
        await app(scope, counting, sending)
    except Exception:
        if taken <= most or started:
            raise
    if taken > most and not started:
        await _too_long(most)(scope, receive, send)
