"""The page about many machines names only commands, options and settings that there are."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from parcelproof.batch import cluster
from parcelproof.cli.commands import COMMANDS, load
from parcelproof.ledger.postgres import KEYS
from parcelproof.shop_settings import PLACES, ShopSettings

PAGE = (Path(__file__).parents[2] / "docs" / "many_machines.md").read_text(encoding="utf-8")


def test_the_settings_of_the_page_are_valid_and_name_every_place() -> None:
    found = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    said = yaml.safe_load(found[1])
    assert ShopSettings.model_validate(said).shared
    assert set(PLACES) <= set(said)


def test_every_command_and_option_of_the_page_exists() -> None:
    lines = re.findall(r"(?:^ *|`)parcelproof ([a-z]+)([^`\n]*)", PAGE, re.MULTILINE)
    assert {"batch", "move", "verify"} <= {name for name, _ in lines}
    for name, rest in lines:
        assert name in COMMANDS
        known = {text for parameter in load(name).params for text in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known


def test_names_and_numbers_of_the_page_are_those_of_the_code() -> None:
    assert cluster.WORK_VARIABLE in PAGE
    assert f"keyring set {KEYS} " in PAGE
    assert cluster.AT_ONCE == 10
    for seconds, hours in re.findall(r"^\| (0\.\d) \| (\d+) \|", PAGE, re.MULTILINE):
        assert round(1_000_000 * float(seconds) * 1.15 / 3600) == int(hours)
