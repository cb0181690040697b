"""Small photos and hostile files, drawn when they are needed."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image


def scene(seed: int, size: tuple[int, int] = (480, 360)) -> Image.Image:
    """A picture with structure: coloured blobs on a gradient, different for each seed."""
    rng = np.random.default_rng(seed)
    width, height = size
    y, x = np.mgrid[0:height, 0:width]
    grey = np.zeros((height, width))
    for _ in range(12):
        cx, cy, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(30, 120)
        grey += rng.uniform(-80, 80) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * r * r))
    pixels = np.stack([120 + grey, 110 + grey * 0.8, 100 + grey * 0.6], axis=-1)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def camera_exif(
    *,
    taken: str | bytes | None = "2026:09:03 10:20:30",
    offset: str | None = "+08:00",
    orientation: int = 1,
    gps: bool = False,
    software: str | None = None,
    make: str = "Redwood",
    model: str = "RW-7",
) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = make, model, orientation
    if software is not None:
        exif[0x0131] = software
    details = exif.get_ifd(0x8769)
    if taken is not None:
        details[0x9003] = taken
    if offset is not None:
        details[0x9011] = offset
    if gps:
        exif.get_ifd(0x8825).update(
            {0: b"\x02\x03\x00\x00", 1: "N", 2: (22.0, 32.0, 0.0), 3: "E", 4: (114.0, 3.0, 0.0)}
        )
    return exif


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A grey PNG of a claimed size; `rows` are the raw bytes before compression."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(rows, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def png_bomb() -> bytes:
    """A few kilobytes that unfold to 90 megapixels."""
    return png_of(10_000, 9_000, bytes(10_001 * 9_000))


def jpeg_header_only(width: int, height: int) -> bytes:
    """A JPEG whose header claims any size, with no picture behind it."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def animated(form: str) -> bytes:
    first, second = scene(1, (60, 40)), scene(2, (60, 40))
    return encoded(first, form, save_all=True, append_images=[second], duration=100)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) (r) file\n%%EOF\n"
