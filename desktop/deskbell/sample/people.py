"""The customers of a sample desk: those written down by hand, and for a large desk as many again as it needs, put together from their names."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from deskbell.sample.clock import Clock
from deskbell.sample.content import SampleCustomer
from deskbell.sample.library import Language, Library, Person, Thread
from deskbell.sample.story import moment

_TICKETS_A_CUSTOMER = 6
_LANGUAGES_WITHOUT_SPACES = frozenset({"zh_CN", "zh_TW"})


def customers(library: Library, tickets: int, clock: Clock, random: Random) -> tuple[SampleCustomer, ...]:
    """Everybody who writes to the desk, by language, and the senders of unwanted mail at the end."""
    found: list[SampleCustomer] = []
    shares = sum(language.share for language in library.languages.values())
    for language in library.languages.values():
        by_hand = [_customer(person, language.code, clock, random) for person in language.people]
        wanted = tickets * language.share // shares // _TICKETS_A_CUSTOMER
        found.extend(by_hand)
        found.extend(_made(language, wanted - len(by_hand), clock, random))
    found.extend(_sender(thread, clock) for thread in library.unwanted)
    return tuple(found)


def _customer(person: Person, code: str, clock: Clock, random: Random) -> SampleCustomer:
    return SampleCustomer(
        name=person.name,
        call=person.call or person.name,
        email=person.email,
        other_email=_second_address(person) if random.random() < 0.15 else "",
        language=code,
        feminine=person.feminine,
        organisation=person.organisation,
        city=person.city,
        note=person.note,
        manner=random.randrange(10_000),
        created_at=moment(clock.began - random.random() * 300 * 86_400),
    )


def _made(language: Language, count: int, clock: Clock, random: Random) -> Iterator[SampleCustomer]:
    """People who have the given name of one and the family name of another of the same gender."""
    men = [person for person in language.people if not person.feminine]
    women = [person for person in language.people if person.feminine]
    for number in range(count):
        group = (men, women)[number % 2]
        one, other = random.choice(group), random.choice(group)
        if language.code in _LANGUAGES_WITHOUT_SPACES:
            name, call = other.name[:1] + one.name[1:], ""
        else:
            name, call = f"{one.name.rsplit(' ', 1)[0]} {other.name.rsplit(' ', 1)[-1]}", one.call
        local, _, domain = one.email.partition("@")
        person = Person(name, call, one.feminine, f"{local}{number + 2}@{domain}", other.organisation, other.city, "")
        yield _customer(person, language.code, clock, random)


def _second_address(person: Person) -> str:
    local, _, domain = person.email.partition("@")
    return f"{local}@{'example.net' if domain != 'example.net' else 'example.org'}"


def _sender(thread: Thread, clock: Clock) -> SampleCustomer:
    assert thread.sender is not None, thread.name
    name, email = thread.sender
    began = moment(clock.began) - timedelta(days=1)
    return SampleCustomer(name, name, email, "", thread.language, False, "", "", "", 1, began)
