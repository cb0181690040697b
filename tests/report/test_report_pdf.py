from __future__ import annotations

import io
import json
import os
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pypdf
import pytest
from hostile_strings import HOSTILE
from pdf_reader import read_pdf
from report_samples import AS_OF, report, sha, shipment, with_messages

from parcelproof.errors import ReportError
from parcelproof.report import packet_view, render_pdf
from parcelproof.report.blocks import Picture, Pictures
from parcelproof.report.document import Report, Section
from parcelproof.report.foreign import paper_text, right_to_left

FORBIDDEN = (b"/URI", b"/JS", b"/JavaScript", b"/EmbeddedFile", b"/Launch", b"/OpenAction", b"/AA", b"/RichMedia")
# Shaping signs have no glyph of their own, so an extractor may leave them out; direction marks it adds itself.
UNSEEN = dict.fromkeys(
    [
        0x034F,
        0x200C,
        0x200D,
        0x200E,
        0x200F,
        0x061C,
        0x202A,
        0x202B,
        0x202C,
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    ]
)

SCRIPTS = {
    "latin": "Žluťoučký Åse Łódź İğdır Nguyễn",
    "greek": "Ελληνικά ἄρα",
    "cyrillic": "Мария Ибрагимова Ёжик ґ ї ѣ",
    "simplified": "王小明 深圳市声音有限公司",
    "traditional": "陳大文 臺灣 請回覆",
    "rare chinese": "㐂 䲜 龘 𠮷",
    "full width": "：；＜＝＞？＠Ａ１",
    "kana": "カタカナ ひらがな ﾊﾝｶｸ",
    "hangul": "소포가 언제 한국",
    "arabic": "محمد عبد الله طرد",
    "persian": "گچپژ بسته",
    "hebrew": "שלום חבילה",
    "thai": "พัสดุของฉัน",
    "devanagari": "मेरा पार्सल",
    "bengali": "আমার পার্সেল",
    "tamil": "என் பார்சல்",
    "telugu": "నా పార్సెల్",
    "georgian": "ჩემი ამანათი",
    "armenian": "Որտեղ",
    "ethiopic": "ስለ ጥቅሉ",
    "khmer": "កញ្ចប់",
    "lao": "ພັດສະດຸ",
    "myanmar": "ပါဆယ်",
    "tibetan": "ཐུམ",
    "emoji": "😀 👍 📦 ❤ ⚠",
    "symbols": "€ ₹ ₿ № ✓ ✕ ★ → ≤ ☃",
}


def corpus() -> list[str]:
    folder = os.environ.get("PARCELPROOF_CORPORA")
    path = Path(folder, "text", "blns.json") if folder else None
    return json.loads(path.read_text(encoding="utf-8")) if path and path.is_file() else []


def only(made: Report, *names: str) -> Report:
    return made.model_copy(update={"sections": tuple(s for s in made.sections if s.id in names)})


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    return "".join(page.extract_text() for page in reader(data).pages)


def letters_of(data: bytes) -> str:
    return bare(read_pdf(data)[0])


def bare(text: str) -> str:
    """Without white space and shaping signs: where a line breaks is the printer's choice."""
    return unicodedata.normalize("NFD", "".join(text.split()).translate(UNSEEN))


def letters_pdf(texts: list[str]) -> bytes:
    return render_pdf(only(report(with_messages(texts)), "messages"), timestamp=AS_OF)


def is_part_in_order(small: str, large: str) -> bool:
    rest = iter(large)
    return all(char in rest for char in small)


def assert_verbatim(strings: list[str]) -> None:
    """Every string can be read out of the PDF.

    Most strings stand there in one piece. Where an extractor knows no order (right-to-left letters come in
    the order of the eye, a stack of accents once per glyph), the string is set alone and every one of its
    characters must be there, in order unless it runs from right to left.
    """
    together = letters_of(letters_pdf(strings))
    for text in strings:
        wanted = bare(paper_text(text))
        if wanted in together:
            continue
        alone = letters_of(letters_pdf([text]))
        if right_to_left(text):
            assert not Counter(wanted) - Counter(alone), ascii(text)
        else:
            assert is_part_in_order(wanted, alone), ascii(text)


def test_the_same_report_gives_the_same_bytes() -> None:
    made = report()
    first = render_pdf(made, timestamp=AS_OF)
    assert first == render_pdf(Report.model_validate_json(made.model_dump_json()), timestamp=AS_OF)
    assert first != render_pdf(made, timestamp=AS_OF + timedelta(days=1))


