"""``parcelproof verify``: every chain, every personal value, every evidence file, recomputed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parcelproof.evidence.store import EvidenceStore
from parcelproof.ledger.records import Listing, Photo, Record, SupplierProof, TrackingImport, UnitInspection
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.verify import Problem, check_ledger
from parcelproof.messages import _
from parcelproof.pulled import check_pulled


@dataclass(frozen=True)
class Verification:
    """What `verify_shop` found.

    Attributes
    ----------
    problems : list of Problem
        Empty if nothing was altered.
    notes : list of Problem
        Files in the evidence folder that are no evidence: left by an interrupted run, or by another program.
    entries, files : int
        How much was recomputed.
    """

    problems: list[Problem]
    notes: list[Problem]
    entries: int
    files: int


def evidence_files(record: Record) -> dict[str, str]:
    """Return the evidence files that a record names: SHA-256 → what it is."""
    if isinstance(record, Photo):
        return {
            record.sha256: _("photo ({role})", role=record.role),
            record.thumbnail.sha256: _("thumbnail of a photo"),
            record.share.sha256: _("copy of a photo"),
        }
    if isinstance(record, Listing):
        return {record.sha256: _("listing snapshot")} | dict.fromkeys(record.pictures, _("picture of a listing"))
    if isinstance(record, UnitInspection):
        return {sha256: _("evidence of a unit's test") for test in record.tests for sha256 in test.evidence}
    if isinstance(record, SupplierProof) and record.sha256:
        return {record.sha256: _("supplier's {document}", document=record.document)}
    if isinstance(record, TrackingImport):
        return {record.events_sha256: _("scans of a tracking file")}
    return {}


def verify_shop(ledger: Ledger, evidence: EvidenceStore, folder: Path) -> Verification:
    """Recompute the ledger, every evidence file, and every raw answer of a tracking service in the shop's folder."""
    checked = check_ledger(ledger)
    problems = list(checked.problems)
    owners: dict[str, str] = {}
    for entry, record in checked.records:
        for sha256, what in evidence_files(record).items():
            owners.setdefault(
                sha256, _("{what} of {chain}, entry {number}", what=what, chain=entry.chain, number=entry.sequence)
            )
    bad = set()
    notes = []
    for found in evidence.verify():
        if not found.sha256:
            notes.append(Problem(f"evidence/{found.path}", found.what))
            continue
        bad.add(found.sha256)
        owner = owners.get(found.sha256, "")
        problems.append(Problem(f"evidence/{found.path}" + (f" ({owner})" if owner else ""), found.what))
    present = set(evidence.paths())
    problems += [
        Problem(_("evidence file {sha256} ({owner})", sha256=sha256, owner=owner), _("It is gone."))
        for sha256, owner in owners.items()
        if sha256 not in present and sha256 not in bad and sha256 not in checked.erased_files
    ]
    pulled = check_pulled(folder, checked.records, checked.erased_files)
    return Verification(problems + pulled.problems, notes + pulled.notes, checked.entries, len(present) + pulled.files)
