"""Tracking numbers: cleaned, recognised, and their check digits calculated."""

from parcelproof.tracking.numbers.answer import answer_number
from parcelproof.tracking.numbers.recognise import Candidate, Certainty, Recognised, recognise

__all__ = ["Candidate", "Certainty", "Recognised", "answer_number", "recognise"]
