"""The table, the frame and the light of each photo, and what the photos of one parcel show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from parcelproof.sample.pictures.canvas import HEIGHT, WIDTH, Rgb, Rng, lit, rng_for, surface
from parcelproof.sample.pictures.papers import LabelFacts

_TABLES = ("oak", "walnut", "felt", "white", "mat", "stone")
# Pictures are composed larger than they are cut, so that no two are framed alike.
GROUND = (round(WIDTH * 1.18), round(HEIGHT * 1.18))


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


def ground_of(subject: Subject, rng: Rng, kind: str = "") -> Image.Image:
    """Lay out the table that the photos of this order are taken on."""
    return surface(rng, kind or _table(subject), *GROUND)


def framed(ground: Image.Image, rng: Rng, *, tilt: float = 5) -> Image.Image:
    """Cut the photo out of the scene as a hand holds a phone: a little turned, a little off centre."""
    turned = ground.rotate(float(rng.uniform(-tilt, tilt)), Image.Resampling.BILINEAR)
    slack_x, slack_y = (ground.width - WIDTH) / 2, (ground.height - HEIGHT) / 2
    left = round(slack_x + rng.uniform(-0.45, 0.45) * slack_x)
    top = round(slack_y + rng.uniform(-0.45, 0.45) * slack_y)
    return lit(turned.crop((left, top, left + WIDTH, top + HEIGHT)), rng)


def somewhere(rng: Rng, x: float, y: float, spread: float = 0.05) -> tuple[float, float]:
    """Return a point near a place of the ground, given as shares of its width and height."""
    return ((x + rng.uniform(-spread, spread)) * GROUND[0], (y + rng.uniform(-spread, spread)) * GROUND[1])


def tone_of(subject: Subject) -> Rgb:
    """Colour of this order's cardboard: brown, light brown, white or grey."""
    tones: tuple[Rgb, ...] = ((188, 148, 104), (206, 176, 136), (236, 233, 226), (158, 152, 146), (150, 112, 78))
    return tones[int(rng_for(subject.order, "cardboard").integers(len(tones)))]
