"""The engines and validators of scale/requirements.txt go together."""

import importlib
import unittest

from .engines import EXTENSIONS, connect


class Engines(unittest.TestCase):
    def test_extensions_load(self):
        con = connect(*EXTENSIONS)
        loaded = {name for name, in con.execute("SELECT extension_name FROM duckdb_extensions() WHERE loaded").fetchall()}
        self.assertLessEqual(set(EXTENSIONS), loaded)

    def test_validators_import(self):
        for name in ("frictionless", "mlcroissant", "cffconvert", "pyiceberg", "polars", "pyarrow"):
            with self.subTest(name):
                importlib.import_module(name)


if __name__ == "__main__":
    unittest.main()
