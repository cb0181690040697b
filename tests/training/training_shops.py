"""Builds training cases for tests, each once per process: a shop, its shipment, and the moment it is judged for."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from parcelproof.shipment import Shipment
from parcelproof.training.build import build_shop
from parcelproof.training.case import Case
from parcelproof.training.cases import load_cases
from parcelproof.training.generate import generate_case
from parcelproof.training.run import CaseRun


@lru_cache(maxsize=128)
def scripted(name: str) -> tuple[Case, Shipment]:
    case = load_cases()[name]
    return case, built(CaseRun(case))


@lru_cache(maxsize=128)
def generated(seed: int) -> tuple[Case, Shipment]:
    case = generate_case(seed)
    return case, built(CaseRun(case))


def built(run: CaseRun) -> Shipment:
    with tempfile.TemporaryDirectory() as folder:
        shop, chain = build_shop(run.dossier(), Path(folder), drawn=False)
        return shop.shipment(chain)
