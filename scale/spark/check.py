"""make scale-spark: extraction and annotation on a Spark cluster of this machine.

Runs Spark in local-cluster mode (workers and executors are processes of their own) over
every kind of input, with files and parts on this machine and in a bucket, kills 50
executors, Python workers and framewatch processes at random moments, commits what came
back, and holds the tables against those of one machine. Then it measures two workers
against one, and the CPU against the plain program.
"""

import argparse
import collections
import contextlib
import dataclasses
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile

os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
sys.path.insert(0, str(pathlib.Path(__file__).parent))

import pyarrow as pa  # noqa: E402
import pyarrow.fs  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

import annotate  # noqa: E402
import archive  # noqa: E402
import parts  # noqa: E402
import processes  # noqa: E402

SETTINGS = "builtin:demo.yaml"


def session(workers: int) -> SparkSession:
    s = SparkSession.builder.master(f"local-cluster[{workers},1,1024]").appName("framewatch-scale")
    for key, value in {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "768m", "spark.log.level": "FATAL", "spark.speculation": "true",
        # Of 50 kills many hit one task, or one machine.
        "spark.task.maxFailures": "100", "spark.deploy.maxExecutorRetries": "-1", "spark.stage.maxConsecutiveAttempts": "100",
    }.items():
        s = s.config(key, value)
    return s.getOrCreate()


