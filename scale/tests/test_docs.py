"""What pages and requirements say of engines holds."""

import re
import subprocess
import tempfile
import unittest

from . import demo
from .engines import connect


class Documentation(unittest.TestCase):
    def test_queries_of_the_catalogue(self):
        """The queries of a page run over the demo's catalogue, and find rows."""
        page = (demo.ROOT / "docs" / "reading-tables.md").read_text(encoding="utf-8")
        blocks = re.findall(r"```text ducklake\n(.*?)```", page, re.S)
        self.assertTrue(blocks)
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/catalog.ducklake"
            subprocess.run([demo.BINARY, "dataset", "catalog", str(demo.dataset()), "--out", path], check=True, stdout=subprocess.DEVNULL)
            for block in blocks:
                con = connect("sqlite_scanner", "ducklake")
                for query in block.replace("demo/data/catalog.ducklake", path).split(";"):
                    if query.strip():
                        with self.subTest(query.strip()):
                            rows = con.execute(query).fetchall()
                            if "SELECT" in query:
                                self.assertTrue(rows)

    def test_one_version_of_each_package(self):
        pinned = [set((demo.ROOT / "scale" / name).read_text(encoding="utf-8").split()) for name in ("iceberg/requirements.txt", "requirements.txt")]
        packages = {line for line in pinned[0] if "==" in line}
        self.assertEqual(len(packages), 2)
        self.assertLessEqual(packages, pinned[1])


if __name__ == "__main__":
    unittest.main()
