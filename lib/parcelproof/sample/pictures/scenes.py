"""Composes one photo per role: what a seller lays on the table, packs, weighs, labels and hands over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from PIL import Image, ImageDraw

from parcelproof.ledger.records import PhotoRole
from parcelproof.sample.pictures.boxes import (
    Block,
    View,
    cushion,
    draw_block,
    open_box,
    parcel_skins,
)
from parcelproof.sample.pictures.canvas import (
    HEIGHT,
    WIDTH,
    Rgb,
    Rng,
    Sketch,
    cardboard,
    font,
    lit,
    place,
    rng_for,
    set_down,
    surface,
    tint,
)
from parcelproof.sample.pictures.goods import draw_good
from parcelproof.sample.pictures.papers import LabelFacts, barcode, display, receipt, shipping_label

_TABLES = ("oak", "walnut", "felt", "white", "mat", "stone")
# Pictures are composed larger than they are cut, so that no two are framed alike.
_GROUND = (round(WIDTH * 1.18), round(HEIGHT * 1.18))


@dataclass(frozen=True)
class Article:
    """One article as it is drawn."""

    look: str
    colour: str
    title: str
    quantity: int
    parts: tuple[str, ...]
    serial: str = ""


@dataclass(frozen=True)
class Subject:
    """The parcel that the photos show.

    Attributes
    ----------
    order : str
        Seeds every choice of the pictures, and is written on the card in the photo.
    """

    order: str
    articles: tuple[Article, ...]
    label: LabelFacts
    place: str
    handed_over: datetime


def _table(subject: Subject) -> str:
    return _TABLES[int(rng_for(subject.order, "table").integers(len(_TABLES)))]


def _ground(subject: Subject, rng: Rng, kind: str = "") -> Image.Image:
    return surface(rng, kind or _table(subject), *_GROUND)


def _framed(ground: Image.Image, rng: Rng, *, tilt: float = 5) -> Image.Image:
    """Cut the photo out of the scene as a hand holds a phone: a little turned, a little off centre."""
    turned = ground.rotate(float(rng.uniform(-tilt, tilt)), Image.Resampling.BILINEAR)
    slack_x, slack_y = (ground.width - WIDTH) / 2, (ground.height - HEIGHT) / 2
    left = round(slack_x + rng.uniform(-0.45, 0.45) * slack_x)
    top = round(slack_y + rng.uniform(-0.45, 0.45) * slack_y)
    return lit(turned.crop((left, top, left + WIDTH, top + HEIGHT)), rng)


def _somewhere(rng: Rng, x: float, y: float, spread: float = 0.05) -> tuple[float, float]:
    return ((x + rng.uniform(-spread, spread)) * _GROUND[0], (y + rng.uniform(-spread, spread)) * _GROUND[1])


def _card(text: str, rng: Rng) -> Image.Image:
    """Draw a note with the order number, as a seller lays it beside the goods."""
    card = Image.new("RGBA", (330, 110), "#fdfcf6")
    draw = ImageDraw.Draw(card)
    draw.text((165, 16), "ORDER", fill="#5c6670", font=font(22, bold=True), anchor="ma")
    draw.text((165, 48), text[:22], fill="#1d3557", font=font(30, bold=True), anchor="ma")
    return card


def _part(name: str, article: Article, rng: Rng, size: int) -> Image.Image:
    """Draw a thing that comes with the article."""
    s = Sketch(size, size)
    if "cable" in name or "laces" in name:
        for turn in range(3):
            s.ring(500, 500, 330 - turn * 46, 280 - turn * 40, "#2d2f33" if "cable" in name else "#e9e7e1", 30)
        s.box(760, 330, 150, 90, "#3a3d42", radius=20)
    elif "box" in name or "case" in name:
        s.box(140, 220, 720, 560, tint(article.colour, -0.35), radius=30)
        s.box(140, 220, 720, 130, tint(article.colour, -0.2), radius=30)
    elif name in ("cup", "spare", "ear tips", "two caps", "wooden pieces", "stand", "key puller"):
        for x in (340, 660):
            s.ellipse(x, 500, 130, 120, tint(article.colour, 0.2))
            s.ellipse(x, 490, 84, 70, tint(article.colour, -0.4))
    else:
        s.box(200, 120, 600, 760, "#f7f5ee", radius=12, shade=0.06)
        s.text(500, 210, name.upper()[:14], 80, "#3c4650", bold=True, anchor="ma")
        for row in range(6):
            s.line([(280, 380 + row * 70), (720 - row % 3 * 70, 380 + row * 70)], "#b9bfc4", 18)
    return s.done()


def _item_front(subject: Subject, rng: Rng) -> Image.Image:
    ground = _ground(subject, rng)
    pieces = [a for a in subject.articles for _ in range(min(a.quantity, 3))][:4]
    size = {1: 560, 2: 420, 3: 330}.get(len(pieces), 280)
    for number, article in enumerate(pieces):
        x = 0.5 if len(pieces) == 1 else 0.3 + 0.4 * number / (len(pieces) - 1)
        good = draw_good(article.look, article.colour, rng, size)
        set_down(ground, good, _somewhere(rng, x, 0.5, 0.04), turn=float(rng.uniform(-22, 22)))
    return _framed(ground, rng)


def _item_back(subject: Subject, rng: Rng) -> Image.Image:
    ground = _ground(subject, rng)
    article = subject.articles[0]
    back = draw_good(article.look, article.colour, rng, 540).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    set_down(ground, back, _somewhere(rng, 0.5, 0.5), turn=float(rng.uniform(-30, 30)))
    return _framed(ground, rng)


def _serial(subject: Subject, rng: Rng) -> Image.Image:
    article = next((a for a in subject.articles if a.serial), subject.articles[0])
    ground = Image.new("RGB", _GROUND, tint(article.colour, -0.1))
    grain = surface(rng, "felt", *_GROUND)
    ground = Image.blend(ground, grain, 0.2)
    plate = Image.new("RGB", (720, 330), "#e8eaec")
    draw = ImageDraw.Draw(plate)
    draw.rounded_rectangle([8, 8, 711, 321], 18, outline="#6b7178", width=4)
    draw.text((36, 28), article.title.split(",")[0][:34], fill="#24282c", font=font(34, bold=True))
    draw.text((36, 92), f"S/N  {article.serial or 'see box'}", fill="#24282c", font=font(52, bold=True))
    if article.serial:
        bars = barcode(article.serial, 560, 90)
        plate.paste(bars, (40, 186))
    draw.text((36, 284), "Made in China", fill="#24282c", font=font(22))
    set_down(ground, plate.convert("RGBA"), _somewhere(rng, 0.5, 0.5, 0.08), turn=float(rng.uniform(-9, 9)), drop=3)
    return _framed(ground, rng, tilt=3)


def _function_test(subject: Subject, rng: Rng) -> Image.Image:
    article = subject.articles[0]
    ground = Image.blend(_ground(subject, rng), Image.new("RGB", _GROUND, "#101318"), 0.45)
    set_down(ground, draw_good(article.look, article.colour, rng, 640, on=True), _somewhere(rng, 0.46, 0.5))
    meter = Sketch(210, 210)
    meter.box(200, 60, 600, 880, "#e8b53a", radius=70)
    meter.box(280, 150, 440, 250, "#c3d3b4", radius=20, shade=0.05)
    meter.text(500, 275, f"{float(rng.uniform(4.9, 5.2)):.2f} V", 130, "#17211a", bold=True, anchor="mm")
    meter.ellipse(500, 650, 150, 150, "#2c3036")
    meter.line([(500, 650), (500 + 90 * np.cos(2.2), 650 - 90 * np.sin(2.2))], "#f4f4f4", 30)
    set_down(ground, meter.done(), _somewhere(rng, 0.82, 0.68, 0.06), turn=float(rng.uniform(-15, 15)))
    return _framed(ground, rng)


def _all_parts(subject: Subject, rng: Rng) -> Image.Image:
    ground = _ground(subject, rng)
    article = subject.articles[0]
    set_down(
        ground,
        draw_good(article.look, article.colour, rng, 380),
        _somewhere(rng, 0.34, 0.46),
        turn=float(rng.uniform(-12, 12)),
    )
    spots = [(0.62, 0.3), (0.64, 0.66), (0.77, 0.48), (0.47, 0.76)]
    others = [*article.parts[1:], "invoice"][: len(spots)]
    order = rng.permutation(len(spots))
    for number, name in enumerate(others):
        twin = name in (article.parts[0], "cup", "pair of socks")
        thing = draw_good(article.look, article.colour, rng, 240) if twin else _part(name, article, rng, 220)
        set_down(ground, thing, _somewhere(rng, *spots[int(order[number])], 0.03), turn=float(rng.uniform(-20, 20)))
    return _framed(ground, rng)


def _before_packing(subject: Subject, rng: Rng) -> Image.Image:
    ground = _ground(subject, rng)
    left = bool(rng.integers(2))
    set_down(
        ground,
        open_box(rng, 640, _tone(subject)),
        _somewhere(rng, 0.36 if left else 0.66, 0.46, 0.04),
        turn=float(rng.uniform(-14, 14)),
    )
    article = subject.articles[0]
    good = draw_good(article.look, article.colour, rng, 330)
    set_down(ground, good, _somewhere(rng, 0.74 if left else 0.27, 0.42), turn=float(rng.uniform(-18, 18)))
    set_down(
        ground,
        _card(subject.order, rng),
        _somewhere(rng, 0.7 if left else 0.31, 0.74, 0.03),
        turn=float(rng.uniform(-8, 8)),
        drop=4,
    )
    return _framed(ground, rng)


def _cushioning(subject: Subject, rng: Rng) -> Image.Image:
    ground = _ground(subject, rng)
    at, turn = _somewhere(rng, 0.5, 0.5, 0.03), float(rng.uniform(-20, 20))
    set_down(ground, open_box(rng, 960, _tone(subject)), at, turn=turn)
    kind = ("bubbles", "paper", "pillows", "strips")[int(rng_for(subject.order, "cushion").integers(4))]
    article = subject.articles[0]
    good, filling = draw_good(article.look, article.colour, rng, 300), cushion(rng, 420, kind)
    layers = [good, filling] if kind in ("bubbles", "pillows") else [filling, good]
    for layer in layers:
        set_down(ground, layer, at, turn=turn + float(rng.uniform(-6, 6)), drop=4)
    return _framed(ground, rng)


def _tone(subject: Subject) -> Rgb:
    """Colour of this order's cardboard: brown, light brown, white or grey."""
    tones: tuple[Rgb, ...] = ((188, 148, 104), (206, 176, 136), (236, 233, 226), (158, 152, 146), (150, 112, 78))
    return tones[int(rng_for(subject.order, "cardboard").integers(len(tones)))]


