"""Loads and validates ``playbook/`` into stages, measures, checks, rules and evidence."""

from parcelproof.playbook.book import Playbook
from parcelproof.playbook.evidence import EvidenceBook
from parcelproof.playbook.evidence_types import Cell, EvidenceItem, Reason
from parcelproof.playbook.loader import load_playbook
from parcelproof.playbook.mistakes import PlaybookMistakes
from parcelproof.playbook.model import (
    Check,
    Measure,
    Message,
    Question,
    Rule,
    Stage,
    Term,
)

__all__ = [
    "Cell",
    "Check",
    "EvidenceBook",
    "EvidenceItem",
    "Measure",
    "Message",
    "Playbook",
    "PlaybookMistakes",
    "Question",
    "Reason",
    "Rule",
    "Stage",
    "Term",
    "load_playbook",
]
