"""Every notebook runs from top to bottom over the demo, over another subject, over one
document and over nothing; each chart has sentences that were computed from the data; and
the pages made of them load nothing."""

import ast
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from . import demo, small

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import render  # noqa: E402

# What a number that is not there leaves in a sentence.
HOLES = re.compile(r"\b(nan|NaN|None|null|inf|NaT|undefined)\b|\{\w| [.,;](\s|$)")
# Marks of data, as Vega names them; axes and legends have others.
DATA_MARKS = re.compile(r'class="mark-(symbol|rect|line|area) role-mark [^>]*><(path|line)')
# What may load something, or run.
FORBIDDEN = {"script", "link", "iframe", "object", "embed", "img", "image", "use", "base", "form", "video", "audio", "foreignobject"}


class Page(html.parser.HTMLParser):
    """Collects what a page could load, and what a reader without sight needs."""

    def __init__(self, text: str):
        super().__init__()
        self.faults, self.policy, self.svgs, self.named, self.lang = [], "", 0, 0, ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in FORBIDDEN:
            self.faults.append(f"<{tag}>")
        for name, value in attributes.items():
            if name in ("src", "href", "xlink:href", "action", "style") or name.startswith("on") or "url(" in (value or "").replace("url(#", ""):
                self.faults.append(f"{name}={value}")
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        if tag == "html":
            self.lang = attributes.get("lang")
        if tag == "svg":
            self.svgs += 1
            self.named += attributes.get("role") == "img" and bool(attributes.get("aria-label"))


def shown(cell) -> list[tuple[str, str]]:
    """What a cell shows: kind (figure, finding, table or other) and markup or text."""
    out = []
    for output in cell.get("outputs", []):
        markup = output.get("data", {}).get("text/html", "")
        kind = "figure" if markup.startswith("<figure") else "finding" if markup.startswith('<p class="finding"') else "table" if markup.startswith("<table") else "other"
        out.append((kind, markup if kind != "other" else str(output)))
    return out


