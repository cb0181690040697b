"""Choose the test plan of a product, and the steps of it that apply to this product."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from parcelproof.ledger.records import Product
from parcelproof.playbook import Playbook
from parcelproof.playbook.test_plans import ALWAYS, GENERAL, Condition, PlanStep, TestPlan
from parcelproof.product.electronics import names_electronics

Applies = Literal["yes", "no", "ask"]

ELECTRONICS = "electronics"

_BREAK = re.compile(r"[,;:!?|()\[\]{}–—•·]|\s-\s")
_BEHIND = re.compile(
    r"\b(for|fits?|fitting|compatible|suitable|with|incl|including|without|für|passend|mit|pour|avec|para|con|per|sans|"
    r"ohne|sin|senza|compatibile|compatible)\b|适用|兼容|配",
    re.IGNORECASE,
)
_NOT = r"(?:no|without|non|ohne|kein|keine|sans|sin|senza|不含|无)\s*[-‐ ]?\s*"
_NOTHING = re.compile(r"^\W*(no|none|without|not included|n/?a|does not apply|nein|keine?|aucune?|ninguna?|无)\b", re.I)


@dataclass(frozen=True)
class PlannedStep:
    """A step of the plan for one product.

    Attributes
    ----------
    step : PlanStep
    applies : {'yes', 'no', 'ask'}
        ``ask``: nothing on record tells, so a person decides.
    question : str
        What to ask then; empty if it is certain.
    """

    step: PlanStep
    applies: Applies
    question: str = ""


def plan_for(
    playbook: Playbook, *, product: Product | None = None, title: str = "", category: str = "", named: str = ""
) -> TestPlan:
    """Choose the plan of a product.

    Parameters
    ----------
    playbook : Playbook
    product : Product, optional
        Its profile decides which plans come into question; its title and category are read too.
    title, category : str
        Of the listing or the order line, if there is no product on record.
    named : str
        Id of the plan that an inspected unit names; it wins if it exists.

    Returns
    -------
    TestPlan
        The one whose name stands last in the first part of the title that names any: a "phone charger" is a charger.
        What stands behind "for" or "with" is not the thing itself. Without a name: the plan that carries the name of
        the profile, else the general one.
    """
    plans = playbook.test_plans.plans
    if named in plans:
        return plans[named]
    title = title or (product.title if product else "")
    category = category or (product.category if product else "")
    profile = product.profile if product else ""
    if not profile and names_electronics(title, category):
        profile = ELECTRONICS
    if profile:
        fitting = {name: plan for name, plan in plans.items() if profile in plan.profiles}
    else:
        # An accessory of a device is no device: its title names one all the same.
        fitting = {name: plan for name, plan in plans.items() if ELECTRONICS not in plan.profiles}
    found = _named_last(title, fitting) or _named_last(category, fitting)
    if found is None and profile:
        found = fitting.get(profile) or next(iter(fitting.values()), None)
    return found or plans[GENERAL]


def planned_steps(
    plan: TestPlan, playbook: Playbook, *, product: Product | None = None, title: str = "", has_serials: bool = False
) -> tuple[PlannedStep, ...]:
    """Return the steps of a plan, each with whether it applies to this product.

    Parameters
    ----------
    plan : TestPlan
    playbook : Playbook
    product : Product, optional
    title : str
        Of the listing or the order line; read beside the product's own.
    has_serials : bool
        Whether serial numbers of this product are on record.
    """
    return tuple(_planned(step, playbook, product, title, has_serials) for step in plan.steps)


def _planned(step: PlanStep, playbook: Playbook, product: Product | None, title: str, has_serials: bool) -> PlannedStep:
    if step.when == ALWAYS:
        return PlannedStep(step, "yes")
    condition = playbook.test_plans.conditions[step.when]
    if condition.id == "serial" and has_serials:
        return PlannedStep(step, "yes")
    if condition.id == "several_parts" and product and product.in_the_box:
        return PlannedStep(step, "yes" if len(product.in_the_box) > 1 else "no")
    texts = [title, product.title if product else ""]
    applies = _applies(condition, dict(product.attributes) if product else {}, texts)
    return PlannedStep(step, applies, condition.ask if applies == "ask" else "")


def _applies(condition: Condition, attributes: Mapping[str, str], titles: list[str]) -> Applies:
    stated = [attributes[name] for name in condition.attributes if attributes.get(name, "").strip()]
    if stated:
        if all(_NOTHING.match(value) for value in stated):
            return "no"
        if not condition.holds or any(_holds(value, condition.holds) for value in stated):
            return "yes"
        return "no"
    for title in titles:
        words = _pattern(condition.words)
        if words is None or not title:
            continue
        plain = _plain(title)
        if re.search(_NOT + f"(?:{words.pattern})", plain):
            return "no"
        if words.search(plain):
            return "yes"
    return "ask"


def _holds(value: str, wanted: tuple[str, ...]) -> bool:
    plain = _plain(value)
    numbers = set(re.findall(r"\d+", plain))
    return any(name in numbers if name.isdigit() else _plain(name) in plain for name in wanted)


def _named_last(title: str, plans: Mapping[str, TestPlan]) -> TestPlan | None:
    """Return the plan whose name stands last in the first part of a title that names any."""
    plain = _plain(title)
    cut = _BEHIND.search(plain)
    for part in _BREAK.split(plain[: cut.start()] if cut and cut.start() else plain):
        hits: list[tuple[int, int, str]] = []
        for name, plan in plans.items():
            names, unless = _pattern(plan.names), _pattern(plan.unless)
            if names is None or (unless and unless.search(part)):
                continue
            hits += [(match.end(), match.end() - match.start(), name) for match in names.finditer(part)]
        if hits:
            return plans[max(hits)[2]]
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Find whole words; Chinese has no blanks, so there a part of the text is enough."""
    if not names:
        return None
    parts = sorted({_plain(name) for name in names}, key=len, reverse=True)
    return re.compile("|".join(re.escape(p) if _is_han(p) else rf"(?<!\w){re.escape(p)}(?!\w)" for p in parts))


def _is_han(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)
