"""Extraction and annotation on Spark: parts for `framewatch import` or `annotate --parts`.

    annotate.py --dataset DATA --out PARTS            # documents of a dataset
    annotate.py --documents s3://b/docs/ --out PARTS  # Parquet with doc_id and text at least
    annotate.py --pages s3://b/pages/ --out PARTS     # Parquet with id, url, body, fetched_at
    annotate.py --warc s3://b/a.warc.gz … --out PARTS

Run by spark-submit (with --py-files parts.py), or by python for the Spark that
pyspark has. See README.md.
"""

import argparse
import pathlib
import subprocess
import sys

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

import parts

LINE = "name string, rows long, bytes long, sha256 string, keys long"


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given = p.add_mutually_exclusive_group(required=True)
    given.add_argument("--dataset", help="folder of a dataset, whose documents are annotated again")
    given.add_argument("--documents", nargs="+", help="Parquet files or folders of documents")
    given.add_argument("--pages", nargs="+", help="Parquet files or folders of pages")
    given.add_argument("--warc", nargs="+", help="WARC files: one task each")
    p.add_argument("--out", required=True, help="folder for the parts, which every worker can write")
    p.add_argument("--framewatch", default="framewatch", help="the program, by a path that every worker has")
    p.add_argument("--config", help="settings, by a path that every worker has")
    p.add_argument("--source", help="outlet of pages that name none")
    p.add_argument("--partitions", type=int, help="tasks of Parquet input; as Spark cuts its files where it is not given")
    return p.parse_args(argv)


def table(spark: SparkSession, a: argparse.Namespace) -> DataFrame:
    """The input, a row of it for each row of the output; for WARC files one for each file."""
    if a.warc:
        rows = spark.sparkContext.parallelize([(w,) for w in a.warc], len(a.warc))
        return spark.createDataFrame(rows, "uri string")
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
    chain = [annotate] if a.dataset or a.documents else [extract, annotate]
    key, out, warc = ("doc_id" if a.dataset or a.documents else "id"), a.out, bool(a.warc)

    def work(batches):
        lines = []
        if warc:
            for batch in batches:
                for uri in batch.column(0).to_pylist():
                    children = [[*extract, "--warc"], annotate]
                    lines.append((parts.write_part(out, parts.pipe(children, parts.feed_file(uri))), 1))
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
    df = table(spark, a)
    lines = [r.asDict() for r in df.mapInArrow(worker(a), LINE).collect()]
    keys, want = sum(r.pop("keys") for r in lines), df.count()
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
