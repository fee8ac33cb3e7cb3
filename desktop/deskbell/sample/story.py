"""What happens to one ticket and when: a thread played forward from its first message until it ends, or until now cuts it off.

Because a ticket's state is only what has happened by now, young tickets wait for somebody and old ones are solved, as on a real desk.
"""

from datetime import UTC, datetime
from random import Random

from msgspec import Struct, field

from deskbell.model.kinds import Deed, Priority, Status
from deskbell.rules.shelf import status_after_answer
from deskbell.sample.clock import DAY, HOUR, Clock
from deskbell.sample.content import SampleEvent
from deskbell.sample.library import Step, Thread

MINUTE = 60.0
_STALLS = 0.13
_CLOSES_AFTER = 8 * DAY
_GIVES_UP_AFTER = 5 * DAY
_BACKLOG = 0.12
_ASSIGNED_EARLY = 0.3
_SNOOZED = 0.22
_LIVE = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD})


class Story(Struct):
    """The steps that have happened with their times (seconds since 1970), and the state they have led to."""

    steps: list[tuple[Step, float]]
    status: Status
    changes: list[tuple[float, Status, Status, bool]] = field(default_factory=list)
    assigned_at: float | None = None
    snoozed_until: float | None = None

    @property
    def live(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in _LIVE

    @property
    def last(self) -> float:
        """When the last thing was written."""
        return self.steps[-1][1]


def play(thread: Thread, began: float, clock: Clock, random: Random) -> Story:
    """The story of a thread that began at `began`, as far as it has come by now."""
    story = Story([(thread.steps[0], began)], thread.status or Status.NEW)
    if thread.status in (Status.SPAM, Status.TRASH):
        story.changes.append((began + random.random() * HOUR, Status.NEW, thread.status, True))
        return story
    at = began
    last = len(thread.steps) - 1
    touched = None
    for number, step in enumerate(thread.steps[1:], start=1):
        if step.who == "customer" and random.random() < _STALLS:
            break
        at = _next(step, at, clock, random)
        if at > clock.now - MINUTE:
            break
        if touched is None and step.who in ("agent", "note"):
            touched = at
        story.steps.append((step, at))
        _follow(story, step, at, ends=number == last)
    _assign(story, touched, began, clock, random)
    _settle(story, clock, random)
    return story


def place(thread: Thread, clock: Clock) -> Story:
    """The story of a thread whose steps say themselves how long ago they were."""
    steps = [(step, clock.now - (step.ago or 0.0)) for step in thread.steps]
    story = Story(steps[:1], Status.NEW)
    for step, at in steps[1:]:
        story.steps.append((step, at))
        _follow(story, step, at, ends=False)
    if thread.assignee:
        story.assigned_at = steps[0][1] + 2 * MINUTE
    _take_up(story)
    if thread.status is not None and thread.status is not story.status:
        story.changes.append((story.last + 3 * MINUTE, story.status, thread.status, True))
        story.status = thread.status
    if thread.snooze is not None:
        story.snoozed_until = clock.now + thread.snooze
    return story


def events(
    story: Story, actor: int, priority: Priority, tags: tuple[str, ...], teams: tuple[int | None, int | None]
) -> list[SampleEvent]:
    """The journal of a story besides its messages, oldest first. `actor` is the agent who did what the desk did not do by itself, `teams` are the
    first one and the last.
    """
    made: list[SampleEvent] = []
    if story.assigned_at is not None:
        at = moment(story.assigned_at)
        made.append(SampleEvent(Deed.ASSIGNED, actor, at, None, actor))
        if tags:
            made.append(SampleEvent(Deed.TAGGED, actor, at, None, tags))
        if priority is not Priority.NORMAL:
            made.append(SampleEvent(Deed.PRIORITY, actor, at, Priority.NORMAL, priority))
        if teams[0] != teams[1]:
            made.append(SampleEvent(Deed.TEAM, actor, at, *teams))
    for when, before, after, by_person in story.changes:
        made.append(SampleEvent(Deed.STATUS, actor if by_person else None, moment(when), before, after))
    if story.snoozed_until is not None:
        at = moment(story.last + 5 * MINUTE)
        made.append(SampleEvent(Deed.SNOOZED, actor, at, None, moment(story.snoozed_until)))
    made.sort(key=lambda event: event.at)
    return made


def moment(at: float) -> datetime:
    """Seconds since 1970 as an aware time, to the second."""
    return datetime.fromtimestamp(int(at), UTC)


def _next(step: Step, before: float, clock: Clock, random: Random) -> float:
    """When a step follows: agents in office hours within hours (a few much later), customers whenever they like, machines at once."""
    if step.who in ("away", "bounce"):
        return before + 4 + random.random() * 40
    if step.after is not None:
        wait = step.after * (0.85 + 0.3 * random.random())
    elif step.who == "note":
        wait = (6 + 60 * random.random()) * MINUTE
    elif step.who == "agent":
        wait = 6 * MINUTE + min(random.expovariate(1 / (2.5 * HOUR)), 12 * HOUR)
        if random.random() < _BACKLOG:
            wait += random.random() * 3 * DAY
    else:
        return before + 5 * MINUTE + min(random.expovariate(1 / (11 * HOUR)), 4 * DAY)
    return before + wait if step.who == "customer" else clock.in_office(before + wait, random)


def _follow(story: Story, step: Step, at: float, *, ends: bool) -> None:
    """The status after a step: an agent's answer leaves the ticket pending, the last one solved; the customer's opens it again."""
    after = story.status
    if step.then is not None:
        after = step.then
    elif step.who == "agent":
        after = Status.SOLVED if ends else Status.PENDING
    elif step.who == "customer":
        after = status_after_answer(story.status)
    if after is not story.status:
        story.changes.append((at, story.status, after, step.who in ("agent", "note")))
        story.status = after


def _assign(story: Story, touched: float | None, began: float, clock: Clock, random: Random) -> None:
    early = began + 3 * MINUTE + random.expovariate(1 / (90 * MINUTE))
    if touched is not None:
        story.assigned_at = min(early, touched - 20) if touched - 20 > began else touched
    elif random.random() < _ASSIGNED_EARLY and early < clock.now:
        story.assigned_at = early
    _take_up(story)


def _take_up(story: Story) -> None:
    """Whoever takes a new ticket opens it: from then on its first change of status comes from open."""
    if story.assigned_at is None:
        return
    if not story.changes:
        story.status = Status.OPEN
    elif story.changes[0][1] is Status.NEW:
        at, _, after, by_person = story.changes.pop(0)
        if after is not Status.OPEN:
            story.changes.insert(0, (at, Status.OPEN, after, by_person))
    story.changes.insert(0, (story.assigned_at, Status.NEW, Status.OPEN, True))


def _settle(story: Story, clock: Clock, random: Random) -> None:
    """What time does to a ticket that nobody writes to: it is solved, closed, or put off."""
    age = clock.now - story.last
    if story.live and story.assigned_at is not None and age > _GIVES_UP_AFTER and story.status is not Status.ON_HOLD:
        at = clock.in_office(story.last + (3 + 2 * random.random()) * DAY, random)
        if at < clock.now:
            story.changes.append((at, story.status, Status.SOLVED, True))
            story.status = Status.SOLVED
    if story.status is Status.SOLVED:
        at = story.changes[-1][0] + _CLOSES_AFTER
        if at < clock.now:
            story.changes.append((at, Status.SOLVED, Status.CLOSED, False))
            story.status = Status.CLOSED
    elif story.status is Status.PENDING and age > 3 * HOUR and random.random() < _SNOOZED:
        story.snoozed_until = clock.now + (0.7 + random.random() * 6) * DAY
