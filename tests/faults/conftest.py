"""The nursery that servers of these tests come out of."""

import pytest

from tests import nursery as nurseries
from tests.nursery import Nursery


@pytest.fixture
def nursery() -> Nursery:
    return nurseries.nursery()
