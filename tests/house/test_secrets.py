"""Nothing that was secret, personal or ours alone may be committed: tokens, numbers, keys, dumps, paths."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import files, text

#: Written in halves, so that this file does not find itself.
PRIVATE_WORDS = (
    "/wo" "rk/", "sha" "red/handbook", "py" "pi.org", "files.python" "hosted", "registry.npm" "js",
    "registry.yarn" "pkg", "/ro" "ot/", "/home" "/",
)  # fmt: skip
TOKEN = re.compile(r"(?<!\d)\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])")
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
#: Province, regency, district; day (women: plus 40), month, year; a running number.
NIK = re.compile(r"(?<![\w.])[1-9]\d{5}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{2}\d{4}(?![\w.])")
PHONE = re.compile(r"(?<![\w.+-])(?:\+?62[ .-]?|0)8[1-9]\d(?:[ .-]?\d{3,4}){2}\d?(?![\w.])")
KEPT_OUT = re.compile(
    r"(^|/)(\.env|keys\.json|id_rsa|id_ed25519)$|\.(db|db-wal|db-shm|sqlite3?|dump|sql\.gz|key|pem|p12|pfx|bak)$"
)
#: Numbers that tests make up are seen to be invented (2171 before a NIK; 111 or 1234 in a phone), or listed here.
INVENTED = re.compile(r"2171\d{12}|(?:62|0)8\d*(?:(\d)\1\1|1234|2345)\d*")
LISTED = {"tests/data/stories/test.jsonl": ("64001122",)}  # by last digits


def report(title: str, found: list[str]) -> None:
    """Fail with one line per finding; what was found is not repeated in a log."""
    if found:
        pytest.fail("\n".join([f"{title} ({len(found)}):", *sorted(found)]), pytrace=False)


def _hits(pattern: re.Pattern[str], *, skip: tuple[str, ...] = ()) -> list[str]:
    found = []
    for name in files():
        for hit in () if name.startswith(skip) else pattern.finditer(text(name)):
            if not _made_up(name, hit[0]):
                line = text(name).count("\n", 0, hit.start()) + 1
                found.append(f"{name}:{line} {hit[0][:6]}…")
    return found


def _made_up(name: str, hit: str) -> bool:
    digits = re.sub(r"\D", "", hit)
    return name.startswith("tests/") and (
        digits.endswith(LISTED.get(name, ("-",))) or bool(INVENTED.fullmatch(digits))
    )


def test_no_bot_token_is_committed() -> None:
    report("looks like a bot token", _hits(TOKEN))


def test_no_private_key_is_committed() -> None:
    report("looks like a private key", _hits(PRIVATE_KEY))


def test_no_identity_number_is_committed() -> None:
    report("looks like a NIK; made-up ones begin with 2171 and live in tests/", _hits(NIK, skip=("requirements/",)))


def test_no_phone_number_is_committed() -> None:
    report(
        "looks like a person's phone; those a test may use are in INVENTED and LISTED",
        _hits(PHONE, skip=("requirements/",)),
    )


def test_no_database_key_file_or_dump_is_committed() -> None:
    report("keep out of the repository", [name for name in files() if KEPT_OUT.search(name)])


def test_no_private_path_or_package_index_is_named() -> None:
    found = [
        f"{name}:{number} {word}"
        for name in files()
        for word in PRIVATE_WORDS
        if word in text(name)
        for number, line in enumerate(text(name).splitlines(), 1)
        if word in line
    ]
    report("means nothing outside the machine it was written on", found)
