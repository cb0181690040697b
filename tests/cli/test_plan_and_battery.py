"""Inspection plans and batteries from the shell, a file of each."""

from __future__ import annotations

import json
from pathlib import Path

from test_cli import run


def test_a_file_of_lots_gets_a_plan_per_row(tmp_path: Path) -> None:
    path = tmp_path / "lots.csv"
    path.write_text("lot,level,aql,severity\n1200,II,2.5,normal\n4,II,2.5,normal\n90,S-2,0.65,tightened\n1,,,\n")
    done = run("check", "plan", str(path), "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["lot"] for row in rows] == ["1200", "4", "90", "1"]
    assert [(r["code_letter"], r["sample_size"], r["accept"], r["reject"], r["inspect_all"]) for r in rows] == [
        ("J", 80, 5, 6, False), ("A", 4, 0, 1, True), ("B", 32, 0, 1, False), ("", 1, 0, 1, True),
    ]  # fmt: skip


def test_a_bad_lot_is_named_and_the_others_are_answered(tmp_path: Path) -> None:
    path = tmp_path / "lots.csv"
    path.write_text("lot,level,aql,severity\nmany,II,2.5,normal\n500,II,2.5,reduced\n500,II,3,normal\n")
    done = run("check", "plan", str(path), "--json")
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert "lot size" in rows[0]["error"]
    assert (rows[1]["sample_size"], rows[1]["accept"]) == (20, 2)
    assert "4.0" in rows[2]["mend"]
    assert "Traceback" not in done.stderr


def test_a_file_of_batteries_gets_an_answer_per_row(tmp_path: Path) -> None:
    path = tmp_path / "batteries.csv"
    path.write_text(
        "chemistry,configuration,wh_cell,wh_battery,lithium_g,count,mode\n"
        "ion,in,9.2,55.2,,1,air\n"
        "ion,with,9.2,55.2,,2,air\n"
        "ion,power bank,18.5,37,,1,air\n"
        "metal,in,,,0.3,1,air\n"
        "ion,in,,,,1,air\n"
        "ion,in,20.5,82,,1,air\n"
    )
    done = run("check", "battery", str(path), "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["un"], r["packing_instruction"], r["section"], r["mark"]) for r in rows] == [
        ("3481", "967", "II", "no"), ("3481", "966", "II", "yes"), ("3480", "965", "IB", "yes"),
        ("3091", "970", "II", "no"), ("3481", "967", "unknown", "unknown"), ("3481", "967", "I", "no"),
    ]  # fmt: skip
    assert "trained shipper" in rows[2]["note"]
    assert rows[4]["trained_shipper"] == "unknown"
    assert rows[5]["trained_shipper"] == "yes"


def test_one_battery_by_options_and_a_wrong_word(tmp_path: Path) -> None:
    good = run("check", "battery", "--chemistry", "metal", "--configuration", "alone", "--lithium-g", "0.5", "--json")
    assert json.loads(good.stdout)["un"] == "3090"
    bad = run("check", "battery", "--chemistry", "nickle", "--configuration", "alone", "--json")
    assert bad.returncode == 1
    assert "chemistry" in json.loads(bad.stdout)["error"]
