"""What each source states about one article, attribute by attribute, ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.playbook.consistency import Source
from parcelproof.product.identifiers import check_gtin, check_imei
from parcelproof.product.said_values import (
    MISSING,
    names_only_colours,
    read_brand,
    read_codes,
    read_colour,
    read_energy,
    read_hs,
    read_origin,
    read_parts,
    read_plug,
    read_size,
    read_storage,
    read_voltage,
)
from parcelproof.product.subjects import Subject, common_words
from parcelproof.shipment import Shipment

_TITLE_PARTS = re.compile(r"[,;|()\[\]/]|\s[-–—]\s")


@dataclass(frozen=True)
class Stated:
    """One value of one source.

    Attributes
    ----------
    source : str
        As the playbook names it.
    text : str
        For people, as it was written.
    value : object
        The same in a form that can be compared.
    """

    source: Source
    text: str
    value: Any


Read = Callable[[str], Any]


def _texts(subject: Subject, name: str) -> Iterator[tuple[Source, str]]:
    """Yield what page, chosen variation and product record say about an attribute."""
    if text := subject.page_values.get(name, ""):
        yield "listing", text
    if text := subject.choice.get(name, ""):
        yield "order", text
    if subject.product and (text := subject.product.attributes.get(name, "")).strip():
        yield "product", text


def _read_texts(subject: Subject, name: str, read: Read) -> Iterator[Stated]:
    for source, text in _texts(subject, name):
        if (value := read(text)) is not None:
            yield Stated(source, text, value)


def _from_titles(subject: Subject, read: Read, seen: set[Source]) -> Iterator[Stated]:
    """Yield what a title says by itself, for sources that say nothing in a field."""
    for source, title in subject.titles:
        if source not in seen and (value := read(title)) is not None:
            yield Stated(source, title, value)


def goods(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the words that name the thing: page or order against the form."""
    texts = [title for _, title in subject.titles]
    for line in subject.lines:
        if texts:
            yield Stated("order" if subject.item else "listing", subject.title, common_words(texts))
        yield Stated("customs", line.description, common_words([line.description]))


