"""Says what a photo is good for, right when it is taken in: sharp, readable, new, in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from parcelproof.clock import show
from parcelproof.evidence.label_number import compare_number
from parcelproof.evidence.photo_order import Steps, judge_time, out_of_order
from parcelproof.evidence.photo_words import PhotoWords
from parcelproof.evidence.sharpness import verdict
from parcelproof.findings import Level
from parcelproof.ledger.records import Photo, PhotoRole
from parcelproof.shipment import PhotoTwin

# On these photos the barcode is the reason to take them.
_WITH_NUMBER: frozenset[PhotoRole] = frozenset({"label", "drop_off_receipt", "returned_parcel"})
# These are taken after the hand-over by their nature.
_LATER: frozenset[PhotoRole] = frozenset({"drop_off_receipt", "returned_parcel"})

LEVELS: Mapping[str, Level] = {
    "sharp.sharp": Level.PASS,
    "sharp.blurred": Level.WARN,
    "sharp.cannot_tell": Level.NOTE,
    "sharp.not_measured": Level.UNKNOWN,
    "barcode.matches": Level.PASS,
    "barcode.other_number": Level.FAIL,
    "barcode.not_found": Level.WARN,
    "barcode.no_barcode": Level.WARN,
    "barcode.no_number": Level.UNKNOWN,
    "reuse.unique": Level.PASS,
    "reuse.reused": Level.FAIL,
    "time.in_time": Level.PASS,
    "time.before_payment": Level.WARN,
    "time.after_handover": Level.WARN,
    "time.in_future": Level.WARN,
    "time.zone_assumed": Level.NOTE,
    "time.no_time": Level.UNKNOWN,
    "time.no_window": Level.UNKNOWN,
    "order.too_late": Level.WARN,
    "order.too_early": Level.WARN,
    "camera.other": Level.NOTE,
}
"""Every code that `judge` can give, with its level; each has words in the playbook."""


@dataclass(frozen=True)
class PhotoLimits:
    """What the playbook says about photos.

    Attributes
    ----------
    blur_ratio : Decimal
        `photo.blur.ratio`.
    steps : tuple of frozenset
        `photo.order`, read by `read_steps`.
    """

    blur_ratio: Decimal
    steps: Steps


@dataclass(frozen=True)
class Surroundings:
    """What is known about the parcel that the photo belongs to.

    Attributes
    ----------
    expected_number : str
        Tracking number of this parcel; may be empty.
    photos : tuple of Photo
        All photos of this parcel; the judged one may be among them.
    twins : tuple of PhotoTwin
        Photos of this parcel that were also used for another order.
    paid_at, sent_at : datetime or None
    as_of : datetime
        With offset.
    """

    expected_number: str
    photos: tuple[Photo, ...]
    twins: tuple[PhotoTwin, ...]
    paid_at: datetime | None
    sent_at: datetime | None
    as_of: datetime


@dataclass(frozen=True)
class PhotoAnswer:
    """One answer about one photo: ``code`` like ``sharp.blurred``, a sentence, and what to do (may be empty)."""

    code: str
    level: Level
    title: str
    fix: str


@dataclass(frozen=True)
class PhotoJudgement:
    """All answers about one photo, in the order of the questions."""

    sha256: str
    answers: tuple[PhotoAnswer, ...]

    @property
    def good(self) -> bool:
        """Whether nothing speaks against the photo."""
        return all(answer.level in (Level.PASS, Level.NOTE) for answer in self.answers)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to show, the most serious first: each sentence with what to do."""
        ordered = sorted(self.answers, key=lambda answer: answer.level.rank)
        return tuple(f"{answer.title} {answer.fix}".strip() for answer in ordered)

    def answer(self, question: str) -> PhotoAnswer | None:
        """Return the answer to ``sharp``, ``barcode``, ``reuse``, ``time``, ``order`` or ``camera``, or None."""
        return next((a for a in self.answers if a.code.partition(".")[0] == question), None)


def judge(photo: Photo, around: Surroundings, limits: PhotoLimits, words: PhotoWords) -> PhotoJudgement:
    """Judge one photo of a parcel.

    Parameters
    ----------
    photo : Photo
    around : Surroundings
    limits : PhotoLimits
    words : PhotoWords
        The sentences, see `load_photo_words`.
    """
    found: list[tuple[str, Mapping[str, str]]] = [(f"sharp.{verdict(photo.sharpness, limits.blur_ratio)}", {})]
    found += _barcode(photo, around.expected_number)
    found += _reuse(photo, around.twins)
    found += _time(photo, around)
    found += _order(photo, around.photos, limits.steps, words)
    found += _camera(photo, around.photos)
    return PhotoJudgement(
        photo.sha256, tuple(PhotoAnswer(code, LEVELS[code], *words.say(code, facts)) for code, facts in found)
    )


_Found = list[tuple[str, Mapping[str, str]]]


def _barcode(photo: Photo, expected: str) -> _Found:
    said = compare_number(photo.barcodes, expected)
    if photo.role not in _WITH_NUMBER and said not in ("matches", "other_number"):
        return []
    # A code can hold an address, so it is compared and never shown.
    return [(f"barcode.{said}", {"number": expected.strip()})]


def _reuse(photo: Photo, twins: Sequence[PhotoTwin]) -> _Found:
    others = sorted({twin.other_shipment for twin in twins if twin.photo_sha256 == photo.sha256})
    return [("reuse.reused", {"others": ", ".join(others)})] if others else [("reuse.unique", {})]


def _time(photo: Photo, around: Surroundings) -> _Found:
    if around.paid_at is None:
        return [("time.no_window", {})]
    sent = None if photo.role in _LATER else around.sent_at
    facts = {
        "taken_at": show(photo.claimed_at) if photo.claimed_at else "",
        "paid_at": show(around.paid_at),
        "sent_at": show(sent) if sent else "",
    }
    return [(f"time.{judge_time(photo, around.paid_at, sent, around.as_of)}", facts)]


def _order(photo: Photo, photos: Sequence[Photo], steps: Steps, words: PhotoWords) -> _Found:
    others = [other for other in photos if other.sha256 != photo.sha256]
    for one, two in out_of_order([photo, *others], steps):
        if one is photo:
            return [("order.too_late", {"other": words.roles.get(two.role, two.role)})]
        if two is photo:
            return [("order.too_early", {"other": words.roles.get(one.role, one.role)})]
    return []


def _camera(photo: Photo, photos: Sequence[Photo]) -> _Found:
    others = {other.device for other in photos if other.sha256 != photo.sha256 and other.device}
    return [("camera.other", {})] if photo.device and others and photo.device not in others else []
