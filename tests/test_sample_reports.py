"""Every story of the sample shop, played to its report: does the report tell what the story is about?"""

from __future__ import annotations

import html
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from sample_expectations import STORIES, Expected

from parcelproof.batch.runner import ReportRunner
from parcelproof.checks import run_checks
from parcelproof.clock import parse_time
from parcelproof.findings import Finding, Level
from parcelproof.readiness import ReasonReadiness, assess
from parcelproof.report import Report, build_report, packet_view, render_html, render_pdf
from parcelproof.sample.stories import load_shop
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop

sys.path.append(str(Path(__file__).parent / "report"))
from pdf_reader import read_pdf

pytestmark = pytest.mark.slow

LEAVES_THE_FILE = re.compile(
    r"""(?:href|src|srcset|action|formaction|poster|background|data|cite|xlink:href)\s*=\s*["']?\s*(?:https?:)?//
    |url\(\s*["']?\s*(?:https?:)?// | @import""",
    re.I | re.X,
)
CODE = ("shipment_report(", "globals()", "report.show(", "from parcelproof import", "portfolio_report(")
GAPS = (
    "missing", "not on record", "unknown", "not known", "gap", "silent", "fail", "warn", "mend", "take care",
    "not ready", "dispute", "not answered", "lower than", "differs", "under-declared", "cannot", "not checked",
    "should", "assumed", "problem", "what to do", "lost", "not yet", "not agreed", "late", "reused", "another order",
)  # fmt: skip
# A kernel takes seconds: here one clean story, one with hostile text, one of another script, and one that fails checks.
THROUGH_PAPERMILL = ("17-13001-55821", "11-13063-48216", "#1055", "3475518093")


