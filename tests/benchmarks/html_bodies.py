"""HTML bodies of 15 to 30 kB, built as the programs build them that most of it comes from: Outlook, Gmail, and the tools that send newsletters."""

import random
from collections.abc import Callable, Sequence

_WORD = 'class="MsoNormal"'
_FONT = "font-family:&quot;Calibri&quot;,sans-serif;mso-fareast-language:EN-US"
_OUTLOOK_HEAD = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns="http://www.w3.org/TR/REC-html40"><head><meta name="Generator" content="Microsoft Word 15 (filtered medium)"><style><!--\n'
    "/* Font Definitions */\n@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}\n"
    + "".join(
        f"p.Mso{name}, li.Mso{name}, div.Mso{name}\n\t{{margin:0cm; font-size:11.0pt; font-family:Calibri,sans-serif; mso-fareast-language:EN-US;}}\n"
        for name in ("Normal", "PlainText", "ListParagraph", "Header", "Footer", "EndnoteText", "Closing", "Salutation")
    )
    + "@page WordSection1 {size:612.0pt 792.0pt; margin:70.85pt 70.85pt 2.0cm 70.85pt;}\n--></style></head>"
)
_NEWS_STYLE = "".join(
    f".c{number} td{{padding:{number}px 0!important;font-size:{number + 10}px!important;line-height:150%!important}}\n"
    for number in range(40)
)
_CELL = (
    'align="left" valign="top" style="padding:0 24px 16px 24px;font-family:Helvetica,Arial,sans-serif;font-size:16px;'
    'line-height:150%;color:#202020;mso-line-height-rule:exactly;-ms-text-size-adjust:100%;-webkit-text-size-adjust:100%"'
)
_TABLE = (
    'border="0" cellpadding="0" cellspacing="0" width="100%" role="presentation" style="border-collapse:collapse;'
    'mso-table-lspace:0pt;mso-table-rspace:0pt;-ms-text-size-adjust:100%"'
)


def outlook(chance: random.Random, sentences: Sequence[str], lines: Sequence[str]) -> str:
    """A reply of Outlook: every line a paragraph of class MsoNormal, the mails before it below their headers."""
    out = [_OUTLOOK_HEAD, '<body lang="EN-US" link="#0563C1" vlink="#954F72"><div class="WordSection1">']
    out += [_word_line(line) for line in lines]
    for depth in range(chance.randrange(6, 11)):
        out.append(
            '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
        )
        for label, value in (
            ("From", f"Person {depth} &lt;person{depth}@mail.example&gt;"),
            ("Sent", f"Monday, January {depth + 1}, 2026 10:1{depth % 10}"),
            ("To", "Support &lt;support@desk.example&gt;"),
            ("Subject", chance.choice(sentences)),
        ):
            out.append(
                f'<b><span lang="EN-US" style="{_FONT}">{label}:</span></b><span lang="EN-US"> {value}<br></span>'
            )
        out.append("</p></div></div>")
        out += [_word_line(chance.choice(sentences)) for _ in range(chance.randrange(4, 8))]
    return "".join((*out, "</div></body></html>"))


def _word_line(line: str) -> str:
    return f'<p {_WORD}><span style="{_FONT}">{line}<o:p></o:p></span></p>\n<p {_WORD}><span style="{_FONT}"><o:p>&nbsp;</o:p></span></p>\n'


def gmail(chance: random.Random, sentences: Sequence[str], lines: Sequence[str]) -> str:
    """A reply of Gmail: lines in div, the thread as quotes inside quotes."""
    depth = chance.randrange(8, 14)
    out = ['<div dir="ltr">', *(f"<div>{line}</div><div><br></div>" for line in lines), "</div><br>"]
    for level in range(depth):
        out.append(
            '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Jan '
            f'{level + 1}, 2026 at 10:{level:02d}\u202fAM Person {level} &lt;<a href="mailto:person{level}@mail.example" '
            f'target="_blank">person{level}@mail.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" '
            'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">'
        )
        out.extend(
            f'<div style="font-size:small;color:rgb(34,34,34)">{chance.choice(sentences)}</div><div><br></div>'
            for _ in range(chance.randrange(8, 16))
        )
    return "".join((*out, "</div></blockquote></div>" * depth))


def newsletter(chance: random.Random, sentences: Sequence[str], lines: Sequence[str]) -> str:
    """What somebody forwards to ask about it: tables in tables, a hidden preview line, remote pictures, buttons, links that count clicks."""
    out = [
        f'<!doctype html><html><head><meta charset="utf-8"><title>News</title><style type="text/css">{_NEWS_STYLE}</style></head><body>',
        f'<div style="display:none;max-height:0;overflow:hidden">{sentences[0]}</div>',
        "".join(f"<p>{line}</p>" for line in lines),
        f'<table {_TABLE}><tr><td align="center" style="padding:24px;background-color:#f4f4f4">',
    ]
    for number in range(chance.randrange(10, 17)):
        link = f"https://news.example/click/{chance.getrandbits(96):x}?u={number}&amp;e={chance.getrandbits(64):x}"
        out.append(
            f'<table {_TABLE} class="c{number}"><tbody><tr><td {_CELL}><table {_TABLE}><tbody><tr><td {_CELL}>'
            f'<a href="{link}" target="_blank" style="color:#007c89"><img src="https://img.example/{number}.png" width="552" height="220" '
            f'alt="Picture {number}" style="border:0;display:block;height:auto;outline:none"></a></td></tr><tr><td {_CELL}>'
            f'<h2 style="margin:0;font-size:22px">{chance.choice(sentences)}</h2><p style="margin:10px 0;padding:0">'
            f"{' '.join(chance.choice(sentences) for _ in range(3))}</p></td></tr></tbody></table></td></tr>"
            f'<tr><td {_CELL}><a href="{link}" style="background:#007c89;color:#fff;padding:12px">{chance.choice(sentences)}</a></td></tr></tbody></table>\n'
        )
    pixel = '<img src="https://news.example/open.gif" width="1" height="1" alt="" style="display:none">'
    return "".join((*out, f"</td></tr></table>{pixel}</body></html>"))


KINDS: tuple[Callable[[random.Random, Sequence[str], Sequence[str]], str], ...] = (outlook, gmail, newsletter)
