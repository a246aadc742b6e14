"""One transaction and every repository that takes part in it."""

from __future__ import annotations

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
from storage.transaction import Transaction


class UnitOfWork:
    """What is done through it commits together or not at all (`Database.begin`)."""

    def __init__(self, tx: Transaction) -> None:
        self.inbox = Inbox(tx)
        self.chats = Chats(tx)
        self.complaints = Complaints(tx)
        self.dossiers = Dossiers(tx)
        self.timers = Timers(tx)
        self.outbox = Outbox(tx)
        self.recalls = Recalls(tx)
        self.bubbles = Bubbles(tx)
        self.broadcasts = Broadcasts(tx)
        self.buckets = Buckets(tx)
        self.identities = Identities(tx)
        self.deliveries = Deliveries(tx)
        self.parked = ParkedAnswers(tx)
        self.opt_ins = OptIns(tx)
        self.originals = Originals(tx)
        self.join_codes = JoinCodes(tx)
        self.agencies = Agencies(tx)
        self.agency_rules = AgencyRulesBook(tx)
        self.agency_profiles = AgencyProfiles(tx)
        self.desks = Desks(tx)
        self.partners = Partners(tx)
        self.past_cases = PastCases(tx)
        self.templates = Templates(tx)
        self.focal_points = FocalPoints(tx)
        self.invites = Invites(tx)
        self.audit = Audit(tx)
        self.attachments = Attachments(tx)
        self.registry_history = RegistryHistory(tx)
        self.learned = Learned(tx)
        self.matches = Matches(tx)
        self.case_staff = CaseStaff(tx)
        self.merged = Merged(tx)
        self.meta = Meta(tx)
        self.ratings = Ratings(tx)
        self.supporters = Supporters(tx)
        self.nudges = Nudges(tx)
        self.links = Links(tx)
        self.staff_talks = StaffTalks(tx)
        self.staff_people = StaffPeople(tx)
        self.papers = Papers(tx)
        self.exports = Exports(tx)
        self.expiring_files = ExpiringFiles(tx)
        self.erasure = Erasure(tx)
        self.leases = Leases(tx)
        self.backlogs = Backlogs(tx)
        self.traces = Traces(tx)
        self.retention = Retention(tx)
        self.lapor_ids = LaporIds(tx)
        self.recap_orders = RecapOrders(tx)