def text_of(page: str) -> str:
    """What a person reads in a page, blanks made alike."""
    body = re.sub(r"<style>.*?</style>|data:image/[^\"]*", " ", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def assert_inert(page: str) -> None:
    assert "<script" not in page.casefold()
    assert LEAVES_THE_FILE.search(page) is None
    assert not re.search(r"<[^>]+\son\w+\s*=", re.sub(r"data:image/[^\"]*", "", page))
    assert '<meta http-equiv="Content-Security-Policy"' in page
    assert [word for word in CODE if word in page] == []
    assert len(page.encode()) < 1_000_000


def assert_numbered(pdf: bytes, name: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    # All pages have the same head and foot, and reading one takes a twentieth of a second.
    for number in (1, len(pages)):
        text = pages[number - 1].extract_text()
        assert name in text
        assert re.search(rf"\b{number} / {len(pages)}\b", text)


@dataclass(frozen=True)
class Told:
    """One story as it was told."""

    shipment: Shipment
    findings: tuple[Finding, ...]
    readiness: tuple[ReasonReadiness, ...]
    report: Report
    page: str
    packet: str

    @property
    def text(self) -> str:
        return text_of(self.page)


@pytest.fixture(scope="module")
def told(sample_shop: Shop, sample_day: str) -> dict[str, Told]:
    as_of = parse_time(sample_day).astimezone(sample_shop.zone)
    book = sample_shop.playbook
    stories = {}
    for order in STORIES:
        (shipment_id,) = sample_shop.find(order)
        shipment = sample_shop.shipment(shipment_id)
        findings, readiness = tuple(run_checks(shipment, book, as_of)), assess(shipment, book, as_of)
        report = build_report(shipment, findings, readiness, book, read_file=sample_shop.evidence.get, as_of=as_of)
        stories[order] = Told(
            shipment, findings, readiness, report, render_html(report), render_html(packet_view(report))
        )
    return stories


def test_every_story_is_looked_at(sample_shop: Shop) -> None:
    assert {story.order for story in load_shop().stories} == set(STORIES)
    assert len(sample_shop.shipment_ids()) == len(STORIES)


@pytest.mark.parametrize("order", STORIES)
def test_the_report_tells_the_story(told: dict[str, Told], order: str) -> None:
    story, expected = told[order], STORIES[order]
    said = {(f.check_id.partition(".")[2], f.code, f.level.value) for f in story.findings}
    assert [s for s in expected.says if s not in said] == []
    assert [s for s in said if s[1] in expected.never] == []
    assert story.report.state.text == expected.state
    assert [w for w in expected.words if " ".join(w.split()) not in story.text] == []
    for finding in story.findings:
        if finding.level is not Level.PASS:
            assert finding.title in story.text
    assert_readiness(story, expected)


def assert_readiness(story: Told, expected: Expected) -> None:
    states = {r.reason: r.state for r in story.readiness}
    assert [reason for reason in expected.ready if states[reason] != "ready"] == []
    assert {reason for reason, state in states.items() if state == "against"} == set(expected.against)
    for found in story.readiness:
        for said in found.against:
            assert said.why in story.text
            assert said.title not in text_of(story.packet)
    assert "speaks against you" not in story.packet
    assert [reason for reason in expected.open if states[reason] not in {"gaps", "almost"}] == []
    if expected.nothing_wrong:
        assert [f for f in story.findings if f.level in {Level.FAIL, Level.WARN}] == []


def test_only_a_delivery_to_the_buyer_is_told_as_one(told: dict[str, Told]) -> None:
    for order, story in told.items():
        delivered = STORIES[order].state.startswith("Delivered on")
        assert (story.shipment.tracking.delivered is not None) == delivered
        assert bool(re.search(r"\bDelivered on \d", story.text)) == delivered


@pytest.mark.parametrize("order", STORIES)
def test_pages_are_inert_and_small(told: dict[str, Told], order: str) -> None:
    assert_inert(told[order].page)
    assert_inert(told[order].packet)


@pytest.mark.parametrize("order", STORIES)
def test_the_pdf_says_the_same_on_numbered_pages(told: dict[str, Told], order: str) -> None:
    story = told[order]
    pdf = render_pdf(story.report, timestamp=story.report.as_of)
    assert_numbered(pdf, story.shipment.id)
    text, boxes = read_pdf(pdf)
    assert boxes == 0
    flat = "".join(text.split())
    # Blanks do not count, for lines break; and words that run from right to left stand in another order in the file.
    said = (story.shipment.order.buyer_name, *(m.text for m in story.shipment.messages))  # type: ignore[union-attr]
    assert [word for words in said for word in words.split() if word not in flat] == []
    packet = render_pdf(packet_view(story.report), timestamp=story.report.as_of)
    assert_numbered(packet, story.shipment.id)


@pytest.mark.parametrize("order", STORIES)
def test_the_packet_names_no_gap_in_words_of_ours(told: dict[str, Told], order: str) -> None:
    story = told[order]
    ours = text_of(story.packet).casefold()
    foreign = [m.text for m in story.shipment.messages]
    foreign += [f"{e.text} {e.code} / {e.detail_code}" for e in story.shipment.tracking.events]
    foreign += [e.code for e in story.shipment.tracking.events]
    foreign += [i.cause for i in story.shipment.inquiries]  # the carrier's own words
    for words in foreign:
        ours = ours.replace(" ".join(words.split()).casefold(), " ")
    assert [word for word in GAPS if re.search(rf"\b{re.escape(word)}\b", ours)] == []
    for finding in story.findings:
        if finding.level in {Level.FAIL, Level.WARN, Level.UNKNOWN}:
            assert finding.title.casefold() not in ours


def test_the_reused_photo_is_named_on_both(told: dict[str, Told]) -> None:
    first, second = told["08-13080-17759"], told["3481163377"]
    assert [t.other_shipment for t in first.shipment.photo_twins] == [second.shipment.id]
    assert [t.other_shipment for t in second.shipment.photo_twins] == [first.shipment.id]
    others = [s for s in told.values() if s not in (first, second)]
    assert [s.shipment.id for s in others if s.shipment.photo_twins] == []


@pytest.mark.notebook
def test_papermill_publishes_the_stories_and_the_page_over_all(sample_shop_copy: Shop, sample_now: str) -> None:
    shop = sample_shop_copy
    chosen = [shop.find(order)[0] for order in THROUGH_PAPERMILL]
    runner = ReportRunner(shop)
    assert [r.error for r in runner.run(chosen) if r.error] == []
    assert runner.portfolio().error == ""
    for shipment_id in chosen:
        folder = shop.reports_folder / shipment_id
        for name in ("report", "packet"):
            assert_inert((folder / f"{name}.html").read_text(encoding="utf-8"))
            assert_numbered((folder / f"{name}.pdf").read_bytes(), shipment_id)
    assert_portfolio(shop, chosen)


def assert_portfolio(shop: Shop, made: list[str]) -> None:
    page = (shop.reports_folder / "portfolio.html").read_text(encoding="utf-8")
    assert_inert(page)
    assert [i for i in shop.shipment_ids() if i not in text_of(page)] == []
    links = [html.unescape(link) for link in re.findall(r'href="([^"#]+)"', page)]
    assert {Path(link).parent.name for link in links} == set(made)
    assert [link for link in links if not (shop.reports_folder / link).is_file()] == []
    assert_numbered((shop.reports_folder / "portfolio.pdf").read_bytes(), shop.settings.name)
