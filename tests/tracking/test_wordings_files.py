"""The independent set of carrier wordings is well formed.

The set itself is data in ``wordings/``; see its README for how it was gathered and labelled.
"""

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from parcelproof.tracking.events import Status

FOLDER = Path(__file__).parent / "wordings"
COLUMNS = ["carrier", "code", "text", "language", "status", "reason", "source", "as_of"]
STATUSES = frozenset(status.value for status in Status)
REASONS = frozenset(
    (
        "absent",
        "closed",
        "no_access",
        "identity",
        "refused",
        "reschedule",
        "contacted",
        "address",
        "moved",
        "unclaimed",
        "redirected",
        "signed",
        "collected",
        "locker",
        "neighbour",
        "safe_place",
        "alternative_place",
        "po_box",
        "pod",
        "partial",
        "cod",
        "customs_delay",
        "customs_cleared",
        "docs_missing",
        "payment_due",
        "inspection",
        "prohibited",
        "security",
        "export",
        "delay_weather",
        "delay_carrier",
        "delay_other",
        "held",
        "missorted",
        "damaged",
        "investigation",
        "resolved",
        "scheduled",
        "contact_carrier",
        "rejected_by_carrier",
        "terminated",
        "arrived_destination",
        "departed_origin",
        "handover",
        "destroyed",
        "stolen",
        "pickup_failed",
        "sender_not_ready",
        "requested",
        "not_found",
        "invalid_number",
        "error",
        "ambiguous",
    )
)
WIDE_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "zh", "ru")
FILES = sorted(FOLDER.glob("*.csv"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        assert reader.fieldnames == COLUMNS
        return list(reader)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_of_a_file_is_well_formed(path: Path) -> None:
    rows = _rows(path)
    assert rows
    for number, row in enumerate(rows, start=2):
        where = f"{path.name}, line {number}: {row}"
        assert None not in row, where
        assert all(value is not None and value == value.strip() for value in row.values()), where
        assert row["carrier"] == path.stem, where
        assert row["code"] or row["text"], where
        assert row["status"] in STATUSES, where
        assert row["reason"] == "" or row["reason"] in REASONS, where
        assert re.fullmatch(r"[a-z]{2}", row["language"]), where
        assert row["source"], where
        assert dt.date.fromisoformat(row["as_of"]) >= dt.date(2026, 1, 1), where


def test_no_wording_stands_twice() -> None:
    keys = Counter((row["carrier"], row["code"], row["text"], row["language"]) for path in FILES for row in _rows(path))
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_same_words_of_one_carrier_without_a_code_have_one_label() -> None:
    labels: dict[tuple[str, str, str], set[str]] = {}
    for path in FILES:
        for row in _rows(path):
            if not row["code"]:
                key = (row["carrier"], row["language"], row["text"].casefold())
                labels.setdefault(key, set()).add(row["status"])
    assert {key: found for key, found in labels.items() if len(found) > 1} == {}


def test_each_of_ten_languages_has_enough_rows() -> None:
    counts = Counter(row["language"] for path in FILES for row in _rows(path))
    assert {language: counts[language] for language in WIDE_LANGUAGES if counts[language] < 40} == {}
