"""When the window for a claim closes, for many parcels: by the same rows as `parcelproof.tracking.claims`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute

from parcelproof.checks import CheckContext
from parcelproof.tracking.claim_starts import begin_of
from parcelproof.tracking.claims import BETWEEN_POSTS, POSTAL_NUMBER, closing_rules, postal_row_may_hold
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.review.arrow import to_arrow, to_numpy
from parcelproof.tracking.review.folded import Folded
from parcelproof.tracking.review.moments import Moments
from parcelproof.tracking.review.words import PARCEL, Words

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
        sizes = [len(self._words.of[name].words) for name in PARCEL]
        lane = (folded.carrier.astype(np.int64) * sizes[1] + folded.service) * sizes[2] + folded.destination
        lanes = pc.dictionary_encode(to_arrow(lane))
        which = to_numpy(lanes.indices)
        keys = [
            (n // (sizes[1] * sizes[2]), n // sizes[2] % sizes[1], n % sizes[2]) for n in lanes.dictionary.to_pylist()
        ]
        by_rule: dict[str, tuple[Rule, list[int]]] = {}
        for place, key in enumerate(keys):
            for rule in self._choose(*key):
                by_rule.setdefault(rule.id, (rule, []))[1].append(place)
        postal = np.array([self._may_be_postal(*key[:2]) for key in keys], np.bool_)
        found = Moments.none(len(sent.at))
        for rule, places in by_rule.values():
            postal[places] = False
            here = np.zeros(len(keys), np.bool_)
            here[places] = True
            self._close(found, rule, folded, sent, np.flatnonzero(sent.known & here[which]))
        post = self._context.rule(BETWEEN_POSTS)
        if post and postal.any():
            rows = np.flatnonzero(sent.known & postal[which])
            fits = pc.match_substring_regex(folded.numbers.take(to_arrow(rows)), f"^{POSTAL_NUMBER.pattern}$")
            self._close(found, post, folded, sent, rows[to_numpy(fits)])
        return found

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

    def _close(self, found: Moments, rule: Rule, folded: Folded, sent: Moments, rows: npt.NDArray[np.intp]) -> None:
        """Put down the close that a rule gives to some parcels, where it is the first."""
        begin = begin_of(rule.columns["counted_from"])
        columns = {"sent": sent, "promised": folded.promised, "last_scan": folded.last_scan}
        start = columns[begin.name].take(rows) if begin.name else Moments.none(len(rows))
        start = start.earlier(Decimal(-begin.days))
        if begin.or_delivery:
            delivered = folded.delivered.take(rows)
            start = delivered.where(delivered.known, start)
        try:
            closes = start.later(Decimal(str(rule.value)), rule.unit)
        except InvalidOperation:
            return
        first = closes.known & (~found.known[rows] | (closes.at < found.at[rows]))
        found.at[rows[first]], found.offset[rows[first]] = closes.at[first], closes.offset[first]
