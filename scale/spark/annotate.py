"""Extraction and annotation on Spark: parts for `framewatch import --parts` and its kin.

    annotate.py --archive DATA --out PARTS            # pages that a dataset has crawled
    annotate.py --dataset DATA --out PARTS            # documents of a dataset
    annotate.py --documents s3://b/docs/ --out PARTS  # Parquet with doc_id and text at least
    annotate.py --pages s3://b/pages/ --out PARTS     # Parquet with id, url, body, fetched_at
    annotate.py --warc s3://b/a.warc.gz … --out PARTS

Run by spark-submit (with --py-files parts.py), or by python for the Spark that
pyspark has. See README.md.
"""

import argparse
import contextlib
import os
import pathlib
import subprocess
import sys
import uuid
from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

import parts

LINE = "name string, rows long, bytes long, sha256 string, keys long"


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given = p.add_mutually_exclusive_group(required=True)
    given.add_argument("--archive", help="dataset, whose stored pages are read and annotated again")
    given.add_argument("--dataset", help="folder of a dataset, whose documents are annotated again")
    given.add_argument("--documents", nargs="+", help="Parquet files or folders of documents")
    given.add_argument("--pages", nargs="+", help="Parquet files or folders of pages")
    given.add_argument("--warc", nargs="+", help="WARC files: one task each")
    p.add_argument("--out", required=True, help="folder for the parts, which every worker can write")
    p.add_argument("--framewatch", default="framewatch", help="the program, by a path that every worker has")
    p.add_argument("--config", help="settings, by a path that every worker has")
    p.add_argument("--source", help="outlet of pages that name none")
    p.add_argument("--partitions", type=int, help="tasks of Parquet input; as Spark cuts its files where it is not given")
    p.add_argument("--task-pages", type=int, default=2000, help="pages of a task of --archive")
    a = p.parse_args(argv)
    for name in ("archive", "out"):  # a worker's folder is another
        if (at := getattr(a, name)) and "://" not in at:
            setattr(a, name, os.path.abspath(at))
    return a


@contextlib.contextmanager
def captures(a: argparse.Namespace) -> Iterator[list[tuple[str, int]]]:
    """What is to be read of a dataset's archive, in files beside the parts: their addresses
    and rows. A file is a task; its rows lie side by side in the archive."""
    fs, path = parts.filesystem(a.out)
    fs.create_dir(path, recursive=True)
    job, files = uuid.uuid4().hex, []
    try:
        command = [a.framewatch, "dataset", "captures", "--data", a.archive, *(["-c", a.config] if a.config else [])]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            with pa.ipc.open_stream(child.stdout) as stream:
                for rows in _cut(stream, a.task_pages):
                    name = f"captures-{job}-{len(files)}.arrows"
                    files.append((parts.within(a.out, name), sum(b.num_rows for b in rows)))
                    with fs.open_output_stream(f"{path}/{name}") as f, pa.ipc.new_stream(f, stream.schema) as out:
                        for b in rows:
                            out.write_batch(b)
        if child.returncode:
            raise parts.PipeFailed(f"dataset captures: exit {child.returncode}")
        yield files
    finally:
        for n in range(len(files)):
            fs.delete_file(f"{path}/captures-{job}-{n}.arrows")


def _cut(batches, most: int) -> Iterator[list[pa.RecordBatch]]:
    """The rows of batches in lists of so many, the last of what is left."""
    rows, n = [], 0
    for batch in batches:
        while batch.num_rows:
            take = batch.slice(0, most - n)
            rows.append(take)
            batch, n = batch.slice(take.num_rows), n + take.num_rows
            if n == most:
                yield rows
                rows, n = [], 0
    if rows:
        yield rows


def files_of(spark: SparkSession, files: list[tuple[str, int]]) -> DataFrame:
    """Files as a table, a task each."""
    return spark.createDataFrame(spark.sparkContext.parallelize(files, max(len(files), 1)), "uri string, rows long")


