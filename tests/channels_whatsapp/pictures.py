"""Small true pictures, each of another colour, so that nothing binary lies in the repository."""

from __future__ import annotations

import io

from PIL import Image


def picture(shade: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), (shade % 256, 120, 200)).save(out, "PNG")
    return out.getvalue()
