"""What a link of an agency or counter puts into a draft before the first word. Pure."""

from __future__ import annotations

from dataclasses import replace

from conversations.draft import Draft
from conversations.ears import Office
from conversations.messages import Quoted, Words, words


def preset(draft: Draft, office: Office, counter: str = "") -> Draft:
    """The draft for that office; one that is chosen or named already is not overruled by a poster."""
    if draft.agency is not None or draft.no_agency or draft.wanted:
        return draft
    return replace(draft, agency=office.id, offered=(), missing=None, place=draft.place or counter)


def welcome(office: Office, counter: str = "") -> Words:
    """Said above the first question, so that a wrong poster is noticed at once."""
    if counter:
        return words("links.preset_counter", office=Quoted(office.name), counter=Quoted(counter))
    return words("links.preset", office=Quoted(office.name))
