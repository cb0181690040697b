"""The offline site: whole, true to the playbook, nothing remote, usable from disk on a phone and by keyboard."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from made_site import KINDS, MAKER, REPORTS, made_site, open_from_disk
from markdown_it import MarkdownIt

from parcelproof.playbook import load_playbook

pytestmark = [pytest.mark.browser, pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Path:
    return made_site(tmp_path_factory, sample_folder)


class Reader(HTMLParser):
    """All references, anchors, and the text of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.references, self.anchors, self.words = path, [], set(), []
        self.feed(path.read_text(encoding="utf-8"))
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"id", "name"} and value:
                self.anchors.add(value)
            if name in {"href", "src", "action", "poster", "data", "srcset", "xlink:href", "formaction"} and value:
                self.references.append(value)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def read(site: Path) -> dict[Path, Reader]:
    return {path: Reader(path) for path in sorted(site.rglob("*.html"))}


def test_nothing_on_the_site_is_remote(site: Path, read: dict[Path, Reader]) -> None:
    remote = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.I)
    assert [(p.name, r) for p, page in read.items() for r in page.references if remote.match(r)] == []
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"(?:url\(\s*['\"]?|@import\s+['\"]?)(?:https?:)?//", text) == [], path.name


def test_every_link_on_the_site_leads_somewhere(site: Path, read: dict[Path, Reader]) -> None:
    lost = []
    for path, page in read.items():
        for reference in page.references:
            parts = urlsplit(reference)
            if parts.scheme == "data" or reference == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or not target.is_relative_to(site):
                lost.append(f"{path.relative_to(site)} -> {reference}")
            elif parts.fragment and target in read and unquote(parts.fragment) not in read[target].anchors:
                lost.append(f"{path.relative_to(site)} -> {reference} (no such place)")
    assert lost == []


def test_all_that_the_playbook_says_is_on_the_site(site: Path, read: dict[Path, Reader]) -> None:
    def shown(place: str) -> str:
        return read[site / "en" / place].text

    def words(text: str) -> str:
        return " ".join(re.sub(r"\{([a-z0-9_]+)\}", lambda m: "‹" + m[1].replace("_", " ") + "›", text).split())

    book = load_playbook()
    for measure in book.measures.values():
        page = shown(f"playbook/{measure.id.replace('.', '/')}.html")
        for said in (measure.promise, *(text for q in measure.questions for text in (q.text, q.why))):
            assert words(said) in page
        for check in measure.checks:
            for message in check.messages.values():
                assert all(words(part) in page for part in (message.title, message.why, message.fix)), check.id
    for reason in book.reasons.values():
        page = shown(f"evidence/{reason.id}.html")
        for cell in book.evidence.cells_of(reason.id):
            if cell.level != "irrelevant":
                assert book.item(cell.item).title in page
                assert words(cell.sources) in page
    for versions in book.rules.values():
        for rule in versions:
            page = shown(f"rules/{rule.topic}.html")
            assert words(rule.value) in page or "{" in rule.value
            assert rule.review_by.isoformat() in page
    glossary = shown("glossary.html")
    assert all(words(term.means) in glossary for term in book.glossary.values())


def test_a_page_that_ran_shows_the_sample_and_no_code(site: Path, read: dict[Path, Reader]) -> None:
    page = read[site / "en" / "notebooks" / "delivery" / "01_quality_control.html"].text
    assert "ebay-12-13094-50631" in page
    assert "Folding LED Desk Lamp" in page
    assert "from parcelproof import" not in page
    assert "Traceback" not in page


