"""Carriers' words of this shop: what they mean, which are not understood, and what a person teaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from parcelproof.errors import InputError, ParcelproofError, nearest
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import TaughtWording
from parcelproof.messages import N_, Wording, _
from parcelproof.shop import Shop
from parcelproof.tracked import read_tracked, taught
from parcelproof.tracking.events import Status
from parcelproof.tracking.status_table import load_crosswalk
from parcelproof.tracking.wording.check import explain
from parcelproof.tracking.wording.decide import Verdict, against_delivery, classify_wording
from parcelproof.tracking.wording.normal import take_apart
from parcelproof.tracking.wording.taught import Teaching, Teachings

LONGEST = 500
"""A longer wording is a letter, not a scan."""

TEACHABLE = tuple(status for status in Status if status is not Status.UNKNOWN)

# What a concept against a delivery says, in words for a person.
_AGAINST: Mapping[str, str] = Wording(
    {
        "attempt": N_("a failed attempt"),
        "cancelled": N_("a cancellation"),
        "claim_denied": N_("a denial"),
        "conditional": N_("a condition"),
        "customs": N_("customs"),
        "damaged": N_("damage"),
        "deny": N_("a word like “not”"),
        "destroyed": N_("destruction"),
        "forecast": N_("a forecast"),
        "future": N_("something still to come"),
        "held": N_("a hold"),
        "lost": N_("a loss"),
        "not_delivered": N_("that it was not delivered"),
        "question": N_("a question"),
        "ready_to_collect": N_("that it waits for the buyer"),
        "refused": N_("a refusal"),
        "return_ongoing": N_("a return"),
        "sender": N_("the sender"),
        "sent_to_other": N_("a depot or a carrier"),
        "station": N_("a locker or shop"),
        "stolen": N_("a theft"),
    }
)

_TOO_LONG = {
    "carrier": N_("The carrier is too long."),
    "code": N_("The code is too long."),
    "text": N_("The text is too long."),
}


@dataclass(frozen=True)
class Answer:
    """What a wording means, and why.

    Attributes
    ----------
    verdict : Verdict
    why : str
        Which row decided, by which words.
    """

    verdict: Verdict
    why: str


@dataclass(frozen=True)
class UnknownWording:
    """A wording of this shop's scans that nobody understands yet.

    Attributes
    ----------
    carrier, code, text : str
    count : int
        How many scans have it.
    """

    carrier: str
    code: str
    text: str
    count: int


def ask(shop: Shop | None, carrier: str, code: str, text: str, language: str = "") -> Answer:
    """Say what a wording means in this shop, and why."""
    meant = classify_wording(carrier, code, text, language, taught(shop) if shop else Teachings())
    return Answer(meant, explain(meant))


def unknown_wordings(shop: Shop) -> list[UnknownWording]:
    """Return the wordings that are not understood, the most frequent first; `verify` names what cannot be read."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for _name, read in read_tracked(shop, shop.shipment_ids()):
        for event in () if isinstance(read, ParcelproofError) else read.tracking.events:
            if event.status is Status.UNKNOWN and event.text and not event.reason and not event.set_by_user:
                counts[event.carrier, event.code, event.text] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [UnknownWording(*key, count) for key, count in ordered]


def teach(
    shop: Shop, carrier: str, code: str, text: str, status: str, reason: str = "", language: str = ""
) -> Teaching:
    """Teach this shop what a wording means.

    Parameters
    ----------
    carrier : str
        Empty: any carrier.
    code, text : str
        As the carrier wrote them; at least one.
    status, reason : str
        A canonical status and reason.

    Raises
    ------
    InputError
        If the status or reason does not exist, the wording is empty or too long, or a wording that
        speaks against a delivery should become one.
    """
    new = _checked(carrier.strip(), code.strip(), text.strip(), status.strip(), reason.strip(), language.strip())
    record = TaughtWording(
        carrier=new.carrier,
        code=new.code,
        text=new.text,
        language=new.language,
        status=new.status.value,
        reason=new.reason,
    )
    shop.record_many([(SHOP_CHAIN, record)], source="page")
    return new


def take_back(shop: Shop, carrier: str, code: str, text: str) -> None:
    """Take a teaching back; both stay on record.

    Raises
    ------
    InputError
        If this was not taught.
    """
    known = {(t.carrier.casefold(), t.code.casefold(), t.text.casefold()): t for t in taught(shop).all}
    old = known.get((carrier.strip().casefold(), code.strip().casefold(), text.strip().casefold()))
    if old is None:
        raise InputError(
            _("This wording was not taught."), where="wording", mend=_("Choose one from the list of taught wordings.")
        )
    record = TaughtWording(carrier=old.carrier, code=old.code, text=old.text, language=old.language, status="")
    shop.record_many([(SHOP_CHAIN, record)], source="page")


def _checked(carrier: str, code: str, text: str, status: str, reason: str, language: str) -> Teaching:
    words = take_apart(text)
    if not code and not (words.words or words.joined):
        raise InputError(
            _("There is no wording to teach."), where="text", mend=_("Copy the words of the carrier here.")
        )
    for name, value in (("carrier", carrier), ("code", code), ("text", text)):
        if len(value) > LONGEST:
            raise InputError(_(_TOO_LONG[name]), where=name, mend=_("Use at most {count} characters.", count=LONGEST))
    statuses = [s.value for s in TEACHABLE]
    if status not in statuses:
        raise InputError(
            _("This is not a status."),
            where="status",
            mend=nearest(status, statuses) or _("Use one of: {names}.", names=", ".join(statuses)),
        )
    if reason and reason not in load_crosswalk().reasons:
        raise InputError(
            _("This is not a reason."),
            where="reason",
            mend=nearest(reason, load_crosswalk().reasons) or _("Leave it empty."),
        )
    against = against_delivery(text) if status == Status.DELIVERED else ()
    if against:
        raise InputError(
            _(
                "This wording cannot mean “delivered”: it speaks of {things}.",
                things=_(" and ").join(_AGAINST[a] for a in against),
            ),
            where="status",
            mend=_("A delivery that did not happen would be false evidence. Choose another status."),
        )
    return Teaching(carrier, code, text, Status(status), reason, language)
