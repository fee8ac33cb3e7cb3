"""Mails that want to be looked at: each names files and hosts in ways that some mail program has followed. `nox -s faults` takes three hundred.

A mail is made of vectors (where an address may stand), targets (what it points to) and wraps (what hides or multiplies it). The same number makes
the same mail on every machine.
"""

import base64
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

COUNT: Final = int(os.environ.get("DESKBELL_HOSTILE", "90"))

VECTORS: Final = (
    '<img src="{t}">',
    "<img src='{t}' width=40 height=30 alt=x>",
    "<img src={t}>",
    '<img src="x" srcset="{t} 1x, {t} 2x">',
    '<img lowsrc="{t}" dynsrc="{t}" longdesc="{t}" usemap="{t}">',
    '<picture><source srcset="{t}" type="image/png"><img src="{t}"></picture>',
    '<img data-remote="{t}" src="">',
    '<input type="image" src="{t}"><button formaction="{t}">go</button>',
    '<body background="{t}" style="background-image:url({t})">body</body>',
    '<table background="{t}"><tr background="{t}"><td background="{t}">cell</td></tr></table>',
    "<div style=\"background:url('{t}') no-repeat\">x</div>",
    '<div style="background-image: image-set(&quot;{t}&quot; 1x, &quot;{t}&quot; 2x)">x</div>',
    '<div style="content:url({t});cursor:url({t}),auto;border-image:url({t}) 30">x</div>',
    '<ul style="list-style-image:url({t});list-style:url({t})"><li>item</ul>',
    '<p style="background:u\\72l({t})">escaped</p>',
    '<p style="background:url(&#x22;{t}&#x22;)">entity</p>',
    "<style>@import '{t}'; @import url({t}); @font-face{{font-family:x;src:url({t})}} p{{background:url({t})}}</style><p>styled</p>",
    '<link rel="stylesheet" href="{t}"><link rel="icon" href="{t}"><link rel="prefetch dns-prefetch preload" href="{t}" as="image">',
    '<base href="{t}"><img src="a.png"><a href="b.html">relative</a>',
    '<meta http-equiv="refresh" content="0;url={t}">',
    '<iframe src="{t}" srcdoc="&lt;img src={t}&gt;"></iframe><frameset><frame src="{t}"></frameset>',
    '<object data="{t}" type="image/png"><embed src="{t}"></object><applet code="{t}" archive="{t}"></applet>',
    '<svg><image href="{t}" xlink:href="{t}"/><use href="{t}#a"/><script href="{t}"/></svg>',
    '<math><mtext><img src="{t}"></mtext><annotation-xml encoding="text/html"><img src="{t}"></annotation-xml></math>',
    '<video poster="{t}" src="{t}" autoplay><source src="{t}"><track src="{t}"></video><audio src="{t}" autoplay></audio>',
    '<form action="{t}" method="post"><input name="a" value="b"><input type="submit" formaction="{t}"></form>',
    '<a href="{t}"><img src="{t}"></a> <a href="{t}" ping="{t}">link</a> <area href="{t}">',
    '<script src="{t}"></script><script>new Image().src="{t}"</script><img src=x onerror="fetch(\'{t}\')">',
    '<blockquote cite="{t}"><q cite="{t}">quoted</q><del cite="{t}">gone</del></blockquote>',
    '<bgsound src="{t}"><xml src="{t}"></xml><layer src="{t}"></layer><ilayer src="{t}"></ilayer>',
    '<!--[if gte mso 9]><v:rect><v:fill type="frame" src="{t}"/></v:rect><![endif]--><v:image src="{t}"/>',
    "<!DOCTYPE html [<!ENTITY x SYSTEM '{t}'>]><p>&x;</p>",
    '<noscript><img src="{t}"></noscript><template><img src="{t}"></template><noembed><img src="{t}"></noembed>',
    '<IMG SRC="{t}"><ImG/sRc="{t}"/><img\tsrc\n=\n"{t}"><img src=`{t}`><<img src="{t}">',
    '<font face="url({t})">f</font><p style="font-family:&apos;{t}&apos;">g</p><hr style="background:url({t})">',
    '<style>a{{}}</style></style><img src="{t}"><textarea><img src="{t}"></textarea><title><img src="{t}"></title>',
)

_WRAPS: Final = (
    "{0}",
    "<blockquote type=cite>" * 6 + "{0}" + "</blockquote>" * 6,
    '<div class="gmail_quote">On Friday X wrote:<blockquote class="gmail_quote">{0}</blockquote></div>',
    "<table><tr><td>" * 12 + "{0}" + "</td></tr></table>" * 12,
    "<table><tr><td>" * 40 + "{0}",
    "<div>" * 300 + "{0}",
    "<ul><li>" * 60 + "{0}",
    "<b><i><u><a href='https://example.com/'>" * 30 + "{0}",
    "<p>" + "word " * 400 + "</p>{0}",
    "<p>" + "x" * 13000 + "</p>{0}",
    "<!-- > -->{0}<!-- <p> --!>",
    "<![CDATA[{0}]]>{0}",
    "<select><option>{0}</select>{0}",
    "\u202e{0}\u202c\u200b\ufeff",
    "{0}" + "<img src='cid:mine'>" * 9,
    '<table border=1 width="99999">' + "<tr><td width=9999 height=9999>a</td></tr>" * 20 + "</table>{0}",
)


