"""A file that is only looked at: what it said before counts as if it were in the desk."""

import pytest
from msgspec.structs import replace

from deskbell.model.customer_file import Refused
from deskbell.model.customers import Written, WrittenOrganisation
from deskbell.rules.seen_in_file import SeenOrganisations, SeenPeople, Sorted


def test_people_are_known_by_any_of_their_addresses() -> None:
    seen = SeenPeople()
    li, na = Written(2, "Li", ("li@x.example", "na@x.example")), Written(3, "Na", ("other@x.example",))
    assert seen.sort((li, na)) == Sorted((li, na))
    seen.add((li,))
    again = Written(9, "", (" NA@x.example",))
    assert seen.sort((again, na)) == Sorted((na,), (again,))
    assert seen.sort((again, na)).good == (na, again)
    same = replace(li, line=10)
    assert seen.sort((same,)) == Sorted((), (), (same,)), "it is known just so"
    seen.add((again,))
    assert seen.sort((same,)) == Sorted((), (same,)), "something else was said since"


@pytest.mark.parametrize(
    ("one", "sorted_"),
    [
        (WrittenOrganisation(9, "Bee", ("b.example",)), "fresh"),
        (WrittenOrganisation(9, "acme"), "again"),
        (WrittenOrganisation(9, "Acme", ("acme.example",)), "same"),
        (WrittenOrganisation(9, "ＡＣＭＥ", ("https://www.acme.example/", "b.example")), "again"),
        (WrittenOrganisation(9, "Bee", ("b.example", "@ACME.example")), "refused"),
        (WrittenOrganisation(9, "Bee", ("no domain", "acme.example")), "fresh"),
    ],
)
def test_organisations_are_known_by_their_names_and_own_their_domains(one: WrittenOrganisation, sorted_: str) -> None:
    seen = SeenOrganisations()
    acme = WrittenOrganisation(2, "Acme", ("acme.example",))
    assert seen.sort((acme,)) == Sorted((acme,))
    seen.add((acme,))
    why = Refused(9, "organisation.has_domain", {"domain": "acme.example", "name": "Acme"}, "Bee")
    kinds = {
        "fresh": Sorted((one,)),
        "again": Sorted((), (one,)),
        "same": Sorted((), (), (one,)),
        "refused": Sorted((), (), (), (why,)),
    }
    assert seen.sort((one,)) == kinds[sorted_]
