"""One guard in front of everything that is served, the page and our own routes alike."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = "/healthz"
UPLOADS = "/gradio_api/upload"


class Guard:
    """Refuses foreign host names, and asks for the password where one is set.

    The host check keeps a foreign web page from reaching a playground on this computer by a name
    of its own (DNS rebinding). The password is HTTP Basic, any user name; health stays open.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Sequence[str], password: str, uploads: bool = False
    ) -> None:
        """`hosts` without ports; "*" allows all. `uploads`: whether files may be sent at all."""
        self._app = app
        self._hosts = {host.lower() for host in hosts}
        self._password = password
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            refusal = self._refusal(headers, scope["path"]) or self._foreign(headers, scope)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

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
        origin = headers.get("origin", "")
        if not origin or scope.get("method") in ("GET", "HEAD", "OPTIONS"):
            return None
        name = (urlsplit(origin).hostname or "").lower()
        if "*" in self._hosts or name in self._hosts or f"[{name}]" in self._hosts:
            return None
        reason = "Requests from another web page are not served."
        return JSONResponse({"error": reason}, status_code=403)

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
