"""Draws docs/lifecycle.md from the lifecycle table; adds nothing to it but Indonesian labels.

python -m complaints.lifecycle_drawing > docs/lifecycle.md
"""

from __future__ import annotations

import sys

from complaints.lifecycle import OPEN, TRANSITIONS, Action, Status

_S, _A = Status, Action
STATUS_LABELS = {
    _S.RECEIVED: "Diterima",
    _S.ASKED: "Ditanyakan petugas",
    _S.FORWARDED: "Diteruskan",
    _S.IN_PROGRESS: "Ditindaklanjuti",
    _S.NEEDS_INFO: "Perlu dilengkapi",
    _S.ANSWERED: "Ditanggapi",
    _S.RESOLVED: "Dinyatakan selesai",
    _S.REOPENED: "Dibuka kembali",
    _S.CLOSED: "Ditutup",
    _S.ARCHIVED: "Diarsipkan",
}
ACTION_LABELS = {
    _A.ASSIGN: "teruskan (staf)",
    _A.ACCEPT: "terima",
    _A.ANSWER: "tanggapi",
    _A.ASK: "minta data",
    _A.SUPPLY: "lengkapi (warga)",
    _A.HAND_OVER: "bukan wewenang",
    _A.RESOLVE: "selesai",
    _A.CONFIRM: "sudah selesai (warga)",
    _A.REFUSE: "belum selesai (warga)",
    _A.EXPIRE: "waktu habis",
    _A.WITHDRAW: "cabut (warga)",
    _A.ARCHIVE: "arsipkan (staf)",
    _A.MERGE: "gabungkan (staf)",
}
PAGE = """# The life of a complaint

Generated from `complaints/lifecycle.py`; do not edit. Draw again with
`python -m complaints.lifecycle_drawing > docs/lifecycle.md`.

## Diagram

```mermaid
{diagram}
```

## Table

Each cell is the status after the step; a dot means the step is refused.

{table}

Open (somebody still owes a step): {open}.
"""


def draw() -> str:
    """The whole page."""
    open_labels = ", ".join(STATUS_LABELS[status] for status in Status if status in OPEN)
    return PAGE.format(diagram=diagram(), table=table(), open=open_labels)


def diagram() -> str:
    """A mermaid state diagram; steps between the same two statuses share an arrow."""
    arrows: dict[tuple[Status, Status], list[str]] = {}
    for (before, action), after in TRANSITIONS.items():
        arrows.setdefault((before, after), []).append(ACTION_LABELS[action])
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{label}" as {status}' for status, label in STATUS_LABELS.items()]
    lines += [f"    [*] --> {Status.RECEIVED}"]
    lines += [f"    {before} --> {after}: {' / '.join(labels)}" for (before, after), labels in arrows.items()]
    lines += [f"    {status} --> [*]" for status in Status if status not in OPEN]
    return "\n".join(lines)


def table() -> str:
    """Steps down, statuses across: twelve columns would not fit a page."""
    head = ["Langkah", *(STATUS_LABELS[status] for status in Status)]
    rows = [head, ["---"] * len(head)]
    for action in Action:
        cells = (TRANSITIONS.get((status, action)) for status in Status)
        names = (STATUS_LABELS[after] if after else "·" for after in cells)
        rows.append([f"{ACTION_LABELS[action]} `{action}`", *names])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(draw())
