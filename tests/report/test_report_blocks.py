from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from report_samples import report

from parcelproof.errors import UnknownNameError
from parcelproof.report.blocks import Cell, Letter, Messages, Paragraph
from parcelproof.report.document import Report, Section


def test_a_report_goes_through_json_and_back_unchanged() -> None:
    made = report()
    again = Report.model_validate_json(made.model_dump_json())
    assert again == made
    assert again.digest() == made.digest()


@given(st.text(st.characters(codec=None)))
def test_any_text_goes_through_json_and_back(text: str) -> None:
    letter = Letter(sender="Buyer", when="", channel="eBay", text=text)
    section = Section(id="messages", title="Messages", blocks=(Messages(items=(letter,)),))
    again = Section.model_validate_json(json.dumps(section.model_dump(mode="json")))
    assert again == section


def test_half_a_surrogate_pair_becomes_a_replacement_sign() -> None:
    assert Paragraph(text="a\ud800b").text == "a�b"


def test_an_unknown_section_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="readiness"):
        report().section("rediness")


def test_a_group_holds_the_measures_of_a_stage_in_order() -> None:
    titles = [s.title for s in report().group("tracking").sections]
    assert [t.split(".")[0] for t in titles] == ["6", "7", "8"]


@pytest.mark.parametrize("link", ["https://evil.example", "//evil.example", "javascript:alert(1)", "../../x", "/etc/x"])
def test_links_cannot_leave_the_folder_of_reports(link: str) -> None:
    with pytest.raises(ValidationError):
        Cell(text="x", href=link)


def test_the_digest_changes_with_any_word() -> None:
    made = report()
    other = made.model_copy(update={"title": "Something else"})
    assert made.digest() != other.digest()