def framewatch(binary: str, *args: str, **more) -> str:
    done = subprocess.run([binary, *args], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"framewatch {' '.join(args)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


@dataclasses.dataclass
class Input:
    """A kind of input: what the job reads, and the command that commits what came of it."""

    name: str
    job: list[str]  # arguments of annotate.py
    commit: list[str]  # of framewatch; without --parts it does all by itself
    base: pathlib.Path | None = None  # dataset on which it is done; None for a new one
    out: str = ""  # folder for parts; empty for one of this machine

    def run(self, binary: str, folder: pathlib.Path, *more: str) -> None:
        """Commits into a dataset of its own."""
        if self.base:
            shutil.copytree(self.base, folder, symlinks=True)
        framewatch(binary, *self.commit, "-c", SETTINGS, "--data", str(folder), *more)


def inputs(work: pathlib.Path, data: pathlib.Path, bucket: str) -> list[Input]:
    """All kinds, of the pages that the demo has crawled; bucket is the address of one."""
    archives = archive.split(sorted((data / "warc").glob("*.warc.gz")), work / "warc", 8)
    table, streams = archive.pages(archives, work / "pages"), str(work / "pages" / "streams")
    kept = parts.within(bucket, "warc")
    fs, path = parts.filesystem(kept)
    for name in archives:
        with fs.open_output_stream(f"{path}/{name.name}", compression=None) as f:
            f.write(name.read_bytes())
    # Rows of small files, so that each job has a dozen tasks to be hit.
    many = ["--partitions", "12"]
    warc = ["import", "warc", *map(str, archives), "--source", "lake"]
    return [
        Input("documents", ["--dataset", str(data), *many], ["annotate"], data),
        Input("archive", ["--archive", str(data), "--task-pages", "16"], ["extract"], data),
        Input("WARC files", ["--warc", *map(str, archives), "--source", "lake"], warc),
        Input("pages", ["--pages", table, "--source", "lake", *many], ["import", "arrow", streams, "--source", "lake"]),
        Input("bucket", ["--warc", *(parts.within(kept, name.name) for name in archives), "--source", "lake"], warc, out=bucket),
    ]


def kills(binary: str, work: pathlib.Path, kinds: list[Input], want: int, seed: int) -> None:
    """Jobs under fire until so many kills have hit, each committed and compared; every
    kind of input has its share."""
    for kind in kinds:
        kind.run(binary, work / f"plain {kind.name}")
    spark = session(2)
    hit, by_kind = collections.Counter(), collections.Counter()
    jobs = 0
    try:
        for n, kind in enumerate(kinds):
            share = want * (n + 1) // len(kinds) - want * n // len(kinds)
            while by_kind[kind.name] < share:
                jobs += 1
                out, copy = parts.within(kind.out, f"parts{jobs}") if kind.out else str(work / f"parts{jobs}"), work / f"copy{jobs}"
                killer = processes.Killer(seed + jobs, share - by_kind[kind.name])
                killer.start()
                done = annotate.run(spark, annotate.arguments([*kind.job, "--out", out, "--framewatch", binary, "--config", SETTINGS]))
                killer.end()
                hit.update(killer.done)
                by_kind[kind.name] += killer.kills()
                fs, path = parts.filesystem(out)
                names = [f.base_name for f in fs.get_file_info(pyarrow.fs.FileSelector(path))]
                given_up = sum(f.startswith("part-") for f in names) - len(done["parts"])
                if left := [f for f in names if f.startswith("captures-")]:
                    sys.exit(f"{kind.name}: {left} are left")
                kind.run(binary, copy, "--parts", out)
                # Exits with an error where a row is lost, doubled or another.
                framewatch(binary, "dataset", "diff", str(work / f"plain {kind.name}"), str(copy))
                framewatch(binary, "dataset", "verify", str(copy))
                print(f"job {jobs}, {kind.name}: {killer.kills()} kills, {done['rows']} rows in {len(done['parts'])} parts, {given_up} given up; tables equal", flush=True)
                shutil.rmtree(copy)
                fs.delete_dir(path)
    finally:
        spark.stop()
    print(f"{hit.total()} kills ({', '.join(f'{n} {k}' for k, n in hit.items())}) over {', '.join(f'{k} {n}' for k, n in by_kind.items())}: 0 rows lost, 0 doubled (seed {seed})", flush=True)


@contextlib.contextmanager
def object_store(binary: str):
    """The address of a bucket on this machine, which this process and its children reach."""
    with subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            url = server.stdout.readline().strip()
            os.environ.update({"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
                               "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"})  # it knows no trailing checksums
            yield "s3://bucket/spark"
        finally:
            server.stdin.close()  # by which it ends


def many(binary: str, work: pathlib.Path, data: pathlib.Path, times: int) -> pathlib.Path:
    """The documents so many times, each under an ID of its own."""
    stream = subprocess.run([binary, "dataset", "read", "documents", str(data), "--arrow", "--columns", "doc_id,title,text,lang,langs"], check=True, capture_output=True).stdout
    one = pa.ipc.open_stream(stream).read_all()
    copies = [one.set_column(0, "doc_id", pa.array([f"{d}-{i}" for d in one.column("doc_id").to_pylist()])) for i in range(times)]
    folder = work / "documents"
    folder.mkdir()
    pq.write_table(pa.concat_tables(copies), folder / "documents.parquet", row_group_size=512)
    return folder


def plainly(binary: str, documents: pathlib.Path) -> float:
    """CPU seconds of the program by itself over the same documents."""
    table = pq.read_table(documents)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen([binary, "annotate", "--arrow", "-c", SETTINGS], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env={**os.environ, "GOMAXPROCS": "1"}) as p:
        with p.stdin, pa.ipc.new_stream(p.stdin, table.schema) as out:
            out.write_table(table, max_chunksize=512)
    if p.returncode:
        sys.exit(f"framewatch annotate --arrow: exit {p.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(binary: str, work: pathlib.Path, data: pathlib.Path, times: int, rounds: int) -> bool:
    documents = many(binary, work, data, times)
    small = ["--documents", str(documents), "--framewatch", binary, "--config", SETTINGS]
    wall, cost = {}, {}
    for workers in (1, 2):
        spark = session(workers)
        try:
            def job(out: str, partitions: int):
                return annotate.run(spark, annotate.arguments([*small, "--out", str(work / out), "--partitions", str(partitions)]))
            spark.range(workers * 2).mapInArrow(lambda batches: batches, "id long").collect()  # the executors and their Pythons are up
            for n in range(rounds):
                seconds, cpu, done = processes.timed(lambda: job(f"r{workers}-{n}", 4))
                wall.setdefault(workers, []).append(seconds)
                cost.setdefault(workers, []).append(cpu)
                print(f"{workers} workers: {done['rows']} documents in {seconds:.1f} s, CPU {cpu:.1f} s", flush=True)
        finally:
            spark.stop()
    plain = min(plainly(binary, documents) for _ in range(rounds))
    # The least of each: what else runs on the machine only adds.
    faster, dearer = min(wall[1]) / min(wall[2]), min(cost[1] + cost[2]) / plain
    print(f"two workers against one: {faster:.2f} (goal 1.7)")
    print(f"CPU against the plain program ({plain:.1f} s): {dearer:.2f} (goal 1.5)")
    return faster >= 1.7 and dearer <= 1.5


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--framewatch", required=True)
    p.add_argument("--bucket", required=True, help="the program that stands in for an object store")
    p.add_argument("--kills", type=int, default=50)
    p.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    p.add_argument("--inputs", nargs="*", help="only these kinds of input")
    p.add_argument("--times", type=int, default=30, help="how often the demo's documents are annotated to measure")
    p.add_argument("--rounds", type=int, default=2)
    a = p.parse_args()
    with tempfile.TemporaryDirectory(prefix="framewatch-spark-") as folder:
        work = pathlib.Path(folder)
        processes.adopt()
        framewatch(a.framewatch, "demo", "--out", str(work / "demo"))
        data = work / "demo" / "data"
        try:
            if a.kills:
                with object_store(a.bucket) as bucket:
                    kinds = [i for i in inputs(work, data, bucket) if not a.inputs or i.name in a.inputs]
                    kills(a.framewatch, work, kinds, a.kills, a.seed)
            if a.times and not ratios(a.framewatch, work, data, a.times, a.rounds):
                sys.exit("a goal is missed")
        finally:
            processes.end()


if __name__ == "__main__":
    main()
