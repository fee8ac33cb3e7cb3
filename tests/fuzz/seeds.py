"""What the fuzzer begins with: our own fixtures, and the words of each language that it would take long to find by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deskbell.mail.parse import parse

_MAILS: Final = Path(__file__).resolve().parent.parent / "mail" / "fixtures"
_HTML: Final = (
    b'<div class="gmail_quote"><div class="gmail_attr">On 3 May, A &lt;a@b.example&gt; wrote:<br></div><blockquote>x</blockquote></div>',
    b'<p class="MsoNormal">one</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> a</p></div><p>two</p>',
    b'<table><tr><td><img src="cid:a@b"><img src="https://a.example/x.png"><a href="http://b.example">b</a></td></tr></table>',
    b'<span style="display:none">pre</span><ul><li><table><li>x</table></ul><svg><style><a title="</style><img src=x onerror=y>">',
    b"<section><details><summary>s</summary><math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1&gt;'>",
)
_WORDS: Final = {
    "parse": (
        "From: ", "Subject: ", "Content-Type: ", "multipart/mixed; boundary=b", "multipart/alternative; boundary=b", "multipart/related; boundary=b",
        "multipart/report; report-type=delivery-status; boundary=b", "message/rfc822", "message/delivery-status", "text/html", "text/plain; charset=", "text/enriched",
        "text/calendar", "application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64", "quoted-printable", "uuencode", "utf-7", "utf-16", "hz", "gb2312",
        "iso-2022-jp", "iso-2022-kr", "format=flowed; delsp=yes", "--b\\x0d\\x0a", "--b--", "=?utf-8?B?", "=?gb2312?Q?", "?=", "filename*0*=utf-8''%", "filename=",
        "Date: ", "BEGIN:VCALENDAR\\x0a", "BEGIN:VEVENT\\x0a", "BEGIN:VTIMEZONE\\x0a", "BEGIN:DAYLIGHT\\x0a", "DTSTART;TZID=", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZOFFSETTO:+0300", "ORGANIZER;CN=", "begin 644 a\\x0a", "x\\x9f>\\\"", "{\\\\rtf1\\\\fromhtml1", "\\x1b$B", "<>", "\\x0d\\x0a\\x0d\\x0a",
        "application/pkcs7-mime; smime-type=signed-data", "multipart/encrypted", "multipart/signed",
    ),
    "visible": (
        "> ", ">> ", "-- \\x0a", "\\x0a\\x0a", "On Fri, 3 May 2024 at 14:20, A <a@b.example> wrote:", "Am 3. Mai schrieb", "-----Original Message-----", "From: ", "Sent: ",
        "To: ", "Subject: ", "Von: ", "Gesendet: ", "De : ", "Sent from my iPhone", "________________________________",
    ),
    "sanitize": (
        "<div>", "</div>", "<table>", "<tr>", "<td>", "<li>", "<ul>", "<p>", "<a href=", "<img src=", "<svg>", "<math>", "<style>", "<!--", "-->", "<![CDATA[", "]]>",
        "<noscript>", "<template>", "<select>", "<option>", "javascript:", "cid:", "https://a.example/", " style='display:none'", " class='gmail_quote'", " id=", "<blockquote",
        "<section>", "<details>", "<form>", "<plaintext>", "<textarea>", "<title>", "&lt;", "&#", " data-remote=", "<br>", "<font color=", "<base href=", "\\\\\\\\host",
    ),
}  # fmt: skip


def seeds(target: str) -> Iterator[bytes]:
    """Inputs of the kind that the promise called `target` takes."""
    for path in sorted(_MAILS.glob("*.eml")):
        raw = path.read_bytes()
        if target == "parse":
            yield raw
        elif target == "visible":
            yield parse(raw).text.encode()
        elif html := parse(raw).html:
            yield html.encode()
    if target == "sanitize":
        yield from _HTML


def words(target: str) -> tuple[str, ...]:
    """Words for libFuzzer's dictionary, escaped as it wants them."""
    return _WORDS[target]
