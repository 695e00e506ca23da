"""DuckDB with the extensions that scale/requirements.txt installs: nothing is fetched."""

import pathlib
import sysconfig

import duckdb

EXTENSIONS = ["sqlite_scanner", "ducklake", "avro", "iceberg"]


def connect(*extensions: str) -> duckdb.DuckDBPyConnection:
    """A connection in UTC with these extensions, from the environment's own files."""
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET threads = 1")  # of files this small, more take longer
    site = pathlib.Path(sysconfig.get_paths()["purelib"])
    for name in extensions:
        file = site / f"duckdb_extension_{name}" / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        con.execute(f"LOAD '{file}'")
    return con
