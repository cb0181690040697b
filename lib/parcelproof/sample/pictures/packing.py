"""Photos of packing, weighing, labelling and handing over."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from parcelproof.sample.pictures.boxes import Block, View, cushion, draw_block, open_box, parcel_skins
from parcelproof.sample.pictures.canvas import Rng, Sketch, cardboard, font, place, rng_for, set_down, surface
from parcelproof.sample.pictures.goods import draw_good
from parcelproof.sample.pictures.papers import display, receipt, shipping_label
from parcelproof.sample.pictures.stage import Subject, framed, ground_of, somewhere, tone_of


def _card(text: str, rng: Rng) -> Image.Image:
    """Draw a note with the order number, as a seller lays it beside the goods."""
    card = Image.new("RGBA", (330, 110), "#fdfcf6")
    draw = ImageDraw.Draw(card)
    draw.text((165, 16), "ORDER", fill="#5c6670", font=font(22, bold=True), anchor="ma")
    draw.text((165, 48), text[:22], fill="#1d3557", font=font(30, bold=True), anchor="ma")
    return card


def before_packing_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the goods, the open box and the order number."""
    ground = ground_of(subject, rng)
    left = bool(rng.integers(2))
    set_down(
        ground,
        open_box(rng, 640, tone_of(subject)),
        somewhere(rng, 0.36 if left else 0.66, 0.46, 0.04),
        turn=float(rng.uniform(-14, 14)),
    )
    article = subject.articles[0]
    good = draw_good(article.look, article.colour, rng, 330)
    set_down(ground, good, somewhere(rng, 0.74 if left else 0.27, 0.42), turn=float(rng.uniform(-18, 18)))
    set_down(
        ground,
        _card(subject.order, rng),
        somewhere(rng, 0.7 if left else 0.31, 0.74, 0.03),
        turn=float(rng.uniform(-8, 8)),
        drop=4,
    )
    return framed(ground, rng)


def cushioning_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the goods in their cushioning."""
    ground = ground_of(subject, rng)
    at, turn = somewhere(rng, 0.5, 0.5, 0.03), float(rng.uniform(-20, 20))
    set_down(ground, open_box(rng, 960, tone_of(subject)), at, turn=turn)
    kind = ("bubbles", "paper", "pillows", "strips")[int(rng_for(subject.order, "cushion").integers(4))]
    article = subject.articles[0]
    good, filling = draw_good(article.look, article.colour, rng, 300), cushion(rng, 420, kind)
    layers = [good, filling] if kind in ("bubbles", "pillows") else [filling, good]
    for layer in layers:
        set_down(ground, layer, at, turn=turn + float(rng.uniform(-6, 6)), drop=4)
    return framed(ground, rng)


def _parcel(subject: Subject, rng: Rng, base: float = 0.0) -> Block:
    shape = rng_for(subject.order, "box")
    width, depth, height = (
        float(shape.uniform(330, 430)),
        float(shape.uniform(230, 310)),
        float(shape.uniform(120, 230)),
    )
    return Block(width, depth, height, base)


def after_packing_photo(subject: Subject, rng: Rng, *, dented: bool = False) -> Image.Image:
    """Photograph the closed parcel."""
    ground = ground_of(subject, rng)
    block = _parcel(subject, rng)
    view = View(
        somewhere(rng, 0.5, 0.62, 0.05),
        float(rng.uniform(-0.7, 0.7)),
        float(rng.uniform(0.6, 0.95)),
        float(rng.uniform(1.1, 1.35)),
    )
    label = shipping_label(subject.label, rng) if dented else None
    skins = parcel_skins(rng, block, tone_of(subject), label=label, dented=dented)
    if dented:
        draw = ImageDraw.Draw(skins["front"])
        draw.rectangle([40, 20, 420, 110], fill="#f2d648", outline="#3a3420", width=4)
        draw.text((230, 64), "RETURN TO SENDER", fill="#8a1f1f", font=font(38, bold=True), anchor="mm")
    draw_block(ground, view, block, skins)
    return framed(ground, rng)


def returned_parcel_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the parcel that came back."""
    return after_packing_photo(subject, rng, dented=True)


def on_scale_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the parcel on the scale."""
    ground = ground_of(subject, rng)
    yaw, pitch = float(rng.uniform(-0.38, 0.38)), float(rng.uniform(0.4, 0.66))
    view = View(somewhere(rng, 0.5, 0.68, 0.07), yaw, pitch, float(rng.uniform(1.1, 1.45)))
    scale = Block(470, 350, 104)
    plate = surface(rng, "white", 940, 700).point(lambda v: v * 0.82)
    side = Image.new("RGB", (700, 208), "#202328")
    front = display(subject.label.grams, 940, 208)
    draw_block(ground, view, scale, {"top": plate, "front": front, "left": side, "right": side})
    parcel = _parcel(subject, rng)
    small = Block(parcel.width * 0.82, parcel.depth * 0.82, parcel.height * 0.82, scale.height + 4)
    draw_block(ground, view, small, parcel_skins(rng, small, tone_of(subject), label=None))
    return framed(ground, rng, tilt=3)


def label_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the label."""
    ground = ground_of(subject, rng)
    box = cardboard(rng, int(rng.integers(900, 1080)), int(rng.integers(640, 820)), tone_of(subject))
    set_down(ground, box.convert("RGBA"), somewhere(rng, 0.5, 0.5, 0.09), turn=float(rng.uniform(-14, 14)), drop=16)
    paper = shipping_label(subject.label, rng)
    cx, cy = somewhere(rng, 0.5, 0.5, 0.06)
    turn, zoom = float(rng.uniform(-0.24, 0.24)), float(rng.uniform(0.74, 0.9))
    quad = []
    for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x = u * paper.width / 2 * zoom * (1 + rng.uniform(-0.03, 0.03))
        y = v * paper.height / 2 * zoom * (1 + rng.uniform(-0.04, 0.04))
        quad.append((cx + x * np.cos(turn) - y * np.sin(turn), cy + x * np.sin(turn) + y * np.cos(turn)))
    place(ground, paper, quad)
    return framed(ground, rng, tilt=2)


def drop_off_receipt_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the receipt of the counter."""
    ground = ground_of(subject, rng, ("stone", "white", "felt", "walnut")[int(rng.integers(4))])
    slip = receipt(subject.label, subject.place, subject.handed_over, rng).convert("RGBA")
    slip = slip.resize((430, 711), Image.Resampling.LANCZOS)
    set_down(ground, slip, somewhere(rng, 0.5, 0.5, 0.06), turn=float(rng.uniform(-16, 16)), drop=8)
    pen = Sketch(420, 60)
    pen.box(0, 40, 900, 60, ("#23395b", "#7b2d26", "#2f4f3a")[int(rng.integers(3))], radius=30)
    pen.polygon([(900, 40), (1000, 70), (900, 100)], "#c9ccd0")
    set_down(ground, pen.done(), somewhere(rng, 0.84, 0.5, 0.1), turn=float(rng.uniform(0, 180)))
    return framed(ground, rng)
