from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from report_samples import AS_OF, PAID, STAGES, events, findings, report, sha, shipment

from parcelproof.clock import show
from parcelproof.findings import Level
from parcelproof.history_entry import HistoryEntry
from parcelproof.report.blocks import Checklist, FindingList, KeyValues, Paragraph, ReasonList, Table
from parcelproof.report.cover import state_of
from parcelproof.shipment import PhotoTwin
from parcelproof.tracking.events import Event, Status, Tracking


def test_all_eleven_measures_are_there_in_order() -> None:
    ids = [s.id for s in report().sections if s.group and s.id != "product-promises"]
    assert ids == [f"{stage}-{name}" for stage, names in STAGES.items() for name in names]


def test_sections_come_in_the_order_of_use() -> None:
    ids = [s.id for s in report().shown() if not s.group]
    assert ids == ["cover", "readiness", "findings", "way", "order", "photos", "declaration", "messages", "history"]


def test_the_one_missing_thing_is_named_and_what_is_worst_comes_first() -> None:
    reasons = report().section("readiness").blocks[1]
    assert isinstance(reasons, ReasonList)
    assert [r.state.text for r in reasons.items] == ["Not ready", "One thing missing", "Ready", "Does not apply"]
    assert reasons.items[1].missing == "Record of the inspection"
    assert reasons.items[2].missing == ""


def test_findings_come_by_seriousness_with_why_fix_proof_and_source() -> None:
    found = report().section("findings").blocks[1]
    assert isinstance(found, FindingList)
    assert [a.level for a in found.items] == ["Mend this", "Take care", "Not known", "Note"]
    first = found.items[0]
    assert first.why
    assert first.fix
    assert first.proof == "Customs declaration"
    assert first.sources == ("Postal handbook, section 4, https://example.org/rules (as of 2026-07, confirmed)",)


def test_differences_stand_on_top_of_the_comparison() -> None:
    table = report().section("declaration").blocks[0]
    assert isinstance(table, Table)
    assert [row[3].text for row in table.rows] == ["Different", "Cannot compare", "Same", "Same", "Same"]
    assert table.rows[0][0].text == "Value of the goods"


def test_unanswered_questions_are_said_to_be_unanswered() -> None:
    checks = next(b for b in report().section("delivery-packaging").blocks if isinstance(b, Checklist))
    assert [c.answer for c in checks.items] == ["Yes", "No", "Not answered"]
    assert checks.items[2].note == "Did you close every seam with tape?"


def test_history_keeps_corrections_and_erasures() -> None:
    table = next(b for b in report().section("history").blocks if isinstance(b, Table))
    assert table.rows[2][1].small.endswith("; corrected by a later record")
    assert table.rows[0][1].small.endswith("; personal data erased: buyer phone")
    assert table.rows[0][3].text == sha("record 1")


def test_history_tells_when_it_happened_and_who_recorded_it() -> None:
    table = next(b for b in report().section("history").blocks if isinstance(b, Table))
    entry = shipment().history[1]
    assert entry.claimed_at
    assert table.rows[1][1].small.startswith(f"happened {show(entry.claimed_at)}")
    assert table.rows[1][2].text == show(entry.recorded_at)
    assert table.rows[1][2].small == f"by {entry.who}, {entry.source}"


def test_records_of_one_kind_that_follow_each_other_share_a_row_with_the_hash_of_the_last() -> None:
    def entry(n: int, kind: str = "answer", who: str = "seller", *, replaced: bool = False) -> HistoryEntry:
        return HistoryEntry(n, kind, f"q{n}", PAID + timedelta(minutes=n), None, who, "page", sha(str(n)),
                            replaced=replaced)  # fmt: skip

    one, *_others = shipment().history
    answers = (entry(2), entry(3), entry(4, replaced=True), entry(5), entry(6, who="Lin"), entry(7, who="Lin"))
    parcel = replace(shipment(), history=(one, *answers, entry(8, "photo", "Lin"), entry(9, "photo", "Lin")))
    blocks = report(parcel).section("history").blocks
    table = next(b for b in blocks if isinstance(b, Table))
    assert [(row[0].text, row[1].text) for row in table.rows[1:]] == [
        ("2–3", "Answer to a question × 2"), ("4", "Answer to a question"), ("5", "Answer to a question"),
        ("6–7", "Answer to a question × 2"), ("8–9", "Photo × 2"),
    ]  # fmt: skip
    assert table.rows[1][3].text == sha("3")
    assert table.rows[1][2].text == f"{show(PAID + timedelta(minutes=2))} to {show(PAID + timedelta(minutes=3))}"
    assert table.rows[2][1].small == "corrected by a later record"
    assert isinstance(blocks[0], Paragraph)
    assert "share a row" in blocks[0].text
    whole = report(replace(shipment(), history=(one, entry(4, replaced=True)))).section("history").blocks[0]
    assert isinstance(whole, Paragraph)
    assert "share a row" not in whole.text


