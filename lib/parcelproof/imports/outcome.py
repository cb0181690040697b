"""What an import did: what came in, what was refused and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from parcelproof.messages import _
from parcelproof.tables import write_csv

PROBLEMS_SUFFIX = ".problems.csv"


@dataclass(frozen=True)
class Refusal:
    """One row, parcel or value that was not taken.

    Attributes
    ----------
    where : str
        Row and column, or the place in the file.
    what : str
        Why, in one plain sentence.
    mend : str
        What the person can do.
    """

    where: str
    what: str
    mend: str = ""


@dataclass
class Outcome:
    """What became of one file.

    Attributes
    ----------
    name : str
        File name as the person knows it.
    kind : str
        Recognised format, or an empty string.
    rows : int
        Rows, parcels or photos read.
    added : int
        Records that were new.
    shipments : set of str
        Ids that this file speaks of.
    products : set of str
        Chains of products to which this file adds.
    refused : list of Refusal
    notes : list of str
    already : bool
        The same file was imported before; nothing was done.
    rejected : str
        Why the whole file was refused; empty if it was taken.
    problems_file : Path or None
        Where the refused rows are listed.
    """

    name: str
    kind: str = ""
    rows: int = 0
    added: int = 0
    shipments: set[str] = field(default_factory=set)
    products: set[str] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    already: bool = False
    rejected: str = ""
    problems_file: Path | None = None

    def as_json(self) -> dict[str, object]:
        """Return the outcome for scripts."""
        return {
            "file": self.name,
            "kind": self.kind,
            "rows": self.rows,
            "added": self.added,
            "shipments": sorted(self.shipments),
            "products": sorted(self.products),
            "refused": [{"where": r.where, "what": r.what, "mend": r.mend} for r in self.refused],
            "notes": self.notes,
            "already_imported": self.already,
            "rejected": self.rejected,
            "problems_file": str(self.problems_file) if self.problems_file else None,
        }


def list_problems(source: Path, refused: Iterable[Refusal], fallback: Path) -> Path | None:
    """Write the refused rows beside the imported file; remove an older list if there are none.

    Parameters
    ----------
    source : Path
        The imported file.
    refused : iterable of Refusal
    fallback : Path
        Folder to use where the folder of ``source`` cannot be written.

    Returns
    -------
    Path or None
        The list, or None if nothing was refused.
    """
    rows = [(r.where, r.what, r.mend) for r in refused]
    beside = source.with_name(source.name + PROBLEMS_SUFFIX)
    if not rows:
        if beside.exists():
            beside.unlink()
        return None
    for target in (beside, fallback / beside.name):
        draft = target.with_name(target.name + ".tmp")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_csv(draft, (_("where"), _("what"), _("what to do")), rows)
            draft.replace(target)
        except OSError:
            draft.unlink(missing_ok=True)
            continue
        return target
    return None
