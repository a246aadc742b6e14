"""What somebody in the staff group may do: owner, staff, observer, or nothing given yet. Pure.

Focal points, deputies and coordinators of agencies are appointed elsewhere (complaints.appointments).
"""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """The place of one person among staff, highest first."""

    OWNER = "owner"  # all that staff may, and gives these places
    STAFF = "staff"
    OBSERVER = "observer"  # reads queue and recaps, does nothing
    NONE = "none"  # is in the group, nobody has said as what


#: May do deeds, and may see who a reporter is (each look is a line of the audit).
ACTS = frozenset({Standing.OWNER, Standing.STAFF})
#: As it is written in a command.
WRITTEN = {
    "pemilik": Standing.OWNER,
    "owner": Standing.OWNER,
    "staf": Standing.STAFF,
    "staff": Standing.STAFF,
    "petugas": Standing.STAFF,
    "pengamat": Standing.OBSERVER,
    "observer": Standing.OBSERVER,
    "cabut": Standing.NONE,
    "hapus": Standing.NONE,
}