class Executed(unittest.TestCase):
    def run_all(self, data: pathlib.Path, **env: str) -> dict:
        with mock.patch.dict(os.environ, {"FRAMEWATCH_BIN": demo.BINARY} | env):
            return {path.stem: nb for path, nb, _ in render.execute(render.NOTEBOOKS, data)}

    def check(self, notebooks: dict) -> tuple[list[str], str]:
        """Holds notebooks to what they promise; returns their charts and all their sentences."""
        charts, words = [], []
        self.assertEqual(len(notebooks), 6)
        for name, nb in notebooks.items():
            asked = ""
            for cell in nb.cells:
                if cell.cell_type == "markdown":
                    asked = cell.source
                    continue
                outputs = shown(cell)
                for i, (kind, markup) in enumerate(outputs):
                    with self.subTest(notebook=name, cell=cell.id):
                        self.assertNotEqual(kind, "other", f"neither chart nor sentence: {markup[:300]}")
                        text = re.sub("<svg.*?</svg>", "", markup, flags=re.S)
                        text = html.unescape(re.sub("<[^>]*>", "\n", text))
                        if kind == "figure":
                            charts.append(markup)
                            self.assertRegex(markup, DATA_MARKS, "an empty chart")
                            self.assertGreater(len(asked.split("\n\n", 1)[-1]), 40, "no sentence before the chart")
                            self.assertEqual(outputs[i + 1][0] if i + 1 < len(outputs) else "", "finding", "no sentence after the chart")
                        if kind != "table":  # texts of pages are in tables
                            self.assertNotRegex(text, HOLES)
                            words.append(text.strip())
                if "## " in asked:
                    self.assertTrue(outputs or "def " in cell.source, f"{name}: {cell.id} shows nothing")
            page = Page(render.page(nb))
            self.assertEqual((page.faults, page.svgs, page.lang), ([], page.named, "en"), name)
            self.assertRegex(page.policy, r"^default-src 'none'; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'$")
        return charts, "\n".join(words)

    def test_over_the_demo(self):
        notebooks = self.run_all(demo.dataset())
        charts, words = self.check(notebooks)
        self.assertGreaterEqual(len(charts), 25)
        chinese = [c for c in charts if any("\u4e00" <= ch <= "\u9fff" for ch in c)]
        self.assertTrue(chinese, "a chart has Chinese labels")
        self.assertTrue(all("Noto Sans CJK" in c for c in chinese))
        self.assertIn("SIMULATED CODES", words)
        made_up = [c for c in charts if "SIMULATED" in c]
        self.assertEqual(len([c for c in map(shown, notebooks["06_how_sure_we_are"].cells) for kind, m in c if kind == "figure" and "SIMULATED" in m]), len(made_up))
        self.assertGreaterEqual(len(made_up), 3, "agreement, accuracy and correction say that their codes are simulated")
        with self.subTest("in a browser"):
            self.browse({name: render.page(nb) for name, nb in notebooks.items()})

    def browse(self, pages: dict):
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not chromium:
            self.skipTest("no Chromium on this machine: the pages are not opened")
        with tempfile.TemporaryDirectory(prefix="framewatch-pages-") as folder:
            def complaints(name: str, text: str) -> list[str]:
                path = pathlib.Path(folder, name + ".html")
                path.write_text(text, encoding="utf-8")
                done = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile",
                                       "--dump-dom", path.as_uri()], capture_output=True, text=True, timeout=120)
                self.assertIn("</html>", done.stdout, done.stderr[-500:])
                return [line for line in done.stderr.splitlines() if "CONSOLE" in line]

            for name, text in pages.items():
                self.assertEqual(complaints(name, text), [], name)
            # That the browser would have complained.
            self.assertTrue(complaints("broken", text.replace("<main>", '<main><img src="https://pixel.test/x.png">')))

    def test_over_another_subject(self):
        with tempfile.TemporaryDirectory(prefix="framewatch-second-") as folder:
            data = small.second_subject(pathlib.Path(folder))
            charts, words = self.check(self.run_all(data, FRAMEWATCH_SETTINGS=f"{folder}/settings.yaml"))
        self.assertIn("International Court of Justice", words)
        self.assertNotRegex(words, "IOMed|International Organization for Mediation|SIMULATED|invented")
        self.assertIn("Slow <justice>", words)
        self.assertNotIn("<b>Post", "".join(charts), "names from a source list are text")
        self.assertIn("湖边日报", "".join(charts))

    def test_over_hardly_anything(self):
        with tempfile.TemporaryDirectory(prefix="framewatch-tiny-") as folder:
            _, words = self.check(self.run_all(small.tiny(pathlib.Path(folder))))
        for missing in ["There is 1 document", "No date is known", "No contrast is in table estimates", "There are no hand codes", "No wrong name", "There is no answer to this question"]:
            self.assertIn(missing, words)

    def test_over_nothing_and_without_the_program(self):
        with tempfile.TemporaryDirectory(prefix="framewatch-empty-") as folder:
            charts, words = self.check(self.run_all(small.empty(pathlib.Path(folder)), FRAMEWATCH_BIN=f"{folder}/framewatch"))
        self.assertEqual(charts, [])
        self.assertIn("no document that counts", words)
        self.assertIn("FRAMEWATCH_BIN does not name it", words)


class Sources(unittest.TestCase):
    def test_outputs_are_stripped(self):
        for path in render.NOTEBOOKS:
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                self.assertFalse(cell.get("outputs") or cell.get("execution_count"), f"{path.name}: strip the outputs of {cell['id']}")

    def test_findings_are_not_written_beforehand(self):
        """No sentence has a figure of its own: all come from the data."""
        seen = 0
        for path in render.NOTEBOOKS:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            tree = ast.parse("\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"))
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in ("fw.say", "fw.show"):
                    for text in (node.value for node in ast.walk(call) if isinstance(node, ast.Constant) and isinstance(node.value, str)):
                        seen += 1
                        self.assertNotRegex(text, r"\d ?(%|points|documents|stories|outlets|frames)(?!\w)", path.name)
        self.assertGreater(seen, 500)


if __name__ == "__main__":
    unittest.main()
