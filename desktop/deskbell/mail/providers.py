"""The mail providers that most people have: their servers, the form of their user names, and what they take for a password. As of November 2026."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.kinds import Security, SignIn


class Secret(StrEnum):
    """What a provider takes for a password in a mail program.

    ACCOUNT: that of the account (it may have to be allowed first, at `help_url`). APP: one that is made for each program, at `help_url`.
    BRIDGE: the one that the provider's own program on this computer shows. OAUTH: none; a person signs in through the browser. NONE: the provider
    lets no mail program in.
    """

    ACCOUNT = "account"
    APP = "app"
    BRIDGE = "bridge"
    OAUTH = "oauth"
    NONE = "none"


class Login(StrEnum):
    """The user name: the whole address, or what stands before its @."""

    ADDRESS = "address"
    LOCAL_PART = "local_part"


class Endpoint(Struct, frozen=True):
    """Where a server listens, and how the connection is protected."""

    host: str
    port: int
    security: Security


class Suggestion(Struct, frozen=True):
    """The servers to try for an address. `provider` is its name, "" where it is not known; `help_url` the provider's page on passwords, "" for none.

    `sign_in` is the other way in, through the browser, where there is one.
    """

    provider: str
    imap: Endpoint
    smtp: Endpoint
    imap_user: str
    smtp_user: str
    secret: Secret
    help_url: str
    known: bool
    sign_in: SignIn = SignIn.PASSWORD


class Provider(Struct, frozen=True):
    """One provider, and the domains of its addresses."""

    name: str
    domains: tuple[str, ...]
    imap: Endpoint
    smtp: Endpoint
    secret: Secret = Secret.ACCOUNT
    help_url: str = ""
    imap_login: Login = Login.ADDRESS
    smtp_login: Login = Login.ADDRESS
    sign_in: SignIn = SignIn.PASSWORD


def _tls(host: str, port: int) -> Endpoint:
    return Endpoint(host, port, Security.TLS)


def _starttls(host: str, port: int) -> Endpoint:
    return Endpoint(host, port, Security.STARTTLS)


def _domains(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _usual(name: str, domain: str, secret: Secret = Secret.ACCOUNT, help_url: str = "") -> Provider:
    """A provider with one domain and the usual names of servers."""
    return Provider(name, (domain,), _tls(f"imap.{domain}", 993), _tls(f"smtp.{domain}", 465), secret, help_url)


PROVIDERS: Final[tuple[Provider, ...]] = (
    Provider(
        "Gmail",
        _domains("gmail.com googlemail.com"),
        _tls("imap.gmail.com", 993),
        _tls("smtp.gmail.com", 465),
        Secret.APP,
        "https://support.google.com/accounts/answer/185833",
        sign_in=SignIn.GOOGLE,
    ),
    Provider(
        "Outlook.com",
        _domains(
            "outlook.com hotmail.com live.com msn.com passport.com windowslive.com outlook.at outlook.be outlook.cl outlook.co.id outlook.co.th "
            "outlook.com.ar outlook.com.au outlook.com.br outlook.com.tr outlook.cz outlook.de outlook.dk outlook.es outlook.fr outlook.hu "
            "outlook.ie outlook.in outlook.it outlook.jp outlook.kr outlook.lv outlook.my outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk "
            "hotmail.be hotmail.ca hotmail.co.jp hotmail.co.nz hotmail.co.uk hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.de hotmail.dk "
            "hotmail.es hotmail.fi hotmail.fr hotmail.gr hotmail.it hotmail.lt hotmail.nl hotmail.no hotmail.se live.at live.be live.ca live.cl "
            "live.cn live.co.uk live.com.ar live.com.au live.com.mx live.com.pt live.de live.dk live.fi live.fr live.ie live.it live.jp live.nl "
            "live.no live.ru live.se"
        ),
        _tls("outlook.office365.com", 993),
        _starttls("smtp-mail.outlook.com", 587),
        Secret.OAUTH,
        "https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040",
        sign_in=SignIn.MICROSOFT,
    ),
    Provider(
        "Microsoft 365",
        _domains("onmicrosoft.com office365.com"),
        _tls("outlook.office365.com", 993),
        _starttls("smtp.office365.com", 587),
        Secret.OAUTH,
        "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online",
        sign_in=SignIn.MICROSOFT,
    ),
    Provider(
        "iCloud Mail",
        _domains("icloud.com me.com mac.com"),
        _tls("imap.mail.me.com", 993),
        _starttls("smtp.mail.me.com", 587),
        Secret.APP,
        "https://support.apple.com/102654",
        imap_login=Login.LOCAL_PART,
    ),
    Provider(
        "Yahoo Mail",
        _domains(
            "yahoo.com ymail.com rocketmail.com myyahoo.com yahoo.at yahoo.be yahoo.ca yahoo.cl yahoo.co.id yahoo.co.in yahoo.co.nz yahoo.co.th "
            "yahoo.co.uk yahoo.co.za yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.hk yahoo.com.mx yahoo.com.my yahoo.com.ph yahoo.com.sg "
            "yahoo.com.tr yahoo.com.tw yahoo.com.vn yahoo.cz yahoo.de yahoo.dk yahoo.es yahoo.fi yahoo.fr yahoo.gr yahoo.hu yahoo.ie yahoo.in "
            "yahoo.it yahoo.nl yahoo.no yahoo.pl yahoo.pt yahoo.ro yahoo.se"
        ),
        _tls("imap.mail.yahoo.com", 993),
        _tls("smtp.mail.yahoo.com", 465),
        Secret.APP,
        "https://help.yahoo.com/kb/SLN15241.html",
    ),
    Provider(
        "Yahoo! JAPAN",
        ("yahoo.co.jp", "ymail.ne.jp"),
        _tls("imap.mail.yahoo.co.jp", 993),
        _tls("smtp.mail.yahoo.co.jp", 465),
        imap_login=Login.LOCAL_PART,
        smtp_login=Login.LOCAL_PART,
    ),
    Provider(
        "AOL",
        _domains("aol.com aim.com aol.co.uk aol.de aol.fr verizon.net"),
        _tls("imap.aol.com", 993),
        _tls("smtp.aol.com", 465),
        Secret.APP,
        "https://help.aol.com/articles/Create-and-manage-app-password",
    ),
    Provider(
        "GMX",
        _domains("gmx.de gmx.net gmx.at gmx.ch gmx.eu gmx.org gmx.info gmx.biz"),
        _tls("imap.gmx.net", 993),
        _tls("mail.gmx.net", 465),
        help_url="https://hilfe.gmx.net/pop-imap/einschalten.html",
    ),
    Provider(
        "GMX",
        _domains("gmx.com gmx.us gmx.co.uk gmx.fr gmx.es gmx.it"),
        _tls("imap.gmx.com", 993),
        _tls("mail.gmx.com", 465),
        help_url="https://support.gmx.com/pop-imap/toggle.html",
    ),
    _usual("WEB.DE", "web.de", help_url="https://hilfe.web.de/pop-imap/einschalten.html"),
    Provider(
        "Telekom",
        ("t-online.de", "magenta.de"),
        _tls("secureimap.t-online.de", 993),
        _tls("securesmtp.t-online.de", 465),
    ),
    Provider("freenet", ("freenet.de",), _tls("mx.freenet.de", 993), _starttls("mx.freenet.de", 587)),
    _usual("mailbox.org", "mailbox.org", help_url="https://kb.mailbox.org/en/private/"),
    Provider(
        "Posteo",
        _domains("posteo.de posteo.net posteo.org posteo.eu posteo.at posteo.ch posteo.us"),
        _tls("posteo.de", 993),
        _tls("posteo.de", 465),
        help_url="https://posteo.de/en/help",
    ),
    Provider(
        "Fastmail",
        _domains(
            "fastmail.com fastmail.fm fastmail.co.uk fastmail.de fastmail.net fastmail.org sent.com messagingengine.com"
        ),
        _tls("imap.fastmail.com", 993),
        _tls("smtp.fastmail.com", 465),
        Secret.APP,
        "https://www.fastmail.help/hc/en-us/articles/360058752854",
    ),
    Provider(
        "Zoho Mail",
        ("zoho.com", "zohomail.com"),
        _tls("imap.zoho.com", 993),
        _tls("smtp.zoho.com", 465),
        help_url="https://www.zoho.com/mail/help/imap-access.html",
    ),
    Provider(
        "Zoho Mail",
        ("zoho.eu", "zohomail.eu"),
        _tls("imap.zoho.eu", 993),
        _tls("smtp.zoho.eu", 465),
        help_url="https://www.zoho.com/mail/help/imap-access.html",
    ),
    Provider(
        "Proton Mail",
        _domains("proton.me protonmail.com protonmail.ch pm.me"),
        _starttls("127.0.0.1", 1143),
        _starttls("127.0.0.1", 1025),
        Secret.BRIDGE,
        "https://proton.me/mail/bridge",
    ),
    Provider(
        "Tuta",
        _domains("tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me"),
        _tls("", 993),
        _tls("", 465),
        Secret.NONE,
        "https://tuta.com/support",
    ),
    Provider(
        "Mail.ru",
        _domains("mail.ru bk.ru inbox.ru list.ru internet.ru xmail.ru"),
        _tls("imap.mail.ru", 993),
        _tls("smtp.mail.ru", 465),
        Secret.APP,
        "https://help.mail.ru/mail/security/protection/external",
    ),
    Provider(
        "Yandex",
        _domains("yandex.ru ya.ru yandex.by yandex.kz yandex.uz narod.ru"),
        _tls("imap.yandex.ru", 993),
        _tls("smtp.yandex.ru", 465),
        Secret.APP,
        "https://yandex.ru/support/id/authorization/app-passwords.html",
    ),
    Provider(
        "Yandex",
        ("yandex.com", "yandex.com.tr"),
        _tls("imap.yandex.com", 993),
        _tls("smtp.yandex.com", 465),
        Secret.APP,
        "https://yandex.com/support/id/authorization/app-passwords.html",
    ),
    Provider(
        "Rambler",
        _domains("rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru"),
        _tls("imap.rambler.ru", 993),
        _tls("smtp.rambler.ru", 465),
    ),
    _usual("ukr.net", "ukr.net", Secret.APP, "https://wiki.ukr.net/"),
    Provider(
        "QQ 邮箱",
        _domains("qq.com vip.qq.com foxmail.com"),
        _tls("imap.qq.com", 993),
        _tls("smtp.qq.com", 465),
        Secret.APP,
        "https://service.mail.qq.com/",
    ),
    _usual("163 网易", "163.com", Secret.APP, "https://help.mail.163.com/"),
    _usual("126 网易", "126.com", Secret.APP, "https://help.mail.163.com/"),
    _usual("yeah.net", "yeah.net", Secret.APP, "https://help.mail.163.com/"),
    _usual("139 邮箱", "139.com", Secret.APP, "https://mail.10086.cn/"),
    _usual("新浪邮箱", "sina.com", Secret.APP, "https://mail.sina.com.cn/"),
    _usual("阿里邮箱", "aliyun.com"),
    Provider(
        "NAVER",
        ("naver.com",),
        _tls("imap.naver.com", 993),
        _tls("smtp.naver.com", 465),
        imap_login=Login.LOCAL_PART,
        smtp_login=Login.LOCAL_PART,
    ),
    Provider("Daum", ("daum.net", "hanmail.net"), _tls("imap.daum.net", 993), _tls("smtp.daum.net", 465), Secret.APP),
    Provider("Orange", ("orange.fr", "wanadoo.fr"), _tls("imap.orange.fr", 993), _tls("smtp.orange.fr", 465)),
    _usual("Free", "free.fr"),
    _usual("La Poste", "laposte.net"),
    _usual("SFR", "sfr.fr"),
    Provider(
        "Libero", ("libero.it", "inwind.it", "iol.it"), _tls("imapmail.libero.it", 993), _tls("smtp.libero.it", 465)
    ),
    _usual("WP Poczta", "wp.pl"),
    Provider("o2", ("o2.pl", "tlen.pl"), _tls("poczta.o2.pl", 993), _tls("poczta.o2.pl", 465)),
    Provider("Onet", ("onet.pl", "op.pl", "vp.pl"), _tls("imap.poczta.onet.pl", 993), _tls("smtp.poczta.onet.pl", 465)),
    Provider("Seznam", ("seznam.cz", "email.cz", "post.cz"), _tls("imap.seznam.cz", 993), _tls("smtp.seznam.cz", 465)),
    Provider(
        "Inbox.lt",
        ("inbox.lt",),
        _tls("mail.inbox.lt", 993),
        _tls("mail.inbox.lt", 465),
        Secret.APP,
        "https://help.inbox.lt/",
    ),
    Provider(
        "Inbox.lv",
        ("inbox.lv",),
        _tls("mail.inbox.lv", 993),
        _tls("mail.inbox.lv", 465),
        Secret.APP,
        "https://help.inbox.lv/",
    ),
    Provider("Xfinity", ("comcast.net",), _tls("imap.comcast.net", 993), _tls("smtp.comcast.net", 465)),
)
