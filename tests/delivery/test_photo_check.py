"""``check photo``: files named in rows, judged and compared with the rows before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter
from typer.testing import CliRunner

from parcelproof.delivery.photo_check import PhotoRows, answer_photo
from parcelproof.errors import EvidenceError, InputError
from parcelproof.rule_commands import RULES
from parcelproof.sample.photos import subject_of
from parcelproof.sample.pictures.scenes import draw_photo
from parcelproof.sample.stories import load_shop

SHOP = load_shop()
STORY = SHOP.stories[0]
NUMBER = STORY.parcel.number
LABEL = draw_photo(subject_of(SHOP, STORY), "label")
FRONT = draw_photo(subject_of(SHOP, STORY), "item_front")


def save(folder: Path, name: str, image: Image.Image, **options: object) -> str:
    image.save(folder / name, "JPEG", **options)
    return name


def taken(text: str, offset: str = "") -> Image.Exif:
    exif = Image.Exif()
    details = exif.get_ifd(0x8769)
    details[0x9003] = text
    if offset:
        details[0x9011] = offset
    return exif


def test_a_sharp_label_of_this_parcel(tmp_path: Path) -> None:
    name = save(tmp_path, "a.jpg", LABEL, exif=taken("2026:09:03 10:20:30", "+08:00"))
    answer = PhotoRows(tmp_path).answer({"path": name, "tracking_number": f" {NUMBER.lower()} "})
    assert answer == {
        "sharp": True, "barcode": NUMBER, "matches": True, "taken_at": "2026-09-03T10:20:30+08:00", "same_as": "",
    }  # fmt: skip


def test_what_cannot_be_told_is_none(tmp_path: Path) -> None:
    grey = save(tmp_path, "grey.jpg", Image.new("RGB", (400, 300), "#888"))
    answer = PhotoRows(tmp_path).answer({"path": grey, "tracking_number": NUMBER})
    assert answer == {"sharp": None, "barcode": "", "matches": None, "taken_at": None, "same_as": ""}


def test_a_label_of_another_parcel_and_a_camera_without_zone(tmp_path: Path) -> None:
    name = save(tmp_path, "a.jpg", LABEL, exif=taken("2026:09:03 10:20:30"))
    answer = PhotoRows(tmp_path).answer({"path": name, "tracking_number": "RR111111111CN"})
    assert (answer["barcode"], answer["matches"]) == (NUMBER, False)
    assert answer["taken_at"] == "2026-09-03T10:20:30"


def test_a_blurred_photo(tmp_path: Path) -> None:
    name = save(tmp_path, "a.jpg", FRONT.filter(ImageFilter.GaussianBlur(4)))
    assert PhotoRows(tmp_path).answer({"path": name})["sharp"] is False


COPIES = {
    "saved again": lambda im: im,
    "half": lambda im: im.resize((im.width // 2, im.height // 2)),
    "bright": lambda im: ImageEnhance.Brightness(im).enhance(1.3),
    "turned": lambda im: im.transpose(Image.Transpose.ROTATE_90),
    "mirrored": lambda im: im.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
}


@pytest.mark.parametrize("change", COPIES)
def test_a_copy_names_the_first_row_with_the_picture(tmp_path: Path, change: str) -> None:
    rows = PhotoRows(tmp_path)
    other = save(tmp_path, "label.jpg", LABEL)
    first = save(tmp_path, "first.jpg", FRONT)
    copies = [save(tmp_path, f"copy{n}.jpg", COPIES[change](FRONT), quality=60 + n) for n in range(2)]
    said = [rows.answer({"path": path})["same_as"] for path in (other, first, *copies)]
    assert said == ["", "", "first.jpg", "first.jpg"]


def test_a_path_counts_from_the_csv_file_then_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "here").mkdir()
    save(tmp_path / "photos", "a.jpg", FRONT)
    save(tmp_path / "here", "b.jpg", FRONT)
    monkeypatch.chdir(tmp_path / "here")
    rows = PhotoRows(tmp_path)
    assert rows.answer({"path": "photos/a.jpg"})["same_as"] == ""
    assert rows.answer({"path": "b.jpg"})["same_as"] == "photos/a.jpg"
    assert answer_photo({"path": str(tmp_path / "photos" / "a.jpg")})["sharp"] is True


def test_what_is_no_photo_is_refused_and_is_no_earlier_row(tmp_path: Path) -> None:
    rows = PhotoRows(tmp_path)
    (tmp_path / "text.jpg").write_text("hello")
    (tmp_path / "big.jpg").write_bytes(bytes(41 * 2**20))
    for path in ("", "missing.jpg", "."):
        with pytest.raises(InputError):
            rows.answer({"path": path})
    for path in ("text.jpg", "big.jpg"):
        with pytest.raises(EvidenceError):
            rows.answer({"path": path})
    first = save(tmp_path, "a.jpg", FRONT)
    assert rows.answer({"path": first})["same_as"] == ""
    assert rows.answer({"path": first})["same_as"] == "a.jpg"


def test_from_the_shell_each_row_is_answered_in_order(tmp_path: Path) -> None:
    from parcelproof.cli.app import app

    save(tmp_path, "a.jpg", LABEL)
    save(tmp_path, "b.jpg", LABEL.transpose(Image.Transpose.ROTATE_180), quality=60)
    table = tmp_path / "photos.csv"
    table.write_text(f"path,tracking_number\na.jpg,{NUMBER}\ngone.jpg,{NUMBER}\nb.jpg,{NUMBER}\n")
    done = CliRunner().invoke(app, ["check", "photo", str(table), "--json"])
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["path"] for answer in answers] == ["a.jpg", "gone.jpg", "b.jpg"]
    assert list(answers[0]) == ["path", "tracking_number", "sharp", "barcode", "matches", "taken_at", "same_as"]
    assert answers[1]["error"] == "There is no such file."
    assert (answers[2]["same_as"], answers[2]["matches"]) == ("a.jpg", True)
    assert done.exit_code == 1


def test_the_command_is_registered() -> None:
    assert (RULES["photo"].required, RULES["photo"].optional) == (("path",), ("tracking_number",))
