"""What stood in a file before, while it is only looked at: nothing of it is taken in yet, so the desk does not know it."""

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.customer_file import Refused
from deskbell.model.customers import Written, WrittenOrganisation
from deskbell.model.errors import Mistake
from deskbell.rules.organisations import key, read_domain

T = TypeVar("T")


class Sorted(Struct, Generic[T], frozen=True):
    """Some lines of a file: those of whom it has said nothing before, of whom it has, of whom it has last said just that, and that go against what it said."""

    fresh: tuple[T, ...]
    again: tuple[T, ...] = ()
    same: tuple[T, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def good(self) -> tuple[T, ...]:
        """All that go against nothing."""
        return (*self.fresh, *self.again, *self.same)


class Seen(Protocol):
    """What `SeenPeople` and `SeenOrganisations` are."""

    def sort(self, several: Sequence[Any]) -> Sorted[Any]:
        """Hold the next lines against those before."""
        ...

    def add(self, several: Sequence[Any]) -> None:
        """Of these the file has said something by now."""
        ...


class SeenPeople:
    """People are known by their addresses."""

    def __init__(self) -> None:
        # What was said last of whoever has an address.
        self._said: dict[int, int] = {}

    def sort(self, several: Sequence[Written]) -> Sorted[Written]:
        """Hold the next lines against those before."""
        fresh: list[Written] = []
        again: list[Written] = []
        same: list[Written] = []
        for one in several:
            before = [self._said.get(mark) for mark in _marks(one)]
            known = any(said is not None for said in before)
            (fresh if not known else same if set(before) == {_said(one)} else again).append(one)
        return Sorted(tuple(fresh), tuple(again), tuple(same))

    def add(self, several: Sequence[Written]) -> None:
        """Of these the file has said something by now."""
        for one in several:
            self._said.update(dict.fromkeys(_marks(one), _said(one)))


class SeenOrganisations:
    """Organisations are known by their names, and each domain is of one of them."""

    def __init__(self) -> None:
        # What was said last of whoever is called so.
        self._said: dict[int, int] = {}
        self._owners: dict[int, str] = {}

    def sort(self, several: Sequence[WrittenOrganisation]) -> Sorted[WrittenOrganisation]:
        """Hold the next lines against those before."""
        fresh: list[WrittenOrganisation] = []
        again: list[WrittenOrganisation] = []
        same: list[WrittenOrganisation] = []
        refused: list[Refused] = []
        for one in several:
            against = self._against(one)
            before = self._said.get(hash(key(one.name)))
            if against is not None:
                refused.append(against)
            else:
                (fresh if before is None else same if before == _said(one) else again).append(one)
        return Sorted(tuple(fresh), tuple(again), tuple(same), tuple(refused))

    def add(self, several: Sequence[WrittenOrganisation]) -> None:
        """Of these the file has said something by now."""
        for one in several:
            self._said[hash(key(one.name))] = _said(one)
            for domain in _domains(one):
                self._owners.setdefault(hash(domain), one.name)

    def _against(self, one: WrittenOrganisation) -> Refused | None:
        for domain in _domains(one):
            owner = self._owners.get(hash(domain), one.name)
            if key(owner) != key(one.name):
                return Refused(one.line, "organisation.has_domain", {"domain": domain, "name": owner}, one.name)
        return None


def _said(one: Written | WrittenOrganisation) -> int:
    """The same for lines that say the same."""
    return hash(replace(one, line=0))


def _marks(one: Written) -> set[int]:
    return {hash(email.strip().casefold()) for email in one.emails}


def _domains(one: WrittenOrganisation) -> list[str]:
    """Its domains as they are kept; none where one of them is none, which is told elsewhere."""
    try:
        return [read_domain(domain) for domain in one.domains]
    except Mistake:
        return []
