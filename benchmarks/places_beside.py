"""Other ways to find a misheard name, for comparison: rapidfuzz, PostgreSQL trigrams, tantivy.

Each is told the county as well: equal scores are put in the order own county, own prefecture, elsewhere.
"""

from __future__ import annotations

import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

from django.db import connection
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from benchmarks.gazetteer import Listed
from benchmarks.places_queries import Query

SLOW, QUICK = 120, 1000


@dataclass(frozen=True)
class Engine:
    """A way to answer, how many queries it is asked, and how long it took to make ready."""

    name: str
    find: Callable[[Query], Sequence[str]]
    queries: int
    build_seconds: float


def engines_beside(counties: Mapping[str, Sequence[Listed]]) -> Iterator[Engine]:
    """Those that are at hand; a missing one is named."""
    names = list(chain.from_iterable(counties.values()))
    yield from _rapidfuzz(names)
    yield from _trigrams(names)
    if importlib.util.find_spec("tantivy"):
        yield from _tantivy(names)
    else:
        print("  tantivy is not installed; to measure it beside: pip install tantivy")


def _rapidfuzz(names: Sequence[Listed]) -> Iterator[Engine]:
    """Every name of the nation compared by edit ratio."""
    began = time.perf_counter()
    texts, codes = [one.said for one in names], [one.code for one in names]

    def find(query: Query) -> list[str]:
        found = process.extract(query.said, texts, scorer=fuzz.ratio, limit=60, score_cutoff=40)
        return _near_first(query, [(score, codes[number]) for _, score, number in found])

    yield Engine("rapidfuzz ratio", find, SLOW, time.perf_counter() - began)


def _trigrams(names: Sequence[Listed]) -> Iterator[Engine]:
    """PostgreSQL's pg_trgm with its index, in a table that lasts as long as the connection."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("create extension if not exists pg_trgm")
        cursor.execute("create temp table bench_names (code text, said text)")
        with cursor.copy("copy bench_names from stdin") as copy:
            for one in names:
                copy.write_row((one.code, one.said))
        cursor.execute("create index on bench_names using gin (said gin_trgm_ops)")
        cursor.execute("analyze bench_names")

    def find(query: Query) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select similarity(said, %s) s, code from bench_names where said %% %s order by s desc,"
                " left(code, 6) = %s desc, left(code, 4) = %s desc limit 60",
                [query.said, query.said, query.area_code, query.area_code[:4]],
            )
            return _near_first(query, cursor.fetchall())

    yield Engine("PostgreSQL trigrams", find, SLOW, time.perf_counter() - began)


def _tantivy(names: Sequence[Listed]) -> Iterator[Engine]:
    """Syllables, characters and pairs as words of a full-text index; the county lifts what lies in it."""
    import tantivy

    began = time.perf_counter()
    schema = tantivy.SchemaBuilder()
    for field in ("code", "county", "prefecture"):
        schema.add_text_field(field, stored=field == "code", tokenizer_name="raw")
    for field in ("syllables", "characters", "pairs"):
        schema.add_text_field(field, tokenizer_name="whitespace")
    built = schema.build()
    index = tantivy.Index(built, path=tempfile.mkdtemp())
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    for one in names:
        writer.add_document(tantivy.Document(**_fields(one)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(query: Query) -> list[str]:
        said = _words(query.said)
        should = [(tantivy.Occur.Should, tantivy.Query.term_query(built, field, word))
                  for field, words in said.items() for word in words.split()]  # fmt: skip
        for field, value, lift in (("county", query.area_code, 6.0), ("prefecture", query.area_code[:4], 3.0)):
            near = tantivy.Query.term_query(built, field, value)
            lifted = tantivy.Query.boost_query(tantivy.Query.const_score_query(near, 1.0), lift)
            should.append((tantivy.Occur.Should, lifted))
        found = searcher.search(tantivy.Query.boolean_query(should), 5).hits
        return [searcher.doc(address)["code"][0] for _, address in found]

    yield Engine("tantivy, syllable fields", find, QUICK, time.perf_counter() - began)


def _fields(one: Listed) -> dict[str, Any]:
    return {"code": one.code, "county": one.county, "prefecture": one.code[:4], **_words(one.said)}


def _words(text: str) -> dict[str, str]:
    syllables = lazy_pinyin(text)
    pairs = ["".join(pair) for pair in pairwise(syllables)]
    return {"syllables": " ".join(syllables), "characters": " ".join(text), "pairs": " ".join(pairs)}


def _near_first(query: Query, found: Sequence[tuple[float, str]]) -> list[str]:
    """Best first; of equals those of the county, then of the prefecture."""
    county, prefecture = query.area_code, query.area_code[:4]
    ordered = sorted(found, key=lambda one: (-one[0], not one[1].startswith(county), not one[1].startswith(prefecture)))
    return [code for _, code in ordered[:5]]
