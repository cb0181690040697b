"""Search in Chinese: a question without spaces finds the page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_site import MAKER

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = """# 交寄之前检查质量

每一件商品都要看过、开机试过，并把质检记录写下来，附上装箱照片。
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chinese")
    (folder / "in").mkdir()
    (folder / "in" / "index.md").write_text("# 手册\n\n```{toctree}\n检查\n```\n", encoding="utf-8")
    (folder / "in" / "检查.md").write_text(PAGE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", "-c", str(MAKER), str(folder / "in"),
         str(folder / "out")],
        check=False, capture_output=True, text=True, env={**os.environ, "SITE_LANGUAGE": "zh", "SITE_LANGUAGES": "zh"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.mark.parametrize("question", ["质检记录", "装箱照片", "检查质量", "质检 照片"])
def test_a_question_without_spaces_finds_the_page(browser: Any, site: Path, question: str) -> None:
    page = browser.new_context(offline=True).new_page()
    page.goto(f"file://{site}/search.html?q={question}")
    page.locator("#search-results li a").first.wait_for(timeout=20_000)
    assert any("交寄之前检查质量" in text for text in page.locator("#search-results li a").all_inner_texts())
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
