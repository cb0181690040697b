"""The command that prints customs forms."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdf
import pytest
from typer.testing import CliRunner, Result

from builders import declaration, item, line, money, order, shipping
from parcelproof.cli.app import app
from parcelproof.errors import InputError
from parcelproof.ledger.records.order import Address
from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import SETTINGS_FILE

PARCEL = "ebay-12-34567-89012"


@pytest.fixture
def filled(shop: Shop) -> Shop:
    ship_to = Address(name="Anna Müller", line1="Kastanienallee 7", city="Berlin", postal_code="10435")
    shop.record(PARCEL, order(destination="DE", ship_to=ship_to), item(), shipping(), declaration(), source="test")
    return shop


def run(shop: Shop, *args: str) -> Result:
    return CliRunner().invoke(app, ["form", *args, "--shop", str(shop.folder)])


def test_the_form_that_fits_is_written_into_the_shop(filled: Shop) -> None:
    done = run(filled, "RR473829103CN", "--json")
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    assert answer["form"] == "CN22"
    assert answer["missing"] == []
    assert "special drawing rights" in answer["why"]
    assert Path(answer["file"]).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("wanted", "width"), [("CN22", 297), ("cn23", 595), ("invoice", 595), ("CN23", 595)])
def test_another_form_can_be_asked_for_and_put_elsewhere(filled: Shop, tmp_path: Path, wanted: str, width: int) -> None:
    path = tmp_path / "new" / "form.pdf"
    assert run(filled, PARCEL, "--form", wanted, "--out", str(path)).exit_code == 0
    page = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages[0]
    assert int(page.mediabox.width) == width
    assert [p.name for p in path.parent.iterdir()] == ["form.pdf"]


def test_gaps_are_listed_and_the_settings_named(filled: Shop) -> None:
    done = run(filled, PARCEL, "--form", "CN23")
    assert done.exit_code == 0
    assert "name of the sender" in done.output
    assert SETTINGS_FILE in done.output


def test_a_sender_in_the_settings_fills_the_gaps(filled: Shop) -> None:
    path = filled.folder / SETTINGS_FILE
    assert "sender:" in path.read_text(encoding="utf-8")
    path.write_text(
        "name: Test shop\nzone: Asia/Shanghai\norigin: CN\nsender:\n  name: Lin Mei\n  line1: 88 Binhe Road\n"
        "  city: Shenzhen\n  email: shop@example.com\n",
        encoding="utf-8",
    )
    answer = json.loads(run(filled, PARCEL, "--form", "CN23", "--json").output)
    assert answer["missing"] == []


def test_a_shop_without_a_sender_opens_as_before(filled: Shop) -> None:
    (filled.folder / SETTINGS_FILE).write_text("name: Old shop\nzone: UTC\n", encoding="utf-8")
    assert create_shop(filled.folder).settings.sender.name == ""


def test_without_a_declaration_the_order_is_printed_and_said(shop: Shop) -> None:
    shop.record(PARCEL, order(), item(), source="test")
    done = run(shop, PARCEL)
    assert "not on record" in done.output
    assert "HS code of six digits of line 1" in done.output


def test_a_value_above_the_limit_gets_the_longer_form(shop: Shop) -> None:
    shop.record(PARCEL, order(), shipping(), declaration(line(value=money(301))), source="test")
    assert json.loads(run(shop, PARCEL, "--json").output)["form"] == "CN23"


def test_an_unknown_parcel_and_a_bad_place_are_refused_in_words(filled: Shop, tmp_path: Path) -> None:
    done = run(filled, "nobody")
    assert isinstance(done.exception, InputError)
    assert "parcelproof status" in str(done.exception)
    (tmp_path / "file").write_text("")
    done = run(filled, PARCEL, "--out", str(tmp_path / "file" / "form.pdf"))
    assert isinstance(done.exception, InputError)
    assert "cannot be written" in str(done.exception)
