"""dataset read gives what is in the Parquet files: types, nulls, lists and times."""

import csv
import datetime
import io
import json
import os
import subprocess
import unittest

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from . import demo


def read(*args: str) -> bytes:
    return subprocess.run([demo.BINARY, "dataset", "read", *args], check=True, capture_output=True).stdout


def manifest() -> dict:
    return json.loads((demo.dataset() / "current" / "manifest.json").read_text(encoding="utf-8"))


def parquet(table: str) -> pa.Table | None:
    """The files of a table, with the month that is in their paths."""
    parts = []
    for f in manifest()["files"]:
        if f["table"] != table:
            continue
        part = pq.read_table(demo.dataset() / f["path"], partitioning=None)
        if "/month=" in f["path"]:
            month = f["path"].split("/month=")[1].split("/")[0]
            part = part.append_column(pa.field("month", pa.string()), pa.array([month] * len(part)))
        parts.append(part)
    return pa.concat_tables(parts) if parts else None


def plain(value):
    """A value as JSON has it."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc)
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


class Read(unittest.TestCase):
    def test_all_tables(self):
        names = sorted({f["table"] for f in manifest()["files"]})
        self.assertGreater(len(names), 25)
        for name in names:
            with self.subTest(name):
                want = parquet(name)
                stream = read(name, str(demo.dataset()), "--arrow")
                got = pa.ipc.open_stream(stream).read_all()
                got.validate(full=True)
                self.assertEqual([(f.name, f.type, f.nullable) for f in got.schema], [(f.name, f.type, f.nullable) for f in want.schema])
                self.assertTrue(got.equals(want), "values differ")
                self.assertEqual(pl.read_ipc_stream(io.BytesIO(stream)).height, want.num_rows)
                self.assertEqual(duckdb.sql("SELECT count(*) FROM got").fetchone()[0], want.num_rows)

    def test_lines(self):
        """JSON lines and CSV of tables with every type of column."""
        for name in ("documents", "entities", "syndication", "runs"):
            with self.subTest(name):
                want = plain(parquet(name).to_pylist())
                lines = [json.loads(line) for line in read(name, str(demo.dataset()), "--jsonl").splitlines()]
                rows = list(csv.DictReader(io.StringIO(read(name, str(demo.dataset()), "--csv").decode())))
                self.assertEqual([list(r) for r in lines], [list(r) for r in want])
                self.assertEqual(len(rows), len(want))
                for line, row, w in zip(lines, rows, want):
                    for column, value in w.items():
                        if isinstance(value, datetime.datetime):
                            self.assertEqual(datetime.datetime.fromisoformat(line[column]), value)
                            self.assertEqual(datetime.datetime.fromisoformat(row[column]), value)
                            continue
                        self.assertEqual(line[column], value, column)
                        if value is None or isinstance(value, str):
                            self.assertEqual(row[column], value or "", column)
                        else:
                            self.assertEqual(json.loads(row[column]), value, column)

    def test_columns_and_an_empty_table(self):
        got = pa.ipc.open_stream(read("documents", str(demo.dataset()), "--arrow", "--columns", "month,title,langs")).read_all()
        self.assertTrue(got.equals(parquet("documents").select(["month", "title", "langs"])))
        empty = pa.ipc.open_stream(read("stances", str(demo.dataset()), "--arrow")).read_all()
        self.assertEqual(empty.num_rows, 0)
        self.assertIn("month", empty.schema.names)

    def test_a_pipe_that_breaks(self):
        """Whoever has read enough hears nothing."""
        p = subprocess.Popen([demo.BINARY, "dataset", "read", "term_counts", str(demo.dataset()), "--arrow"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        p.stdout.read(100)
        p.stdout.close()
        self.assertEqual(p.stderr.read(), b"")
        p.stderr.close()
        p.wait()

    def test_no_bytes_on_a_terminal(self):
        ours, terminal = os.openpty()
        try:
            done = subprocess.run([demo.BINARY, "dataset", "read", "runs", str(demo.dataset()), "--arrow"], stdout=terminal, stderr=subprocess.PIPE, text=True, timeout=60)
        finally:
            os.close(terminal)
            os.close(ours)
        self.assertEqual(done.returncode, 2)
        self.assertIn("send it to a program or a file", done.stderr)


if __name__ == "__main__":
    unittest.main()
