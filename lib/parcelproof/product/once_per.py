"""Keep what is made once out of a thing, such as compiled patterns out of a playbook, while the thing is in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")

KEPT = 512


class OncePer(Generic[K, T]):
    """A function of one thing that is computed once for each.

    Things are compared by identity: hashing a playbook would take longer than the answer, and a playbook with one
    changed rule has the same version as its file.

    Parameters
    ----------
    build : callable
        Makes the value out of the thing.
    """

    def __init__(self, build: Callable[[K], T]) -> None:
        self._build = build
        self._made: dict[int, tuple[K, T]] = {}

    def __call__(self, thing: K) -> T:
        """Return the value for this thing."""
        known = self._made.get(id(thing))
        # The thing is kept beside its value, so its identity cannot be given to another one.
        if known is not None and known[0] is thing:
            return known[1]
        made = self._build(thing)
        if len(self._made) >= KEPT:
            self._made.clear()
        self._made[id(thing)] = (thing, made)
        return made
