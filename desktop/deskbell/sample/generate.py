"""A whole sample desk from the library: the same for the same number of tickets, seed and `now`."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Final

from deskbell.model.kinds import Priority, ReplyKind
from deskbell.sample.clock import HOUR, Clock
from deskbell.sample.content import SampleCustomer, SampleDesk, SampleDraft, SampleTicket
from deskbell.sample.correspondence import Correspondence
from deskbell.sample.facts import Case
from deskbell.sample.library import Library, Thread
from deskbell.sample.people import customers
from deskbell.sample.story import Story, events, moment, place, play
from deskbell.sample.wording import Blanks, as_html

DEMO_TICKETS: Final = 400
_DEMO_DAYS: Final = 56
_LONG_DAYS: Final = 3 * 365
# A desk of more tickets than this has been at work for three years.
_LONG_FROM: Final = 2_000
# A desk that has been at work for some months before the sample begins.
_FIRST_NUMBER: Final = 668
_UNWANTED: Final = 0.035
_OTHER_PRIORITIES: Final = ((0.02, Priority.URGENT), (0.11, Priority.HIGH), (0.18, Priority.LOW))
_TRIES: Final = 8
ME: Final = 0


def generate(library: Library, *, tickets: int, seed: int, now: datetime) -> SampleDesk:
    """A desk of `tickets` tickets, the newest some minutes old at `now`. Nothing is made before `tickets()` is asked for but the customers."""
    long = tickets > _LONG_FROM
    clock = Clock(now, _LONG_DAYS if long else _DEMO_DAYS, 1.5 if long else 5.0)
    people = customers(library, tickets, clock, Random(seed))  # noqa: S311  a draw, not a secret

    def stream() -> Iterator[SampleTicket]:
        return _Maker(library, people, clock, Random(seed + 1), tries=1 if long else _TRIES).tickets(tickets)  # noqa: S311

    return SampleDesk(
        company=library.company,
        agents=library.agents,
        mailboxes=library.mailboxes,
        teams=library.teams,
        tags=library.tags,
        customers=people,
        count=tickets,
        first_number=1 if long else _FIRST_NUMBER,
        now=now,
        tickets=stream,
        file=library.file,
    )


class _Deck:
    """Threads dealt like cards, so that none comes again before all of its language have been."""

    def __init__(self, threads: Sequence[Thread], random: Random) -> None:
        self._cards = [thread for thread in threads for _ in range(thread.weight)]
        self._left: list[Thread] = []
        self._last: list[Thread] = []
        self._random = random

    def deal(self) -> Thread:
        if not self._left:
            self._left = self._cards[:]
            self._random.shuffle(self._left)
            # What was dealt last comes late in the next round.
            self._left.sort(key=lambda thread: thread not in self._last)
            self._last.clear()
        card = self._left.pop()
        if len(self._left) < len(self._cards) // 3:
            self._last.append(card)
        return card


class _Maker:
    """Makes the tickets of one run; everything that is drawn comes from one `Random`, in one order."""

    def __init__(
        self, library: Library, people: tuple[SampleCustomer, ...], clock: Clock, random: Random, *, tries: int
    ) -> None:
        self._library = library
        self._people = people
        self._clock = clock
        self._random = random
        self._tries = tries
        self._agent_names = [agent.name for agent in library.agents]
        self._boxes = {box.name: number for number, box in enumerate(library.mailboxes)}
        self._decks = {code: _Deck(threads, random) for code, threads in library.threads.items()}
        self._unwanted = _Deck(library.unwanted, random)
        self._codes = list(library.languages)
        self._shares = [language.share for language in library.languages.values()]
        self._writers: dict[tuple[str, bool], list[int]] = {
            (code, business): [] for code in self._codes for business in (False, True)
        }
        for number, customer in enumerate(people[: len(people) - len(library.unwanted)]):
            self._writers[customer.language, False].append(number)
            if customer.organisation:
                self._writers[customer.language, True].append(number)
        self._by_email = {customer.email: number for number, customer in enumerate(people)}
        self._by_name: dict[str, int] = {}
        for number, customer in enumerate(people):
            self._by_name.setdefault(customer.name, number)
        self._reserved = {self._by_name[thread.customer] for thread in library.shown}
        self._seen: set[tuple[int, str]] = set()
        self._recent: deque[str] = deque(maxlen=120)
        self._speakers = {
            code: [number for number, agent in enumerate(library.agents) if code in agent.languages]
            for code in library.languages
        }
        self._correspondence = Correspondence(library, random)
        self._products = {product.kind: product for product in library.products}

    def tickets(self, count: int) -> Iterator[SampleTicket]:
        shown = sorted(self._library.shown, key=lambda thread: -(thread.steps[0].ago or 0.0))
        waiting = [(self._clock.now - (thread.steps[0].ago or 0.0), thread) for thread in shown]
        waiting = waiting[-count:]
        for began in self._clock.arrivals(count - len(waiting), self._random):
            while waiting and waiting[0][0] <= began:
                yield self._shown(waiting.pop(0)[1])
            yield self._ordinary(began)
        for _, thread in waiting:
            yield self._shown(thread)

    def _ordinary(self, began: float) -> SampleTicket:
        random = self._random
        if random.random() < _UNWANTED:
            thread = self._unwanted.deal()
            assert thread.sender is not None
            customer = self._by_email[thread.sender[1]]
        else:
            (code,) = random.choices(self._codes, self._shares)
            thread, customer = self._told(code)
        story = play(thread, began, self._clock, random)
        priority = thread.priority
        if priority is None:
            chance = random.random()
            priority = next((other for share, other in _OTHER_PRIORITIES if chance < share), Priority.NORMAL)
        assignee = None
        if story.assigned_at is not None:
            assignee = self._assignee(thread, story, priority)
        return self._ticket(thread, story, customer, assignee, priority)

    def _shown(self, thread: Thread) -> SampleTicket:
        story = place(thread, self._clock)
        assignee = self._agent(thread.assignee) if thread.assignee else None
        return self._ticket(thread, story, self._by_name[thread.customer], assignee, thread.priority or Priority.NORMAL)

    def _told(self, code: str) -> tuple[Thread, int]:
        """The next thread of a language, and a customer who has not told the same before; some write much more often than others.

        Where everybody has told everything, things are told again.
        """
        for _ in range(self._tries):
            thread = self._decks[code].deal()
            writers = self._writers[thread.language, thread.business]
            for _ in range(self._tries):
                number = writers[int(len(writers) * self._random.random() ** 1.6)]
                if number not in self._reserved and (number, thread.name) not in self._seen:
                    self._seen.add((number, thread.name))
                    return thread, number
        return thread, number

    def _assignee(self, thread: Thread, story: Story, priority: Priority) -> int:
        """One who speaks the language. What stands at the top of the first agent's tickets was chosen by hand: nothing may come above it."""
        speakers = self._speakers[thread.language]
        if story.live and (story.last > self._clock.now - 27 * HOUR or priority > Priority.NORMAL):
            speakers = [number for number in speakers if number != ME]
        return self._random.choice(speakers)

    def _actor(self, assignee: int | None, customer: int) -> int:
        """Who did what was done by hand; on tickets that nobody took, such as spam, this one or that one."""
        return customer % len(self._library.agents) if assignee is None else assignee

    def _agent(self, name: str) -> int:
        return next(number for number, whole in enumerate(self._agent_names) if whole.startswith(name))

    def _ticket(
        self, thread: Thread, story: Story, customer: int, assignee: int | None, priority: Priority
    ) -> SampleTicket:
        random = self._random
        person = self._people[customer]
        language = self._library.languages[thread.language]
        product = (
            self._products[random.choice(thread.products)] if thread.products else random.choice(self._library.products)
        )
        began = story.steps[0][1]
        blanks = Blanks(Case.draw(language, person, product, began, self._clock.now, random).blank, at=began)
        blanks.update(thread.blanks)
        tags = thread.tags if story.assigned_at is not None else ()
        mailbox = self._boxes[thread.mailbox]
        subject = self._subject(thread, blanks)
        messages = self._correspondence.messages(
            thread, story, person, assignee, blanks, subject, self._library.mailboxes[mailbox]
        )
        snoozed = story.snoozed_until
        first, team = self._teams(mailbox, tags)
        return SampleTicket(
            subject=subject,
            language=thread.language,
            customer=customer,
            mailbox=mailbox,
            assignee=assignee,
            team=team,
            status=story.status,
            priority=priority if story.assigned_at is not None else Priority.NORMAL,
            tags=tags,
            snoozed_until=None if snoozed is None else moment(snoozed),
            created_at=messages[0].at,
            messages=messages,
            events=tuple(events(story, self._actor(assignee, customer), priority, tags, (first, team))),
            draft=self._draft(thread, blanks),
        )

    def _teams(self, mailbox: int, tags: Sequence[str]) -> tuple[int | None, int | None]:
        """The team that a ticket began with, and the one that has it now."""
        teams = self._library.teams
        first = next((number for number, team in enumerate(teams) if mailbox in team.mailboxes), None)
        return first, next((number for number, team in enumerate(teams) if not team.takes.isdisjoint(tags)), first)

    def _subject(self, thread: Thread, blanks: Blanks) -> str:
        """A subject that did not stand in the list a short while ago, where the thread has another wording."""
        for _ in range(4):
            subject = thread.subject.fill(blanks, self._random)
            if subject not in self._recent:
                break
        self._recent.append(subject)
        return subject

    def _draft(self, thread: Thread, blanks: Mapping[str, str]) -> SampleDraft | None:
        if not thread.draft:
            return None
        text = thread.draft.strip().format_map(blanks)
        return SampleDraft(ReplyKind.REPLY, text, as_html(text), moment(self._clock.now - 60))
