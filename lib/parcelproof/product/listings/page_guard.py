"""Make a saved page small and balanced before any parser sees it, in one pass over its characters.

A page may be made to stop a parser: a hundred thousand attributes, tags that are never closed, nesting without end,
megabytes of pictures in base64. Here every character is looked at once. What comes out has a bounded number of tags,
of attributes per tag and of levels, holds no script and no style, and closes every tag that it opens. It is not yet
safe to show: `parcelproof.product.listings.page` sanitises it with nh3.

The order of steps follows "Tokenization" of the HTML standard (html.spec.whatwg.org, read 2026-11).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field

MAX_DEPTH = 120
MAX_TAGS = 25_000
MAX_ATTRIBUTES = 16
MAX_VALUE = 4_000
MAX_TEXT = 2_000_000
MAX_SCRIPT = 1_000_000
MAX_SCRIPTS = 30


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _listed("area base br col hr img input link meta param source track wbr")
_RAW = _listed("script style textarea title iframe noembed noframes xmp")
_FOREIGN = frozenset({"svg", "math"})
_DROPPED = _FOREIGN | _listed("template object applet canvas audio video frameset")
_NOTHING = _listed("embed frame html head body noscript")
"""Tags without meaning here; what stands between them is read."""
_LEAVES_FOREIGN = _listed("body br div dl dt dd h1 h2 h3 h4 h5 h6 img li ol p span table ul")
"""A start tag that ends a drawing that was never closed, as the standard says."""
KEPT_ATTRIBUTES = _listed(
    "id class itemprop itemtype itemscope content property name href src alt type rel lang dir colspan rowspan "
    "value title data-testid http-equiv"
)
_ENDS: dict[str, frozenset[str]] = {
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tbody": frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "p"}),
    "tfoot": frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "p"}),
    "option": frozenset({"option"}),
}
"""A start tag that ends open elements of these kinds, as the standard says."""
_ENDS |= dict.fromkeys(
    _listed("p div ul ol dl table h1 h2 h3 h4 h5 h6 section article main header footer nav form"), frozenset({"p"})
)

_NAME = re.compile(r"[A-Za-z][^\s/>]{0,40}+")
_REST_OF_NAME = re.compile(r"[^\s/>]*+")
# Possessive: a run of blanks or letters is never tried twice.
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?:(?P<name>[^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>"'][^\s>]*+)?))?)?"""
)
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass
class Thin:
    """A page after the guard.

    Attributes
    ----------
    html : str
        Balanced and bounded.
    data : list of str
        The JSON-LD blocks of the page.
    notes : list of str
        The comments before the first element; browsers write there where the page came from.
    language : str
        As the page says.
    cut : bool
        Something was left out because the page is larger than is read.
    steps : int
        Tags, attributes and pieces of text looked at: the work that the page cost.
    """

    html: str = ""
    data: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    language: str = ""
    cut: bool = False
    steps: int = 0


def thin(page: str) -> Thin:
    """Return the page without what no reader needs and what could stop one.

    Parameters
    ----------
    page : str
        HTML of any size and quality; never trusted.
    """
    return _Guard(_CONTROL.sub("\ufffd", page)).run()


