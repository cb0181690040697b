"""Photos of the goods themselves."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from parcelproof.sample.pictures.canvas import Rng, Sketch, font, set_down, surface, tint
from parcelproof.sample.pictures.goods import draw_good
from parcelproof.sample.pictures.papers import barcode
from parcelproof.sample.pictures.stage import GROUND, Article, Subject, framed, ground_of, somewhere


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


def item_front_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the goods from the front."""
    ground = ground_of(subject, rng)
    pieces = [a for a in subject.articles for _ in range(min(a.quantity, 3))][:4]
    size = {1: 560, 2: 420, 3: 330}.get(len(pieces), 280)
    for number, article in enumerate(pieces):
        x = 0.5 if len(pieces) == 1 else 0.3 + 0.4 * number / (len(pieces) - 1)
        good = draw_good(article.look, article.colour, rng, size)
        set_down(ground, good, somewhere(rng, x, 0.5, 0.04), turn=float(rng.uniform(-22, 22)))
    return framed(ground, rng)


def item_back_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the goods from the back."""
    ground = ground_of(subject, rng)
    article = subject.articles[0]
    back = draw_good(article.look, article.colour, rng, 540).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    set_down(ground, back, somewhere(rng, 0.5, 0.5), turn=float(rng.uniform(-30, 30)))
    return framed(ground, rng)


def serial_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the plate with the serial number."""
    article = next((a for a in subject.articles if a.serial), subject.articles[0])
    ground = Image.new("RGB", GROUND, tint(article.colour, -0.1))
    grain = surface(rng, "felt", *GROUND)
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
    set_down(ground, plate.convert("RGBA"), somewhere(rng, 0.5, 0.5, 0.08), turn=float(rng.uniform(-9, 9)), drop=3)
    return framed(ground, rng, tilt=3)


def function_test_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph the goods while they work."""
    article = subject.articles[0]
    ground = Image.blend(ground_of(subject, rng), Image.new("RGB", GROUND, "#101318"), 0.45)
    set_down(ground, draw_good(article.look, article.colour, rng, 640, on=True), somewhere(rng, 0.46, 0.5))
    meter = Sketch(210, 210)
    meter.box(200, 60, 600, 880, "#e8b53a", radius=70)
    meter.box(280, 150, 440, 250, "#c3d3b4", radius=20, shade=0.05)
    meter.text(500, 275, f"{float(rng.uniform(4.9, 5.2)):.2f} V", 130, "#17211a", bold=True, anchor="mm")
    meter.ellipse(500, 650, 150, 150, "#2c3036")
    meter.line([(500, 650), (500 + 90 * np.cos(2.2), 650 - 90 * np.sin(2.2))], "#f4f4f4", 30)
    set_down(ground, meter.done(), somewhere(rng, 0.82, 0.68, 0.06), turn=float(rng.uniform(-15, 15)))
    return framed(ground, rng)


def all_parts_photo(subject: Subject, rng: Rng) -> Image.Image:
    """Photograph all that goes into the box."""
    ground = ground_of(subject, rng)
    article = subject.articles[0]
    set_down(
        ground,
        draw_good(article.look, article.colour, rng, 380),
        somewhere(rng, 0.34, 0.46),
        turn=float(rng.uniform(-12, 12)),
    )
    spots = [(0.62, 0.3), (0.64, 0.66), (0.77, 0.48), (0.47, 0.76)]
    others = [*article.parts[1:], "invoice"][: len(spots)]
    order = rng.permutation(len(spots))
    for number, name in enumerate(others):
        twin = name in (article.parts[0], "cup", "pair of socks")
        thing = draw_good(article.look, article.colour, rng, 240) if twin else _part(name, article, rng, 220)
        set_down(ground, thing, somewhere(rng, *spots[int(order[number])], 0.03), turn=float(rng.uniform(-20, 20)))
    return framed(ground, rng)
