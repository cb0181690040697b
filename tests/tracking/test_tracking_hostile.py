"""No file ends in a traceback: it is read, or refused with a sentence."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.resources import templates_dir
from parcelproof.tracking import TrackingFile, files, fold, read_tracking
from parcelproof.tracking.columns import digest, read_parquet, to_parquet

SAMPLES = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(
        [*(templates_dir() / "imports" / "tracking").glob("*.json"), *Path(__file__).parent.glob("fixtures/*.json")]
    )
]
KEYS = sorted(
    {
        "data", "accepted", "rejected", "number", "track_info", "event", "Json", "FTrackNo", "FLastEvent", "dat",
        "track",
        "trackings", "tracking", "tracking_number", "checkpoints", "tag", "msg", "trackers", "tracking_code",
        "tracking_details", "status", "result", "tracker", "trackingNumber", "events", "shipment", "tracking_history",
        "tracking_status", "results", "carrier_name", "order", "time_raw", "page", "meta", "error",
    }
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["A1", "2026-11-01", "Delivered", "9.4E+21", "\ud800", "\x00", "{", '{"a":1}'])
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=30,
)


def survives(data: bytes) -> None:
    """Read what can be read, and see that what comes out can be kept and folded."""
    refusal, file = None, None
    try:
        file = read_tracking(data, "x.json")
    except InputError as error:
        refusal = error
    if refusal is not None or file is None:
        assert refusal is not None
        assert refusal.what.endswith(".")
        return
    assert isinstance(file, TrackingFile)
    for refused in file.refused:
        assert refused.what
        refused.what.encode()
    for parcel in file.parcels:
        assert 1 <= len(parcel.tracking_number) <= 64
        parcel.model_dump_json().encode()
        assert digest(read_parquet(to_parquet(parcel.events))) == digest(parcel.events)
    fold(file.parcels)


@given(JSON)
def test_any_json(document: object) -> None:
    survives(json.dumps(document).encode())


def _places(node: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    here = [path] if path else []
    if isinstance(node, dict):
        return here + [p for key, value in node.items() for p in _places(value, (*path, key))]
    if isinstance(node, list):
        return here + [p for i, value in enumerate(node) for p in _places(value, (*path, i))]
    return here


@given(st.sampled_from(SAMPLES), st.data())
def test_a_sample_with_changed_fields(sample: object, data: st.DataObject) -> None:
    document = copy.deepcopy(sample)
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(document)
        if not places:
            break
        *path, last = data.draw(st.sampled_from(places))
        node = document
        for key in path:
            node = node[key]  # type: ignore[index]
        if data.draw(st.booleans()) or isinstance(node, list):
            node[last] = data.draw(JSON)  # type: ignore[index]
        else:
            del node[last]  # type: ignore[attr-defined]
    survives(json.dumps(document).encode())


@given(st.sampled_from(SAMPLES), st.data())
def test_a_sample_with_damaged_bytes(sample: object, data: st.DataObject) -> None:
    raw = bytearray(json.dumps(sample).encode())
    cut = data.draw(st.integers(1, len(raw)))
    position = data.draw(st.integers(0, len(raw) - 1))
    raw[position] = data.draw(st.integers(0, 255))
    survives(bytes(raw[:cut]) if data.draw(st.booleans()) else bytes(raw))


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"a":' * 3_000 + b"1" + b"}" * 3_000,
        b'{"a":' * 60 + b"1" + b"}" * 60,
        b'{"tracking_number": ' + b"9" * 5_000 + b', "tag": null}',
        b'{"tracking_number": 9.4001E+21, "tag": null}',
        b'{"tracking_number": "A1", "tag": NaN}',
        b'\xef\xbb\xbf{"tracking_number": "A1", "tag": null}',
        b'{"tracking_number": "\\ud800", "tag": "\\ud800\\u0000"}',
    ],
)
def test_traps(data: bytes) -> None:
    survives(data)


def test_a_number_that_was_cut_is_refused_in_json_too() -> None:
    file = read_tracking(b'{"tracking_number": 9.4001E+21, "tag": null}', "x.json")
    assert file.parcels == ()
    assert "last digits are lost" in file.refused[0].what


def test_a_long_number_written_as_a_number_keeps_its_digits() -> None:
    file = read_tracking(b'{"tracking_number": 9400100000000000000017, "tag": null}', "x.json")
    assert file.parcels[0].tracking_number == "9400100000000000000017"


def test_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="larger"):
        read_tracking(b'{"tracking_number": "A1", "tag": null}', "x.json")
    monkeypatch.undo()
    one = {"tracking_number": "A1", "tag": None, "checkpoints": [{"message": f"scan {i}"} for i in range(5)]}
    monkeypatch.setattr(files, "MAX_EVENTS", 4)
    file = read_tracking(
        json.dumps({"trackings": [one, {**one, "tracking_number": "A2", "checkpoints": []}]}).encode(), "x.json"
    )
    assert [p.tracking_number for p in file.parcels] == ["A2"]
    assert "more than 4 scans" in file.refused[0].what
    monkeypatch.setattr(files, "MAX_PARCELS", 1)
    with pytest.raises(InputError, match="parcels"):
        read_tracking(json.dumps({"trackings": [one, {**one, "tracking_number": "A2"}]}).encode(), "x.json")


def test_foreign_text_is_kept_as_text() -> None:
    script = "<script>alert(1)</script> =1+1 \u202e"
    document = {"tracking_number": "A1", "tag": "InTransit", "checkpoints": [{"tag": "InTransit", "message": script}]}
    assert read_tracking(json.dumps(document).encode(), "x.json").parcels[0].events[0].text == script
