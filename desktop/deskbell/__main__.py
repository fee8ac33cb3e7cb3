"""`python -m deskbell`, and the frozen program."""

import sys


def main() -> int:
    """What the command line asks for; the exit code."""
    # In the frozen program the parser's child processes start here too; their words name what is to be run. The window need not load it for that.
    if any("multiprocessing" in word for word in sys.argv[1:]):
        import multiprocessing

        multiprocessing.freeze_support()
    from deskbell.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
