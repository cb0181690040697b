"""Letters on the page: choose, fill, look for promises, and record what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from parcelproof.checks import CheckContext
from parcelproof.errors import InputError
from parcelproof.ledger.records import Inquiry, Message, Record
from parcelproof.letters import (
    FilledLetter,
    LetterBook,
    Promise,
    default_language,
    fill_letter,
    letter_facts,
    load_letters,
    promises,
)
from parcelproof.letters.loader import Reader
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.shop_settings import ShopSettings
from parcelproof.steps.current import choose_letter, chosen_letter
from parcelproof.tracking.cadence import owed
from parcelproof.tracking.cadence_owed import Owed

UNUSED_NAME = ShopSettings().name


@dataclass(frozen=True)
class LetterChoice:
    """One letter that can be written: ``key`` is reader and id, like ``buyer:delay``."""

    key: str
    title: str
    ready: bool


class LetterDesk:
    """All about the letters of one shipment. The ledger is its state; a letter is filled anew each time.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
    """

    def __init__(self, shop: Shop, shipment_id: str) -> None:
        self.shop = shop
        self.shipment_id = shipment_id
        self.book: LetterBook = load_letters()

    @property
    def shipment(self) -> Shipment:
        """The shipment as it is on record now."""
        return self.shop.shipment(self.shipment_id, compare_photos=False)

    def owed(self) -> list[Owed]:
        """Return what is owed now, most urgent first."""
        return owed(self.shipment, CheckContext(self.shop.playbook, self.shop.now()))

    def choices(self) -> list[LetterChoice]:
        """Return every letter, those first that the record can fill."""
        facts = self._facts("en")
        found = [
            LetterChoice(f"{reader}:{letter}", situation.title, all(name in facts for name in situation.needs))
            for reader, letters in self.book.situations.items()
            for letter, situation in letters.items()
        ]
        return sorted(found, key=lambda choice: not choice.ready)

    def suggested(self) -> str:
        """Return the letter that another page chose, else the one owed first, else the first that can be filled."""
        chosen = chosen_letter(self.shop, self.shipment_id)
        reader, letter = split(chosen)
        if chosen and letter in self.book.situations[reader]:
            return chosen
        first = next(iter(self.owed()), None)
        if first is not None:
            return f"{first.to}:{first.letter}"
        return self.choices()[0].key

    def languages(self, key: str) -> Mapping[str, str]:
        """Return the languages of a letter: code and name."""
        return self.book.languages(split(key)[0])

    def language(self, key: str) -> str:
        """Return the language to begin with."""
        if split(key)[0] == "carrier":
            return "en"
        return default_language(self.book, self.shipment)

    def fill(self, key: str, language: str) -> FilledLetter:
        """Fill one letter from what is on record.

        Raises
        ------
        UnknownNameError
            If there is no such letter or language.
        """
        reader, letter = split(key)
        return fill_letter(self.book, reader, letter, language, self._facts(language))

    def promises(self, text: str, language: str) -> list[Promise]:
        """Return what a text states that the record does not hold."""
        return promises(text, self.shipment, language)

    def sent(self, key: str, text: str, language: str, channel: str, at: datetime | None = None) -> int:
        """Record that a letter was sent.

        Parameters
        ----------
        key : str
        text : str
            As it was sent.
        language, channel : str
        at : datetime, optional
            Now if not given.

        Returns
        -------
        int
            Number of new records: 0 if this very message is on record. A letter that asks the carrier is an inquiry
            too.

        Raises
        ------
        InputError
            If text or channel is empty, or the time lies ahead.
        """
        reader, letter = split(key)
        situation = self.book.situation(reader, letter)
        when, now = at or self.shop.now().replace(microsecond=0), self.shop.now()
        if not text.strip():
            raise InputError(_("The letter is empty."), where="letter", mend=_("Choose a letter, or write one."))
        if not channel.strip():
            raise InputError(
                _("It is not said where you sent it."), where="channel", mend=_("Write, for example, eBay messages.")
            )
        if when > now:
            raise InputError(_("This time lies ahead."), where="at", mend=_("Record a message after you sent it."))
        direction = f"to_{reader}"
        part = sum(
            m.claimed_at == when and m.direction == direction and m.channel == channel.strip() and m.text != text
            for m in self.shipment.messages
        )
        message = Message.model_validate(
            {
                "claimed_at": when, "direction": direction, "channel": channel.strip(), "language": language,
                "topic": situation.topic, "text": text, "part": part,
            }
        )  # fmt: skip
        records: list[Record] = [message]
        if reader == "carrier" and situation.topic == "inquiry":
            # Who wrote to the carrier has asked the carrier: the checks look for the inquiry.
            shipping = self.shipment.shipping
            records.append(Inquiry(carrier=(shipping.carrier if shipping else "") or message.channel, claimed_at=when))
        added = self.shop.record(self.shipment_id, *records, source="page:tracking.communication")
        if chosen_letter(self.shop, self.shipment_id) == key:
            choose_letter(self.shop, self.shipment_id, "")
        return added

    def _facts(self, language: str) -> dict[str, str]:
        return letter_facts(self.shipment, language, self.shop.now(), seller_name(self.shop))

    def channel(self, key: str) -> str:
        """Return where the last message to this reader went; for the buyer else the platform of the order."""
        shipment, reader = self.shipment, split(key)[0]
        last = next((m.channel for m in reversed(shipment.messages) if m.direction == f"to_{reader}"), "")
        if last or reader == "carrier":
            return last
        return f"{shipment.order.channel} messages" if shipment.order else ""


def split(key: str) -> tuple[Reader, str]:
    """Split ``buyer:delay``."""
    reader, _colon, letter = key.partition(":")
    return ("carrier" if reader == "carrier" else "buyer"), letter


def seller_name(shop: Shop) -> str:
    """Return the name under a letter; empty if the shop has none."""
    named = shop.settings.name if shop.settings.name != UNUSED_NAME else ""
    return named or shop.settings.sender.company or shop.settings.sender.name
