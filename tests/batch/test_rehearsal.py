"""Parcels are read ahead within limits: what is wrong with one of them is for its own report to tell."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from small_shop import IDS

from parcelproof.batch import rehearsal
from parcelproof.batch.job import PORTFOLIO, Job
from parcelproof.errors import ParcelproofError
from parcelproof.shop import Shop


def jobs(*names: str) -> list[Job]:
    return [Job(name=name, key="", shop=Path("shop"), as_of=datetime.now(UTC)) for name in names]


def test_a_few_are_chosen_from_the_whole_batch_and_none_from_a_small_one() -> None:
    names = [f"ebay-{n}" for n in range(100)]
    assert rehearsal.chosen(jobs(PORTFOLIO, *names), 2) == ["ebay-0", "ebay-33", "ebay-66"]
    assert rehearsal.chosen(jobs(*names[:79]), 2) == ()


def test_reports_are_built_and_nothing_is_kept(small_shop: Shop) -> None:
    before = sorted(small_shop.folder.rglob("*"))
    rehearsal.read_ahead(small_shop, IDS[:2])
    assert sorted(small_shop.folder.rglob("*")) == before


def too_large(*_a: object) -> None:
    held.append(bytearray(4 << 30))


held: list[bytearray] = []


@pytest.mark.parametrize("trouble", [too_large, lambda *_a: 1 / 0, ParcelproofError("broken")])
def test_trouble_ends_it_in_silence_and_all_limits_are_as_before(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch, trouble: Callable[..., None] | Exception
) -> None:
    def rehearse(*_a: object) -> None:
        if isinstance(trouble, Exception):
            raise trouble
        trouble()

    monkeypatch.setattr(rehearsal, "rehearse", rehearse)
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGALRM)
    rehearsal.read_ahead(small_shop, IDS)
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGALRM)) == before
    assert held == []


def test_a_parcel_that_takes_for_ever_is_given_up(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def rehearse(*_a: object) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until and len(taken) < 2:
            try:
                time.sleep(30)
            except OSError:  # as code does that takes it for a file that cannot be read
                taken.append(1)
        time.sleep(30)

    monkeypatch.setattr(rehearsal, "rehearse", rehearse)
    monkeypatch.setattr(rehearsal, "_SECONDS", 0.1)
    began = time.monotonic()
    rehearsal.read_ahead(small_shop, IDS)
    assert time.monotonic() - began < 20
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
