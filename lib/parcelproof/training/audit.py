"""Compares the truth of a case with what checks and readiness find on its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from parcelproof.checks import run_checks
from parcelproof.findings import Level
from parcelproof.playbook import Playbook
from parcelproof.readiness import assess, evidence_on_record
from parcelproof.shipment import Shipment
from parcelproof.training.build import build_shop
from parcelproof.training.case import Case, dossier_of
from parcelproof.training.catalogue import fault
from parcelproof.training.desk import CITY_REASONS

Said = tuple[str, str]


@dataclass(frozen=True)
class Audit:
    """Where truth and checks do not agree; all empty if they do.

    Attributes
    ----------
    not_found : tuple of (str, str)
        Fault and check that should have found it.
    not_planted : tuple of (str, str)
        Check and code of a failure or warning that no fault explains.
    missing : tuple of str
        Evidence items whose presence is not as the truth says.
    defendable : tuple of str
        Reasons whose readiness is not as the truth says.
    """

    not_found: tuple[Said, ...] = ()
    not_planted: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()
    defendable: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether everything is as the truth says."""
        return not (self.not_found or self.not_planted or self.missing or self.defendable)


def audit(case: Case, playbook: Playbook, folder: Path, *, drawn: bool = False) -> Audit:
    """Build the case in a new folder and compare.

    Parameters
    ----------
    folder : Path
        A folder that may be filled.
    drawn : bool
        Draw every photo in place of pasting it from the album.
    """
    dossier = dossier_of(case)
    shop, chain = build_shop(dossier, folder, drawn=drawn)
    return compare(case, shop.shipment(chain), playbook, dossier.seen_at)


def compare(case: Case, shipment: Shipment, playbook: Playbook, as_of: datetime) -> Audit:
    """Compare the truth of a case with its shipment, as it begins."""
    findings = run_checks(shipment, playbook, as_of)
    said = {(f.check_id, f.code) for f in findings if f.level in (Level.FAIL, Level.WARN)}
    faults = [fault(name) for name in case.faults]
    not_found = [
        (one.id, says.check)
        for one in faults
        for says in one.finds
        if said.isdisjoint((says.check, code) for code in says.codes)
    ]
    told = {(one.check, one.code) for one in case.truth.wrong}
    not_found += [("truth", check) for check, code in sorted(told - said) if not _is_said(check, said)]
    expected = {(s.check, code) for one in faults for s in (*one.finds, *one.side) for code in s.codes} | told
    present = {name for name, found in evidence_on_record(shipment, playbook, as_of).items() if found.present}
    ready = {r.reason for r in assess(shipment, playbook, as_of) if r.state == "ready"}
    if case.city:
        ready -= set(CITY_REASONS)  # readiness looks at the scan, the desk at its place too
    return Audit(
        tuple(not_found),
        tuple(sorted(said - expected)),
        tuple(sorted(set(case.truth.missing) & present)),
        tuple(sorted(set(case.truth.defendable) ^ ready)),
    )


def _is_said(check: str, said: set[Said]) -> bool:
    return any(check == found for found, _ in said)