@pytest.mark.parametrize("view", ["report", "packet"])
def test_every_page_names_the_shipment_and_its_number(view: str) -> None:
    made = report() if view == "report" else packet_view(report())
    pages = reader(render_pdf(made, timestamp=AS_OF)).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "ebay-12-34567-89012" in text
        assert f"{number} / {len(pages)}" in text
        box = page.mediabox
        assert (round(float(box.width)), round(float(box.height))) == (595, 842)


@pytest.mark.parametrize("view", ["report", "packet"])
def test_nothing_in_the_file_is_active(view: str) -> None:
    made = report(with_messages(HOSTILE))
    data = render_pdf(made if view == "report" else packet_view(made), timestamp=AS_OF)
    for word in FORBIDDEN:
        assert word not in data
    for page in reader(data).pages:
        assert "/Annots" not in page


def test_sections_are_bookmarks() -> None:
    outline = reader(render_pdf(report(), timestamp=AS_OF)).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles[:3] == ["This parcel", "If the buyer opens a dispute today", "What the checks found"]
    assert any(title.startswith("11. ") for title in titles)


def test_all_fonts_are_embedded() -> None:
    for page in reader(render_pdf(report(), timestamp=AS_OF)).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner)
            assert "/ToUnicode" in font.get_object()


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_every_script_print_as_letters(script: str) -> None:
    text = SCRIPTS[script]
    assert paper_text(text) == text
    shown, empty_boxes = read_pdf(letters_pdf([text]))
    assert empty_boxes == 0
    assert not Counter(bare(text)) - Counter(bare(shown))


def test_every_hostile_message_can_be_read_out_of_the_pdf() -> None:
    strings = HOSTILE + corpus()
    assert_verbatim(strings)
    assert read_pdf(letters_pdf(strings))[1] == 0


def test_what_cannot_be_drawn_stands_there_by_number() -> None:
    shown = letters_of(letters_pdf(["bell\x07 \u202eevil\u202c \ue000"]))
    assert "bell⟦U+0007⟧⟦U+202E⟧evil⟦U+202C⟧⟦U+E000⟧" in shown


def test_long_words_stay_on_the_page() -> None:
    data = letters_pdf(["W" * 400, "https://shop.example/" + "a/b?c=d&" * 40])
    for page in reader(data).pages:
        places: list[float] = []
        page.extract_text(visitor_text=lambda _t, cm, tm, _f, _s, places=places: places.append(cm[4] + tm[4]))
        assert max(places) < 595
    assert "W" * 400 in bare(text_of(data))


def test_the_letters_of_a_packet_are_twelve_points_or_more() -> None:
    smallest: list[float] = []
    made = packet_view(only(report(), "packet-summary", "packet-order", "packet-item", "packet-messages"))
    for page in reader(render_pdf(made, timestamp=AS_OF)).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, _f, size: (
                smallest.append(abs(size * tm[3] * cm[3])) if text.strip() else None
            )
        )
    assert min(smallest) >= 11  # serial numbers and hashes are set a little smaller in a wider face


def test_a_shipment_id_from_a_stranger_is_only_text() -> None:
    parcel = replace(shipment(), id='"; #panic() \\ $x$ <a>')
    assert "#panic()" in text_of(render_pdf(report(parcel), timestamp=AS_OF))


def test_an_incomplete_report_and_a_time_without_offset_are_refused() -> None:
    with pytest.raises(ReportError, match="not complete"):
        render_pdf(report().model_copy(update={"complete": False}), timestamp=AS_OF)
    with pytest.raises(ReportError, match="offset"):
        render_pdf(report(), timestamp=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0 cut"])
def test_a_picture_that_is_no_jpeg_is_refused(data: bytes) -> None:
    picture = Picture(sha256=sha("x"), jpeg=data, title="Label", alt="Label")
    section = Section(id="photos", title="Photos", blocks=(Pictures(items=(picture,)),))
    with pytest.raises(ReportError, match="cannot be read"):
        render_pdf(report().model_copy(update={"sections": (section,)}), timestamp=AS_OF)


def test_a_packet_with_twelve_photos_is_small_enough_for_every_platform() -> None:
    data = render_pdf(packet_view(report()), timestamp=AS_OF)
    assert len(data) < 2_000_000
    assert len(reader(data).pages) <= 19
