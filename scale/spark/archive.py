"""WARC files as the check needs them: cut into several, and as pages in other forms."""

import datetime
import email
import pathlib
import zlib
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq


def members(files: list[pathlib.Path]) -> Iterator[bytes]:
    """The compressed members of WARC files, a record each."""
    for file in files:
        left = file.read_bytes()
        while left:
            one = zlib.decompressobj(zlib.MAX_WBITS | 16)
            one.decompress(left)
            yield left[: len(left) - len(one.unused_data)]
            left = one.unused_data


def split(files: list[pathlib.Path], folder: pathlib.Path, n: int) -> list[pathlib.Path]:
    """The records in their order in n files."""
    folder.mkdir(parents=True)
    records = list(members(files))
    out = [folder / f"{i}.warc.gz" for i in range(n)]
    for i, file in enumerate(out):
        file.write_bytes(b"".join(records[len(records) * i // n : len(records) * (i + 1) // n]))
    return out


def pages(files: list[pathlib.Path], folder: pathlib.Path) -> str:
    """The responses as Parquet in folder/table, which is returned, and the same rows as
    Arrow streams in folder/streams. Bodies have to be there without content coding."""
    rows = []
    for member in members(files):
        head, _, block = zlib.decompress(member, zlib.MAX_WBITS | 16).partition(b"\r\n\r\n")
        record = email.message_from_bytes(head.partition(b"\r\n")[2])
        if record["WARC-Type"] != "response":
            continue
        status, _, head = block[: int(record["Content-Length"])].partition(b"\r\n")
        head, _, body = head.partition(b"\r\n\r\n")
        answer = email.message_from_bytes(head)
        if answer["Content-Encoding"]:
            raise ValueError(f"{record['WARC-Target-URI']}: Content-Encoding {answer['Content-Encoding']}")
        rows.append({"id": record["WARC-Record-ID"], "url": record["WARC-Target-URI"], "content_type": answer["Content-Type"], "status": int(status.split()[1]),
                     "fetched_at": datetime.datetime.fromisoformat(record["WARC-Date"]), "body": body})
    schema = pa.schema([("id", pa.string()), ("url", pa.string()), ("content_type", pa.string()), ("status", pa.int32()), ("fetched_at", pa.timestamp("us", "UTC")), ("body", pa.binary())])
    table, streams = folder / "table", folder / "streams"
    table.mkdir(parents=True)
    streams.mkdir()
    for i in range(0, len(rows), 64):
        part = pa.Table.from_pylist(rows[i : i + 64], schema)
        pq.write_table(part, table / f"{i:06}.parquet")
        with pa.ipc.new_stream(str(streams / f"{i:06}.arrows"), schema) as out:
            out.write_table(part)
    return str(table)
