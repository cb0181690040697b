"""Measure 10, unit by unit: each piece in the parcel was looked at, is whole and good, and is this one and no other."""

from __future__ import annotations

from collections.abc import Iterable

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import UnitInspection
from parcelproof.messages import _
from parcelproof.product.electronics import is_electronics
from parcelproof.product.identifiers import check_gtin, check_imei, misread_serial, plain_number
from parcelproof.product.unit_lots import every_unit, lots_of
from parcelproof.product.unit_steps import UnitSteps, steps_of, unit_name
from parcelproof.serials import bare_serial
from parcelproof.shipment import Shipment

NAMED = 3
"""So many units or steps are named in a sentence; the page shows all."""


def packed_serials(shipment: Shipment) -> frozenset[str]:
    """Return the serial numbers that go into the parcel: those of the order lines, else those of the inspection."""
    ordered = {bare_serial(s) for item in shipment.items for s in item.serials} - {""}
    return frozenset(ordered or {bare_serial(s) for record in shipment.inspections for s in record.serials} - {""})


def units_in_parcel(shipment: Shipment) -> tuple[UnitInspection, ...]:
    """Return the inspected units that go into the parcel.

    A unit that was set aside goes in only if its serial number is one of those that were packed. A product on the
    shelf is no parcel: all its units are returned but those that were set aside.
    """
    packed = packed_serials(shipment)
    return tuple(u for u in shipment.units if u.verdict != "set_aside" or bare_serial(u.serial) in packed - {""})


def pieces_in_parcel(shipment: Shipment) -> int | None:
    """Return how many pieces were ordered for this parcel; None if other parcels share the order, or none is known."""
    pieces = sum(item.quantity for item in shipment.items)
    return pieces if pieces and not shipment.siblings else None


