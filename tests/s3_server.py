"""A real S3 server for the tests: moto's, as a process of its own on a free port of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from time import monotonic, sleep
from urllib.parse import quote

import pytest

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}
# The port is chosen by the system and told on the first line; the server ends when its standard input is closed.
SERVER = """
import logging, sys, threading
from moto.server import ThreadedMotoServer
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
"""
WAIT_SECONDS = 60


class S3Server:
    """A running server that keeps everything in memory."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.endpoint = f"http://127.0.0.1:{port}"

    def new_bucket(self) -> str:
        """Make an empty bucket and return its address as it stands in ``shop.yaml``."""
        name = f"b{uuid.uuid4().hex}"
        self._ask("PUT", f"/{name}")
        return f"s3://{name}"

    def put(self, url: str, data: bytes) -> None:
        """Change an object past Parcelproof."""
        self._ask("PUT", "/" + quote(url.removeprefix("s3://")), data)

    def delete(self, url: str) -> None:
        self._ask("DELETE", "/" + quote(url.removeprefix("s3://")))

    def _ask(self, method: str, path: str, body: bytes = b"") -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            # The server reads who asks, and believes any signature.
            who = "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/s3/aws4_request, SignedHeaders=, Signature="
            connection.request(method, path, body, {"Authorization": who})
            answer = connection.getresponse()
            assert answer.status < 300, f"{answer.status} {answer.read()!r}"
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            self._ask("GET", "/moto-api/")
        except OSError:
            return False
        return True


@contextmanager
def running_s3() -> Iterator[S3Server]:
    """Start a server."""
    environment = {**os.environ, **KEYS}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env=environment,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        server = S3Server(int(process.stdout.readline()))
        limit = monotonic() + WAIT_SECONDS
        while not server.answers():
            assert process.poll() is None, "the S3 server ended"
            assert monotonic() < limit, "the S3 server does not answer"
            sleep(0.05)
        yield server
    finally:
        if process.stdin:
            process.stdin.close()
        process.terminate()
        process.wait(30)
        if process.stdout:
            process.stdout.close()


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """A real S3 server, for all tests of one process."""
    with running_s3() as server:
        yield server


@pytest.fixture
def s3_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of that server, in the variables where every S3 client looks for them."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
