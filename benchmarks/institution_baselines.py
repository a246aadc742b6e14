"""Whole-string engines measured beside ours: rapidfuzz scorers, char-3-gram TF-IDF, SQLite FTS5 and pg_trgm."""

from __future__ import annotations

import asyncio
import math
import os
import sqlite3
from collections.abc import Callable, Sequence

import asyncpg
import numpy as np
from rapidfuzz import fuzz, process

from complaints.agency import Agency

Engine = Callable[[str], list[str]]  # a mention -> ids, best first


def names(agencies: Sequence[Agency]) -> tuple[list[str], list[str]]:
    """Every name of every office, and whose it is."""
    texts: list[str] = []
    owners: list[str] = []
    for agency in agencies:
        for text in {agency.name.lower(), agency.short.lower(), *map(str.lower, agency.aliases)}:
            texts.append(text)
            owners.append(agency.id)
    return texts, owners


def scorer(agencies: Sequence[Agency], which: str) -> Engine:
    """A linear scan with one rapidfuzz scorer."""
    texts, owners = names(agencies)
    score = {"WRatio": fuzz.WRatio, "token_set_ratio": fuzz.token_set_ratio}[which]

    def find(mention: str) -> list[str]:
        hits = process.extract(mention.lower(), texts, scorer=score, limit=9)
        return _first(owners[hit[2]] for hit in hits)

    return find


def tfidf(agencies: Sequence[Agency]) -> Engine:
    """Cosine of word-bounded character trigrams, postings in numpy arrays."""
    texts, owners = names(agencies)
    postings: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        for gram in _grams(text):
            postings.setdefault(gram, []).append(at)
    idf = {gram: math.log(len(texts) / len(found)) + 1 for gram, found in postings.items()}
    arrays = {gram: np.array(found, dtype=np.int32) for gram, found in postings.items()}
    norms = np.zeros(len(texts))
    for gram, found in arrays.items():
        norms[found] += idf[gram] ** 2
    norms = np.sqrt(norms)

    def find(mention: str) -> list[str]:
        scores = np.zeros(len(texts))
        for gram in _grams(mention.lower()):
            if gram in arrays:
                scores[arrays[gram]] += idf[gram] ** 2
        scores /= norms
        best = np.argpartition(-scores, 9)[:9]
        return _first(owners[i] for i in best[np.argsort(-scores[best])])

    return find


def fts5(agencies: Sequence[Agency]) -> Engine | None:
    """SQLite's trigram tokenizer, an OR of all trigrams ranked by bm25; None where it is not compiled in."""
    texts, owners = names(agencies)
    base = sqlite3.connect(":memory:")
    try:
        base.execute("create virtual table names using fts5(name, tokenize='trigram')")
    except sqlite3.OperationalError:
        return None
    base.executemany("insert into names(rowid, name) values (?, ?)", enumerate(texts))

    def find(mention: str) -> list[str]:
        grams = {g for g in _grams(mention.lower()) if g.strip() == g and '"' not in g}
        if not grams:
            return []
        query = " OR ".join(f'"{gram}"' for gram in sorted(grams))
        rows = base.execute("select rowid from names where names match ? order by rank limit 9", (query,))
        return _first(owners[row[0]] for row in rows)

    return find


def trgm(agencies: Sequence[Agency]) -> Engine | None:
    """pg_trgm, nearest by a GiST index, on the server of NARAHUBUNG_TEST_PG; None without one or without it."""
    dsn = os.environ.get("NARAHUBUNG_TEST_PG")
    if not dsn:
        return None
    loop = asyncio.new_event_loop()
    base = loop.run_until_complete(asyncpg.connect(dsn))
    try:
        loop.run_until_complete(base.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except asyncpg.PostgresError:
        return None
    loop.run_until_complete(base.execute("CREATE TEMP TABLE names (name text, owner text)"))
    rows = list(zip(*names(agencies), strict=True))
    loop.run_until_complete(base.copy_records_to_table("names", records=rows))
    loop.run_until_complete(base.execute("CREATE INDEX ON names USING gist (name gist_trgm_ops(siglen = 64))"))
    loop.run_until_complete(base.execute("ANALYZE names"))
    nearest = loop.run_until_complete(base.prepare("SELECT owner FROM names ORDER BY name <-> $1 LIMIT 9"))

    def find(mention: str) -> list[str]:
        return _first(row["owner"] for row in loop.run_until_complete(nearest.fetch(mention.lower())))

    return find


def _grams(text: str) -> set[str]:
    return {word[at : at + 3] for w in text.split() for word in (f" {w} ",) for at in range(len(word) - 2)}


def _first(ids: object) -> list[str]:
    return list(dict.fromkeys(ids))  # type: ignore[call-overload]
