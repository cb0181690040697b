"""The declaration rules from the shell: one JSON object per row, or per parcel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from parcelproof.cli.app import app


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["check", *args])


def ask(name: str, tmp_path: Path, table: str, code: int = 0) -> list[dict[str, Any]]:
    path = tmp_path / "rows.csv"
    path.write_text(table, encoding="utf-8")
    done = run(name, str(path), "--json")
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_description(tmp_path: Path) -> None:
    rows = ask(
        "description",
        tmp_path,
        'text,destination\ngift,US\nLeather case for camera,DE\n"Mug of porcelain, for drinking",US\n'
        "12345,CA\nelectrical components,US\ncapacitors,US\nparts,EU\n",
    )
    assert [row["verdict"] for row in rows] == ["reject", "warn", "ok", "reject", "reject", "ok", "reject"]
    assert rows[0]["text"] == "gift"
    assert {"code", "words"} == rows[0]["reasons"][0].keys()
    assert "capacitors" in rows[4]["suggestion"]
    assert rows[2]["suggestion"] == ""


CASES = [
    # order, declared, category, consent, explained_by -> case, level, codes
    ("80", "80", "", "", "", "A", "pass", []),
    ("80", "78.40", "sale_of_goods", "", "", "A", "pass", []),
    ("80", "60", "", "", "seller_discount", "B", "note", ["EXPLAINED"]),
    ("80", "40", "", "", "replacement", "B", "note", ["EXPLAINED"]),
    ("80", "60", "", "", "platform_coupon", "C", "warn", ["PLATFORM_SHARE_LEFT_OUT"]),
    ("80", "20", "", "no", "", "D", "fail", ["UNDER_DECLARED", "NO_BUYER_CONSENT"]),
    ("80", "20", "", "after_dispatch", "", "D", "fail", ["UNDER_DECLARED", "CONSENT_AFTER_DISPATCH"]),
    ("80", "20", "", "yes", "", "E", "fail", ["UNDER_DECLARED", "BUYER_CONSENT_RECORDED"]),
    ("80", "90", "", "", "", "F", "warn", ["OVER_DECLARED"]),
    ("80", "80", "gift", "", "", "G", "fail", ["COMMERCIAL_AS_GIFT"]),
    ("80", "0", "", "", "", "H", "fail", ["SYMBOLIC_VALUE"]),
    ("80", "1", "gift", "yes", "", "H", "fail", ["SYMBOLIC_VALUE", "COMMERCIAL_AS_GIFT"]),
    ("0", "5", "", "", "", "", "unknown", ["NO_PRICE"]),
]


def test_declaration_every_case(tmp_path: Path) -> None:
    head = "order_value,declared_value,currency,category,consent,explained_by\n"
    lines = "".join(f"{c[0]},{c[1]},USD,{c[2]},{c[3]},{c[4]}\n" for c in CASES)
    rows = ask("declaration", tmp_path, head + lines)
    assert [(r["case"], r["level"], r["codes"]) for r in rows] == [case[5:] for case in CASES]


DUTY = """parcel,destination,date,hs,value,currency,vat_scheme
shirts,DE,2026-08-01,610910,12,EUR,ioss
both,DE,2026-08-01,610910,12,EUR,ioss
shirts,DE,2026-08-01,6109.10,12,EUR,ioss
both,DE,2026-08-01,910211,40,EUR,ioss
shirts,DE,2026-08-01,610910,36,EUR,ioss
early,FR,2026-06-30,610910,12,EUR,
high,FR,2026-08-01,610910,200,EUR,
us,US,2026-08-01,6109100012,12,USD,
gb,GB,2026-08-01,610910,100,GBP,
short,DE,2026-08-01,6109,12,EUR,
"""


def test_duty_one_object_for_each_parcel_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = ask("duty", tmp_path, DUTY)
    assert [(r["parcel"], r["lines"], r["duty"], r["vat_on_duty"], r["currency"]) for r in rows] == [
        ("shirts", 1, "3.00", True, "EUR"),
        ("both", 2, "6.00", True, "EUR"),
        ("early", 1, "0.00", False, "EUR"),
        ("high", 1, None, None, "EUR"),
        ("us", 1, None, None, "USD"),
        ("gb", 1, "0.00", False, "GBP"),
        ("short", None, None, None, "EUR"),
    ]
    assert all(row["source"] and row["confidence"] == "confirmed" for row in rows)
    assert "hs" not in rows[1]
    assert rows[4]["hs"] == "6109100012"


def test_duty_without_a_parcel_column_takes_each_row_alone(tmp_path: Path) -> None:
    rows = ask("duty", tmp_path, "destination,date,hs,value,currency\n" + "DE,2026-08-01,610910,9,EUR\n" * 2)
    assert [row["duty"] for row in rows] == ["3.00", "3.00"]


def test_duty_of_a_parcel_that_contradicts_itself_is_refused_and_the_others_are_answered(tmp_path: Path) -> None:
    table = "parcel,destination,date,hs,value,currency\n1,DE,2026-08-01,610910,9,EUR\n1,FR,2026-08-01,610910,9,EUR\n"
    rows = ask("duty", tmp_path, table + "2,DE,2026-08-01,610910,9,EUR\n", code=1)
    assert "destination" in rows[0]["error"]
    assert rows[1]["duty"] == "3.00"


def test_weight(tmp_path: Path) -> None:
    rows = ask(
        "weight",
        tmp_path,
        "net_g,tare_g,packed_g,declared_g,scanned_g\n400,100,502,502,505\n400,100,350,,\n400,100,502,560,\n"
        "400,100,502,,150\n400,100,502,,1107\n400,100,540,,\n400,,502,,\n",
    )
    codes = [{(f["code"], f["level"]) for f in row["findings"]} for row in rows]
    assert codes == [
        {("ok", "pass")},
        {("below_net", "fail")},
        {("ok", "pass"), ("far", "warn")},
        {("ok", "pass"), ("empty_parcel", "warn")},
        {("ok", "pass"), ("unit_mixup", "warn")},
        {("differs", "warn")},
        {("no_tare", "unknown")},
    ]
    assert all(finding["words"] for row in rows for finding in row["findings"])


@pytest.mark.parametrize(
    ("name", "table", "named"),
    [
        ("description", "text,destination\nMug,Atlantis\n", "country"),
        ("declaration", "order_value,declared_value,currency\nmany,1,USD\n", "amount"),
        ("declaration", "order_value,declared_value,currency\n-1,1,USD\n", "amount"),
        ("declaration", "order_value,declared_value,currency\nNaN,1,USD\n", "amount"),
        ("declaration", "order_value,declared_value,currency\n1,1,Dollar\n", "currency"),
        ("declaration", "order_value,declared_value,currency,consent\n1,1,USD,maybe\n", "not known"),
        ("duty", "destination,date,hs,value,currency\nDE,soon,610910,1,EUR\n", "date"),
        ("duty", "destination,date,hs,value,currency\n,2026-08-01,610910,1,EUR\n", "destination"),
        ("duty", "destination,date,hs,value,currency\nDE,2026-08-01,610910,1e999,EUR\n", "amount"),
        ("weight", "net_g,packed_g\nheavy,1\n", "amount"),
        ("weight", "net_g,packed_g\n,1\n", "compared"),
    ],
)
def test_a_bad_value_gets_words_and_the_next_row_its_answer(tmp_path: Path, name: str, table: str, named: str) -> None:
    (row,) = ask(name, tmp_path, table, code=1)
    assert named in row["error"]
    assert "mend" in row


def test_people_get_a_table_or_a_sheet() -> None:
    done = run("description", "--text", "gift", "--destination", "US")
    assert "reject" in done.output
    assert "transaction" in done.output
    done = run(
        "duty", "--destination", "DE", "--date", "2026-08-01", "--hs", "610910", "--value", "9", "--currency", "EUR"
    )
    assert "3.00" in done.output
    assert "VAT is due on it too" in done.output
