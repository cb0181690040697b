"""What is missing on a customs form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parcelproof.delivery.hs_code import HS6
from parcelproof.messages import N_, _

if TYPE_CHECKING:
    from parcelproof.report.form_data import FormData, Party

_SENDER = (N_("name of the sender"), N_("street of the sender"), N_("town of the sender"), N_("country of the sender"))
_ADDRESSEE = (
    N_("name of the addressee"), N_("street of the addressee"), N_("town of the addressee"),
    N_("country of the addressee"),
)  # fmt: skip


class Gap(str):
    """What is missing on a form: English, as the form itself; `said` tells a seller."""

    _sentence: str
    _line: int

    def __new__(cls, sentence: str, line: int = 0) -> Gap:
        """Make a gap of a marked sentence and the number of the line that it is about."""
        made = super().__new__(cls, sentence.format(line=line))
        made._sentence, made._line = sentence, line
        return made

    @property
    def said(self) -> str:
        """The same in the language spoken now."""
        return _(self._sentence, line=self._line)


def gaps(data: FormData) -> Iterator[Gap]:
    """Return what is missing for a form, in the order of its fields."""
    if data.form != "CN22":
        yield from _missing_party(_SENDER, data.sender)
        yield from _missing_party(_ADDRESSEE, data.receiver)
        if not (data.sender.phone or data.sender.email):
            yield Gap(N_("phone or e-mail of the sender"))
    if not data.lines:
        yield Gap(N_("the articles"))
    for number, line in enumerate(data.lines, 1):
        for sentence, known in (
            (N_("description of line {line}"), line.description.strip()),
            (N_("net weight of line {line}"), line.weight),
            (N_("HS code of six digits of line {line}"), len(line.hs_code) >= HS6),
            (N_("country of origin of line {line}"), line.origin),
        ):
            if not known:
                yield Gap(sentence, line=number)
    if not data.total_weight:
        yield Gap(N_("total weight with packaging"))
    if data.lines and not data.total_value:
        yield Gap(N_("total value: the lines are in different currencies"))


def _missing_party(sentences: tuple[str, ...], party: Party) -> Iterator[Gap]:
    known = (party.name or party.company, party.street, party.town, party.country)
    yield from (Gap(sentence) for sentence, there in zip(sentences, known, strict=True) if not there)
