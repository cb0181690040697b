from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hostile_strings import HOSTILE
from report_samples import (
    AS_OF,
    findings,
    jpeg,
    message,
    playbook,
    read_file,
    readiness,
    report,
    shipment,
    with_messages,
)

from parcelproof.errors import EvidenceError, ReportError
from parcelproof.ledger.records import Address
from parcelproof.report import build_report, packet_view, render_html
from parcelproof.shipment import Shipment

VOID = {"meta", "img", "input", "br", "hr", "link"}


class Page(HTMLParser):
    """Reads a page: tags with their attributes, the texts of messages, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
        if found.get("class") == "said":
            self.inside = tag
            self.said.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.said[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def corpus() -> list[str]:
    """More strings from a folder that the environment names, if it does."""
    folder = os.environ.get("PARCELPROOF_CORPORA")
    path = Path(folder, "text", "blns.json") if folder else None
    return json.loads(path.read_text(encoding="utf-8")) if path and path.is_file() else []


def assert_self_contained(text: str) -> None:
    page = Page(text)
    assert page.open == []
    assert "<script" not in text.casefold().replace("&lt;script", "")
    for tag, attrs in page.tags:
        assert tag not in {
            "script",
            "iframe",
            "object",
            "embed",
            "link",
            "form",
            "base",
            "svg:script",
            "audio",
            "video",
        }
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, name)
            if name in {"src", "href", "xlink:href", "action", "data", "srcset", "poster", "background"}:
                assert value is not None
                assert value.startswith(("#", "data:image/jpeg;base64,", "data:image/png;base64,")) or re.fullmatch(
                    r"[\w.-]+(/[\w.-]+)*", value
                ), value
    style = "".join(re.findall(r"<style>(.*?)</style>", text, re.S))
    assert "url(" not in style
    assert "@import" not in style
    assert "http" not in style


@pytest.mark.parametrize("view", ["report", "packet"])
def test_one_file_asks_the_network_for_nothing(view: str) -> None:
    made = report() if view == "report" else packet_view(report())
    text = render_html(made)
    assert_self_contained(text)
    policy = [m for m in Page(text).all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy[0]["content"] == ("default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:")


def test_twelve_photos_stay_under_one_megabyte() -> None:
    text = render_html(report())
    assert text.count("data:image/jpeg;base64,") == 12
    assert len(text.encode()) < 1_000_000


def test_the_page_can_be_read_by_a_screen_reader() -> None:
    page = Page(render_html(report()))
    assert page.all("html")[0]["lang"] == "en"
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all(th.get("scope") == "col" for th in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(img.get("alt") for img in page.all("img"))
    assert all(svg.get("aria-label") for svg in page.all("svg"))
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    anchors = [a["href"] for a in page.all("a")]
    assert all(anchor and anchor[1:] in ids for anchor in anchors)


def test_states_are_words_and_not_only_colour() -> None:
    text = render_html(report())
    for word in ("Mend this", "Take care", "Not known", "Ready", "One thing missing", "Not ready"):
        assert word in text


def test_every_hostile_message_is_there_word_for_word() -> None:
    strings = HOSTILE + corpus()
    assert len(HOSTILE) >= 120
    text = render_html(report(with_messages(strings)))
    expected = [s.replace("\0", "�") for s in strings]
    assert Page(text).said[-len(strings) :] == expected
    assert_self_contained(text)


def test_hostile_text_is_inert_wherever_it_comes_from() -> None:
    attack = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"
    base = shipment()
    assert base.order is not None
    assert base.shipping is not None
    scans = tuple(
        e.model_copy(update={"text": attack, "location": attack, "code": attack}) for e in base.tracking.events
    )
    parcel = replace(
        base,
        id=attack,
        order=base.order.model_copy(
            update={"buyer_name": attack, "order_id": attack, "buyer_note": attack, "ship_to": Address(line1=attack)}
        ),
        items=tuple(i.model_copy(update={"title": attack, "sku": attack}) for i in base.items),
        gifts=tuple(g.model_copy(update={"description": attack, "confirmation_text": attack}) for g in base.gifts),
        shipping=base.shipping.model_copy(
            update={"carrier": attack, "service": attack, "tracking_number": attack[:64]}
        ),
        tracking=replace(base.tracking, events=scans, signed_by=attack, user_status=attack),
        photos=tuple(p.model_copy(update={"original_name": attack, "edited_with": attack}) for p in base.photos),
        messages=(message(attack),),
    )
    for made in (report(parcel), packet_view(report(parcel))):
        text = render_html(made)
        assert_self_contained(text)
        assert "<img src=x" not in text
        assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(\S\S)", text)
        assert "{{7*7}}" in text


def test_an_incomplete_report_is_not_drawn() -> None:
    with pytest.raises(ReportError, match="not complete"):
        render_html(report().model_copy(update={"complete": False}))


def test_an_altered_thumbnail_is_refused() -> None:
    with pytest.raises(EvidenceError, match="altered"):
        build_report(
            shipment(), findings(), readiness(), playbook(), read_file=lambda name: read_file(name) + b"x", as_of=AS_OF
        )
    with pytest.raises(EvidenceError, match="no JPEG"):
        build_report(shipment(), findings(), readiness(), playbook(), read_file=lambda _: b"<svg/>", as_of=AS_OF)


def test_an_empty_shipment_still_makes_a_report_that_says_what_is_missing() -> None:
    text = render_html(report(Shipment(id="empty"), findings=(), readiness=()))
    for words in (
        "The order is not on record",
        "No photo is on record",
        "No scan is on record",
        "No weight is on record",
    ):
        assert words in text


def test_the_same_report_gives_the_same_page() -> None:
    assert render_html(report()) == render_html(report())
    assert jpeg(1) == jpeg(1)


@pytest.mark.browser
def test_a_real_browser_runs_nothing_and_asks_for_nothing(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    strings = HOSTILE + corpus()
    path.write_bytes(render_html(report(with_messages(strings))).encode())
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    noises: list[str] = []
    page.on("request", lambda r: requests.append(r.url))
    page.on("dialog", lambda d: (noises.append(d.message), d.dismiss()))
    page.on("console", lambda m: noises.append(m.text))
    page.on("pageerror", lambda e: noises.append(str(e)))
    page.goto(path.as_uri())
    page.mouse.move(400, 500)
    page.keyboard.press("Tab")
    shown = page.evaluate("[...document.querySelectorAll('div.said')].map(e => e.textContent)")
    assert shown[-len(strings) :] == [s.replace("\0", "�") for s in strings]
    assert page.evaluate("document.scripts.length") == 0
    assert [url for url in requests if not url.startswith("data:image/")] == [path.as_uri()]
    assert noises == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [400, 700, 1280])
def test_the_page_never_scrolls_sideways(browser: Any, tmp_path: Path, width: int) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(render_html(report(with_messages(HOSTILE))).encode())
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.browser
def test_a_time_in_a_table_stays_on_one_line(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(render_html(report()).encode())
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(path.as_uri())
    lines = page.evaluate("[...document.querySelectorAll('td.tight > div > bdi')].map(e => e.getClientRects().length)")
    assert set(lines) == {1}
    page.close()
