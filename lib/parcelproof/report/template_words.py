"""The words that stand in the templates of reports themselves, for HTML and for paper."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from parcelproof.messages import N_, Wording, ngettext

SAID: Mapping[str, str] = Wording(
    {
        "as_of": N_("As of {when}"),
        "contents": N_("Contents of this page"),
        "picture": N_("A picture"),
        "measure": N_("Measure"),
        "why": N_("Why"),
        "fix": N_("What to do"),
        "proof": N_("Proof"),
        "source": N_("Source"),
        "mend": N_("Mend:"),
        "settle": N_("Do this first: {what}"),
        "missing": N_("Missing: {what}"),
        "on_record": N_("On record: {what}"),
        "with_more": N_("{list} and {more}"),
        "comma": N_(", "),
        "lack": N_("All that is missing: {list}"),
        "later": N_("Comes later: {list}"),
        "made_by": N_("Made by Parcelproof {version}."),
        "ledger_head": N_("Ledger head {head}."),
        "playbook": N_("Playbook {version}."),
    }
)
"""A sentence around something that has a look of its own keeps a ``{name}`` for it; `fill` and `pieces` cut there."""

_STAGE: Mapping[str, str] = Wording(
    {"delivery": N_("Delivery"), "tracking": N_("Tracking"), "product": N_("Product")},
)
_NAME = re.compile(r"\{\w+\}")


def fill(sentence: str, **parts: str) -> Markup:
    """Put drawn parts into a sentence; what is not markup is escaped."""
    return Markup(escape(sentence)).format(**parts)  # noqa: S704  (escaped, and so are the parts)


def pieces(sentence: str) -> list[str]:
    """Return what stands before, between and after the ``{names}`` of a sentence."""
    return _NAME.split(sentence)


def more_help(count: int) -> str:
    """Return the words for further things on record that help in a dispute."""
    return ngettext("{count} more that helps", "{count} more that help", count)


def stage_name(stage: str) -> str:
    """Return the name of a stage, as short as a heading; a stage of a seller's own keeps its name."""
    return _STAGE.get(stage, stage.capitalize())
