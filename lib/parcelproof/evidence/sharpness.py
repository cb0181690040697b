"""Measures how sharp a photo is, by blurring it once more.

A sharp picture loses most of its fine detail in a second blur, a blurred one has little to lose. So the variance of
the Laplacian is divided by the same after a Gaussian blur; the size is made equal first. The ratio separates sharp
from blurred camera photos better than the popular limit on the variance alone (`photo.blur.*` in the playbook).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import numpy as np
from PIL import Image

LONG_SIDE = 1024
SIGMA = 2.0
SCALE = 100
"""A record holds the ratio as a whole number, a hundred times as large, since no record holds a float."""

Verdict = Literal["sharp", "blurred", "cannot_tell", "not_measured"]

# Rounding to 8 bits adds 1/12 to the variance of a pixel; the Laplacian (-4 and four ones) makes 20/12 of it.
_ROUNDING = 20 / 12
# Grey values (0 to 255) that a picture must vary by, once smoothed: less is a wall or a lens cap.
_PLAIN = 3.0
# Grain alone reaches 8,780, whatever its strength; sharp photos stay below 500. Grain that was scaled up reaches less,
# but where edges are missing, nearly nothing is left of it after the blur.
_GRAIN = 2000.0
_NO_EDGES, _GRAIN_WITHOUT_EDGES = 0.1, 100.0
# Fewer own pixels than this say nothing about how the photo was focused.
_MIN_SIDE = 200


def measure_sharpness(image: Image.Image) -> int:
    """Return a hundred times the re-blur ratio, at least 1; or 0 if the picture shows too little to tell.

    Parameters
    ----------
    image : PIL.Image.Image
        Any size; it is scaled to a long side of 1,024 pixels.
    """
    from scipy import ndimage  # half a second to load, and only the intake of photos needs it

    grey = image.convert("L")
    long_side = max(grey.size)
    if long_side < _MIN_SIDE:
        return 0
    scale = LONG_SIDE / long_side
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    pixels = np.asarray(grey.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), np.float32)
    smooth = ndimage.gaussian_filter(pixels, SIGMA)
    if float(smooth.std()) < _PLAIN:
        return 0
    detail = max(0.0, float(ndimage.laplace(pixels).var()) - _ROUNDING)
    rest = max(float(ndimage.laplace(smooth).var()), 1e-6)
    ratio = detail / rest
    if ratio > _GRAIN or (rest < _NO_EDGES and ratio > _GRAIN_WITHOUT_EDGES):
        return 0
    return max(1, round(ratio * SCALE))


def verdict(measured: int | None, limit: Decimal) -> Verdict:
    """Judge a measured sharpness.

    Parameters
    ----------
    measured : int or None
        As `measure_sharpness` returns it; None for a record from before it was measured.
    limit : Decimal
        Ratio below which a photo counts as blurred (`photo.blur.ratio` of the playbook).
    """
    if measured is None:
        return "not_measured"
    if measured == 0:
        return "cannot_tell"
    return "blurred" if Decimal(measured) / SCALE < limit else "sharp"
