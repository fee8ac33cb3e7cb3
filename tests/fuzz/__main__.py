"""Let a coverage-guided fuzzer (atheris, libFuzzer) look for input that breaks a promise: `python -m fuzz TARGET SECONDS`, with tests/ on the path.

TARGET is a name of `promises.BY_NAME`. What it finds lies under found/TARGET afterwards, named by its kind and hash; the ordinary tests read that
folder, so a finding that is committed with its repair never comes back. What the fuzzer has learnt is kept in a folder of the system's.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["deskbell"]):
    from fuzz import promises

from fuzz.seeds import seeds, words

HERE = Path(__file__).resolve().parent
# What one input may take: the code is some ten times slower while it is watched, and so is a busy machine.
SECONDS_EACH = 60
MOST_BYTES = 6_000


def main(target: str, seconds: int) -> None:
    """Fuzz one promise for so many seconds; a finding ends the program at once with an error."""
    learnt = Path(tempfile.gettempdir()) / "deskbell-fuzz" / target
    learnt.mkdir(parents=True, exist_ok=True)
    found = HERE / "found" / target
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds(target)):
            Path(folder, f"{number:03d}").write_bytes(seed)
        dictionary = Path(folder, "words")
        dictionary.write_text("".join(f'"{word}"\n' for word in words(target)), "ascii")
        atheris.Setup(
            [sys.argv[0], f"-max_total_time={seconds}", f"-timeout={SECONDS_EACH}", f"-max_len={MOST_BYTES}", "-rss_limit_mb=2048",
             f"-artifact_prefix={found}/", f"-dict={dictionary}", "-print_final_stats=1", str(learnt), folder],
            promises.BY_NAME[target],
        )  # fmt: skip
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
