"""What notices say, and what stands on the icon."""

from typing import Any

import pytest
from PySide6.QtGui import QImage

from deskbell.model.concerns import Concern, Reason
from deskbell.ui.concerns.badge import SIZES, badge_words, badged
from deskbell.ui.concerns.words import Notice, notice, told
from deskbell.ui.theme.colours import DARK, LIGHT


def concern(line: int, ticket: int, reason: Reason, who: str = "Ona") -> Concern:
    return Concern(line, reason, ticket, f"Subject {ticket}", who)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("who", ["Ona", ""])
def test_there_are_words_for_all_of_it(reason: Reason, who: str) -> None:
    one = told([concern(1, 7, reason, who)])
    assert "#7" in one
    nobodys = (Reason.REMINDER, Reason.OVERDUE, Reason.DUE, Reason.UNATTENDED)
    assert ("Ona" in one) == (bool(who) and reason not in nobodys), "that is nobody else's doing"
    hidden = notice([concern(1, 7, reason, who)], hidden=True)
    assert "7" not in hidden.title + hidden.text
    assert "Ona" not in hidden.title + hidden.text
    assert "2" in told([concern(1, 7, reason), concern(2, 8, reason)])


def test_of_many_the_first_stand_there() -> None:
    shown = notice([concern(line, line, Reason.NEW) for line in range(1, 6)], hidden=False)
    assert shown == Notice("5 new tickets came.", "#5 Subject 5\n#4 Subject 4\n#3 Subject 3\nand 2 more", 5)
    both = notice([concern(1, 1, Reason.NEW), concern(2, 2, Reason.ANSWER)], hidden=False)
    assert both.title == "A ticket was answered. A new ticket came."


@pytest.mark.parametrize(("number", "words"), [(0, ""), (1, "1"), (9, "9"), (10, "9+"), (4000, "9+")])
def test_what_stands_on_the_badge(number: int, words: str) -> None:
    assert badge_words(number) == words


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("side", SIZES)
def test_the_badge_is_seen_at_each_size(qapp: object, side: int, colours: Any) -> None:
    def image(number: int) -> QImage:
        return badged(number, colours).pixmap(side, side).toImage()

    plain, one, many = image(0), image(1), image(12)
    assert plain.width() == side
    assert plain != one != many
    corner = one.pixelColor(round(side * 0.75), side - 2)
    assert corner.name().lower() == colours.danger.lower()
