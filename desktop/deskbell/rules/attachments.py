"""Which attachments do something when they are opened: by their names, by their bytes; and which are the wrapping of a signed or encrypted mail."""

import re
import unicodedata
from enum import Enum
from typing import Final

# What Windows, macOS or an office runs when it is opened, also inside a disk image or a shortcut (Outlook's and Gmail's lists of blocked
# types, and the macro formats of Microsoft Office).
# fmt: off
PROGRAMS = frozenset({
    "ade", "adp", "apk", "app", "appimage", "appinstaller", "application", "appref-ms", "appx", "appxbundle", "asp",
    "aspx", "bas", "bat", "bgi", "cab", "cer", "chm", "cmd", "cnt", "com", "command", "cpl", "crt", "csh", "der",
    "desktop", "dll", "dmg", "docm", "dotm", "drv", "elf", "exe", "fxp", "gadget", "grp", "hlp", "hpj", "hta", "htc",
    "ime", "img", "inf", "ins", "iso", "isp", "its", "jar", "jnlp", "job", "js", "jse", "ksh", "lib", "library-ms",
    "lnk", "mad", "maf", "mag", "mam", "maq", "mar", "mas", "mat", "mau", "mav", "maw", "mcf", "mda", "mdb", "mde",
    "mdt", "mdw", "mdz", "msc", "msh", "msh1", "msh1xml", "msh2", "msh2xml", "mshxml", "msi", "msix", "msixbundle",
    "msp", "mst", "nsh", "ocx", "one", "onepkg", "ops", "osd", "pcd", "pif", "pkg", "pl", "plg", "potm", "ppam", "ppsm",
    "pptm", "prf", "prg", "printerexport", "ps1", "ps1xml", "ps2", "ps2xml", "psc1", "psc2", "psd1", "psdm1", "psm1",
    "pst", "py", "pyc", "pyo", "pyw", "pyz", "pyzw", "rdp", "reg", "rpm", "run", "scf", "scpt", "scr", "sct",
    "search-ms", "searchconnector-ms", "settingcontent-ms", "sh", "shb", "shs", "sldm", "slk", "swf", "sys", "terminal",
    "theme", "tmp", "udl", "url", "vb", "vbe", "vbp", "vbs", "vhd", "vhdx", "vsmacros", "vsw", "vxd", "webpnp",
    "website", "wll", "ws", "wsb", "wsc", "wsf", "wsh", "xbap", "xlam", "xll", "xlm", "xlsb", "xlsm", "xltm", "xnk",
    "xpi",
})
# Pages that a browser opens with everything in them running, and what asks for a password in a bank's clothes.
PAGES = frozenset({"htm", "html", "mht", "mhtml", "shtm", "shtml", "svg", "svgz", "xht", "xhtm", "xhtml", "xsl", "xslt"})
# fmt: on

_BEGINNINGS: Final = (
    b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!", b"dex\n", b"\0asm",
    b"L\0\0\0\x01\x14\x02\0", b"MSCF", b"ITSF", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", b"vhdxfile", b"conectix", b"FWS", b"CWS", b"ZWS", b"xar!",
    b"!<arch>\n", b"\xed\xab\xee\xdb",
)  # fmt: skip
"""Programs of Linux, macOS and Java, scripts, shortcuts, cabinets, help files, notebooks, disk images, Flash, packages."""
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--[^>]{0,500}>\s*){0,5}(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype\s+(?:html|svg)|<(?:html|head|body|script|svg|meta|iframe|hta:)\b)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*\[(?:InternetShortcut|Desktop Entry|Shell|autorun)\]", re.IGNORECASE
)
_LOOKED_AT: Final = 4096
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")
_ISO_AT: Final = 0x8001


class Wrapping(Enum):
    """A part that belongs to a signed or encrypted mail (RFC 8551, RFC 3156)."""

    NONE = "none"
    SMIME_SIGNATURE = "smime-signature"
    SMIME_SEALED = "smime-sealed"
    PGP_SIGNATURE = "pgp-signature"
    PGP_SEALED = "pgp-sealed"
    PGP_VERSION = "pgp-version"
    PGP_KEY = "pgp-key"


_WRAPPINGS: Final = {
    "application/pkcs7-signature": Wrapping.SMIME_SIGNATURE,
    "application/x-pkcs7-signature": Wrapping.SMIME_SIGNATURE,
    "application/pkcs7-mime": Wrapping.SMIME_SEALED,
    "application/x-pkcs7-mime": Wrapping.SMIME_SEALED,
    "application/pgp-signature": Wrapping.PGP_SIGNATURE,
    "application/pgp-encrypted": Wrapping.PGP_VERSION,
    "application/pgp-keys": Wrapping.PGP_KEY,
}
_WRAPPING_NAMES: Final = {
    "smime.p7s": Wrapping.SMIME_SIGNATURE,
    "smime.p7m": Wrapping.SMIME_SEALED,
    "encrypted.asc": Wrapping.PGP_SEALED,
    "signature.asc": Wrapping.PGP_SIGNATURE,
}


def wrapping(name: str, content_type: str) -> Wrapping:
    """What a part is to a signed or encrypted mail, by its type, or by the name that all programs give it."""
    return _WRAPPINGS.get(content_type.lower()) or _WRAPPING_NAMES.get(name.lower(), Wrapping.NONE)


def dangerous(name: str) -> bool:
    """Whether a file of this name is run rather than shown when it is opened, or is a page with scripts of its own.

    Format characters are taken away first (a right-to-left override makes `gpj.exe` read as `exe.jpg`), and what Windows ignores at the
    end of a name: dots and spaces.
    """
    bare = "".join(character for character in name if unicodedata.category(character) not in ("Cf", "Cc"))
    _, dot, ending = bare.rstrip(" .").rpartition(".")
    return bool(dot) and ending.casefold() in PROGRAMS | PAGES


def runs(content: bytes) -> bool:
    """Whether these bytes are a program, a script, a shortcut, a disk image, a page or an office file with macros, whatever they are called."""
    head = content[:_LOOKED_AT]
    if head.startswith(_BEGINNINGS) or _PAGE.match(head) or _SECTION.match(head):
        return True
    if head.startswith(b"MZ"):
        at = int.from_bytes(head[60:64], "little")
        return content[at : at + 2] in {b"PE", b"NE", b"LE", b"LX"}
    if head.startswith(b"PK"):
        return b"vbaProject.bin" in content or b"AndroidManifest.xml" in content or b"META-INF/MANIFEST.MF" in content
    if head.startswith(_OLE):
        return _OLE_MACROS in content
    return content[_ISO_AT : _ISO_AT + 5] == b"CD001" or content[-512:-504] == b"conectix"
