"""Where it stands with what is taken in from files."""

from enum import Enum, auto


class TakingState(Enum):
    """LOOKING: nothing is changed, it is only told what would be. OVER after either."""

    IDLE = auto()
    LOOKING = auto()
    TAKING = auto()
    OVER = auto()
