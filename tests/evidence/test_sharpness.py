"""Sharp and blurred pairs are told apart; plain pictures and grain are not judged."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from parcelproof.evidence.sharpness import LONG_SIDE, SIGMA, measure_sharpness, verdict
from parcelproof.playbook import load_playbook
from parcelproof.sample.photos import subject_of
from parcelproof.sample.pictures.scenes import draw_photo
from parcelproof.sample.stories import load_shop

LIMIT = Decimal(8)
ROLES = ("label", "item_front", "on_scale", "cushioning", "drop_off_receipt", "all_parts")


def judged(image: Image.Image) -> str:
    return verdict(measure_sharpness(image), LIMIT)


def normal(image: Image.Image) -> Image.Image:
    scale = LONG_SIDE / max(image.size)
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)


def blurred(image: Image.Image, sigma: float) -> Image.Image:
    pixels = ndimage.gaussian_filter(np.asarray(image, np.float32), (sigma, sigma, 0))
    return Image.fromarray(np.round(pixels).astype(np.uint8))


@pytest.mark.parametrize("role", ROLES)
def test_a_sharp_photo_and_its_blurred_copies(role: str) -> None:
    shop = load_shop()
    image = draw_photo(subject_of(shop, shop.stories[0]), role)
    assert judged(image) == "sharp"
    assert judged(image.resize((640, 480), Image.Resampling.LANCZOS)) == "sharp"
    for sigma in (1.5, 3.0):
        assert judged(blurred(normal(image), sigma)) == "blurred"


def test_the_size_of_the_file_does_not_decide() -> None:
    shop = load_shop()
    image = normal(draw_photo(subject_of(shop, shop.stories[0]), "label"))
    soft = blurred(image, 3.0)
    for size in ((2048, 1536), (1024, 768), (512, 384)):
        assert judged(soft.resize(size, Image.Resampling.BICUBIC)) == "blurred"


def grain(strength: float, base: np.ndarray | float = 120.0) -> Image.Image:
    noise = np.random.default_rng(5).normal(0, strength, (600, 800))
    return Image.fromarray(np.clip(base + noise, 0, 255).astype(np.uint8))


PLAIN = {
    "black": Image.new("RGB", (800, 600)),
    "grey": Image.new("L", (800, 600), 128),
    "a wall with grain": grain(3),
    "a dark wall with much grain": grain(9, 30.0),
    "nothing but grain on a slope": grain(3, np.linspace(60, 180, 800)[None, :]),
    "a stamp": draw_photo(subject_of(load_shop(), load_shop().stories[0]), "label").resize((120, 90)),
    "one pixel": Image.new("RGB", (1, 1)),
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_shows_too_little_is_not_judged(name: str) -> None:
    assert judged(PLAIN[name]) == "cannot_tell"


def test_the_verdict_at_its_edge() -> None:
    assert [verdict(m, LIMIT) for m in (None, 0, 1, 799, 800)] == [
        "not_measured", "cannot_tell", "blurred", "blurred", "sharp",
    ]  # fmt: skip


def test_the_playbook_describes_the_measurement_that_is_made() -> None:
    rules = load_playbook()
    assert Decimal(str(rules.rule("photo.blur.ratio").value)) == LIMIT
    assert Decimal(str(rules.rule("photo.blur.long_side").value)) == LONG_SIDE
    assert Decimal(str(rules.rule("photo.blur.sigma").value)) == Decimal(str(SIGMA))
