"""Tools to draw with: shaded shapes, table tops, perspective, light and grain of a phone camera."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont

from parcelproof.resources import templates_dir

Point = tuple[float, float]
Quad = Sequence[Point]
Rgb = tuple[int, int, int]
Rng = np.random.Generator
Outline = Callable[[ImageDraw.ImageDraw, list[Point]], None]

WIDTH, HEIGHT = 960, 720
# Shapes are drawn this much larger and then scaled down, which smooths their edges.
_FINE = 2


def rng_for(*key: str) -> Rng:
    """Return a random generator that depends on nothing but the key, so that a picture never changes."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256("/".join(key).encode()).digest()[:8]))


@lru_cache(maxsize=64)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the font that also sets the reports."""
    name = "NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf"
    return ImageFont.truetype(templates_dir() / "fonts" / name, size, layout_engine=ImageFont.Layout.BASIC)


def tint(colour: str | Rgb, amount: float) -> Rgb:
    """Make a colour lighter (amount > 0) or darker (< 0), at most 1 and -1."""
    red, green, blue = ImageColor.getrgb(colour)[:3] if isinstance(colour, str) else colour
    goal = 255 if amount > 0 else 0
    mix = abs(amount)
    return tuple(round(c + (goal - c) * mix) for c in (red, green, blue))  # type: ignore[return-value]


class Sketch:
    """A transparent drawing, 1000 units wide, of shapes that are lighter on top than at the bottom.

    Parameters
    ----------
    width, height : int
        Size in pixels of the finished drawing.
    """

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._unit = width * _FINE / 1000
        self._image = Image.new("RGBA", (width * _FINE, height * _FINE), (0, 0, 0, 0))

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self._unit, y * self._unit) for x, y in points]

    def _fill(self, points: Sequence[Point], outline: Outline, colour: str | Rgb, shade: float, glow: float) -> None:
        """Fill what `outline` draws within the frame around the points, lighter at the top left."""
        scaled = self._scaled(points)
        left, top = (max(0, int(min(p[i] for p in scaled))) for i in (0, 1))
        right, bottom = (min(self._image.size[i], int(max(p[i] for p in scaled)) + 2) for i in (0, 1))
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top))
        outline(ImageDraw.Draw(mask), [(x - left, y - top) for x, y in scaled])
        light, dark = np.array(tint(colour, shade), np.float32), np.array(tint(colour, -shade), np.float32)
        down = np.linspace(0, 0.65, bottom - top, dtype=np.float32)[:, None, None]
        across = np.linspace(0, 0.35, right - left, dtype=np.float32)[None, :, None]
        pixels = (light + (dark - light) * (down + across)).astype(np.uint8)
        if glow < 1:
            mask = mask.point(lambda v: v * glow)
        self._image.paste(Image.fromarray(pixels).convert("RGBA"), (left, top), mask)

    def polygon(self, points: Sequence[Point], colour: str | Rgb, *, shade: float = 0.15, glow: float = 1) -> None:
        """Fill a polygon; below 1, `glow` lets the ground shine through."""
        self._fill(points, lambda draw, at: draw.polygon(at, fill=255), colour, shade, glow)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, colour: str | Rgb, *, shade: float = 0.15, glow: float = 1
    ) -> None:
        """Fill an ellipse around a centre."""
        frame = [(x - rx, y - ry), (x + rx, y + ry)]
        self._fill(frame, lambda draw, at: draw.ellipse(at, fill=255), colour, shade, glow)

    def box(
        self, x: float, y: float, w: float, h: float, colour: str | Rgb, *, radius: float = 0, shade: float = 0.15,
        glow: float = 1,
    ) -> None:  # fmt: skip
        """Fill a rectangle with round corners, from its top left corner."""
        curve = radius * self._unit
        frame = [(x, y), (x + w, y + h)]
        self._fill(frame, lambda draw, at: draw.rounded_rectangle(at, curve, fill=255), colour, shade, glow)

    def line(self, points: Sequence[Point], colour: str | Rgb, width: float) -> None:
        """Draw a line with round joints and ends."""
        draw = ImageDraw.Draw(self._image)
        scaled, thick = self._scaled(points), max(1, round(width * self._unit))
        draw.line(scaled, fill=colour, width=thick, joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            draw.ellipse([x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2], fill=colour)

    def ring(self, x: float, y: float, rx: float, ry: float, colour: str | Rgb, width: float) -> None:
        """Draw the outline of an ellipse."""
        corners = [v for p in self._scaled([(x - rx, y - ry), (x + rx, y + ry)]) for v in p]
        ImageDraw.Draw(self._image).ellipse(corners, outline=colour, width=max(1, round(width * self._unit)))

    def text(
        self, x: float, y: float, words: str, size: float, colour: str | Rgb, *, bold: bool = False, anchor: str = "la"
    ) -> None:
        """Write one line."""
        face = font(max(6, round(size * self._unit)), bold=bold)
        ImageDraw.Draw(self._image).text((x * self._unit, y * self._unit), words, fill=colour, font=face, anchor=anchor)

    def done(self) -> Image.Image:
        """Return the finished drawing with transparent ground."""
        return self._image.reduce(_FINE)


# -- surfaces -------------------------------------------------------------------------------------


def _noise(rng: Rng, cells: tuple[int, int], size: tuple[int, int]) -> NDArray[np.float64]:
    """Smooth noise between -1 and 1: `cells` are columns and rows, `size` is width and height in pixels."""
    small = Image.fromarray(rng.uniform(-1, 1, (cells[1], cells[0])).astype(np.float32))
    return np.asarray(small.resize(size, Image.Resampling.BICUBIC), float)


def surface(rng: Rng, kind: str, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Paint a table top: ``oak``, ``walnut``, ``felt``, ``white``, ``mat`` (cutting mat) or ``stone``."""
    base = {
        "oak": (196, 158, 112), "walnut": (104, 72, 52), "felt": (96, 104, 112), "white": (222, 220, 214),
        "mat": (44, 96, 84), "stone": (150, 146, 140),
    }[kind]  # fmt: skip
    size = (width, height)
    if kind in ("oak", "walnut"):
        planks = int(rng.integers(3, 6))
        grain = _noise(rng, (4, 90), size) * 13 + _noise(rng, (3, 240), size) * 8
        tone = np.repeat(rng.uniform(-16, 16, planks), -(-height // planks))[:height, None]
        pixels = grain + tone
        for edge in range(1, planks):
            row = edge * height // planks
            pixels[row - 1 : row + 1] -= 38
    elif kind == "mat":
        pixels = _noise(rng, (60, 45), size) * 4
        pixels[::48] += 26
        pixels[:, ::48] += 26
    else:
        cells = {"felt": (320, 240), "white": (12, 9), "stone": (70, 52)}[kind]
        pixels = _noise(rng, cells, size) * {"felt": 5, "white": 4, "stone": 11}[kind]
    return Image.fromarray(np.clip(np.array(base, float) + pixels[..., None], 0, 255).astype(np.uint8))


def cardboard(rng: Rng, width: int, height: int, tone: Rgb = (188, 148, 104)) -> Image.Image:
    """Paint a piece of cardboard."""
    pixels = _noise(rng, (4, max(8, height // 5)), (width, height)) * 5 + _noise(rng, (9, 7), (width, height)) * 6
    return Image.fromarray(np.clip(np.array(tone, float) + pixels[..., None], 0, 255).astype(np.uint8))


# -- perspective and light --------------------------------------------------------------------------


def place(ground: Image.Image, flat: Image.Image, quad: Quad) -> None:
    """Paste a flat picture so that its corners (from top left, clockwise) lie on four points of the ground."""
    left, top = (int(np.floor(min(p[i] for p in quad))) for i in (0, 1))
    right, bottom = (int(np.ceil(max(p[i] for p in quad))) for i in (0, 1))
    if right <= left or bottom <= top:
        return
    corners = [(0, 0), (flat.width, 0), (flat.width, flat.height), (0, flat.height)]
    rows, goals = [], []
    for (u, v), (x, y) in zip(corners, ((x - left, y - top) for x, y in quad), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        goals += [u, v]
    coefficients = np.linalg.solve(np.array(rows, float), np.array(goals, float)).tolist()
    size = (right - left, bottom - top)
    warped = flat.convert("RGBA").transform(
        size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR, fillcolor=(0, 0, 0, 0)
    )
    ground.paste(warped, (left, top), warped)


def shadow(
    ground: Image.Image, mask: Image.Image, at: tuple[int, int], *, blur: float = 14, depth: float = 0.45
) -> None:
    """Darken the ground where a thing of this shape keeps the light away."""
    frame = mask.getbbox()
    if frame is None:
        return
    room = round(blur * 3)
    veil = Image.new("L", (frame[2] - frame[0] + 2 * room, frame[3] - frame[1] + 2 * room))
    veil.paste(mask.crop(frame), (room, room))
    veil = veil.filter(ImageFilter.GaussianBlur(blur)).point(lambda v: v * depth)
    ground.paste((18, 14, 12), (at[0] + frame[0] - room, at[1] + frame[1] - room), veil)


def set_down(ground: Image.Image, thing: Image.Image, centre: Point, *, turn: float = 0, drop: float = 10) -> None:
    """Put a drawing on the ground with its shadow."""
    turned = thing.rotate(turn, Image.Resampling.BILINEAR, expand=True) if turn else thing
    at = (round(centre[0] - turned.width / 2), round(centre[1] - turned.height / 2))
    alpha = turned.getchannel("A")
    shadow(ground, alpha, (at[0] + round(drop), at[1] + round(drop * 1.2)), blur=max(4, drop))
    ground.paste(turned, at, turned)


def lit(picture: Image.Image, rng: Rng) -> Image.Image:
    """Light a scene like a room does: a window from one side, a shadow from another, a dark edge, grain."""
    height, width = picture.height, picture.width
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = x / width - 0.5, y / height - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    light = 1 + rng.uniform(0.14, 0.38) * (np.cos(angle) * x + np.sin(angle) * y) * 2
    for _ in range(3):
        cx, cy, spread = rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5), rng.uniform(0.15, 0.4)
        light += rng.uniform(-0.22, 0.22) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * spread * spread))
    light -= 0.35 * (x * x + y * y)
    warm = np.array([1 + rng.uniform(-0.04, 0.05), 1.0, 1 + rng.uniform(-0.06, 0.03)], np.float32)
    pixels = np.asarray(picture, np.float32) * light[..., None].astype(np.float32) * warm
    grain = rng.normal(0, 2.2, (height // 2, width // 2)).astype(np.float32).repeat(2, 0).repeat(2, 1)
    pixels[: grain.shape[0], : grain.shape[1]] += grain[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
