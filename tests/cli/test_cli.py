"""The command line as people and scripts use it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from parcelproof.cli import main
from parcelproof.ledger.records import Order
from parcelproof.shop import Shop


def run(*args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Do what the command does, in this process: one of its own takes a second to load."""
    out, err = StringIO(), StringIO()
    command = ["parcelproof", *args]
    with (
        chdir(cwd or "."), redirect_stdout(out), redirect_stderr(err), patch.object(sys, "argv", command),
        pytest.raises(SystemExit) as ended,
    ):  # fmt: skip
        main()
    return subprocess.CompletedProcess(command, ended.value.code or 0, out.getvalue(), err.getvalue())  # type: ignore[arg-type]


def run_alone(*args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "parcelproof", *args], capture_output=True, text=True, cwd=cwd, check=False
    )


def test_help_names_every_command() -> None:
    text = run_alone("--help").stdout
    for command in ("init", "import", "status", "report", "verify", "doctor", "check", "sample"):
        assert command in text


def test_init_makes_a_shop_that_the_next_command_finds(tmp_path: Path) -> None:
    assert run_alone("init", "--zone", "Asia/Shanghai", cwd=tmp_path).returncode == 0
    assert (tmp_path / "shop" / "ledger.sqlite").exists()
    status = run_alone("status", "--json", cwd=tmp_path)
    assert status.returncode == 0
    assert json.loads(status.stdout) == []


def test_shops_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        assert run("init", cwd=folder).returncode == 0
        assert (folder / "shop" / "ledger.sqlite").exists()


@pytest.mark.parametrize("args", [("init", "--zone", "Peking"), ("status",), ("check", "nothing"), ("--version",)])
def test_a_shell_hears_the_same(tmp_path: Path, args: tuple[str, ...]) -> None:
    alone, here = run_alone(*args, cwd=tmp_path), run(*args, cwd=tmp_path)
    assert (alone.returncode, alone.stdout) == (here.returncode, here.stdout)
    # Typer names the program as the interpreter was called.
    assert alone.stderr.replace("python -m parcelproof", "parcelproof") == here.stderr.replace("python -m pytest.", "")


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    run("init", "--name", "Mine", cwd=tmp_path)
    before = (tmp_path / "shop" / "shop.yaml").read_bytes()
    assert run("init", "--name", "Other", cwd=tmp_path).returncode == 0
    assert (tmp_path / "shop" / "shop.yaml").read_bytes() == before


def test_a_bad_setting_is_refused_in_words(tmp_path: Path) -> None:
    done = run("init", "--zone", "Peking", cwd=tmp_path)
    assert done.returncode == 2
    assert "Asia/Shanghai" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "shop").exists()


def test_no_shop_says_what_to_do(tmp_path: Path) -> None:
    done = run("status", cwd=tmp_path)
    assert done.returncode == 2
    assert "parcelproof init" in done.stderr


def test_verify_is_quiet_on_a_whole_shop_and_names_what_was_altered(shop: Shop) -> None:
    shop.record("ebay-1", Order(channel="ebay", order_id="1"), source="test")
    assert run("verify", "--shop", str(shop.folder)).returncode == 0
    with sqlite3.connect(shop.ledger.path) as connection:
        connection.execute("DROP TRIGGER records_no_update")
        connection.execute("UPDATE records SET who = 'somebody else'")
    connection.close()
    done = run("verify", "--shop", str(shop.folder))
    assert done.returncode == 1
    assert "ebay-1, entry 1 (order)" in done.stderr
    problems = json.loads(run("verify", "--shop", str(shop.folder), "--json").stdout)["problems"]
    assert any(p["where"].startswith("ebay-1, entry 1") for p in problems)


def test_import_says_what_came_in_and_what_did_not(shop: Shop, tmp_path: Path) -> None:
    shop.record("ebay-1", Order(channel="ebay", order_id="1"), source="test")
    path = tmp_path / "r.jsonl"
    path.write_text('{"record":"weights","shipment":"1","packed":"412 g"}\n{"record":"weights","shipment":"9"}\n')
    done = run("import", str(path), "--shop", str(shop.folder), "--json")
    (outcome,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert outcome["added"] == 1
    assert outcome["refused"][0]["where"] == "line 2"
    assert Path(outcome["problems_file"]).exists()


def test_import_of_a_missing_file_is_bad_input(shop: Shop) -> None:
    done = run("import", "nowhere.csv", "--shop", str(shop.folder))
    assert done.returncode == 2
    assert "nowhere.csv" in done.stderr


@pytest.mark.parametrize("reference", ["ebay-404", "404", "../x", ""])
def test_report_about_an_unknown_shipment_is_refused(shop: Shop, reference: str) -> None:
    shop.record("ebay-1", Order(channel="ebay", order_id="1"), source="test")
    done = run("report", reference, "--shop", str(shop.folder))
    assert done.returncode == 2
    assert not (shop.folder / "reports").exists() or not list((shop.folder / "reports").iterdir())


def test_check_status_repeats_the_columns_and_answers_in_order(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("system,code\naftership,Delivered\naftership,Delivered_999\n17track_v2,InTransit\nx,y\n")
    done = run("check", "status", str(path), "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [r["code"] for r in rows] == ["Delivered", "Delivered_999", "InTransit", "y"]
    assert rows[0]["status"] == "delivered"
    assert rows[2]["status"] == "in_transit"
    assert rows[3]["status"] == "unknown"
    assert {"status", "reason", "action_required", "system", "code"} <= rows[0].keys()


def test_check_takes_one_value_by_options() -> None:
    done = run("check", "status", "--system", "aftership", "--code", "Delivered", "--json")
    assert json.loads(done.stdout)["status"] == "delivered"


def test_check_without_a_needed_value_or_column_says_which(tmp_path: Path) -> None:
    assert "--code" in run("check", "status", "--system", "aftership").stderr
    path = tmp_path / "codes.csv"
    path.write_text("system,status\naftership,Delivered\n")
    done = run("check", "status", str(path))
    assert done.returncode == 2
    assert "code" in done.stderr


def test_doctor_finds_this_computer_fit(shop: Shop) -> None:
    done = run("doctor", "--shop", str(shop.folder), "--json")
    assert done.returncode == 0, done.stdout
    assert all(item["ok"] for item in json.loads(done.stdout))
