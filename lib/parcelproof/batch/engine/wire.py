"""Messages between the processes of the engine: JSON with its length before it, over a socket of two ends."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any

_LENGTH = 8
_len = len  # a cell may put something else in the place of len
_PIECE = 1 << 18


def send(sock: socket.socket, message: dict[str, Any]) -> None:
    """Send one message whole."""
    body = json.dumps(message).encode()
    sock.sendall(_len(body).to_bytes(_LENGTH, "big") + body)


def receive(sock: socket.socket) -> dict[str, Any] | None:
    """Return the next message, or nothing if the other end is closed."""
    for message in Reader().messages_until_one(sock):
        return message
    return None


class Reader:
    """Puts messages together from the pieces that a socket gives."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, piece: bytes) -> Iterator[dict[str, Any]]:
        """Take a piece; yield each message that is whole now.

        Raises
        ------
        ValueError
            If it is no message at all.
        """
        self._bytes += piece
        while len(self._bytes) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._bytes[:_LENGTH], "big")
            if len(self._bytes) < end:
                return
            body = bytes(self._bytes[_LENGTH:end])
            del self._bytes[:end]
            message = json.loads(body)
            if not isinstance(message, dict):
                raise ValueError("not a message")
            yield message

    @property
    def waiting(self) -> int:
        """Bytes of a message that is not whole yet."""
        return len(self._bytes)

    def messages_until_one(self, sock: socket.socket) -> Iterator[dict[str, Any]]:
        """Read, waiting as long as it takes, until a message is whole."""
        while piece := sock.recv(_PIECE):
            yield from self.feed(piece)
