"""PyIceberg, Polars and DuckDB read the Iceberg export: the tables as they are."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

import polars as pl
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.table import StaticTable
from sqlalchemy import URL

from .compare import parquet, seen
from .engines import connect
from .series import BINARY, ROOT, RUNS, Series, shared

os.environ["POLARS_ICEBERG_PLANNER"] = "pyiceberg"  # the other is a package of its own


def export(series: Series) -> str:
    done = subprocess.run([sys.executable, str(ROOT / "scale" / "iceberg" / "export.py"), "data", "ice", "--framewatch", BINARY], cwd=series.folder, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


class Iceberg(unittest.TestCase):
    def agree(self, series: Series, *some: str):
        """Every table of the newest generation, or some, by three readers."""
        con = connect("avro", "iceberg")
        newest = series.manifests()[-1]
        paths = series.paths(newest)
        metadata = json.loads((series.folder / "ice" / "tables.json").read_text(encoding="utf-8"))["metadata"]
        self.assertLessEqual(set(paths), set(metadata))
        for name, location in metadata.items():
            if some and name not in some:
                continue
            with self.subTest(table=name):
                table = StaticTable.from_metadata(location)
                by_pyiceberg = table.scan().to_arrow()
                by_polars = pl.scan_iceberg(table).collect().to_arrow()
                by_duckdb = f"iceberg_scan('{location.replace(chr(39), chr(39) * 2)}')"
                con.register("by_pyiceberg", by_pyiceberg)
                con.register("by_polars", by_polars)
                rows = sum(f["rows"] for f in newest["files"] if f["table"] == name)
                for relation in ("by_pyiceberg", "by_polars", by_duckdb):
                    got = seen(con, relation)
                    self.assertEqual(got["rows"], rows, relation)
                    if name in paths:
                        self.assertEqual(got, seen(con, parquet(paths[name])), relation)

    def test_series(self):
        series = shared()
        while series.done < RUNS:
            series.next()
        export(series)
        self.agree(series)
        self.earlier(series)
        self.assertIn("nothing new", export(series))
        series.next()
        self.assertIn("1 generations added", export(series))
        self.agree(series, "documents", "captures", "runs", "names")
        self.erased(series)

    def earlier(self, series: Series):
        """An earlier generation by its tag, in the catalogue and by Polars."""
        plain = connect()
        catalog = SqlCatalog("framewatch", uri=URL.create("sqlite", database=str(series.folder / "ice" / "catalog.sqlite")).render_as_string(), warehouse=str(series.folder / "ice"))
        old = series.manifests()[1]
        for name, paths in series.paths(old).items():
            with self.subTest(table=name, generation=old["seq"]):
                table = catalog.load_table(("framewatch", name))
                snapshot = table.snapshot_by_name(f"generation-{old['seq']}").snapshot_id
                plain.register("got", table.scan(snapshot_id=snapshot).to_arrow())
                self.assertEqual(seen(plain, "got"), seen(plain, parquet(paths)))
                if name == "documents":
                    rows = pl.scan_iceberg(table, snapshot_id=snapshot).collect().height
                    self.assertEqual(rows, sum(f["rows"] for f in old["files"] if f["table"] == name))
        catalog.engine.dispose()

    def erased(self, series: Series):
        """What was erased is gone with all earlier metadata, and no text is in what is there."""
        url = "https://quay.example/6"
        series.framewatch("dataset", "erase", "--url", url, "-c", "framewatch.yaml", "--data", "data")
        self.assertIn("written anew, 1 in all", export(series))
        self.agree(series, "documents", "captures", "sentences", "term_counts")
        ice = pathlib.Path(series.folder / "ice")
        self.assertEqual(len(list(ice.glob("warehouse-*"))), 1)
        for p in ice.rglob("*"):
            if p.is_file():
                for word in (url, "Mara Quill", "顾长风", "Harbour Fund Body opens"):
                    self.assertNotIn(word.encode(), p.read_bytes(), p)


if __name__ == "__main__":
    unittest.main()
