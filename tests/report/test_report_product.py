"""What the report and the packet say about the goods: page, units, papers, and all promises beside each other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from parcelproof.checks import run_checks
from parcelproof.clock import parse_time
from parcelproof.ledger.records import UnitInspection, UnitTest
from parcelproof.readiness import assess
from parcelproof.report import Report, build_report, packet_view
from parcelproof.report.blocks import KeyValues, Pictures, Table
from parcelproof.report.document import Section
from parcelproof.report.product_page import EXCERPT, excerpt_of
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop

PROVEN, WRONG = "114-9063351-2207418", "111-5528093-7140226"


def parcel(shop: Shop, order: str) -> Shipment:
    (found,) = shop.find(order)
    return shop.shipment(found)


def told(shop: Shop, shipment: Shipment, day: str) -> Report:
    as_of = parse_time(day).astimezone(shop.zone)
    book = shop.playbook
    findings, readiness = tuple(run_checks(shipment, book, as_of)), assess(shipment, book, as_of)
    return build_report(shipment, findings, readiness, book, read_file=shop.evidence.get, as_of=as_of)


def packet_section(report: Report, name: str) -> Section | None:
    return next((s for s in packet_view(report).sections if s.id == f"packet-{name}"), None)


def tables(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def facts(section: Section) -> dict[str, str]:
    return {row.label: row.value for block in section.blocks if isinstance(block, KeyValues) for row in block.rows}


@pytest.fixture(scope="module")
def proven(sample_shop: Shop, sample_day: str) -> Report:
    return told(sample_shop, parcel(sample_shop, PROVEN), sample_day)


@pytest.fixture(scope="module")
def wrong(sample_shop: Shop, sample_day: str) -> Report:
    return told(sample_shop, parcel(sample_shop, WRONG), sample_day)


@pytest.mark.slow
class TestSample:
    def test_the_packet_shows_the_page_that_the_buyer_saw(self, proven: Report, sample_shop: Shop) -> None:
        section = packet_section(proven, "page")
        assert section is not None
        shipment = parcel(sample_shop, PROVEN)
        before = next(p for p in shipment.listings if p.source == "page")
        assert facts(section)["SHA-256 of the file"] == before.sha256
        (table,) = tables(section)
        assert ("Plug", "Type A (two flat pins), no adapter in the box") in {(r[0].text, r[1].text) for r in table.rows}
        assert "12 months" not in section.model_dump_json()
        assert "Unfold the two pins" in section.model_dump_json()

    def test_only_the_seller_is_told_what_changed_since(self, proven: Report) -> None:
        told = proven.section("product-description").model_dump_json()
        assert "What changed since the order" in told
        assert "12 months by the seller" in told

    def test_each_unit_stands_with_its_steps_and_pictures(self, proven: Report) -> None:
        section = packet_section(proven, "units")
        assert section is not None
        assert len(tables(section)) == 2
        assert all(row[1].text == "Passed" for table in tables(section) for row in table.rows)
        pictures = [block for block in section.blocks if isinstance(block, Pictures)]
        assert [len(block.items) for block in pictures] == [5, 5]
        assert "3 drawn, all good: accepted" in section.model_dump_json()
        named = {m for t in tables(section) for r in t.rows for m in re.findall(r"Photo (\w{12})", r[2].small)}
        assert named == {item.sha256[:12] for block in pictures for item in block.items}

    def test_papers_tell_whom_a_desk_can_call(self, proven: Report) -> None:
        section = packet_section(proven, "papers")
        assert section is not None
        said = section.model_dump_json()
        for words in ("+86 755 5550 0100", "200 pieces", "US, CA, GB, EU", "valid to 2027-01-11"):
            assert words in said
        assert facts(section)["NV-65-C"] == "200 bought on invoices, 2 sold in the whole shop"
        assert "asked for by" not in said

    def test_all_promises_agree_in_the_packet(self, proven: Report) -> None:
        section = packet_section(proven, "promises")
        assert section is not None
        assert {"Voltage", "Serial number", "Net weight, one piece"} <= {r[0].text for r in tables(section)[0].rows}

    def test_a_parcel_that_contradicts_itself_says_so_to_the_seller_alone(self, wrong: Report) -> None:
        (table,) = tables(wrong.section("product-promises"))
        differing = [row[0].text for row in table.rows if row[2].text == "Differs"]
        assert differing == ["Colour", "Battery", "Net weight, one piece", "Weight of the parcel", "In the box"]
        assert [row[2].text for row in table.rows[: len(differing)]] == ["Differs"] * len(differing)
        for name in ("promises", "units"):
            assert packet_section(wrong, name) is None
        assert "USB-C cable" in facts(wrong.section("product-inspection"))["Not in the box"]

    def test_a_page_from_after_the_order_is_not_in_the_packet(self, sample_shop: Shop, sample_day: str) -> None:
        shipment = parcel(sample_shop, PROVEN)
        assert shipment.order is not None
        assert shipment.order.placed_at is not None
        early = shipment.order.model_copy(update={"placed_at": shipment.order.placed_at - timedelta(days=90)})
        report = told(sample_shop, replace(shipment, order=early), sample_day)
        assert packet_section(report, "page") is None
        assert "Product page at the order" in report.section("product-description").model_dump_json()

    def test_a_hostile_unit_goes_through_as_text(self, sample_shop: Shop, sample_day: str) -> None:
        shipment = parcel(sample_shop, PROVEN)
        test = UnitTest(test="all_sides", result="passed", note="<script>x</script>", reference="](http://x)")
        unit = UnitInspection(serial="NV65-220714", tests=(test,), verdict="passed", lot="=1+1")
        report = told(sample_shop, replace(shipment, units=(unit,)), sample_day)
        assert Report.model_validate_json(report.model_dump_json()) == report
        section = packet_section(report, "units")
        assert section is not None
        assert tables(section)[0].rows[0][2].text == "<script>x</script>"


def test_an_excerpt_ends_with_a_sentence() -> None:
    assert excerpt_of("Short. ") == "Short."
    text = "This is one sentence of the page. " * 60
    cut = excerpt_of(text)
    assert len(cut) <= EXCERPT + 2
    assert cut.endswith(". …")
    assert excerpt_of("x" * 5000).startswith("x" * 100)
