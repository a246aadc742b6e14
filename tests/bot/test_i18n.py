"""Catalogues: read at start, compiled in memory, forgiving in production and strict in tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.i18n import CatalogueError, Catalogues, MissingMessage, locales, placeholders
from tests.bot.catalogue import ENGLISH, catalogues, entry, write

HOLDER = entry("receipt.holder", "Dipegang oleh {agency} sampai {due}.")


@pytest.fixture
def both(tmp_path: Path) -> Catalogues:
    write(tmp_path, "id", HOLDER, entry("only.id", "Hanya di sini"), entry("desk.open", "{n} terbuka", ""))
    write(
        tmp_path, "en", entry("receipt.holder", "Held by {agency} until {due}."),
        entry("only.id", "Only here", flag="fuzzy"), entry("desk.open", "{n} open case", "{n} open cases"),
        plural=ENGLISH,
    )  # fmt: skip
    return Catalogues.load(tmp_path, strict=True)


def test_a_sentence_in_each_language(both: Catalogues) -> None:
    params = {"agency": "Disdukcapil", "due": "Jumat"}
    assert both.text("receipt.holder", "id", params) == "Dipegang oleh Disdukcapil sampai Jumat."
    assert both.text("receipt.holder", "en", params) == "Held by Disdukcapil until Jumat."
    assert both.languages == ("en", "id")


def test_a_fuzzy_or_missing_translation_falls_back_to_indonesian(both: Catalogues) -> None:
    assert both.text("only.id", "en") == "Hanya di sini"
    assert not both.has("only.id", "en") and both.has("only.id")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en-GB", "en"), ("en_US", "en"), ("EN", "en"), ("id", "id"), ("jv", "id"), ("", "id"), (None, "id")],
)
def test_the_nearest_language(both: Catalogues, tag: str | None, language: str) -> None:
    assert both.language(tag) == language


@pytest.mark.parametrize(("n", "said"), [(1, "1 open case"), (2, "2 open cases")])
def test_counting_in_english(both: Catalogues, n: int, said: str) -> None:
    assert both.text("desk.open", "en", {"n": n}) == said
    assert both.text("desk.open", "id", {"n": n}) == f"{n} terbuka"


def test_nobody_has_words_for_it(both: Catalogues, tmp_path: Path) -> None:
    with pytest.raises(MissingMessage):
        both.text("nobody.said")
    lenient = Catalogues.load(tmp_path)
    with capture_logs() as logs:
        assert lenient.text("nobody.said", "en") == "nobody.said"
    assert logs[0]["event"] == "catalogues.missing" and logs[0]["msgid"] == "nobody.said"


def test_a_forgotten_parameter_shows_instead_of_losing_the_message(tmp_path: Path) -> None:
    strict = catalogues(tmp_path, HOLDER)
    with pytest.raises(KeyError):
        strict.text("receipt.holder", "id", {"agency": "PLN"})
    lenient = Catalogues.load(tmp_path)
    assert lenient.text("receipt.holder", "id", {"agency": "PLN"}) == "Dipegang oleh PLN sampai {due}."


def test_braces_in_somebodys_words_stay_words(tmp_path: Path) -> None:
    words = catalogues(tmp_path, HOLDER)
    said = words.text("receipt.holder", "id", {"agency": "{due} {0.__class__}", "due": "Jumat"})
    assert said == "Dipegang oleh {due} {0.__class__} sampai Jumat."


WRONG = {
    "another name": entry("receipt.holder", "Held by {office} until {due}."),
    "one lost": entry("receipt.holder", "Held by {agency}."),
    "an open brace": entry("receipt.holder", "Held by {agency} until {due."),
    "nobody asked": HOLDER + entry("only.en", "Stray"),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_translations_that_contradict_the_source(tmp_path: Path, name: str) -> None:
    write(tmp_path, "id", HOLDER)
    write(tmp_path, "en", WRONG[name], plural=ENGLISH)
    with pytest.raises(CatalogueError, match=r"receipt\.holder|only\.en"):
        Catalogues.load(tmp_path, strict=True)
    with capture_logs() as logs:
        lenient = Catalogues.load(tmp_path)
    assert logs[0]["event"] == "catalogues.disagree"
    said = lenient.text("receipt.holder", "en", {"agency": "PLN", "due": "Jumat"})
    assert said == "Dipegang oleh PLN sampai Jumat."


def test_an_open_brace_in_the_source_is_seen_too(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        catalogues(tmp_path, entry("broken", "Sampai {due"))


def test_without_indonesian_there_is_nothing_to_say(tmp_path: Path) -> None:
    write(tmp_path, "en", HOLDER, plural=ENGLISH)
    with pytest.raises(CatalogueError):
        Catalogues.load(tmp_path)


def test_names_in_braces() -> None:
    assert placeholders("Kepada {agency}, {{bukan}} {due}") == {"agency", "due"}


def test_the_catalogues_lie_beside_the_code() -> None:
    assert locales().name == "locales" and (locales().parent / "bot" / "i18n.py").is_file()


def test_one_language_may_lie_in_several_files_but_says_a_thing_once(tmp_path: Path) -> None:
    write(tmp_path, "id", HOLDER)
    folder = tmp_path / "id" / "LC_MESSAGES"
    (folder / "desk.po").write_text((folder / "narahubung.po").read_text().replace("receipt.", "card."))
    assert Catalogues.load(tmp_path, strict=True).msgids() == {"receipt.holder", "card.holder"}
    (folder / "staff.po").write_text((folder / "narahubung.po").read_text())
    with pytest.raises(CatalogueError, match=r"receipt\.holder"):
        Catalogues.load(tmp_path)
