"""What a window does without until its first list is on the screen: it opens quicker for that."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskbell.model.commands import Command
    from deskbell.store.course import Course
    from deskbell.store.desk import Desk


def perform(desk: "Desk", command: "Command", course: "Course | None" = None) -> object:
    """Carry a command out; the verbs are loaded when the first one is."""
    from deskbell.actions.dispatch import perform as carry_out

    return carry_out(desk, command, course)


def load_verbs() -> None:
    """Load what commands are done with while nobody waits: else the first one, that a ticket is looked at, does so beside the next tickets."""
    import deskbell.actions.dispatch  # noqa: F401


def load_conversation() -> None:
    """The list is on the screen: load what the first conversation and the first search need, before anybody asks for them."""
    import deskbell.store.for_conversation  # noqa: F401
