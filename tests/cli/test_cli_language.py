"""The command line in Chinese: help, typer's own words, mistakes, and what a command prints."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from small_shop import IDS, build_small_shop

from parcelproof.cli.commands import COMMANDS, load
from parcelproof.cli.parsing import mistake_of
from parcelproof.cli.spoken import SpokenHelp, as_spoken_here
from parcelproof.language import VARIABLE, current_language, speaking
from parcelproof.ledger.records import Photo
from parcelproof.tracking.live import VENDORS

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def in_chinese(*args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell does that is set to Chinese."""
    return subprocess.run(
        [sys.executable, "-m", "parcelproof", *args],
        capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False,
        env={**os.environ, VARIABLE: "zh", "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
    )  # fmt: skip


def test_the_list_of_commands_is_chinese() -> None:
    said = in_chinese("--help").stdout
    assert said.startswith("用法：")
    for line in said.splitlines()[1:]:
        assert not line.strip() or _CHINESE.search(line), line
    assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_in_chinese_what_it_does(name: str) -> None:
    with speaking("zh"):
        told = [load(name)]
        while told:
            command = told.pop()
            told += getattr(command, "commands", {}).values()
            assert _CHINESE.search(command.help), command.name
            for parameter in command.params:
                assert not parameter.help or name == "check" or _CHINESE.search(parameter.help), parameter.name
    assert not _CHINESE.search(load(name).help)


def test_wide_characters_are_wrapped_by_their_width() -> None:
    writer = SpokenHelp(width=40)
    writer.write_dl([("--where", "只要符合条件的包裹，如 channel=amazon 或 country=DE。可写多次。  [default: 2]")])
    lines = writer.getvalue().splitlines()
    assert len(lines) > 2
    assert all(len(line) + len(_CHINESE.findall(line)) <= 40 for line in lines)
    assert not any(line.strip().startswith(("，", "。", "、")) for line in lines)
    assert "channel=amazon" in "".join(lines)


def test_mistakes_are_chinese_and_mend_in_chinese(tmp_path: Path) -> None:
    unknown = in_chinese("status", "--jsn")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "错误：没有这个选项：--jsn" in unknown.stderr
    nowhere = in_chinese("status", cwd=tmp_path)
    assert nowhere.returncode == 2
    assert "这里找不到店铺。" in nowhere.stderr
    assert "怎么办：新建店铺：parcelproof init" in nowhere.stderr
    with speaking("zh"):
        assert mistake_of("parcelproof reprot") == "“parcelproof”没有命令“reprot”。"
        assert mistake_of("parcelproof erase") == "缺少参数 'shipment'。"


def test_a_shop_is_made_in_chinese(tmp_path: Path) -> None:
    made = in_chinese("init", "shop", cwd=tmp_path)
    assert made.returncode == 0
    assert "店铺已建好" in made.stdout
    assert "shop 里有 0 个包裹。" in in_chinese("status", cwd=tmp_path).stdout


def test_the_help_of_pull_names_every_service() -> None:
    (option,) = [p for p in load("pull").params if p.name == "source"]
    assert all(name in option.help for name in VENDORS)


def test_help_is_in_the_language_of_the_shop_that_lies_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delenv("PARCELPROOF_SHOP", raising=False)
    settings = tmp_path / "shop" / "shop.yaml"
    settings.parent.mkdir()
    monkeypatch.chdir(tmp_path)
    for text, language in (("name: A\nlanguage: zh\n", "zh"), ("name: A\n", "en"), ("language: klingon\n", "en")):
        settings.write_text(text, encoding="utf-8")
        with speaking("en"), as_spoken_here():
            assert current_language().code == language
    monkeypatch.setenv(VARIABLE, "en")
    settings.write_text("language: zh\n", encoding="utf-8")
    with speaking("en"), as_spoken_here():
        assert current_language().code == "en"


@pytest.mark.slow
@pytest.mark.notebook
def test_a_report_that_fails_says_in_chinese_why_and_how_to_mend_it(tmp_path: Path) -> None:
    """What a cell of the notebook said comes back as text, and is taken apart by its Chinese words."""
    shop = build_small_shop(tmp_path)
    photo = next(r.record for r in shop.ledger.read(IDS[1]) if isinstance(r.record, Photo))
    next((shop.folder / "evidence").rglob(f"*{photo.thumbnail.sha256[4:]}*")).unlink()
    done = in_chinese("report", IDS[1], "--json", "--shop", str(shop.folder))
    (told,) = json.loads(done.stdout)["reports"]
    assert (done.returncode, told["step"]) == (1, "读取包裹")
    assert "怎么办" not in told["mend"]
    assert all(_CHINESE.search(words) for words in (told["error"], told["mend"]))
