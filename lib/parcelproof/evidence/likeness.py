"""Tells from the pixels of two small pictures whether one is the other, only brighter.

Brightening a photo washes its light parts out, and then its perceptual hash moves as far away as that of another
photo of the same kind. The pixels tell them apart: one picture, brightened and cut off at white, is the other.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 32
LIKE = 0.4
"""Largest difference of two copies; measured on camera and drawn photos: copies up to 0.32, others from 0.49."""

_WHITE = 255
_STEPS_PER_LEVEL = 32
"""Brightness is compared in whole numbers: six times as fast as in broken ones."""
_LEVEL_AFTER_GAIN: NDArray[np.int16] = np.round(
    _STEPS_PER_LEVEL * np.minimum(_WHITE, np.arange(1.0, 2.01, 0.05)[:, None] * np.arange(_WHITE + 1))
).astype(np.int16)


def tiny(image: Image.Image) -> Image.Image:
    """Return a picture as 32 by 32 pixels, RGB."""
    return image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BOX, reducing_gap=3.0)


def tiny_of_thumbnail(data: bytes) -> Image.Image:
    """Return the tiny picture of a stored thumbnail."""
    with Image.open(BytesIO(data), formats=("JPEG",)) as image:
        image.draft("RGB", (2 * SIDE, 2 * SIDE))  # read at half its size: twice as fast, and no pair changes sides
        return tiny(image)


def difference(one: Image.Image, two: Image.Image) -> float:
    """Return how far two tiny pictures differ when the darker one is brightened as well as can be.

    Returns
    -------
    float
        0 for the same picture, around 1 for pictures that have nothing in common; infinite for a plain picture.
    """
    a, b = np.asarray(one), np.asarray(two)
    return min(_brightened(a, b), _brightened(b, a))


def _brightened(dark: NDArray[np.uint8], light: NDArray[np.uint8]) -> float:
    contrast = float(np.abs(light - light.mean(axis=(0, 1))).mean())
    if contrast < 1:
        return float("inf")
    wanted = light.astype(np.int16) * _STEPS_PER_LEVEL
    left = np.abs(_LEVEL_AFTER_GAIN[:, dark] - wanted).sum(axis=(1, 2, 3), dtype=np.int64)
    return float(left.min()) / (_STEPS_PER_LEVEL * light.size) / contrast
