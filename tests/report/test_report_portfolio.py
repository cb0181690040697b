from __future__ import annotations

from typing import Any

import pypdf
import pytest
from report_samples import AS_OF, PAID, findings, readiness, shipment
from test_report_html import assert_self_contained

from parcelproof.report import PortfolioRow, build_portfolio, portfolio_row, render_html, render_pdf
from parcelproof.report.blocks import Badge, Views
from parcelproof.report.document import Report


def rows() -> list[PortfolioRow]:
    facts: list[tuple[str, int, int, str]] = [("a", 0, 0, "US"), ("b", 2, 0, "DE"), ("c", 0, 3, ""), ("d", 1, 5, "AT")]
    made = [
        PortfolioRow(shipment_id=name, destination=land, dispatched_at=PAID.replace(day=10 + n), fail=fail, warn=warn,
                     state=Badge(text="Delivered on 2026-09-18", tone="good"), ready=n, reasons=10,
                     link=f"reports/{name}.html")
        for n, (name, fail, warn, land) in enumerate(facts)
    ]  # fmt: skip
    broken = PortfolioRow(shipment_id="e", state=Badge(text="No report", tone="bad"), error="A photo was altered.")
    return [*made, broken]


def views(made: Report) -> Views:
    block = made.section("shipments").blocks[1]
    assert isinstance(block, Views)
    return block


def order(made: Report, title: str) -> list[str]:
    view = next(v for v in views(made).views if v.title == title)
    return [row[0].text for row in view.table.rows]


def test_what_needs_attention_comes_first() -> None:
    made = build_portfolio(rows(), as_of=AS_OF)
    assert order(made, "By attention") == ["e", "b", "d", "c", "a"]
    assert order(made, "Newest first") == ["d", "c", "b", "a", "e"]
    assert order(made, "By destination") == ["d", "b", "a", "e", "c"]


def test_a_row_sums_up_a_shipment() -> None:
    row = portfolio_row(shipment(), findings(), readiness(), link="reports/x.html")
    assert (row.fail, row.warn, row.unknown, row.ready, row.reasons) == (1, 1, 1, 1, 3)
    assert row.first_thing == "The declared value is lower than the price paid."
    assert row.destination == "DE"


def test_the_page_is_self_contained_and_links_are_relative() -> None:
    text = render_html(build_portfolio(rows(), as_of=AS_OF))
    assert_self_contained(text)
    assert 'href="reports/b.html"' in text
    assert "For 1 no report could be made." in text


@pytest.mark.browser
def test_a_reader_can_sort_without_script(browser: Any, tmp_path: Any) -> None:
    path = tmp_path / "portfolio.html"
    path.write_text(render_html(build_portfolio(rows(), as_of=AS_OF)), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    first = "[...document.querySelectorAll('.view')].find(v => v.offsetHeight).querySelector('tbody td').textContent"
    assert page.evaluate(first) == "e"
    page.get_by_text("Newest first", exact=True).click()
    assert page.evaluate(first) == "d"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.querySelector('input:checked + label').textContent") == "By destination"
    assert page.evaluate("[...document.querySelectorAll('.view')].filter(v => v.offsetHeight).length") == 1
    page.close()


def test_paper_shows_the_view_by_attention_once() -> None:
    import io

    data = render_pdf(build_portfolio(rows(), as_of=AS_OF), timestamp=AS_OF)
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert " ".join(text.split()).count("A photo was altered.") == 1
    assert b"/URI" not in data


def test_very_many_shipments_have_one_view() -> None:
    row = rows()[0]
    many = [row.model_copy(update={"shipment_id": f"s{n}"}) for n in range(2001)]
    assert [v.title for v in views(build_portfolio(many, as_of=AS_OF)).views] == ["By attention"]


def test_an_empty_shop_has_a_portfolio_too() -> None:
    assert "0 shipments" in render_html(build_portfolio([], as_of=AS_OF))
