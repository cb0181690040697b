"""Canonical bodies and the hashes that chain them.

Each shipment has its own chain; every entry of the whole ledger also joins one ledger-wide chain, so
that a chain removed as a whole is missed. The format is version 1 and can be recomputed by anybody:
``hash = SHA-256(canonical JSON of the entry with the previous hash)``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from parcelproof.errors import InputError
from parcelproof.messages import _

FORMAT_VERSION = 1
GENESIS = "0" * 64
LEDGER_CHAIN = "*"
"""Name under which the head of the ledger-wide chain is kept."""
SHOP_CHAIN = "shop"
"""The shop's own chain: imports and photos that belong to no shipment yet."""


@dataclass(frozen=True)
class Entry:
    """One row of the ledger, as stored.

    Attributes
    ----------
    position : int
        Gap-free number over the whole ledger, from 1.
    chain : str
        Shipment id, or ``shop``.
    sequence : int
        Gap-free number in its chain, from 1.
    body : str
        Canonical JSON; personal data replaced by ``{"hmac": …}``.
    previous, hash : str
        64 hexadecimal digits.
    ledger_hash : str
        SHA-256 over the previous ledger hash and ``hash``.
    recorded_at, claimed_at : str
        ISO 8601 with offset; ``claimed_at`` may be empty.
    """

    position: int
    chain: str
    sequence: int
    kind: str
    slot: str
    body: str
    previous: str
    hash: str
    ledger_hash: str
    recorded_at: str
    claimed_at: str
    who: str
    source: str
    lookup: str


def canonical(value: Any) -> str:
    """Write JSON in one form only: sorted keys, no spaces, UTF-8, no floats.

    Raises
    ------
    InputError
        If the value holds a float, or text that UTF-8 cannot hold.
    """
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            _("This text holds half a character (a lone surrogate) and cannot be stored."),
            mend=_("Copy the text again from its source."),
        ) from error
    return text


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise InputError(_("A floating point number cannot be stored; amounts are exact decimals."))
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_floats(inner)


def entry_hash(
    *, chain: str, sequence: int, kind: str, slot: str, body: str, previous: str, recorded_at: str, claimed_at: str,
    who: str, source: str,
) -> str:  # fmt: skip
    """Return the hash of one entry, 64 hexadecimal digits."""
    sealed = canonical(
        {
            "v": FORMAT_VERSION, "chain": chain, "sequence": sequence, "kind": kind, "slot": slot, "body": body,
            "previous": previous, "recorded_at": recorded_at, "claimed_at": claimed_at, "who": who, "source": source,
        }
    )  # fmt: skip
    return hashlib.sha256(sealed.encode()).hexdigest()


def ledger_hash(previous: str, entry: str) -> str:
    """Return the next hash of the ledger-wide chain."""
    return hashlib.sha256((previous + entry).encode()).hexdigest()


def private_hmac(salt: bytes, field: str, value: str) -> str:
    """Return the HMAC that stands in the chain for a personal value.

    Parameters
    ----------
    salt : bytes
        32 random bytes, kept beside the value and deleted with it.
    field : str
    value : str
        Canonical JSON of the value.
    """
    return hmac.new(salt, f"{field}\x1f{value}".encode(), hashlib.sha256).hexdigest()
