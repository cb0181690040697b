"""Drawings of the goods, one function per look; each fills a square of 1000 units."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from parcelproof.sample.pictures.canvas import Rng, Sketch, tint

Look = Callable[[Sketch, str, Rng, bool], None]
"""Draws one look: sketch, colour, random numbers, and whether it is switched on."""


def _mug(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.ring(760, 520, 130, 150, tint(colour, -0.15), 52)
    s.box(250, 280, 480, 520, colour, radius=70, shade=0.28)
    s.ellipse(490, 285, 240, 72, tint(colour, 0.35))
    s.ellipse(490, 292, 205, 54, tint(colour, -0.55))
    for _ in range(70):
        s.ellipse(
            rng.uniform(270, 715), rng.uniform(370, 770), rng.uniform(2, 7), rng.uniform(2, 6), tint(colour, -0.5)
        )
    s.line([(330, 400), (320, 690)], tint(colour, 0.5), 18)


def _trainer(s: Sketch, x: float, y: float, colour: str) -> None:
    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + px, y + py) for px, py in points]

    s.polygon(at([(40, 190), (60, 40), (190, 20), (300, 110), (520, 175), (640, 240), (640, 290), (40, 290)]), colour)
    s.polygon(at([(60, 40), (190, 20), (175, 90), (75, 100)]), tint(colour, -0.4))
    s.box(x + 20, y + 275, 650, 70, "#f2efe9", radius=34, shade=0.1)
    s.line(at([(150, 180), (330, 250), (480, 200)]), tint(colour, 0.65), 22)
    for step in range(4):
        s.line(at([(235 + step * 55, 105 + step * 18), (290 + step * 52, 70 + step * 24)]), "#ffffff", 11)


def _trainers(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    _trainer(s, 250, 190, colour)
    _trainer(s, 90, 500, colour)


def _watch(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.box(420, 60, 160, 300, colour, radius=40)
    s.box(420, 640, 160, 300, colour, radius=40)
    for y in (700, 760, 820):
        s.ellipse(500, y, 11, 11, tint(colour, -0.6))
    s.ellipse(500, 500, 250, 250, "#c9ccd0", shade=0.35)
    s.ellipse(500, 500, 208, 208, "#f4f1ea", shade=0.06)
    for hour in range(12):
        a = np.pi / 6 * hour
        x, y = 500 + 178 * np.sin(a), 500 - 178 * np.cos(a)
        s.line([(x, y), (500 + 152 * np.sin(a), 500 - 152 * np.cos(a))], "#3a3a3a", 12 if hour % 3 == 0 else 7)
    for length, a, width in ((100, rng.uniform(0, 6.28), 16), (150, rng.uniform(0, 6.28), 10)):
        s.line([(500, 500), (500 + length * np.sin(a), 500 - length * np.cos(a))], "#22313f", width)
    s.ellipse(765, 500, 28, 34, "#b4b8bd")


def _phone_case(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.box(285, 90, 430, 820, colour, radius=80, shade=0.2)
    s.box(305, 112, 390, 776, tint(colour, 0.12), radius=64, shade=0.12)
    s.box(335, 145, 190, 190, tint(colour, -0.45), radius=52)
    for x, y in ((385, 195), (475, 195), (430, 282)):
        s.ellipse(x, y, 36, 36, "#2c2f33")
    s.line([(650, 220), (640, 760)], tint(colour, 0.45), 14)


def _earphones(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.box(180, 420, 460, 380, colour, radius=130, shade=0.16)
    s.line([(190, 560), (630, 560)], tint(colour, -0.25), 8)
    s.ellipse(410, 640, 12, 12, "#43b66b" if on else tint(colour, -0.35), shade=0)
    for x, tilt in ((700, 1), (850, -1)):
        s.line([(x, 400), (x + 26 * tilt, 620)], tint(colour, -0.06), 52)
        s.ellipse(x, 350, 74, 84, colour, shade=0.2)
        s.ellipse(x - 32 * tilt, 350, 38, 48, tint(colour, -0.35))


def _board_game(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.box(110, 170, 780, 660, colour, radius=14)
    s.box(140, 200, 720, 600, tint(colour, 0.25), radius=8, shade=0.25)
    s.ellipse(650, 330, 75, 75, "#f4d58d", shade=0.1)
    s.polygon(
        [(140, 640), (290, 420), (400, 560), (520, 380), (700, 620), (860, 520), (860, 800), (140, 800)],
        tint(colour, -0.3),
    )
    s.polygon([(300, 700), (700, 700), (640, 770), (350, 770)], "#8a4b2f")
    s.polygon([(480, 690), (480, 450), (640, 660)], "#fbf7ef", shade=0.05)
    s.text(500, 226, "HARBOUR LIGHTS" if colour == "#2f6b6f" else "OLD TOWN 500", 74, "#fffaf0", bold=True, anchor="ma")


def _desk_lamp(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    if on:
        s.polygon([(250, 330), (620, 330), (880, 900), (60, 900)], "#fff0b8", shade=0.03, glow=0.4)
        s.polygon([(290, 330), (590, 330), (740, 900), (180, 900)], "#fff6d6", shade=0.02, glow=0.35)
    s.ellipse(640, 850, 210, 62, colour, shade=0.3)
    s.line([(640, 830), (760, 500), (500, 250)], tint(colour, 0.12), 34)
    s.ellipse(760, 500, 34, 34, tint(colour, 0.3))
    s.polygon([(260, 310), (520, 190), (640, 230), (620, 330), (290, 360)], colour, shade=0.28)
    s.line([(285, 352), (610, 332)], "#fff8dc" if on else "#c9c9c0", 20)


def _keyboard(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.box(60, 320, 880, 370, tint(colour, -0.35), radius=32)
    for row in range(5):
        x = 90.0
        widths = [56] * 13 + [90] if row < 4 else [80, 60, 60, 360, 60, 60, 80]
        for number, width in enumerate(widths):
            accent = (row, number) in ((0, 0), (2, 13)) or (on and (row + number) % 5 == 0)
            if x + width > 915:
                break
            s.box(x, 348 + row * 64, width, 54, "#d98548" if accent else tint(colour, 0.45), radius=10, shade=0.1)
            x += width + 7


def _scarf(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    for fold in range(3):
        y = 230 + fold * 175
        s.box(150 + fold * 14, y, 700 - fold * 20, 190, tint(colour, 0.16 - fold * 0.1), radius=60, shade=0.22)
        for stripe in range(5):
            x = 230 + stripe * 130 + fold * 8
            s.line([(x, y + 16), (x - 12, y + 176)], tint(colour, -0.28), 16)
    for x in range(170, 840, 26):
        s.line([(x, 762), (x + float(rng.uniform(-12, 12)), 850)], tint(colour, 0.05), 9)


def _socks(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    for number in range(3):
        x, y, tone = 90 + number * 250, 150 + number * 40, tint(colour, 0.12 - number * 0.1)
        leg = [
            (x + 60, y),
            (x + 230, y),
            (x + 235, y + 330),
            (x + 330, y + 480),
            (x + 330, y + 560),
            (x + 250, y + 600),
        ]
        s.polygon([*leg, (x + 90, y + 450), (x + 55, y + 330)], tone, shade=0.2)
        s.box(x + 52, y - 12, 186, 90, tint(colour, -0.35), radius=18)
        s.ellipse(x + 285, y + 535, 58, 58, tint(colour, -0.3))
        for stripe in range(3):
            s.line([(x + 62, y + 130 + stripe * 34), (x + 228, y + 130 + stripe * 34)], tint(colour, 0.6), 11)


def _teapot(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.ring(200, 480, 120, 140, tint(colour, -0.1), 42)
    s.polygon([(590, 560), (760, 400), (800, 330), (850, 350), (800, 470), (640, 660)], colour)
    s.ellipse(430, 520, 260, 220, colour, shade=0.28)
    s.ellipse(430, 325, 130, 40, tint(colour, -0.15))
    s.ellipse(430, 300, 112, 40, tint(colour, 0.25))
    s.ellipse(430, 250, 34, 30, tint(colour, 0.1))
    for x in (640, 830):
        s.box(x - 75, 690, 150, 120, tint(colour, 0.12), radius=45, shade=0.22)
        s.ellipse(x, 694, 75, 24, tint(colour, -0.4))
    s.line([(290, 420), (270, 600)], tint(colour, 0.55), 20)


def _phone_stand(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.polygon([(230, 780), (770, 780), (820, 850), (180, 850)], tint(colour, -0.2))
    s.polygon([(330, 190), (670, 190), (700, 780), (300, 780)], colour, shade=0.3)
    s.box(430, 300, 140, 260, tint(colour, -0.45), radius=60)
    s.box(300, 690, 400, 46, tint(colour, 0.2), radius=18)


def _speaker(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.box(110, 300, 780, 420, colour, radius=190, shade=0.25)
    for row in range(9):
        for column in range(17):
            s.ellipse(240 + column * 33 + (row % 2) * 16, 372 + row * 34, 8, 8, tint(colour, -0.5), shade=0)
    s.box(400, 275, 200, 40, tint(colour, -0.4), radius=20)
    s.ellipse(500, 295, 10, 10, "#59d98c" if on else tint(colour, 0.2), shade=0)
    s.line([(850, 420), (930, 330), (960, 420)], tint(colour, -0.6), 22)


def _adapter(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    for x in (400, 520):
        s.box(x, 150, 44, 170, "#c8cacd", radius=8, shade=0.3)
    s.box(270, 300, 440, 470, colour, radius=60, shade=0.3)
    s.text(490, 470, "nordvolt", 78, "#f3f4f5", bold=True, anchor="mm")
    s.text(490, 560, "65 W  GaN", 44, "#aab0b6", anchor="mm")
    s.box(430, 690, 120, 34, "#0e1012", radius=17, shade=0)
    if on:
        s.ellipse(640, 360, 14, 14, "#4ade80", shade=0)
        s.line([(490, 720), (500, 880), (760, 930), (930, 860)], "#e8e8e6", 26)


def _lens(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.ellipse(500, 500, 390, 390, colour, shade=0.3)
    for tick in range(48):
        a = np.pi / 24 * tick
        s.line(
            [(500 + 360 * np.cos(a), 500 + 360 * np.sin(a)), (500 + 385 * np.cos(a), 500 + 385 * np.sin(a))],
            "#8b8f95",
            5,
        )
    s.ellipse(500, 500, 318, 318, "#17191c")
    s.ring(500, 500, 300, 300, "#b8862f", 8)
    s.ellipse(500, 500, 240, 240, "#2b3a58", shade=0.4)
    s.ellipse(500, 500, 160, 160, "#131a2c", shade=0.35)
    s.ellipse(420, 410, 62, 40, "#9fb6e0", shade=0.1)
    s.ellipse(590, 610, 30, 22, "#b184d6", shade=0.1)
    s.text(500, 205, "35 mm 1:1.4", 40, "#e5e5e5", anchor="mm")


def _candle(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.box(280, 300, 440, 520, "#cfd6d4", radius=40, shade=0.2)
    s.box(305, 380, 390, 420, colour, radius=26, shade=0.15)
    s.ellipse(500, 385, 195, 46, tint(colour, 0.3))
    s.line([(500, 380), (500, 320)], "#40342a", 10)
    s.box(360, 500, 280, 200, "#fdfaf2", radius=8, shade=0.03)
    s.text(500, 560, "CEDAR", 58, "#4a4034", bold=True, anchor="mm")
    s.text(500, 630, "& FIG", 50, "#4a4034", anchor="mm")


def _bear(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    for x in (330, 670):
        s.ellipse(x, 200, 88, 88, colour)
        s.ellipse(x, 205, 50, 50, tint(colour, 0.45))
    for x in (260, 740):
        s.ellipse(x, 600, 95, 160, tint(colour, -0.08))
    for x in (370, 630):
        s.ellipse(x, 850, 125, 105, colour)
        s.ellipse(x, 860, 66, 56, tint(colour, 0.4))
    s.ellipse(500, 650, 235, 235, colour, shade=0.22)
    s.ellipse(500, 670, 140, 150, tint(colour, 0.35))
    s.ellipse(500, 330, 215, 190, colour, shade=0.22)
    s.ellipse(500, 395, 100, 78, tint(colour, 0.5))
    for x in (415, 585):
        s.ellipse(x, 300, 22, 24, "#1d1613", shade=0)
    s.ellipse(500, 365, 34, 24, "#2a1d17", shade=0.1)


def _power_bank(s: Sketch, colour: str, rng: Rng, on: bool) -> None:
    s.box(300, 120, 400, 760, colour, radius=70, shade=0.28)
    s.box(322, 142, 356, 716, tint(colour, -0.12), radius=54, shade=0.15)
    for number in range(4):
        s.ellipse(420 + number * 54, 230, 14, 14, "#7dd3fc" if on or number < 1 else tint(colour, 0.25), shade=0)
    s.text(500, 540, "10000", 96, "#eceff1", bold=True, anchor="mm")
    s.text(500, 630, "mAh  37 Wh", 46, "#b8bec4", anchor="mm")
    s.box(440, 120, 120, 26, "#15181b", radius=13, shade=0)


LOOKS: dict[str, Look] = {
    "mug": _mug, "trainers": _trainers, "watch": _watch, "phone_case": _phone_case, "earphones": _earphones,
    "board_game": _board_game, "desk_lamp": _desk_lamp, "keyboard": _keyboard, "scarf": _scarf, "socks": _socks,
    "teapot": _teapot, "phone_stand": _phone_stand, "speaker": _speaker, "adapter": _adapter, "lens": _lens,
    "candle": _candle, "bear": _bear, "power_bank": _power_bank,
}  # fmt: skip


def draw_good(look: str, colour: str, rng: Rng, size: int, *, on: bool = False) -> Image.Image:
    """Draw one article on transparent ground, `size` pixels wide and high."""
    sketch = Sketch(size, size)
    LOOKS[look](sketch, colour, rng, on)
    return sketch.done()
