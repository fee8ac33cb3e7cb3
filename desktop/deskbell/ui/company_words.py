"""Who else is at a ticket, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import Activity
from deskbell.rules.viewing import Company

translate = QCoreApplication.translate


def company_words(found: Sequence[Company]) -> str:
    """One line; "" where nobody is there."""
    return " · ".join(map(_said, found))


def _said(group: Company) -> str:
    first = group.names[0]
    if len(group.agents) == 1:
        return _alone(group.activity).replace("%1", first)
    # Names last, and both at once: one may hold what looks like a place for the other.
    rest = group.names[1] if not group.more else ""
    if group.more:
        who = translate("company", "%1, %2 and %n more", None, group.more)
    else:
        who = translate("company", "%1 and %2")
    rest = group.names[1]
    head, _, tail = who.partition("%1")
    middle, _, end = tail.partition("%2")
    return _together(group.activity).replace("%3", f"{head}{first}{middle}{rest}{end}")


def _alone(activity: Activity) -> str:
    if activity is Activity.ANSWERING:
        return translate("company", "%1 is writing an answer…")
    if activity is Activity.NOTING:
        return translate("company", "%1 is writing a note…")
    return translate("company", "%1 is looking at this")


def _together(activity: Activity) -> str:
    if activity is Activity.ANSWERING:
        return translate("company", "%3 are writing answers…")
    if activity is Activity.NOTING:
        return translate("company", "%3 are writing notes…")
    return translate("company", "%3 are looking at this")
