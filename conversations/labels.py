"""What is printed on a citizen's buttons, as people type it: in both languages, input only.

Only labels that say more than their meaning's words (conversations.vocabulary); keyed by the label's msgid, because
"yes" is printed as "Setuju" in one place and as "Ya, batalkan" in another.
"""

from __future__ import annotations

LABELS: dict[str, frozenset[str]] = {
    f"button.{label}": frozenset(forms)
    for label, forms in {
        "agree": {"setuju", "agree", "i agree", "agreed"},
        "read": {"read first", "read"},
        "right": {"benar", "correct", "right", "that is right"},
        "other": {"bukan pilih lain", "no another one", "another one", "another", "wrong"},
        "none": {"none of these", "none"},
        "unknown": {"don t know", "dont know", "i don t know", "no idea"},
        "today": {"today"},
        "yesterday": {"yesterday"},
        "day_unknown": {"tidak ingat", "don t remember", "dont remember", "i forgot"},
        "show": {"show name", "show", "show my name"},
        "hide": {"hide", "hide name", "hide my name", "anonymous"},
        "edit": {"change", "change it"},
        "photo": {"add photo", "photo"},
        "back": {"back"},
        "continue": {"go on reporting", "go on", "continue"},
        "enough": {"that is all", "enough"},
        "person": {"serahkan ke petugas", "serahkan", "petugas", "hand to staff", "staff"},
        "new_report": {"laporan baru", "new report"},
        "report": {"buat laporan", "lapor", "new report", "report"},
        "status": {"cek status", "status", "check status"},
        "cancel_yes": {"ya batalkan", "batalkan", "yes discard", "discard"},
        "cancel_keep": {"lanjutkan laporan", "go on", "keep", "keep it"},
        "service": {"report the service"},
        "guardian": {"orang tua wali ada", "parent is here", "parent"},
        "later": {"later"},
        "complaint": {"complaint"},
        "wish": {"usulan aspirasi", "suggestion"},
        "question": {"information request", "information", "question"},
        "secret": {"keep secret", "secret", "confidential"},
        "open": {"as usual", "usual"},
        "self": {"myself", "me"},
        "same": {"same as this", "same"},
        "differs": {"laporan berbeda", "mine is different", "different"},
        "resume": {"go on", "continue"},
        "drop": {"cancel it", "cancel"},
    }.items()
}
