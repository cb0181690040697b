"""Lithium batteries in a parcel: UN number, packing instruction, section, mark, or "needs a trained shipper".

The facts are in ``playbook/rules/lithium.csv``. What is not known stays unknown and is never a pass. This is no legal
advice: carriers and posts may refuse what the rules allow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from parcelproof.clock import now
from parcelproof.delivery.battery_facts import Answer, BatteryAnswer, BatteryFacts
from parcelproof.messages import N_, _
from parcelproof.playbook import Playbook, Rule, load_playbook

Size = Literal["small", "large", "unknown"]

_UN = {("ion", True): "3480", ("ion", False): "3481", ("metal", True): "3090", ("metal", False): "3091"}
_PLACES = {"alone": "alone", "power_bank": "power_bank", "with": "with_equipment", "in": "in_equipment"}


@dataclass
class _Work:
    """One question being answered: the facts, the rules in force, and what was found so far."""

    facts: BatteryFacts
    playbook: Playbook
    on: date
    rules: list[Rule] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        place = "alone" if self.facts.alone else self.facts.configuration
        return f"lithium.{self.facts.chemistry}.{place}."

    def rule(self, name: str) -> Rule | None:
        """Return a rule in force and note that it was used; a plain name belongs to this kind of battery."""
        name = name if name.startswith("lithium.") else self.prefix + name
        rule = self.playbook.rule(name, on=self.on) if name in self.playbook.rules else None
        if rule is not None and rule not in self.rules:
            self.rules.append(rule)
        return rule

    def number(self, name: str) -> Decimal | None:
        rule = self.rule(name)
        return rule.number if rule else None

    def answer(self, un: str, instruction: str, section: str, mark: Answer, trained: Answer) -> BatteryAnswer:
        self.rule("lithium.un383")
        self.limits.append(_("Keep the UN 38.3 test summary. Protect the contacts against short circuit."))
        unsure = [f"{r.value} {r.unit}" for r in self.rules if r.confidence == "inference" and r.id != "lithium.un383"]
        if unsure:
            names = ", ".join(unsure)
            self.limits.append(_("Not confirmed by the owner of the rule, so ask the carrier: {names}.", names=names))
        return BatteryAnswer(
            un, instruction, section, mark, trained, tuple(self.problems), tuple(self.missing), tuple(self.limits),
            tuple(rule.id for rule in self.rules),
        )  # fmt: skip


def classify_battery(facts: BatteryFacts, playbook: Playbook | None = None, on: date | None = None) -> BatteryAnswer:
    """Classify the lithium batteries of one package.

    Parameters
    ----------
    facts : BatteryFacts
    playbook : Playbook, optional
    on : date, optional
        Day of dispatch; today if none is given.

    Returns
    -------
    BatteryAnswer
        By the rules of ``playbook/rules/lithium.csv`` in force on that day, each with its source.
    """
    work = _Work(facts, playbook or load_playbook(), on or now().date())
    if facts.chemistry is None:
        work.missing.append(_("Is it lithium ion (can be charged) or lithium metal (cannot)?"))
    if facts.configuration is None:
        work.missing.append(_("Is the battery alone, packed with the device, or inside the device?"))
    if facts.chemistry is None or facts.configuration is None:
        return work.answer("", "", "unknown", "unknown", "unknown")
    un = _UN[facts.chemistry, facts.alone]
    if facts.configuration == "power_bank":
        work.rule(f"lithium.{facts.chemistry}.power_bank")
    size = _size(work)
    if facts.damaged:
        work.rule("lithium.un383")
        work.problems.append(_("Damaged or recalled batteries never fly. Ask a specialist for dangerous goods."))
        return work.answer(un, "", "forbidden" if facts.mode in ("air", "post") else "full", "unknown", "yes")
    if facts.mode in ("sea", "road"):
        return _by_surface(work, un, size)
    return _by_air(work, un, size)


def _size(work: _Work) -> Size:
    """Tell small from large cells and batteries."""
    facts = work.facts
    if facts.chemistry == "metal":
        return _metal_size(work, facts)
    cell, battery = work.number("cell_wh"), work.number("battery_wh")
    if cell is None or battery is None:
        return "unknown"
    small = _("At most {cell} Wh per cell and {battery} Wh per battery count as small.", cell=cell, battery=battery)
    work.limits.append(small)
    if (facts.wh_cell or 0) > cell or (facts.wh_battery or 0) > battery:
        return "large"
    if facts.wh_battery is None:
        work.missing.append(_("How many Wh has the battery? They are printed on its case, or volts x ampere-hours."))
        return "unknown"
    if facts.wh_cell is None and facts.wh_battery > cell:
        work.missing.append(_("How many Wh has one cell? It is Wh of the battery, divided by its cells."))
        return "unknown"
    return "small"


def _metal_size(work: _Work, facts: BatteryFacts) -> Size:
    cell, battery = work.number("cell_g"), work.number("battery_g")
    if cell is None or battery is None:
        return "unknown"
    work.limits.append(_(
        "At most {cell} g lithium per cell and {battery} g per battery count as small.", cell=cell, battery=battery
    ))  # fmt: skip
    if facts.lithium_g is None:
        work.missing.append(_("How many grams of lithium has the battery? Its data sheet says so."))
        return "unknown"
    if facts.lithium_g <= cell:
        return "small"
    if facts.lithium_g > battery or facts.one_cell:
        return "large"
    if facts.one_cell is None:
        work.missing.append(_(
            "Is it one cell (limit {cell} g) or a battery of several cells (limit {battery} g)?",
            cell=cell, battery=battery,
        ))  # fmt: skip
        return "unknown"
    return "small"


def _by_surface(work: _Work, un: str, size: Size) -> BatteryAnswer:
    small, full = work.rule("lithium.surface.small"), work.rule("lithium.surface.full")
    if size == "unknown" or small is None or full is None:
        return work.answer(un, "", "unknown", "unknown", "unknown")
    if size == "large":
        work.limits.append(_("Full dangerous goods: class 9A label, packaging with UN approval, transport document."))
        return work.answer(un, full.value, full.columns["section"], "no", "yes")
    mark = _mark_inside(work) if work.facts.configuration == "in" else "yes"
    return work.answer(un, small.value, small.columns["section"], mark, "no")


def _by_air(work: _Work, un: str, size: Size) -> BatteryAnswer:
    facts = work.facts
    place = _PLACES[facts.configuration or "alone"]
    kind = work.playbook.rules_for("lithium", chemistry=f"lithium_{facts.chemistry}", configuration=place)
    instruction = kind[0].columns["packing_instruction"]
    _charge(work)
    if facts.mode == "post":
        _post(work)
    if facts.alone:
        return _alone_by_air(work, un, instruction, size)
    if size == "unknown":
        return work.answer(un, instruction, "unknown", "unknown", "unknown")
    heaviest = work.number("net_kg")
    if heaviest is not None:
        work.limits.append(_("At most {kg} kg of batteries in one package.", kg=heaviest))
    if heaviest is not None and facts.net is not None and facts.net.grams > heaviest * 1000:
        too_much = _("There are more than {kg} kg of batteries. Make two packages of it.", kg=heaviest)
        work.problems.append(too_much)
    if size == "large":
        label = _("Section I: class 9 battery label, packaging with UN approval, declaration by the shipper.")
        work.limits.append(label)
        return work.answer(un, instruction, "I", "no", "yes")
    if facts.configuration == "in":
        mark = _mark_inside(work)
        if mark == "yes" and facts.mode == "post":
            work.problems.append(_("The package needs the battery mark, and many posts refuse the mark. Ask yours."))
        return work.answer(un, instruction, "II", mark, "no")
    for name, sentence in (
        ("spares", N_("As many batteries as the device needs to work, and {number} spare ones.")),
        ("drop", N_("The package survives a fall of {number} mm, whichever way it lands.")),
    ):
        if (number := work.number(name)) is not None:
            work.limits.append(_(sentence, number=number))
    return work.answer(un, instruction, "II", "yes" if work.rule("mark") else "unknown", "no")


def _alone_by_air(work: _Work, un: str, instruction: str, size: Size) -> BatteryAnswer:
    """Batteries alone: section II ended in 2022, so a trained shipper sends them or nobody."""
    for name, sentence in (("section", _("A trained shipper and a declaration are needed.")),
                           ("aircraft", _("On cargo aircraft only."))):  # fmt: skip
        if work.rule(name):
            work.limits.append(sentence)
    if size == "unknown":
        return work.answer(un, instruction, "IA or IB", "unknown", "yes")
    if size == "large":
        work.limits.append(_("Section IA: class 9 battery label, packaging with UN approval."))
        return work.answer(un, instruction, "IA", "no", "yes")
    heaviest = work.number(f"lithium.ib.{work.facts.chemistry}_kg")
    work.limits.append(_(
        "Section IB: at most {kg} kg net; class 9 label, battery mark, cargo-aircraft label.", kg=heaviest,
    ))  # fmt: skip
    if heaviest is not None and work.facts.net is not None and work.facts.net.grams > heaviest * 1000:
        return work.answer(un, instruction, "IA", "no", "yes")
    return work.answer(un, instruction, "IB", "yes", "yes")


def _mark_inside(work: _Work) -> Answer:
    """Batteries inside the device: few of them need no mark."""
    facts = work.facts
    cells, batteries, packages = (work.number(f"no_mark_{name}") for name in ("cells", "batteries", "packages"))
    if cells is None or batteries is None or packages is None:
        return "unknown"
    work.limits.append(_(
        "No mark up to {cells} cells or {batteries} batteries, with at most {packages} such packages per consignment.",
        cells=cells, batteries=batteries, packages=packages,
    ))  # fmt: skip
    if facts.packages is not None and facts.packages > packages:
        return "yes"
    if facts.count is None:
        work.missing.append(_("How many batteries are in the package?"))
        return "unknown"
    few = cells if facts.single else batteries
    return "no" if facts.count <= few else "yes"


def _charge(work: _Work) -> None:
    """Say how far ion batteries may be charged, and whether these are charged too far."""
    facts = work.facts
    smallest = work.number("charge_from_wh")
    if smallest is not None and facts.wh_battery is not None and facts.wh_battery <= smallest:
        return
    most = work.number("charge")
    if most is None:
        return
    work.limits.append(_("Charge at most {most} percent.", most=most))
    if facts.charge_percent is not None and facts.charge_percent > most:
        work.problems.append(_(
            "The charge is {percent} percent. Bring it down to {most} or less.",
            percent=facts.charge_percent, most=most,
        ))  # fmt: skip


def _post(work: _Work) -> None:
    """Say what most posts refuse, though airlines may carry it."""
    if work.rule("lithium.post.only_in") is not None and work.facts.configuration != "in":
        only_inside = _("Most posts take lithium batteries only inside the device. Ask yours, or take a courier.")
        work.problems.append(only_inside)
