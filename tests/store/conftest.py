"""Fixtures of the tests of the store."""

import pytest

from building import Builder
from deskbell.store.desk import Desk


@pytest.fixture
def build(desk: Desk) -> Builder:
    """Writes rows into `desk`."""
    return Builder(desk)
