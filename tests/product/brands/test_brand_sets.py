"""How much of a synthetic set of disguises is found, and how many innocent titles are flagged."""

from __future__ import annotations

from collections import Counter

import pytest
from brand_disguises import KINDS, UNSEEN_SEED, disguises
from brand_sets import brands_of, flagged_innocents, found_disguises, innocent_rows

from parcelproof.playbook import load_playbook

BOOK = load_playbook()


def test_the_set_of_disguises_is_large_and_always_the_same():
    made = disguises(brands_of(BOOK))
    assert len(made) >= 5_000
    assert len({d.brand for d in made}) >= 50
    assert {d.kind for d in made} == set(KINDS)
    assert made == disguises(brands_of(BOOK))
    assert all(count >= 900 for count in Counter(d.kind for d in made).values())


@pytest.mark.slow
def test_disguises_are_found_in_both_halves():
    for half, found in found_disguises(BOOK).items():
        assert found.share >= 0.99, (half, found.missed[:20])
        for kind in set(KINDS) - {"one_edit"}:
            assert found.right[kind] >= 0.99 * found.all[kind], (half, kind, found.missed[:20])
        # The rest are ordinary words: nobody can tell "speed" from a slip of Speedo.
        assert found.right["one_edit"] >= 0.95 * found.all["one_edit"], (half, found.missed)


@pytest.mark.slow
def test_disguises_that_were_never_looked_at_are_found_too():
    halves = found_disguises(BOOK, UNSEEN_SEED).values()
    assert sum(sum(h.right.values()) for h in halves) >= 0.99 * sum(sum(h.all.values()) for h in halves)


def test_the_set_of_innocent_titles_is_large_and_mixed():
    rows = innocent_rows()
    assert len({row["title"] for row in rows}) == len(rows) >= 2_000
    texts = "".join(row["title"] for row in rows)
    assert all(sign in texts for sign in "жЖωΩ杯陶カ")
    assert sum("AAA" in row["title"] for row in rows) >= 15
    assert sum("1:1" in row["title"] for row in rows) >= 12
    assert sum("replica" in row["title"].lower() for row in rows) >= 15


def test_innocent_titles_are_left_alone():
    for half, flagged in flagged_innocents(BOOK).items():
        assert flagged.share <= 0.005, (half, flagged.missed)
