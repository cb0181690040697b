"""The eleven measures: what is on record for each, its answers, and what its checks found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from parcelproof.findings import Finding
from parcelproof.ledger.records import Answer, Inspection
from parcelproof.messages import N_, Wording, _
from parcelproof.report.advice import advice
from parcelproof.report.blocks import Badge, Block, Check, Checklist, Fact, FindingList, KeyValues, Paragraph, Tone
from parcelproof.report.document import Section
from parcelproof.report.words import LEVEL, LEVEL_TONE, ROLE, TRACKED, WEIGHT, nothing, plain, when, yes_no
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

ANSWER: Mapping[str, str] = Wording({"yes": N_("Yes"), "no": N_("No"), "not_applicable": N_("Does not apply")})
ANSWER_TONE: dict[str, Tone] = {"yes": "good", "no": "bad", "not_applicable": "plain"}


def _defects(found: Inspection) -> str:
    return _(
        "critical {critical} · major {major} · minor {minor}",
        critical=found.critical, major=found.major, minor=found.minor,
    )  # fmt: skip


def inspection_facts(found: Inspection, *, internal: bool) -> list[Fact]:
    """Return one inspection; the packet leaves out what nobody recorded."""
    rows = [
        Fact(label=_("Inspected"), value=when(found.claimed_at)),
        Fact(label=_("By"), value=found.inspector),
        Fact(label=_("Units checked"), value=_("{checked} of {all}", checked=found.units_checked, all=found.lot_size)),
        Fact(label=_("Plan"), value=found.plan),
        Fact(label=_("Defects found"), value=_defects(found)),
        Fact(label=_("Appearance in order"), value=yes_no(found.appearance_ok)),
        Fact(label=_("Functions in order"), value=yes_no(found.function_ok)),
        Fact(label=_("Result"), value=plain(found.verdict)),
        Fact(label=_("Serial numbers"), value=", ".join(found.serials), mono=True),
        Fact(label=_("Notes"), value=found.notes if internal else ""),
    ]
    return [row for row in rows if row.value and (internal or row.value != nothing())]


def _inspections(stage: str) -> Callable[[Shipment], list[Fact]]:
    def facts(shipment: Shipment) -> list[Fact]:
        return [
            f for found in shipment.inspections if found.stage == stage for f in inspection_facts(found, internal=True)
        ]

    return facts


def _photos(*roles: str) -> Callable[[Shipment], list[Fact]]:
    def facts(shipment: Shipment) -> list[Fact]:
        return [
            Fact(label=_("Photo: {what}", what=ROLE[p.role].lower()), value=when(p.claimed_at), note=p.sha256[:16])
            for p in shipment.photos_of(*roles)
        ]

    return facts


def _packing(shipment: Shipment) -> list[Fact]:
    packing, facts = shipment.packing, []
    if packing:
        size = f"{packing.length_mm} × {packing.width_mm} × {packing.height_mm} mm"
        facts = [
            Fact(label=_("Box, outside"), value=size, note=packing.box),
            Fact(label=_("Fragility"), value=plain(packing.fragility)),
            Fact(label=_("Cushion"), value=_("{cushion} mm on every side", cushion=packing.cushion_mm)),
            Fact(label=_("Contents"), value=_(", ").join(plain(c) for c in packing.contents) or _("Nothing special")),
            Fact(label=_("Nothing moves when shaken"), value=yes_no(packing.shake_test_passed)),
            Fact(label=_("Packed"), value=when(packing.claimed_at)),
        ]
        if battery := packing.battery:
            kind = _("Lithium ion") if battery.chemistry == "ion" else _("Lithium metal")
            where = {"alone": _("alone"), "with": _("beside the device"), "in": _("in the device")}[
                battery.configuration
            ]
            power = _(", {energy} Wh each", energy=battery.wh_battery) if battery.wh_battery is not None else ""
            facts.append(Fact(label=_("Battery"), value=f"{battery.count} × {kind}, {where}{power}"))
    return facts + _photos("cushioning", "after_packing")(shipment)


def _receipt(shipment: Shipment) -> list[Fact]:
    roles = ("before_packing", "after_packing", "on_scale", "label", "drop_off_receipt")
    return [
        Fact(label=WEIGHT[n], value=str(w), note=when(shipment.weight_times.get(n), ""))
        for n, w in shipment.weights.items()
    ] + _photos(*roles)(shipment)


def _declaration(shipment: Shipment) -> list[Fact]:
    form = shipment.declaration
    facts = (
        [
            Fact(
                label=_("Form"),
                value=_("{form}, {count} lines", form=form.form.replace("_", " "), count=len(form.lines)),
            )
        ]
        if form
        else []
    )
    return facts + [
        Fact(
            label=_("Agreement: {what}", what=plain(c.about).lower()),
            value=_("Agreed") if c.agreed else _("Not agreed"),
            note=when(c.claimed_at, ""),
        )
        for c in shipment.consents
    ]  # fmt: skip


def _gifts(shipment: Shipment) -> list[Fact]:
    facts = []
    for gift in shipment.gifts:
        page = _("on the product page") if gift.on_product_page else _("not on the product page")
        facts.append(Fact(label=f"{gift.quantity} × {gift.description}", value=page))
        facts.append(
            Fact(label=_("Confirmed by the buyer"), value=when(gift.confirmed_at), note=gift.confirmation_text)
        )
    return facts


def _communication(shipment: Shipment) -> list[Fact]:
    facts = []
    if shipment.messages:
        asked = sum(m.direction == "from_buyer" for m in shipment.messages)
        facts.append(
            Fact(
                label=_("Messages"),
                value=_("{count}, {asked} from the buyer", count=len(shipment.messages), asked=asked),
            )
        )
    for inquiry in shipment.inquiries:
        answer = _("no answer on record")
        if inquiry.answered_at:
            answer = _("answered {when}", when=when(inquiry.answered_at))
        cause = inquiry.cause or nothing()
        label = _("Inquiry to {carrier} {number}", carrier=inquiry.carrier, number=inquiry.reference).strip()
        value = f"{when(inquiry.claimed_at)} · {answer}"
        facts.append(Fact(label=label, value=value, note=_("Cause: {cause}", cause=cause)))
    return facts


def _shipping(shipment: Shipment) -> list[Fact]:
    choice = shipment.shipping
    if choice is None:
        return []
    pairs = [
        (_("Carrier"), choice.carrier),
        (_("Service"), choice.service),
        (_("Tracking"), TRACKED[choice.tracked]),
        (_("Signature asked for"), yes_no(choice.signature_required)),
        (_("Insured"), str(choice.insured or "")),
        (_("Cost"), str(choice.cost or "")),
        (_("Reason for this choice"), choice.reason),
    ]
    return [Fact(label=label, value=value) for label, value in pairs if value]


def _monitoring(shipment: Shipment) -> list[Fact]:
    events = shipment.tracking.events
    if not events:
        return []
    systems = ", ".join(sorted({e.system for e in events}))
    return [
        Fact(label=_("Scans"), value=_("{count} from {systems}", count=len(events), systems=systems)),
        Fact(label=_("Last scan"), value=when(shipment.tracking.last_scan_at)),
    ]


def _listings(shipment: Shipment) -> list[Fact]:
    return [
        Fact(label=_("Product page kept"), value=when(page.claimed_at), note=f"{page.title} · SHA-256 {page.sha256}")
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
        return Badge(text=_("Not checked"), tone="unknown")
    worst = min((f.level for f in findings), key=lambda level: level.rank)
    return Badge(text=LEVEL[worst], tone=LEVEL_TONE[worst])


def _answers(questions: Sequence[tuple[str, str]], answers: Mapping[str, Answer]) -> tuple[Check, ...]:
    items = []
    for question, text in questions:
        given = answers.get(question)
        if given:
            tone = ANSWER_TONE[given.answer]
            items.append(Check(question=text, answer=ANSWER[given.answer], tone=tone, note=given.note))
    open_ones = [text for question, text in questions if question not in answers]
    if open_ones:
        # One row for all of them: a report of a busy seller would otherwise be mostly unanswered questions.
        count = _("{open} of {all} questions of this measure", open=len(open_ones), all=len(questions))
        items.append(Check(question=count, answer=_("Not answered"), tone="unknown", note="\n".join(open_ones)))
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
                blocks.append(Paragraph(text=_("Nothing is on record yet."), tone="unknown"))
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
