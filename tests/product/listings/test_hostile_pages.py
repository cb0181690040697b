"""Hostile pages: the work grows no faster than the page, and nothing dangerous comes out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hostile_pages import HEAD, TRAPS
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.product.listings import safe, snapshot
from parcelproof.product.listings.page_guard import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, thin
from parcelproof.product.listings.plain import plain_text

FORBIDDEN = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "meta",
    "base",
    "link",
    "img",
    "svg",
    "form",
    "a",
    "template",
}
SMALL, LARGE = 500, 2_000


class Seen(HTMLParser):
    """What a reader of the finished HTML finds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.values: list[str] = []
        self.depth = self.deepest = self.most = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]
        self.most = max(self.most, len(attrs))


def assert_harmless(page: str) -> None:
    seen = Seen(page)
    assert not seen.tags & FORBIDDEN
    assert not any(name.startswith("on") for name in seen.names)
    assert not seen.names & {"href", "src", "style", "srcset", "action", "data", "background", "http-equiv"}


@pytest.mark.parametrize("name", TRAPS)
def test_work_grows_no_faster_than_the_page(name: str) -> None:
    small, large = thin(HEAD + TRAPS[name](SMALL)), thin(HEAD + TRAPS[name](LARGE))
    assert large.steps <= small.steps * (LARGE / SMALL) + 50
    assert large.steps <= 2 * len(HEAD + TRAPS[name](LARGE))


@pytest.mark.parametrize("name", TRAPS)
def test_nothing_dangerous_comes_out(name: str) -> None:
    page = snapshot((HEAD + TRAPS[name](SMALL)).encode())
    assert page.title == "Lamp" or name == "many_json"
    assert_harmless(page.safe_html)


@pytest.mark.parametrize("name", ["attributes", "open_divs", "misnested", "tables", "picture_data"])
def test_two_hundred_kilobytes_are_read(name: str) -> None:
    trap = TRAPS[name]
    page = HEAD + trap(200_000 // len(trap(1)) + 1)
    if len(page) < 200_000:
        page += trap((200_000 - len(page)) // 4)
    seen = snapshot(page.encode())
    assert seen.steps <= 2 * len(page)
    assert_harmless(seen.safe_html)


def test_caps_hold() -> None:
    deep = thin("<div>" * (3 * MAX_DEPTH))
    assert deep.cut
    assert deep.html.count("<div>") == deep.html.count("</div>") == MAX_DEPTH
    wide = thin("<p id=a class=b " + " ".join(f"id={i} name=x{i} lang=y" for i in range(99)) + ">x")
    assert Seen(wide.html).most <= MAX_ATTRIBUTES
    many = thin("<br>" * (MAX_TAGS + 10))
    assert many.cut
    assert many.html.count("<br>") == MAX_TAGS


def test_the_guard_keeps_what_a_page_says() -> None:
    page = thin('<p title="a>b">One &lt; two<br>three</p><ul><li>x<li>y</ul><p>z')
    assert page.html == '<p title="a&gt;b">One &lt; two<br>three</p><ul><li>x</li><li>y</li></ul><p>z</p>'
    assert not page.cut
    assert page.language == ""
    assert thin("1 < 2 & <b>3</b>").html == "1 &lt; 2 & <b>3</b>"
    assert thin("<svg><path d='x'><p>after</p>").html == "<p>after</p>"
    assert thin("<p>a<script>b</p></script>c").html == "<p>ac</p>"


@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        page = snapshot(data)
    except InputError:
        return
    assert_harmless(page.safe_html)


PIECES = st.sampled_from(
    ["<", ">", "</", "<!--", "-->", "<![CDATA[", '"', "'", "=", " ", "/", "&lt;", "&#60;", "a", "p", "div", "script",
     "svg", "style", "title", "table", "td", "onload", "href", "src", "javascript:", "http://evil.example/", "\x00",
     "é", "字", "math",
     "mtext", "noscript", "textarea", "<script>", "<p ", "<img ", "<svg><style>",
     "<math><mtext><table><mglyph><style>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_mixture_of_marks_gets_through(page: str) -> None:
    assert_harmless(safe(thin(page).html))
    assert_harmless(safe(page))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_tags_are_balanced(page: str) -> None:
    html = thin(page).html
    opened: list[str] = []
    for end, name in re.findall(r"<(/?)([a-z][a-z0-9-]*)", html):
        if not end and name not in ("img", "br", "meta", "link"):
            opened.append(name)
        elif end:
            assert opened.pop() == name
    assert not opened


@given(st.lists(PIECES, max_size=40).map("".join))
def test_plain_text_takes_any_markup(markup: str) -> None:
    text = plain_text(markup)
    assert text == plain_text(text) or "&" in markup or "<" in text
    assert "<script>" not in text or "&lt;" in markup or "&#60;" in markup or markup.count("<") > 1