@check("product.inspection.units", "every_unit", "sampled", "some_missing", "not_countable", "not_by_unit")
def units(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that each piece was inspected, or that a sampling plan stands for those that were not."""
    looked, pieces = len(units_in_parcel(shipment)), pieces_in_parcel(shipment)
    accepted = [lot for lot in lots_of(shipment, context.playbook) if lot.state == "accepted"]
    facts = {"looked": str(looked), "pieces": str(pieces or "?")}
    if looked and pieces and looked >= pieces:
        return [Outcome(code="every_unit", level=Level.PASS, facts=facts)]
    if not shipment.items:
        return []  # on the shelf nobody knows which pieces will go
    if accepted and (lot := accepted[0]).plan is not None:
        facts |= {"lot": str(lot.plan.lot), "drawn": str(lot.looked), "bad": str(lot.bad), "plan": str(lot.plan)}
        return [Outcome(code="sampled", level=Level.PASS, facts=facts)]
    if not looked:
        # The record of the whole inspection is judged elsewhere; only electronics need each unit.
        needs = shipment.inspections and is_electronics(shipment)
        return [Outcome(code="not_by_unit", level=Level.NOTE, facts=facts)] if needs else []
    if pieces is None:
        return [Outcome(code="not_countable", level=Level.UNKNOWN, facts=facts)]
    return [Outcome(code="some_missing", level=Level.WARN, facts=facts)]


@check("product.inspection.lot", "accepted", "rejected", "unfinished", "no_plan")
def lot(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check what the sampling plan says about the lots from which inspected units were drawn."""
    outcomes = []
    for drawn in lots_of(shipment, context.playbook):
        if not drawn.name:
            continue  # quality control of the parcel says so
        facts = {"lot": quoted(drawn.name), "drawn": str(drawn.looked), "bad": str(drawn.bad)}
        if drawn.plan is not None:
            facts |= {
                "size": str(drawn.plan.lot), "needed": str(drawn.plan.sample_size), "accept": str(drawn.plan.accept),
                "plan": str(drawn.plan),
            }  # fmt: skip
        levels = {"accepted": Level.PASS, "rejected": Level.WARN, "unfinished": Level.WARN, "no_plan": Level.UNKNOWN}
        outcomes.append(Outcome(code=drawn.state, level=levels[drawn.state], facts=facts))
    return outcomes


@check(
    "product.inspection.steps",
    "done", "failed_passed", "failed_passed_sent", "not_done", "no_steps", "no_picture", "no_plan",
)  # fmt: skip
def steps(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the verdict follows from the steps, that no step is missing, and that the pictures are there."""
    looked = [steps_of(unit, shipment, context.playbook) for unit in units_in_parcel(shipment)]
    if not looked:
        return []  # units says so
    sent = context.sent_at(shipment) is not None
    outcomes = []
    failed = [s for s in looked if s.failed and s.unit.verdict != "reworked"]
    if failed:
        code, level = ("failed_passed_sent", Level.FAIL) if sent else ("failed_passed", Level.WARN)
        outcomes.append(_about(code, level, failed, [title for s in failed for title in s.failed]))
    bare = [s for s in looked if not s.unit.tests]
    if bare:
        outcomes.append(_about("no_steps", Level.WARN, bare, []))
    open_ = [s for s in looked if s.left_out and s.unit.tests]
    if open_:
        left = [step for s in open_ for step in s.left_out]
        level = Level.WARN if any(step.kind in ("function", "safety") for step in left) else Level.NOTE
        outcomes.append(_about("not_done", level, open_, [step.title for step in left]))
    unseen = [s for s in looked if s.without_picture]
    if unseen:
        titles = [step.title for s in unseen for step in s.without_picture]
        outcomes.append(_about("no_picture", Level.WARN, unseen, titles))
    if lost := [s for s in looked if not s.plan_known]:
        outcomes.append(_about("no_plan", Level.NOTE, lost, [s.unit.test_plan for s in lost]))
    facts = {"units": str(len(looked)), "steps": str(sum(len(s.unit.tests) for s in looked))}
    return outcomes or [Outcome(code="done", level=Level.PASS, facts=facts)]


def _about(code: str, level: Level, found: list[UnitSteps], what: Iterable[str]) -> Outcome:
    facts = {"units": _listed(unit_name(s.unit) for s in found), "number": str(len(found)), "steps": _listed(what)}
    return Outcome(code=code, level=level, facts=facts)


def _listed(names: Iterable[str]) -> str:
    unique = list(dict.fromkeys(quoted(name) for name in names))
    shown, more = ", ".join(unique[:NAMED]), len(unique) - NAMED
    return _("{names} and {count} more", names=shown, count=more) if more > 0 else shown


@check("product.inspection.parts", "complete", "missing", "missing_sent", "no_list")
def parts(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that no part of the box list was missing when the unit was inspected."""
    looked = units_in_parcel(shipment)
    if not looked:
        return []  # units says so
    short = [unit for unit in looked if any(part.strip() for part in unit.missing_parts)]
    if short:
        sent = context.sent_at(shipment) is not None
        facts = {
            "units": _listed(map(unit_name, short)), "number": str(len(short)),
            "parts": _listed(part for unit in short for part in unit.missing_parts if part.strip()),
        }  # fmt: skip
        level = Level.FAIL if sent else Level.WARN
        return [Outcome(code="missing_sent" if sent else "missing", level=level, facts=facts)]
    box = [part for file in shipment.products if file.product for part in file.product.in_the_box]
    counted = [
        unit for unit in looked if any(test.test == "box_list" and test.result == "passed" for test in unit.tests)
    ]
    facts = {"units": str(len(looked)), "parts": str(len(box))}
    if not box and not counted:
        return [Outcome(code="no_list", level=Level.UNKNOWN, facts=facts)]
    return [Outcome(code="complete", level=Level.PASS, facts=facts)]


@check("product.inspection.kept_back", "kept_back", "packed", "sent", "cannot_tell")
def kept_back(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that no unit that was set aside went into the parcel."""
    aside = [unit for unit in shipment.units if unit.verdict == "set_aside"]
    if not aside:
        return []
    packed = packed_serials(shipment)
    inside = [unit for unit in aside if bare_serial(unit.serial) in packed - {""}]
    facts = {"units": _listed(map(unit_name, inside or aside)), "number": str(len(inside or aside))}
    facts["reasons"] = _listed(unit.reason for unit in inside or aside if unit.reason.strip()) or _(
        "no reason is written"
    )
    if inside:
        sent = context.sent_at(shipment) is not None
        return [Outcome(code="sent" if sent else "packed", level=Level.FAIL if sent else Level.WARN, facts=facts)]
    if shipment.items and not packed:
        return [Outcome(code="cannot_tell", level=Level.UNKNOWN, facts=facts)]
    return [Outcome(code="kept_back", level=Level.PASS, facts=facts)]


@check("product.inspection.unique", "unique", "elsewhere")
def unique(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that no serial number of this order stands in another order."""
    packed = packed_serials(shipment)
    if not packed:
        return []  # serials says so
    others = {serial: where for serial, where in shipment.serials_elsewhere.items() if bare_serial(serial) in packed}
    if not others:
        return [Outcome(code="unique", level=Level.PASS, facts={"serials": str(len(packed))})]
    orders = sorted({order for where in others.values() for order in where})
    facts = {"serials": _listed(others), "number": str(len(others)), "orders": _listed(orders)}
    return [Outcome(code="elsewhere", level=Level.WARN, facts=facts)]


@check(
    "product.inspection.numbers",
    "right", "imei_wrong", "imei_repeated", "imei_missing", "imei_not_checked", "serial_misread", "gtin_wrong",
)  # fmt: skip
def numbers(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check the numbers that carry a check digit, and serial numbers that were misread."""
    outcomes = [*_imeis(shipment, context), *_misread(shipment), *_gtins(shipment)]
    bad = [outcome for outcome in outcomes if outcome.level is not Level.PASS]
    return bad or outcomes[:1]


def _imeis(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    looked = units_in_parcel(shipment)
    answers = [(unit, check_imei(text)) for unit in looked for text in unit.imei]
    outcomes = []
    if wrong := [(unit, answer) for unit, answer in answers if answer.state == "wrong"]:
        facts = {"numbers": _listed(a.number for _, a in wrong), "units": _listed(unit_name(u) for u, _ in wrong)}
        outcomes.append(Outcome(code="imei_wrong", level=Level.WARN, facts=facts | {"reason": wrong[0][1].reason}))
    owners: dict[str, set[int]] = {}
    for place, unit in enumerate(every_unit(shipment)):
        for text in unit.imei:
            owners.setdefault(plain_number(text)[:14], set()).add(place)
    here = {plain_number(text)[:14] for unit in looked for text in unit.imei} - {""}
    if twice := sorted(number for number in here if len(owners.get(number, ())) > 1):
        outcomes.append(Outcome(code="imei_repeated", level=Level.WARN, facts={"numbers": _listed(twice)}))
    if not answers and (without := [unit for unit in looked if _has_imei(unit, shipment, context)]):
        facts = {"units": _listed(map(unit_name, without))}
        outcomes.append(Outcome(code="imei_missing", level=Level.WARN, facts=facts))
    unchecked = [answer for _, answer in answers if answer.state == "cannot_tell"]
    if unchecked:
        facts = {"numbers": _listed(answer.number for answer in unchecked)}
        outcomes.append(Outcome(code="imei_not_checked", level=Level.NOTE, facts=facts))
    if answers and not outcomes:
        outcomes.append(Outcome(code="right", level=Level.PASS, facts={"numbers": str(len(answers))}))
    return outcomes


def _has_imei(unit: UnitInspection, shipment: Shipment, context: CheckContext) -> bool:
    return "imei" in steps_of(unit, shipment, context.playbook).applying


def _misread(shipment: Shipment) -> list[Outcome]:
    packed = packed_serials(shipment)
    pairs = [
        (unit.serial, other)
        for unit in units_in_parcel(shipment)
        if bare_serial(unit.serial) not in packed
        for other in sorted(packed)
        if misread_serial(unit.serial, other)
    ]
    facts = {"one": quoted(pairs[0][0]), "other": quoted(pairs[0][1])} if pairs else {}
    return [Outcome(code="serial_misread", level=Level.WARN, facts=facts)] if pairs else []


def _gtins(shipment: Shipment) -> list[Outcome]:
    stated = [file.product.gtin for file in shipment.products if file.product]
    answers = [answer for text in stated if (answer := check_gtin(text)).state != "none"]
    if wrong := [answer for answer in answers if answer.state == "wrong"]:
        facts = {"numbers": _listed(answer.number for answer in wrong), "reason": wrong[0].reason}
        return [Outcome(code="gtin_wrong", level=Level.WARN, facts=facts)]
    right = [answer for answer in answers if answer.is_right]
    return [Outcome(code="right", level=Level.PASS, facts={"numbers": str(len(right))})] if right else []


@check("product.inspection.unit_times", "in_time", "late", "undated", "not_sent_yet", "nobody_named")
def unit_times(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that each unit was inspected before dispatch, and that somebody stands for it."""
    looked = units_in_parcel(shipment)
    if not looked:
        return []  # units says so
    sent = context.sent_at(shipment)
    outcomes = []
    late = [unit for unit in looked if sent is not None and unit.claimed_at is not None and unit.claimed_at > sent]
    if late and sent is not None:
        facts = {"units": _listed(map(unit_name, late)), "number": str(len(late)), "sent_at": show(sent)}
        facts["checked_at"] = show(max(unit.claimed_at for unit in late if unit.claimed_at))
        outcomes.append(Outcome(code="late", level=Level.WARN, facts=facts))
    if undated := [unit for unit in looked if unit.claimed_at is None]:
        facts = {"units": _listed(map(unit_name, undated))}
        outcomes.append(Outcome(code="undated", level=Level.UNKNOWN, facts=facts))
    if nobody := [unit for unit in looked if not unit.inspector.strip()]:
        facts = {"units": _listed(map(unit_name, nobody))}
        outcomes.append(Outcome(code="nobody_named", level=Level.NOTE, facts=facts))
    if any(outcome.code != "nobody_named" for outcome in outcomes):
        return outcomes
    facts = {"units": str(len(looked)), "checked_at": show(max(unit.claimed_at for unit in looked if unit.claimed_at))}
    if sent is None:
        return [Outcome(code="not_sent_yet", level=Level.PASS, facts=facts), *outcomes]
    return [Outcome(code="in_time", level=Level.PASS, facts=facts | {"sent_at": show(sent)}), *outcomes]
