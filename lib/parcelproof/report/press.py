"""Set a page with Typst: one fixed template, data as JSON, fonts of this package alone.

What is said travels as JSON in a fresh folder that holds copies only, so nothing that a stranger wrote is read as
markup and no link leads out. The same data with the same time stamp give the same bytes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from parcelproof.errors import ReportError
from parcelproof.messages import _
from parcelproof.report.fonts import MONO, needed
from parcelproof.resources import templates_dir


@cache
def shipped_fonts() -> typst.Fonts:
    """Return the fonts, each opened when a page first needs it; no thread begins."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(templates_dir() / "fonts")]
    )


@contextmanager
def workshop() -> Iterator[Path]:
    """Open an empty folder for the pictures of one page; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="parcelproof-pdf-") as folder:
        yield Path(folder)


def press(
    root: Path, template: str, data: Mapping[str, Any], *, timestamp: datetime, where: str, parts: Sequence[str] = ()
) -> bytes:
    """Set one page as PDF.

    Parameters
    ----------
    root : Path
        A folder from `workshop`, with the pictures that the data name.
    template : str
        Path of the template in the folder of templates.
    data : mapping
        What the template reads as ``data.json``; ``fonts`` and ``mono``, the families of its text, are added.
    timestamp : datetime
        Written into the file as its date, with offset.
    where : str
        Named in the error.
    parts : sequence of str
        Other templates that this one reads.

    Raises
    ------
    ReportError
        If the time stamp has no offset, or Typst refuses.
    """
    if timestamp.tzinfo is None:
        raise ReportError(_("The time stamp of a PDF needs a time zone offset."), where="timestamp")
    page = root / Path(template).name
    texts = [json.dumps(data, ensure_ascii=False)]
    for name in (template, *parts):
        texts.append((templates_dir() / name).read_text(encoding="utf-8"))
        (root / Path(name).name).write_text(texts[-1], encoding="utf-8", newline="")
    fonts = needed(*texts)
    said = {**data, "fonts": fonts, "mono": [MONO, *fonts]}
    (root / "data.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    try:
        made = typst.Compiler(
            str(page),
            root=str(root),
            font_paths=shipped_fonts(),
            package_path=str(root),
            package_cache_path=str(root),
        ).compile(format="pdf", timestamp=int(timestamp.timestamp()))
    except typst.TypstError as error:
        raise ReportError(_("The PDF could not be set."), where=where) from error
    if not isinstance(made, bytes):
        raise ReportError(_("The PDF could not be set."), where=where)
    return made
