"""One transaction and every repository that takes part in it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, get_type_hints

from conversations.messages import Address
from storage.agencies import Agencies
from storage.agency_profile import AgencyProfiles
from storage.agency_rules import AgencyRulesBook
from storage.attachments import Attachments
from storage.audit import Audit
from storage.backlog import Backlogs
from storage.broadcasts import Broadcasts
from storage.bubbles import Bubbles
from storage.buckets import Buckets
from storage.case_staff import CaseStaff
from storage.chats import Chats
from storage.complaints import Complaints
from storage.deliveries import Deliveries
from storage.desks import Desks
from storage.dossiers import Dossiers
from storage.erasure import Erasure
from storage.erasure_traces import Traces
from storage.expiring_files import ExpiringFiles
from storage.exports import Exports
from storage.focal_points import FocalPoints
from storage.identities import Identities
from storage.inbox import Inbox
from storage.invites import Invites
from storage.join_codes import JoinCodes
from storage.lapor_ids import LaporIds
from storage.learned import Learned
from storage.leases import Leases
from storage.links import Links
from storage.matches import Matches
from storage.merged import Merged
from storage.meta import Meta
from storage.nudges import Nudges
from storage.opt_ins import OptIns
from storage.originals import Originals
from storage.outbox import Outbox
from storage.papers import Papers
from storage.parked import ParkedAnswers
from storage.partners import Partners
from storage.past_cases import PastCases
from storage.ratings import Ratings
from storage.recalls import Recalls
from storage.recap_orders import RecapOrders
from storage.registry_history import RegistryHistory
from storage.retention import Retention
from storage.staff_people import StaffPeople
from storage.staff_talks import StaffTalks
from storage.supporters import Supporters
from storage.templates import Templates
from storage.timers import Timers
from storage.transaction import Repository, Transaction


class UnitOfWork:
    """What is done through it commits together or not at all (`Database.begin`).

    A repository is made when it is first asked for: a transaction needs five of the fifty.
    """

    inbox: Inbox
    chats: Chats
    complaints: Complaints
    dossiers: Dossiers
    timers: Timers
    outbox: Outbox
    recalls: Recalls
    bubbles: Bubbles
    broadcasts: Broadcasts
    buckets: Buckets
    identities: Identities
    deliveries: Deliveries
    parked: ParkedAnswers
    opt_ins: OptIns
    originals: Originals
    join_codes: JoinCodes
    agencies: Agencies
    agency_rules: AgencyRulesBook
    agency_profiles: AgencyProfiles
    desks: Desks
    partners: Partners
    templates: Templates
    focal_points: FocalPoints
    invites: Invites
    audit: Audit
    attachments: Attachments
    registry_history: RegistryHistory
    learned: Learned
    matches: Matches
    merged: Merged
    meta: Meta
    ratings: Ratings
    supporters: Supporters
    nudges: Nudges
    links: Links
    staff_talks: StaffTalks
    staff_people: StaffPeople
    papers: Papers
    exports: Exports
    expiring_files: ExpiringFiles
    erasure: Erasure
    leases: Leases
    backlogs: Backlogs
    traces: Traces
    retention: Retention
    lapor_ids: LaporIds
    recap_orders: RecapOrders
    past_cases: PastCases
    case_staff: CaseStaff

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def expect(self, chat_keys: Collection[str], addresses: Collection[Address]) -> None:
        """Turns of these chats and people follow: what each of them asks first is read for all in one go."""
        await self.chats.expect(chat_keys)
        await self.staff_talks.expect(chat_keys)
        await self.identities.expect(addresses)

    def __getattr__(self, name: str) -> Any:
        if name not in _ROOMS:
            raise AttributeError(name)
        made = _ROOMS[name](self._tx)
        setattr(self, name, made)
        return made


_ROOMS: dict[str, type[Repository]] = get_type_hints(UnitOfWork)
