"""Documents annotated by other engines through the pipe are the tables of one machine."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

import duckdb
import polars as pl
import pyarrow as pa

from . import demo

sys.path.insert(0, str(demo.ROOT / "scale" / "spark"))

import parts  # noqa: E402

ANNOTATE = [demo.BINARY, "annotate", "--arrow", "-c", "builtin:demo.yaml"]


def task(batches, out: str) -> dict:
    """As scale/spark/README.md has it."""
    keys: list = []
    feed = parts.feed_batches(batches, batches.schema, keys, "doc_id")
    return parts.write_part(out, parts.pipe([ANNOTATE], feed), keys, "doc_id")


def framewatch(*args: str, code: int = 0) -> str:
    done = subprocess.run([demo.BINARY, *args], capture_output=True, text=True)
    if done.returncode != code:
        raise AssertionError(f"framewatch {args}: exit {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr


class Parts(unittest.TestCase):
    def setUp(self):
        keep = tempfile.TemporaryDirectory(prefix="framewatch-parts-")
        self.addCleanup(keep.cleanup)
        self.folder = pathlib.Path(keep.name)
        self.out = str(self.folder / "parts")

    def documents(self) -> list[str]:
        return framewatch("dataset", "files", "documents", str(demo.dataset()), "--absolute").splitlines()

    def test_engines(self):
        files = self.documents()
        con = duckdb.connect()
        con.execute("SET TimeZone = 'UTC'")
        half = con.execute("FROM read_parquet($1, hive_partitioning = false, union_by_name = true) WHERE doc_id < '8'", [files]).fetch_record_batch(50)
        rest = pl.concat([pl.read_parquet(f, hive_partitioning=False) for f in files], how="diagonal").filter(pl.col("doc_id") >= "8").to_arrow().to_reader()
        lines = [task(half, self.out), task(rest, self.out)]
        data = self.folder / "data"
        shutil.copytree(demo.dataset(), data, symlinks=True)
        again = ["annotate", "-c", "builtin:demo.yaml", "--data", str(data), "--parts", self.out]
        self.assertIn("is not there", framewatch(*again, code=2))  # the job has not ended
        self.assertEqual(parts.write_list(self.out, lines)["rows"], sum(line["rows"] for line in lines))
        framewatch(*again)
        framewatch("dataset", "diff", str(demo.dataset()), str(data))
        parts.write_list(self.out, lines[:1])
        self.assertIn("no row has the annotations of document", framewatch(*again, code=2))
        framewatch("dataset", "diff", str(demo.dataset()), str(data))

    def test_killed(self):
        """A child that is killed, or whose input ends early, is no part."""
        con = duckdb.connect()
        table = con.execute("SELECT doc_id, title, text FROM read_parquet($1)", [self.documents()]).to_arrow_table()
        started = []

        def slowly(stdin):
            with pa.ipc.new_stream(stdin, table.schema) as out:
                out.write_table(table.slice(0, 2))
                started.append(self.children())
                os.kill(started[0][0], signal.SIGKILL)

        with self.assertRaisesRegex(parts.PipeFailed, "exit -9"):
            parts.write_part(self.out, parts.pipe([ANNOTATE], slowly))

        def early(stdin):
            whole = pa.BufferOutputStream()
            with pa.ipc.new_stream(whole, table.schema) as out:
                out.write_table(table)
            stdin.write(whole.getvalue().to_pybytes()[:-8])

        with self.assertRaisesRegex(parts.PipeFailed, "cut off"):
            parts.write_part(self.out, parts.pipe([ANNOTATE], early))
        with self.assertRaisesRegex(parts.PipeFailed, 'no column "text"'):
            parts.write_part(self.out, parts.pipe([ANNOTATE], parts.feed_batches(table.select(["doc_id"]).to_batches(), table.select(["doc_id"]).schema)))
        self.assertEqual(self.children(), [])

    def test_addresses(self):
        """An s3:// address is what framewatch takes it for."""
        asked = unittest.mock.Mock(return_value="eu-south-2")
        with unittest.mock.patch.dict(os.environ, clear=True), unittest.mock.patch("pyarrow.fs.resolve_s3_region", asked):
            for address, region, endpoint in (("s3://b/a/%E6%B5%B7", "eu-south-2", ""), ("s3://b/a/海?endpoint=http://127.0.0.1:9", "us-east-1", "http://127.0.0.1:9"), ("s3://b/a/海?region=x", "x", "")):
                fs, path = parts.filesystem(address)
                self.assertEqual((path, fs.region, fs.__reduce__()[1][0]["endpoint_override"]), ("b/a/海", region, endpoint))
            os.environ.update({"AWS_ENDPOINT_URL": "http://127.0.0.1:8", "AWS_REGION": "y"})
            fs, _ = parts.filesystem("s3://b/a")
            self.assertEqual((fs.region, fs.__reduce__()[1][0]["endpoint_override"]), ("y", "http://127.0.0.1:8"))
        asked.assert_called_once_with("b")
        with self.assertRaisesRegex(ValueError, "endpont is none of"):
            parts.filesystem("s3://b/a?endpont=x")
        self.assertEqual(parts.within("s3://b/a/?endpoint=http://h/x", "c"), "s3://b/a/c?endpoint=http://h/x")
        self.assertEqual(parts.within("/a?b", "c"), "/a?b/c")

    def children(self) -> list[int]:
        said = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True).stdout
        return [int(line.split()[0]) for line in said.splitlines() if "annotate --arrow" in line]

    def test_rows_and_batches(self):
        rows = pa.record_batch({"doc_id": ["a", "b", None, "d"], "text": ["x" * 3000, "The council met on Tuesday.", "no ID", "国际调解院在香港举行会议。"]})
        self.assertEqual([b.num_rows for b in parts.bounded([rows], 2000)], [1, 1, 2])
        pages = pa.record_batch({"id": ["1", "2"], "url": ["http://a.test/1"] * 2, "body": [b"<p>" + b"The council met again at the harbour. " * 9, b""]})
        extract = [demo.BINARY, "extract", "--arrow"]
        documents = pa.Table.from_batches(parts.pipe([extract, ANNOTATE], parts.feed_batches([pages], pages.schema)))
        documents.validate(full=True)
        self.assertEqual(documents.column("id").to_pylist(), ["1", "2"])
        self.assertEqual(documents.column("error_code").to_pylist(), [None, "empty"])
        got = pa.Table.from_batches(parts.pipe([ANNOTATE], parts.feed_batches([rows], rows.schema))).to_pylist()
        self.assertEqual([(r["doc_id"], r["error_code"]) for r in got], [("a", None), ("b", None), (None, "bad-row"), ("d", None)])
        self.assertEqual([s["lang"] for s in got[3]["sentences"]], ["zh-Hans"])


if __name__ == "__main__":
    unittest.main()
