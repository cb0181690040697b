"""The step of measure 9 for one product: the form of its category, with what became known since it was last open."""

from __future__ import annotations

from parcelproof.playbook.profiles import GENERAL
from parcelproof.shop import Shop
from parcelproof.steps.form import Context, Values
from parcelproof.steps.forms.description import description_form, known_values, profile_of
from parcelproof.steps.step import Step, StepState


def description_step(shop: Shop, chain: str) -> Step:
    """Return the step of one product.

    Fields that nobody touched follow what is on record: a page that is taken in fills them. A confirmed form follows
    the record as a whole, and says that it must be confirmed again.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    """
    profiles = shop.playbook.profiles
    draft = Step(shop, chain, description_form(profiles[GENERAL], shop.playbook))
    profile = profile_of(draft.values if draft.state is not StepState.TODO else {}, draft.context)
    step = Step(shop, chain, description_form(profile, shop.playbook))
    known = known_values(step.context, profile)
    stale = step.state is StepState.DONE and not _is_on_record(step.values, step.context, step)
    news = {name: value for name, value in known.items() if value}
    step.values = {**step.values, **news} if stale else {**known, **step.values}
    return step


def _is_on_record(values: Values, context: Context, step: Step) -> bool:
    product = context.product.product if context.product else None
    return step.form.build(values, context) == [product]
