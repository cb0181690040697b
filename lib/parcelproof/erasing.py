"""Erase a buyer: the personal values of a parcel, and the raw answers of tracking services that speak of it.

The chain of the parcel stays whole, and says what was erased, when and why, but not what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parcelproof.clock import now
from parcelproof.errors import InputError
from parcelproof.ledger.records import Erasure, Shipping, TrackingImport
from parcelproof.messages import _
from parcelproof.pulled import read_answers, remove_answers
from parcelproof.shop import Shop, recorder
from parcelproof.tracking.live import VENDORS, Entry, plain
from parcelproof.tracking.live.answers import parse


@dataclass(frozen=True)
class Erased:
    """What was erased of one parcel.

    Attributes
    ----------
    shipment : str
    values : int
        Personal values.
    answers : int
        Raw answers of tracking services.
    """

    shipment: str
    values: int
    answers: int


def erase_buyer(shop: Shop, reference: str, reason: str) -> list[Erased]:
    """Erase the personal data of every parcel that a reference names.

    Parameters
    ----------
    shop : Shop
    reference : str
        Id, order number or tracking number.
    reason : str
        Kept in the ledger; must not name the buyer.

    Returns
    -------
    list of Erased
        One per parcel; doing it again finishes what was stopped and erases nothing twice.

    Raises
    ------
    InputError
        If nothing has this reference, or the reason is missing.

    Notes
    -----
    A raw answer can speak of fifty parcels. It goes as a whole: the scans of the others are in the evidence store,
    each bound by its own digest. Scans themselves stay, and so do photos; a photo that shows the buyer must be
    replaced by hand.
    """
    if not reason.strip():
        raise InputError(
            _("The reason is missing."), where="reason", mend=_("Write why, for example: asked on 2026-11-20.")
        )
    found = shop.find(reference)
    if not found:
        raise InputError(_("No shipment has this id, order number or tracking number."), where=reference[:80],
                         mend=_("See the ids with: parcelproof status"))  # fmt: skip
    return [_erase(shop, shipment_id, reason.strip()) for shipment_id in found]


def _erase(shop: Shop, shipment_id: str, reason: str) -> Erased:
    records = [stored.record for stored in shop.ledger.read(shipment_id)]
    numbers = {r.tracking_number for r in records if isinstance(r, Shipping | TrackingImport) and r.tracking_number}
    known = {name for r in records if isinstance(r, Erasure) for name in r.erased}
    answers = _answers_about(shop, numbers)
    values = shop.ledger.erase(shipment_id, reason=reason, who=recorder())
    # The ledger speaks first: if the computer goes off here, verify names the answers that are still to go.
    if new := tuple(f"file/{sha256}" for sha256 in sorted(answers) if f"file/{sha256}" not in known):
        shop.record(shipment_id, Erasure(claimed_at=now(), reason=reason, erased=new), source="erasure")
    remove_answers(answers.values())
    return Erased(shipment_id, values, len(answers))


def _answers_about(shop: Shop, numbers: set[str]) -> dict[str, Path]:
    """Return SHA-256 → path of every answer that speaks of one of these tracking numbers."""
    wanted = {key for number in numbers if (key := plain(number))}
    return {
        sha256: path
        for service, sha256, path, body in read_answers(shop.folder)
        if not wanted.isdisjoint(_numbers_in(service, body, wanted))
    }


def _numbers_in(service: str, body: bytes, wanted: set[str]) -> set[str]:
    found = {plain(entry.number) for entry in _entries(service, body)}
    # What has no known form may still speak of the parcel: an answer too many is better gone than one too few.
    text = body.decode("utf-8", "replace").upper()
    return found | {number for number in wanted if number.upper() in text}


def _entries(service: str, body: bytes) -> list[Entry]:
    try:
        return VENDORS[service].entries(parse(body)) or []
    except (KeyError, ValueError):
        return []
