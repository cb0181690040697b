"""The pages in Chinese: whatever a person can press, choose or fill in is called by a Chinese name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from parcelproof.language import speaking
from parcelproof.shop import Shop
from parcelproof.steps.queue import Queue
from parcelproof.widgets.base import View
from parcelproof.widgets.page import Page
from parcelproof.widgets.product_page import ProductPage
from parcelproof.widgets.queue_view import QueueView
from parcelproof.widgets.start import ChooseView, CreateView, ImportView
from parcelproof.widgets.wordings import WordsView

CHINESE = re.compile(r"[\u3400-\u9fff]")
NAMES = re.compile(r"^[A-Z0-9/&. ()（）、-]+$")
"""Codes that are the same in every language."""


def _captions(widget: Any) -> Iterator[str]:
    if caption := getattr(widget, "description", ""):
        yield str(caption)
    for inner in getattr(widget, "children", ()):
        yield from _captions(inner)


def _english(*views: object) -> list[str]:
    captions = {c for view in views if isinstance(view, View) for c in _captions(view.widget)}
    assert captions
    return sorted(c for c in captions if not CHINESE.search(c) and not NAMES.match(c))


@pytest.fixture
def shop(sample_shop_copy: Shop, sample_now: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("PARCELPROOF_LANGUAGE", "zh")
    with speaking("zh"):
        yield Shop(sample_shop_copy.folder)


def test_the_start_page_and_the_words_of_carriers(shop: Shop) -> None:
    assert _english(ChooseView(shop), CreateView(shop), ImportView(shop), WordsView(shop)) == []


def test_a_page_about_a_parcel(shop: Shop) -> None:
    for measure in ("delivery.declaration", "delivery.quality_control", "tracking.communication"):
        page = Page(shop, "ebay-12-13094-50631", measure)
        views = (page.form(), page.checklist(), page.photos("item_front"), page.forms(), page.letters())
        assert _english(*views) == [], measure


def test_a_page_about_a_product(shop: Shop) -> None:
    chain = shop.product_ids()[0]
    page = ProductPage(shop, shop.product(chain).sku, "product.inspection")
    views = (page.take_in(), page.snapshots(), page.describe(), page.versions(), page.take_paper(), page.unit())
    assert _english(*views) == []


def test_the_queue(shop: Shop) -> None:
    view = QueueView(Queue(shop))
    assert _english(view) == []
    assert all(CHINESE.search(str(line["what"])) and CHINESE.search(str(line["due"])) for line in view.list.options)
