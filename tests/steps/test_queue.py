"""The queue as plain calls: what needs a person, most urgent first, and answers that the ledger keeps."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError, PlaybookError
from parcelproof.ledger.records import Message, Order, ReviewAnswer, Shipping
from parcelproof.playbook.review_words import FlagWords, load_review_words
from parcelproof.shop import Shop
from parcelproof.steps.queue import Queue
from parcelproof.steps.queue_case import WORDS, Case, due
from parcelproof.steps.queue_draft import read_draft, save_draft
from parcelproof.steps.queue_lanes import lanes_section
from parcelproof.steps.queue_page import case_section, details_section, done_line, line, list_section, progress
from parcelproof.tracking.review.flags import Flag, FlagCode, Review

pytestmark = pytest.mark.usefixtures("sample_now")


def first(queue: Queue) -> Case:
    return queue.cases[0]


def state(queue: Queue) -> tuple[list[str], set[str]]:
    return [c.shipment_id for c in queue.cases], {c.shipment_id for c in queue.done}


def test_every_parcel_with_a_flag_is_there_the_most_urgent_first(sample_shop: Shop) -> None:
    queue = Queue(sample_shop)
    limits = [c.act_by for c in queue.cases if c.act_by]
    assert queue.counts.open == len(queue.cases) > 5
    assert limits == sorted(limits)
    assert queue.unread == {}
    assert progress(queue.counts) == f"0 of {queue.counts.open} done. {queue.counts.open} to do, " + (
        f"{queue.counts.late} of them late."
    )


def test_the_queue_is_worked_empty_and_a_new_one_finds_it_so(sample_shop_copy: Shop) -> None:
    queue = Queue(sample_shop_copy)
    count = queue.counts.open
    for number in range(count):
        queue.answer(first(queue), "explained", "The cause is known.")
        assert (queue.counts.done, queue.counts.open) == (number + 1, count - number - 1)
    assert state(Queue(Shop(sample_shop_copy.folder))) == state(queue)
    assert progress(queue.counts) == f"{count} of {count} done. Nothing is left to do today."
    assert sample_shop_copy.verify() == []


def test_an_inquiry_and_a_message_go_on_record_with_the_answer(sample_shop_copy: Shop) -> None:
    queue = Queue(sample_shop_copy)
    asked, told = queue.cases[0], queue.cases[1]
    queue.answer(asked, "inquiry_opened", "private words", carrier="Poczta Polska", reference="R-77")
    queue.answer(told, "message_sent", channel="eBay", text="Your parcel is late.")
    inquiry = queue.shipment(asked).inquiries[-1]
    assert (inquiry.carrier, inquiry.reference, inquiry.claimed_at) == ("Poczta Polska", "R-77", queue.as_of)
    message = queue.shipment(told).messages[-1]
    assert (message.direction, message.text) == ("to_buyer", "Your parcel is late.")


@pytest.mark.parametrize(
    ("kind", "texts", "field"),
    [
        ("explained", {}, "Your note"), ("explained", {"note": "  "}, "Your note"),
        ("inquiry_opened", {"reference": "R-1"}, "Carrier"),
        ("message_sent", {"channel": "eBay"}, "What you wrote"), ("message_sent", {"text": "Hello"}, "Channel"),
    ],
)  # fmt: skip
def test_an_answer_without_its_facts_saves_nothing(
    sample_shop_copy: Shop, kind: str, texts: dict[str, str], field: str
) -> None:
    queue = Queue(sample_shop_copy)
    head = sample_shop_copy.ledger.head()
    with pytest.raises(InputError) as told:
        queue.answer(first(queue), kind, **texts)  # type: ignore[arg-type]
    assert told.value.where == field
    assert sample_shop_copy.ledger.head() == head


def test_undo_brings_the_case_back_and_keeps_what_happened(sample_shop_copy: Shop) -> None:
    queue = Queue(sample_shop_copy)
    before = state(queue)
    case = first(queue)
    queue.answer(case, "message_sent", channel="eBay", text="Hello")
    assert case.shipment_id in state(queue)[1]
    queue.undo(case)
    assert state(queue) == before
    shipment = queue.shipment(case)
    assert shipment.messages[-1].text == "Hello"
    assert [e.kind for e in shipment.history].count("review_answer") == 2 * len(case.open)
    with pytest.raises(InputError):
        queue.undo(case)


def test_an_answer_from_another_page_counts_and_can_be_brought_back(shop: Shop) -> None:
    flag = Flag(FlagCode.LOST, shop.now() - timedelta(days=1), shop.now())
    shop.record("manual-1", Order(channel="manual", order_id="1"), source="test")
    queue = Queue(shop, lambda *_: Review(flags=(flag,)))
    assert queue.counts.open == 1
    told = Message(direction="to_buyer", channel="eBay", text="Lost.", claimed_at=shop.now())
    shop.record("manual-1", told, source="page:tracking.communication")
    queue.refresh()
    assert (queue.counts.open, queue.counts.done) == (0, 1)
    assert done_line(queue.done[0])["due"] == "Message sent"
    assert "found on record" in str(done_line(queue.done[0])["parcel"])
    queue.undo("manual-1")
    assert queue.counts.open == 1
    assert queue.shipment("manual-1").messages == (told,)


def test_a_message_that_was_never_sent_leaves_every_report(sample_shop_copy: Shop) -> None:
    queue = Queue(sample_shop_copy)
    case = first(queue)
    known = queue.shipment(case)
    queue.answer(case, "message_sent", channel="eBay", text="Hello")
    queue.undo(case, happened=False)
    queue.answer(case, "inquiry_opened", carrier="USPS")
    queue.undo(case, happened=False)
    shipment = queue.shipment(case)
    assert shipment.messages == known.messages
    assert shipment.inquiries == known.inquiries
    assert [e.kind for e in shipment.history if e.replaced].count("message") >= 1
    assert sample_shop_copy.verify() == []


def test_an_answer_covers_what_was_shown_and_a_new_trouble_comes_back(shop: Shop) -> None:
    now = shop.now()
    flags = [Flag(FlagCode.SILENCE, now - timedelta(days=9), now)]
    shop.record("manual-1", Order(channel="manual", order_id="1"), source="test")
    queue = Queue(shop, lambda *_: Review(flags=tuple(flags)))
    queue.answer("manual-1", "explained", "A strike at the hub.")
    assert queue.counts.done == 1
    flags.append(Flag(FlagCode.LOST, now - timedelta(days=1), now))
    (case,) = Queue(shop, lambda *_: Review(flags=tuple(flags))).cases
    assert [t.flag.code for t in case.open] == [FlagCode.LOST]
    flags[:] = [Flag(FlagCode.SILENCE, now - timedelta(days=2), now)]
    again = Queue(shop, lambda *_: Review(flags=tuple(flags)))
    assert again.counts.open == 1, "silence that began anew is a new trouble"
    flags.clear()
    assert Queue(shop, lambda *_: Review(flags=tuple(flags))).counts.all == 0, "a scan came: nothing to answer"


@pytest.mark.parametrize(("kind", "returns"), [("explained", False), ("message_sent", True), ("inquiry_opened", True)])
def test_what_waits_for_others_comes_back_after_some_days(
    shop: Shop, kind: str, returns: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = Flag(FlagCode.CUSTOMS_HOLD, shop.now() - timedelta(days=3), shop.now())
    shop.record("manual-1", Order(channel="manual", order_id="1"), source="test")
    queue = Queue(shop, lambda *_: Review(flags=(flag,)))
    queue.answer("manual-1", kind, "n", carrier="c", channel="c", text="t")  # type: ignore[arg-type]
    answered = shop.now()
    for days, back in ((4, False), (5, returns), (30, returns)):
        monkeypatch.setenv("PARCELPROOF_NOW", (answered + timedelta(days=days)).isoformat())
        queue.refresh()
        assert bool(queue.counts.open) is back, days


def test_two_clicks_in_one_instant_keep_their_order(shop: Shop) -> None:
    flag = Flag(FlagCode.LOST, shop.now(), shop.now())
    shop.record("manual-1", Order(channel="manual", order_id="1"), source="test")
    queue = Queue(shop, lambda *_: Review(flags=(flag,)))
    for _ in range(3):
        queue.answer("manual-1", "explained", "same words")
        assert queue.counts.done == 1
        queue.undo("manual-1")
        assert queue.counts.open == 1


def test_a_refresh_reads_only_what_changed(shop: Shop) -> None:
    for number in range(6):
        shop.record(f"manual-{number}", Order(channel="manual", order_id=str(number)), source="test")
    read: list[str] = []
    flag = Flag(FlagCode.LOST)

    def review(shipment: object, _: object) -> Review:
        read.append(shipment.id)  # type: ignore[attr-defined]
        return Review(flags=(flag,))

    queue = Queue(shop, review)
    queue.refresh()
    assert len(read) == 6
    read.clear()
    queue.answer("manual-3", "explained", "n")
    assert read == ["manual-3"]


def test_filters_count_and_choose(shop: Shop) -> None:
    found = {"manual-1": (FlagCode.LOST, FlagCode.SILENCE), "manual-2": (FlagCode.SILENCE,)}
    for name, carrier in (("manual-1", "USPS"), ("manual-2", "")):
        shop.record(name, Shipping(carrier=carrier, tracking_number=name), source="test")
    queue = Queue(shop, lambda s, _: Review(flags=tuple(Flag(c) for c in found[s.id])))
    assert queue.kinds() == {FlagCode.LOST: 1, FlagCode.SILENCE: 2}
    assert [c.shipment_id for c in queue.pick("lost")] == ["manual-1"]
    assert [c.shipment_id for c in queue.pick("", "")] == ["manual-2"]
    assert [c.shipment_id for c in queue.pick("silence", "USPS")] == ["manual-1"]


def test_a_shipment_that_cannot_be_read_is_named_and_stops_nothing(sample_shop_copy: Shop) -> None:
    name, other = (c.shipment_id for c in Queue(sample_shop_copy).cases[:2])
    with sqlite3.connect(sample_shop_copy.ledger.path) as ledger:
        ledger.execute("DROP TRIGGER records_no_update")
        ledger.execute("UPDATE records SET who = 'somebody' WHERE chain = ? AND sequence = 1", (name,))
        ledger.execute("UPDATE records SET body = '{' WHERE chain = ? AND kind = 'order'", (other,))
    queue = Queue(Shop(sample_shop_copy.folder))
    queue.refresh()
    assert set(queue.unread) == {name, other}
    assert queue.cases
    assert name in str(list_section(queue))


def test_a_killed_kernel_leaves_whole_answers(sample_shop_copy: Shop, sample_now: str) -> None:
    script = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from parcelproof.shop import Shop
        from parcelproof.steps.queue import Queue
        queue = Queue(Shop(Path(sys.argv[1])))
        for case in queue.cases[:3]:
            queue.answer(case, "inquiry_opened", "n", carrier="c")
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    subprocess.run([sys.executable, "-c", script, str(sample_shop_copy.folder)], check=False)
    queue = Queue(Shop(sample_shop_copy.folder))
    assert queue.counts.done == 3
    for case in queue.done:
        assert any(i.claimed_at == case.answered_at for i in queue.shipment(case).inquiries)
    assert sample_shop_copy.verify() == []


def test_a_draft_is_kept_and_an_answer_clears_it(sample_shop_copy: Shop) -> None:
    queue = Queue(sample_shop_copy)
    case = first(queue)
    save_draft(sample_shop_copy, case.shipment_id, {"kind": "message_sent", "text": "Dear An"})
    assert read_draft(Shop(sample_shop_copy.folder), case.shipment_id)["text"] == "Dear An"
    queue.answer(case, "explained", "n")
    assert set(read_draft(sample_shop_copy, case.shipment_id).values()) == {""}


def test_the_sample_is_reviewed_in_a_second(sample_shop: Shop) -> None:
    Queue(sample_shop).refresh()
    started = time.perf_counter()
    Queue(sample_shop).refresh()
    assert time.perf_counter() - started < 3, "0.3 s alone on two cores; three leave room for a busy machine"


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "2 days late"), (-1, "1 day late"), (0, "today"), (1, "tomorrow"), (2, "in 2 days")],
)
def test_urgency_in_words(days: int, words: str) -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert due(now + timedelta(days=days), now) == words
    assert due(None, now) == "no time limit"


def test_foreign_words_do_not_reach_the_list_and_are_escaped_in_the_case(shop: Shop) -> None:
    from parcelproof.report.html import render_fragment

    evil = "<script>alert(1)</script> {since}"
    shop.record("manual-1", Order(channel="manual", order_id="1", buyer_name=evil), source="test")
    shop.record("manual-1", Shipping(carrier=evil, tracking_number="X1"), source="test")
    queue = Queue(shop, lambda *_: Review(flags=(Flag(FlagCode.CUSTOMS_HOLD),)))
    case = first(queue)
    assert line(case, queue.as_of)["parcel"] == f"manual-1 · {evil}", "plain text: the page sets it as text"
    html = render_fragment(
        [
            case_section(case, queue.shipment(case), queue.as_of),
            details_section(case, queue.shipment(case)),
            list_section(queue),
        ]
    )
    assert "<script" not in html
    assert "{since}" in html, "a fact is never filled again"


@given(st.text(max_size=40))
def test_facts_are_put_in_once_and_as_they_are(fact: str) -> None:
    words = FlagWords("{carrier}", "{carrier}{carrier}", "x")
    assert words.fill({"carrier": fact}).title == fact
    assert words.fill({"carrier": fact}).why == fact + fact


def test_every_flag_has_words_and_every_letter_is_there() -> None:
    import yaml

    from parcelproof.resources import templates_dir

    words = load_review_words(WORDS)
    assert set(words) == set(WORDS)
    known = yaml.safe_load((templates_dir() / "letters" / "letters.yaml").read_text(encoding="utf-8"))["buyer"]
    assert {w.letter for w in words.values()} - {""} <= set(known)


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("  lost:", "  losst:"), 1, "losst"), (("{since}", "{sincce}"), 1, "sincce"),
        (("    letter: lost\n", ""), 1, "letter"), (("flags:", "flag:"), 1, "flags"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_words_is_named_with_file_and_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    from parcelproof.resources import playbook_dir

    text = (playbook_dir() / "tracking" / "review.yaml").read_text(encoding="utf-8")
    head, _, body = text.partition("flags:")
    changed = head + ("flags:" + body).replace(change[0], change[1], line)
    (tmp_path / "tracking").mkdir()
    (tmp_path / "tracking" / "review.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(PlaybookError) as told:
        load_review_words(WORDS, tmp_path)
    assert says in str(told.value)
    assert "tracking/review.yaml:" in told.value.where


def test_the_record_names_the_flag_and_since_when(sample_shop_copy: Shop) -> None:
    queue = Queue(sample_shop_copy)
    case = first(queue)
    queue.answer(case, "explained", "n")
    answers = queue.shipment(case).review_answers
    assert all(isinstance(a, ReviewAnswer) for a in answers)
    assert {(a.flag, a.since) for a in answers} == {(t.flag.code.value, t.flag.since) for t in case.open}


def test_the_report_names_flags_and_answers_and_the_packet_only_what_the_carrier_said(sample_shop_copy: Shop) -> None:
    from parcelproof.pages import shipment_report
    from parcelproof.report import Report, packet_view

    def report() -> Report:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PARCELPROOF_SHOP", str(sample_shop_copy.folder))
            return shipment_report({"shipment_id": case.shipment_id})._report

    queue = Queue(sample_shop_copy)
    case = first(queue)
    queue.answer(case, "inquiry_opened", "a private word", carrier="Poczta Polska", reference="R-77")
    section = str(report().section("review"))
    assert "Inquiry opened" in section
    assert "a private word" in section
    assert "R-77" not in str(packet_view(report()).sections), "a question without an answer names a gap"
    asked = queue.shipment(case).inquiries[-1]
    answered = asked.model_copy(update={"cause": "Crushed in the hub of Lodz", "answered_at": sample_shop_copy.now()})
    sample_shop_copy.record(case.shipment_id, answered, source="test")
    packet = str(packet_view(report()).sections)
    assert "Crushed in the hub of Lodz" in packet
    assert "R-77" in packet
    assert "a private word" not in packet
    assert "What needed a person" not in packet


def test_the_charts_say_when_parcels_are_few(sample_shop: Shop) -> None:
    from xml.etree import ElementTree as ET

    from parcelproof.report.blocks import Survival
    from parcelproof.report.survival_chart import draw_survival

    queue = Queue(sample_shop)
    queue.refresh()
    section = lanes_section(queue.parcels.values(), queue.as_of)
    assert "few parcels" in str(section.blocks[0])
    (chart,) = (b for b in section.blocks if isinstance(b, Survival))
    drawn = ET.fromstring(str(draw_survival(chart)))
    assert drawn.attrib["aria-label"] == chart.alt
    assert lanes_section([], queue.as_of).blocks


def test_a_chart_escapes_what_strangers_wrote() -> None:
    from xml.etree import ElementTree as ET

    from parcelproof.report.blocks import Survival, SurvivalCurve
    from parcelproof.report.survival_chart import draw_survival

    evil = '"><script>alert(1)</script>'
    block = Survival(title=evil, alt=evil, curves=(SurvivalCurve(title=evil, days=(0, 3), shares=(1.0, 0.5)),))
    drawn = ET.fromstring(str(draw_survival(block)))
    assert not [e for e in drawn.iter() if e.tag.endswith("script")]
