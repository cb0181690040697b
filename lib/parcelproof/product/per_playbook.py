"""Keep what is made once out of a playbook, such as compiled patterns, for as long as it is in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from parcelproof.playbook import Playbook

T = TypeVar("T")

KEPT = 4


class PerPlaybook(Generic[T]):
    """A function of a playbook that is computed once for each.

    Parameters
    ----------
    build : callable
        Makes the thing out of a playbook.
    """

    def __init__(self, build: Callable[[Playbook], T]) -> None:
        self._build = build
        # Compared by identity: a playbook with one changed rule has the same version as its file.
        self._made: list[tuple[Playbook, T]] = []

    def __call__(self, playbook: Playbook) -> T:
        """Return the thing for this playbook."""
        for known, made in self._made:
            if known is playbook:
                return made
        made = self._build(playbook)
        self._made = [(playbook, made), *self._made[: KEPT - 1]]
        return made
