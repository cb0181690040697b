"""The queue: every parcel that needs a person, most urgent first, and the answers that take it out.

The ledger is the state. An answer is one transaction: after a killed kernel it is there or it is not, never half.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from parcelproof.checks import CheckContext
from parcelproof.errors import InputError, ParcelproofError
from parcelproof.ledger.records import Inquiry, Message, Record, ReviewAnswer
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.steps.queue_case import Case, is_late, make_case
from parcelproof.steps.queue_draft import EMPTY
from parcelproof.steps.queue_lanes import ParcelFacts, facts_of
from parcelproof.tracking.review.answers import AnswerKind
from parcelproof.tracking.review.flags import Flag, FlagCode, Review

SOURCE = "page:tracking.review"
LISTED = 50
"""A page shows at most so many cases at a time."""

_TICK = timedelta(microseconds=1)

Reviewer = Callable[[Shipment, CheckContext], Review]


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


class Queue:
    """The queue of one shop.

    Parameters
    ----------
    shop : Shop
    review : callable, optional
        Says what needs a person; without it, the rules of the product.
    """

    def __init__(self, shop: Shop, review: Reviewer | None = None) -> None:
        self.shop = shop
        self._review = review or _rules()
        self._heads: dict[str, str] = {}
        self._cases: dict[str, Case] = {}
        self._as_of: datetime | None = None
        self.parcels: dict[str, ParcelFacts] = {}
        """What the charts need of every shipment that could be read."""
        self.unread: dict[str, str] = {}
        """Shipments that cannot be read, and why."""

    # -- reading ------------------------------------------------------------------------------

    def refresh(self, progress: Callable[[int, int], None] = lambda _done, _all: None) -> None:
        """Read what changed in the ledger since the last look; on a new day, everything.

        Parameters
        ----------
        progress : callable
            Called with how many shipments are read, of how many.
        """
        now = self.shop.now()
        if self._as_of is None or self._as_of.date() != now.date():
            self._heads = {}
        self._as_of = now
        heads = {name: sealed for name, (_, sealed) in self.shop.ledger.stored_heads().items()}
        ids = self.shop.shipment_ids()
        for gone in (self._heads.keys() | self._cases.keys() | self.unread.keys()) - set(ids):
            for known in (self._heads, self._cases, self.unread, self.parcels):
                known.pop(gone, None)
        changed = [name for name in ids if self._heads.get(name) != heads.get(name)]
        for number, name in enumerate(changed, 1):
            self._read(name)
            self._heads[name] = heads[name]
            progress(number, len(changed))

    def _read(self, name: str) -> None:
        for known in (self._cases, self.unread, self.parcels):
            known.pop(name, None)
        try:
            shipment = self.shop.shipment(name, compare_photos=False)
            case = make_case(shipment, self._review(shipment, self.context), self.context)
        except ParcelproofError as error:
            self.unread[name] = error.what
            return
        self.parcels[name] = facts_of(shipment)
        if case is not None:
            self._cases[name] = case

    @property
    def context(self) -> CheckContext:
        """Playbook and moment for which the queue speaks."""
        return CheckContext(self.shop.playbook, self.as_of)

    @property
    def as_of(self) -> datetime:
        """The moment of the last look, in the seller's zone."""
        if self._as_of is None:
            self.refresh()
        assert self._as_of is not None
        return self._as_of

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
            raise InputError("This case is already answered.", where=_id(case), mend="Look at the list again.")
        records = _said(kind, note.strip(), carrier.strip(), reference.strip(), channel.strip(), text.strip())
        at = self._moment(shown.shipment_id)
        extra = [r.model_copy(update={"claimed_at": at}) for r in records]
        answers = [_answer(t.flag, kind, note.strip(), at) for t in shown.open]
        self.shop.record(shown.shipment_id, *extra, *answers, EMPTY, source=SOURCE)
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
            raise InputError("There is no answer to take back.", where=name, mend="Look at the list again.")
        at = self._moment(name)
        records: list[Record] = [
            ReviewAnswer(flag=t.flag.code.value, since=t.flag.since, answer="withdrawn", claimed_at=at)
            for t in now.last
        ]
        if not happened:
            given = now.answered_at
            shipment = self.shipment(name)
            mistaken = [m for m in shipment.messages if m.claimed_at == given and m.direction == "to_buyer"]
            wrong = [i for i in shipment.inquiries if i.claimed_at == given]
            records += [r.model_copy(update={"withdrawn": True}) for r in (*mistaken, *wrong)]
        self.shop.record(name, *records, source=SOURCE)
        self.refresh()
        return self.case(name)

    def _moment(self, name: str) -> datetime:
        """Return now, but later than every answer before: two clicks within one tick keep their order."""
        now = self.shop.now()
        given = [a.claimed_at for a in self.shipment(name).review_answers if a.claimed_at]
        return max([now, *(at.astimezone(now.tzinfo) + _TICK for at in given)])


def _said(kind: AnswerKind, note: str, carrier: str, reference: str, channel: str, text: str) -> list[Record]:
    """Return the records that an answer brings beside itself, or say what is missing."""
    if kind == "explained":
        if not note:
            raise InputError("The cause is missing.", where="Note", mend="Write in one sentence what the cause is.")
        return []
    if kind == "inquiry_opened":
        if not carrier:
            raise InputError("The carrier is missing.", where="Carrier", mend="Enter whom you asked.")
        return [Inquiry(carrier=carrier, reference=reference)]
    if not channel:
        raise InputError("The channel is missing.", where="Channel", mend="Enter where you wrote, for example eBay.")
    if not text:
        raise InputError("The message is missing.", where="What you wrote", mend="Paste what you sent to the buyer.")
    return [Message(direction="to_buyer", channel=channel, text=text, topic="delay")]


def _answer(flag: Flag, kind: AnswerKind, note: str, at: datetime) -> ReviewAnswer:
    return ReviewAnswer(flag=flag.code.value, since=flag.since, answer=kind, note=note, claimed_at=at)


def _id(case: Case | str) -> str:
    return case if isinstance(case, str) else case.shipment_id


def _rules() -> Reviewer:
    from parcelproof.tracking.review.single import review_shipment

    return review_shipment
