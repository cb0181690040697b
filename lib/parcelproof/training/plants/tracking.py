"""Faults of measures 6 to 8: messages, the service, the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from parcelproof.sample.stories import Scan
from parcelproof.training.dossier import Dossier
from parcelproof.training.plants.catalogued import here, message, plant, scans

# -- measure 6: messages ------------------------------------------------------------------------


@plant
def complaint_unanswered(dossier: Dossier) -> None:
    """The buyer complained, and nobody answered."""
    at = (dossier.delivered_at or dossier.story.scans[-1].at) + timedelta(hours=20)
    message(dossier, at, "from_buyer", "complaint", "I am not happy with this order. Please help me.")


@plant
def delay_not_told(dossier: Dossier) -> None:
    """The promised day passed on the way, and the buyer heard nothing."""
    _late(dossier, delivered=False)
    dossier.add(
        "inquiry", dossier.seen_at - timedelta(days=2), carrier=dossier.story.parcel.carrier, reference="Q-20417",
        cause="Waiting for a flight.", answered_at=(dossier.seen_at - timedelta(days=1)).isoformat(),
    )  # fmt: skip


# -- measure 7: the service ---------------------------------------------------------------------


@plant
def untracked_service(dossier: Dossier) -> None:
    """A cheap letter without tracking."""
    dossier.retell(scans=(), tracking=None)
    for entry in list(dossier.of("weights")):
        if "scanned" in entry:
            dossier.entries.remove(entry)
    for entry in dossier.of("shipping"):
        entry |= {"tracked": "none", "service": "Ordinary Small Packet", "reason": "The cheapest one."}


@plant
def no_signature(dossier: Dossier) -> None:
    """The order is above the limit, and nobody signed."""
    for entry in dossier.of("shipping"):
        entry["signature_required"] = False
    scans = [replace(scan, word="delivered") if scan.word == "signed" else scan for scan in dossier.story.scans]
    parcel = dossier.story.parcel.model_copy(update={"signature": False})
    dossier.retell(scans=tuple(scans), parcel=parcel)


# -- measure 8: on the way ----------------------------------------------------------------------


@plant
def tracking_not_kept(dossier: Dossier) -> None:
    """The scans were looked at on the screen and never saved."""
    dossier.retell(tracking=None, scans=())


@plant
def waits_in_locker(dossier: Dossier) -> None:
    """The parcel lies in a locker; the buyer has not collected it."""
    out = next(scan for scan in dossier.story.scans if scan.word == "out")
    scans(dossier, Scan(out.at + timedelta(hours=4), "locker", *here(dossier)), until="out")
    dossier.seen_at = out.at + timedelta(days=5)


@plant
def silent_scans(dossier: Dossier) -> None:
    """The last scan is weeks old, and nobody asked."""
    scans(dossier, until="departed")
    dossier.seen_at = dossier.story.scans[-1].at + timedelta(days=28)
    _tell_delay(dossier)


@plant
def customs_hold_open(dossier: Dossier) -> None:
    """Customs holds the parcel, and nobody asked why."""
    arrived = next(scan for scan in dossier.story.scans if scan.word == "arrived")
    held = arrived.at + timedelta(days=1)
    scans(dossier, Scan(held, "hold", arrived.place, arrived.country), until="arrived")
    dossier.seen_at = held + timedelta(days=2)
    message(dossier, held + timedelta(hours=20), "to_buyer", "delay", "Customs asks for papers. We look into it.")


@plant
def came_late(dossier: Dossier) -> None:
    """The parcel came after the promised day; the buyer was told."""
    _late(dossier, delivered=True)


@plant
def lost_on_the_way(dossier: Dossier) -> None:
    """The carrier lost the parcel and says so; buyer and carrier were written to."""
    departed = next(scan for scan in dossier.story.scans if scan.word == "departed")
    lost = departed.at + timedelta(days=16)
    scans(dossier, Scan(lost, "lost", departed.place, departed.country), until="departed")
    dossier.seen_at = lost + timedelta(days=3)
    message(dossier, lost + timedelta(hours=20), "to_buyer", "delay", "The carrier has lost your parcel. We are sorry.")
    dossier.add(
        "inquiry", lost + timedelta(hours=21), carrier=dossier.story.parcel.carrier, reference="Q-30511",
        cause="The item counts as lost.", answered_at=(lost + timedelta(days=1)).isoformat(),
    )  # fmt: skip


def _late(dossier: Dossier, *, delivered: bool) -> None:
    promised = dossier.story.promised[1]
    last = dossier.story.scans[-1]
    over = last.at.replace(year=promised.year, month=promised.month, day=promised.day) + timedelta(days=4)
    shift = over - last.at
    if delivered:
        moved = [replace(s, at=s.at + shift) if s.word in ("out", last.word) else s for s in dossier.story.scans]
        dossier.retell(scans=tuple(moved))
        dossier.seen_at += shift
        _tell_delay(dossier, dossier.story.scans[-1].at - timedelta(days=8))
        return
    kept = [s for s in dossier.story.scans if s.word not in ("out", last.word)]
    kept[-1] = replace(kept[-1], at=over - timedelta(days=3))
    dossier.retell(scans=tuple(kept))
    dossier.seen_at = over


def _tell_delay(dossier: Dossier, at: datetime | None = None) -> None:
    when = at or dossier.seen_at - timedelta(days=3)
    message(dossier, when, "to_buyer", "delay", "Your parcel is slow. We have written to the carrier. You may cancel.")
