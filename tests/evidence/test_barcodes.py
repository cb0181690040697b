"""Labels as sellers photograph them: tilted, small, far away, out of focus. The number on them is read."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import numpy as np
import pytest
from evidence_pictures import scene
from PIL import Image, ImageFilter

from parcelproof.evidence.barcodes import read_barcodes
from parcelproof.evidence.code_areas import code_areas, cut_out
from parcelproof.sample.photos import subject_of
from parcelproof.sample.pictures.canvas import lit, rng_for, set_down, surface
from parcelproof.sample.pictures.papers import LabelFacts, barcode, shipping_label
from parcelproof.sample.stories import load_shop

NUMBERS = ("4827193066", "YT2630500184720316", "RR482101931PL")
TABLES = ("felt", "oak", "white", "stone", "walnut")


@cache
def facts_of(number: str) -> LabelFacts:
    shop = load_shop()
    return next(subject_of(shop, s).label for s in shop.stories if s.parcel.number == number)


def photographed(number: str, tilt: float, width: int, *, squeezed: bool = False) -> Image.Image:
    """The drawn label on a table, seen by a phone and saved as JPEG."""
    rng = rng_for("barcodes", number)
    ground = surface(rng, TABLES[sum(map(ord, number)) % len(TABLES)], 1280, 960)
    paper = shipping_label(facts_of(number), rng).convert("RGBA")
    if squeezed:
        paper = paper.resize((880, 260), Image.Resampling.LANCZOS)
    set_down(ground, paper, (640, 480), turn=tilt)
    return saved(lit(ground, rng).resize((width, width * 3 // 4), Image.Resampling.LANCZOS))


def saved(image: Image.Image) -> Image.Image:
    out = BytesIO()
    image.save(out, "JPEG", quality=75)
    return Image.open(out).convert("RGB")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("width", [640, 800, 1280])
@pytest.mark.parametrize("tilt", [0, -5, 10, 15, -15])
def test_a_drawn_label_is_read_at_15_degrees_and_640_pixels(number: str, width: int, tilt: float) -> None:
    assert read_barcodes(photographed(number, tilt, width), "label") == (number,)


@pytest.mark.parametrize("tilt", [25, -40, 70, 115])
def test_a_long_low_code_is_read_at_any_tilt(tilt: float) -> None:
    assert read_barcodes(photographed("RR482101931PL", tilt, 1280, squeezed=True), "label") == ("RR482101931PL",)


def test_a_code_out_of_focus_is_read_all_the_same() -> None:
    image = photographed("RR482101931PL", 15, 1280).filter(ImageFilter.GaussianBlur(2))
    assert read_barcodes(image, "label") == ("RR482101931PL",)


@pytest.mark.parametrize("tilt", [0, 15, -30])
def test_a_small_label_in_a_large_photo_is_read(tilt: float) -> None:
    number = "RR482101931PL"
    ground = surface(rng_for("far"), "felt", 1000, 750).resize((4000, 3000), Image.Resampling.BICUBIC)
    paper = shipping_label(facts_of(number), rng_for("far", number)).convert("RGBA")
    set_down(ground, paper.resize((440, 300), Image.Resampling.LANCZOS), (2600, 1700), turn=tilt)
    assert read_barcodes(saved(ground), "label") == (number,)


@pytest.mark.parametrize("angle", [0, 20, 45, 75, 90, 140, 175])
def test_an_area_of_bars_is_found_where_it_lies_and_cut_out_upright(angle: int) -> None:
    page = Image.new("L", (900, 900), 230)
    bars = barcode("RR482101931PL", 420, 90).convert("L")
    page.paste(bars, ((900 - bars.width) // 2, 405))
    turned = page.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=230)
    area = code_areas(turned)[0]
    assert abs(area.x - 450) < 15
    assert abs(area.y - 450) < 15
    assert abs(np.cos(2 * (area.angle - np.radians(angle))) - 1) < 0.01
    assert bars.width <= area.length * 1.2
    assert read_barcodes(next(cut_out(turned, area)), "other") == ("RR482101931PL",)


@pytest.mark.parametrize(
    "image", [Image.new("L", (500, 400), 90), Image.new("L", (1, 1)), Image.new("L", (3000, 2)), scene(3).convert("L")]
)
def test_a_picture_without_bars_gives_no_code(image: Image.Image) -> None:
    assert read_barcodes(image, "label") == ()
    for area in code_areas(image):
        assert all(max(piece.size) <= 1600 for piece in cut_out(image, area))
