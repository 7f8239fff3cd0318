"""The page's own scripts and style sheets: what is linked in its head, and how they are served.

The scripts are ES modules that import each other by relative paths. An import map adds the hash of
a file's content to each address, so that an unchanged file is never asked for twice.
"""

from __future__ import annotations

import gzip
import json
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

UI = Path(__file__).parents[2] / "assets" / "ui"
ENTRY = "index.js"
FOREVER = "max-age=31536000, immutable"
TEXT = {".js", ".css", ".json", ".svg"}
# Gradio's own widgets speak the browser's language: they are told the page's, which is chosen as in
# assets/ui/state/language.js, before they start.
LANGUAGE = """<script>(() => {
const query = new URLSearchParams(location.search).get("lang");
let kept; try { kept = localStorage.getItem("playground-language"); } catch {}
for (const chosen of [query, kept]) {
  const code = ["en", "zh", "pt"].find((one) => chosen?.toLowerCase().startsWith(one));
  if (!code) continue;
  const tag = { en: "en", zh: "zh-CN", pt: "pt-BR" }[code];
  for (const [name, value] of [["language", tag], ["languages", [tag]]])
    Object.defineProperty(navigator, name, { value, configurable: true });
  break;
}
})()</script>"""


def links() -> tuple[str, str]:
    """What stands at the start of the page's head, the scripts, and at its end, the style sheets.

    Made anew for every page, so that a file that was edited is seen at the next visit.
    """
    scripts = {name: _address(name) for name in _names(".js")}
    imports = json.dumps({"imports": {f"/ui/{name}": url for name, url in scripts.items()}})
    # Messages of another language are fetched by those who read it.
    preloads = "".join(
        f'<link rel="modulepreload" href="{url}">'
        for name, url in scripts.items()
        if not name.startswith("messages/")
    )
    sheets = sorted(_names(".css"), key=_general_first)
    return (
        f'{LANGUAGE}<script type="importmap">{imports}</script>{preloads}'
        f'<script type="module" src="{scripts[ENTRY]}"></script>',
        "".join(f'<link rel="stylesheet" href="{_address(name)}">' for name in sheets),
    )


class Assets(StaticFiles):
    """Files of a folder, packed with gzip; one asked for by its hash is kept by the browser."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """As starlette asks for it."""
        path = Path(full_path)
        if path.suffix not in TEXT:
            return super().file_response(full_path, stat_result, scope, status_code)
        return packed(path, scope)


def packed(path: Path, scope: Scope) -> Response:
    """A text file, with gzip where the browser takes it."""
    digest = _digest(path)
    version = QueryParams(scope["query_string"]).get("v")
    asked = Headers(scope=scope)
    headers = {
        "Cache-Control": FOREVER if version == digest else "no-cache",
        "ETag": f'"{digest}"',
        "Vary": "Accept-Encoding",
    }
    if asked.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in asked.get("accept-encoding", ""):
        body = _gzip(path, digest)
        headers["Content-Encoding"] = "gzip"
    else:
        body = path.read_bytes()
    kind = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    return Response(body, headers=headers, media_type=kind.get(path.suffix, "application/json"))


def _general_first(name: str) -> tuple[int, str]:
    # What is more special has the last word.
    folders = ("styles/", "kit/", "shell/", "panels/shared/", "panels/")
    return next(i for i, folder in enumerate(folders) if name.startswith(folder)), name


def _names(suffix: str) -> list[str]:
    return sorted(path.relative_to(UI).as_posix() for path in UI.rglob(f"*{suffix}"))


def _address(name: str) -> str:
    return f"/ui/{name}?v={_digest(UI / name)}"


def _digest(path: Path) -> str:
    stat = path.stat()
    return _hashed(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _hashed(path: Path, changed: int, size: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=512)
def _gzip(path: Path, digest: str) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)
