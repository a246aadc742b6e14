"""What stands in a dossier for the Ombudsman: plain JSON values from the case, its history and the citizen's answers.

The PDF is drawn from the same values. It alleges (dugaan) and proves nothing but what was told to whom and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from classifiers.personal_data import mask
from complaints.escalation import Standing, too_old
from complaints.lifecycle import Action
from complaints.model import Complaint, Entry, Role
from complaints.running import CLASSIFIED, answered, told_agency
from complaints.undo import valid
from conversations.ombudsman import IDENTITY
from handlers import clocks, ombudsman_standing
from handlers.services import Services
from storage.dossiers import Dossier
from storage.records import Attachment
from storage.unit_of_work import UnitOfWork

FORMAT = "narahubung-ombudsman/1"
#: Lines that say what happened between citizen and officials; reminders and talk among officials are none.
SHOWN = frozenset({"submit", "overdue", CLASSIFIED, *Action})
#: Steps whose words the citizen wrote or was told.
SPOKEN = frozenset({Action.ANSWER, Action.ASK, Action.RESOLVE, Action.SUPPLY, Action.REFUSE, Action.HAND_OVER})


async def content(uow: UnitOfWork, services: Services, case: Complaint, known: Dossier) -> dict[str, Any]:
    """Everything, dated by the consent: made again it is the same."""
    standing = await ombudsman_standing.of(uow, services, case)
    agency = await uow.agencies.get(case.agency_id) if case.agency_id else None
    rhythm = await clocks.rhythm_of(uow, services, agency)
    history = valid(await uow.complaints.history_of(case.id))
    names = {entry.by.agency_id for entry in history} | {entry.agency_id for entry in history}
    offices = {id: found.name for id in names if id and (found := await uow.agencies.get(id))}
    happened = case.happened_on.isoformat() if case.happened_on else known.answers.get("day") or None
    return {
        "format": FORMAT,
        "status": "dugaan",
        "number": case.number,
        "zone": str(rhythm.zone),
        "made_at": _iso(known.consented_at),
        "consent": {"version": known.consent_version, "at": _iso(known.consented_at)},
        "grounds": [str(ground) for ground in standing.grounds],
        "identity": {
            **{step: known.answers.get(step) or None for step in IDENTITY},
            "secret": bool(known.answers.get("secret")),
        },
        "on_behalf": case.on_behalf or None,
        "respondent": {"id": case.agency_id, "name": agency.name if agency else None},
        "happened_on": happened,
        "place": case.place or None,
        "story": mask(case.story),
        "chronology": [_step(entry, offices) for entry in history if entry.action in SHOWN],
        "prior_effort": _effort(case, history, offices),
        "clocks": [
            {"rule": d.rule, "due": _iso(d.due), "version": d.version, "passed": d.due < services.now()}
            for d in case.deadlines
            if d.rule not in clocks.CITIZENS
        ],
        "wish": known.answers.get("wish") or None,
        "attachments": [_file(one) for one in await uow.attachments.of_case(case.id)],
        "requirements": _requirements(case, known, standing, history, services),
    }


def _step(entry: Entry, offices: dict[str, str]) -> dict[str, Any]:
    """Officers stay unnamed: the office answers."""
    agency = entry.by.agency_id or (entry.agency_id if entry.by.role is Role.FOCAL_POINT else None)
    rule = entry.note if entry.action in ("overdue", CLASSIFIED) else ""
    words = mask(entry.note) if entry.action in SPOKEN else rule
    return {
        "at": _iso(entry.at),
        "step": str(entry.action),
        "by": str(entry.by.role),
        "office": offices.get(agency or ""),
        "holder": offices.get(entry.agency_id or ""),
        "text": words or None,
    }


def _effort(case: Complaint, history: Sequence[Entry], offices: dict[str, str]) -> dict[str, Any]:
    """Ps. 24(1)c: told to the office itself, with the moments that prove it."""
    told = told_agency(case, history)
    response = next(
        (e.at for e in history if e.by.role is Role.FOCAL_POINT and answered([e], case.filed_at)), None
    )
    return {
        "number": case.number,
        "filed_at": _iso(case.filed_at),
        "told_at": _iso(told),
        "told": list(dict.fromkeys(offices[e.agency_id] for e in history if e.agency_id in offices)),
        "first_answer_at": _iso(response),
    }


def _requirements(
    case: Complaint, known: Dossier, standing: Standing, history: Sequence[Entry], services: Services
) -> list[dict[str, Any]]:
    """UU 37/2008 ps. 24, one line each: met or not yet."""
    dated = case.happened_on is not None or bool(known.answers.get("day"))
    return [
        {"rule": "24(1)a", "name": "identity", "met": all(known.answers.get(step) for step in IDENTITY)},
        {"rule": "24(1)b", "name": "story", "met": bool(case.story)},
        {"rule": "24(1)c", "name": "effort", "met": told_agency(case, history) is not None},
        {
            "rule": "24(3)",
            "name": "two_years",
            "met": dated and not too_old(case.happened_on, services.now().date()),
            "until": standing.limit.isoformat() if standing.limit else None,
        },
    ]


def _file(one: Attachment) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "type": one.mime,
        "bytes": one.size,
        "sha256": one.sha256,
        "received_at": _iso(one.received_at),
    }


def _iso(at: Any) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
