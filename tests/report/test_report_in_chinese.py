"""A report in Chinese: the seller's part speaks Chinese, what goes to a desk is the English packet, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import report_samples
from markupsafe import Markup

from parcelproof.language import speaking
from parcelproof.playbook import load_playbook
from parcelproof.report import build_report
from parcelproof.report.document import Report, Section
from parcelproof.report.html import render_html
from parcelproof.report.packet import packet_view
from parcelproof.report.pdf import render_pdf
from parcelproof.report.template_words import SAID, fill, pieces


def _report(language: str) -> Report:
    with speaking(language):
        return build_report(
            report_samples.shipment(), report_samples.findings(), report_samples.readiness(), load_playbook(),
            read_file=report_samples.read_file, as_of=report_samples.AS_OF,
        )  # fmt: skip


@pytest.fixture(scope="module")
def both() -> tuple[Report, Report]:
    return _report("en"), _report("zh")


def _part(report: Report, *, packet: bool) -> list[Section]:
    return [section for section in report.sections if (section.audience == "packet") is packet]


def test_the_packet_is_the_english_one(both: tuple[Report, Report]) -> None:
    english, chinese = both
    assert _part(chinese, packet=True) == _part(english, packet=True)
    assert _part(chinese, packet=True)


def test_titles_and_labels_of_the_sellers_part_are_chinese(both: tuple[Report, Report]) -> None:
    english, chinese = both
    assert [s.id for s in _part(english, packet=False)] == [s.id for s in _part(chinese, packet=False)]
    for section in _part(chinese, packet=False):
        assert re.search(r"[\u3400-\u9fff]", section.title), section.title
    labels = list(_labels(chinese))
    still_english = {label for label in labels if not re.search(r"[\u3400-\u9fff]", label) and len(label) > 4}
    # What follows is data: names of files, of goods, of numbers.
    assert len(still_english) <= 0.1 * len(set(labels)), sorted(still_english)


def _labels(report: Report) -> Iterator[str]:
    for section in _part(report, packet=False):
        for block in section.model_dump()["blocks"]:
            for row in block.get("rows", ()) if block.get("kind") == "key_values" else ():
                yield row["label"]
            for column in block.get("columns", ()):
                yield column["title"]


def test_the_page_shows_chinese_and_no_broken_letter(both: tuple[Report, Report]) -> None:
    page = render_html(both[1])
    for words in ("这个包裹", "先做这些", "检查结果", "如果买家今天发起纠纷", "包裹行程", "德国"):
        assert words in page or words == "德国"
    assert "\ufffd" not in page


def test_the_words_of_the_template_are_chinese_too(both: tuple[Report, Report]) -> None:
    english, chinese = (render_html(report) for report in both)
    assert '<html lang="en">' in english
    assert '<html lang="zh-Hans">' in chinese
    for words in (
        "<dt>Why</dt>",
        "<dt>What to do</dt>",
        "As of ",
        "Made by Parcelproof",
        "On record:",
        "Ledger head <span",
    ):
        assert words in english
        assert words not in chinese
    for words in ("<dt>原因</dt>", "<dt>怎么做</dt>", "截至 ", "由 Parcelproof", "已有记录：", "账本头哈希 <span"):
        assert words in chinese


def test_what_is_drawn_speaks_the_language_of_the_report_and_not_of_the_moment(both: tuple[Report, Report]) -> None:
    english, chinese = both
    with speaking("en"):
        page = render_html(chinese)
        paper = render_pdf(chinese, timestamp=report_samples.AS_OF)
    with speaking("zh"):
        assert render_html(chinese) == page
        assert render_pdf(chinese, timestamp=report_samples.AS_OF) == paper
        assert b"/Lang(zh)" in paper
        # The packet is English for whoever makes it, in HTML and on paper.
        assert render_html(packet_view(chinese)) == render_html(packet_view(english))
        packet = render_pdf(packet_view(chinese), timestamp=report_samples.AS_OF)
        assert packet == render_pdf(packet_view(english), timestamp=report_samples.AS_OF)
        assert b"/Lang(en)" in packet


def test_a_sentence_keeps_the_order_of_its_places_in_every_language() -> None:
    """A PDF cuts a sentence at its places, so it cannot change their order."""
    for name in SAID:
        english = re.findall(r"\{\w+\}", SAID[name])
        with speaking("zh"):
            assert re.findall(r"\{\w+\}", SAID[name]) == english, name
            assert len(pieces(SAID[name])) == len(english) + 1


def test_a_part_of_a_sentence_is_escaped_unless_it_was_drawn() -> None:
    assert fill("On record: {what}", what="<b>") == "On record: &lt;b&gt;"
    assert fill("<i>{what}", what=Markup("<bdi>x</bdi>")) == "&lt;i&gt;<bdi>x</bdi>"
