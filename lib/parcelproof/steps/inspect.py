"""One unit after another: the step of the unit that is looked at now, and the plan that it follows."""

from __future__ import annotations

from collections.abc import Mapping

from parcelproof.ledger.records import Confirmation, Draft
from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.playbook.test_plans import TestPlan
from parcelproof.product.test_plans import plan_for, planned_steps
from parcelproof.report.blocks import Block, Cell, Column, Paragraph, Table
from parcelproof.shop import Shop
from parcelproof.steps.form import Values, text
from parcelproof.steps.forms.inspection import KEPT, PAGE, PLAN, UnitQuestions, inspection_form
from parcelproof.steps.step import Step, StepState

KINDS: Mapping[str, str] = Wording(
    {
        "appearance": N_("Look"), "function": N_("Function"), "identity": N_("Is it this one"), "parts": N_("Parts"),
        "safety": N_("Safety"),
    }
)  # fmt: skip
PICTURES: Mapping[str, str] = Wording({"none": "", "photo": N_("Photo"), "video": N_("Video, or a photo")})


def unit_number(shop: Shop, chain: str) -> int:
    """Return which unit of the product the page asks about: the last one that was begun, else the first."""
    pages = [
        item.record.page
        for item in shop.ledger.read(chain)
        if isinstance(item.record, Draft | Confirmation) and item.record.page.startswith(f"{PAGE}.")
    ]
    return max((int(page.rsplit(".", 1)[1]) for page in pages if page.rsplit(".", 1)[1].isdecimal()), default=1)


def unit_step(shop: Shop, chain: str, number: int | None = None) -> Step:
    """Return the step of one unit.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    number : int, optional
        Counts the units that were looked at on this page; the one of now if it is left out.
    """
    number = number or unit_number(shop, chain)
    before = _kept(shop, chain, number - 1) if number > 1 else _from_record(shop, chain)
    draft = _values(shop, chain, number)
    plans, questions = _questions(shop, chain, text(draft, PLAN) or text(before, PLAN))
    return Step(shop, chain, inspection_form(f"{PAGE}.{number}", questions, plans, before))


def next_unit(shop: Shop, chain: str) -> Step:
    """Begin the next unit; what does not change from unit to unit is taken over."""
    step = unit_step(shop, chain, unit_number(shop, chain) + 1)
    if step.state is StepState.TODO:
        step.save()
    return step


def _values(shop: Shop, chain: str, number: int) -> Values:
    step = Step(shop, chain, inspection_form(f"{PAGE}.{number}", _questions(shop, chain, "")[1], (), {}))
    return step.values if step.state is not StepState.TODO else {}


def _kept(shop: Shop, chain: str, number: int) -> Values:
    values = _values(shop, chain, number)
    return {name: values[name] for name in KEPT if values.get(name)}


def _from_record(shop: Shop, chain: str) -> Values:
    """Return what units that came from a file leave to the first one of this page."""
    units = shop.product(chain).units
    last = max(units, key=lambda unit: unit.claimed_at.timestamp() if unit.claimed_at else 0.0, default=None)
    return {"inspector": last.inspector} if last and last.inspector else {}


def _questions(shop: Shop, chain: str, named: str) -> tuple[list[TestPlan], UnitQuestions]:
    file, book = shop.product(chain), shop.playbook
    plan = plan_for(book, product=file.product, title=file.title, named=named)
    profile = file.product.profile if file.product else ""
    plans = [one for one in book.test_plans.plans.values() if profile in one.profiles or one is plan]
    steps = planned_steps(plan, book, product=file.product, title=file.title, has_serials=True)
    photos = sorted(
        file.photos, key=lambda photo: photo.claimed_at.timestamp() if photo.claimed_at else 0.0, reverse=True
    )
    questions = UnitQuestions(
        plan=plan, steps=tuple(step for step in steps if step.applies != "no"),
        parts=file.product.in_the_box if file.product else (), photos=tuple(photos),
        elsewhere=lambda serial: shop.orders_with_serial(serial),
    )  # fmt: skip
    return plans, questions


def plan_blocks(shop: Shop, chain: str) -> tuple[Block, ...]:
    """Return the test plan of a product, as it will be asked."""
    values = unit_step(shop, chain).values
    questions = _questions(shop, chain, text(values, PLAN))[1]
    rows = []
    for number, planned in enumerate(questions.steps, 1):
        step = planned.step
        rows.append(
            (
                Cell(text=str(number)),
                Cell(text=step.title, small=KINDS[step.kind] if planned.applies == "yes" else planned.question),
                Cell(text=step.do),
                Cell(text=step.see),
                Cell(text=PICTURES[step.evidence], small=step.shoot),
            )
        )
    columns = (
        Column(title=_("Step"), align="end"), Column(title=_("What"), width=3), Column(title=_("Do"), width=4),
        Column(title=_("Right is"), width=4), Column(title=_("Picture"), width=3),
    )  # fmt: skip
    words = ngettext(
        "{plan}: {count} step. A step with a question is left out if the answer is no.",
        "{plan}: {count} steps. A step with a question is left out if the answer is no.",
        len(rows), plan=questions.plan.title,
    )  # fmt: skip
    return (Paragraph(text=words), Table(caption=_("What is done with each unit"), columns=columns, rows=tuple(rows)))
