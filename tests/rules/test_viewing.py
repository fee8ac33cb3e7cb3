"""Who is at a ticket: by what they do, each once, by the shortest name that says who it is."""

import pytest

from deskbell.model.kinds import Activity
from deskbell.rules.viewing import BEAT_SECONDS, GONE_SECONDS, Company, company

LOOKING, NOTING, ANSWERING = Activity.LOOKING, Activity.NOTING, Activity.ANSWERING
TOMAS, ONA, EGLE = (2, "Tomas Berg"), (1, "Ona Kazlauskaitė"), (3, "Eglė")
WANG, OTHER_TOMAS = (4, "王伟"), (5, "Tomas Vaitkus")


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([], ()),
        ([(*TOMAS, LOOKING)], (Company(LOOKING, ("Tomas",), 0, (2,)),)),
        ([(*WANG, NOTING)], (Company(NOTING, ("王伟",), 0, (4,)),)),
        ([(*TOMAS, LOOKING), (*ONA, LOOKING)], (Company(LOOKING, ("Ona", "Tomas"), 0, (1, 2)),)),
        (
            [(*TOMAS, LOOKING), (*ONA, ANSWERING), (*EGLE, NOTING)],
            (
                Company(ANSWERING, ("Ona",), 0, (1,)),
                Company(NOTING, ("Eglė",), 0, (3,)),
                Company(LOOKING, ("Tomas",), 0, (2,)),
            ),
        ),
        (
            [(*TOMAS, LOOKING), (*ONA, LOOKING), (*EGLE, LOOKING), (*WANG, LOOKING)],
            (Company(LOOKING, ("Eglė", "Ona"), 2, (3, 1, 2, 4)),),
        ),
        # Two windows of one person are one person, where they do the most.
        ([(*TOMAS, LOOKING), (*TOMAS, ANSWERING), (*TOMAS, NOTING)], (Company(ANSWERING, ("Tomas",), 0, (2,)),)),
        (
            [(*TOMAS, LOOKING), (*OTHER_TOMAS, LOOKING)],
            (Company(LOOKING, ("Tomas Berg", "Tomas Vaitkus"), 0, (2, 5)),),
        ),
        ([(6, "", LOOKING)], (Company(LOOKING, ("",), 0, (6,)),)),
    ],
)
def test_who_is_there(people: list[tuple[int, str, Activity]], said: tuple[Company, ...]) -> None:
    assert company(people) == said
    assert company(reversed(people)) == said, "however the database gives them"


def test_one_lost_beat_makes_nobody_vanish() -> None:
    assert 2 * BEAT_SECONDS < GONE_SECONDS <= 30