@dataclass(frozen=True)
class Places:
    """What a mail tries to reach: a folder with canaries (its path and its URI), and a port of this computer that somebody listens on."""

    folder: str
    uri: str
    port: int


@dataclass(frozen=True)
class Hostile:
    """One mail: its bytes, and its HTML before anybody has cleaned it."""

    number: int
    html: str
    raw: bytes


def targets(places: Places) -> tuple[str, ...]:
    """Addresses that nobody may open, from the plain to the disguised."""
    host = f"127.0.0.1:{places.port}"
    folder, uri = places.folder, places.uri
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{uri}/canary.png"/></svg>'
    entity = "".join(f"&#{ord(letter)};" for letter in f"{uri}/canary.png")
    return (
        f"{uri}/canary.png", f"{folder}/canary.png", f"file:{folder}/canary.png", f"file://localhost{folder}/canary.png",
        f"FILE:///{folder.lstrip('/')}/canary.png", f"{uri}/canary.svg", f"{folder}/canary", f"{uri}/canary@2x.png",
        f"{folder}/../{folder.rsplit('/', 1)[-1]}/canary.png", f"{uri}/%63anary.png", f" {uri}/canary.png", f"\t{uri}/canary.png\n",
        f"//{host}/x.png", f"\\\\{host}\\share\\x.png", f"/\\{host}/x", f"\\/{host}/x", f"//{host}/x@2x.png", f"file://{host}/share/x.png",
        f"http://{host}/x.png", f"HTTP://{host}/x.png", f"http:\\\\{host}\\x.png", f"http:/{host}/x.png", f"http://user:pw@{host}/x.png",
        f"ftp://{host}/x", f"ws://{host}/x", f"ht\ntp://{host}/x.png", f"http&colon;//{host}/x.png", f"http://{host}/x.svg",
        "http://localhost.canary.invalid/x.png", "//canary.invalid/x.png", "http://[::1]:9/x.png", "http://2130706433/x.png",
        "javascript:fetch('http://canary.invalid')", "java&#x0A;script:alert(1)", "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(), f"data:image/svg+xml,{svg.replace(chr(34), '%22')}",
        "cid:mine", "cid:other@elsewhere", "cid:../../../etc/passwd", f"cid:{folder}/canary.png", "CID:mine", "mid:1@x/cid:mine",
        "qrc:/of-this-message/0", ":/of-this-message/0", "qrc:///qt-project.org/styles/commonstyle/images/up-32.png", "image://theme/x",
        "/etc/hostname", "/proc/self/environ", "C:\\Windows\\win.ini", "/dev/zero", "about:blank", "#a", "?x", "x.png", "../x.png", "\\x.png",
        entity, f"file\uff1a//{folder}/canary.png", f"{uri}/canary\u2024png", "ms-msdt:/id", "search-ms:query=x", "smb://127.0.0.1/x",
    )  # fmt: skip


def mails(places: Places, picture: bytes, count: int = COUNT) -> Iterator[Hostile]:
    """Mails 0 to `count`; every vector and every target is in some, and each names its own picture `cid:mine`."""
    aims = targets(places)
    for number in range(count):
        chance = random.Random(number)
        pieces = [VECTORS[number % len(VECTORS)].format(t=aims[number % len(aims)])]
        pieces += [chance.choice(VECTORS).format(t=chance.choice(aims)) for _ in range(chance.randrange(2, 7))]
        inside = "<p>Hello</p>".join(pieces)
        html = f"<html><head>{chance.choice(pieces)}</head>{_WRAPS[number % len(_WRAPS)].replace('{0}', inside)}</html>"
        yield Hostile(number, html, _mail(number, html, picture, aims[number % len(aims)]))


def _mail(number: int, html: str, picture: bytes, aim: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Mallory {number} <mallory{number}@example.com>"
    mail["To"] = "desk@example.com"
    mail["Subject"] = f"<img src=canary{number}> hostile"
    mail["Message-ID"] = f"<hostile-{number}@example.com>"
    mail.set_content(f"Hello {' '.join(aim.split())}\n\n> quoted <img src=x>\n")
    mail.add_alternative(html, subtype="html")
    mail.add_attachment(
        picture, maintype="image", subtype="png", cid="<mine>", filename="mine.png", disposition="inline"
    )
    mail.add_attachment(b"\0", maintype="application", subtype="octet-stream", filename="<img src=canary>.png")
    return mail.as_bytes()
