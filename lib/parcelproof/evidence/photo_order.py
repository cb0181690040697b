"""Judges when photos were taken: between payment and hand-over, and one step after the other.

A camera mostly writes no time zone. Its times can then be compared with each other, but against any other clock
they are uncertain by as much as a time zone can differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from parcelproof.errors import InputError
from parcelproof.ledger.records import Photo, PhotoRole
from parcelproof.messages import _

ZONE_DOUBT = timedelta(hours=14)
"""Furthest that a camera clock without a time zone can be from UTC."""

TimeVerdict = Literal["in_time", "before_payment", "after_handover", "in_future", "zone_assumed", "no_time"]
Steps = tuple[frozenset[PhotoRole], ...]

_SAME_MINUTE = timedelta(minutes=1)
_ROLES_OF: dict[str, tuple[PhotoRole, ...]] = {
    "goods": ("item_front", "item_back", "serial", "function_test", "all_parts", "before_packing"),
    "cushion": ("cushioning",),
    "seal": ("after_packing",),
    "scale": ("on_scale",),
    "label": ("label",),
    "receipt": ("drop_off_receipt",),
}


def read_steps(text: str) -> Steps:
    """Read the order of photos from its rule: ``goods;cushion;seal|scale;label``; ``|`` leaves two steps free.

    Raises
    ------
    InputError
        If a step has an unknown name.
    """
    steps = []
    for part in text.split(";"):
        names = [name.strip() for name in part.split("|") if name.strip()]
        for name in names:
            if name not in _ROLES_OF:
                raise InputError(
                    _("This step of the photo order is not known."),
                    where=name,
                    mend=_("Known: {names}", names=", ".join(_ROLES_OF)),
                )
        steps.append(frozenset(role for name in names for role in _ROLES_OF[name]))
    return tuple(steps)


def judge_time(photo: Photo, paid: datetime, sent: datetime | None, as_of: datetime) -> TimeVerdict:
    """Say whether a photo was taken between payment and hand-over.

    Parameters
    ----------
    photo : Photo
    paid, sent, as_of : datetime
        With offset; ``sent`` is None as long as the parcel is with the seller.
    """
    taken = photo.claimed_at
    if taken is None or photo.time_source == "none":
        return "no_time"
    assumed = photo.time_source == "camera_zone_assumed"
    doubt = ZONE_DOUBT if assumed else timedelta(0)
    if taken > as_of + doubt:
        return "in_future"
    if taken < paid - doubt:
        return "before_payment"
    if sent is not None and taken > sent + doubt:
        return "after_handover"
    return "zone_assumed" if assumed else "in_time"


def surely_later(one: Photo, two: Photo) -> bool:
    """Whether the first photo was taken after the second, whatever the doubt about their clocks."""
    if one.claimed_at is None or two.claimed_at is None or "none" in (one.time_source, two.time_source):
        return False
    assumed = [photo.time_source == "camera_zone_assumed" for photo in (one, two)]
    one_clock = not any(assumed) or (all(assumed) and one.device == two.device)
    return one.claimed_at > two.claimed_at + (_SAME_MINUTE if one_clock else ZONE_DOUBT)


def out_of_order(photos: Sequence[Photo], steps: Steps) -> list[tuple[Photo, Photo]]:
    """Return pairs of photos where the first belongs before the second, but was taken after it.

    Parameters
    ----------
    photos : sequence of Photo
        Of one shipment.
    steps : tuple of frozenset
        Roles by step, see `read_steps`; photos of other roles are left out.
    """
    place = {role: number for number, step in enumerate(steps) for role in step}
    placed = [photo for photo in photos if photo.role in place]
    return [
        (one, two)
        for one in placed
        for two in placed
        if place[one.role] < place[two.role] and surely_later(one, two)
    ]  # fmt: skip


def can_compare(photos: Sequence[Photo], steps: Steps) -> bool:
    """Whether photos of at least two steps carry a time."""
    timed = {photo.role for photo in photos if photo.claimed_at is not None and photo.time_source != "none"}
    return sum(bool(timed & step) for step in steps) >= 2
