"""Ids that come in turn, so that two servers that do the same have the same ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest

_STORE = ("workshops", "visions", "webhooks", "happenings", "tokens")
_NUMBERED = (*(f"store.{name}" for name in _STORE), "routes.once", "routes.visit")
"""The files that give ids at random."""


@contextmanager
def ids_in_turn() -> Iterator[None]:
    """What ids are given by comes in turn, and is the same in every world."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _NUMBERED:
            patch.setattr(f"app.{name}.secrets", _Counted(name))
        yield


class _Counted:
    """Stands for ``secrets``."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._given = 0

    def token_bytes(self, many: int) -> bytes:
        self._given += 1
        return sha256(f"{self._name} {self._given}".encode()).digest()[:many]

    def token_hex(self, many: int) -> str:
        return self.token_bytes(many).hex()

    def token_urlsafe(self, many: int) -> str:
        return self.token_hex(many)

    def randbelow(self, most: int) -> int:
        return int.from_bytes(self.token_bytes(8)) % most
