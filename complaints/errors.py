"""What can go wrong by the rules; every error carries a sentence for the log and a msgid for the person.

ComplaintError
├── NotAllowed          this action does not exist in this status
├── TargetMissing       a hand-over without a target agency
├── NotVisible          the asker may not see this case, or it does not exist: the same answer
├── RegistryChangeError a change that the registry cannot take, with the words for whoever asked
└── RegistryError       a registry row that contradicts itself, with its line number
"""

from __future__ import annotations


class ComplaintError(Exception):
    """The rules refuse this."""

    msgid = "error.refused"

    def __init__(self, text: str | None = None) -> None:
        super().__init__(text or self.__doc__)


class NotAllowed(ComplaintError):
    """This step is not open in the present status."""

    msgid = "error.not_allowed"


class TargetMissing(ComplaintError):
    """Bukan wewenang must name the agency that should take over."""

    msgid = "error.target_missing"


class NotVisible(ComplaintError):
    """There is no such case for the asker."""

    msgid = "error.not_visible"


class RegistryError(ComplaintError):
    """A registry file holds a row that cannot be taken."""

    def __init__(self, source: str, line: int, reason: str) -> None:
        super().__init__(f"{source}, baris {line}: {reason}")
        self.source, self.line, self.reason = source, line, reason


class RegistryChangeError(ComplaintError):
    """The registry cannot be changed like that."""

    def __init__(self, msgid: str, params: dict[str, str | int]) -> None:
        super().__init__(msgid)
        self.msgid, self.params = msgid, params
