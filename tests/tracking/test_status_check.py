"""The rules from the shell: one answer per row."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.tracking.crosswalk import Row, load_crosswalk
from parcelproof.tracking.status_check import answer_status


@pytest.mark.parametrize("row", load_crosswalk().rows, ids=lambda r: f"{r.system}-{r.code}-{r.level}")
def test_a_code_alone_is_answered_as_the_table_has_it(row: Row) -> None:
    for asked in ({}, {"level": row.level}):
        answer = answer_status({"system": row.system, "code": row.code, **asked})
        assert (answer["status"], answer["reason"], answer["action_required"]) == (
            row.status.value,
            row.reason,
            row.action_required,
        )
        assert bool(answer.get("note")) is bool(row.context)


def test_with_detail_or_wording_it_is_judged_as_an_import_would() -> None:
    asked = {"system": "easypost", "code": "in_transit", "detail_code": "arrived_at_destination"}
    assert answer_status(asked) == {"status": "in_transit", "reason": "", "action_required": False}
    asked = {"system": "aftership", "code": "Delivered", "text": "Delivered to locker"}
    assert answer_status(asked) == {"status": "available_for_pickup", "reason": "locker", "action_required": True}


def test_what_is_not_known_says_so() -> None:
    assert answer_status({"system": "aftershp", "code": "Delivered"}) == {
        "status": "unknown",
        "reason": "",
        "action_required": False,
        "note": "Parcelproof does not know this system. Did you mean 'aftership'?",
    }
    assert answer_status({"system": "aftership", "code": "Flying"})["status"] == "unknown"
    assert answer_status({"system": "aftership", "code": ""})["note"] == "This row has no code."
    new = answer_status({"system": "aftership", "code": "InTransit_099"})
    assert (new["status"], new["note"]) == ("in_transit", "This code is new; its main status was taken.")
    assert answer_status({"system": "csv", "code": "In transit"})["status"] == "in_transit"


@given(
    st.dictionaries(
        st.sampled_from(["system", "code", "detail_code", "text", "level", "location", "x"]),
        st.sampled_from(["aftership", "easypost", "Delivered", "sub", ""]) | st.text(max_size=12),
    )
)
def test_any_row_is_answered(row: dict[str, str]) -> None:
    answer = answer_status(row)
    assert {"status", "reason", "action_required"} <= set(answer)
    json.dumps(answer)
