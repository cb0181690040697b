"""`check listing FILE`: the same answers as for single rows, whatever the file is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from parcelproof.errors import InputError
from parcelproof.product.listing_review import answer_listing
from parcelproof.product.listings import answer_file
from parcelproof.product.listings.answer_file import answer_listing_file
from parcelproof.resources import templates_dir

FOLDER = templates_dir() / "imports" / "listings"
HEADER = ["category", "title", "sku", "Input Voltage", "Plug Type", "description"]


def table(path: Path, count: int) -> Path:
    kinds = ["electronics", "home", "Toys", "apparel"]
    rows = [
        [kinds[i % 4], f"Lamp {i}", f"S{i}", ["", "220V", "100-240V 50/60Hz"][i % 3], "EU", "It is 100% waterproof."]
        for i in range(count)
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def single(path: Path, **given: str) -> list[dict[str, object]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [answer_listing({**given, **{k: v for k, v in row.items() if v}}) for row in csv.DictReader(file)]


def test_rows_are_answered_like_single_values(tmp_path: Path) -> None:
    path = table(tmp_path / "p.csv", 12)
    answers = list(answer_listing_file(path, {"destination": "DE", "date": "2026-11-01"}))
    told = [{k: v for k, v in a.items() if k not in HEADER} for a in answers]
    assert told == single(path, destination="DE", date="2026-11-01")
    assert [a["sku"] for a in answers] == [f"S{i}" for i in range(12)]
    assert all(a["claims"] for a in answers)
    assert answers[1]["Input Voltage"] == "220V"
    assert "description" not in answers[1]


def test_shared_out_to_processes_says_the_same_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path / "p.csv", 130)
    alone = list(answer_listing_file(path, {"date": "2026-11-01"}))
    monkeypatch.setattr(answer_file, "ALONE", 10)
    monkeypatch.setattr(answer_file, "CHUNK", 25)
    monkeypatch.setattr(answer_file.os, "cpu_count", lambda: 2)
    told: list[tuple[int, int]] = []
    shared = list(answer_listing_file(path, {"date": "2026-11-01"}, progress=lambda *far: told.append(far)))
    assert shared == alone
    assert told == [(25, 130), (50, 130), (75, 130), (100, 130), (125, 130), (130, 130)]


@pytest.mark.parametrize("path", sorted(p for p in FOLDER.iterdir() if p.suffix in (".csv", ".tsv", ".json", ".html")),
                         ids=lambda p: p.name)  # fmt: skip
def test_exports_pages_and_json_are_answered(path: Path) -> None:
    answers = list(answer_listing_file(path, {"destination": "US", "currency": "USD"}))
    assert answers
    for answer in answers:
        assert {"profile", "missing", "claims", "duties"} <= set(answer)
        json.dumps(answer)
    assert any(a["profile"] == "electronics" for a in answers)


def test_a_row_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("category,title,destination\nelectronics,Lamp,DE\nelectronics,Lamp,Atlantis\nhome,Mug,US,extra\n")
    good, wrong, ragged = answer_listing_file(path, {})
    assert good["profile"] == "electronics"
    assert "country" in wrong["error"]
    assert wrong["where"].startswith("row 3")
    assert "4 cells" in ragged["error"]


@pytest.mark.parametrize(("given", "words"), [({"destination": "Atlantis"}, "country"), ({"date": "soon"}, "date")])
def test_wrong_given_values_are_one_error(tmp_path: Path, given: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        list(answer_listing_file(table(tmp_path / "p.csv", 3), given))


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01", b"%PDF-1.7", b"{}"])
def test_files_without_listings_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        list(answer_listing_file(path, {}))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(answer_listing_file(tmp_path / "none.csv", {}))
