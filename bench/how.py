"""How thoroughly to measure."""

from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class How:
    """``runs`` of each variant, each measured for ``seconds``. ``quick``: only to see that the benches work."""

    runs: int = 5
    seconds: float = 5.0
    quick: bool = False

    def size(self, full: T, quick: T) -> T:
        """One or the other."""
        return quick if self.quick else full
