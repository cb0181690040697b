"""The rule engines that can be asked from the shell, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parcelproof.tracking.status_check import answer_status


@dataclass(frozen=True)
class RuleCommand:
    """One rule as a command.

    Attributes
    ----------
    required, optional : tuple of str
        Columns of the input.
    answer : callable
        Row of texts → answer; raises `ParcelproofError` if the row cannot be answered.
    help : str
        One sentence.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    answer: Callable[[Mapping[str, str]], dict[str, Any]]
    help: str


RULES: dict[str, RuleCommand] = {
    "status": RuleCommand(
        required=("system", "code"),
        optional=("detail_code", "text", "level"),
        answer=answer_status,
        help="What a tracking status code means: status, reason, action_required.",
    ),
}
