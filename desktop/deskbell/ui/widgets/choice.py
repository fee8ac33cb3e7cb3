"""What a list that drops down has to choose from. Apart from the list itself, which nobody needs before one drops down."""

from msgspec import Struct

from deskbell.ui.theme.icons import Icon


class Choice(Struct, frozen=True):
    """One entry: what it stands for, its words, and an icon in the colour `ink`. `checked` shows a tick (for tags, several at once).

    `group` stands above those of one group, which come one after the other, behind those of none.
    """

    value: object
    text: str
    icon: Icon | None = None
    checked: bool = False
    ink: str = "muted"
    group: str = ""
