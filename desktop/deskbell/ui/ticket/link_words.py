"""What linked tickets are to each other, in words."""

from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import LinkKind

translate = QCoreApplication.translate


def link_head(kind: LinkKind, count: int, still_open: int) -> str:
    """The head above so many tickets that are this to the one beside which they stand."""
    match kind:
        case LinkKind.PARENT:
            return translate("links", "Parent") if count == 1 else translate("links", "Parents")
        case LinkKind.CHILD if still_open:
            open_of = translate("links", "Children, %1 of %2 open").replace("%1", str(still_open))
            return open_of.replace("%2", str(count))
        case LinkKind.CHILD:
            return translate("links", "Children, all done")
        case LinkKind.ORIGINAL:
            return translate("links", "Duplicate of")
        case LinkKind.DUPLICATE:
            return translate("links", "Duplicates")
    return translate("links", "Related")


def link_choice(kind: LinkKind) -> str:
    """What one may say that another ticket is to this one."""
    match kind:
        case LinkKind.PARENT:
            return translate("links", "Parent of this ticket")
        case LinkKind.CHILD:
            return translate("links", "Child of this ticket")
        case LinkKind.ORIGINAL:
            return translate("links", "This ticket is a duplicate of it")
        case LinkKind.DUPLICATE:
            return translate("links", "Duplicate of this ticket")
    return translate("links", "Related to this ticket")


def link_step(kind: LinkKind | None, number: str) -> str:
    """A line of the thread: what the ticket is to another one from now on."""
    match kind:
        case LinkKind.RELATED:
            words = translate("links", "Related to #%1")
        case LinkKind.PARENT:
            words = translate("links", "Parent of #%1")
        case LinkKind.CHILD:
            words = translate("links", "Child of #%1")
        case LinkKind.DUPLICATE:
            words = translate("links", "Duplicate of #%1")
        case LinkKind.ORIGINAL:
            words = translate("links", "#%1 is a duplicate of this")
        case _:
            words = translate("links", "No longer linked to #%1")
    return words.replace("%1", number)


def link_said(one: int, kind: LinkKind | None, other: int) -> str:
    """A toast: what `one` is to `other` from now on."""
    match kind:
        case LinkKind.PARENT:
            words = translate("links", "#%1 is the parent of #%2")
        case LinkKind.CHILD:
            words = translate("links", "#%1 is a child of #%2")
        case LinkKind.DUPLICATE:
            words = translate("links", "#%1 is a duplicate of #%2")
        case LinkKind.ORIGINAL:
            words = translate("links", "#%2 is a duplicate of #%1")
        case None:
            words = translate("links", "#%1 and #%2 are no longer linked")
        case _:
            words = translate("links", "#%1 is related to #%2")
    return words.replace("%1", str(one)).replace("%2", str(other))
