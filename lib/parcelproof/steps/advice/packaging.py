"""Advice on packing: box, cushion, photos, and how a battery may travel."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

from parcelproof.delivery.battery import classify_battery
from parcelproof.delivery.battery_facts import BatteryFacts
from parcelproof.delivery.packing import advise_packing
from parcelproof.delivery.packing_facts import Content, Fragility, Goods
from parcelproof.errors import InputError
from parcelproof.ledger.records import Battery
from parcelproof.messages import N_, Wording, _
from parcelproof.playbook import Playbook
from parcelproof.report.blocks import Block, Fact, Heading, KeyValues, Paragraph
from parcelproof.report.words import ROLE
from parcelproof.steps.form import Context, Values, parse_count, text
from parcelproof.units import parse_weight


def advise(values: Values, context: Context) -> tuple[Block, ...]:
    """Return how to pack what was typed; nothing while weight or size cannot be read."""
    return (*_box(values, context.playbook), *_battery(values, context.playbook))


def _box(values: Values, playbook: Playbook) -> tuple[Block, ...]:
    try:
        cushion = parse_count(text(values, "cushion") or "0")
        outer = [parse_count(text(values, name)) for name in ("length", "width", "height")]
        # The form asks for the box; the rules ask for the article in it.
        size = tuple(Decimal(max(1, side - 2 * cushion)) for side in outer)
        contents: set[Content] = {c for c in _CONTENTS if text(values, c) == "yes"}
        goods = Goods(
            parse_weight(text(values, "weight")), (size[0], size[1], size[2]),
            _FRAGILITY.get(text(values, "fragility")), frozenset(contents),
        )  # fmt: skip
        advice = advise_packing(goods, playbook)
    except InputError:
        return ()
    facts = [Fact(label=_("Cushion on every side, at least"), value=f"{advice.cushion_mm.quantize(Decimal(1))} mm",
                  tone="bad" if cushion < advice.cushion_mm else "good")]  # fmt: skip
    if advice.box:
        facts.append(Fact(label=_("Box, at least"), value=str(advice.box)))
    if advice.drop_mm is not None:
        facts.append(Fact(label=_("A fall that it should survive"), value=f"{advice.drop_mm} mm",
                          note=_("ISTA 1A. A screening, no promise.")))  # fmt: skip
    photos = ", ".join(ROLE.get(role, role) for role in advice.photos)
    return (
        Heading(text=_("How to pack this")),
        KeyValues(rows=tuple(facts)),
        *(Paragraph(text=step.text) for step in advice.checklist),
        *(Paragraph(text=note, tone="warn") for note in advice.notes),
        Paragraph(text=_("Photos to take: {photos}.", photos=photos)),
    )


SECTION = Wording({
    "unknown": N_("unknown"), "forbidden": N_("forbidden"), "full": N_("full"), "IA or IB": N_("IA or IB"),
})  # fmt: skip
MARK = Wording({"yes": N_("yes"), "no": N_("no"), "unknown": N_("unknown")})
_FRAGILITY: dict[str, Fragility] = {name: name for name in get_args(Fragility)}
_CONTENTS: tuple[Content, ...] = ("electronics", "liquid", "glass", "battery")


def _battery(values: Values, playbook: Playbook) -> tuple[Block, ...]:
    from parcelproof.steps.forms.packaging import battery

    try:
        found = battery(values)
    except InputError:
        return ()
    return battery_words(found, playbook) if found else ()


def battery_words(found: Battery, playbook: Playbook) -> tuple[Block, ...]:
    """Return how a battery may travel by air, in words."""
    answer = classify_battery(
        BatteryFacts(
            chemistry=found.chemistry, configuration=found.configuration, wh_cell=found.wh_cell,
            wh_battery=found.wh_battery, lithium_g=found.lithium_g, count=found.count,
        ),
        playbook,
    )  # fmt: skip
    facts = (
        Fact(label=_("UN number"), value=answer.un or _("Not known")),
        Fact(label=_("Packing instruction"), value=answer.packing_instruction or _("Not known")),
        Fact(label=_("Section"), value=SECTION.get(answer.section) or answer.section or _("Not known")),
        Fact(label=_("Lithium battery mark"), value=MARK[answer.mark]),
    )
    notes = [Paragraph(text=words, tone="bad") for words in answer.problems]
    notes += [Paragraph(text=words, tone="warn") for words in answer.missing]
    notes += [Paragraph(text=words) for words in answer.limits]
    if answer.trained_shipper == "yes":
        notes.insert(0, Paragraph(text=_("Only a trained shipper of dangerous goods may send this."), tone="bad"))
    return (Heading(text=_("The battery, by air")), KeyValues(rows=facts), *notes)
