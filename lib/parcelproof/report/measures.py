"""The eleven measures: what is on record for each, its answers, and what its checks found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from parcelproof.findings import Finding
from parcelproof.ledger.records import Answer, Inspection
from parcelproof.report.advice import advice
from parcelproof.report.blocks import Badge, Block, Check, Checklist, Fact, FindingList, KeyValues, Paragraph, Tone
from parcelproof.report.document import Section
from parcelproof.report.words import LEVEL, NOTHING, ROLE, TRACKED, WEIGHT, plain, when, yes_no
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

ANSWER: dict[str, tuple[str, Tone]] = {
    "yes": ("Yes", "good"),
    "no": ("No", "bad"),
    "not_applicable": ("Does not apply", "plain"),
}


def inspection_facts(found: Inspection, *, internal: bool) -> list[Fact]:
    """Return one inspection; the packet leaves out what nobody recorded."""
    rows = [
        Fact(label="Inspected", value=when(found.claimed_at)),
        Fact(label="By", value=found.inspector),
        Fact(label="Units checked", value=f"{found.units_checked} of {found.lot_size}"),
        Fact(label="Plan", value=found.plan),
        Fact(label="Defects found", value=f"critical {found.critical} · major {found.major} · minor {found.minor}"),
        Fact(label="Appearance in order", value=yes_no(found.appearance_ok)),
        Fact(label="Functions in order", value=yes_no(found.function_ok)),
        Fact(label="Result", value=plain(found.verdict)),
        Fact(label="Serial numbers", value=", ".join(found.serials), mono=True),
        Fact(label="Notes", value=found.notes if internal else ""),
    ]
    return [row for row in rows if row.value and (internal or row.value != NOTHING)]


def _inspections(stage: str) -> Callable[[Shipment], list[Fact]]:
    def facts(shipment: Shipment) -> list[Fact]:
        return [
            f for found in shipment.inspections if found.stage == stage for f in inspection_facts(found, internal=True)
        ]

    return facts


def _photos(*roles: str) -> Callable[[Shipment], list[Fact]]:
    def facts(shipment: Shipment) -> list[Fact]:
        return [
            Fact(label=f"Photo: {ROLE[p.role].lower()}", value=when(p.claimed_at), note=p.sha256[:16])
            for p in shipment.photos_of(*roles)
        ]

    return facts


def _packing(shipment: Shipment) -> list[Fact]:
    packing, facts = shipment.packing, []
    if packing:
        size = f"{packing.length_mm} × {packing.width_mm} × {packing.height_mm} mm"
        facts = [
            Fact(label="Box, outside", value=size, note=packing.box),
            Fact(label="Fragility", value=plain(packing.fragility)),
            Fact(label="Cushion", value=f"{packing.cushion_mm} mm on every side"),
            Fact(label="Contents", value=", ".join(plain(c) for c in packing.contents) or "Nothing special"),
            Fact(label="Nothing moves when shaken", value=yes_no(packing.shake_test_passed)),
            Fact(label="Packed", value=when(packing.claimed_at)),
        ]
        if battery := packing.battery:
            kind = "Lithium ion" if battery.chemistry == "ion" else "Lithium metal"
            where = {"alone": "alone", "with": "beside the device", "in": "in the device"}[battery.configuration]
            power = f", {battery.wh_battery} Wh each" if battery.wh_battery is not None else ""
            facts.append(Fact(label="Battery", value=f"{battery.count} × {kind}, {where}{power}"))
    return facts + _photos("cushioning", "after_packing")(shipment)


def _receipt(shipment: Shipment) -> list[Fact]:
    roles = ("before_packing", "after_packing", "on_scale", "label", "drop_off_receipt")
    return [
        Fact(label=WEIGHT[n], value=str(w), note=when(shipment.weight_times.get(n), ""))
        for n, w in shipment.weights.items()
    ] + _photos(*roles)(shipment)


def _declaration(shipment: Shipment) -> list[Fact]:
    form = shipment.declaration
    facts = [Fact(label="Form", value=f"{form.form.replace('_', ' ')}, {len(form.lines)} lines")] if form else []
    return facts + [
        Fact(label=f"Agreement: {plain(c.about).lower()}", value="Agreed" if c.agreed else "Not agreed",
             note=when(c.claimed_at, ""))
        for c in shipment.consents
    ]  # fmt: skip


def _gifts(shipment: Shipment) -> list[Fact]:
    facts = []
    for gift in shipment.gifts:
        page = "on the product page" if gift.on_product_page else "not on the product page"
        facts.append(Fact(label=f"{gift.quantity} × {gift.description}", value=page))
        facts.append(Fact(label="Confirmed by the buyer", value=when(gift.confirmed_at), note=gift.confirmation_text))
    return facts


def _communication(shipment: Shipment) -> list[Fact]:
    facts = []
    if shipment.messages:
        asked = sum(m.direction == "from_buyer" for m in shipment.messages)
        facts.append(Fact(label="Messages", value=f"{len(shipment.messages)}, {asked} from the buyer"))
    for inquiry in shipment.inquiries:
        answer = f"answered {when(inquiry.answered_at)}" if inquiry.answered_at else "no answer on record"
        cause = inquiry.cause or NOTHING
        facts.append(Fact(label=f"Inquiry to {inquiry.carrier} {inquiry.reference}".strip(),
                          value=f"{when(inquiry.claimed_at)} · {answer}", note=f"Cause: {cause}"))  # fmt: skip
    return facts


def _shipping(shipment: Shipment) -> list[Fact]:
    choice = shipment.shipping
    if choice is None:
        return []
    pairs = [
        ("Carrier", choice.carrier),
        ("Service", choice.service),
        ("Tracking", TRACKED[choice.tracked]),
        ("Signature asked for", yes_no(choice.signature_required)),
        ("Insured", str(choice.insured or "")),
        ("Cost", str(choice.cost or "")),
        ("Reason for this choice", choice.reason),
    ]
    return [Fact(label=label, value=value) for label, value in pairs if value]


def _monitoring(shipment: Shipment) -> list[Fact]:
    events = shipment.tracking.events
    if not events:
        return []
    systems = ", ".join(sorted({e.system for e in events}))
    return [
        Fact(label="Scans", value=f"{len(events)} from {systems}"),
        Fact(label="Last scan", value=when(shipment.tracking.last_scan_at)),
    ]


def _listings(shipment: Shipment) -> list[Fact]:
    return [
        Fact(label="Product page kept", value=when(page.claimed_at), note=f"{page.title} · SHA-256 {page.sha256}")
        for page in shipment.listings
    ]


RECORDS: dict[str, Callable[[Shipment], list[Fact]]] = {
    "delivery.quality_control": _inspections("quality_control"),
    "delivery.packaging": _packing,
    "delivery.delivery_receipt": _receipt,
    "delivery.declaration": _declaration,
    "delivery.gifts": _gifts,
    "tracking.communication": _communication,
    "tracking.shipping_choice": _shipping,
    "tracking.monitoring": _monitoring,
    "product.description": _listings,
    "product.inspection": _inspections("product_inspection"),
}


def _badge(findings: Sequence[Finding]) -> Badge:
    if not findings:
        return Badge(text="Not checked", tone="unknown")
    worst = min((f.level for f in findings), key=lambda level: level.rank)
    return Badge(text=LEVEL[worst][0], tone=LEVEL[worst][1])


def _answers(questions: Sequence[tuple[str, str]], answers: Mapping[str, Answer]) -> tuple[Check, ...]:
    items = []
    for question, text in questions:
        given = answers.get(question)
        if given:
            words, tone = ANSWER[given.answer]
            items.append(Check(question=text, answer=words, tone=tone, note=given.note))
    open_ones = [text for question, text in questions if question not in answers]
    if open_ones:
        # One row for all of them: a report of a busy seller would otherwise be mostly unanswered questions.
        count = f"{len(open_ones)} of {len(questions)} questions of this measure"
        items.append(Check(question=count, answer="Not answered", tone="unknown", note="\n".join(open_ones)))
    return tuple(items)


def measure_sections(
    shipment: Shipment, findings: Sequence[Finding], playbook: Playbook, titles: Mapping[str, str],
    details: Mapping[str, Sequence[Block]] | None = None,
) -> tuple[Section, ...]:  # fmt: skip
    """Return one section per measure, in playbook order; its group is the stage.

    ``details`` are further blocks by the id of their measure; they stand below its facts.
    """
    sections = []
    for stage in playbook.stages:
        for measure in stage.measures:
            own = [f for f in findings if f.measure == measure.id]
            facts = RECORDS[measure.id](shipment) if measure.id in RECORDS else []
            blocks: list[Block] = [KeyValues(rows=tuple(facts))] if facts else []
            blocks += (details or {}).get(measure.id, ())
            if not blocks:
                blocks.append(Paragraph(text="Nothing is on record yet.", tone="unknown"))
            questions = _answers([(q.id, q.text) for q in measure.questions], shipment.answers)
            if questions:
                blocks.append(Checklist(items=questions))
            told = sorted(own, key=lambda f: f.level.rank)
            if told:
                blocks.append(FindingList(items=tuple(advice(f, titles) for f in told), brief=True))
            sections.append(
                Section(
                    id=measure.id.replace(".", "-"),
                    title=f"{measure.number}. {measure.title}",
                    blocks=tuple(blocks),
                    group=stage.id,
                    badge=_badge(own),
                )
            )
    return tuple(sections)
