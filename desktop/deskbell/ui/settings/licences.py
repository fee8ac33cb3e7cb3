"""The works of others that Deskbell is made with, and under which licences. NOTICE beside the program says the same, of every small library too."""

from typing import Final

from msgspec import Struct


class Work(Struct, frozen=True):
    """A library or a set of pictures. `names` are the packages it is installed as, `replaceable`: the LGPL gives people the right to swap it."""

    title: str
    licence: str
    page: str
    names: tuple[str, ...] = ()
    replaceable: bool = False


WORKS: Final = (
    Work("Qt, PySide6, Shiboken6", "LGPL-3.0", "https://pyside.org", ("pyside6-essentials", "shiboken6"), True),
    Work("Psycopg", "LGPL-3.0", "https://psycopg.org", ("psycopg",), True),
    Work("Pebble", "LGPL-3.0", "https://github.com/noxdafox/pebble", ("pebble",), True),
    Work("tnefparse", "LGPL-3.0", "https://github.com/koodaamo/tnefparse", ("tnefparse",), True),
    Work("Lucide icons", "ISC", "https://lucide.dev"),
    Work("SQLAlchemy", "MIT", "https://www.sqlalchemy.org", ("sqlalchemy",)),
    Work("Alembic", "MIT", "https://alembic.sqlalchemy.org", ("alembic",)),
    Work("SQLite", "public domain", "https://sqlite.org"),
    Work("SQLCipher", "BSD-3-Clause", "https://www.zetetic.net/sqlcipher"),
    Work("sqlcipher3", "zlib", "https://github.com/coleifer/sqlcipher3", ("sqlcipher3",)),
    Work("IMAPClient", "BSD-3-Clause", "https://github.com/mjs/imapclient", ("imapclient",)),
    Work("APScheduler", "MIT", "https://apscheduler.readthedocs.io", ("apscheduler",)),
    Work("backports.zstd", "PSF-2.0", "https://github.com/rogdham/backports.zstd", ("backports-zstd",)),
    Work("olefile", "BSD-2-Clause", "https://github.com/decalage2/olefile", ("olefile",)),
    Work("oauthlib", "BSD-3-Clause", "https://github.com/oauthlib/oauthlib", ("oauthlib",)),
    Work("HTTPX2", "BSD-3-Clause", "https://github.com/pydantic/httpx2", ("httpx2",)),
    Work("h11", "MIT", "https://github.com/python-hyper/h11", ("h11",)),
    Work("dnspython", "ISC", "https://www.dnspython.org", ("dnspython",)),
    Work("defusedxml", "PSF-2.0", "https://github.com/tiran/defusedxml", ("defusedxml",)),
    Work("filelock", "MIT", "https://github.com/tox-dev/filelock", ("filelock",)),
    Work("msgspec", "BSD-3-Clause", "https://msgspec.dev", ("msgspec",)),
    Work("PDFium", "BSD-3-Clause", "https://pdfium.googlesource.com/pdfium"),
    Work("pypdfium2", "Apache-2.0", "https://github.com/pypdfium2-team/pypdfium2", ("pypdfium2",)),
    Work("RapidFuzz", "MIT", "https://github.com/rapidfuzz/RapidFuzz", ("rapidfuzz",)),
    Work("markdown-it-py", "MIT", "https://github.com/executablebooks/markdown-it-py", ("markdown-it-py",)),
    Work("nh3", "MIT", "https://github.com/messense/nh3", ("nh3",)),
    Work("RE2", "BSD-3-Clause", "https://github.com/google/re2", ("google-re2",)),
    Work("charset-normalizer", "MIT", "https://github.com/jawah/charset_normalizer", ("charset-normalizer",)),
    Work("chunspell", "MIT", "https://github.com/cdhigh/chunspell", ("chunspell",)),
    Work("Hunspell", "MPL-1.1", "https://hunspell.github.io"),
    Work("English dictionary (United Kingdom)", "LGPL-3.0", "https://proofingtoolgui.org", (), True),
    Work("English dictionary (United States), SCOWL", "BSD", "http://wordlist.aspell.net"),
    Work("Lithuanian dictionary", "BSD-3-Clause", "https://cgit.freedesktop.org/libreoffice/dictionaries"),
    Work("Russian dictionary", "BSD", "https://cgit.freedesktop.org/libreoffice/dictionaries"),
    Work("holidays", "MIT", "https://github.com/vacanza/holidays", ("holidays",)),
    Work("idna", "BSD-3-Clause", "https://github.com/kjd/idna", ("idna",)),
    Work("authres", "Apache-2.0", "https://launchpad.net/authentication-results-python", ("authres",)),
    Work("cryptography", "Apache-2.0", "https://cryptography.io", ("cryptography",)),
    Work("jeepney", "MIT", "https://gitlab.com/takluyver/jeepney", ("jeepney",)),
    Work("keyring", "MIT", "https://github.com/jaraco/keyring", ("keyring",)),
    Work("platformdirs", "MIT", "https://platformdirs.readthedocs.io", ("platformdirs",)),
    Work("psutil", "BSD-3-Clause", "https://github.com/giampaolo/psutil", ("psutil",)),
    Work("tzlocal", "MIT", "https://github.com/regebro/tzlocal", ("tzlocal",)),
    Work("tzdata", "Apache-2.0", "https://github.com/python/tzdata", ("tzdata",)),
    Work("Python", "PSF-2.0", "https://www.python.org"),
)
