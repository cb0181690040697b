"""Draws what carriers print: the label with its barcode, the receipt of the counter, the display of a scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from parcelproof.sample.pictures.canvas import Rng, font

INK = "#1c1c1e"

# Segments of a digit as (x, y) outlines in a field of 100 by 180: top, upper right, lower right, bottom, and so on.
_SEGMENTS = (
    [(18, 8), (82, 8), (70, 24), (30, 24)],
    [(88, 14), (88, 84), (74, 74), (74, 28)],
    [(88, 96), (88, 166), (74, 152), (74, 106)],
    [(18, 172), (30, 156), (70, 156), (82, 172)],
    [(12, 96), (26, 106), (26, 152), (12, 166)],
    [(12, 14), (26, 28), (26, 74), (12, 84)],
    [(20, 90), (32, 82), (68, 82), (80, 90), (68, 98), (32, 98)],
)
_LIT = {
    "0": "012345", "1": "12", "2": "01346", "3": "01236", "4": "1256", "5": "02356", "6": "023456", "7": "012",
    "8": "0123456", "9": "012356",
}  # fmt: skip


@dataclass(frozen=True)
class LabelFacts:
    """What is printed on the label of one parcel; the buyer's name and street are masked."""

    number: str
    carrier: str
    service: str
    sender: tuple[str, ...]
    country: str
    postcode: str
    city: str
    grams: int
    printed: datetime


