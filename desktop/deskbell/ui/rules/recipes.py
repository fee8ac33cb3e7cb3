"""Ready rules, to begin with and to change."""

from PySide6.QtCore import QCoreApplication

from deskbell.model.automation import Check, Condition, Event, Group, How, RuleActions, Since, Timer, What
from deskbell.model.kinds import Priority, Status
from deskbell.model.ratings import Rating
from deskbell.ui.rules.draft import RuleDraft

translate = QCoreApplication.translate

_WAITING = Group(parts=(Condition(What.STATUS, Check.IS, (str(int(Status.PENDING)),)),))
_SUBJECTS = ("password", "slaptažodis", "пароль", "密码", "密碼")


def recipes() -> tuple[RuleDraft, ...]:
    """Each with a name in the language of the window. Those that answer lack the canned reply, which one chooses."""
    return (
        RuleDraft(
            translate("recipes", "Acknowledge new tickets"),
            conditions=Group(parts=(Condition(What.WORKING_HOURS, Check.IS, ("1",)),)),
        ),
        RuleDraft(
            translate("recipes", "Answer out of hours"),
            events=frozenset({Event.CREATED, Event.ANSWERED}),
            conditions=Group(parts=(Condition(What.WORKING_HOURS, Check.IS_NOT, ("1",)),)),
        ),
        RuleDraft(
            translate("recipes", "VIPs first"),
            conditions=Group(parts=(Condition(What.VIP, Check.IS, ("1",)),)),
            actions=RuleActions(priority=Priority.HIGH, add_tags=("vip",)),
        ),
        RuleDraft(
            translate("recipes", "Long thread to the lead"),
            events=frozenset({Event.ANSWERED}),
            conditions=Group(
                parts=(
                    Condition(What.ANSWERS, Check.MORE, ("5",)),
                    Group(How.NONE, (Condition(What.TAG, Check.IS, ("long",)),)),
                )
            ),
            actions=RuleActions(
                add_tags=("long",),
                note=translate("recipes", "The customer has answered more than five times here. Please have a look."),
            ),
        ),
        RuleDraft(
            translate("recipes", "Remind after 3 silent days"),
            events=frozenset({Event.TIME}),
            timer=Timer(72, Since.AGENT),
            conditions=_WAITING,
        ),
        RuleDraft(
            translate("recipes", "Solve after 5 silent days"),
            events=frozenset({Event.TIME}),
            timer=Timer(120, Since.AGENT),
            conditions=_WAITING,
            actions=RuleActions(status=Status.SOLVED, add_tags=("silent",)),
        ),
        RuleDraft(
            translate("recipes", "Bad rating to the manager"),
            events=frozenset({Event.RATED}),
            conditions=Group(parts=(Condition(What.RATING, Check.IS, (Rating.BAD.value,)),)),
            actions=RuleActions(
                priority=Priority.HIGH,
                add_tags=("unhappy",),
                note=translate(
                    "recipes", "The customer is not content with how this was answered. Please have a look."
                ),
            ),
        ),
        RuleDraft(
            translate("recipes", "Simple questions to their own queue"),
            conditions=Group(parts=(Condition(What.SUBJECT, Check.CONTAINS, _SUBJECTS),)),
            actions=RuleActions(add_tags=("password",)),
        ),
        RuleDraft(
            translate("recipes", "Say when a mail does not arrive"),
            events=frozenset({Event.BOUNCED}),
            actions=RuleActions(
                note=translate("recipes", "A mail from this ticket could not be delivered. Is the address right?")
            ),
        ),
    )
