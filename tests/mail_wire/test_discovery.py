"""Finding the servers of an address: against a web server and a name server of the tests' own, in the order that Thunderbird asks."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.mail.autoconfig import Endpoint, Secret
from deskbell.mail.discovery.client_config import read_config
from deskbell.mail.discovery.discover import discover
from deskbell.mail.discovery.found import Discovery, Source
from deskbell.mail.discovery.names import Names
from deskbell.mail.web import Answer, ask
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Security, SignIn
from servers.certificates import Certificates
from servers.names import NameServer, Places
from servers.ordinary import free_port

ADDRESS = "kim@shop.example"
OWN = "autoconfig.shop.example/mail/config-v1.1.xml?emailaddress=kim%40shop.example"
WELL_KNOWN = "shop.example/.well-known/autoconfig/mail/config-v1.1.xml"
COLLECTION = "autoconfig.thunderbird.net/v1.1/"


def config(imap: str, smtp: str = "smtp.host.example", *, more: str = "", user: str = "%EMAILADDRESS%") -> bytes:
    return f"""<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="host.example"><displayName>Host &amp; Co</displayName>{more}
<incomingServer type="pop3"><hostname>pop.host.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>{imap}</hostname><port>993</port><socketType>SSL</socketType>
<username>{user}</username><authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>{smtp}</hostname><port>587</port><socketType>STARTTLS</socketType>
<username>{user}</username></outgoingServer></emailProvider></clientConfig>""".encode()


@pytest.fixture
def places(certificates: Certificates) -> Iterator[Places]:
    server = Places(certificates)
    yield server
    server.close()


@pytest.fixture
def names() -> Iterator[NameServer]:
    server = NameServer()
    yield server
    server.close()


def look(places: Places, names: NameServer, certificates: Certificates, address: str = ADDRESS) -> Discovery:
    """Look it up; the web is the tests' own, spoken to over verified TLS."""

    def web(url: str) -> Answer:
        assert url.startswith("https://")
        return ask(places.moved(url), ca_file=str(certificates.ca_file), seconds=20)

    return discover(address, web, Names(names.resolver()))


def test_the_domain_itself_is_believed_first(places: Places, names: NameServer, certificates: Certificates) -> None:
    places.pages = {
        OWN: config("first.example"),
        WELL_KNOWN: config("second.example"),
        f"{COLLECTION}shop.example": config("third.example"),
    }
    found = look(places, names, certificates)
    assert (found.source, found.by, found.suggestion.imap.host) == (
        Source.DOMAIN,
        "autoconfig.shop.example",
        "first.example",
    )
    del places.pages[OWN]
    found = look(places, names, certificates)
    assert (found.source, found.by, found.suggestion.imap.host) == (Source.DOMAIN, "shop.example", "second.example")
    del places.pages[WELL_KNOWN]
    found = look(places, names, certificates)
    assert (found.source, found.suggestion.imap) == (
        Source.COLLECTION,
        Endpoint("third.example", 993, Security.TLS),
    )
    assert found.suggestion.smtp == Endpoint("smtp.host.example", 587, Security.STARTTLS)
    assert (found.suggestion.provider, found.suggestion.imap_user) == ("Host & Co", ADDRESS)
    assert not found.at_home()


def test_the_address_goes_to_its_own_domain_only(places: Places, names: NameServer, certificates: Certificates) -> None:
    look(places, names, certificates)
    assert [url for url in places.asked if "kim" in url] == [OWN]


@pytest.mark.parametrize(
    ("host", "imap", "way"),
    [
        ("aspmx.l.google.com.", "imap.gmail.com", SignIn.GOOGLE),
        ("shop-example.mail.protection.outlook.com.", "outlook.office365.com", SignIn.MICROSOFT),
        ("in1-smtp.messagingengine.com.", "imap.fastmail.com", SignIn.PASSWORD),
    ],
)
def test_who_takes_the_mail_has_the_mailbox(
    places: Places, names: NameServer, certificates: Certificates, host: str, imap: str, way: SignIn
) -> None:
    names.zone = {("shop.example", "MX"): ["20 backup.example.", f"10 {host}"]}
    found = look(places, names, certificates)
    assert (found.source, found.by) == (Source.EXCHANGER, host.rstrip("."))
    assert (found.suggestion.imap.host, found.suggestion.imap_user) == (imap, ADDRESS)
    assert found.suggestion.sign_in is way


