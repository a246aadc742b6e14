"""Rahasia and the one spoken for: set from the review, each with one plain sentence of consequence (handbook §1.4)."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import meaning_of, resolve, words_of
from conversations.draft import Draft
from conversations.messages import Content, Message, say, words
from conversations.steps import Scene, Step, Taken, option


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (option(draft, "secrecy", "secret"), option(draft, "secrecy", "open"))
    return say("secrecy.ask", options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask(draft, scene).options)
    if chosen is None:
        return None
    secret = meaning_of(chosen.id) == "secret"
    return Taken(draft=replace(draft, confidential=secret, editing=None))


def _ask_proxy(draft: Draft, scene: Scene) -> Message:
    return say("proxy.ask", options=(option(draft, "proxy", "self"),))


def _take_proxy(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    if resolve(content, _ask_proxy(draft, scene).options):
        return Taken(draft=replace(draft, proxy="", editing=None))
    said = words_of(content).strip()
    if sum(char.isalpha() for char in said) < 3:
        return None
    return Taken(draft=replace(draft, proxy=said[:80], editing=None), note=words("proxy.noted"))


SECRECY = Step(name="secrecy", needed=lambda draft: False, ask=_ask, take=_take)
PROXY = Step(name="proxy", needed=lambda draft: False, ask=_ask_proxy, take=_take_proxy)
