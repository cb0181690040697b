"""Teaching a shop a carrier's words from the command line."""

from __future__ import annotations

import json

from test_cli import run

from parcelproof.shop import Shop
from parcelproof.tracked import taught


def test_a_wording_is_taught_listed_and_forgotten(shop: Shop) -> None:
    at = ("--shop", str(shop.folder))
    made = run(
        "wording", "teach", "Parcel naps in depot", "--status", "in_transit", "--carrier", "Snail", *at, "--json"
    )
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["status"] == "in_transit"
    assert "taught 1 wording." in run("wording", "list", *at).stdout
    assert run("wording", "forget", "Parcel naps in depot", "--carrier", "Snail", *at).returncode == 0
    assert not taught(shop).all


def test_words_and_meaning_are_asked_for(shop: Shop) -> None:
    at = ("--shop", str(shop.folder))
    for args, missing in (
        (("teach",), "The words of the carrier are missing."),
        (("forget",), "The words of the carrier are missing."),
        (("teach", "Parcel naps in depot"), "The meaning is missing."),
    ):
        told = run("wording", *args, *at)
        assert told.returncode == 2
        assert missing in told.stderr