def test_the_collection_knows_the_host_of_the_mail_server(
    places: Places, names: NameServer, certificates: Certificates
) -> None:
    names.zone = {("shop.example", "MX"): ["10 mx1.host.example."]}
    places.pages = {f"{COLLECTION}host.example": config("imap.host.example")}
    found = look(places, names, certificates)
    assert (found.source, found.by, found.suggestion.imap.host) == (
        Source.EXCHANGER,
        "host.example",
        "imap.host.example",
    )


def test_services_that_the_domain_names(places: Places, names: NameServer, certificates: Certificates) -> None:
    names.zone = {
        ("_imaps._tcp.shop.example", "SRV"): [
            "20 0 993 far.shop.example.",
            "10 1 993 light.shop.example.",
            "10 9 994 heavy.shop.example.",
        ],
        ("_submissions._tcp.shop.example", "SRV"): ["0 0 0 ."],
        ("_submission._tcp.shop.example", "SRV"): ["0 1 587 out.shop.example."],
    }
    found = look(places, names, certificates)
    assert found.source is Source.RECORDS
    assert found.suggestion.imap == Endpoint("heavy.shop.example", 994, Security.TLS)
    assert found.suggestion.smtp == Endpoint("out.shop.example", 587, Security.STARTTLS)
    assert found.at_home()


def test_nobody_says_anything(places: Places, names: NameServer, certificates: Certificates) -> None:
    found = look(places, names, certificates)
    assert (found.source, found.offline, found.suggestion.imap.host) == (Source.GUESS, False, "imap.shop.example")


def test_offline_it_says_so(names: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    names.deaf = True
    monkeypatch.setattr("deskbell.mail.discovery.names.SECONDS", 0.3)
    closed = free_port()
    found = discover(ADDRESS, lambda _: ask(f"https://localhost:{closed}/"), Names(names.resolver()))
    assert (found.source, found.offline) == (Source.GUESS, True)


def test_a_provider_of_the_table_needs_no_network() -> None:
    def nowhere(url: str) -> Answer:
        raise AssertionError(url)

    assert discover("kim@gmail.com", nowhere).source is Source.TABLE


@pytest.mark.parametrize(
    "address", ["kim@", "kim@localhost", "kim@a/b.example", "kim@-.example", "kim@ž" + "x" * 70 + ".example"]
)
def test_what_is_no_domain_is_not_asked_about(address: str) -> None:
    def nowhere(url: str) -> Answer:
        raise AssertionError(url)

    assert discover(address, nowhere).source is Source.GUESS


def test_a_web_server_that_cannot_prove_its_name_tells_nothing(places: Places, names: NameServer) -> None:
    places.pages = {OWN: config("evil.example")}
    found = discover(ADDRESS, lambda url: ask(places.moved(url), seconds=20), Names(names.resolver()))
    assert found.source is Source.GUESS
    with pytest.raises(Trouble) as refused:
        ask(places.moved("https://x.example/"), seconds=20)
    assert refused.value.code == "web.certificate"
    with pytest.raises(Trouble) as plain:
        ask(f"http://localhost:{places.port}/")
    assert plain.value.code == "web.plain"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "nothing"),
        (b"<html>not found</html>", "a page"),
        (b"<clientConfig/>", "no provider"),
        (config("imap.x.example").replace(b"SSL", b"plain"), "plain text"),
        (config("imap.x.example").replace(b"993", b"99999999999999"), "no port"),
        (config("evil.example/path"), "no host"),
        (config("127.0.0.1:1"), "no host either"),
        (config("imap.x.example").replace(b"<?xml", b"<?xml"), ""),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "boom">]>' + config("i.x.example")[21:], "entities"),
        (config("imap.x.example")[:-20], "cut off"),
    ],
)
def test_files_that_are_of_no_use(body: bytes, why: str) -> None:
    assert (read_config(body, ADDRESS) is None) is bool(why)


def test_placeholders_and_ways_in() -> None:
    found = read_config(config("imap.%EMAILDOMAIN%", "mail.x.example", user="%EMAILLOCALPART%"), "kim@shop.example")
    assert found is not None
    assert (found.imap.host, found.imap_user, found.secret) == ("imap.shop.example", "kim", Secret.ACCOUNT)
    only = read_config(config("outlook.office365.com").replace(b"password-cleartext", b"OAuth2"), ADDRESS)
    assert only is not None
    assert (only.secret, only.sign_in) == (Secret.OAUTH, SignIn.MICROSOFT)


@given(st.binary(max_size=400))
def test_whatever_comes_raises_nothing(noise: bytes) -> None:
    read_config(noise, ADDRESS)
    read_config(config("imap.x.example").replace(b"993", noise), ADDRESS)
