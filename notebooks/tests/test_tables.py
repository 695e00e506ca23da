"""Four readers must see the same tables: rows, nulls, empty lists and UTC."""

import datetime
import json
import math
import unittest

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq

from . import demo

TABLES = [
    "sources", "captures", "documents", "sentences", "mentions", "frame_hits", "document_frames", "quotes",
    "clauses", "claims", "document_targets", "names", "story_links", "syndication", "outlet_months", "term_counts", "frames", "entities", "blocs", "memberships", "events", "estimates", "derivations", "recipes", "failures", "source_runs", "source_events", "runs",
]


def files(table: str) -> list[str]:
    """The files of a table, as the newest manifest counts them, in their order."""
    data = demo.dataset()
    manifests = [json.loads(p.read_text()) for p in (data / "_manifest").glob("*.json")]
    newest = max(manifests, key=lambda m: m["seq"])
    return [str(data / f["path"]) for f in newest["files"] if f["table"] == table]


def plain(value):
    """One form for what the readers give: UTC times, lists, dicts, None."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, (pd.Timestamp, datetime.datetime)):
        return pd.Timestamp(value).tz_convert("UTC").isoformat()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if hasattr(value, "tolist") and not isinstance(value, (str, bytes)):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def by_pyarrow(path):
    return pq.ParquetFile(path).read().to_pylist()


def by_duckdb(path):
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        cur = con.execute("SELECT * FROM read_parquet(?, hive_partitioning = false)", [path])
        names = [d[0] for d in cur.description]
        return [dict(zip(names, row)) for row in cur.fetchall()]


def by_polars(path):
    return pl.read_parquet(path, hive_partitioning=False).to_dicts()


def by_pandas(path):
    return pd.read_parquet(path, partitioning=None).to_dict("records")


READERS = {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}


class FourReaders(unittest.TestCase):
    def test_they_agree_on_every_value(self):
        for table in TABLES:
            with self.subTest(table=table):
                self.assertTrue(files(table), "the demo fills every table")
                for path in files(table):
                    want = [plain(row) for row in by_pyarrow(path)]
                    self.assertEqual(len(want), pq.ParquetFile(path).metadata.num_rows)
                    for name, read in READERS.items():
                        got = [plain(row) for row in read(path)]
                        self.assertEqual(len(got), len(want), f"{name} {path}")
                        for a, b in zip(got, want):
                            self.assertEqual(a, b, f"{name} {path}")

    def test_globs_see_what_the_manifests_count(self):
        data = demo.dataset()
        for table in TABLES:
            with self.subTest(table=table):
                counted = sum(pq.ParquetFile(f).metadata.num_rows for f in files(table))
                seen = duckdb.sql(f"SELECT count(*) FROM read_parquet('{data}/current/{table}/**/*.parquet')").fetchall()[0][0]
                self.assertEqual(seen, counted)

    def test_timestamps_are_utc_microseconds(self):
        schema = pq.ParquetFile(files("documents")[0]).schema_arrow
        self.assertEqual(str(schema.field("published_at").type), "timestamp[us, tz=UTC]")


class Offsets(unittest.TestCase):
    """Positions count code points: a Python slice gives the surface."""

    def test_mentions_and_hits_slice_their_surface(self):
        docs = {r["doc_id"]: r for f in files("documents") for r in by_pyarrow(f)}
        for table in ("mentions", "frame_hits"):
            n = 0
            for f in files(table):
                for r in by_pyarrow(f):
                    text = docs[r["doc_id"]]["title" if r["in_title"] else "text"]
                    self.assertEqual(text[r["start_char"]:r["end_char"]], r["surface"])
                    self.assertEqual(text.encode()[r["start_byte"]:r["end_byte"]].decode(), r["surface"])
                    n += 1
            self.assertGreater(n, 0, table)

    def test_quotes_slice_their_text(self):
        docs = {r["doc_id"]: r for f in files("documents") for r in by_pyarrow(f)}
        for f in files("quotes"):
            for r in by_pyarrow(f):
                text = docs[r["doc_id"]]["title" if r["in_title"] else "text"]
                for spans, joined in (("content", "content_text"), ("source", "source_text"), ("cue", "cue_text")):
                    self.assertEqual(" ".join(text[s["start"]:s["end"]] for s in r[spans]), r[joined] or "")


if __name__ == "__main__":
    unittest.main()
