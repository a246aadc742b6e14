"""The one message in which staff describe a focal point: labelled lines, or bare ones that tell by their shape.

Pure input: takes what can be read and leaves the rest to be asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from complaints.appointments import Post
from conversations.days_ahead import UNTIL, days_in, without_days

ROLES = {
    **dict.fromkeys(("utama", "primary", "narahubung", "penghubung", "pejabat penghubung"), Post.PRIMARY),
    **dict.fromkeys(("wakil", "pengganti", "deputi", "deputy", "cadangan"), Post.DEPUTY),
    **dict.fromkeys(("koordinator", "coordinator", "admin koordinator"), Post.COORDINATOR),
    **dict.fromkeys(("pengamat", "pemantau", "observer"), Post.OBSERVER),
}
#: Label as written -> field; contacts are "contact.<way>".
LABELS = {
    **dict.fromkeys(("nama", "name"), "name"),
    **dict.fromkeys(("peran", "jabatan", "role", "sebagai"), "role"),
    **dict.fromkeys(("sk", "nomor sk", "no sk", "no. sk", "surat keputusan"), "sk"),
    **dict.fromkeys(("masa", "masa tugas", "masa jabatan", "berlaku", "term"), "term"),
    **dict.fromkeys(("mulai", "sejak", "dari", "start"), "start"),
    **dict.fromkeys(("sampai", "s/d", "hingga", "berakhir", "selesai", "end"), "end"),
    **dict.fromkeys(("wakil", "wakilnya", "pengganti", "deputy"), "deputy"),
    **dict.fromkeys(("wakil dari", "mewakili", "pengganti dari"), "deputy_of"),
    **dict.fromkeys(("telepon", "telp", "tlp", "hp", "phone"), "contact.phone"),
    **dict.fromkeys(("wa", "whatsapp"), "contact.whatsapp"),
    **dict.fromkeys(("surel", "email", "e-mail", "mail"), "contact.email"),
    **dict.fromkeys(("faks", "fax"), "contact.fax"),
    **dict.fromkeys(("surat", "alamat", "letter"), "contact.letter"),
    **dict.fromkeys(("telegram", "tg"), "contact.telegram"),
}
#: Without these no invite can be made.
NEEDED = ("name", "sk", "term")
MOST = 120  # characters of a name or a number
_LABEL = re.compile(
    rf"^\W*({'|'.join(sorted(map(re.escape, LABELS), key=len, reverse=True))})\s*[:=]\s*(.*)$", re.I
)
_SK = re.compile(r"^(?:sk|nomor|no)\b[\s.:]*(?=\S)|^[\w.\-]+(?:/[\w.\-]+){1,6}$", re.I)


def read_form(text: str, today: date) -> dict[str, Any]:
    """Fields found: name, role, sk, start, end, deputy, deputy_of, contacts."""
    found: dict[str, Any] = {}
    contacts: dict[str, str] = {}
    for field, value in _lines(text, today):
        if field.startswith("contact."):
            contacts[field.removeprefix("contact.")] = value
        elif field in ("term", "start", "end"):
            _take_days(found, field, value, today)
        elif field == "role":
            if role := ROLES.get(value.casefold()):
                found["role"] = role.value
        elif field == "deputy" and value.casefold() in ("-", "tidak ada", "belum ada"):
            found["deputy"] = ""
        else:
            found[field] = value
    return {**found, "contacts": contacts} if contacts else found


def missing(fields: dict[str, Any]) -> list[str]:
    """What has to be asked again."""
    have = {**fields, "term": fields.get("end")}
    return [name for name in NEEDED if not have.get(name)]


def _lines(text: str, today: date) -> Iterator[tuple[str, str]]:
    rows = [row.strip() for row in re.split(r"[\n;]", text) if row.strip()]
    if len(rows) == 1 and "," in text:
        rows = [part.strip() for part in text.split(",") if part.strip()]
    for row in rows:
        label = _LABEL.match(row)
        field, value = (LABELS[label[1].casefold()], label[2]) if label else (_shape(row, today), row)
        value = " ".join(value.split())
        if field == "sk" and not label:
            value = re.sub(r"^(?:no(?:mor)?\.?\s*)?sk\b[\s.:]*", "", value, flags=re.I) or value
        if field and 0 < len(value) <= MOST:
            yield field, value


def _shape(row: str, today: date) -> str:
    """What a line without a label is."""
    if row.casefold() in ROLES:
        return "role"
    left = re.sub(rf"\b(?:{UNTIL}|mulai|sejak|dari|masa|tugas|tanggal)\b|[-–—.,]", " ", without_days(row), flags=re.I)
    if days_in(row, today) and not left.strip():
        return "term"
    if _SK.match(row):
        return "sk"
    if "@" in row:
        return "contact.email"
    return "name" if not any(sign.isdigit() for sign in row) else ""


def _take_days(found: dict[str, Any], field: str, value: str, today: date) -> None:
    days = days_in(value, today)
    if not days:
        return
    if field == "start":
        found["start"] = days[0].day.isoformat()
        return
    lengths = [each.length for each in days if each.length is not None]
    plain = [each.day for each in days if each.length is None]
    first = plain[0] if len(plain) > 1 or (plain and lengths) else None
    if first is not None:
        found["start"] = first.isoformat()
    last = (first or today) + lengths[0] - timedelta(days=1) if lengths else plain[-1]
    found["end"] = last.isoformat()