def _parcel(subject: Subject, rng: Rng, base: float = 0.0) -> Block:
    shape = rng_for(subject.order, "box")
    width, depth, height = (
        float(shape.uniform(330, 430)),
        float(shape.uniform(230, 310)),
        float(shape.uniform(120, 230)),
    )
    return Block(width, depth, height, base)


def _after_packing(subject: Subject, rng: Rng, *, dented: bool = False) -> Image.Image:
    ground = _ground(subject, rng)
    block = _parcel(subject, rng)
    view = View(
        _somewhere(rng, 0.5, 0.62, 0.05),
        float(rng.uniform(-0.7, 0.7)),
        float(rng.uniform(0.6, 0.95)),
        float(rng.uniform(1.1, 1.35)),
    )
    label = shipping_label(subject.label, rng) if dented else None
    skins = parcel_skins(rng, block, _tone(subject), label=label, dented=dented)
    if dented:
        draw = ImageDraw.Draw(skins["front"])
        draw.rectangle([40, 20, 420, 110], fill="#f2d648", outline="#3a3420", width=4)
        draw.text((230, 64), "RETURN TO SENDER", fill="#8a1f1f", font=font(38, bold=True), anchor="mm")
    draw_block(ground, view, block, skins)
    return _framed(ground, rng)


