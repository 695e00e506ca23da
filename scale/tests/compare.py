"""What a reader sees of a table, to be held against what another one sees."""

import duckdb


def seen(con: duckdb.DuckDBPyConnection, relation: str) -> dict:
    """The columns and contents of a relation, in no order of rows.

    Of every column its type, how many nulls it has and how many elements; of all rows
    together their number and a sum of their hashes, which differs where a value, a
    null or a list does.
    """
    columns = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}
    names = sorted(columns)
    counts = ", ".join(f'count(*) - count("{n}"), sum(len("{n}"))' if columns[n].endswith("[]") else f'count(*) - count("{n}"), NULL' for n in names)
    row = ", ".join(f'"{n}"' for n in names)
    rows, content, *rest = con.execute(f"SELECT count(*), coalesce(sum(hash(ROW({row}))::HUGEINT), 0), {counts} FROM {relation}").fetchall()[0]
    return {"rows": rows, "content": content, "columns": {n: (columns[n], rest[2 * i], rest[2 * i + 1] or 0) for i, n in enumerate(names)}}


def content(con: duckdb.DuckDBPyConnection, relation: str, at: str = "") -> tuple:
    """Rows, and a sum of their hashes: the same for two relations of the same columns
    in the same order where every value, null and list is the same."""
    return con.execute(f"SELECT count(*), coalesce(sum(hash(row)::HUGEINT), 0) FROM {relation} row {at}").fetchall()[0]


def parquet(paths: list[str]) -> str:
    """The files of a table as a relation, with the month that is in their paths."""
    listed = ", ".join("'" + p.replace("'", "''") + "'" for p in paths)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = true, hive_types = {{month: VARCHAR}})" if any("/month=" in p for p in paths) else f"read_parquet([{listed}], union_by_name = true)"
