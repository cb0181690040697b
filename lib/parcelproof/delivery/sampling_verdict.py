"""From defects on units to a verdict on the lot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from parcelproof.delivery.sampling import SamplingPlan
from parcelproof.errors import InputError, nearest
from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.playbook import Playbook, load_playbook

DefectClass = Literal["critical", "major", "minor"]
CLASSES: tuple[DefectClass, ...] = get_args(DefectClass)
"""Critical: unsafe or unlawful. Major: useless, or it comes back. Minor: little effect. Worst first."""
KIND: Mapping[DefectClass, str] = Wording({"critical": N_("critical"), "major": N_("major"), "minor": N_("minor")})


@dataclass(frozen=True)
class BadUnits:
    """Bad units by the class of their worst defect, and how many units were looked at."""

    checked: int
    critical: int = 0
    major: int = 0
    minor: int = 0

    def __post_init__(self) -> None:
        if min(self.checked, self.critical, self.major, self.minor) < 0:
            raise InputError(_("A number of units is never below zero."), where=_("units checked and bad units"))
        if self.critical + self.major + self.minor > self.checked:
            raise InputError(
                _("There are more bad units than units that were looked at."), where=_("units checked and bad units"),
                mend=_("Count every unit once, at its worst defect."),
            )  # fmt: skip

    def of(self, name: DefectClass) -> int:
        """Return the bad units of one class."""
        return {"critical": self.critical, "major": self.major, "minor": self.minor}[name]


def count_units(units: Iterable[Iterable[str]]) -> BadUnits:
    """Count units by their worst defect.

    Parameters
    ----------
    units : iterable of iterable of str
        For every unit that was looked at, the classes of its defects; empty for a good unit. A unit with several
        defects counts once, at its worst.

    Raises
    ------
    InputError
        If a class is none of `CLASSES`.
    """
    counts: dict[str, int] = dict.fromkeys(CLASSES, 0)
    checked = 0
    for defects in units:
        checked += 1
        found = set(defects)
        if unknown := sorted(found.difference(CLASSES)):
            hint = nearest(unknown[0], CLASSES) or _("Write critical, major or minor.")
            raise InputError(_("There is no such class of defects."), where="defect", mend=hint)
        worst = next((name for name in CLASSES if name in found), None)
        if worst:
            counts[worst] += 1
    return BadUnits(checked, counts["critical"], counts["major"], counts["minor"])


@dataclass(frozen=True)
class Verdict:
    """What the plans say about a lot.

    Attributes
    ----------
    state : {'accepted', 'rejected', 'unfinished'}
        Unfinished: no class fails so far, but not all units of the sample were looked at.
    reasons : tuple of str
        One sentence per class that decided.
    """

    state: Literal["accepted", "rejected", "unfinished"]
    reasons: tuple[str, ...]


def verdict(found: BadUnits, plans: Mapping[DefectClass, SamplingPlan], playbook: Playbook | None = None) -> Verdict:
    """Judge a lot by one plan per class.

    Parameters
    ----------
    found : BadUnits
    plans : mapping
        A plan for ``major``, for ``minor``, or both. Critical defects need none: the playbook says how many of them
        may be accepted (rule ``inspection.accept_on_zero``: none), wherever they are found.
    playbook : Playbook, optional

    Notes
    -----
    Two plans of one lot may have different sample sizes. All units that were looked at count for both, which is never
    milder than the plans ask.
    """
    rule = (playbook or load_playbook()).rule("inspection.accept_on_zero")
    critical_allowed = plans["critical"].accept if "critical" in plans else int(rule.number) if rule else 0
    against, open_, fine = [], [], []
    if found.critical > critical_allowed:
        against.append(ngettext(
            "{count} unit with a {kind} defect: more than {most} is not accepted.",
            "{count} units with a {kind} defect: more than {most} is not accepted.",
            found.critical, kind=KIND["critical"], most=critical_allowed,
        ))  # fmt: skip
    for name, plan in plans.items():
        bad = found.of(name)
        if bad >= plan.reject and name != "critical":
            against.append(ngettext(
                "{count} unit with a {kind} defect: the plan rejects from {reject} on.",
                "{count} units with a {kind} defect: the plan rejects from {reject} on.",
                bad, kind=KIND[name], reject=plan.reject,
            ))  # fmt: skip
        elif found.checked < plan.sample_size:
            open_.append(_(
                "{count} of {all} units are checked for {kind} defects.",
                count=found.checked, all=plan.sample_size, kind=KIND[name],
            ))  # fmt: skip
        elif bad <= plan.accept:
            fine.append(ngettext(
                "{count} unit with a {kind} defect: the plan accepts up to {accept}.",
                "{count} units with a {kind} defect: the plan accepts up to {accept}.",
                bad, kind=KIND[name], accept=plan.accept,
            ))  # fmt: skip
    if against:
        return Verdict("rejected", tuple(against))
    if open_ or not found.checked:
        return Verdict("unfinished", tuple(open_) or (_("No unit is checked yet."),))
    return Verdict("accepted", tuple(fine))
