"""Every page stands in each language: the same cells and code, words of that language, links that stay in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from made_pages import PAGES, ROOT, UNLIKE, made_pages
from test_page_rules import TEMPLATE, name, shows_only_safe_outputs

from parcelproof.language import FALLBACK, LANGUAGES, VARIABLE, speaking
from parcelproof.playbook.twins import twin_of
from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings
from parcelproof.start_page import language_here, page_in, start_page
from parcelproof.steps.queue_letters import PAGE as LETTERS

LINK = re.compile(r"\]\(([^)]+)\)")
HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_IN_A_ROW = re.compile(r"(?:\b[A-Za-z]+ ){3,}")
MISSING = {"zh": "## 还缺什么"}
FIRST_LINES = {"zh": (r"\*\*要做的：\*\*", r"\*\*要准备的：\*\*", r"\*\*用时：\*\* \d+ 分钟。")}
OTHERS = [code for code in LANGUAGES if code != FALLBACK]


@pytest.fixture(
    params=[(page, code) for page in [*PAGES, TEMPLATE] for code in OTHERS], ids=lambda p: f"{name(p[0])}-{p[1]}"
)
def pair(request: pytest.FixtureRequest) -> tuple[Path, Path, str]:
    page, code = request.param
    return page, twin_of(page, code), code


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def texts(path: Path) -> list[str]:
    return [str(cell.source) for cell in read(path).cells if cell.cell_type == "markdown"]


def test_only_the_words_differ(pair: tuple[Path, Path, str]) -> None:
    page, twin, _code = pair
    assert twin.is_file(), f"{name(page)} needs {twin.name}"
    english, other = read(page), read(twin)
    assert (english.metadata, english.nbformat, english.nbformat_minor) == (
        other.metadata, other.nbformat, other.nbformat_minor,
    )  # fmt: skip
    bare = [
        [(c.id, c.cell_type, c.metadata, c.cell_type == "code" and dict(c)) for c in book.cells]
        for book in (english, other)
    ]
    assert bare[0] == bare[1]
    for said, meant in zip(texts(twin), texts(page), strict=True):
        assert said.count("\n## ") == meant.count("\n## "), said
        assert re.match(r"#* ?", said)[0] == re.match(r"#* ?", meant)[0], said  # type: ignore[index]
        minutes = [re.findall(r"\d+(?= minutes?\b| 分钟)", text) for text in (meant, said)]
        assert minutes[0] == minutes[1], said


def test_the_words_are_of_the_language(pair: tuple[Path, Path, str]) -> None:
    _page, twin, code = pair
    assert code == "zh"
    for text in texts(twin):
        assert HAN.search(text), text
        plain = LINK.sub("", re.sub(r"`[^`]*`|\*Run → Run All Cells\*", "", text))
        assert not ENGLISH_IN_A_ROW.search(plain), text
        assert len(text) <= 400, text
    assert sum(MISSING[code] in text for text in texts(twin)) == 1
    for words in FIRST_LINES[code]:
        assert re.search(words, texts(twin)[0]), words


def test_links_lead_to_the_same_pages_in_the_same_language(pair: tuple[Path, Path, str]) -> None:
    page, twin, code = pair
    for said, meant in zip(texts(twin), texts(page), strict=True):
        links = LINK.findall(said)
        assert sorted(links) == sorted(page_in(link, code) for link in LINK.findall(meant))
        for link in links:
            assert (twin.parent / link).resolve().is_file(), link


def test_no_twin_is_left_without_its_page() -> None:
    alone = [
        name(path) for path in (ROOT / "notebooks").rglob("*.*.ipynb")
        if path.with_name(f"{path.stem.partition('.')[0]}.ipynb") not in PAGES
        or path.stem.partition(".")[2] not in OTHERS
    ]  # fmt: skip
    assert alone == []


def test_the_start_page_is_that_of_the_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with speaking(FALLBACK):
        shop = create_shop(tmp_path / "shop", ShopSettings(language="zh"))
        monkeypatch.setenv("PARCELPROOF_SHOP", str(shop.folder))
        assert start_page(language_here()) == "notebooks/00_start_here.zh.ipynb"
        # No shop, or an unknown language: a server starts all the same, and the page says what is wrong.
        monkeypatch.setenv("PARCELPROOF_SHOP", str(tmp_path / "nowhere"))
        monkeypatch.setenv(VARIABLE, "xx")
        assert language_here() in LANGUAGES
    for code in LANGUAGES:
        assert (ROOT / start_page(code)).is_file()
        assert (ROOT / "notebooks" / "tracking" / page_in(LETTERS, code)).is_file()


@pytest.mark.slow
@pytest.mark.notebook
@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("page", UNLIKE, ids=name)
def test_a_page_runs_in_its_language(
    page: Path, code: str, tmp_path_factory: pytest.TempPathFactory, sample_folder: Path
) -> None:
    made = made_pages(tmp_path_factory, sample_folder, code)
    executed = json.loads((made / page.relative_to(ROOT / "notebooks")).read_text(encoding="utf-8"))
    shows_only_safe_outputs(executed)
    cells = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    shown = "".join("".join(out["data"].get("text/html", "")) for cell in cells for out in cell["outputs"])
    assert HAN.search(re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL)), "the page does not speak its language"


@pytest.mark.slow
@pytest.mark.notebook
@pytest.mark.parametrize("code", OTHERS)
def test_pages_in_another_language_leave_the_shop_whole(
    code: str, tmp_path_factory: pytest.TempPathFactory, sample_folder: Path
) -> None:
    assert Shop(made_pages(tmp_path_factory, sample_folder, code).parent / "shop").verify() == []
