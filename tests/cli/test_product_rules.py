"""Brand, mains and listing from the shell: single values, a file, and values under names of the person's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from parcelproof.cli.app import app


def ask(*words: str) -> tuple[int, list[dict[str, Any]], str]:
    done = CliRunner().invoke(app, ["check", *words, "--json"])
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_disguised_brand_is_named() -> None:
    code, (answer,), _ = ask("brand", "--title", "N1ke running shoes 1:1 quality", "--brand-field", "Unbranded")
    assert code == 0
    assert (answer["brand"], answer["disguise"], answer["level"]) == ("Nike", "leet", "high")
    assert answer["coded_words"] == ["1:1"]


def test_a_device_for_another_wall_does_not_fit() -> None:
    _, (answer,), _ = ask(
        "mains", "--voltage", "110V", "--frequency", "60Hz", "--plug", "A", "--destination", "DE"
    )  # fmt: skip
    assert (answer["fits"], answer["adapter"]) == ("no", "needed")
    assert answer["reason"]


def test_attributes_of_a_listing_are_given_under_any_name() -> None:
    _, (answer,), _ = ask(
        "listing", "--category", "electronics", "--input-voltage", "110V", "--plug=A", "--destination", "DE"
    )  # fmt: skip
    missing = {one["attribute"] for one in answer["missing"]}
    assert "brand" in missing
    assert "plug" not in missing
    assert answer["mains"]["fits"] == "no"


def test_a_file_of_listings_is_answered_row_by_row(tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("category,title,Input Voltage\nelectronics,Lamp,230V\ntoys,Wooden train 100 % safe,\n")
    code, answers, _ = ask("listing", str(file))
    assert code == 0
    assert [a["profile"] for a in answers] == ["electronics", "toys"]


def test_a_name_without_a_value_is_refused_in_words() -> None:
    done = CliRunner().invoke(app, ["check", "listing", "--category", "toys", "--plug"])
    assert done.exit_code != 0
