"""`dataset views` shows DuckDB what `data/current` does, whatever comes later."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import duckdb

from . import demo
from .test_tables import TABLES


def views(folder: Path) -> str:
    return subprocess.run([demo.BINARY, "dataset", "views", str(folder)], check=True, capture_output=True, text=True).stdout


class Views(unittest.TestCase):
    def test_each_view_has_the_rows_of_its_table(self):
        data = demo.dataset()
        with duckdb.connect() as con:
            con.execute(views(data))
            for table in TABLES:
                if not list((data / "current" / table).rglob("*.parquet")):
                    continue
                with self.subTest(table=table):
                    glob = f"read_parquet('{data}/current/{table}/**/*.parquet', union_by_name = true)"
                    for one, other in [(table, glob), (glob, table)]:
                        left = con.execute(f"SELECT count(*) FROM (SELECT * FROM {one} EXCEPT ALL SELECT * FROM {other})").fetchone()
                        self.assertEqual(left, (0,))

    def test_views_stay_on_one_run(self):
        with tempfile.TemporaryDirectory(prefix="it's ") as folder:
            data = Path(folder) / "data"
            shutil.copytree(demo.dataset(), data, symlinks=True)
            with duckdb.connect() as con:
                con.execute(views(data))
                count = "SELECT count(*), sum(n) FROM term_counts"
                before = con.execute(count).fetchone()
                subprocess.run([demo.BINARY, "annotate", "--data", str(data), "-c", "builtin:demo.yaml"], check=True, capture_output=True)
                self.assertEqual(con.execute(count).fetchone(), before)
                runs = con.execute("SELECT count(*) FROM runs").fetchone()[0]
                con.execute(views(data))
                self.assertEqual(con.execute("SELECT count(*) FROM runs").fetchone()[0], runs + 1)

    def test_not_coded_is_told_from_absent_by_the_query_of_the_reference(self):
        text = (Path(__file__).parents[2] / "store" / "SCHEMA.md").read_text()
        query = text.split("```sql")[1].split("```")[0].replace("data/current", f"{demo.dataset()}/current")
        with duckdb.connect() as con:
            said = dict(con.execute(f"SELECT coded, count(*) FROM ({query}) GROUP BY coded").fetchall())
            documents = con.execute(f"SELECT count(*) FROM read_parquet('{demo.dataset()}/current/document_frames/**/*.parquet')").fetchone()[0]
        self.assertEqual(sum(said.values()), documents)
        self.assertGreater(said["true"], 0)
        self.assertGreater(said["false"], 0)


if __name__ == "__main__":
    unittest.main()
