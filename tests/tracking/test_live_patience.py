"""How a service is asked: pace, tries, waits; which addresses are allowed; that a key does not show itself."""

from __future__ import annotations

import pickle
from itertools import pairwise

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend

from parcelproof.errors import InputError, ShopError
from parcelproof.tracking.live import (
    VENDORS,
    KeyRefusedError,
    RejectedError,
    Secret,
    Timer,
    UnreachableError,
    find_key,
    store_key,
    vendor,
)
from parcelproof.tracking.live.answers import Answer, plain
from parcelproof.tracking.live.patience import LONGEST_RUN_OF_WAITS, TRANSIENT, TRIES, Patience
from parcelproof.tracking.live.wire import check_base

GOOD = Answer(200, {}, b"{}")


class Moments:
    def __init__(self, dice: float = 0.5) -> None:
        self.at, self.waits, self.sent, self.dice = 0.0, [], [], dice  # type: ignore[var-annotated]

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += seconds

    def patience(self, per_second: float = 1e9) -> Patience:
        return Patience("Service", per_second, Timer(lambda: self.at, self.sleep, lambda: self.dice))

    def sender(self, *answers: Answer | str):  # type: ignore[no-untyped-def]
        left = list(answers)

        def send() -> Answer:
            self.sent.append(self.at)
            answer = left.pop(0)
            if isinstance(answer, str):
                raise UnreachableError(answer)
            return answer

        return send


def test_the_pace_is_kept() -> None:
    time = Moments()
    patience = time.patience(3.0)
    for _ in range(10):
        patience.ask(time.sender(GOOD))
    assert all(later - sooner >= 1 / 3 - 1e-9 for sooner, later in pairwise(time.sent))


@pytest.mark.parametrize("status", sorted(TRANSIENT))
def test_passing_trouble_is_tried_again_and_ends(status: int) -> None:
    time = Moments()
    assert time.patience().ask(time.sender(Answer(status), Answer(status), GOOD)) is GOOD
    with pytest.raises(UnreachableError, match="gave no usable answer"):
        time.patience().ask(time.sender(*[Answer(status)] * 9))
    assert len(time.sent) == 3 + TRIES


@given(
    st.floats(0, 1), st.lists(st.sampled_from([Answer(500), "broke", Answer(429, {"retry-after": "5"})]), max_size=3)
)
def test_waits_grow_stay_bounded_and_are_spread(dice: float, troubles: list[Answer | str]) -> None:
    time = Moments(dice)
    time.patience().ask(time.sender(*troubles, GOOD))
    assert len([w for w in time.waits if w > 0.01]) == len(troubles)
    assert all(0.5 <= wait <= 30 for wait in time.waits if wait > 0.01)


def test_all_waits_together_end() -> None:
    time = Moments()
    patience = time.patience()
    slow = Answer(429, {"retry-after": "100"})
    ended = 0
    for _ in range(20):
        try:
            patience.ask(time.sender(slow, slow, GOOD))
        except UnreachableError:
            ended += 1
    assert ended > 0
    assert sum(time.waits) <= LONGEST_RUN_OF_WAITS + 1


@pytest.mark.parametrize("said", ["", "soon", "-5", "1e9", "Fri, 99 Foo 2026", "9" * 400])
def test_an_odd_retry_after_never_breaks(said: str) -> None:
    time = Moments()
    if len(said) > 100:  # a number, but no wait that anybody would keep
        with pytest.raises(UnreachableError, match="minutes"):
            time.patience().ask(time.sender(Answer(429, {"retry-after": said}), GOOD))
    else:
        assert time.patience().ask(time.sender(Answer(429, {"retry-after": said}), GOOD)) is GOOD


@pytest.mark.parametrize(("status", "kind"), [(401, KeyRefusedError), (402, KeyRefusedError), (403, KeyRefusedError),
                                              (400, RejectedError), (404, RejectedError), (422, RejectedError),
                                              (302, RejectedError), (418, RejectedError)])  # fmt: skip
def test_a_refusal_is_not_tried_again(status: int, kind: type[Exception]) -> None:
    time = Moments()
    with pytest.raises(kind) as caught:
        time.patience().ask(time.sender(Answer(status, {}, b"secret body"), GOOD))
    assert len(time.sent) == 1
    assert "secret body" not in str(caught.value)
    assert "secret body" not in repr(caught.value.__dict__)


@pytest.mark.parametrize("url", ["https://api.example.com", "https://api.example.com/track/v2.4/", "http://127.0.0.1:80",
                                 "http://[::1]:8080", "http://localhost:1/x"])  # fmt: skip
def test_an_encrypted_address_or_this_computer(url: str) -> None:
    assert check_base(url, field="X") == url.rstrip("/")


UNSAFE = [
    "http://api.example.com",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "ftp://127.0.0.1",
    "http://10.0.0.1",
    "https://",
    "https://key@example.com",
    "//example.com",
    "https://x/?a=b",
    "http://[::1",
    "https://example.com:99999",
]


@pytest.mark.parametrize("url", ["", *UNSAFE])
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="encrypted"):
        check_base(url, field="X")


@pytest.mark.parametrize("name", list(VENDORS))
def test_the_address_can_only_be_changed_to_a_safe_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(vendor(name).variable, "http://example.com")
    with pytest.raises(InputError, match="encrypted"):
        vendor(name).client(Secret("k" * 20))


def test_a_service_that_is_not_known_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match="17track"):
        vendor("17-track")


# -- keys -------------------------------------------------------------------------------------


class Store(KeyringBackend):
    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    monkeypatch.setattr(keyring, "get_password", made.get_password)
    monkeypatch.setattr(keyring, "set_password", made.set_password)
    for name in VENDORS:
        monkeypatch.delenv(f"PARCELPROOF_{name.upper()}_KEY", raising=False)
    return made


def test_the_environment_comes_before_the_key_store(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store_key("17track", Secret("stored-key-1"))
    assert store.kept == {("parcelproof", "17track"): "stored-key-1"}
    assert find_key("17track", service="17TRACK", get_one="x").reveal() == "stored-key-1"
    monkeypatch.setenv("PARCELPROOF_17TRACK_KEY", " env-key-123 ")
    assert find_key("17track", service="17TRACK", get_one="x").reveal() == "env-key-123"


def test_without_a_key_it_says_how_to_get_one(store: Store) -> None:
    for name, service in VENDORS.items():
        with pytest.raises(InputError) as caught:
            find_key(name, service=service.title, get_one=service.get_one)
        assert service.get_one in str(caught.value)
        assert "--set-key" in str(caught.value)
        assert f"PARCELPROOF_{name.upper()}_KEY" in str(caught.value)


def test_a_key_store_that_protects_nothing_is_not_used(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "priority", 0)
    with pytest.raises(ShopError, match="not stored"):
        store_key("17track", Secret("stored-key-1"))
    assert store.kept == {}


def test_a_key_does_not_show_itself() -> None:
    secret = Secret("very-secret-key")
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret!r}", repr([secret]), repr({"k": secret})):
        assert "very-secret" not in shown
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert not hasattr(secret, "__dict__")
    assert secret.scrub("the key very-secret-key is wrong") == "the key [key] is wrong"


@given(st.text(max_size=70))
def test_numbers_are_compared_without_spaces_and_case(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert plain(f" {text}\t") == plain(text)
