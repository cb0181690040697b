"""Recompute every chain and say exactly what was altered."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parcelproof.ledger import private as pii
from parcelproof.ledger.chain import GENESIS, LEDGER_CHAIN, Entry, entry_hash, ledger_hash, private_hmac
from parcelproof.ledger.records import Erasure, Record
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.stored import Stored
from parcelproof.ledger.writer import lookup_of
from parcelproof.messages import _


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was recorded.

    Attributes
    ----------
    where : str
        Shipment and entry, or evidence file.
    what : str
        One plain sentence.
    """

    where: str
    what: str


@dataclass
class LedgerCheck:
    """Result of `check_ledger`: the problems, and the records that could be read."""

    problems: list[Problem] = field(default_factory=list)
    records: list[tuple[Entry, Record]] = field(default_factory=list)
    erased_files: set[str] = field(default_factory=set)
    entries: int = 0


def check_ledger(ledger: Ledger) -> LedgerCheck:
    """Recompute positions, sequences, hashes, personal values and heads of the whole ledger."""
    result = LedgerCheck()
    values: dict[tuple[str, int], dict[str, tuple[bytes, str]]] = defaultdict(dict)
    for chain, sequence, name, salt, value in ledger.private_rows():
        values[chain, sequence][name] = (salt, value)
    last: dict[str, tuple[int, str]] = {}
    total = (0, GENESIS)
    expected: dict[tuple[str, int], set[str]] = {}
    erased: set[tuple[str, int, str]] = set()
    for entry in ledger.entries():
        result.entries += 1
        where = _place(entry)
        result.problems += [Problem(where, what) for what in _check_links(entry, last.get(entry.chain), total)]
        last[entry.chain] = (entry.sequence, entry.hash)
        total = (entry.position, entry.ledger_hash)
        own = values.get((entry.chain, entry.sequence), {})
        record, hidden, problems = _check_body(entry, own)
        result.problems += [Problem(where, what) for what in problems]
        expected[entry.chain, entry.sequence] = hidden
        if record is not None:
            result.records.append((entry, record))
            if isinstance(record, Erasure):
                for name in record.erased:
                    number, _slash, what = name.partition("/")
                    if number == "file":
                        result.erased_files.add(what)
                    else:
                        erased.add((entry.chain, int(number), what))
    result.problems += _check_private(expected, values, erased)
    result.problems += _check_heads({**last, LEDGER_CHAIN: total}, ledger.stored_heads())
    return result


def check_chain(stored: Iterable[Stored]) -> str:
    """Return an empty string if one chain as read is whole, else where it is not."""
    return check_entries(item.entry for item in stored)


def check_entries(entries: Iterable[Entry]) -> str:
    """Return an empty string if the entries of one chain are whole, else where they are not."""
    last: tuple[int, str] | None = None
    for entry in entries:
        for problem in _check_links(entry, last, None):
            return f"{_place(entry)}: {problem}"
        last = (entry.sequence, entry.hash)
    return ""


def _place(entry: Entry) -> str:
    return _("{chain}, entry {number} ({kind})", chain=entry.chain, number=entry.sequence, kind=entry.kind)


def _check_links(entry: Entry, last: tuple[int, str] | None, total: tuple[int, str] | None) -> Iterator[str]:
    sequence, previous = last or (0, GENESIS)
    if entry.sequence != sequence + 1:
        first, last_gone = sequence + 1, entry.sequence - 1
        if first == last_gone:
            yield _("The entry before it is gone (number {number}).", number=first)
        else:
            yield _("The entry before it is gone (number {first} to {last}).", first=first, last=last_gone)
    elif entry.previous != previous:
        yield _("It does not continue the entry before it; one of the two was altered.")
    computed = entry_hash(
        chain=entry.chain, sequence=entry.sequence, kind=entry.kind, slot=entry.slot, body=entry.body,
        previous=entry.previous, recorded_at=entry.recorded_at, claimed_at=entry.claimed_at, who=entry.who,
        source=entry.source,
    )  # fmt: skip
    if computed != entry.hash:
        yield _("It was altered after it was recorded: its hash does not fit its content.")
    if total is not None:
        position, ledger_previous = total
        if entry.position != position + 1:
            yield _("An entry of the ledger before it is gone.")
        elif ledger_hash(ledger_previous, entry.hash) != entry.ledger_hash:
            yield _("Its ledger-wide hash does not fit; this entry or the one before it was altered.")


def _check_body(entry: Entry, own: dict[str, tuple[bytes, str]]) -> tuple[Record | None, set[str], list[str]]:
    problems: list[str] = []
    try:
        body = json.loads(entry.body)
        hidden = {k: v["hmac"] for k, v in body.items() if isinstance(v, dict) and set(v) == {"hmac"}}
        record, _erased = pii.join(entry.kind, entry.body, entry.claimed_at, {k: v for k, (_, v) in own.items()})
    except (KeyError, ValueError, AttributeError):
        return None, set(own), [_("Its content cannot be read; it was altered.")]
    for name, (salt, value) in own.items():
        if name in hidden and private_hmac(salt, name, value) != hidden[name]:
            problems.append(_("The personal value '{name}' was altered after it was recorded.", name=name))
    complete = len(own.keys() & hidden.keys()) == len(hidden)
    if complete and (record.slot != entry.slot or lookup_of(record) != entry.lookup):
        problems.append(_("Its index columns do not fit its content; they were altered."))
    return record, set(hidden), problems


def _check_private(
    expected: dict[tuple[str, int], set[str]],
    values: dict[tuple[str, int], dict[str, tuple[bytes, str]]],
    erased: set[tuple[str, int, str]],
) -> Iterator[Problem]:
    for (chain, sequence), names in expected.items():
        own = values.get((chain, sequence), {})
        for name in sorted(names - own.keys()):
            if (chain, sequence, name) not in erased:
                yield Problem(
                    _("{chain}, entry {number}", chain=chain, number=sequence),
                    _("The personal value '{name}' is gone, and no erasure is on record.", name=name),
                )
    for (chain, sequence), own in values.items():
        for name in sorted(own.keys() - expected.get((chain, sequence), set())):
            yield Problem(
                _("{chain}, entry {number}", chain=chain, number=sequence),
                _("There is a personal value '{name}' that was never recorded.", name=name),
            )


def _check_heads(computed: dict[str, tuple[int, str]], stored: dict[str, tuple[int, str]]) -> Iterator[Problem]:
    for chain in sorted(computed.keys() | stored.keys()):
        if computed.get(chain, (0, GENESIS)) == stored.get(chain, (0, GENESIS)):
            continue
        name = _("the whole ledger") if chain == LEDGER_CHAIN else chain
        have, should = computed.get(chain, (0, ""))[0], stored.get(chain, (0, ""))[0]
        if have < should:
            yield Problem(name, _("The last {gone} of {count} entries are gone.", gone=should - have, count=should))
        else:
            yield Problem(name, _("The stored head does not fit the last entry; one of the two was altered."))
