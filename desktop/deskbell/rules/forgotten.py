"""Does a text speak of an attachment? Asked before a mail leaves without one."""

import re
from typing import Final

from deskbell.rules.quoting import without_signature

# Stems, because Russian and Lithuanian bend their words. Each is what people write when they mean a file of this mail, not any
# word of the family: "attached to the wall" is a price worth paying, "priedas" (a supplement to wages) is.
_SPEAKS_OF_ONE: Final = re.compile(
    r"\b(?:attach(?:ed|ing|ment|ments)|enclosed)\b"
    r"|附件|随信附|隨信附|附上|附檔|附档|夾帶檔|请见附|請見附"
    r"|\bвложени[еяйюи]\w{0,2}|\bприкрепл|\bприкрепи|\bприлага[юеё]|\bприложен\w{0,3} файл|\bво вложении"
    r"|\bpried(?:as|e|ą|ai|us|uose|ų)\b|\bpriseg|\bprised|\bpridedu\b|\bpridedam|\bprikabin",
    re.IGNORECASE,
)


def speaks_of_attachment(text: str) -> bool:
    """Whether `text` promises a file, in English, Chinese, Russian or Lithuanian. Its quotes and its signature do not count."""
    own = "\n".join(line for line in without_signature(text).split("\n") if not line.startswith(">"))
    return _SPEAKS_OF_ONE.search(own) is not None
