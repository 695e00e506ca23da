"""A dataset that grows by small runs: imports, a correction, a merge, an erasure.

All outlets and texts are invented. The lists are small ones, so that a run costs
half a second.
"""

import atexit
import functools
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("FRAMEWATCH_BIN", str(ROOT / "bin" / "framewatch"))

SETTINGS = {
    "framewatch.yaml": 'sources: [sources.yaml]\ngazetteers: [gazetteer.yaml]\ncodebooks: [codebook.yaml]\nblocs: ""\nevents: ""\nregisters: []\nannotate: {targets: [org.harbour]}\n',
    "sources.yaml": 'list: {id: s, version: "1"}\nsources:\n- {id: quay, name: Quay, domain: quay.example, country: GB, owner_type: private_news, langs: [en], start: [https://quay.example/]}\n- {id: mole, name: 防波堤报, domain: mole.example, country: HK, owner_type: private_news, langs: [zh-Hans], start: [https://mole.example/]}\n',
    "gazetteer.yaml": 'gazetteer: {id: g, version: "1"}\nentities:\n- {id: org.harbour, label: ORG, kind: body, names: [{text: Harbour Fund Body, lang: en, variant: official}, {text: 海港基金会, lang: zh-Hans, variant: official}]}\n',
    "codebook.yaml": 'codebook:\n  id: c\n  version: "1"\n  languages: [en]\n  sets: [{id: TARGET, target: true}]\n  frames:\n  - {id: jobs, label: {en: Jobs}, definition: {en: Jobs.}, unit: sentence, terms: {en: [job, jobs]}, requires: [{set: TARGET}]}\n',
}

RUNS = 20


def record(n: int, changed: bool = False) -> dict:
    """The n-th article: English or Chinese, some without a date or an author."""
    if n % 3 == 2:
        out = {"url": f"https://mole.example/{n}", "source": "mole", "lang": "zh-Hans", "title": f"海港基金会第{n}次会议",
               "text": f"海港基金会周二表示,第{n}号码头的工程将在{n + 2}个月内完成。“我们会继续工作,”负责人顾长风说。渔民们对{n}号泊位表示担心。"}
    else:
        out = {"url": f"https://quay.example/{n}", "source": "quay", "lang": "en", "title": f"Harbour Fund Body opens berth {n}",
               "text": f"The Harbour Fund Body said on Tuesday that berth {n} would bring {n * 10} jobs to the port. \"We will go on,\" said Mara Quill. Fishermen of quay {n} fear for their moorings."}
    if n % 4:
        out["published"] = f"2026-{1 + n % 7:02}-{1 + n % 27:02}"
    if n % 5 == 0:
        out["authors"] = ["Mara Quill", "顾长风"][: 1 + n % 2]
    if changed:
        out["text"] += " The plan was changed a day later."
    return out


class Series:
    """The runs, one after another, in a folder whose name holds what paths may."""

    def __init__(self):
        self._keep = tempfile.TemporaryDirectory(prefix="framewatch-series-")
        atexit.register(self._keep.cleanup)
        self.folder = pathlib.Path(self._keep.name) / "it's 海港 50%20#1"
        self.folder.mkdir()
        self.data = self.folder / "data"
        self.done = 0  # runs
        for name, text in SETTINGS.items():
            (self.folder / name).write_text(text, encoding="utf-8")

    def framewatch(self, *args: str) -> str:
        done = subprocess.run([BINARY, *args], cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"framewatch {' '.join(args)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def bring(self, *records: dict) -> None:
        (self.folder / "records.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
        self.framewatch("import", "jsonl", "records.jsonl", "-c", "framewatch.yaml", "--data", "data")

    def next(self) -> int:
        """The next run, whose number it returns."""
        n, self.done = self.done, self.done + 1
        self.run(n)
        return n

    def run(self, n: int) -> None:
        """The n-th run; what it does changes over the first RUNS."""
        if n == 6:
            self.bring(record(1, changed=True), record(8))  # a new version
        elif n == 9:
            self.framewatch("dataset", "compact", "-c", "framewatch.yaml", "--data", "data")
        elif n == 11:
            self.bring(record(0))  # nothing new
        elif n == 13:
            self.framewatch("dataset", "erase", "--url", record(3)["url"], "-c", "framewatch.yaml", "--data", "data")
        elif n == 15:
            book = self.folder / "codebook.yaml"
            book.write_text(book.read_text(encoding="utf-8").replace("[job, jobs]", "[job, jobs, moorings]").replace('version: "1"', 'version: "2"'), encoding="utf-8")
            self.framewatch("annotate", "-c", "framewatch.yaml", "--data", "data")
        else:
            self.bring(*(record(i) for i in range(3 * n, 3 * n + 3)))

    def manifests(self) -> list[dict]:
        """The generations that are kept, oldest first."""
        found = [json.loads(p.read_text(encoding="utf-8")) for p in (self.data / "_manifest").glob("*.json")]
        return sorted(found, key=lambda m: m["seq"])

    def paths(self, manifest: dict) -> dict[str, list[str]]:
        """The files of every table of a generation, by its links."""
        out: dict[str, list[str]] = {}
        for f in manifest["files"]:
            folder, _, name = f["path"].rpartition("/")
            link = self.data / "generations" / f"{manifest['seq']:06}-{manifest['run_id']}" / folder / f"{manifest['seq']:06}.{name}"
            out.setdefault(f["table"], []).append(str(link))
        return out


@functools.cache
def shared() -> Series:
    """The series of all tests of a process, which the first of them lets run."""
    return Series()
