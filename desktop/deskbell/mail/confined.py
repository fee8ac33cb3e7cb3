"""What a child process that reads what strangers sent takes from itself first."""

import contextlib
import signal
import sys
from pathlib import Path


def limit_memory(size: int) -> None:
    """At most `size` bytes of address space more than now, where the system can do that; Windows cannot, and macOS takes no notice."""
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + size
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def write_nothing() -> None:
    """Write no file and leave no image of memory behind, where the system can forbid that; Windows cannot."""
    if sys.platform != "win32":
        import resource

        for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (0, 0))


def end_after(seconds: float) -> None:
    """Be ended by the system after so long, where it can do that, though whoever waits be gone; 0 for no longer."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
