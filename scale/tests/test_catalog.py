"""DuckDB reads the catalogue: after every run the tables, and earlier snapshots theirs."""

import contextlib
import shutil
import sqlite3
import threading
import unittest

import duckdb

from .compare import content, parquet, seen
from .engines import connect
from .series import RUNS, Series, shared


def attached(path, options: str = "READ_ONLY") -> duckdb.DuckDBPyConnection:
    con = connect("sqlite_scanner", "ducklake")
    con.execute(f"ATTACH 'ducklake:sqlite:{str(path).replace(chr(39), chr(39) * 2)}' AS lake ({options})")
    return con


def tables(con) -> list[str]:
    return sorted(name for name, in con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'").fetchall())


class Catalogue(unittest.TestCase):
    def agree(self, con, manifest, want, at=""):
        """Every table of a generation, by the catalogue, is what its files were."""
        con.execute("BEGIN")
        try:
            for name in tables(con):
                with self.subTest(table=name, run=manifest["run_id"], at=at):
                    got = content(con, f"lake.{name}", at)
                    self.assertEqual(got[0], sum(f["rows"] for f in manifest["files"] if f["table"] == name))
                    if name in want:
                        self.assertEqual(got, want[name])
        finally:
            con.execute("COMMIT")

    def snapshots(self, con) -> list[int]:
        return [n for n, in con.execute("SELECT snapshot_id FROM ducklake_snapshots('lake') ORDER BY 1").fetchall()]

    def test_series(self):
        series = shared()
        path = series.data / "catalog.ducklake"
        plain, con, first = connect(), None, {}
        while series.done < RUNS:
            n = series.next()
            if con is None:
                series.framewatch("dataset", "catalog", "data")  # from here on each run keeps it
                con = attached(path)  # and this reader stays
            manifests = series.manifests()
            newest = manifests[-1]
            first[newest["seq"]] = {name: content(plain, parquet(paths)) for name, paths in series.paths(newest).items()}
            self.agree(con, newest, first[newest["seq"]])
            self.assertEqual(self.snapshots(con), [m["seq"] for m in manifests])
            if len(manifests) > 1:  # another one each time
                old = manifests[n % (len(manifests) - 1)]
                self.agree(con, old, first[old["seq"]], f"AT (VERSION => {old['seq']})")
                rows = con.execute(f"SELECT count(*) FROM lake.captures AT (TIMESTAMP => TIMESTAMPTZ '{old['ended']}')").fetchone()
                self.assertEqual(rows[0], first[old["seq"]]["captures"][0])
        for name, paths in series.paths(series.manifests()[-1]).items():
            with self.subTest(table=name):  # types, and nulls and elements of each column
                self.assertEqual(seen(con, f"lake.{name}"), seen(plain, parquet(paths)))
        self.filters(con, plain, series)
        self.moved(series)
        before = path.read_bytes()
        series.framewatch("dataset", "catalog", "data")
        self.assertEqual(path.read_bytes(), before, "nothing was new")
        self.read_while_written(series, path)

    def filters(self, con, plain, series):
        """What engines leave files out by leaves out no row."""
        paths = series.paths(series.manifests()[-1])
        for where in ["month = '2026-03'", "month > '2026-03'", "n_tokens > 30", "n_tokens = 31", "n_tokens IS NULL", "published_at > TIMESTAMPTZ '2026-04-02 00:00:00Z'", "published_at IS NULL", "published_at IS NOT NULL AND counted",
                      "NOT counted", "version > 1", "extraction_quality > 0.5", "source_id = 'mole'", "len(authors) = 2", "title LIKE '%海港%'", "final_url IS NULL", "lang IN ('en', 'fr') AND month IN ('2026-01', '2026-02')"]:
            with self.subTest(where):
                query = f"SELECT count(*), min(doc_id), max(n_tokens) FROM {{}} WHERE {where}"
                self.assertEqual(con.execute(query.format("lake.documents")).fetchone(), plain.execute(query.format(parquet(paths["documents"]))).fetchone())

    def moved(self, series):
        """A dataset that was copied is read where it lies now."""
        there = series.folder / "moved"
        shutil.copytree(series.data, there, symlinks=True)
        newest = series.manifests()[-1]
        want = sum(f["rows"] for f in newest["files"] if f["table"] == "documents")
        shutil.move(series.data, series.folder / "away")
        try:
            root = str(there).replace("'", "''")
            con = attached(there / "catalog.ducklake", f"READ_ONLY, DATA_PATH '{root}/', OVERRIDE_DATA_PATH true")
            self.assertEqual(con.execute("SELECT count(*) FROM lake.documents").fetchone()[0], want)
            con.close()
            series.framewatch("dataset", "catalog", "moved")
            self.assertEqual(attached(there / "catalog.ducklake").execute("SELECT count(*) FROM lake.documents").fetchone()[0], want)
        finally:
            shutil.move(series.folder / "away", series.data)

    def read_while_written(self, series, path):
        """A reader sees one state or the other, of two tables the same one."""
        states = {self.state(attached(path))}
        met, failed, stop = set(), [], threading.Event()

        def reader():
            try:
                con = attached(path)
                while not stop.is_set():
                    met.add(self.state(con))
            except Exception as e:  # shown below
                failed.append(e)

        thread = threading.Thread(target=reader)
        thread.start()
        try:
            for _ in range(2):
                series.next()
                states.add(self.state(attached(path)))
        finally:
            stop.set()
            thread.join()
        self.assertEqual(failed, [])
        self.assertEqual(len(states), 3)
        self.assertLessEqual(met, states)
        self.assertGreater(len(met), 1)

    def state(self, con) -> tuple:
        """What one query sees of tables that every run of the series changes."""
        return con.execute("SELECT (SELECT count(*) FROM lake.runs), (SELECT count(*) FROM lake.captures), (SELECT count(*) FROM lake.documents)").fetchone()

    def test_erased(self):
        """What was erased is in no snapshot, and nothing of it in the file."""
        series = Series()
        series.run(1)
        series.framewatch("dataset", "catalog", "data")
        series.run(2)
        path = series.data / "catalog.ducklake"
        url = "https://quay.example/3"
        gone = "SELECT count(*) FROM lake.documents WHERE url = ?"
        con = attached(path)
        self.assertEqual((self.snapshots(con), con.execute(gone, [url]).fetchone()), ([1, 2], (1,)))
        series.framewatch("dataset", "erase", "--url", url, "-c", "framewatch.yaml", "--data", "data")
        self.assertEqual((self.snapshots(con), con.execute(gone, [url]).fetchone()), ([3], (0,)))
        with contextlib.closing(sqlite3.connect(path)) as db:
            named = [name for name, in db.execute("SELECT path FROM ducklake_data_file")]
        self.assertEqual([n for n in named if not (series.data / n).exists()], [])
        text = path.read_bytes()
        for word in (url, "berth 3", "Mara Quill", "顾长风"):
            self.assertNotIn(word.encode(), text)

    def test_columns_of_another_version(self):
        """A snapshot from before an upgrade has its columns, the next one today's."""
        series = Series()
        series.run(1)
        series.framewatch("dataset", "catalog", "data")
        path = series.data / "catalog.ducklake"
        with contextlib.closing(sqlite3.connect(path)) as db:  # as an earlier version would have written it
            db.execute("UPDATE ducklake_column SET column_name = 'start' WHERE column_name = 'start_char'")
            db.execute("UPDATE ducklake_column SET column_name = 'bygone' WHERE column_name = 'counted'")
            db.commit()
        con = attached(path)  # and stays
        first = con.execute("SELECT mention_id, start FROM lake.mentions ORDER BY 1").fetchall()
        self.assertNotIn((None,), {row[1:] for row in first})
        series.run(2)
        self.assertEqual(con.execute("SELECT mention_id, start FROM lake.mentions AT (VERSION => 1) ORDER BY 1").fetchall(), first)
        now = con.execute("SELECT mention_id, start_char FROM lake.mentions ORDER BY 1").fetchall()
        self.assertLess(set(first), set(now))
        columns = {name for name, *_ in con.execute("DESCRIBE SELECT * FROM lake.documents").fetchall()}
        self.assertIn("counted", columns)
        self.assertNotIn("bygone", columns)


if __name__ == "__main__":
    unittest.main()