def _returned_parcel(subject: Subject, rng: Rng) -> Image.Image:
    return _after_packing(subject, rng, dented=True)


def _on_scale(subject: Subject, rng: Rng) -> Image.Image:
    ground = _ground(subject, rng)
    yaw, pitch = float(rng.uniform(-0.38, 0.38)), float(rng.uniform(0.4, 0.66))
    view = View(_somewhere(rng, 0.5, 0.68, 0.07), yaw, pitch, float(rng.uniform(1.1, 1.45)))
    scale = Block(470, 350, 104)
    plate = surface(rng, "white", 940, 700).point(lambda v: v * 0.82)
    side = Image.new("RGB", (700, 208), "#202328")
    front = display(subject.label.grams, 940, 208)
    draw_block(ground, view, scale, {"top": plate, "front": front, "left": side, "right": side})
    parcel = _parcel(subject, rng)
    small = Block(parcel.width * 0.82, parcel.depth * 0.82, parcel.height * 0.82, scale.height + 4)
    draw_block(ground, view, small, parcel_skins(rng, small, _tone(subject), label=None))
    return _framed(ground, rng, tilt=3)


def _label(subject: Subject, rng: Rng) -> Image.Image:
    ground = _ground(subject, rng)
    box = cardboard(rng, int(rng.integers(900, 1080)), int(rng.integers(640, 820)), _tone(subject))
    set_down(ground, box.convert("RGBA"), _somewhere(rng, 0.5, 0.5, 0.09), turn=float(rng.uniform(-14, 14)), drop=16)
    paper = shipping_label(subject.label, rng)
    cx, cy = _somewhere(rng, 0.5, 0.5, 0.06)
    turn, zoom = float(rng.uniform(-0.24, 0.24)), float(rng.uniform(0.74, 0.9))
    quad = []
    for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x = u * paper.width / 2 * zoom * (1 + rng.uniform(-0.03, 0.03))
        y = v * paper.height / 2 * zoom * (1 + rng.uniform(-0.04, 0.04))
        quad.append((cx + x * np.cos(turn) - y * np.sin(turn), cy + x * np.sin(turn) + y * np.cos(turn)))
    place(ground, paper, quad)
    return _framed(ground, rng, tilt=2)


