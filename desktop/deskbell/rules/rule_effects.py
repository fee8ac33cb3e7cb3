"""What a rule's actions make of a ticket as the rules behind it see it."""

from collections.abc import Collection, Mapping
from typing import Final

from deskbell.model.automation import Hand, RuleActions, What
from deskbell.model.canned import Actions, Handing
from deskbell.rules.automation import Key
from deskbell.rules.macros import tags

Values = Mapping[Key, frozenset[str]]

SOMEBODY: Final = "?"
"""The assignee where it is not known yet who of a team that will be."""

_SOMEBODY: Final = frozenset({SOMEBODY})
_NOTHING: Final = frozenset({""})


def after(values: Values, actions: RuleActions, macros: Mapping[int, Actions], several: Collection[int] = ()) -> Values:
    """The ticket afterwards. `macros` are what canned replies change, by their ids, and `several` the fields (ids) of several choices."""
    new = dict(values)
    macro = macros.get(actions.macro_id) if actions.macro_id is not None else None
    if macro is not None:
        _macro(new, macro)
    for what, value in (
        (What.STATUS, actions.status),
        (What.PRIORITY, actions.priority),
        (What.TYPE, actions.type),
        (What.TEAM, actions.team_id),
    ):
        if value is not None:
            new[what, 0] = frozenset({str(int(value))})
    if actions.assign is Hand.NOBODY:
        new[What.ASSIGNEE, 0] = frozenset({""})
    elif actions.assign is Hand.PERSON:
        new[What.ASSIGNEE, 0] = frozenset({str(actions.assignee_id)})
    elif actions.assign is not Hand.AS_IT_IS:
        new[What.ASSIGNEE, 0] = frozenset({SOMEBODY})
    _tags(new, actions.add_tags, actions.remove_tags)
    for field_id, held in actions.fields:
        new[What.FIELD, field_id] = frozenset(held.split(" ") if field_id in several else (held,))
    return new


def changes(values: Values, actions: RuleActions, macros: Mapping[int, Actions], several: Collection[int] = ()) -> bool:
    """Whether the ticket is another afterwards, by what conditions see of it. Who of a team has a ticket keeps it."""
    new = after(values, actions, macros, several)
    return any(
        (held or _NOTHING) != was and (held != _SOMEBODY or was == _NOTHING)
        for key, held in new.items()
        for was in (values.get(key) or _NOTHING,)
    )


def _macro(new: dict[Key, frozenset[str]], macro: Actions) -> None:
    for what, value in (
        (What.STATUS, macro.status),
        (What.PRIORITY, macro.priority),
        (What.TYPE, macro.type),
        (What.TEAM, macro.team_id),
    ):
        if value is not None:
            new[what, 0] = frozenset({str(int(value))})
    if macro.assign is Handing.NOBODY:
        new[What.ASSIGNEE, 0] = frozenset({""})
    if macro.assignee_id is not None:
        new[What.ASSIGNEE, 0] = frozenset({str(macro.assignee_id)})
    _tags(new, macro.add_tags, macro.remove_tags)


def _tags(new: dict[Key, frozenset[str]], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    if add or remove:
        new[What.TAG, 0] = ((new.get((What.TAG, 0), frozenset()) - set(tags(remove))) | set(tags(add))) - {""}
