"""A mapping that never changes: putting something in makes a new one, which shares nearly everything with the old.

Two layers: a large one that many maps share, and a small one of what was put since, copied on each change. When the
small layer has grown to about the square root of the whole, both become one. A change then costs some microseconds
in a room of 20 000, where copying a dictionary costs hundreds.
"""

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from itertools import chain
from typing import Any, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")

SMALL = 32
"""Entries of the small layer below which joining the layers is never worth it."""


class SharedMap(Mapping[K, V]):
    """Keys keep the order in which they first came; nothing can be taken out."""

    __slots__ = ("_base", "_fresh", "_new")

    def __init__(self, base: Mapping[K, V] | None = None) -> None:
        self._base: dict[K, V] = dict(base or {})
        self._new: dict[K, V] = {}
        self._fresh = 0

    def put(self, key: K, value: V) -> "SharedMap[K, V]":
        """The map with ``value`` under ``key``."""
        made: SharedMap[K, V] = SharedMap.__new__(SharedMap)
        made._base, made._new = self._base, {**self._new, key: value}
        made._fresh = self._fresh + (key not in self._base and key not in self._new)
        if len(made._new) > SMALL and len(made._new) ** 2 > len(made._base):
            made._base, made._new, made._fresh = {**made._base, **made._new}, {}, 0
        return made

    def get(self, key: K, default: Any = None) -> Any:  # the mixin's own goes through an exception
        found = self._new.get(key, self)
        return self._base.get(key, default) if found is self else found

    def __getitem__(self, key: K) -> V:
        found = self._new.get(key, self)
        return self._base[key] if found is self else cast("V", found)

    def __contains__(self, key: object) -> bool:
        return key in self._new or key in self._base

    def __iter__(self) -> Iterator[K]:
        return chain(self._base, (key for key in self._new if key not in self._base)) if self._new else iter(self._base)

    def __len__(self) -> int:
        return len(self._base) + self._fresh

    def values(self) -> ValuesView[V]:
        """The values, in the order of their keys."""
        return self._whole().values()

    def items(self) -> ItemsView[K, V]:
        """Keys and values, in the order of the keys."""
        return self._whole().items()

    def __eq__(self, other: object) -> bool:
        return self._whole() == (other._whole() if isinstance(other, SharedMap) else other)

    __hash__ = None  # type: ignore[assignment]  # like a dictionary's

    def __repr__(self) -> str:
        return f"SharedMap({self._whole()!r})"

    def _whole(self) -> dict[K, V]:
        """All of it as one dictionary, which is only read."""
        return {**self._base, **self._new} if self._new else self._base


def put(mapping: Mapping[K, V], key: K, value: V) -> SharedMap[K, V]:
    """Any mapping with ``value`` under ``key``, as one that shares."""
    shared = mapping if isinstance(mapping, SharedMap) else SharedMap(mapping)
    return shared.put(key, value)
