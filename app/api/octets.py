"""An array as an answer of the server."""

from __future__ import annotations

import gzip

from fastapi import Request, Response

from app.api.arrays import Packed

# A trace id is a hash of everything the run depends on, so what it names never changes.
FOREVER = {"Cache-Control": "private, max-age=86400, immutable", "Vary": "Accept-Encoding"}


def octets(request: Request, array: Packed) -> Response:
    """The bytes of the array, compressed where that is understood, its shape in headers."""
    body, headers = (
        array.body,
        {
            **FOREVER,
            "X-Shape": ",".join(map(str, array.shape)),
            "X-Dtype": array.dtype,
            "X-Order": array.order,
        },
    )
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type="application/octet-stream", headers=headers)
