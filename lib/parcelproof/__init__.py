"""Parcelproof: a playbook that runs, against disputes over cross-border parcels.

These names are what a page needs; everything else is an engine room behind them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from parcelproof.pages import portfolio_report, shipment_report
    from parcelproof.shop import Shop, create_shop, open_shop
    from parcelproof.shop_tables import check_computer, import_exports, make_report, show_shop
    from parcelproof.widgets.learn import learn
    from parcelproof.widgets.page import page
    from parcelproof.widgets.product_page import product_page
    from parcelproof.widgets.queue import review_queue
    from parcelproof.widgets.start import start
    from parcelproof.widgets.wordings import carrier_words

_HOMES = {
    "Shop": "parcelproof.shop",
    "create_shop": "parcelproof.shop",
    "open_shop": "parcelproof.shop",
    "portfolio_report": "parcelproof.pages",
    "shipment_report": "parcelproof.pages",
    "check_computer": "parcelproof.shop_tables",
    "import_exports": "parcelproof.shop_tables",
    "make_report": "parcelproof.shop_tables",
    "show_shop": "parcelproof.shop_tables",
    "carrier_words": "parcelproof.widgets.wordings",
    "learn": "parcelproof.widgets.learn",
    "page": "parcelproof.widgets.page",
    "product_page": "parcelproof.widgets.product_page",
    "review_queue": "parcelproof.widgets.queue",
    "start": "parcelproof.widgets.start",
}

__all__ = [
    "Shop",
    "carrier_words",
    "check_computer",
    "create_shop",
    "import_exports",
    "learn",
    "make_report",
    "open_shop",
    "page",
    "portfolio_report",
    "product_page",
    "review_queue",
    "shipment_report",
    "show_shop",
    "start",
]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: `parcelproof --help` need not wait for pandas and Typst.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'parcelproof' has no attribute {name!r}")
