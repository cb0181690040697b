"""Personal data: kept beside the chain, bound to it by a salted HMAC, erasable."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from parcelproof.ledger.chain import canonical, private_hmac
from parcelproof.ledger.records import RECORD_TYPES, Record, private_fields

# (salt, canonical JSON value) by field name
PrivateValues = dict[str, tuple[bytes, str]]


def split(record: Record) -> tuple[str, PrivateValues]:
    """Separate a record into the body for the chain and its personal values.

    Returns
    -------
    body : str
        Canonical JSON in which each personal value is ``{"hmac": …}``. Empty values stay out.
    values : dict
        Salt and canonical JSON by field.
    """
    data = record.model_dump(mode="json", exclude={"claimed_at"}, exclude_defaults=True)
    values: PrivateValues = {}
    for name in private_fields(type(record)):
        if name in data:
            text = canonical(data[name])
            salt = secrets.token_bytes(32)
            values[name] = (salt, text)
            data[name] = {"hmac": private_hmac(salt, name, text)}
    return canonical(data), values


def plain(record: Record) -> dict[str, Any]:
    """Return the whole content of a record as JSON values, for comparing two records."""
    return json.loads(canonical(record.model_dump(mode="json", exclude_defaults=True)))  # type: ignore[no-any-return]


def join(kind: str, body: str, claimed_at: str, values: Mapping[str, str]) -> tuple[Record, tuple[str, ...]]:
    """Rebuild a record from its chain body and the personal values that are still there.

    Returns
    -------
    record : Record
    erased : tuple of str
        Fields whose value is gone.
    """
    cls = RECORD_TYPES[kind]
    data: dict[str, Any] = json.loads(body)
    erased = []
    for name in private_fields(cls):
        if name not in data:
            continue
        if name in values:
            data[name] = json.loads(values[name])
        else:
            erased.append(name)
            del data[name]
            if cls.model_fields[name].is_required():
                data[name] = ""
    if claimed_at:
        data["claimed_at"] = claimed_at
    return cls.model_validate_json(json.dumps(data)), tuple(erased)
