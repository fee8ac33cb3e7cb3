"""From which tickets messages came."""

import pytest

from deskbell.model.kinds import Deed
from deskbell.rules.origins import origins

Step = tuple[Deed, str, str]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        pytest.param([], {}, id="nothing was moved"),
        pytest.param([(Deed.STATUS, "1", "4")], {}, id="another step"),
        pytest.param([(Deed.CAME, "12", "7 8")], {7: 12, 8: 12}, id="moved here"),
        pytest.param([(Deed.LEFT, "7 8", "12")], {}, id="moved away"),
        pytest.param([(Deed.LEFT, "7 8", "12"), (Deed.CAME, "12", "8")], {}, id="and back"),
        pytest.param([(Deed.LEFT, "7", "12"), (Deed.CAME, "13", "7")], {7: 13}, id="back by another one"),
        pytest.param([(Deed.CAME, "12", "7"), (Deed.LEFT, "7", "12")], {}, id="taken back there"),
        pytest.param(
            [(Deed.CAME, "12", "7 8"), (Deed.LEFT, "7", "13"), (Deed.CAME, "13", "7")],
            {7: 12, 8: 12},
            id="came, left, and is back",
        ),
        pytest.param([(Deed.CAME, "12", "7"), (Deed.CAME, "14", "9")], {7: 12, 9: 14}, id="from several"),
    ],
)
def test_where_messages_came_from(steps: list[Step], found: dict[int, int]) -> None:
    assert origins(steps) == found