def barcode(text: str, width: int, height: int) -> Image.Image:
    """Draw a Code 128 as wide as whole modules allow within `width` pixels."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    bars = np.array(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    row = bars[bars.shape[0] // 2]
    scale = max(2, width // row.size)
    return Image.fromarray(np.broadcast_to(row.repeat(scale), (height, row.size * scale)).copy()).convert("RGB")


_Part = Callable[[Image.Image, ImageDraw.ImageDraw, int, LabelFacts, Rng], int]
"""Draws one part of a label from a height on, and returns the height where it ends."""


def _head(paper: Image.Image, draw: ImageDraw.ImageDraw, y: int, facts: LabelFacts, rng: Rng) -> int:
    draw.text((28, y + 12), facts.carrier.upper(), fill=INK, font=font(50, bold=True))
    draw.text((28, y + 70), facts.service, fill=INK, font=font(28))
    draw.rectangle([730, y, 873, y + 112], fill=INK)
    draw.text((801, y + 56), facts.country, fill="#ffffff", font=font(72, bold=True), anchor="mm")
    return y + 112


def _addresses(paper: Image.Image, draw: ImageDraw.ImageDraw, y: int, facts: LabelFacts, rng: Rng) -> int:
    draw.text((28, y + 10), "FROM", fill=INK, font=font(22, bold=True))
    for number, line in enumerate(facts.sender):
        draw.text((28, y + 42 + number * 32), line, fill=INK, font=font(24))
    draw.line([420, y, 420, y + 144], fill=INK, width=3)
    draw.text((440, y + 10), "TO", fill=INK, font=font(22, bold=True))
    # The buyer's name and street are masked, as on a photo that may be shown to others.
    for number in range(2):
        top = y + 42 + number * 32
        draw.rectangle([440, top, 440 + int(rng.integers(150, 240)), top + 22], fill="#3b3b3f")
    draw.text((440, y + 106), f"{facts.postcode}  {facts.city}"[:30], fill=INK, font=font(24, bold=True))
    return y + 144


def _code(paper: Image.Image, draw: ImageDraw.ImageDraw, y: int, facts: LabelFacts, rng: Rng) -> int:
    bars = barcode(facts.number, 800, 160)
    paper.paste(bars, ((880 - bars.width) // 2, y + 20))
    draw.text((440, y + 188), facts.number, fill=INK, font=font(40, bold=True), anchor="ma")
    return y + 254


def _foot(paper: Image.Image, draw: ImageDraw.ImageDraw, y: int, facts: LabelFacts, rng: Rng) -> int:
    draw.text((28, y + 16), f"{facts.grams} g", fill=INK, font=font(34, bold=True))
    draw.text((300, y + 20), f"{facts.printed:%Y-%m-%d}", fill=INK, font=font(28))
    draw.text((850, y + 20), "CN22 sale of goods", fill=INK, font=font(26), anchor="ra")
    return y + 78


_LAYOUTS: tuple[tuple[_Part, ...], ...] = (
    (_head, _addresses, _code, _foot),
    (_head, _code, _addresses, _foot),
    (_addresses, _code, _foot, _head),
)


def shipping_label(facts: LabelFacts, rng: Rng) -> Image.Image:
    """Draw the label, 880 by 600 pixels; each carrier and service has its own layout."""
    paper = Image.new("RGB", (880, 600), "#fbfbf8")
    draw = ImageDraw.Draw(paper)
    y = 6
    for part in _LAYOUTS[sum(map(ord, facts.carrier + facts.service)) % len(_LAYOUTS)]:
        y = part(paper, draw, y, facts, rng)
        draw.line([6, y, 873, y], fill=INK, width=3)
    draw.rectangle([6, 6, 873, 593], outline=INK, width=4)
    return paper


def receipt(facts: LabelFacts, place: str, at: datetime, rng: Rng) -> Image.Image:
    """Draw the receipt of the counter on thermal paper, 520 by 860 pixels."""
    paper = Image.new("RGB", (520, 860), "#f7f5ef")
    draw = ImageDraw.Draw(paper)
    ink = "#35363c"
    draw.text((260, 40), facts.carrier.upper(), fill=ink, font=font(40, bold=True), anchor="ma")
    draw.text((260, 96), f"Counter {int(rng.integers(1, 9))} · {place}", fill=ink, font=font(24), anchor="ma")
    draw.text((260, 150), "DROP-OFF RECEIPT", fill=ink, font=font(34, bold=True), anchor="ma")
    rows = (
        ("Date", f"{at:%Y-%m-%d}"), ("Time", f"{at:%H:%M}"), ("Service", facts.service[:22]), ("To", facts.country),
        ("Weight", f"{facts.grams} g"), ("Pieces", "1"), ("Slip no.", f"{int(rng.integers(10**7, 10**8))}"),
    )  # fmt: skip
    for number, (name, value) in enumerate(rows):
        y = 226 + number * 44
        draw.text((40, y), name, fill=ink, font=font(28))
        draw.text((480, y), value, fill=ink, font=font(28, bold=True), anchor="ra")
    draw.line([40, 546, 480, 546], fill=ink, width=2)
    bars = barcode(facts.number, 470, 110)
    paper.paste(bars, ((520 - bars.width) // 2, 572))
    draw.text((260, 694), facts.number, fill=ink, font=font(30, bold=True), anchor="ma")
    draw.text((260, 770), "Accepted for transport. Keep this slip.", fill=ink, font=font(22), anchor="ma")
    # The edge where it was torn off.
    teeth = [(x, 860 - (10 if x // 13 % 2 else 0)) for x in range(0, 521, 13)]
    draw.polygon([*teeth, (520, 860), (0, 860)], fill="#d9d5cb")
    return paper


def display(grams: int, width: int, height: int) -> Image.Image:
    """Draw the front of a scale with a seven-segment display that shows a weight in grams."""
    front = Image.new("RGB", (width, height), "#2b2e33")
    draw = ImageDraw.Draw(front)
    left, top, right, bottom = width * 0.2, height * 0.1, width * 0.8, height * 0.9
    draw.rounded_rectangle([left, top, right, bottom], 10, fill="#c3d3b4", outline="#111214", width=4)
    size = (bottom - top) * 0.8
    step = size * 0.62
    shown = f"{grams:>4d}"
    for place, digit in enumerate(shown):
        x0, y0 = right - size * 0.5 - step * (len(shown) - place), top + (bottom - top) * 0.1
        for number, outline in enumerate(_SEGMENTS):
            colour = "#17211a" if digit != " " and str(number) in _LIT[digit] else "#b7c8a8"
            draw.polygon([(x0 + x * step / 115, y0 + y * size / 180) for x, y in outline], fill=colour)
    draw.text(
        (right - size * 0.12, bottom - size * 0.12), "g", fill="#17211a", font=font(round(size * 0.42)), anchor="rs"
    )
    for number, name in enumerate(("ON", "TARE")):
        x = width * (0.1 + 0.8 * number)
        draw.ellipse([x - height * 0.16, height * 0.34, x + height * 0.16, height * 0.66], fill="#d5d8dc")
        draw.text((x, height * 0.72), name, fill="#d5d8dc", font=font(max(10, round(height * 0.13))), anchor="ma")
    return front