class _Guard:
    def __init__(self, page: str) -> None:
        self._page = page
        self._out: list[str] = []
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._skipping: list[str] = []
        self._tags = self._text = 0
        self._result = Thin()

    def run(self) -> Thin:
        at, page, result = 0, self._page, self._result
        while at < len(page) and not self._full():
            result.steps += 1
            sign = page.find("<", at)
            if sign < 0:
                self._say(page[at:])
                break
            if sign > at:
                self._say(page[at:sign])
            at = self._markup(sign)
        result.cut = result.cut or self._full() or bool(self._skipping)
        self._out += [f"</{name}>" for name in reversed(self._open)]
        result.html = "".join(self._out)
        return result

    def _full(self) -> bool:
        return self._tags >= MAX_TAGS or self._text >= MAX_TEXT

    # -- pieces -------------------------------------------------------------------------------

    def _markup(self, at: int) -> int:
        """Read what begins with ``<``; return where it ends."""
        page = self._page
        if page.startswith("<!--", at):
            end = page.find("-->", at + 4)
            if not self._tags and len(self._result.notes) < 5:
                self._result.notes.append(page[at + 4 : end if end >= 0 else at + 2_000][:2_000])
            return len(page) if end < 0 else end + 3
        following = page[at + 1 : at + 2]
        if following in ("!", "?"):
            return self._behind(">", at)
        if following == "/":
            name = _NAME.match(page, at + 2)
            if name:
                self._end(name[0].lower())
            return self._behind(">", at)
        name = _NAME.match(page, at + 1)
        if not name:
            self._say("<")
            return at + 1
        return self._start(name)

    def _behind(self, sign: str, at: int) -> int:
        end = self._page.find(sign, at)
        return len(self._page) if end < 0 else end + 1

    def _say(self, text: str) -> None:
        if self._skipping or not text:
            return
        self._text += len(text)
        self._out.append(text.replace("<", "&lt;"))

    def _start(self, found: re.Match[str]) -> int:
        rest = _REST_OF_NAME.match(self._page, found.end())
        assert rest is not None
        name, at = (found[0] + rest[0][:1]).lower(), rest.end()
        attributes, at, closed = self._attributes(at)
        if not closed:
            return len(self._page)  # the file ends inside the tag, which then does not count
        if name in _RAW:
            return self._raw(name, attributes, at)
        if name in _LEAVES_FOREIGN:
            while self._skipping and self._skipping[-1] in _FOREIGN:
                self._skipping.pop()
        if name in _DROPPED or self._skipping:
            if name in _DROPPED and not self._page.startswith("/>", at - 2):
                self._skipping.append(name)
            return at
        if name == "html":
            self._result.language = attributes.get("lang", "")[:35]
        elif name not in _NOTHING and name.isascii() and name.replace("-", "").isalnum():
            self._open_tag(name, attributes)
        return at

    def _attributes(self, at: int) -> tuple[dict[str, str], int, bool]:
        kept: dict[str, str] = {}
        page = self._page
        while True:
            self._result.steps += 1
            found = _ATTRIBUTE.match(page, at)
            assert found is not None
            at = found.end()
            name = found["name"]
            if name is None:
                return kept, at + 1, page.startswith(">", at)
            name = name.lower()
            if name in KEPT_ATTRIBUTES and name not in kept and len(kept) < MAX_ATTRIBUTES:
                value = found["double"] or found["single"] or found["bare"] or ""
                if len(value) <= MAX_VALUE and not value.lstrip()[:5].lower().startswith("data:"):
                    kept[name] = value

    # -- elements -----------------------------------------------------------------------------

    def _raw(self, name: str, attributes: dict[str, str], at: int) -> int:
        found = _RAW_END[name].search(self._page, at)
        end = found.start() if found else len(self._page)
        if not self._skipping and name == "title":
            content = html.escape(html.unescape(self._page[at : min(end, at + MAX_VALUE)]))
            self._out.append(f"<title>{content}</title>")
            self._tags += 1
        elif name == "script" and "ld+json" in attributes.get("type", "").lower():
            if end - at <= MAX_SCRIPT and len(self._result.data) < MAX_SCRIPTS:
                self._result.data.append(self._page[at:end])
            else:
                self._result.cut = True
        return self._behind(">", end) if found else len(self._page)

    def _open_tag(self, name: str, attributes: dict[str, str]) -> None:
        self._imply_ends(name)
        if name not in VOID and len(self._open) >= MAX_DEPTH:
            self._result.cut = True
            return
        self._tags += 1
        told = "".join(f' {key}="{_quoted(value)}"' for key, value in attributes.items())
        self._out.append(f"<{name}{told}>")
        if name not in VOID:
            self._open.append(name)
            self._counts[name] += 1

    def _imply_ends(self, name: str) -> None:
        ended = _ENDS.get(name)
        while ended and self._open and self._open[-1] in ended:
            last = self._open[-1]
            self._close_last()
            if last == name:
                return

    def _close_last(self) -> None:
        name = self._open.pop()
        self._counts[name] -= 1
        self._out.append(f"</{name}>")

    def _end(self, name: str) -> None:
        if self._skipping:
            if name == self._skipping[-1]:
                self._skipping.pop()
        elif self._counts[name]:
            while self._open[-1] != name:
                self._close_last()
            self._close_last()


def _quoted(value: str) -> str:
    return value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
