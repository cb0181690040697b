"""The page of measure 9, clicked without a browser: take a page in, state the facts, read what the review says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import product_story as story
import pytest

from parcelproof.errors import InputError
from parcelproof.imports.listings import TIME_OF_FILE
from parcelproof.language import speaking
from parcelproof.ledger.records import Product
from parcelproof.messages import _
from parcelproof.shop import Shop
from parcelproof.steps import snapshots
from parcelproof.steps.current import choose_product
from parcelproof.steps.describe import description_step
from parcelproof.steps.listings import GivenFile, take_page, take_pages
from parcelproof.steps.snapshots import safe_page
from parcelproof.steps.step import StepState
from parcelproof.widgets.describe import DescribeView
from parcelproof.widgets.listing_intake import ListingIntakeView
from parcelproof.widgets.product_page import ProductPage
from parcelproof.widgets.snapshots import SnapshotsView

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
SEEN = datetime.fromisoformat("2026-10-01T10:00:00+08:00")


@pytest.fixture
def stocked(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-20T18:00:00+08:00")
    shop.record(story.CHAIN, Product(sku=story.SKU, title="65 W charger"))
    choose_product(shop, story.CHAIN)
    return shop


@pytest.fixture
def page(stocked: Shop) -> ProductPage:
    return ProductPage(stocked, "", "product.description")


def inner(view: Any) -> Any:
    """Return the view that a changing part shows now."""
    return view._show()


def upload(view: ListingIntakeView, *files: tuple[str, bytes]) -> None:
    view.upload.value = tuple(
        {"name": name, "type": "", "size": len(data), "content": memoryview(data), "last_modified": SEEN}
        for name, data in files
    )


def test_a_saved_page_is_kept_and_fills_the_form(stocked: Shop, page: ProductPage) -> None:
    form = page.describe()
    assert form.widget is not None
    view = ListingIntakeView(stocked, story.CHAIN, page._turn_form)
    assert view.widget is not None
    upload(view, ("charger.html", story.page()), ("front.png", PNG))
    assert "charger.html, front.png" in view.chosen.value
    view.go.click()
    assert "Saved 18:00" in view.said.value
    (listing,) = stocked.product(story.CHAIN).listings
    assert stocked.evidence.get(listing.sha256) == story.page()
    assert (listing.claimed_at, listing.time_source) == (SEEN, "file")
    assert [stocked.evidence.get(sha) for sha in listing.pictures] == [PNG]
    assert description_step(stocked, story.CHAIN).values["a_brand"] == "Nordvolt"
    shown = form.place.children[0]  # type: ignore[attr-defined]
    assert "Nordvolt" in str([getattr(c, "value", "") for c in _all(shown)])


def _all(widget: Any) -> list[Any]:
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in _all(child))]


def test_pasted_text_is_a_page_of_its_own(stocked: Shop) -> None:
    view = ListingIntakeView(stocked, story.CHAIN)
    assert view.widget is not None
    view.fields["title"].value = story.TITLE
    view.fields["price"].value = "EUR 24.90"
    view.fields["url"].value = "https://www.ebay.com/itm/110011001"
    view.fields["text"].value = "Marke: Nordvolt\nSpannung: 230 V\nEin Ladegerät für Laptop und Handy."
    view.fields["captured"].value = "2026-10-02 16:20"
    view.go.click()
    (listing,) = stocked.product(story.CHAIN).listings
    assert (listing.title, str(listing.price), listing.url) == (
        story.TITLE, "EUR 24.90", "https://www.ebay.com/itm/110011001",
    )  # fmt: skip
    assert (listing.attributes["Brand"], listing.attributes["Spannung"]) == ("Nordvolt", "230 V")
    assert listing.claimed_at == datetime.fromisoformat("2026-10-02T16:20+08:00")
    assert listing.time_source == ""
    assert view.fields["text"].value == ""


def test_what_cannot_be_taken_in_is_said_and_stays_in_the_fields(stocked: Shop) -> None:
    view = ListingIntakeView(stocked, story.CHAIN)
    assert view.widget is not None
    view.go.click()
    assert "nothing to take in yet" in view.message.value
    view.fields["text"].value = "Some text"
    view.fields["captured"].value = "yesterday"
    view.go.click()
    assert "cannot be read" in view.message.value
    assert view.fields["text"].value == "Some text"
    upload(view, ("front.png", PNG))
    view.fields["text"].value = view.fields["captured"].value = ""
    view.go.click()
    assert "Pictures alone" in view.message.value
    assert stocked.product(story.CHAIN).listings == ()


def test_the_row_of_this_product_is_found_in_an_export(stocked: Shop) -> None:
    export = "Title,SKU,Price,Currency,Brand\nMug,MUG,5.00,EUR,Acme\nCharger,CHG-65,24.90,EUR,Nordvolt\n"
    taken = take_page(stocked, story.CHAIN, GivenFile("all.csv", export.encode()))
    assert (taken.is_new, taken.listing.title) == (True, "Charger")
    with pytest.raises(InputError, match="none of them is this one"):
        take_page(stocked, story.CHAIN, GivenFile("all.csv", export.replace("CHG-65", "X").encode()))
    assert stocked.find_product("MUG") == ""


def test_a_page_of_another_product_is_refused(stocked: Shop) -> None:
    stocked.record("product:mug", Product(sku="MUG", title="Mug"))
    with pytest.raises(InputError, match="another product of yours"):
        take_page(stocked, story.CHAIN, GivenFile("m.csv", b"Title,SKU,Price\nMug,MUG,5\n"))


def test_the_same_page_again_adds_nothing_but_what_the_person_says(stocked: Shop) -> None:
    first = take_pages(stocked, story.CHAIN, [GivenFile("a.html", story.page(), SEEN)])
    again = take_pages(stocked, story.CHAIN, [GivenFile("a.html", story.page(), SEEN)], captured=SEEN)
    assert [first[0].is_new, again[0].is_new] == [True, False]
    (listing,) = stocked.product(story.CHAIN).listings
    assert listing.time_source == ""
    assert stocked.verify() == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_says_when_the_page_was_seen_hears_nothing_of_the_time_of_the_file(stocked: Shop, language: str) -> None:
    def notes(title: str, captured: datetime | None) -> tuple[str, ...]:
        page = f"<html><title>{title}</title><body>Price: USD 12.50</body></html>".encode()
        return take_pages(stocked, story.CHAIN, [GivenFile("a.html", page, SEEN)], captured=captured)[0].notes

    with speaking(language):
        assert notes("Desk lamp", None) == (_(TIME_OF_FILE),)
        assert notes("Desk lamp, black", SEEN) == ()


def test_a_kept_page_is_read_without_what_a_stranger_put_into_it(stocked: Shop) -> None:
    take_page(stocked, story.CHAIN, GivenFile("a.html", story.page(), SEEN))
    view = SnapshotsView(stocked, story.CHAIN)
    assert view.widget is not None
    assert "time of the file, which proves little" in view.static_html()
    view.choice.value = view.pages[0].sha256
    shown = view.shown.value
    assert "It charges a laptop" in shown
    assert "<script" not in shown
    assert "onerror" not in shown
    assert "application/octet-stream" in shown


def test_a_very_long_page_is_cut_without_an_open_tag(stocked: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = take_page(stocked, story.CHAIN, GivenFile("a.html", story.page(), SEEN))
    whole = safe_page(stocked, taken.listing).html
    for length in range(1, len(whole), 7):
        monkeypatch.setattr(snapshots, "MAX_SHOWN", length)
        cut = safe_page(stocked, taken.listing).html
        assert cut.count("<table") == cut.count("</table")
        assert cut.count("<p>") == cut.count("</p>")


def test_the_review_names_facts_claims_duties_and_mains(stocked: Shop, page: ProductPage) -> None:
    take_page(stocked, story.CHAIN, GivenFile("a.html", story.page(), SEEN))
    stocked.record("ebay-12-1", *story.order())  # type: ignore[arg-type]
    step = description_step(stocked, story.CHAIN)
    step.edit(sell_to="US", a_plug="Type C (EU)")
    text = page.review().static_html()
    assert "Judged for buyers in: US, DE" in text
    assert "Write on the page: Plug" in text
    assert "unbreakable" in text
    assert "Voltage, frequency and plug" in text
    assert "Manufacturer: name, postal and electronic address" in text
    assert "no legal advice" in text
    assert "See picture".casefold() in text.casefold()


def test_a_country_that_is_not_known_is_said_and_the_rest_is_judged(stocked: Shop, page: ProductPage) -> None:
    description_step(stocked, story.CHAIN).edit(sell_to="Atlantis")
    assert "Atlantis" in page.review().static_html()


def test_another_kind_makes_the_form_anew(stocked: Shop, page: ProductPage) -> None:
    part = page.describe()
    assert part.widget is not None
    view = inner(part)
    assert isinstance(view, DescribeView)
    assert view.widget is not None
    view.set("profile", "toys")
    assert description_step(stocked, story.CHAIN).values["profile"] == "toys"
    assert "Age" in str([getattr(c, "description", "") for c in _all(part.place.children[0])])  # type: ignore[attr-defined]


def test_confirming_draws_the_review_anew(stocked: Shop, page: ProductPage) -> None:
    review, part = page.review(), page.describe()
    assert review.widget is not None
    view = inner(part)
    assert view.widget is not None
    view.set("a_brand", "Nordvolt")
    view.confirm.click()
    assert view.step.state is StepState.DONE
    assert "The page states" in review.place.children[0].value  # type: ignore[attr-defined]
