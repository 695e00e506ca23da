"""Exports a dataset to Iceberg tables that name its Parquet files: python export.py DATA OUT.

See README.md for what comes out and what does not.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import uuid

# PyIceberg 0.12 judges manifests by one evaluator in many threads, and the evaluator
# keeps the manifest that it looks at: a thread that comes between makes it pass over
# the file that is to go ("Missing required files to delete"). One thread does not.
os.environ["PYICEBERG_MAX_WORKERS"] = "1"

import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.io.pyarrow import compute_statistics_plan, data_file_statistics_from_parquet_metadata, parquet_path_to_id_mapping
from pyiceberg.manifest import DataFile, DataFileContent, FileFormat
from pyiceberg.schema import Schema
from pyiceberg.table import Table
from pyiceberg.table.name_mapping import NameMapping
from pyiceberg.typedef import Record
from sqlalchemy import URL

NAMESPACE = "framewatch"
MONTH = "month"  # in the paths of files, and not in them


class Refused(Exception):
    """What a user can mend."""


class Generation:
    """A state of the dataset that is kept: its files, by table, at its links."""

    def __init__(self, data: pathlib.Path, manifest: dict):
        self.seq, self.run = manifest["seq"], manifest["run_id"]
        self.folder = data / "generations" / f"{self.seq:06}-{self.run}"
        self.rows = {f["path"]: f["rows"] for f in manifest["files"]}
        self.tables: dict[str, list[str]] = {}
        for f in manifest["files"]:
            self.tables.setdefault(f["table"], []).append(f["path"])

    @property
    def tag(self) -> str:
        return f"generation-{self.seq}"

    def link(self, path: str) -> pathlib.Path:
        folder, _, name = path.rpartition("/")
        return self.folder / folder / f"{self.seq:06}.{name}"

    def whole(self) -> bool:
        return all(self.link(p).is_file() for p in self.rows)


def generations(data: pathlib.Path) -> list[Generation]:
    """The generations that can be read, oldest first."""
    manifests = [json.loads(p.read_text(encoding="utf-8")) for p in (data / "_manifest").glob("*.json")]
    if not manifests:
        raise Refused(f"{data}: no dataset")
    found = [Generation(data, m) for m in sorted(manifests, key=lambda m: m["seq"]) if m["schema_version"] > 1]
    kept = [g for g in found if g.whole()]
    if not kept or kept[-1] is not found[-1]:
        raise Refused(f"{data}: the newest run has no links; a dataset of the first layout gets them by the next run, and some file systems have none")
    return kept


class Source:
    """The tables as framewatch knows them today."""

    def __init__(self, binary: str, data: pathlib.Path):
        self.binary, self.data = binary, data

    def run(self, *args: str) -> subprocess.Popen:
        return subprocess.Popen([self.binary, "dataset", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def tables(self) -> dict[str, bool]:
        """The tables, and whether their files lie in folders of months."""
        done = subprocess.run([self.binary, "dataset", "schema"], capture_output=True, check=True, encoding="utf-8")
        parts = done.stdout.split("\n## ")[1:]
        return {part.partition("\n")[0]: "/month=YYYY-MM/" in part.partition("\n| ")[0] for part in parts}

    def schema(self, table: str) -> pa.Schema:
        """Columns and types. Any may be null here: files of older versions lack some."""
        with self.run("read", table, str(self.data), "--arrow") as p:
            try:
                schema = pa.ipc.open_stream(p.stdout).schema
            except pa.ArrowInvalid as e:
                raise Refused(p.stderr.read().decode()) from e
            p.stdout.close()
        return pa.schema([f.with_nullable(True) for f in schema])


class Export:
    """Iceberg tables in a folder: catalog.sqlite, tables.json and one folder of metadata."""

    def __init__(self, out: pathlib.Path, source: Source):
        self.out, self.source = out, source
        self.state = out / "tables.json"

    def update(self) -> str:
        """Brings the export to the generations that are kept, and says what it did."""
        kept = generations(self.source.data)
        have = json.loads(self.state.read_text(encoding="utf-8")) if self.state.exists() else None
        if have is None and self.out.exists() and any(self.out.iterdir()):
            raise Refused(f"{self.out} is not empty and no export")
        runs = [[g.seq, g.run] for g in kept]
        self.by_month = self.source.tables()
        columns = {name: str(self.source.schema(name)) for name in self.by_month}
        if have and [have["generations"], have["columns"], have["data"]] == [runs, columns, str(self.source.data)]:
            return f"nothing new: {len(kept)} generations"
        # What goes on from the export is added. Where a generation is gone, its files
        # are, too, and their names and counts must not stay in the metadata: all is
        # made anew. So it is where a table has another schema.
        add = have and have["columns"] == columns and have["data"] == str(self.source.data) and runs[: len(have["generations"])] == have["generations"]
        self.out.mkdir(parents=True, exist_ok=True)
        warehouse = have["warehouse"] if add else f"warehouse-{kept[-1].seq}-{uuid.uuid4().hex[:8]}"
        aside = self.out / "catalog.sqlite.new"
        aside.unlink(missing_ok=True)
        if add:
            with contextlib.closing(sqlite3.connect(self.out / "catalog.sqlite")) as old, contextlib.closing(sqlite3.connect(aside)) as new:
                old.backup(new)
        catalog = self.catalog(aside, warehouse)
        catalog.create_namespace_if_not_exists(NAMESPACE)
        new = kept[len(have["generations"]):] if add else kept
        for name in columns:
            self.table(catalog, name, kept, new)
        locations = {name: catalog.load_table((NAMESPACE, name)).metadata_location for name in columns}
        catalog.engine.dispose()
        os.replace(aside, self.out / "catalog.sqlite")  # all tables at once
        text = json.dumps({"data": str(self.source.data), "warehouse": warehouse, "generations": runs, "metadata": locations, "columns": columns}, indent=1, ensure_ascii=False)
        (self.out / "tables.json.new").write_text(text + "\n", encoding="utf-8")
        os.replace(self.out / "tables.json.new", self.state)
        for old in self.out.glob("warehouse-*"):
            if old.name != warehouse:
                shutil.rmtree(old)
        return f"{len(columns)} tables, {len(new)} generations {'added' if add else 'written anew'}, {len(kept)} in all"

    def catalog(self, path: pathlib.Path, warehouse: str) -> SqlCatalog:
        return SqlCatalog(NAMESPACE, uri=URL.create("sqlite", database=str(path)).render_as_string(), warehouse=str(self.out / warehouse))

    def table(self, catalog: SqlCatalog, name: str, kept: list[Generation], new: list[Generation]) -> None:
        """Adds a snapshot for each new generation that changed the table, and a tag for each."""
        if not catalog.table_exists((NAMESPACE, name)):
            self.create(catalog, name)
        table = catalog.load_table((NAMESPACE, name))
        entries = {path_of(t.file.file_path): t.file for t in table.scan().plan_files()}
        first = {}
        for g in kept:
            for path in g.tables.get(name, []):
                first[path] = g  # in the end the newest that has it: its link stays longest
        tags = {}
        with table.transaction() as tx:
            for g in new:
                now = g.tables.get(name, [])
                gone = [path for path in entries if path not in now]
                come = [path for path in now if path not in entries]
                if come or gone or tx.table_metadata.current_snapshot() is None:
                    update = tx.update_snapshot(snapshot_properties={"framewatch.run_id": g.run, "framewatch.generation": str(g.seq)})
                    with update.overwrite() if gone else update.fast_append() as snapshot:
                        for path in gone:
                            snapshot.delete_data_file(entries.pop(path))
                        for path in come:
                            entries[path] = data_file(table, first[path].link(path), path, g.rows[path])
                            snapshot.append_data_file(entries[path])
                tags[g.tag] = tx.table_metadata.current_snapshot().snapshot_id
        if tags:
            manage = table.manage_snapshots()
            for tag, snapshot in tags.items():
                manage = manage.create_tag(snapshot, tag)
            manage.commit()

    def create(self, catalog: SqlCatalog, name: str) -> None:
        schema = self.source.schema(name)
        properties = {
            "write.metadata.metrics.default": "counts",  # bounds of texts would be texts
            "write.metadata.delete-after-commit.enabled": "true", "write.metadata.previous-versions-max": "1",
        }
        for f in schema:
            if pa.types.is_integer(f.type) or pa.types.is_timestamp(f.type) or pa.types.is_boolean(f.type):
                properties[f"write.metadata.metrics.column.{f.name}"] = "full"
        table = catalog.create_table((NAMESPACE, name), schema, properties=properties)
        # Files have no field IDs: names lead to them.
        mapping = table.schema().name_mapping
        with table.transaction() as tx:
            tx.set_properties({"schema.name-mapping.default": NameMapping(mapping.root).model_dump_json()})
            if self.by_month[name]:
                with tx.update_spec() as spec:
                    spec.add_identity(MONTH)


def path_of(location: str) -> str:
    """The path that manifests have for a file, from its link."""
    _, _, rest = location.rpartition("/generations/")
    folder, _, name = rest.partition("/")[2].rpartition("/")
    return f"{folder}/{name.partition('.')[2]}"


def data_file(table: Table, link: pathlib.Path, path: str, rows: int) -> DataFile:
    """A Parquet file as Iceberg names it, its month from its path.

    add_files of PyIceberg wants a partition's column in the file; by the specification
    (Column Projection) readers take the value of an identity partition where the file
    lacks the column.
    """
    footer = pq.read_metadata(link)
    if footer.num_rows != rows:
        raise Refused(f"{link} has {footer.num_rows} rows, {rows} were written; framewatch dataset verify tells more")
    names = footer.schema.to_arrow_schema().names
    unknown = sorted(set(names) - {f.name for f in table.schema().fields})
    if unknown:
        raise Refused(f"{link} has columns of another version ({', '.join(unknown)}); framewatch dataset compact writes it by today's names")
    there = Schema(*(f for f in table.schema().fields if f.name in names))
    stats = data_file_statistics_from_parquet_metadata(footer, compute_statistics_plan(there, table.properties), parquet_path_to_id_mapping(there))
    month = path.partition("/month=")[2].partition("/")[0]
    file = DataFile.from_args(
        content=DataFileContent.DATA, file_path=str(link), file_format=FileFormat.PARQUET, partition=Record(*([month] if table.spec().fields else [])),
        file_size_in_bytes=link.stat().st_size, sort_order_id=None, equality_ids=None, key_metadata=None, **stats.to_serialized_dict(),
    )
    file.spec_id = table.spec().spec_id
    return file


def main() -> int:
    parser = argparse.ArgumentParser(description="Export a dataset to Iceberg tables that name its Parquet files.")
    parser.add_argument("data", type=pathlib.Path, help="folder of the dataset")
    parser.add_argument("out", type=pathlib.Path, help="folder of the export, empty or an earlier one")
    parser.add_argument("--framewatch", default="framewatch", help="the program")
    args = parser.parse_args()
    try:
        print(Export(args.out.resolve(), Source(args.framewatch, args.data.resolve())).update())
    except Refused as e:
        print(f"export: {e}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
