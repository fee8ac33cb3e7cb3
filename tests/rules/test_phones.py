"""What a phone number is found by."""

import pytest

from deskbell.rules.phones import sought


@pytest.mark.parametrize(
    "number", ["+370 612 34567", "8 612 34567", "0-612-34567", "00370 612 34567", "(8 612) 34567 ext. 12", "61234567"]
)
def test_one_number_is_found_however_it_is_written(number: str) -> None:
    assert sought(number) == "61234567"


@pytest.mark.parametrize("number", ["", "112", "ext. 4711", "call in the evening", "12 34 5"])
def test_what_is_nobodys_alone_is_found_by_nothing(number: str) -> None:
    assert sought(number) == ""
