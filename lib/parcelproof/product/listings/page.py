"""A saved product page: kept safe to show, and read for what it says about the product.

The page is bounded first (`page_guard`), then sanitised with nh3 and read with Beautiful Soup. Nothing is ever fetched.
Places of item specifics as eBay, Amazon and AliExpress wrote them in pages of 2023 to 2026, found in public scrapers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import nh3
from bs4 import BeautifulSoup, Tag

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.orders.amounts import MoneyReader, is_currency
from parcelproof.orders.model import BadValue
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listings.page_guard import thin
from parcelproof.product.listings.page_pairs import label_pairs
from parcelproof.product.listings.plain import one_line, plain_text
from parcelproof.product.listings.structured import Told, from_data, from_meta
from parcelproof.tables.encoding import decode
from parcelproof.units import Money

MAX_PAGE = 25_000_000
"""Bytes of a page. Browsers put all pictures into one file, so it may be large."""
MAX_TEXT = 100_000

_ALLOWED = (
    "h1 h2 h3 h4 h5 h6 p div span ul ol li dl dt dd table caption thead tbody tfoot tr th td br hr b strong i em u s "
    "sub sup small blockquote pre code section article main header footer nav figure figcaption abbr bdi bdo"
)
_TAGS = set(_ALLOWED.split())
_ATTRIBUTES = {"*": {"dir", "lang", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_FRAME = "nav, header, footer, [role=navigation]"
_SAVED_FROM = re.compile(r"saved from url=\(\d{4}\)(\S{1,2000})")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile", re.IGNORECASE)
_SINGLE_URL = re.compile(r"^\s*url:\s*(https?://\S{1,2000})", re.MULTILINE)
_SINGLE_DATE = re.compile(
    r"saved date:\s*\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC)([+-]\d{4})", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
_NUMBER_IN_URL = (
    re.compile(r"/itm/(?:[^/?#]{1,200}/)?(\d{9,15})(?=[/?#]|$)"),
    re.compile(r"/(?:dp|gp/product)/([A-Z0-9]{10})(?=[/?#]|$)"),
    re.compile(r"/item/(?:[^/?#]{1,200}/)?(\d{8,20})\.html"),
    re.compile(r"/listing/(\d{6,15})(?=[/?#]|$)"),
    re.compile(r"/products/([a-z0-9][a-z0-9-]{0,200})(?=[/?#.]|$)"),
)


@dataclass(frozen=True)
class Snapshot:
    """A product page as it was kept.

    Attributes
    ----------
    safe_html : str
        The page for people: no script, no style, no link, no picture, nothing that is loaded from elsewhere.
    facts : ListingFacts
        What it says about the product.
    captured_at : datetime or None
        When the page was saved, if the page itself says so. No proof: it can be edited like any file.
    captured_by : str
        The program that wrote that time into the page.
    cut : bool
        The page is larger than is read; the kept file is whole.
    steps : int
        Pieces of the page that were looked at.
    """

    safe_html: str
    facts: ListingFacts = field(default_factory=ListingFacts)
    captured_at: datetime | None = None
    captured_by: str = ""
    cut: bool = False
    steps: int = 0

    @property
    def title(self) -> str:
        """The title of the product."""
        return self.facts.title

    @property
    def text(self) -> str:
        """The page as plain text, without menus."""
        return self.facts.text


def snapshot(html: bytes, name: str = "page.html") -> Snapshot:
    """Read a saved product page.

    Parameters
    ----------
    html : bytes
        The file as it is; never trusted.
    name : str
        File name, for errors.

    Raises
    ------
    InputError
        If the page is too large or holds no text.
    """
    if len(html) > MAX_PAGE:
        raise InputError(
            _("This page is larger than {size} MB.", size=MAX_PAGE // 1_000_000), where=name,
            mend=_("Save it again as 'Web page, HTML only'."),
        )  # fmt: skip
    page = thin(_letters(html))
    soup = BeautifulSoup(page.html, "html.parser")
    told = from_data(page.data)
    told.fill(_microdata(soup))
    told.fill(from_meta([(_of(m, "property") or _of(m, "name"), _of(m, "content")) for m in soup.find_all("meta")]))
    heading, shown = _titles(soup)
    canonical = next((_of(link, "href") for link in soup.find_all("link") if "canonical" in _rel(link)), "")
    price = _price(told, soup)
    pictures = tuple(dict.fromkeys(told.pictures or _pictures(soup)))[:100]
    for part in soup.select(_FRAME):
        part.decompose()
    attributes = label_pairs(soup)
    for label, value in told.attributes.items():
        attributes.setdefault(label, value)
    text = plain_text(str(soup))
    if not text and not told.title:
        raise InputError(_("This page holds no text."), where=name, mend=_("Open it in a browser and save it again."))
    url = _saved_from(page.notes) or canonical or told.url
    when, program = _saved_at(page.notes)
    facts = ListingFacts(
        title=(heading if _inside(heading, told.title) else told.title or heading or shown)[:20_000],
        text=text[:MAX_TEXT], category=told.category, attributes=attributes, brand_field=told.brand, sku=told.sku,
        listing_id=listing_number(url) or listing_number(told.url) or told.product_id, gtin=told.gtin, mpn=told.mpn,
        url=url[:500], language=(page.language or told.language).strip(), source="page", price=price, pictures=pictures,
    )  # fmt: skip
    return Snapshot(
        safe_html=safe(page.html), facts=facts, captured_at=when, captured_by=program, cut=page.cut, steps=page.steps
    )


def safe(html: str) -> str:
    """Return HTML that can be shown: no script, no handler, no style, no address of any kind.

    Parameters
    ----------
    html : str
        Any HTML; a page of unknown size goes through `page_guard.thin` first.
    """
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None)


def listing_number(url: str) -> str:
    """Return the number of the listing that an address of eBay, Amazon, AliExpress, Etsy or Shopify holds."""
    return next((found[1] for pattern in _NUMBER_IN_URL if (found := pattern.search(url[:2_000]))), "")


# -- parts --------------------------------------------------------------------------------------


def _letters(html: bytes) -> str:
    """Decode as the file says; letters that cannot be read are shown as such, for the kept file is whole."""
    try:
        return decode(html, "")[0]
    except InputError:
        said = _CHARSET.search(html[:4_096])
        try:
            return html.decode(said[1].decode("ascii") if said else "utf-8", "replace")
        except (LookupError, ValueError):
            return html.decode("utf-8", "replace")


def _of(tag: Tag, name: str) -> str:
    value = tag.get(name, "")
    return value if isinstance(value, str) else " ".join(value or ())


def _rel(tag: Tag) -> list[str]:
    return _of(tag, "rel").lower().split()


def _titles(soup: BeautifulSoup) -> tuple[str, str]:
    heading = next((t for h in soup.find_all("h1", limit=20) if (t := one_line(h.get_text(" ")))), "")
    return heading.removeprefix("Details about "), one_line(soup.title.get_text()) if soup.title else ""


def _inside(heading: str, told: str) -> bool:
    """Whether the heading says the told title, and more: machines are often told a shortened one."""
    return bool(told) and heading.casefold().startswith(told.casefold().rstrip(" .…"))


def _microdata(soup: BeautifulSoup) -> Told:
    told = Told()
    places = {"name": "title", "sku": "sku", "mpn": "mpn", "gtin13": "gtin", "gtin12": "gtin", "gtin": "gtin",
              "price": "price", "priceCurrency": "currency", "brand": "brand", "productID": "product_id"}  # fmt: skip
    root = next((t for t in soup.find_all(itemtype=True, limit=50) if _of(t, "itemtype").endswith("/Product")), None)
    for tag in root.find_all(itemprop=True, limit=500) if root else ():
        place = places.get(_of(tag, "itemprop"), "")
        if place and not getattr(told, place):
            setattr(told, place, one_line(_of(tag, "content") or tag.get_text(" "))[:500])
    return told


def _price(told: Told, soup: BeautifulSoup) -> Money | None:
    price = read_price(told.price, told.currency)
    if price is None:
        shown = soup.select_one(".x-price-primary, .product-price-value, #prcIsum, .a-price .a-offscreen")
        price = read_price(one_line(shown.get_text(" ")) if shown else "", told.currency)
    return price


def read_price(text: str, currency: str = "") -> Money | None:
    """Read one price; None if amount or currency is not certain."""
    code = currency.strip().upper()
    money = None
    # A currency beside the amount counts more than the usual one of the shop.
    for column in ("", code if is_currency(code) else ""):
        try:
            money = money or (MoneyReader(mark=None).read(text.strip(), column) if text.strip() else None)
        except (BadValue, ValueError):
            continue
    return money if money and Decimal(0) <= money.amount < Decimal(10) ** 12 else None


def _pictures(soup: BeautifulSoup) -> list[str]:
    sources = (_of(image, "src").strip() for image in soup.find_all("img", limit=300))
    return [source for source in sources if source and len(source) <= 2_000]


def _saved_from(notes: list[str]) -> str:
    for note in notes:
        if found := _SAVED_FROM.search(note) or (_SINGLE_FILE.search(note) and _SINGLE_URL.search(note)):
            return found[1]
    return ""


def _saved_at(notes: list[str]) -> tuple[datetime | None, str]:
    for note in notes:
        found = _SINGLE_DATE.search(note) if _SINGLE_FILE.search(note) else None
        if found:
            try:
                return datetime.strptime(" ".join(found.groups()), "%b %d %Y %H:%M:%S %z"), "SingleFile"
            except ValueError:
                return None, ""
    return None, ""
