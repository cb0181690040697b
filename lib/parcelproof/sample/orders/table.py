"""What all order exports share: rows, country names, the seller's time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from io import StringIO

import pycountry

SELLER_ZONE = timezone(timedelta(hours=8))
"""The shop sits in China: files without an offset are written in this time."""

Row = dict[str, str]


def table(header: Sequence[str], rows: Iterable[Row], *, delimiter: str = ",") -> str:
    """Write rows under a header."""
    out = StringIO()
    writer = csv.DictWriter(out, header, restval="", delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def country_name(code: str) -> str:
    """Return the English name of a country."""
    names = {"RU": "Russia", "US": "United States", "GB": "United Kingdom"}
    found = pycountry.countries.get(alpha_2=code)
    return names.get(code) or (str(found.name) if found else code)


def local(at: datetime) -> datetime:
    """Return a time as the seller reads it on the wall."""
    return at.astimezone(SELLER_ZONE)


def columns(text: str) -> list[str]:
    """Split a list of column names."""
    return [name.strip() for name in text.replace("\n", " ").split("|")]
