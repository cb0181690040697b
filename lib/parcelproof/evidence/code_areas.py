"""Finds where bars lie on a photo and how they are turned, so that a tilted or small barcode can be cut out straight.

Bars are many strong edges that all run one way. The structure tensor (Bigün and Granlund 1987) measures both in one
pass: how strong the edges of a neighbourhood are, how much they agree, and which way they run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MAX_AREAS = 3
_PEAKS = 5
_LOOK_SIDE = 800
# Sizes in pixels of the small picture: the neighbourhood that is judged, and the least length of a row of bars.
_NEIGHBOURHOOD = 25
_MIN_LENGTH = 30
# An area counts as far as its edges have this share of its strongest neighbourhood.
_SHARE = 0.15
_ROOM = 1.4
# Two directions are the same within 10 degrees; this is the cosine of twice that.
_SAME_WAY = 0.94
_QUIET = 24
_CUT_WIDTH = 1600
_TALLEST = 0.5

Grey = NDArray[np.float32]


@dataclass(frozen=True)
class CodeArea:
    """A rectangle of bars, in pixels of the picture that was searched.

    Attributes
    ----------
    x, y : float
        Its middle.
    length, height : float
        Across the bars, and along them.
    angle : float
        Direction across the bars, in radians, from the x axis towards the y axis.
    """

    x: float
    y: float
    length: float
    height: float
    angle: float


def code_areas(grey: Image.Image) -> list[CodeArea]:
    """Name the areas that look most like rows of bars, best first, at most three.

    Parameters
    ----------
    grey : PIL.Image.Image
        Mode L, of any size.
    """
    from scipy import ndimage  # half a second to load, and only the intake of photos needs it

    scale = min(1.0, _LOOK_SIDE / max(grey.size))
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    small = np.asarray(grey.resize(size, Image.Resampling.BOX), np.float32)
    if min(small.shape) < _NEIGHBOURHOOD:
        return []
    agree, angle = _edges(small)
    areas: list[CodeArea] = []
    for _ in range(_PEAKS):
        y, x = np.unravel_index(int(agree.argmax()), agree.shape)
        if agree[y, x] <= 0:
            break
        # A neighbourhood joins if its edges are strong enough and run the same way as those of the peak.
        turned = np.cos(2 * (angle - angle[y, x])) > 0.5
        blobs, _count = ndimage.label((agree > _SHARE * agree[y, x]) & turned)
        inside = blobs == blobs[y, x]
        area = _frame(inside, float(angle[y, x]), scale)
        if area.length * scale >= _MIN_LENGTH:
            areas.append(area)
        agree[ndimage.binary_dilation(inside, iterations=3)] = 0
    return _joined(areas)[:MAX_AREAS]


def _edges(small: Grey) -> tuple[Grey, Grey]:
    """Return how strongly the edges around each pixel agree, and the direction across them."""
    from scipy import ndimage

    dx, dy = ndimage.sobel(small, axis=1), ndimage.sobel(small, axis=0)
    xx, yy, xy = (ndimage.uniform_filter(part, _NEIGHBOURHOOD) for part in (dx * dx, dy * dy, dx * dy))
    agree = np.hypot(xx - yy, 2 * xy)
    # One long edge agrees with itself too; bars are dark and light many times, so both signs weigh the same.
    balance = np.hypot(ndimage.uniform_filter(dx, _NEIGHBOURHOOD), ndimage.uniform_filter(dy, _NEIGHBOURHOOD))
    agree *= np.clip(1 - balance / np.sqrt(xx + yy + 1), 0, 1)
    return agree, 0.5 * np.arctan2(2 * xy, xx - yy)


def _frame(inside: NDArray[np.bool_], angle: float, scale: float) -> CodeArea:
    rows, columns = np.nonzero(inside)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    u, v = columns * along[0] + rows * along[1], columns * across[0] + rows * across[1]
    middle = (u.min() + u.max()) / 2 * along + (v.min() + v.max()) / 2 * across
    return CodeArea(
        x=float(middle[0] + 0.5) / scale,
        y=float(middle[1] + 0.5) / scale,
        length=float(np.ptp(u) + _NEIGHBOURHOOD) / scale,
        height=float(np.ptp(v)) / scale,
        angle=angle,
    )


def _joined(areas: list[CodeArea]) -> list[CodeArea]:
    """Put the pieces of one code together: a wide white bar between them can part them."""
    found: list[CodeArea] = []
    left = list(areas)
    while left:
        whole = left.pop(0)
        for piece in list(left):
            if _in_line(whole, piece):
                whole = _span(whole, piece)
                left.remove(piece)
        found.append(whole)
    return found


def _in_line(one: CodeArea, two: CodeArea) -> bool:
    beside = -(two.x - one.x) * np.sin(one.angle) + (two.y - one.y) * np.cos(one.angle)
    apart = (two.x - one.x) * np.cos(one.angle) + (two.y - one.y) * np.sin(one.angle)
    return bool(
        np.cos(2 * (one.angle - two.angle)) > _SAME_WAY
        and abs(beside) < min(one.height, two.height) / 2
        and abs(apart) - (one.length + two.length) / 2 < min(one.height, two.height)
        and max(one.height, two.height) < 2 * min(one.height, two.height)
    )


def _span(one: CodeArea, two: CodeArea) -> CodeArea:
    along = np.array([np.cos(one.angle), np.sin(one.angle)])
    apart = float((two.x - one.x) * along[0] + (two.y - one.y) * along[1])
    start, end = min(-one.length, 2 * apart - two.length) / 2, max(one.length, 2 * apart + two.length) / 2
    x, y = np.array([one.x, one.y]) + along * (start + end) / 2
    return CodeArea(float(x), float(y), end - start, max(one.height, two.height), one.angle)


def cut_out(grey: Image.Image, area: CodeArea) -> Iterator[Image.Image]:
    """Cut an area out of the full picture, turned so that its bars stand upright: first as it is, then twice as large.

    Parameters
    ----------
    grey : PIL.Image.Image
        The picture that was searched.
    area : CodeArea
    """
    length = area.length * _ROOM + 2 * _QUIET
    height = min(max(area.height, 8.0), _TALLEST * length)
    for enlarge in (1.0, 2.0) if length * 2 <= _CUT_WIDTH else (1.0,):
        scale = min(enlarge, _CUT_WIDTH / length)
        size = (max(1, round(length * scale)), max(1, round(height * scale)))
        cos, sin = np.cos(area.angle) / scale, np.sin(area.angle) / scale
        corner_x = area.x - cos * size[0] / 2 + sin * size[1] / 2
        corner_y = area.y - sin * size[0] / 2 - cos * size[1] / 2
        yield grey.transform(
            size, Image.Transform.AFFINE, (cos, -sin, corner_x, sin, cos, corner_y), Image.Resampling.BICUBIC,
            fillcolor=255,
        )  # fmt: skip
