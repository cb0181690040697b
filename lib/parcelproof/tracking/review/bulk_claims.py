"""When the window for a claim closes, for many parcels: by the same rows as `parcelproof.tracking.claims`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute

from parcelproof.checks import CheckContext
from parcelproof.tracking.claims import BETWEEN_POSTS, POSTAL_NUMBER, closing_rules, postal_row_may_hold
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.review.arrow import to_numpy
from parcelproof.tracking.review.folded import Folded
from parcelproof.tracking.review.moments import Moments, earliest
from parcelproof.tracking.review.words import Words

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule

pc: Any = pyarrow.compute


class ClaimDates:
    """The rows that fit each carrier, service and destination of a file, chosen once."""

    def __init__(self, words: Words, context: CheckContext) -> None:
        self._words, self._context = words, context
        self._rows = list(context.playbook.rules_for("claim_windows", on=context.today))
        self._chosen: dict[tuple[int, int, int], tuple[Rule, ...]] = {}

    def close(self, folded: Folded, sent: Moments) -> Moments:
        """Return when the first window closes, for each parcel that was sent."""
        count = len(sent.at)
        sizes = [len(self._words.of[name].words) for name in ("carrier", "service", "destination")]
        lane = (folded.carrier.astype(np.int64) * sizes[1] + folded.service) * sizes[2] + folded.destination
        keys, which = np.unique(lane, return_inverse=True)
        by_rule: dict[str, tuple[Rule, list[int]]] = {}
        for place, key in enumerate(keys.tolist()):
            for rule in self._choose(key // (sizes[1] * sizes[2]), key // sizes[2] % sizes[1], key % sizes[2]):
                by_rule.setdefault(rule.id, (rule, []))[1].append(place)
        postal = np.array(
            [self._may_be_postal(key // (sizes[1] * sizes[2]), key // sizes[2] % sizes[1]) for key in keys.tolist()]
        )
        columns = []
        for rule, places in by_rule.values():
            postal[places] = False
            columns.append(self._closes(rule, folded, sent).only(np.isin(which, places)))
        post = self._context.rule(BETWEEN_POSTS)
        if post and postal.any():
            between = to_numpy(pc.match_substring_regex(folded.numbers, f"^{POSTAL_NUMBER.pattern}$")) & postal[which]
            columns.append(self._closes(post, folded, sent).only(between))
        return earliest(columns, count).only(sent.known)

    def _choose(self, carrier: int, service: int, destination: int) -> tuple[Rule, ...]:
        key = (carrier, service, destination)
        if key not in self._chosen:
            of = self._words.of
            names = of["carrier"].words[carrier], of["service"].words[service]
            country = alpha_2(of["destination"].words[destination])
            self._chosen[key] = tuple(closing_rules(*names, self._rows, "loss", country))
        return self._chosen[key]

    def _may_be_postal(self, carrier: int, service: int) -> bool:
        of = self._words.of
        return postal_row_may_hold(of["carrier"].words[carrier], of["service"].words[service], self._rows)

    def _closes(self, rule: Rule, folded: Folded, sent: Moments) -> Moments:
        start = _start(rule.columns["counted_from"], folded, sent)
        try:
            return start.later(Decimal(str(rule.value)), rule.unit)
        except InvalidOperation:
            return Moments.none(len(sent.at))


def _start(counted_from: str, folded: Folded, sent: Moments) -> Moments:
    """Return from when the window is counted, as `claims` does for one parcel."""
    if "due date" in counted_from:
        start = folded.promised
    elif counted_from == "last scan":
        start = folded.last_scan
    elif counted_from == "day after mailing":
        start = sent.earlier(Decimal(-1))
    elif counted_from in ("mailing", "acceptance", "first scan"):
        start = sent
    else:
        start = Moments.none(len(sent.at))
    return folded.delivered.where(folded.delivered.known, start) if "delivery" in counted_from else start