def table(spark: SparkSession, a: argparse.Namespace) -> DataFrame:
    """The input, a row of it for each row of the output."""
    files = a.documents or a.pages
    if a.dataset:
        said = subprocess.run([a.framewatch, "dataset", "files", "documents", a.dataset, "--absolute"], check=True, capture_output=True, text=True)
        files = said.stdout.splitlines()
    # Parquet files of older versions lack columns, and a month in a path is no column.
    df = spark.read.option("mergeSchema", "true").option("recursiveFileLookup", "true").parquet(*files)
    if a.partitions:
        # By the key, so that a task that is run again has the rows that it had.
        df = df.repartition(a.partitions, "id" if a.pages else "doc_id")
    return df


def worker(a: argparse.Namespace):
    """The function for mapInArrow: a partition becomes a part, and a line of the list."""
    config = ["-c", a.config] if a.config else []
    source = ["--source", a.source] if a.source else []
    extract = [a.framewatch, "extract", "--arrow", *source, *config]
    annotate = [a.framewatch, "annotate", "--arrow", *config]
    if a.warc:
        extract.append("--warc")
    if a.archive:
        extract += ["--captures", "--data", a.archive]
    chain = [annotate] if a.dataset or a.documents else [extract, annotate]
    key, out, files, archive = ("doc_id" if a.dataset or a.documents else "id"), a.out, bool(a.warc or a.archive), bool(a.archive)

    def work(batches):
        lines = []
        if files:
            for uri, rows in [(r["uri"], r["rows"]) for batch in batches for r in batch.to_pylist()]:
                if not archive:  # what is in the file, nobody knows before
                    lines.append((parts.write_part(out, parts.pipe(chain, parts.feed_file(uri))), rows))
                    continue
                keys = []
                lines.append((parts.write_part(out, parts.pipe(chain, parts.feed_stream(uri, keys, key)), keys, key), len(keys)))
        else:
            first = next(batches, None)
            if first is not None:
                keys: list = []
                feed = parts.feed_batches(_chained(first, batches), first.schema, keys, key)
                lines.append((parts.write_part(out, parts.pipe(chain, feed), keys, key), len(keys)))
        rows = [{**(line or {"name": None, "rows": 0, "bytes": 0, "sha256": None}), "keys": n} for line, n in lines]
        yield pa.RecordBatch.from_pylist(rows, pa.schema([("name", pa.string()), ("rows", pa.int64()), ("bytes", pa.int64()), ("sha256", pa.string()), ("keys", pa.int64())]))

    return work


def _chained(first, rest):
    yield first
    yield from rest


def run(spark: SparkSession, a: argparse.Namespace) -> dict:
    """Runs the job and writes the list of its parts."""
    # Texts and pages make batches large whatever their number of rows.
    spark.conf.set("spark.sql.execution.arrow.maxBytesPerBatch", str(parts.BATCH_BYTES))
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    for module in ("parts.py", "annotate.py"):
        spark.sparkContext.addPyFile(str(pathlib.Path(__file__).with_name(module)))
    if a.archive:
        with captures(a) as files:
            return finish(a, files_of(spark, files), sum(n for _, n in files))
    if a.warc:
        return finish(a, files_of(spark, [(w, 1) for w in a.warc]), len(a.warc))
    df = table(spark, a)
    return finish(a, df, None)


def finish(a: argparse.Namespace, df: DataFrame, want: int | None) -> dict:
    """Works on the input, of so many rows, and lists what came of it."""
    lines = [r.asDict() for r in df.mapInArrow(worker(a), LINE).collect()]
    keys = sum(r.pop("keys") for r in lines)
    if want is None:
        want = df.count()
    if keys != want:
        raise parts.PipeFailed(f"{want} rows of input, {keys} were worked on")
    return parts.write_list(a.out, [r for r in lines if r["name"]])


def main() -> None:
    a = arguments()
    spark = SparkSession.builder.appName("framewatch").getOrCreate()
    try:
        done = run(spark, a)
    finally:
        spark.stop()
    print(f"{done['rows']} rows in {len(done['parts'])} parts: {a.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
