"""What a refusal of the Cloud API means: its codes as one table, for answers and for failed statuses; no library.

Codes and what they ask for: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes.
Meta's words are never read: they quote us, and only the codes are promised.
"""

from __future__ import annotations

from enum import StrEnum

from bot.channels.base import Congested, TemplateRefused, Unavailable
from conversations.messages import Blocked, Gone, Rejected, SendError, Throttled, Unknown, WindowClosed

#: Seconds until a service is asked again that is down, or throttles without saying for how long.
PAUSE = 5.0
#: The account is restricted, its token or number is gone: people have to act, so it is asked seldom.
LONG_PAUSE = 600.0


class Verdict(StrEnum):
    """What to do about a code."""

    SLOW = "slow"  # the whole number is too fast
    PAIR = "pair"  # this person gets too many
    RESTRICTED = "restricted"  # spam, quality or account restriction
    WINDOW = "template"  # more than 24 hours since the person's last message
    UNREACHABLE = "unreachable"  # no WhatsApp, an old one, terms not accepted
    CATEGORY = "category"  # a hold on marketing: our template has the wrong category
    MEDIA = "media"  # their side could not fetch or take a file
    GONE = "gone"  # the media id is no longer there
    RETRY = "retry"  # transient
    TEMPLATE = "template_refused"
    TOKEN = "token"
    NUMBER = "number"
    BUG = "bug"  # our request is wrong: nobody may repeat it


CODES: dict[int, Verdict] = {
    **dict.fromkeys((4, 80007, 130429), Verdict.SLOW),
    131056: Verdict.PAIR,
    **dict.fromkeys((131048, 131064, 368, 131031, 130497), Verdict.RESTRICTED),
    131047: Verdict.WINDOW,
    **dict.fromkeys((131026, 131062), Verdict.UNREACHABLE),
    **dict.fromkeys((131049, 130472, 131050), Verdict.CATEGORY),
    **dict.fromkeys((131052, 131053), Verdict.MEDIA),
    **dict.fromkeys((131000, 131016, 131057, 133016, 1, 2), Verdict.RETRY),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069), Verdict.TEMPLATE),
    **dict.fromkeys((0, 3, 10, 190, 200), Verdict.TOKEN),
    133010: Verdict.NUMBER,
    **dict.fromkeys((100, 131008, 131009), Verdict.BUG),
}
#: 400 with code 100 and this subcode, not 404, is how the API says that a media id is gone.
MEDIA_GONE = 33


def verdict_of(code: int, subcode: int | None = None, status: int = 400) -> Verdict:
    """One code; of the unknown ones, 429 and 5xx speak for themselves and the rest is our mistake."""
    if code == 100 and subcode == MEDIA_GONE:
        return Verdict.GONE
    if code in CODES:
        return CODES[code]
    if status == 429:
        return Verdict.SLOW
    if status == 401:
        return Verdict.TOKEN
    return Verdict.RETRY if status >= 500 else Verdict.BUG


def refusal(
    code: int, *, status: int = 400, subcode: int | None = None, retry_after: float | None = None, in_a_row: int = 0
) -> SendError:
    """The one place where the API's refusals become ours; `in_a_row` counts pair-rate refusals of this person."""
    if status in (502, 504) and code not in CODES:
        return Unknown(f"{status}: a gateway answered for a server that may have done the work")
    text = f"{status} {code}" + (f"/{subcode}" if subcode else "")
    match verdict_of(code, subcode, status):
        case Verdict.SLOW:
            return Congested(retry_after or PAUSE)
        case Verdict.PAIR:
            # Meta: try again after 4^n seconds; 4^5 is a quarter of an hour.
            return Throttled(retry_after or 4.0 ** min(in_a_row + 1, 5))
        case Verdict.RESTRICTED | Verdict.NUMBER as verdict:
            return Congested(LONG_PAUSE, alert=verdict)
        case Verdict.TOKEN:
            # Nothing is wrong with the messages: they wait for a new token.
            return Congested(LONG_PAUSE, alert="token")
        case Verdict.WINDOW:
            return WindowClosed(text)
        case Verdict.UNREACHABLE:
            return Blocked(text)
        case Verdict.MEDIA | Verdict.RETRY:
            return Unavailable(retry_after or PAUSE)
        case Verdict.GONE:
            return Gone(text)
        case Verdict.TEMPLATE:
            return TemplateRefused(text)
    return Rejected(text)


#: What the deeds do about a status that says `failed` long after the request was accepted.
AFTERWARDS: dict[Verdict, str] = {
    Verdict.SLOW: "retry",
    Verdict.PAIR: "retry",
    Verdict.RETRY: "retry",
    Verdict.MEDIA: "retry",
    Verdict.WINDOW: "template",
    Verdict.UNREACHABLE: "unreachable",
}


def afterwards(code: int) -> str:
    """retry, template, unreachable, or alert for everything people have to look at."""
    return AFTERWARDS.get(verdict_of(code), "alert")



