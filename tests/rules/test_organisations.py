"""Domains as people write them, and names that are one."""

import idna
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from deskbell.model.customers import SaveOrganisation
from deskbell.model.errors import Mistake
from deskbell.model.organisations import MOST, OrganisationFact
from deskbell.rules.organisations import domain_of, facts_of, key, read_domain, written_as


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("acme.example", "acme.example"),
        ("  ACME.Example ", "acme.example"),
        ("@acme.example", "acme.example"),
        ("*.acme.example", "acme.example"),
        ("jane@acme.example", "acme.example"),
        ("acme.example.", "acme.example"),
        ("www.acme.example", "acme.example"),
        ("https://www.acme.example:8080/contact?a=b#c", "acme.example"),
        ("www.de", "www.de"),
        ("bücher.example", "bücher.example"),
        ("BÜCHER.example", "bücher.example"),
        ("xn--bcher-kva.example", "bücher.example"),
        ("straße.example", "straße.example"),
        ("例え.テスト", "例え.テスト"),
        ("acme。example", "acme.example"),
    ],
)
def test_a_domain_is_read_as_people_write_it(text: str, domain: str) -> None:
    assert read_domain(text) == domain
    assert read_domain(domain) == domain


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "organisation.domain"),
        ("acme", "organisation.domain"),
        ("a b.example", "organisation.domain"),
        ("a_b.example", "organisation.domain"),
        ("-a.example", "organisation.domain"),
        ("192.0.2.1", "organisation.domain"),
        ("a..example", "organisation.domain"),
        ("a" * 64 + ".example", "organisation.domain"),
        ("a." * 2_000 + "example", "organisation.domain"),
        ("Gmail.com", "organisation.free_mail"),
        ("somebody@gmx.de", "organisation.free_mail"),
    ],
)
def test_what_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(Mistake) as refused:
        read_domain(text)
    assert refused.value.code == code


@given(st.text(max_size=80) | st.from_regex(r"(https?://)?([^@\s]{0,9}@)?[\w.-]{1,40}(/.*)?", fullmatch=True))
def test_whatever_is_written_is_a_domain_or_refused(text: str) -> None:
    try:
        domain = read_domain(text)
    except Mistake:
        return
    assert read_domain(domain) == domain
    assert {domain_of(f"a@{form}") for form in written_as([domain])} == {domain}


def test_mail_has_a_domain_in_either_form() -> None:
    assert written_as(["bücher.example", "acme.example"]) == {"bücher.example", "xn--bcher-kva.example", "acme.example"}
    assert domain_of("A@XN--BCHER-KVA.example") == domain_of("a@Bücher.example") == "bücher.example"
    assert domain_of("postmaster") == "postmaster"
    assert domain_of("a@xn--.example") == "xn--.example"


def test_names_that_nobody_would_tell_apart_are_one() -> None:
    assert key(" ACME \n Ltd") == key("Ａcme ltd") == "acme ltd"
    assert key("Šalis") != key("Salis")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": " \n"}, "name.empty"),
        ({"name": "n" * 201}, "customer.too_long"),
        ({"name": "Acme", "domains": ("acme",)}, "organisation.domain"),
        (
            {"name": "Acme", "domains": tuple(f"a{number}.example" for number in range(MOST + 1))},
            "organisation.many_domains",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(values: dict[str, object], code: str) -> None:
    with pytest.raises(Mistake) as refused:
        facts_of(SaveOrganisation(agent_id=None, id=0, **values))  # type: ignore[arg-type]
    assert refused.value.code == code


def test_facts_are_kept_tidily() -> None:
    command = SaveOrganisation(
        agent_id=None, id=0, name=" Acme\n Ltd ", domains=("b.example", "", "@B.example", "a.example")
    )
    assert facts_of(command) == {
        OrganisationFact.THERE: "1",
        OrganisationFact.NAME: "Acme Ltd",
        OrganisationFact.DOMAINS: "a.example\nb.example",
        OrganisationFact.NOTE: "",
        OrganisationFact.VIP: "",
    }


@example("xn--bcher-kva.example")
@example("ab--c.example")
@example("a-.example")
@example("0.example")
@example(f"{'a' * 63}.example")
@given(st.from_regex(r"[a-zA-Z0-9-]{1,5}(\.[xn0-9-]{1,5}){1,2}|(xn--)?[a-z-]{0,6}\.test", fullmatch=True))
def test_a_plain_domain_is_read_as_any_other(text: str) -> None:
    """What is not looked at letter by letter, as IDNA does, is what that gives."""
    assume(not text.casefold().startswith("www."))
    try:
        domain = read_domain(text)
    except Mistake:
        return
    assert domain == idna.decode(idna.encode(text, uts46=True, std3_rules=True)).lower()
