"""A shop teaches wordings and takes them back; the tables of wordings tell their mistakes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from parcelproof.errors import InputError, PlaybookError
from parcelproof.resources import playbook_dir
from parcelproof.shop import Shop
from parcelproof.steps.wordings import ask, take_back, teach
from parcelproof.tracked import taught
from parcelproof.tracking.events import Event, Status
from parcelproof.tracking.wording.check import answer_wording
from parcelproof.tracking.wording.phrases import Search
from parcelproof.tracking.wording.reread import reread
from parcelproof.tracking.wording.table import load_wordings

ODD = "Zorblat at quux"


def test_what_is_taught_counts_until_it_is_taken_back(shop: Shop) -> None:
    assert ask(shop, "Quickpost", "", ODD).verdict.status is Status.UNKNOWN
    teach(shop, "Quickpost", "", ODD, "in_transit")
    found = ask(shop, "quickpost", "", ODD.upper()).verdict
    assert (found.status, found.rule) == (Status.IN_TRANSIT, "taught")
    assert ask(shop, "Other", "", ODD).verdict.status is Status.UNKNOWN
    take_back(shop, "Quickpost", "", ODD)
    assert ask(shop, "Quickpost", "", ODD).verdict.status is Status.UNKNOWN
    assert shop.verify() == []


@pytest.mark.parametrize(
    "text", ["Delivered to sender", "Nicht zugestellt", "未签收", "Placed in locker", "Will be delivered"]
)
def test_words_against_a_delivery_are_never_taught_as_one(shop: Shop, text: str) -> None:
    with pytest.raises(InputError):
        teach(shop, "", "", text, "delivered")
    assert not taught(shop)


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [("", "in_transit", ""), (ODD, "flying", ""), (ODD, "in_transit", "x"), ("x" * 600, "lost", "")],
)
def test_a_teaching_that_cannot_be_is_refused(shop: Shop, text: str, status: str, reason: str) -> None:
    with pytest.raises(InputError):
        teach(shop, "", "", text, status, reason)


def test_old_scans_are_read_again_and_taught_ones_are_marked(shop: Shop) -> None:
    scans = [
        Event(tracking_number="X", time=None, status=Status.UNKNOWN, system="17track_legacy", text=text)
        for text in ("Arrival scan", ODD)
    ]
    teach(shop, "", "", ODD, "customs")
    again = reread(scans, taught(shop))
    assert [e.status for e in again.events] == [Status.IN_TRANSIT, Status.CUSTOMS]
    assert again.taught == (again.events[1],)


def test_the_answer_names_the_row() -> None:
    answer = answer_wording({"text": "Delivered to parcel locker"})
    assert (answer["status"], answer["action_required"]) == ("available_for_pickup", True)
    assert answer["rule"] in {row.id for row in load_wordings().rules}
    assert answer_wording({})["rule"] == "none"


@pytest.mark.parametrize("phrase", ["a+b", "...", "x*", "a? b? c? d? e? f? g", "a ... b ... c ... d"])
def test_a_phrase_that_is_none_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Search().add("deny", "x", phrase)


def test_a_mistake_is_told_with_file_and_line(tmp_path: Path) -> None:
    for path in (playbook_dir() / "rules").glob("wordings*.csv"):
        shutil.copy(path, tmp_path)
    with (tmp_path / "wordings.csv").open("a", encoding="utf-8") as file:
        file.write("new.en.1,deny,en,(a+)+,somebody,2026,inference\n")
    with pytest.raises(PlaybookError) as caught:
        load_wordings(tmp_path)
    assert "wordings.csv:" in caught.value.where


def test_a_long_hostile_text_is_read_at_once_and_is_no_delivery() -> None:
    assert answer_wording({"text": "delivered " * 5_000})["status"] != "delivered"
