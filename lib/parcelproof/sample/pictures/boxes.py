"""Draws cardboard boxes: closed in perspective, on a scale, and open seen from above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from parcelproof.sample.pictures.canvas import Point, Rgb, Rng, Sketch, cardboard, place, shadow, tint

Point3 = tuple[float, float, float]


@dataclass(frozen=True)
class View:
    """Where the camera looks from: `centre` is where the point (0, 0, 0) lies in the picture."""

    centre: Point
    yaw: float
    pitch: float
    zoom: float = 1.0
    distance: float = 1600.0

    def project(self, point: Point3) -> Point:
        """Return where a point of space (x right, y away, z up; pixels) lies in the picture."""
        x, y, z = (value * self.zoom for value in point)
        turned = x * np.cos(self.yaw) - y * np.sin(self.yaw)
        away = x * np.sin(self.yaw) + y * np.cos(self.yaw)
        depth = self.distance + away * np.cos(self.pitch) - z * np.sin(self.pitch)
        near = self.distance / depth
        up = away * np.sin(self.pitch) + z * np.cos(self.pitch)
        return float(self.centre[0] + turned * near), float(self.centre[1] - up * near)


@dataclass(frozen=True)
class Block:
    """A box in space: width, depth, height, and how high its bottom lies."""

    width: float
    depth: float
    height: float
    base: float = 0.0

    def faces(self) -> dict[str, tuple[Point3, Point3, Point3, Point3]]:
        """Corners of each face from its top left, clockwise, seen from outside."""
        x, y, low, high = self.width / 2, self.depth / 2, self.base, self.base + self.height
        return {
            "left": ((-x, y, high), (-x, -y, high), (-x, -y, low), (-x, y, low)),
            "right": ((x, -y, high), (x, y, high), (x, y, low), (x, -y, low)),
            "front": ((-x, -y, high), (x, -y, high), (x, -y, low), (-x, -y, low)),
            "top": ((-x, y, high), (x, y, high), (x, -y, high), (-x, -y, high)),
        }


def _clockwise(quad: list[Point]) -> bool:
    return sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(quad, [*quad[1:], quad[0]], strict=True)) < 0


def draw_block(ground: Image.Image, view: View, block: Block, skins: dict[str, Image.Image]) -> None:
    """Draw the faces that the camera sees, with the pictures given for them, and a shadow on the ground."""
    quads = {name: [view.project(p) for p in corners] for name, corners in block.faces().items()}
    if block.base == 0:
        x, y = block.width / 2, block.depth / 2
        foot = [view.project((px + 26, py + 20, 0.0)) for px, py in ((-x, -y), (x, -y), (x, y), (-x, y))]
        mask = Image.new("L", ground.size)
        ImageDraw.Draw(mask).polygon(foot, fill=255)
        shadow(ground, mask, (0, 6), blur=20, depth=0.55)
    for name in ("left", "right", "front", "top"):
        if name in skins and _clockwise(quads[name]):
            place(ground, skins[name], quads[name])


def _taped(face: Image.Image, rng: Rng, *, tape: str) -> Image.Image:
    draw = ImageDraw.Draw(face, "RGBA")
    middle, half = face.height / 2, face.height * 0.09
    red, green, blue = tint(tape, 0)
    draw.rectangle([0, middle - half, face.width, middle + half], fill=(red, green, blue, 190))
    draw.line([0, middle, face.width, middle], fill=(90, 62, 36, 110), width=2)
    for _ in range(6):
        x = float(rng.uniform(0, face.width))
        draw.line([x, middle - half, x + 14, middle + half], fill=(255, 255, 255, 60), width=2)
    return face


def _fragile(face: Image.Image) -> Image.Image:
    draw = ImageDraw.Draw(face)
    x, y, size = face.width * 0.78, face.height * 0.3, face.height * 0.4
    ink = (112, 52, 40)
    draw.polygon(
        [(x, y), (x + size * 0.6, y), (x + size * 0.45, y + size * 0.5), (x + size * 0.15, y + size * 0.5)], fill=ink
    )
    draw.line(
        [x + size * 0.3, y + size * 0.5, x + size * 0.3, y + size * 0.9], fill=ink, width=max(2, int(size * 0.08))
    )
    draw.line(
        [x + size * 0.08, y + size * 0.92, x + size * 0.52, y + size * 0.92], fill=ink, width=max(2, int(size * 0.1))
    )
    return face


def parcel_skins(
    rng: Rng, block: Block, tone: Rgb, *, label: Image.Image | None, dented: bool = False
) -> dict[str, Image.Image]:
    """Paint the faces of a closed parcel: cardboard, tape over the seam, the label on top."""
    tape = ("#c9a36a", "#a97c48", "#e6ddca")[int(rng.integers(3))]
    width, depth, height = round(block.width * 2), round(block.depth * 2), round(block.height * 2)
    top = _taped(cardboard(rng, width, depth, tint(tone, 0.12)), rng, tape=tape)
    if label is not None:
        fit = label.resize(
            (round(width * 0.62), round(width * 0.62 * label.height / label.width)), Image.Resampling.LANCZOS
        )
        top.paste(fit, (round(width * rng.uniform(0.08, 0.3)), round((depth - fit.height) * rng.uniform(0.2, 0.8))))
    front = _fragile(_taped(cardboard(rng, width, height, tint(tone, -0.12)), rng, tape=tape))
    side = cardboard(rng, depth, height, tint(tone, -0.3))
    if dented:
        draw = ImageDraw.Draw(front, "RGBA")
        draw.polygon([(0, height), (0, height * 0.45), (width * 0.16, height)], fill=(70, 48, 30, 150))
        draw.line([0, height * 0.45, width * 0.2, height * 0.7, width * 0.16, height], fill=(50, 34, 22, 200), width=5)
    return {"top": top, "front": front, "right": side, "left": side}


def open_box(rng: Rng, size: int, tone: Rgb) -> Image.Image:
    """Draw an empty box seen from above with its four flaps, on transparent ground."""
    s = Sketch(size, size)
    a, b = float(rng.uniform(200, 250)), float(rng.uniform(260, 310))
    c, d = 1000 - a, 1000 - b
    lean = float(rng.uniform(-30, 30))
    s.polygon([(a, b), (c, b), (c - 40 + lean, b - 190), (a + 40 + lean, b - 190)], tint(tone, 0.1))
    s.polygon([(a, d), (c, d), (c - 30 - lean, d + 180), (a + 30 - lean, d + 180)], tint(tone, -0.06))
    s.polygon([(a, b), (a, d), (a - 185, d - 40 + lean), (a - 185, b + 40 + lean)], tint(tone, 0.04))
    s.polygon([(c, b), (c, d), (c + 185, d - 30 - lean), (c + 185, b + 30 - lean)], tint(tone, -0.12))
    s.polygon([(a, b), (c, b), (c, d), (a, d)], tint(tone, -0.5))
    s.polygon([(a + 45, b + 45), (c - 45, b + 45), (c - 45, d - 45), (a + 45, d - 45)], tint(tone, -0.28))
    return s.done()


def cushion(rng: Rng, size: int, kind: str) -> Image.Image:
    """Draw filling that leaves the goods half visible: ``bubbles``, ``paper``, ``pillows`` or ``strips``."""
    s = Sketch(size, size)
    if kind == "bubbles":
        s.box(60, 60, 880, 880, "#e9f0f2", radius=60, glow=0.45)
        for row in range(15):
            for column in range(15):
                x, y = 100 + column * 57 + (row % 2) * 28, 100 + row * 57
                if x < 930:
                    s.ellipse(x, y, 23, 23, "#f6fafb", shade=0.3, glow=0.5)
    elif kind == "pillows":
        for number in range(9):
            x, y = 60 + number % 3 * 300, 60 + number // 3 * 300
            if number != 4:
                s.box(x, y, 280, 280, "#dfe9ee", radius=90, shade=0.25, glow=0.72)
    else:
        for _ in range(90 if kind == "strips" else 46):
            x, y = rng.uniform(60, 900, 2)
            if abs(x - 500) < 210 and abs(y - 500) < 210:
                continue
            if kind == "strips":
                bend = rng.uniform(-90, 90, 4)
                s.line([(x, y), (x + bend[0], y + bend[1]), (x + bend[2] * 1.4, y + bend[3] * 1.4)], "#d9c7a3", 16)
            else:
                spread = rng.uniform(60, 150, 5)
                angles = np.linspace(0, 2 * np.pi, 6)[:5] + rng.uniform(0, 1)
                outline = [(x + r * np.cos(t), y + r * np.sin(t)) for r, t in zip(spread, angles, strict=True)]
                s.polygon(outline, tint("#cdb48a", float(rng.uniform(-0.15, 0.2))), shade=0.2)
    return s.done()
