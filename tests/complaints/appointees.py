"""Appointments made in one line for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from complaints.appointments import Appointment, Post

CAPIL = "2171.disdukcapil"


def person(id: str, role: str = "primary", **given: Any) -> Appointment:
    """Somebody of Disdukcapil Batam, in office for the whole of 2026."""
    values: dict[str, Any] = {
        "id": id, "agency_id": CAPIL, "role": Post(role), "name": id.title(), "sk": "SK 1/2026",
        "start": date(2026, 1, 1), "end": date(2026, 12, 31),
    }  # fmt: skip
    return Appointment(**values | given)