def test_a_photo_used_twice_is_told_to_the_seller() -> None:
    twin = PhotoTwin(photo_sha256=sha("photo 1"), other_shipment="ebay-99", other_sha256=sha("y"), phash_distance=0,
                     dhash_distance=0)  # fmt: skip
    told = report(replace(shipment(), photo_twins=(twin,))).section("photos").model_dump_json()
    assert "was also used for shipment ebay-99" in told


def test_a_status_set_by_the_seller_is_no_carrier_scan() -> None:
    byhand = events()[-1].model_copy(update={"set_by_user": True})
    parcel = replace(shipment(), tracking=Tracking(events=(byhand,), user_status="Delivered"))
    told = report(parcel).section("way").model_dump_json()
    assert "set by the seller, no carrier scan" in told
    assert "no carrier proof" in told


def test_raw_wording_and_code_stand_beside_the_status() -> None:
    table = next(b for b in report().section("way").blocks if isinstance(b, Table))
    assert table.rows[8][1].text == "Delivery was tried"
    assert table.rows[8][2].text == "Empfänger nicht angetroffen"
    assert table.rows[8][2].small == "Code_8"


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((Level.FAIL,), "1 thing to mend."),
        ((Level.FAIL, Level.FAIL, Level.WARN), "2 things to mend and 1 thing to take care of."),
        ((Level.WARN, Level.WARN), "2 things to take care of."),
        ((Level.UNKNOWN,), "Delivered on 2026-09-18. 1 thing is not known."),
        ((Level.UNKNOWN, Level.UNKNOWN, Level.NOTE), "Delivered on 2026-09-18. 2 things are not known."),
        ((Level.PASS, Level.NOTE), "Delivered on 2026-09-18. Nothing is wrong."),
    ],
)
def test_the_one_line_state_is_plain(levels: tuple[Level, ...], words: str) -> None:
    made = tuple(findings()[0].model_copy(update={"level": level}) for level in levels)
    badge, sentence = state_of(shipment(), made, AS_OF)
    assert badge.text == "Delivered on 2026-09-18"
    assert sentence.endswith(words)


@pytest.mark.parametrize(
    "status",
    [Status.CUSTOMS_HOLD, Status.FAILED_ATTEMPT, Status.EXCEPTION, Status.RETURNING, Status.RETURNED, Status.LOST],
)
def test_where_the_carrier_reports_trouble_the_line_never_says_that_nothing_is_wrong(status: Status) -> None:
    parcel = replace(shipment(), tracking=Tracking(events=events()[:4], status=status))
    quiet = tuple(f.model_copy(update={"level": Level.NOTE}) for f in findings())
    assert state_of(parcel, quiet, AS_OF)[1].endswith("Look at its way.")


def test_an_open_customs_hold_is_trouble_whatever_came_after_it() -> None:
    parcel = replace(
        shipment(), tracking=Tracking(events=events()[:4], status=Status.IN_TRANSIT, customs_hold_open=True)
    )
    assert "Nothing is wrong" not in state_of(parcel, (), AS_OF)[1]


def test_without_a_scan_nobody_says_that_nothing_is_wrong() -> None:
    assert state_of(replace(shipment(), tracking=Tracking()), (), AS_OF)[1].endswith("Nothing to mend.")


def test_a_moving_parcel_says_how_old_the_last_scan_is() -> None:
    scans = events()[:4]
    tracking = Tracking(events=scans, status=Status.IN_TRANSIT, last_scan_at=AS_OF - timedelta(days=8, hours=3))
    assert "The last scan is 8 days old." in state_of(replace(shipment(), tracking=tracking), (), AS_OF)[1]


def test_a_scan_without_time_is_listed_and_not_drawn() -> None:
    bare = Event(tracking_number="X", time=None, time_raw="yesterday", status=Status.IN_TRANSIT, system="csv")
    section = report(replace(shipment(), tracking=Tracking(events=(bare,), status=Status.IN_TRANSIT))).section("way")
    assert [b.kind for b in section.blocks] == ["key_values", "table"]
    assert "yesterday" in section.model_dump_json()


def test_facts_of_the_cover_name_what_is_not_on_record() -> None:
    parcel = replace(shipment(), order=None, shipping=None)
    facts = next(b for b in report(parcel).section("cover").blocks if isinstance(b, KeyValues))
    assert {f.label for f in facts.rows if f.value == "Not on record"} >= {"Order", "Buyer", "Destination", "Paid"}


def test_weights_and_times_are_shown_as_they_were_read() -> None:
    told = report().section("declaration").model_dump_json()
    assert "0.615 kg" in told
    assert f"{PAID + timedelta(hours=14):%Y-%m-%d %H:%M}" in told
