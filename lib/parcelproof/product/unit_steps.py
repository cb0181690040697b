"""One inspected unit beside its test plan: which steps failed, were left out, or lack their picture."""

from __future__ import annotations

from dataclasses import dataclass

from parcelproof.ledger.records import Product, UnitInspection
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.playbook.test_plans import PlanStep, TestPlan
from parcelproof.product.test_plans import plan_for, planned_steps
from parcelproof.serials import bare_serial
from parcelproof.shipment import Shipment


@dataclass(frozen=True)
class UnitSteps:
    """What the plan says about one unit.

    Attributes
    ----------
    unit : UnitInspection
    plan : TestPlan
    plan_known : bool
        False if the unit names a plan that the playbook does not hold; then ``plan`` is the one that fits best.
    applying : frozenset of str
        Ids of the steps that certainly apply to this product.
    failed : tuple of str
        Titles of steps that failed.
    left_out : tuple of PlanStep
        Steps that apply to this product and have no result.
    without_picture : tuple of PlanStep
        Steps with a result, whose picture the plan asks for and nobody names.
    """

    unit: UnitInspection
    plan: TestPlan
    plan_known: bool
    applying: frozenset[str]
    failed: tuple[str, ...]
    left_out: tuple[PlanStep, ...]
    without_picture: tuple[PlanStep, ...]


def unit_name(unit: UnitInspection) -> str:
    """Return how a unit is told apart: its serial number, else the number that the seller gave it."""
    return unit.serial.strip() or unit.number.strip() or _("a unit without a number")


def steps_of(unit: UnitInspection, shipment: Shipment, playbook: Playbook) -> UnitSteps:
    """Compare one unit with its test plan.

    Parameters
    ----------
    unit : UnitInspection
    shipment : Shipment
        The parcel, or the product on the shelf, to which the unit belongs.
    playbook : Playbook
    """
    product, title, category = _product_of(unit, shipment)
    plan = plan_for(playbook, product=product, title=title, category=category, named=unit.test_plan)
    known = {step.id: step for one in playbook.test_plans.plans.values() for step in one.steps}
    known |= {step.id: step for step in plan.steps}
    results = {test.test: test for test in unit.tests}
    # A step that was not tested for a reason that is written down was not forgotten.
    done = {name for name, test in results.items() if test.result != "not_tested" or test.note.strip()}
    planned = planned_steps(plan, playbook, product=product, title=title, has_serials=bool(unit.serial.strip()))
    bare = [
        known[name]
        for name, test in results.items()
        if name in known and known[name].evidence != "none" and test.result != "not_tested"
        and not test.evidence and not test.reference.strip() and not _photographed(known[name], shipment)
    ]  # fmt: skip
    return UnitSteps(
        unit=unit,
        plan=plan,
        plan_known=not unit.test_plan or unit.test_plan in playbook.test_plans.plans,
        applying=frozenset(p.step.id for p in planned if p.applies == "yes"),
        failed=tuple(
            known[t.test].title if t.test in known else t.test.replace("_", " ")
            for t in unit.tests
            if t.result == "failed"
        ),
        left_out=tuple(p.step for p in planned if p.applies == "yes" and p.step.id not in done),
        without_picture=tuple(bare),
    )


def _photographed(step: PlanStep, shipment: Shipment) -> bool:
    """Whether the parcel's own photo shows this step: certain only where the parcel holds one piece."""
    pieces = sum(item.quantity for item in shipment.items)
    return pieces == 1 and step.role != "other" and bool(shipment.photos_of(step.role))


def _product_of(unit: UnitInspection, shipment: Shipment) -> tuple[Product | None, str, str]:
    """Return product, title and category of a unit: by its serial number, or because there is only one product."""
    serial = bare_serial(unit.serial)
    # Numbers that a seller gives begin anew with each product; serial numbers do not.
    file = next(
        (
            f
            for f in shipment.products
            if any(u == unit or (serial and bare_serial(u.serial) == serial) for u in f.units)
        ),
        None,
    )
    item = next((i for i in shipment.items if serial and serial in {bare_serial(s) for s in i.serials}), None)
    if item is None and len(shipment.items) == 1:
        item = shipment.items[0]
    if file is None and len(shipment.products) == 1:
        file = shipment.products[0]
    title = item.title if item else file.title if file else ""
    return file.product if file else None, title, item.category if item else ""
