"""The queue: every parcel that needs a person, most urgent first, and the answers that take it out.

The ledger is the state. Only what changed there is read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.steps.queue_answer import Said, answer_records, undo_records
from parcelproof.steps.queue_case import Case, is_late
from parcelproof.steps.queue_reading import QueueReading
from parcelproof.tracking.review.answers import AnswerKind
from parcelproof.tracking.review.flags import FlagCode

SOURCE = "page:tracking.review"
LISTED = 50
"""A page shows at most so many cases at a time."""


@dataclass(frozen=True)
class Counts:
    """How far the queue is worked.

    Attributes
    ----------
    open, done, late : int
        Cases to do, cases answered, and how many of the open ones are past their day.
    """

    open: int
    done: int
    late: int

    @property
    def all(self) -> int:
        """Every parcel that needs or needed a person."""
        return self.open + self.done


class Queue(QueueReading):
    """The queue of one shop.

    Parameters
    ----------
    shop : Shop
    review : callable, optional
        Says what needs a person; without it, the rules of the product.
    """

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases to do, most urgent first."""
        _ = self.as_of
        return tuple(sorted((c for c in self._cases.values() if c.open), key=lambda c: c.urgency))

    @property
    def done(self) -> tuple[Case, ...]:
        """The cases that are answered, the last answer first."""
        _ = self.as_of
        answered = [c for c in self._cases.values() if not c.open]
        latest = datetime.min.replace(tzinfo=UTC)
        return tuple(sorted(answered, key=lambda c: (c.answered_at or latest, c.shipment_id), reverse=True))

    @property
    def counts(self) -> Counts:
        """How far the queue is worked."""
        cases = self.cases
        return Counts(len(cases), len(self._cases) - len(cases), sum(is_late(c.act_by, self.as_of) for c in cases))

    def kinds(self) -> Mapping[FlagCode, int]:
        """Count the open cases by kind of trouble; a parcel with two troubles counts for both."""
        found = Counter(code for c in self.cases for code in {t.flag.code for t in c.open})
        return {code: found[code] for code in FlagCode if found[code]}

    def carriers(self) -> Mapping[str, int]:
        """Count the open cases by carrier, most first."""
        return dict(Counter(c.carrier for c in self.cases).most_common())

    def pick(self, kind: str = "", carrier: str | None = None) -> tuple[Case, ...]:
        """Return the cases to do of one kind of trouble and one carrier.

        Parameters
        ----------
        kind : str
            A flag code; empty for all.
        carrier : str or None
            None for all; an empty text for parcels without a carrier.
        """
        return tuple(
            c for c in self.cases
            if (not kind or any(t.flag.code == kind for t in c.open)) and (carrier is None or c.carrier == carrier)
        )  # fmt: skip

    def shipment(self, case: Case | str) -> Shipment:
        """Return everything on record about the parcel of a case."""
        return self.shop.shipment(_id(case), compare_photos=False)

    def case(self, shipment_id: str) -> Case | None:
        """Return the case of one parcel as it is now, or None if nothing about it needs a person."""
        _ = self.as_of
        return self._cases.get(shipment_id)

    # -- answering ----------------------------------------------------------------------------

    def answer(
        self, case: Case | str, kind: AnswerKind, note: str = "", *, carrier: str = "", reference: str = "",
        channel: str = "", text: str = "",
    ) -> Case | None:  # fmt: skip
        """Record what a person did about every open trouble of a case.

        Parameters
        ----------
        case : Case or str
            As it was shown: a trouble that came later stays open.
        kind : {'explained', 'inquiry_opened', 'message_sent'}
        note : str
            Private; never leaves the house.
        carrier, reference : str
            Of an inquiry; the carrier is needed.
        channel, text : str
            Of a message; both are needed.

        Returns
        -------
        Case or None
            The case as it is now.

        Raises
        ------
        InputError
            If something is missing, or there is nothing to answer. Nothing is saved then.
        """
        shown = case if isinstance(case, Case) else self.case(case)
        if shown is None or not shown.open:
            raise InputError(_("This case is already answered."), where=_id(case), mend=_("Look at the list again."))
        said = Said(kind, note, carrier, reference, channel, text)
        self.shop.record(shown.shipment_id, *answer_records(self.shop, shown, said), source=SOURCE)
        self.refresh()
        return self.case(shown.shipment_id)

    def undo(self, case: Case | str, *, happened: bool = True) -> Case | None:
        """Take the last answer of a case back: the case returns to the queue.

        Nothing is overwritten: the answer and its withdrawal both stay in the record history.

        Parameters
        ----------
        case : Case or str
        happened : bool
            True if the message was sent or the inquiry opened all the same: it then stays on record. False if
            it was entered by mistake: it is taken back too, and no report names it any more.

        Raises
        ------
        InputError
            If there is no answer to take back.
        """
        name = _id(case)
        now = self.case(name)
        if now is None or not now.last:
            raise InputError(_("There is no answer to take back."), where=name, mend=_("Look at the list again."))
        self.shop.record(name, *undo_records(self.shop, now, happened=happened), source=SOURCE)
        self.refresh()
        return self.case(name)


def _id(case: Case | str) -> str:
    return case if isinstance(case, str) else case.shipment_id
