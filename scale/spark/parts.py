"""framewatch's pipes for any engine that has Arrow, and the list of the parts they made.

`pipe` sends record batches through `framewatch extract --arrow` or
`annotate --arrow` and yields what comes back; `write_part` keeps that as a part in a
folder or a bucket, and `write_list` ends a job: `framewatch import --parts` and
`annotate --parts` take the parts that it names, and no others.
"""

import hashlib
import json
import os
import subprocess
import threading
import urllib.parse
import uuid
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
import pyarrow.fs

# A record batch is never larger than this, in bytes, unless one row is: pages and
# articles differ a thousandfold in size, so that no number of rows bounds memory.
BATCH_BYTES = 8 << 20


class PipeFailed(RuntimeError):
    """A framewatch process ended with an error, was killed, or lost rows."""


def bounded(batches: Iterable[pa.RecordBatch], most: int = BATCH_BYTES) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of at most so many bytes, or of one row."""
    for batch in batches:
        if batch.num_rows <= 1 or batch.nbytes <= most:
            yield batch
        else:
            half = batch.num_rows // 2
            yield from bounded([batch.slice(0, half), batch.slice(half)], most)


def pipe(commands: list[list[str]], feed: Callable, schema: pa.Schema | None = None, env: dict[str, str] | None = None) -> Iterator[pa.RecordBatch]:
    """What comes out of commands, each of which reads what the one before it writes.

    feed(stdin) writes the input of the first, in a thread of its own. Each process has
    one processor (GOMAXPROCS=1), as the engine gives one to each task. Ends with
    PipeFailed where a process does not end well; nothing that was yielded counts then.
    """
    env = {**os.environ, "GOMAXPROCS": "1", **(env or {})}
    children: list[subprocess.Popen] = []
    try:
        for command in commands:
            stdin = children[-1].stdout if children else subprocess.PIPE
            children.append(subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env))
            if len(children) > 1:
                stdin.close()  # the child's alone now, so that it hears when we are gone
        said = [b""] * len(children)
        failed: list[BaseException] = []
        threads = [threading.Thread(target=_listen, args=(c, said, i), daemon=True) for i, c in enumerate(children)]
        threads.append(threading.Thread(target=_feed, args=(children[0].stdin, feed, failed), daemon=True))
        for t in threads:
            t.start()
        broken: Exception | None = None
        try:
            with pa.ipc.open_stream(children[-1].stdout) as stream:
                if schema is not None and not stream.schema.equals(schema):
                    raise PipeFailed(f"columns are {stream.schema}, not {schema}")
                yield from stream
        except (pa.ArrowInvalid, OSError) as e:
            broken = e  # what the processes say is better
        codes = [c.wait() for c in children]
        for t in threads:
            t.join()
        for command, code, words in zip(commands, codes, said):
            if code:
                raise PipeFailed(f"{command[1]}: exit {code}: {words.decode(errors='replace')[-2000:]}")
        if failed or broken:
            raise PipeFailed(f"input: {failed or broken}")
    finally:
        for c in children:  # with whatever the consumer's end is
            if c.poll() is None:
                c.kill()
            c.wait()
            for f in (c.stdin, c.stdout, c.stderr):
                if f is not None:
                    try:
                        f.close()
                    except OSError:
                        pass  # what was not written yet has no reader


def _listen(child: subprocess.Popen, said: list[bytes], i: int) -> None:
    said[i] = child.stderr.read()


def _feed(stdin, feed: Callable, failed: list[BaseException]) -> None:
    try:
        with stdin:
            feed(stdin)
    except BaseException as e:  # noqa: BLE001 - told by pipe, with what the process says
        failed.append(e)


def feed_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema, keys: list | None = None, key: str = "") -> Callable:
    """A feed of record batches; the values of a column go to keys, to be compared."""

    def feed(stdin) -> None:
        with pa.ipc.new_stream(stdin, schema) as out:
            for batch in bounded(batches):
                if keys is not None:
                    keys.extend(batch.column(key).to_pylist())
                out.write_batch(batch)

    return feed


def feed_stream(uri: str, keys: list, key: str) -> Callable:
    """A feed of the record batches of an Arrow stream in a file; see feed_batches."""

    def feed(stdin) -> None:
        fs, path = filesystem(uri)
        with fs.open_input_stream(path, compression=None) as f, pa.ipc.open_stream(f) as stream:
            feed_batches(stream, stream.schema, keys, key)(stdin)

    return feed


def feed_file(uri: str) -> Callable:
    """A feed of the bytes of a file, on this machine or in a bucket."""

    def feed(stdin) -> None:
        fs, path = filesystem(uri)
        with fs.open_input_stream(path, compression=None) as f:
            while block := f.read(1 << 20):
                stdin.write(block)

    return feed


def filesystem(uri: str) -> tuple[pyarrow.fs.FileSystem, str]:
    """The file system of an address (s3://…, gs://…, hdfs://…) or of a path.

    s3://BUCKET/PREFIX?region=R&endpoint=URL is as framewatch has it, and what it does not
    say is taken from the same variables: AWS_REGION, AWS_ENDPOINT_URL and so on.
    """
    at = urllib.parse.urlsplit(uri)
    if at.scheme == "s3":
        return _s3(at), urllib.parse.unquote(at.netloc + at.path)
    if "://" in uri:
        return pyarrow.fs.FileSystem.from_uri(uri)
    return pyarrow.fs.LocalFileSystem(), os.path.abspath(uri)


def _s3(at: urllib.parse.SplitResult) -> pyarrow.fs.S3FileSystem:
    said = dict(urllib.parse.parse_qsl(at.query))
    if unknown := said.keys() - {"region", "endpoint", "anonymous"}:
        raise ValueError(f"{at.geturl()}: {', '.join(sorted(unknown))} is none of region, endpoint and anonymous")
    env = os.environ.get
    endpoint = said.get("endpoint") or env("AWS_ENDPOINT_URL_S3") or env("AWS_ENDPOINT_URL")
    region = said.get("region") or env("AWS_REGION") or env("AWS_DEFAULT_REGION")
    if not region:  # another's server has none of its own, and is not to be asked Amazon for
        region = "us-east-1" if endpoint else pyarrow.fs.resolve_s3_region(at.netloc)
    return pyarrow.fs.S3FileSystem(region=region, endpoint_override=endpoint, anonymous=said.get("anonymous", "") in ("1", "true"))


def within(folder: str, name: str) -> str:
    """The address of a file in a folder."""
    at, mark, query = folder.partition("?") if "://" in folder else (folder, "", "")
    return f"{at.rstrip('/')}/{name}{mark}{query}"


def write_part(folder: str, batches: Iterator[pa.RecordBatch], keys: list | None = None, key: str = "") -> dict | None:
    """Writes batches as a part, and returns its line of the list; None where there are none.

    The name is no other attempt's: one that is given up, or that a second attempt of
    the same work has overtaken, leaves a file that no list names. keys are those that
    went in, by the time the last batch has come out: each has to come back in its place.
    """
    fs, path = filesystem(folder)
    name = f"part-{uuid.uuid4().hex}.arrows"
    back: list = []
    first = next(batches, None)
    if first is None:
        if keys:
            raise PipeFailed(f"{len(keys)} rows went in, none came back")
        return None
    fs.create_dir(path, recursive=True)
    with fs.open_output_stream(f"{path}/{name}") as raw:
        out = _Counted(raw)
        with pa.ipc.new_stream(out, first.schema) as stream:
            batch = first
            rows = 0
            while batch is not None:
                stream.write_batch(batch)
                rows += batch.num_rows
                if keys is not None:
                    back.extend(batch.column(key).to_pylist())
                batch = next(batches, None)
    if keys is not None and back != keys:
        raise PipeFailed(f"{len(keys)} rows went in, {len(back)} came back, or others")
    return {"name": name, "rows": rows, "bytes": out.bytes, "sha256": out.sha256.hexdigest()}


class _Counted:
    """A file that counts and digests what is written."""

    closed = False

    def __init__(self, raw):
        self.raw, self.bytes, self.sha256 = raw, 0, hashlib.sha256()

    def write(self, data) -> int:
        self.raw.write(data)
        self.sha256.update(data)
        self.bytes += len(data)
        return len(data)

    def flush(self) -> None:
        self.raw.flush()


def write_list(folder: str, parts: Iterable[dict | None]) -> dict:
    """Ends a job: the list of its parts, in one step. Until then they do not count."""
    lines = sorted((p for p in parts if p), key=lambda p: p["name"])
    listed = {"format": "framewatch.parts/1", "rows": sum(p["rows"] for p in lines), "parts": lines}
    fs, path = filesystem(folder)
    fs.create_dir(path, recursive=True)
    aside = f"{path}/.parts-{uuid.uuid4().hex}.json"
    with fs.open_output_stream(aside) as f:
        f.write(json.dumps(listed, indent=1).encode())
    fs.move(aside, f"{path}/parts.json")
    return listed
