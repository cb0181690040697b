"""The playbook as the engine reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from parcelproof.errors import UnknownNameError, nearest
from parcelproof.messages import N_, _
from parcelproof.playbook.consistency import ConsistencyWords
from parcelproof.playbook.evidence import EvidenceBook
from parcelproof.playbook.evidence_types import EvidenceItem, Reason
from parcelproof.playbook.model import Check, Measure, Question, Rule, Stage, Term
from parcelproof.playbook.profiles import ProductTerm, Profile
from parcelproof.playbook.test_plans import TestPlans

T = TypeVar("T")


@dataclass(frozen=True)
class Playbook:
    """Stages, rules, evidence and words, all checked.

    Attributes
    ----------
    path : Path
    language : str
    version : str
        SHA-256 over all files: the same playbook has the same version everywhere.
    stages : tuple of Stage
        In order, each with its measures, questions and checks.
    rules : mapping of str to tuple of Rule
        By id; the versions of a rule, oldest first.
    evidence : EvidenceBook
    glossary : mapping of str to Term
    profiles : mapping of str to Profile
        What a product page owes, by category.
    terms : mapping of str to ProductTerm
        Technical words of product pages.
    test_plans : TestPlans
        What to do with one unit before it is packed, by kind of product.
    consistency : ConsistencyWords or None
        What is compared between page, order, unit, papers and form; None only if a test leaves it out.
    """

    path: Path
    language: str
    version: str
    stages: tuple[Stage, ...]
    rules: Mapping[str, tuple[Rule, ...]]
    evidence: EvidenceBook
    glossary: Mapping[str, Term] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    terms: Mapping[str, ProductTerm] = field(default_factory=dict)
    test_plans: TestPlans = field(default_factory=TestPlans)
    consistency: ConsistencyWords | None = None

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """All eleven measures by id, in order."""
        return {measure.id: measure for stage in self.stages for measure in stage.measures}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by id, in order."""
        return {question.id: question for measure in self.measures.values() for question in measure.questions}

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        """All checks by id, in order."""
        return {check.id: check for measure in self.measures.values() for check in measure.checks}

    @property
    def items(self) -> Mapping[str, EvidenceItem]:
        """Evidence items by id."""
        return self.evidence.items

    @property
    def reasons(self) -> Mapping[str, Reason]:
        """Dispute reasons by id."""
        return self.evidence.reasons

    def stage(self, name: str) -> Stage:
        """Return a stage by its id."""
        return _named(name, {stage.id: stage for stage in self.stages}, N_("stage"))

    def measure(self, name: str) -> Measure:
        """Return a measure by its id, such as ``delivery.packaging``."""
        return _named(name, self.measures, N_("measure"))

    def item(self, name: str) -> EvidenceItem:
        """Return an evidence item by its id."""
        return _named(name, self.items, N_("evidence item"))

    def rule(self, name: str, on: date | None = None) -> Rule | None:
        """Return the version of a rule that is in force on a day.

        Parameters
        ----------
        name : str
            Id of the rule.
        on : date, optional
            Without it the newest version is returned.

        Returns
        -------
        Rule or None
            None if no version is in force on that day.

        Raises
        ------
        UnknownNameError
            If no rule has this id: a misspelt name is never the same as "not in force".
        """
        versions = _named(name, self.rules, N_("rule"))
        if on is None:
            return versions[-1]
        return next((rule for rule in versions if rule.in_force(on)), None)

    def rules_for(self, topic: str, *, on: date | None = None, **keys: str) -> tuple[Rule, ...]:
        """Return the rules of a topic that fit and are in force, in the order of the file.

        Parameters
        ----------
        topic : str
            Name of the table, such as ``destination_thresholds``.
        on : date, optional
            Without it every version is returned.
        **keys : str
            Values that the table's own columns must have, such as ``country="EU"``.

        Raises
        ------
        UnknownNameError
            If there is no such table or column.
        """
        found = _named(topic, self._topics, N_("rule table"))
        for column in keys:
            if column not in found[0].columns:
                hint = nearest(column, found[0].columns)
                raise UnknownNameError(_("This rule table has no such column."), where=f"{topic}, {column}", mend=hint)
        return tuple(
            rule
            for rule in found
            if all(rule.columns[name] == value for name, value in keys.items()) and (on is None or rule.in_force(on))
        )

    def may_fail(self, name: str) -> bool:
        """Tell whether a check may fail a shipment on this rule; a row of low confidence only warns."""
        return all(rule.may_fail for rule in _named(name, self.rules, N_("rule")))

    def guide_for(self, measure: str) -> str:
        """Return the section of the guide about one measure, as Markdown; empty if there is none.

        The section begins at the heading that starts with the measure's number, or is its title.
        """
        wanted = self.measure(measure)
        section: list[str] = []
        inside = False
        for line in self.stage(wanted.stage).guide.splitlines():
            if line.startswith("## "):
                heading = line[3:].strip()
                first = heading.split(maxsplit=1)[0].rstrip(".:·") if heading else ""
                inside = first == str(wanted.number) or heading.casefold() == wanted.title.casefold()
            if inside:
                section.append(line)
        return "\n".join(section).strip()

    @cached_property
    def _topics(self) -> Mapping[str, tuple[Rule, ...]]:
        topics: dict[str, list[Rule]] = {}
        for versions in self.rules.values():
            for rule in versions:
                topics.setdefault(rule.topic, []).append(rule)
        return {name: tuple(rules) for name, rules in topics.items()}


def _named(name: str, known: Mapping[str, T], what: str) -> T:
    if name not in known:
        raise UnknownNameError(
            _("There is no {what} with this name.", what=_(what)), where=name, mend=nearest(name, known)
        )
    return known[name]
