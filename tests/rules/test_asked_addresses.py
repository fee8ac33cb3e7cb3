"""What addresses ask for: mailto: as RFC 6068 has it and as people write it, tickets, and what is refused."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.errors import Mistake
from deskbell.model.mail import Mailbox
from deskbell.model.sentences import SENTENCES
from deskbell.rules.asked_addresses import (
    LONGEST,
    ArticleAsked,
    MailAsked,
    TicketAsked,
    is_asking,
    is_ticket_address,
    read_asked,
    ticket_address,
)


def outcome(words: str) -> MailAsked | TicketAsked | ArticleAsked | str:
    """What is asked for, or the code of why it is refused."""
    try:
        return read_asked(words)
    except Mistake as error:
        return error.code


def to(*emails: str) -> tuple[Mailbox, ...]:
    return tuple(Mailbox("", email) for email in emails)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("mailto:chris@example.com", MailAsked(to("chris@example.com"))),
        ("MAILTO:chris@example.com", MailAsked(to("chris@example.com"))),
        (" mailto:chris@example.com\n", MailAsked(to("chris@example.com"))),
        ("mailto:", MailAsked()),
        ("mailto:?to=joe@example.com&cc=bob@example.com", MailAsked(to("joe@example.com"), to("bob@example.com"))),
        ("mailto:a@x.lt,b@x.lt?to=c@x.lt&TO=A@X.LT", MailAsked(to("a@x.lt", "b@x.lt", "c@x.lt"))),
        ("mailto:a@x.lt%2Cb@x.lt;c@x.lt", MailAsked(to("a@x.lt", "b@x.lt", "c@x.lt"))),
        ("mailto:?bcc=a@x.lt&Bcc=b@x.lt", MailAsked(bcc=to("a@x.lt", "b@x.lt"))),
        ("mailto:gorby%25kremvax@example.com", MailAsked(to("gorby%kremvax@example.com"))),
        ("mailto:unlikely%3Faddress@example.com?blat=foop", MailAsked(to("unlikely?address@example.com"))),
        ("mailto:Mike%26family@example.org", MailAsked(to("Mike&family@example.org"))),
        ("mailto:Ona%20K.%20%3Cona@x.lt%3E", MailAsked((Mailbox("Ona K.", "ona@x.lt"),))),
        ('mailto:"K., Ona" <ona@x.lt>', MailAsked((Mailbox("K., Ona", "ona@x.lt"),))),
        ("mailto:bill+ietf@x.lt?subject=1+1%20is%202%2B0", MailAsked(to("bill+ietf@x.lt"), subject="1+1 is 2+0")),
        (
            "mailto:a@x.lt?subject=caf%C3%A9&body=%E9%80%80%E6%AC%BE",
            MailAsked(to("a@x.lt"), subject="café", text="退款"),
        ),
        ("mailto:a@x.lt?subject=退款", MailAsked(to("a@x.lt"), subject="退款")),
        ("mailto:a@x.lt?body=send%20a%0D%0Asend%20b%0Ac%0Dd", MailAsked(to("a@x.lt"), text="send a\nsend b\nc\nd")),
        ("mailto:a@x.lt?body=one&body=two", MailAsked(to("a@x.lt"), text="one\ntwo")),
        ("mailto:a@x.lt?subject=&subject=one&subject=two", MailAsked(to("a@x.lt"), subject="one")),
        ("mailto:a@x.lt?body=a=b&amp;x", MailAsked(to("a@x.lt"), text="a=b")),
        ("mailto:a@x.lt?subject=Hi%0D%0ABcc:%20eve@x.lt", MailAsked(to("a@x.lt"), subject="Hi Bcc: eve@x.lt")),
        ("mailto:a@x.lt?subject=a%00b%1B%7F%C2%80&body=%09x%0C", MailAsked(to("a@x.lt"), subject="ab", text="\tx")),
        ("mailto:a@x.lt?body=%FF%ZZ%", MailAsked(to("a@x.lt"), text="\ufffd%ZZ%")),
        ("mailto:a@x.lt?body=\udcff", MailAsked(to("a@x.lt"))),
        ("mailto:a@x.lt?from=boss@x.lt&In-Reply-To=%3Cx@y%3E&&=x&Received=y#top", MailAsked(to("a@x.lt"))),
        ("deskbell://ticket/1042", TicketAsked(1042)),
        ("DeskBell://Ticket/1042/", TicketAsked(1042)),
        ("deskbell:ticket/1042", TicketAsked(1042)),
        ("deskbell://article/12", ArticleAsked(12)),
        ("deskbell://ticket/0007", TicketAsked(7)),
        ("deskbell://ticket/9223372036854775807", TicketAsked((1 << 63) - 1)),
    ],
)
def test_what_is_asked_for(words: str, asked: MailAsked | TicketAsked | ArticleAsked) -> None:
    assert read_asked(words) == asked
    assert is_asking(words.strip())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("mailto:a@x.lt?attach=/etc/passwd", "asked.attaches"),
        ("mailto:a@x.lt?Attachment=%5C%5Cevil%5Cshare", "asked.attaches"),
        ("mailto:a@x.lt?%61ttach=x", "asked.attaches"),
        ("mailto:a@x.lt? attach =x", "asked.attaches"),
        ("mailto:a%00ttach?att%00ach=x", "asked.attaches"),
        ("mailto:nobody", "address.bad"),
        ("mailto:a@x.lt%0D%0ABcc:eve@x.lt", "address.bad"),
        ("mailto:a@x.lt?cc=a b c", "address.bad"),
        ("deskbell://ticket/0", "asked.unknown"),
        ("deskbell://ticket/", "asked.unknown"),
        ("deskbell://ticket/-1", "asked.unknown"),
        ("deskbell://ticket/1042?close=yes", "asked.unknown"),
        ("deskbell://ticket/1042/../2", "asked.unknown"),
        ("deskbell://ticket/1 2", "asked.unknown"),
        ("deskbell://ticket/١", "asked.unknown"),
        ("deskbell://ticket/9223372036854775808", "asked.unknown"),
        ("deskbell://settings", "asked.unknown"),
        ("deskbell:", "asked.unknown"),
        ("https://example.org", "asked.unknown"),
        ("file:///etc/passwd", "asked.unknown"),
        ("", "asked.unknown"),
        ("mailto:a@x.lt?body=" + "x" * LONGEST, "asked.long"),
    ],
)
def test_what_is_refused(words: str, code: str) -> None:
    assert outcome(words) == code
    assert code in SENTENCES


def test_a_refusal_shows_no_more_than_fits_a_sentence() -> None:
    with pytest.raises(Mistake) as refused:
        read_asked("deskbell://\x1b[31m" + "x" * 5000)
    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 300


WRITABLE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)
LINES = st.lists(WRITABLE, max_size=5)


@given(subject=WRITABLE, lines=LINES, emails=st.lists(st.sampled_from(["a@x.lt", "b+c@x.lt", "退@例.cn"]), unique=True))
def test_what_is_written_as_the_rfc_says_is_read_back(subject: str, lines: list[str], emails: list[str]) -> None:
    people, body = ",".join(quote(email) for email in emails), quote("\r\n".join(lines), safe="")
    words = f"mailto:{people}?subject={quote(subject, safe='')}&body={body}&cc={people}"
    assert read_asked(words) == MailAsked(
        to(*emails), to(*emails), subject=" ".join(subject.split()), text="\n".join(lines)
    )


@given(st.integers(1, (1 << 63) - 1))
def test_the_address_of_a_ticket_asks_for_it(number: int) -> None:
    assert is_ticket_address(ticket_address(number))
    assert read_asked(ticket_address(number)) == TicketAsked(number)


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(["mailto:", "deskbell://ticket/", "?", "&", "=", "%0", "%0D", "%FF", "a@x.lt", "to", "\ud800", "1", "<", '"']))
        .map("".join),
    )
)  # fmt: skip
def test_anything_is_read_or_refused(words: str) -> None:
    asked = outcome(words)
    assert not isinstance(asked, str) or asked in {"asked.unknown", "asked.long", "asked.attaches", "address.bad"}
    if isinstance(asked, MailAsked):
        # It can be kept, and no line of a mail's head can be broken by it.
        written = "".join((asked.subject, *(part for one in (*asked.to, *asked.cc) for part in (one.name, one.email))))
        assert "\n" not in written
        assert "\r" not in written + asked.text
        (written + asked.text).encode()
