"""A report as a document: titled sections of blocks, and who may read them."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from parcelproof.errors import UnknownNameError, nearest
from parcelproof.language import LANGUAGES, current_language
from parcelproof.messages import _
from parcelproof.report.blocks import Badge, Block, Part, Text

Audience = Literal["internal", "packet", "both"]


def _language(code: str) -> str:
    # Foreign as the notebook that it stands in: an error, not a fallback.
    if code not in LANGUAGES:
        raise ValueError("not a language of Parcelproof")
    return code


class Section(Part):
    """A titled run of blocks.

    Attributes
    ----------
    id : str
        Unique in the report; also the anchor in HTML.
    group : str
        Sections of one group can be shown together (``delivery``, ``tracking``, ``product``).
    audience : {'internal', 'packet', 'both'}
        ``internal`` never leaves the house.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    title: Text
    blocks: tuple[Block, ...]
    audience: Audience = "internal"
    group: Text = ""
    badge: Badge | None = None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        from parcelproof.report.display import bundle

        return bundle((self,))


class SectionGroup(Part):
    """Some sections that one notebook cell shows together."""

    sections: tuple[Section, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        from parcelproof.report.display import bundle

        return bundle(self.sections)


class Report(Part):
    """One finished report.

    Attributes
    ----------
    kind : {'shipment', 'packet', 'portfolio'}
    shipment_id : str
        Printed on every page; for a portfolio the name of the shop.
    state : Badge
        The one-line state in plain words.
    language : str
        Code of the language in which it is written, so that it is drawn in the same.
    complete : bool
        False until every part was made; an incomplete report is never published.
    """

    kind: Literal["shipment", "packet", "portfolio"]
    shipment_id: Text
    title: Text
    subtitle: Text = ""
    as_of: AwareDatetime
    state: Badge
    sections: tuple[Section, ...]
    complete: bool = False
    generator_version: Text
    playbook_version: Text = ""
    ledger_head: Text = ""
    language: Annotated[str, AfterValidator(_language)] = Field(default_factory=lambda: current_language().code)

    def section(self, section_id: str) -> Section:
        """Return one section.

        Raises
        ------
        UnknownNameError
            If there is no such section.
        """
        for section in self.sections:
            if section.id == section_id:
                return section
        raise UnknownNameError(
            _("The report has no section '{name}'.", name=section_id),
            mend=nearest(section_id, [s.id for s in self.sections]),
        )

    def group(self, name: str) -> SectionGroup:
        """Return the sections of one group, in order; a single section counts as its own group."""
        found = tuple(s for s in self.sections if s.group == name and s.audience != "packet")
        return SectionGroup(sections=found or (self.section(name),))

    def shown(self) -> tuple[Section, ...]:
        """Return the sections that this kind of report draws."""
        hidden = "internal" if self.kind == "packet" else "packet"
        return tuple(s for s in self.sections if s.audience != hidden)

    def digest(self) -> str:
        """Return the SHA-256 of the report's JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        from parcelproof.report.display import final_bundle

        return final_bundle(self)


class FinalMark(Part):
    """What the last cell of a report's notebook leaves: without it no report counts as made.

    Attributes
    ----------
    header : Report
        The report without its sections: each stands where it was shown.
    order : tuple of str
        Ids of all sections.
    unseen : tuple of Section
        Sections that the notebook does not show, for they are of the packet.
    sha256 : str
        `Report.digest` of the whole.
    """

    header: Report
    order: tuple[str, ...]
    unseen: tuple[Section, ...]
    sha256: str
