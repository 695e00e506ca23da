"""Every notebook runs from top to bottom over the demo's tables, and its charts
have Chinese labels drawn in a font that has them."""

import os
import pathlib
import subprocess
import unittest

import nbformat
from nbclient import NotebookClient

from . import demo

NOTEBOOKS = sorted(pathlib.Path(__file__).resolve().parents[1].glob("*.ipynb"))


def has_chinese_font() -> bool:
    try:
        out = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return bool(out.strip())


class Notebooks(unittest.TestCase):
    def test_they_run(self):
        self.assertTrue(NOTEBOOKS)
        os.environ["FRAMEWATCH_DATA"] = str(demo.dataset())
        for path in NOTEBOOKS:
            with self.subTest(notebook=path.name):
                nb = nbformat.read(path, as_version=4)
                NotebookClient(nb, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
                charts = [
                    o["data"]["image/svg+xml"]
                    for cell in nb.cells if cell.cell_type == "code"
                    for o in cell.outputs if "image/svg+xml" in o.get("data", {})
                ]
                self.assertGreaterEqual(len(charts), 3, "charts are drawn as SVG, which needs no network")
                chinese = [c for c in charts if any("\u4e00" <= ch <= "\u9fff" for ch in c)]
                self.assertTrue(chinese, "a chart has Chinese labels")
                self.assertIn("Noto Sans CJK", chinese[0])
                if not has_chinese_font():
                    self.skipTest("no Chinese font on this machine: labels are not drawn")


if __name__ == "__main__":
    unittest.main()
