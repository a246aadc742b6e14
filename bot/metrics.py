"""What this process counts, and how long the queues of the database have waited, in Prometheus' own words.

The age of the oldest waiting row comes first: it is what people feel, and what an alarm should look at. Labels are
ids and kinds, never a chat, a person or a word.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from storage.backlog import Backlog

REGISTRY = CollectorRegistry()

INBOX_OLDEST = Gauge("narahubung_inbox_oldest_seconds", "Age of the oldest unprocessed update", registry=REGISTRY)
OUTBOX_OLDEST = Gauge(
    "narahubung_outbox_oldest_seconds", "Age of the oldest unsent message", ["lane"], registry=REGISTRY
)
TIMERS_LATE = Gauge("narahubung_timers_late_seconds", "How late the most overdue timer is", registry=REGISTRY)
INBOX_WAITING = Gauge("narahubung_inbox_waiting", "Updates that wait", registry=REGISTRY)
OUTBOX_WAITING = Gauge("narahubung_outbox_waiting", "Messages that wait", ["lane"], registry=REGISTRY)
DEAD = Gauge("narahubung_dead_letters", "Parked for a person: narahubung dead list", ["box"], registry=REGISTRY)

STORED = Counter("narahubung_updates_stored", "Updates stored", ["channel", "account"], registry=REGISTRY)
#: What cannot be fetched or stored leaves no row whose age could be told.
DEAF = Counter("narahubung_listen_failures", "Failed tries to hear", ["account", "kind"], registry=REGISTRY)
HANDLED = Counter("narahubung_updates_handled", "Updates handled", ["result"], registry=REGISTRY)
TURN = Histogram(
    "narahubung_turn_seconds", "From claiming an update to the commit", registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)  # fmt: skip
SENT = Counter("narahubung_sends", "Attempts to send, by outcome", ["account", "result"], registry=REGISTRY)
LOOP_LAG = Gauge("narahubung_loop_lag_seconds", "How late the event loop wakes up", registry=REGISTRY)
READY = Gauge("narahubung_ready", "1 while this process takes part", registry=REGISTRY)


def take(found: Backlog) -> None:
    """The queues as they are now."""
    INBOX_OLDEST.set(found.inbox_oldest)
    INBOX_WAITING.set(found.inbox_waiting)
    TIMERS_LATE.set(found.timers_late)
    for lane, (waiting, oldest) in found.lanes.items():
        OUTBOX_OLDEST.labels(lane).set(oldest)
        OUTBOX_WAITING.labels(lane).set(waiting)
    DEAD.labels("inbox").set(found.dead_updates)
    DEAD.labels("outbox").set(found.dead_messages)


def text() -> bytes:
    """The page that Prometheus reads."""
    return generate_latest(REGISTRY)
