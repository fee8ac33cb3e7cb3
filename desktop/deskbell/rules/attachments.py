"""Which attachments are programs."""

import unicodedata

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
# fmt: on


def dangerous(name: str) -> bool:
    """Whether a file of this name is run rather than shown when it is opened.

    Format characters are taken away first (a right-to-left override makes `gpj.exe` read as `exe.jpg`), and what Windows ignores at the
    end of a name: dots and spaces.
    """
    bare = "".join(character for character in name if unicodedata.category(character) not in ("Cf", "Cc"))
    _, dot, ending = bare.rstrip(" .").rpartition(".")
    return bool(dot) and ending.casefold() in PROGRAMS
