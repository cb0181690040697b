from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from report_samples import PAID, report, sha, shipment

from parcelproof.report import packet_view, render_html
from parcelproof.report.blocks import Mark, Timeline
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status

GAP_WORDS = (
    "missing", "not on record", "nothing is on record", "unknown", "not known", "gap", "without a scan", "silent",
    "fail", "warn", "mend", "take care", "not ready", "dispute", "not answered", "lower than", "differs", "different",
    "under-declared", "cannot", "not checked", "should", "assumed", "no answer", "corrected", "erased", "problem",
    "what to do", "no time", "lost", "exception", "expired", "any more", "not yet", "not agreed", "no photo",
    "no carrier", "inquiry", "still open", "late",
)  # fmt: skip


def words(text: str) -> str:
    text = re.sub(r"<style>.*?</style>|<meta[^>]*>|data:image/[^\"]*", " ", text, flags=re.S)
    labels = " ".join(re.findall(r'(?:alt|aria-label)="([^"]*)"', text))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text) + " " + labels).casefold()


def assert_names_no_gap(parcel: Shipment) -> None:
    shown = words(render_html(packet_view(report(parcel))))
    assert [w for w in GAP_WORDS if re.search(rf"\b{re.escape(w)}\b", shown)] == []


def stories() -> Iterator[Shipment]:
    full = shipment()
    yield full
    yield Shipment(id="empty")
    for name in ("order", "shipping", "declaration"):
        yield replace(full, **{name: None})
    for name in ("items", "photos", "messages", "inspections", "listings", "supplier_proofs", "consents", "history"):
        yield replace(full, **{name: ()})
    yield replace(full, weights={}, weight_times={}, head="")
    events = full.tracking.events
    yield replace(full, tracking=replace(full.tracking, events=events[:3], status=Status.IN_TRANSIT, delivered=None,
                                         first_attempt=None, signed_by=""))  # fmt: skip
    every = tuple(events[0].model_copy(update={"status": s, "time": PAID + timedelta(days=n)}) for n, s in
                  enumerate(Status))  # fmt: skip
    for status in Status:
        yield replace(full, tracking=replace(full.tracking, events=every, status=status))
    assumed = tuple(e.model_copy(update={"time_zone_assumed": True}) for e in events)
    yield replace(full, tracking=replace(full.tracking, events=assumed))
    unknown = events[2].model_copy(update={"status": Status.UNKNOWN, "time": None, "time_raw": "yesterday"})
    byhand = events[3].model_copy(update={"set_by_user": True, "status": Status.DELIVERED})
    yield replace(full, tracking=replace(full.tracking, events=(*events[:2], unknown, byhand), user_status="Delivered"))
    bare = full.photos[0].model_copy(update={"claimed_at": None, "time_source": "none", "edited_with": "Editor"})
    yield replace(full, photos=(bare,))
    rejected = full.inspections[0].model_copy(
        update={"appearance_ok": None, "function_ok": None, "notes": "missing cap"}
    )
    yield replace(full, inspections=(rejected,))


def test_the_packet_names_no_gap() -> None:
    for parcel in stories():
        assert_names_no_gap(parcel)


def test_the_packet_holds_none_of_the_internal_sections() -> None:
    packet = packet_view(report())
    assert [s.id for s in packet.sections] == [
        "packet-summary", "packet-order", "packet-item", "packet-page", "packet-papers", "packet-way",
        "packet-photos", "packet-declaration", "packet-messages", "packet-integrity",
    ]  # fmt: skip
    told = packet.model_dump_json()
    for secret in ("The declared value is lower", "maria@example.org", "+49 341 000000", "Round parcel", "Q-77",
                   "1 thing to mend"):  # fmt: skip
        assert secret not in told


def test_a_kind_of_record_that_hides_a_correction_is_listed_plainly() -> None:
    told = packet_view(report()).section("packet-integrity").model_dump_json()
    assert sha("record 3") in told
    assert sha("head") in told
    assert "corrected" not in told


def test_the_report_itself_does_not_show_the_packet() -> None:
    assert not any(s.id.startswith("packet-") for s in report().shown())


def test_the_promised_window_is_in_the_packet_only_when_it_was_kept() -> None:
    def window(parcel: Shipment) -> Timeline:
        blocks = packet_view(report(parcel)).section("packet-way").blocks
        return next(b for b in blocks if isinstance(b, Timeline))

    full = shipment()
    assert full.order is not None
    assert window(full).promised_by is not None
    late = replace(full, order=full.order.model_copy(update={"promised_by": PAID + timedelta(days=8)}))
    assert window(late).promised_by is None
    assert "Promised" not in packet_view(report(late)).section("packet-order").model_dump_json()


def test_the_packet_picture_shows_scans_and_no_silence() -> None:
    picture = next(b for b in packet_view(report()).section("packet-way").blocks if isinstance(b, Timeline))
    assert picture.silences == ()
    assert picture.until is None
    assert all(isinstance(m, Mark) for m in picture.marks)
    assert len(picture.marks) == 10
