"""A twin of the messengers' servers on loopback, with a page of phones; it imports no other room."""

from .app import Simulator, start

__all__ = ["Simulator", "start"]
