"""Does a text speak of an attachment? Asked before a mail leaves without one."""

import re
from typing import Final

from deskbell.rules.quoting import without_signature

# Stems, because many languages bend their words. Each is what people write when they mean a file of this mail, not any word of the family:
# "attached to the wall" is a price worth paying, "priedas" (a supplement to wages) is, "приложение" (a program) is not.
_SPEAKS_OF_ONE: Final = re.compile(
    # English
    r"\b(?:attach(?:ed|ing|ment|ments)|enclosed|enclosing)\b"
    # Chinese, Japanese, Korean
    r"|附件|随信附|隨信附|附上|附檔|附档|夾帶檔|请见附|請見附|見附|见附"
    r"|添付|첨부"
    # Russian, Ukrainian
    r"|\bвложени[еяйюи]\w{0,2}|\bприкрепл|\bприкрепи|\bприлага[юеё]|\bприложен\w{0,3} файл|\bво вложении|\bв приложении к письму"
    r"|\bвкладенн|\bу вкладенні|\bдодаю файл|\bприкріп"
    # Lithuanian, Latvian
    r"|\bpried(?:as|e|ą|ai|us|uose|ų)\b|\bpriseg|\bprised|\bpridedu\b|\bpridedam|\bprikabin"
    r"|\bpielikum|\bpievienoj|\bpievienot[sāuie]"
    # German, Dutch, Swedish
    r"|\b(?:im|als|den|der) anhang\b|\banbei\b|\bangehängt|\bbeigefügt|\bfüge\b[^.\n]{0,40}\bbei\b|\bhänge\b[^.\n]{0,40}\ban\b"
    r"|\bbijlage|\bbijgevoegd|\bbijgesloten"
    r"|\bbifoga|\bbilaga"
    # French, Spanish, Portuguese, Italian
    r"|\bpi[eè]ces? jointes?\b|\bci-joint|\ben pi[eè]ce jointe|\bjoins\b[^.\n]{0,30}\bfichier"
    r"|\badjunt[oaá]|\badjuntamos|\badjuntar"
    r"|\banexo\b|\bem anexo|\banexad|\banexei"
    r"|\bin allegato|\ballegat[oiae]\b|\ballego\b"
    # Polish, Czech
    r"|\bzałącz|\bw załączeniu"
    r"|\bpřílo[hz]|\bpřiklád|\bpřipoj(?:en|uji)",
    re.IGNORECASE,
)


def speaks_of_attachment(text: str) -> bool:
    """Whether `text` promises a file, in the languages that the reading of answers knows. Its quotes and its signature do not count."""
    own = "\n".join(line for line in without_signature(text).split("\n") if not line.startswith(">"))
    return _SPEAKS_OF_ONE.search(own) is not None
