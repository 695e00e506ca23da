"""Packages of the demo, by the validators of the formats that they claim to keep."""

import csv
import datetime
import hashlib
import json
import logging
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import warnings

import cffconvert
import frictionless
import mlcroissant
import pyarrow.parquet

from . import demo

SETTINGS = """\
sources: ["builtin:sources/demo.yaml"]
share:
  title: "Coverage of a body: codes, counts and spans"
  creators:
    - {family: Sun, given: Xiaoli, orcid: 0000-0002-1825-0097, affiliation: Lake Institute}
    - {name: Lake Institute}
  publisher: Lake Archive
  licence: CC-BY-4.0
  doi: 10.5281/zenodo.1234567
  version: 1.0.0
  contact: data@lake.test
  homepage: https://lake.test/
  keywords: [mediation, "frames: of news"]
"""


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        csv.field_size_limit(1 << 30)
        logging.getLogger("absl").setLevel(logging.ERROR)
        warnings.filterwarnings("ignore", module="mlcroissant|rdflib|frictionless")  # of what they use
        cls.dir = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.dir)
        (cls.dir / "share.yaml").write_text(SETTINGS, encoding="utf-8")
        shutil.copytree(demo.dataset(), cls.dir / "demo" / "data", symlinks=True)  # exports are noted in it
        cls.export("L1", "--fit", "--excel", "-c", "share.yaml")
        cls.export("L2.zip", "-c", "share.yaml")
        cls.export("L3")

    @classmethod
    def framewatch(cls, *args):
        done = subprocess.run([os.environ["FRAMEWATCH_BIN"], *args], cwd=cls.dir, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"framewatch {' '.join(args)}: {done.returncode}\n{done.stderr}")

    @classmethod
    def export(cls, out, *more, data="demo/data"):
        cls.framewatch("dataset", "export", data, "--level", pathlib.Path(out).name[:2], "--out", out, *more)

    def folders(self):
        for level in ("L1", "L3"):
            with self.subTest(level=level):
                yield self.dir / level

    def test_frictionless(self):
        for path in (self.dir / "L1" / "datapackage.json", self.dir / "L2.zip", self.dir / "L3" / "datapackage.json"):
            with self.subTest(path=path.name):
                report = frictionless.validate(str(path))
                self.assertTrue(report.valid, report.flatten(["title", "message"])[:5])
                self.assertGreater(report.stats["tasks"], 10)

    def test_frictionless_reads_the_rows(self):
        """A package of which a cell is of another type than its schema says is not valid."""
        broken = self.dir / "broken"
        table = broken / "data" / "outlet_months.csv"
        table.parent.mkdir(parents=True)
        shutil.copy(self.dir / "L1" / "datapackage.json", broken)
        with open(self.dir / "L1" / "data" / table.name, encoding="utf-8", newline="") as f:
            head, row, *rest = csv.reader(f)
        package = frictionless.Package(str(broken / "datapackage.json"))
        resource = package.get_resource("outlet_months")
        number = next(f.name for f in resource.schema.fields if f.type == "integer")
        row[head.index(number)] = "many"
        with open(table, "w", encoding="utf-8", newline="") as f:
            csv.writer(f, lineterminator="\n").writerows([head, row, *rest])
        report = resource.validate()
        self.assertIn("type-error", [e for e, in report.flatten(["type"])])

    def test_croissant(self):
        for folder in self.folders():
            dataset = mlcroissant.Dataset(str(folder / "croissant.json"))  # raises what is wrong
            self.assertFalse(dataset.metadata.ctx.issues.errors)
            names = [r.id for r in dataset.metadata.record_sets]
            for name in {"documents", "sources", "frames", "quotes", "entities", "runs"}.intersection(names):
                with self.subTest(table=name):
                    want = pyarrow.parquet.read_table(folder / "data" / f"{name}.parquet").to_pylist()
                    got = list(dataset.records(name))
                    self.assertEqual(len(got), len(want))
                    for g, w in zip(got, want):
                        self.assertEqual({k.removeprefix(name + "/"): plain(v, f"{name}/") for k, v in g.items()}, {k: plain(v) for k, v in w.items()})

    def test_citation(self):
        for folder in self.folders():
            text = (folder / "CITATION.cff").read_text(encoding="utf-8")
            citation = cffconvert.Citation(text)
            citation.validate()
            self.assertEqual(citation.cffobj["type"], "dataset")

    def test_csv_is_parquet(self):
        """Every cell of every table is the same in both forms, by the types of the descriptor."""
        for folder in self.folders():
            package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
            for resource in package["resources"]:
                parquet = (folder / resource["path"]).with_suffix(".parquet")
                if not parquet.exists():
                    continue
                with self.subTest(table=resource["name"]):
                    fields = {f["name"]: f for f in resource["schema"]["fields"]}
                    want = pyarrow.parquet.read_table(parquet).to_pylist()
                    with open(folder / resource["path"], encoding="utf-8", newline="") as f:
                        got = [{k: value(v, fields[k]) for k, v in row.items()} for row in csv.DictReader(f)]
                    self.assertEqual(len(got), resource["rows"])
                    text = {k for k, f in fields.items() if f["type"] == "string"}
                    self.assertEqual(got, [{k: "" if k in text and v is None else plain(v) for k, v in row.items()} for row in want])

    def test_sums(self):
        for folder in self.folders():
            lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
            named = dict(reversed(line.split("  ", 1)) for line in lines)
            there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS"}
            self.assertEqual(set(named), set(there))
            for name, path in there.items():
                self.assertEqual(named[name], hashlib.sha256(path.read_bytes()).hexdigest(), name)

    def test_same_bytes(self):
        """A copy of the dataset in another folder gives the same archive."""
        shutil.copytree(self.dir / "demo" / "data", self.dir / "elsewhere" / "copy", symlinks=True)
        self.export("elsewhere/L2.zip", "-c", "share.yaml", data="elsewhere/copy")
        self.assertEqual((self.dir / "L2.zip").read_bytes(), (self.dir / "elsewhere" / "L2.zip").read_bytes())


def value(text, field):
    """A cell as the Table Schema reads it; an empty text stays one."""
    kind = field["type"]
    if kind == "string":
        return text
    if text == "":
        return None
    if kind == "array":
        return plain(json.loads(text))
    if kind == "datetime":
        return plain(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")))
    return {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__}[kind](text)


def plain(v, prefix=""):
    """A value without the types of who read it: bytes are text, times are as in RFC 3339, lists of structs have plain names."""
    if isinstance(v, bytes):
        return v.decode()
    if hasattr(v, "isoformat"):
        return v.isoformat() if v == v else None
    if isinstance(v, dict):
        return {k.rsplit("/", 1)[-1]: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)) or type(v).__name__ == "ndarray":
        return [plain(x, prefix) for x in v]
    if hasattr(v, "item"):  # of numpy
        return v.item()
    return v


if __name__ == "__main__":
    unittest.main()