def test_the_site_speaks_every_language_whole() -> None:
    def keys(value: object, at: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from keys(inner, f"{at}.{name}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from keys(inner, f"{at}.{number}")
        else:
            yield at

    read = {p.stem: yaml.safe_load(p.read_text(encoding="utf-8")) for p in (MAKER / "words").glob("*.yaml")}
    english = {key for key in keys(read["en"]) if not key.startswith(".rules.titles.")}
    for language, words in read.items():
        assert {key for key in keys(words) if not key.startswith(".rules.titles.")} == english, language
    topics = {rule.topic for versions in load_playbook().rules.values() for rule in versions}
    for language in set(read) - {"en"}:
        assert topics <= set(read[language]["rules"]["titles"])


def test_each_page_leads_to_its_twin(site: Path, read: dict[Path, Reader]) -> None:
    from make_site import site_languages

    for language in site_languages():
        assert (site / language / "index.html").is_file()
        for twin in set(site_languages()) - {language}:
            for path, page in read.items():
                place = path.relative_to(site)
                if place.parts[0] == language and place.parts[1] != "sample":
                    assert any(f"../{twin}/" in reference for reference in page.references), place


@given(st.text())
def test_foreign_text_in_a_page_is_shown_as_it_is(text: str) -> None:
    from markdown import escaped

    shown = MarkdownIt("commonmark").enable("table").render("# " + escaped("x " + text))
    plain = html.unescape(re.sub(r"^<h1>|</h1>\n$", "", shown))
    assert plain == " ".join(("x " + text).split()).replace("\0", "\ufffd")


@given(st.text(st.sampled_from("`~{}<>&\"'/scriptx \n"), max_size=60))
def test_foreign_text_cannot_end_the_block_that_holds_it(text: str) -> None:
    from markdown import SitePage, blocks

    page = SitePage("x", blocks({}))
    page.block("lede", text=text)
    (fence,) = [t for t in MarkdownIt("commonmark").parse("\n\n".join(page._parts)) if t.type == "fence"]
    assert fence.info == "{raw} html"
    assert fence.content.startswith('<p class="lede">')
    assert fence.content.endswith("</p>\n")
    assert "<" not in fence.content[len('<p class="lede">') : -len("</p>\n")]


def test_links_of_documents_lead_to_pages_or_nowhere() -> None:
    from links import Relinker

    relink = Relinker({"a/README.md": "teach/a.md"}).at("batch/x/y.md")
    assert relink.text("[w](../a/README.md#z)", Path("b")) == "[w](../../teach/a.md#z)"
    assert relink.text("see [the file](../lib/x.py) ![p](p.png)", Path("b")) == "see the file "
    assert relink.text("[w](https://x.example/y)", Path("b")) == "w (`https://x.example/y`)"


# -- in a browser, from disk ------------------------------------------------------------------


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Any]:
    page = browser.new_context(offline=True).new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    assert [url for url in page.asked if not url.startswith(("file://", "data:"))] == []


def search(tab: Any, site: Path, words: str) -> list[str]:
    open_from_disk(tab, site, "en/index.html")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.get_by_role("textbox", name="Search").fill(words)
    tab.keyboard.press("Enter")
    tab.locator("#search-results li a").first.wait_for(timeout=20_000)
    return [link.get_attribute("href") or "" for link in tab.locator("#search-results li a").all()]


def test_search_from_disk_finds_a_word_and_a_check(tab: Any, site: Path) -> None:
    assert any(found.startswith("glossary.html") for found in search(tab, site, "chargeback"))
    title = load_playbook().checks["delivery.quality_control.on_record"].messages["missing"].title
    found = search(tab, site, title)
    assert any(link.startswith("playbook/delivery/quality_control.html#") for link in found)
    tab.locator("#search-results li a[href*='quality_control.html#']").first.click()
    assert tab.locator("h3:target, :target h3").first.inner_text().startswith(title)


@pytest.mark.parametrize("width", [400, 1280])
def test_no_page_is_wider_than_the_window(tab: Any, site: Path, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    for place in (*KINDS, *REPORTS):
        open_from_disk(tab, site, place)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, place


def test_a_wide_table_scrolls_by_keyboard(tab: Any, site: Path) -> None:
    tab.set_viewport_size({"width": 400, "height": 800})
    open_from_disk(tab, site, "en/rules/claim_windows.html")
    box = tab.get_by_role("region").first
    box.focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("document.querySelector('.table-box').scrollLeft > 0", timeout=5_000)


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(tab: Any, site: Path) -> None:
    tab.set_viewport_size({"width": 400, "height": 800})
    open_from_disk(tab, site, "en/index.html")
    menu = tab.get_by_role("button", name="Toggle site navigation sidebar")
    first = tab.locator(".sidebar-tree a").first
    assert not first.is_visible()
    menu.focus()
    tab.keyboard.press("Enter")
    first.wait_for(state="visible", timeout=5_000)
    tab.keyboard.press("Escape")
    first.wait_for(state="hidden", timeout=5_000)
    assert menu.evaluate("button => document.activeElement === button")
