"""What an answer to a case puts on record, and what taking it back puts on record.

All of it goes into the ledger in one transaction: after a killed kernel it is there or it is not, never half.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from parcelproof.errors import InputError, ParcelproofError
from parcelproof.ledger.records import Inquiry, Message, Record, ReviewAnswer
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.steps.queue_case import Case, Trouble
from parcelproof.steps.queue_draft import EMPTY
from parcelproof.tracked import read_tracked
from parcelproof.tracking.review.answers import AnswerKind

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Said:
    """What a person did, as it was typed.

    Attributes
    ----------
    kind : {'explained', 'inquiry_opened', 'message_sent'}
    note : str
        Private; never leaves the house.
    carrier, reference : str
        Of an inquiry.
    channel, text : str
        Of a message.
    """

    kind: AnswerKind
    note: str = ""
    carrier: str = ""
    reference: str = ""
    channel: str = ""
    text: str = ""

    def records(self) -> list[Record]:
        """Return the records that the answer brings beside itself, or say what is missing."""
        if self.kind == "explained":
            if not self.note.strip():
                raise _missing(
                    _("The cause is missing."), _("Your note"), _("Write in one sentence what the cause is.")
                )
            return []
        if self.kind == "inquiry_opened":
            if not self.carrier.strip():
                raise _missing(_("The carrier is missing."), _("Carrier"), _("Enter whom you asked."))
            return [Inquiry(carrier=self.carrier.strip(), reference=self.reference.strip())]
        if not self.channel.strip():
            raise _missing(_("The channel is missing."), _("Channel"), _("Enter where you wrote, for example eBay."))
        if not self.text.strip():
            raise _missing(_("The message is missing."), _("What you wrote"), _("Paste what you sent to the buyer."))
        return [Message(direction="to_buyer", channel=self.channel.strip(), text=self.text.strip(), topic="delay")]


def answer_records(shop: Shop, case: Case, said: Said) -> list[Record]:
    """Return what an answer to every open trouble of a case puts on record.

    Raises
    ------
    InputError
        If something is missing.
    """
    extra = said.records()
    at = _moment(shop, _tracked(shop, case.shipment_id))
    answers = [_answer(trouble, said.kind, at, said.note.strip()) for trouble in case.open]
    return [*(record.model_copy(update={"claimed_at": at}) for record in extra), *answers, EMPTY]


def undo_records(shop: Shop, case: Case, *, happened: bool) -> list[Record]:
    """Return what taking the last answer of a case back puts on record.

    Parameters
    ----------
    happened : bool
        False if the message or inquiry of the answer was never made: it is taken back too.
    """
    shipment = _tracked(shop, case.shipment_id)
    at = _moment(shop, shipment)
    records: list[Record] = [_answer(trouble, "withdrawn", at) for trouble in case.last]
    if not happened:
        given = case.answered_at
        mistaken = [m for m in shipment.messages if m.claimed_at == given and m.direction == "to_buyer"]
        wrong = [i for i in shipment.inquiries if i.claimed_at == given]
        records += [record.model_copy(update={"withdrawn": True}) for record in (*mistaken, *wrong)]
    return records


def _answer(trouble: Trouble, kind: str, at: datetime, note: str = "") -> ReviewAnswer:
    facts = {"flag": trouble.flag.code.value, "since": trouble.flag.since, "answer": kind, "note": note}
    return ReviewAnswer.model_validate({**facts, "claimed_at": at})


def _moment(shop: Shop, shipment: Shipment) -> datetime:
    """Return now, but later than every answer before: two clicks within one tick keep their order."""
    now = shop.now()
    given = [a.claimed_at for a in shipment.review_answers if a.claimed_at]
    return max([now, *(at.astimezone(now.tzinfo) + _TICK for at in given)])


def _tracked(shop: Shop, name: str) -> Shipment:
    for _name, read in read_tracked(shop, [name]):
        if isinstance(read, ParcelproofError):
            raise read
        return read
    raise InputError(_("There is no such shipment."), where=name[:120], mend=_("Look at the list again."))


def _missing(what: str, where: str, mend: str) -> InputError:
    return InputError(what, where=where, mend=mend)
