"""The playbook that comes with the product is whole, dated and sourced."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import PlaybookError, UnknownNameError
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.dates import first_day, last_day
from parcelproof.presence import RULES

REASONS = (
    "item_not_received", "not_as_described", "damaged_defective", "counterfeit", "wrong_quantity_missing_parts",
    "customs_seizure_refused_duties", "unauthorised", "gift_substitution_changed", "late_delivery",
    "refund_not_processed",
)  # fmt: skip

ROWS = {
    "destination_thresholds": 80, "description_stop_words": 223, "packaging": 91, "mains": 222,
    "aql_code_letters": 105, "declaration_cases": 8,
}  # fmt: skip

# R required, h helpful, c helpful and required under a condition, - irrelevant; reasons in the order above
MATRIX = {
    "photos_before_packing": "-RRhh--h-h",
    "photos_after_packing": "hhh-Rh-h--",
    "gross_weight": "hh--Rh---h",
    "net_weight": "-h--Rh-h--",
    "inspection_record": "-hRhh--h-h",
    "listing_snapshot": "hRhhhh-RRR",
    "declaration_record": "h--hhR-hh-",
    "buyer_consent_declared_value": "-----h----",
    "gift_confirmation": "hh---hhR--",
    "label_receipt": "RhhhRhR-h-",
    "acceptance_scan": "R---hhRhR-",
    "tracking_history": "Rhh-hRR-Rh",
    "delivery_scan": "Rhh-hhh-Rh",
    "signature": "c-h---h--h",
    "buyer_messages": "hRRhhhhRhR",
    "carrier_inquiry": "h-h-hR--hh",
    "purchase_invoice_authenticity": "-hhR-h----",
    "serial_number": "-chhh----c",
}


def test_three_stages_and_eleven_measures_in_order(book: Playbook) -> None:
    assert [stage.id for stage in book.stages] == ["delivery", "tracking", "product"]
    assert [measure.number for measure in book.measures.values()] == list(range(1, 12))
    assert all(measure.questions and measure.checks for measure in book.measures.values())
    assert all(book.guide_for(name) for name in book.measures)


@pytest.mark.parametrize(("topic", "count"), ROWS.items())
def test_every_row_of_a_table_loads(book: Playbook, topic: str, count: int) -> None:
    assert len(book.rules_for(topic)) == count


@pytest.mark.parametrize("item", MATRIX)
@pytest.mark.parametrize("reason", REASONS)
def test_every_cell_of_the_matrix(book: Playbook, reason: str, item: str) -> None:
    cell = book.evidence.cells[reason, item]
    mark = MATRIX[item][REASONS.index(reason)]
    assert cell.level == {"R": "required", "h": "helpful", "c": "helpful", "-": "irrelevant"}[mark]
    assert bool(cell.required_when) == (mark == "c")


def test_the_evidence_tables_are_whole(book: Playbook) -> None:
    assert sum(item.core for item in book.items.values()) == 18
    assert len(book.evidence.platform_cells) == 179
    assert len(book.evidence.limits) == 200
    assert len(book.evidence.fields) == 126
    assert {"stripe", "paypal", "ebay"} <= set(book.evidence.enums)


def test_the_most_decisive_items_of_a_reason_are_required_for_it(book: Playbook) -> None:
    for reason in book.reasons.values():
        cells = {cell.item: cell for cell in book.evidence.cells_of(reason.id)}
        needed = {item for item, cell in cells.items() if cell.level == "required" or cell.required_when}
        assert set(reason.decides) == needed


def test_every_item_has_a_rule_that_recognises_it(book: Playbook) -> None:
    assert set(RULES) == set(book.items)


def test_low_confidence_never_drives_a_failure(book: Playbook) -> None:
    doubtful = [rule for rules in book.rules.values() for rule in rules if rule.confidence == "inference"]
    assert doubtful
    assert not any(book.may_fail(rule.id) for rule in doubtful)
    assert not book.may_fail("threshold.eu.handling_fee")
    assert book.may_fail("declaration.case_e")


def test_every_rule_names_its_source_and_a_day_to_look_again(book: Playbook) -> None:
    for rules in book.rules.values():
        for rule in rules:
            assert rule.source
            assert first_day(rule.as_of) <= rule.review_by
            assert not rule.is_stale(rule.review_by)
            assert rule.is_stale(date(2100, 1, 1))


def test_no_file_leans_on_a_package_index(book: Playbook) -> None:
    texts = [path.read_text(encoding="utf-8") for path in book.path.rglob("*") if path.is_file()]
    assert not any("pypi" in text.lower() for text in texts)


@pytest.mark.parametrize(
    ("country", "kind", "on", "value"),
    [
        ("EU", "duty_de_minimis", "2026-06-30", "150"),
        ("EU", "duty_de_minimis", "2026-07-01", "0"),
        ("EU", "flat_duty_per_item", "2026-06-30", None),
        ("EU", "flat_duty_per_item", "2026-07-01", "3"),
        ("EU", "flat_duty_per_item", "2028-07-02", None),
        ("US", "duty_de_minimis", "2025-08-28", "800"),
        ("US", "duty_de_minimis", "2025-08-29", "0"),
        ("US", "duty_de_minimis", "2015-12-31", None),
        ("US", "duty_de_minimis", "2016-01-01", "800"),
        ("US", "import_surcharge_percent", "2026-07-24", "10"),
        ("US", "import_surcharge_percent", "2026-07-25", None),
        ("TR", "simplified_ceiling", "2024-07-31", None),
        ("TR", "simplified_ceiling", "2024-08-01", "30"),
        ("TR", "simplified_ceiling", "2026-02-06", "0"),
        ("TR", "duty_de_minimis", "2024-08-31", "150"),
        ("TR", "duty_de_minimis", "2024-09-01", None),
        ("IL", "vat_de_minimis", "2026-02-24", "150"),
        ("IL", "vat_de_minimis", "2026-02-25", "130"),
        ("TH", "duty_de_minimis", "2025-12-31", "1500"),
        ("VN", "duty_de_minimis", "2025-02-18", "0"),
    ],
)
def test_thresholds_are_looked_up_by_day(book: Playbook, country: str, kind: str, on: str, value: str | None) -> None:
    day = date.fromisoformat(on)
    found = book.rules_for("destination_thresholds", country=country, kind=kind, on=day)
    assert [rule.value for rule in found] == ([value] if value else [])
    rule = book.rule(f"threshold.{country.lower()}.{kind}", day)
    assert (rule.value if rule else None) == value


def test_without_a_day_the_newest_version_is_given(book: Playbook) -> None:
    rule = book.rule("threshold.us.duty_de_minimis")
    assert rule is not None
    assert rule.number == Decimal(0)
    assert rule.columns["country"] == "US"
    assert rule.ref.confidence == "confirmed"


def test_a_rule_without_a_number_says_so_with_its_place(book: Playbook) -> None:
    rule = book.rule("threshold.hk.duty_de_minimis")
    assert rule is not None
    with pytest.raises(PlaybookError, match="no number") as caught:
        _ = rule.number
    assert caught.value.where.startswith("rules/destination_thresholds.csv:")


def test_a_misspelt_name_is_not_the_same_as_not_in_force(book: Playbook) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean 'weight\.unit_mix_up'"):
        book.rule("weight.unit_mixup")
    with pytest.raises(UnknownNameError, match="Did you mean 'deadlines'"):
        book.rules_for("deadline")
    with pytest.raises(UnknownNameError, match="Did you mean 'country'"):
        book.rules_for("mains", countr="DE")
    with pytest.raises(UnknownNameError):
        book.measure("delivery.wrapping")


def test_the_code_letter_of_a_lot(book: Playbook) -> None:
    def letter(lot: int, level: str) -> str:
        rules = book.rules_for("aql_code_letters", level=level)
        return next(r.value for r in rules if int(r.columns["lot_min"]) <= lot <= int(r.columns["lot_max"] or lot))

    assert (letter(2, "II"), letter(500, "II"), letter(501, "II"), letter(10**6, "III")) == ("A", "H", "J", "R")


def test_the_version_follows_the_content_and_not_the_place(folder: Path, tmp_path: Path) -> None:
    first = load_playbook(folder)
    assert load_playbook(folder) is first
    elsewhere = Path(shutil.copytree(folder, tmp_path / "other" / "book"))
    (elsewhere / ".DS_Store").write_bytes(b"left behind")
    assert load_playbook(elsewhere).version == first.version == load_playbook().version
    with (folder / "glossary.yaml").open("a") as file:
        file.write("# a note\n")
    edited = load_playbook(folder)
    assert edited.version != first.version
    (folder / "glossary.yaml").rename(folder / "glossary2.yaml")
    with pytest.raises(PlaybookError, match="glossary"):
        load_playbook(folder)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_a_part_of_a_date_covers_its_whole_period(day: date) -> None:
    for text in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        assert first_day(text) <= day <= last_day(text)
    assert first_day(day.isoformat()) == day == last_day(day.isoformat())


@given(st.text(max_size=12))
def test_any_other_text_is_no_date(text: str) -> None:
    try:
        start, end = first_day(text), last_day(text)
    except ValueError:
        return
    assert start <= end
    assert start.isoformat().startswith(text)