def brand(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the brand of page, product and papers."""

    def read(text: str) -> str | None:
        return read_brand(text, playbook)

    yield from _read_texts(subject, "brand", read)
    product = subject.product
    for text in (product.brand, product.brand_field) if product else ():
        if text.strip() and (value := read(text)) is not None:
            yield Stated("product", text, value)
    for paper in subject.papers:
        # A paper without brand says nothing, and one that says "generic" is about the supplier's own list.
        if paper.brand.strip() and (value := read(paper.brand)):
            yield Stated("invoice", paper.brand, value)


def model(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the model of page and product; titles and form only where they name one that is known."""
    product = subject.product
    brands = [subject.page_values.get("brand", ""), product.brand if product else ""]
    found = list(_read_texts(subject, "model", lambda text: read_codes(text, brands)))
    names = [text for text in (product.model, product.mpn) if text.strip()] if product else []
    codes = frozenset().union(*(read_codes(text, brands) or frozenset() for text in names))
    # A maker's part number often is the model with the colour or the country behind it.
    mpn = re.sub(r"[\W_]+", "", product.mpn).upper() if product else ""
    codes |= {code for one in found for code in one.value if len(code) > 3 and mpn.startswith(code)}
    if codes:
        found.append(Stated("product", " / ".join(dict.fromkeys(names)), codes))
    yield from found
    known = frozenset(code for one in found for code in one.value if len(code) > 2)
    texts: list[tuple[Source, str]] = [("order", subject.item.title)] if subject.item else []
    texts += [("customs", line.description) for line in subject.lines]
    for source, text in texts:
        joined = re.sub(r"[\W_]+", "", text).upper()
        if named := frozenset(code for code in known if code in joined):
            yield Stated(source, text, named)


def gtin(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the GTIN of page and product, and the one that a photo shows."""
    stated = [*_texts(subject, "gtin")]
    if subject.product and subject.product.gtin.strip():
        stated.append(("product", subject.product.gtin))
    for source, text in stated:
        answer = check_gtin(text)
        if answer.state in ("right", "wrong", "cannot_tell") and answer.number.isdigit():
            yield Stated(source, text, answer.number.zfill(14))
    if subject.alone and stated:
        for code in photo_codes(shipment):
            answer = check_gtin(code)
            if answer.is_right and len(answer.number) > 8 and not check_imei(code).is_right:
                yield Stated("photos", code, answer.number.zfill(14))


def colour(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the colour of fields, of the chosen variation, and of a part of a title that is nothing but a colour."""
    found = list(_read_texts(subject, "colour", lambda text: read_colour(text, playbook)))
    yield from found
    seen = {one.source for one in found}
    texts = list(subject.titles)
    if subject.item and subject.item.variation.strip() and "order" not in seen:
        texts.insert(0, ("order", subject.item.variation))
    if subject.product and "product" in seen:
        texts = [pair for pair in texts if pair[0] != "product"]
    texts += [("customs", line.description) for line in subject.lines]
    for source, text in texts:
        if source in seen:
            continue
        parts = [p for p in _TITLE_PARTS.split(re.sub(r"[^,;/|:=]+[:=]", "", text)) if names_only_colours(p, playbook)]
        if parts and (value := read_colour(" ".join(parts), playbook)):
            seen.add(source)
            yield Stated(source, ", ".join(p.strip() for p in parts), value)


def size(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the size of fields and of the chosen variation, and of titles if a field names one."""
    found = list(_read_texts(subject, "size", read_size))
    seen = {one.source for one in found}
    if subject.item and "order" not in seen:
        for part in re.split(r"[,;/|]", subject.item.variation):
            bare = part.split(":")[-1]
            if value := read_size(bare):
                found.append(Stated("order", bare.strip(), value))
                seen.add("order")
                break
    yield from found
    kinds = {kind for one in found for kind, _ in one.value}
    for source, title in subject.titles if found else ():
        if source in seen:
            continue
        read = [value for part in _TITLE_PARTS.split(title) if (value := read_size(part))]
        if value := frozenset(s for one in read for s in one if s[0] in kinds):
            yield Stated(source, title, value)


def storage(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the storage that titles, the chosen variation and the fields of the page name."""
    texts: list[tuple[Source, str]] = []
    if subject.page:
        fields = [
            v for k, v in subject.page.attributes.items() if re.search(r"storage|capacity|speicher|容量", k, re.I)
        ]
        texts.append(("listing", " ".join(fields) or subject.page.title))
    if subject.item:
        chosen = subject.item.variation if read_storage(subject.item.variation) is not None else subject.item.title
        texts.append(("order", chosen))
    if subject.product:
        texts.append(("product", subject.product.title))
    texts += [("customs", line.description) for line in subject.lines]
    for source, text in texts:
        if (value := read_storage(text)) is not None:
            yield Stated(source, text, value)


def battery_wh(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the energy of one battery."""
    found = list(_read_texts(subject, "battery_wh", read_energy))
    seen: set[Source] = {one.source for one in found}
    yield from found
    yield from _from_titles(subject, read_energy, seen)
    for line in subject.lines:
        if (value := read_energy(line.description)) is not None:
            yield Stated("customs", line.description, value)
    battery = shipment.packing.battery if shipment.packing else None
    if battery and battery.wh_battery is not None and subject.alone:
        yield Stated("packing", f"{battery.wh_battery.normalize():f} Wh", frozenset({("Wh", battery.wh_battery)}))


def voltage(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the input voltage; free words count only where they name the mains."""
    found = list(_read_texts(subject, "voltage", read_voltage))
    yield from found
    seen: set[Source] = {one.source for one in found}
    mains = any(one.value[0] == "mains" for one in found)
    if not mains:
        return
    texts: list[tuple[Source, str]] = [*subject.titles, *(("customs", line.description) for line in subject.lines)]
    for source, text in texts:
        value = read_voltage(text)
        if source not in seen and value is not None and value[0] == "mains":
            seen.add(source)
            yield Stated(source, text, value)


def plug(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the plug; the chosen variation and titles only where they name one."""

    def read(text: str) -> frozenset[str] | None:
        return read_plug(text, playbook)

    found = list(_read_texts(subject, "plug", read))
    yield from found
    seen = {one.source for one in found}
    if subject.item and "order" not in seen:
        for text in (subject.item.variation, subject.item.title):
            if re.search(r"plug|stecker|prise|fiche|enchufe|spina|插头|规", text, re.I) and (value := read(text)):
                yield Stated("order", text, value)
                return


def origin(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the country of origin."""
    yield from _read_texts(subject, "origin", read_origin)
    if subject.product and subject.product.origin:
        yield Stated("product", subject.product.origin, subject.product.origin)
    for line in subject.lines:
        if line.origin:
            yield Stated("customs", line.origin, line.origin)


def hs_code(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the HS code."""
    yield from _read_texts(subject, "hs6", read_hs)
    if subject.product and subject.product.hs_code:
        yield Stated("product", subject.product.hs_code, subject.product.hs_code)
    for line in subject.lines:
        if line.hs_code:
            yield Stated("customs", line.hs_code, line.hs_code)


def in_the_box(subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    """Yield the box lists, and what was missing at the inspection."""
    yield from _read_texts(subject, "in_the_box", lambda text: read_parts(text, playbook))
    listed = subject.product.in_the_box if subject.product else ()
    if listed and (value := read_parts("\n".join(listed), playbook)):
        yield Stated("product", ", ".join(listed), value)
    for unit in subject.units:
        missing = [part for part in unit.missing_parts if part.strip()]
        if missing:
            yield Stated("inspection", _("without {parts}", parts=", ".join(missing)), frozenset({(MISSING, *missing)}))


def photo_codes(shipment: Shipment) -> tuple[str, ...]:
    """Return the codes that photos of the unit show; those of the label are the carrier's."""
    return tuple(dict.fromkeys(c for p in shipment.photos_of("serial", "item_back", "item_front") for c in p.barcodes))


FEATURES: Mapping[str, Callable[[Subject, Shipment, Playbook], Iterator[Stated]]] = {
    "goods": goods, "brand": brand, "model": model, "gtin": gtin, "colour": colour, "size": size, "storage": storage,
    "battery_wh": battery_wh, "voltage": voltage, "plug": plug, "origin": origin, "hs_code": hs_code,
    "in_the_box": in_the_box,
}  # fmt: skip
"""What an article is, by attribute id."""
