"""From which tickets the messages of a ticket came, by what the journal says of moves."""

from collections.abc import Iterable

from deskbell.model.kinds import Deed


def origins(steps: Iterable[tuple[Deed, str, str]]) -> dict[int, int]:
    """The ticket that each message came from last, by its id; none for those that came here themselves. `steps` are kind, before and after of the journal's lines
    of one ticket, the oldest first. What left and came back from where it went is as it was.
    """
    came: dict[int, int] = {}
    gone: dict[int, tuple[int, int]] = {}
    for kind, before, after in steps:
        if kind is Deed.LEFT:
            gone |= {number: (int(after), came.pop(number, 0)) for number in map(int, before.split())}
        elif kind is Deed.CAME:
            for number in map(int, after.split()):
                where, earlier = gone.pop(number, (0, 0))
                came[number] = earlier if where == int(before) else int(before)
    return {number: ticket for number, ticket in came.items() if ticket}