def _drop_off_receipt(subject: Subject, rng: Rng) -> Image.Image:
    ground = _ground(subject, rng, ("stone", "white", "felt", "walnut")[int(rng.integers(4))])
    slip = receipt(subject.label, subject.place, subject.handed_over, rng).convert("RGBA")
    slip = slip.resize((430, 711), Image.Resampling.LANCZOS)
    set_down(ground, slip, _somewhere(rng, 0.5, 0.5, 0.06), turn=float(rng.uniform(-16, 16)), drop=8)
    pen = Sketch(420, 60)
    pen.box(0, 40, 900, 60, ("#23395b", "#7b2d26", "#2f4f3a")[int(rng.integers(3))], radius=30)
    pen.polygon([(900, 40), (1000, 70), (900, 100)], "#c9ccd0")
    set_down(ground, pen.done(), _somewhere(rng, 0.84, 0.5, 0.1), turn=float(rng.uniform(0, 180)))
    return _framed(ground, rng)


_SCENES: dict[PhotoRole, Callable[[Subject, Rng], Image.Image]] = {
    "item_front": _item_front,
    "item_back": _item_back,
    "serial": _serial,
    "function_test": _function_test,
    "all_parts": _all_parts,
    "before_packing": _before_packing,
    "cushioning": _cushioning,
    "after_packing": _after_packing,
    "on_scale": _on_scale,
    "label": _label,
    "drop_off_receipt": _drop_off_receipt,
    "returned_parcel": _returned_parcel,
    "other": _item_back,
}


def draw_photo(subject: Subject, role: PhotoRole) -> Image.Image:
    """Draw the photo of one role; the same subject and role always give the same pixels."""
    return _SCENES[role](subject, rng_for(subject.order, role))
