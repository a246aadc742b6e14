"""Tiny catalogues for tests of i18n and rendering, written like the real ones."""

from __future__ import annotations

from pathlib import Path

from bot.i18n import Catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {plural}\\n"\n'
INDONESIAN = "nplurals=1; plural=0;"
ENGLISH = "nplurals=2; plural=(n != 1);"


def entry(msgid: str, *forms: str, flag: str = "") -> str:
    head = f"\n#, {flag}\n" if flag else "\n"
    quoted = [form.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for form in forms]
    if len(quoted) == 1:
        return f'{head}msgid "{msgid}"\nmsgstr "{quoted[0]}"\n'
    body = "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(quoted) if form)
    return f'{head}msgid "{msgid}"\nmsgid_plural "{msgid}"\n{body}'


def write(root: Path, language: str, *entries: str, plural: str = INDONESIAN) -> None:
    folder = root / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "narahubung.po").write_text(HEAD.format(plural=plural) + "".join(entries))


def catalogues(root: Path, *entries: str, strict: bool = True) -> Catalogues:
    """Indonesian alone."""
    write(root, "id", *entries)
    return Catalogues.load(root, strict=strict)
