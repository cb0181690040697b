"""Photos, and the customs declaration against order and weights."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from decimal import Decimal

from parcelproof.clock import show
from parcelproof.errors import EvidenceError
from parcelproof.ledger.records import Declaration, Photo
from parcelproof.messages import _
from parcelproof.report.blocks import Block, Cell, Column, Fact, KeyValues, Paragraph, Picture, Pictures, Table
from parcelproof.report.document import Audience, Section
from parcelproof.report.words import ROLE, TIME_SOURCE, WEIGHT, nothing, plain, when
from parcelproof.shipment import Shipment
from parcelproof.units import Money, Weight

JPEG = b"\xff\xd8\xff"
ReadFile = Callable[[str], bytes]


def picture_of(photo: Photo, read_file: ReadFile, *, internal: bool) -> Picture:
    """Return one photo with its caption.

    Raises
    ------
    EvidenceError
        If its thumbnail is not the file that was recorded.
    """
    data = read_file(photo.thumbnail.sha256)
    if not data.startswith(JPEG) or hashlib.sha256(data).hexdigest() != photo.thumbnail.sha256:
        raise EvidenceError(
            _("The small picture of a photo was altered or is no JPEG."),
            where=_("photo {photo}", photo=photo.sha256[:12]),
            mend=_("Run 'parcelproof verify' to see what was altered."),
        )
    taken = _("Taken {when}", when=show(photo.claimed_at)) if photo.claimed_at else ""
    clock = _("Time: {source}", source=TIME_SOURCE[photo.time_source]) if internal else ""
    lines = [taken, clock, f"SHA-256 {photo.sha256}"]
    if internal:
        lines += [_("Edited with {program}", program=photo.edited_with) if photo.edited_with else ""]
        lines += [_("Place data was in the file; the copies have none") if photo.had_gps else ""]
    return Picture(
        sha256=photo.sha256,
        jpeg=data,
        title=ROLE[photo.role],
        alt=_("Photo: {what}", what=ROLE[photo.role].lower()),
        lines=tuple(line for line in lines if line),
    )


def photos_section(shipment: Shipment, read_file: ReadFile, *, internal: bool) -> Section | None:
    """Return the photos as thumbnails, in the order of packing.

    Raises
    ------
    EvidenceError
        If a thumbnail is not the file that was recorded.
    """
    blocks: list[Block] = []
    if internal:
        for twin in shipment.photo_twins:
            text = _(
                "Photo {photo} was also used for shipment {shipment}.",
                photo=twin.photo_sha256[:12], shipment=twin.other_shipment,
            )  # fmt: skip
            blocks.append(Paragraph(text=text, tone="bad"))
    pictures = tuple(picture_of(photo, read_file, internal=internal) for photo in shipment.photos)
    if pictures:
        blocks.append(Pictures(items=pictures))
    elif internal:
        blocks.append(Paragraph(text=_("No photo is on record."), tone="bad"))
    if not blocks:
        return None
    audience: Audience = "internal" if internal else "packet"
    return Section(
        id="photos" if internal else "packet-photos", title=_("Photos"), blocks=tuple(blocks), audience=audience
    )


def _sum(values: list[Money]) -> str:
    total: dict[str, Decimal] = {}
    for value in values:
        total[value.currency] = total.get(value.currency, Decimal(0)) + value.amount
    return " + ".join(str(Money(amount=amount, currency=currency)) for currency, amount in sorted(total.items()))


def _compare(label: str, ours: str, form: str, same: bool | None) -> tuple[Cell, ...]:
    if same is None:
        answer = Cell(text=_("Cannot compare"), tone="unknown", badge=True)
    else:
        answer = Cell(text=_("Same") if same else _("Different"), tone="good" if same else "bad", badge=True)
    return (Cell(text=label), Cell(text=ours or nothing()), Cell(text=form or nothing()), answer)


def _same_weight(a: Weight | None, b: Weight | None) -> bool | None:
    return a.grams == b.grams if a and b else None


def comparison(shipment: Shipment, declaration: Declaration) -> Table:
    """Compare the form with order and scales; what differs stands on top."""
    order = shipment.order
    goods = [line for line in declaration.lines if not line.is_gift]
    values = [line.value for line in goods]
    paid = order.goods if order else None
    one_currency = bool(paid) and {v.currency for v in values} == {paid.currency if paid else ""}
    value_same = sum((v.amount for v in values), Decimal(0)) == paid.amount if paid and one_currency else None
    ordered = sum(item.quantity for item in shipment.items)
    listed = sum(line.quantity for line in goods)
    nets = [line.net_weight.grams for line in declaration.lines if line.net_weight]
    net = shipment.weights.get("net")
    nets_known = len(nets) == len(declaration.lines)
    gifts, gift_lines = len(shipment.gifts), sum(line.is_gift for line in declaration.lines)
    packed = shipment.weights.get("packed")
    on_form = declaration.total_weight or shipment.weights.get("declared")
    rows = [
        _compare(_("Value of the goods"), str(paid or ""), _sum(values), value_same),
        _compare(_("Quantity"), str(ordered), str(listed), ordered == listed if shipment.items else None),
        _compare(_("Total weight"), str(packed or ""), str(on_form or ""), _same_weight(packed, on_form)),
        _compare(
            _("Net weight"),
            str(net or ""),
            f"{sum(nets, Decimal(0)).normalize():f} g" if nets_known else "",
            sum(nets, Decimal(0)) == net.grams if nets_known and net else None,
        ),
        _compare(_("Gifts"), str(gifts), str(gift_lines), gifts == gift_lines),
    ]
    rank = {"bad": 0, "unknown": 1, "good": 2}
    columns = (
        Column(title="", width=3),
        Column(title=_("Order and scale"), width=3),
        Column(title=_("On the form"), width=3),
        Column(title=_("Result"), width=3),
    )
    return Table(
        caption=_("The form against order and weights, differences first"),
        columns=columns,
        rows=tuple(sorted(rows, key=lambda row: rank[row[3].tone])),
    )


def declared_lines(declaration: Declaration) -> Table:
    """Return the lines of the form as they were written."""
    columns = (
        Column(title=_("Description"), width=5),
        Column(title=_("Quantity"), align="end", width=2),
        Column(title=_("Value"), align="end", width=2),
        Column(title=_("Net weight"), align="end", width=2),
        Column(title=_("HS code"), width=2),
        Column(title=_("Origin")),
    )
    rows = tuple(
        (
            Cell(text=line.description, small=_("Gift") if line.is_gift else ""),
            Cell(text=str(line.quantity)),
            Cell(text=str(line.value)),
            Cell(text=str(line.net_weight or "")),
            Cell(text=line.hs_code or "", mono=True),
            Cell(text=line.origin or ""),
        )
        for line in declaration.lines
    )
    return Table(caption=_("Lines of the {form}", form=declaration.form.replace("_", " ")), columns=columns, rows=rows)


def weights_table(weights: Mapping[str, Weight], shipment: Shipment) -> Table:
    """Return every weight on record, as it was read, with its time."""
    rows = tuple(
        (
            Cell(text=WEIGHT[name]),
            Cell(text=str(weights[name])),
            Cell(text=when(shipment.weight_times.get(name), "")),
        )
        for name in WEIGHT
        if name in weights
    )
    columns = (
        Column(title=_("Weight"), width=4),
        Column(title=_("As read"), align="end", width=2),
        Column(title=_("When"), width=3, tight=True),
    )
    return Table(caption=_("Weights"), columns=columns, rows=rows)


def form_facts(declaration: Declaration) -> KeyValues:
    """Return the head of the form."""
    pairs = [
        (_("Form"), declaration.form.replace("_", " ")),
        (_("Kind of goods"), plain(declaration.category)),
        (_("Declared"), when(declaration.claimed_at, "")),
        (_("Total weight"), str(declaration.total_weight or "")),
        (_("IOSS"), declaration.ioss),
        (_("Sender's tax number"), declaration.sender_tax_id),
    ]
    return KeyValues(rows=tuple(Fact(label=label, value=value) for label, value in pairs if value))


def declaration_section(shipment: Shipment) -> Section:
    """Return the form, the comparison, the weights and the buyer's agreements, for the seller."""
    declaration = shipment.declaration
    blocks: list[Block] = []
    if declaration is None:
        blocks.append(Paragraph(text=_("The customs declaration is not on record."), tone="bad"))
    else:
        blocks += [comparison(shipment, declaration), form_facts(declaration), declared_lines(declaration)]
        if declaration.explanation or declaration.value_explained_by:
            why = " · ".join(x for x in (plain(declaration.value_explained_by), declaration.explanation) if x)
            blocks.append(KeyValues(rows=(Fact(label=_("Reason for the value"), value=why),)))
    blocks.append(_weights_or_word(shipment))
    if shipment.consents:
        blocks.append(consents_table(shipment))
    return Section(id="declaration", title=_("Customs declaration and weights"), blocks=tuple(blocks))


def _weights_or_word(shipment: Shipment) -> Block:
    if shipment.weights:
        return weights_table(shipment.weights, shipment)
    return Paragraph(text=_("No weight is on record."), tone="bad")


def consents_table(shipment: Shipment) -> Table:
    """Return what the buyer agreed to, word for word."""
    rows = tuple(
        (
            Cell(text=when(c.claimed_at)),
            Cell(text=plain(c.about), small=_("asked by the {who}, {channel}", who=c.asked_by, channel=c.channel)),
            Cell(text=_("Agreed") if c.agreed else _("Not agreed"), tone="good" if c.agreed else "bad", badge=True),
            Cell(text=c.text),
        )
        for c in shipment.consents
    )
    columns = (
        Column(title=_("Time"), width=3, tight=True),
        Column(title=_("About"), width=3),
        Column(title=_("Answer"), width=2),
        Column(title=_("In words"), width=5),
    )
    return Table(caption=_("Agreements of the buyer"), columns=columns, rows=rows)
