"""Status words in a plain table, whose rows name no tracking service."""

from __future__ import annotations

import re

from parcelproof.tracking.events import Status

SYSTEM = "csv"

# Words that people write for a status. Each means one status; a word with two meanings is not here.
WORDS = {
    "attemptfail": Status.FAILED_ATTEMPT,
    "canceled": Status.CANCELLED,
    "deliveryattempted": Status.FAILED_ATTEMPT,
    "deliveryfailure": Status.FAILED_ATTEMPT,
    "labelcreated": Status.INFO_RECEIVED,
    "onhold": Status.EXCEPTION,
    "pretransit": Status.INFO_RECEIVED,
    "readyforpickup": Status.AVAILABLE_FOR_PICKUP,
    "returnedtosender": Status.RETURNED,
    "returntosender": Status.RETURNING,
    "transit": Status.IN_TRANSIT,
}

_NAMES = {status.value.replace("_", ""): status for status in Status}


def plain_status(word: str) -> Status:
    """Read one of the sixteen statuses, or a common word for one; ``unknown`` for anything else.

    Case, spaces, hyphens and underscores do not matter: ``In Transit`` is ``in_transit``.
    """
    key = re.sub(r"[\W_]+", "", word.casefold())
    return _NAMES.get(key) or WORDS.get(key, Status.UNKNOWN)
