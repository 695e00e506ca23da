"""Small datasets of invented lines: another subject than IOMed, in two languages, and
hardly anything at all."""

import json
import pathlib
import subprocess

from . import demo

SETTINGS = """
data: data
sources: [list.yaml]
codebooks: [book.yaml]
gazetteers: [builtin:gazetteers/institutions.yaml, builtin:gazetteers/states.yaml]
events: events.yaml
annotate: {targets: [org.icj]}
compare: {min_docs: 1, bootstrap: 100, contrasts: [{a: country=KE, b: country=CN}]}
"""

SOURCES = """
list: {id: lakes, version: "1"}
sources:
- {id: lake, name: "The Lake <b>Post</b>", domain: lake.test, country: KE, owner_type: private_news, langs: [en], start: ["http://lake.test/"]}
- {id: hu, name: 湖边日报, domain: hu.test, country: CN, owner_type: state_media, langs: [zh-Hans], start: ["http://hu.test/"]}
"""

CODEBOOK = """
codebook:
  id: courts
  version: "1"
  languages: [en, zh]
  licence: CC0-1.0
  status: draft
  sets:
    - {id: target, target: true}
  frames:
    - id: delay
      label: {en: Slow <justice>, zh-Hans: 拖延}
      terms: {en: [slow], zh: [缓慢]}
    - id: praise
      label: {en: Praise, zh-Hans: 赞扬}
      terms: {en: [fair], zh: [公正]}
"""

EVENTS = """
events:
- {id: bell, date: "2026-03-05", label: {en: The bell rang}, source: "https://lake.test/bell", support: C}
"""

ENGLISH = [
    "The International Court of Justice is slow, said Ada Moreno by the ferry.", "The International Court of Justice is fair, the mayor wrote.",
    "“The International Court of Justice is slow,” said Ben Otieno.", "The International Court of Justice heard of the lake.",
    "The International Court of Justice is slow and fair, wrote the lock keeper.", "Gulls spoke of the International Court of Justice.",
]
CHINESE = ["国际法院很缓慢，市长写道。", "国际法院是公正的。", "“国际法院很公正，”李明说。", "国际法院中午谈到湖。", "国际法院公正而缓慢。", "海鸥谈到国际法院。"]


def framewatch(folder: pathlib.Path, *args: str) -> None:
    done = subprocess.run([demo.BINARY, *args], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"framewatch {' '.join(args)}: exit {done.returncode}\n{done.stderr}")


def records(texts: list[str], outlet: str, padding: str, n: int = 99) -> str:
    lines = [{"url": f"http://{outlet}.test/{i}", "title": f"{padding[i]}{padding[i + 1]}", "published": f"2026-03-0{i + 2}", "text": f"{text} {padding[i:i + 9] * 3}"}
             for i, text in enumerate(texts[:n])]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def second_subject(folder: pathlib.Path) -> pathlib.Path:
    """Twelve documents about another body, in English and Chinese, with settings.yaml beside them."""
    for name, text in {"settings.yaml": SETTINGS, "list.yaml": SOURCES, "book.yaml": CODEBOOK, "events.yaml": EVENTS,
                       "lake.jsonl": records(ENGLISH, "lake", "marble saddle basket pepper kettle"), "hu.jsonl": records(CHINESE, "hu", "渡轮船闸铜管乐队面包店灯塔风筝潮汐码头")}.items():
        (folder / name).write_text(text, encoding="utf-8")
    for outlet in ("lake", "hu"):
        framewatch(folder, "import", "jsonl", f"{outlet}.jsonl", "--source", outlet, "-c", "settings.yaml")
    return folder / "data"


def tiny(folder: pathlib.Path) -> pathlib.Path:
    """One document without a date, in one language, from an outlet of no country, and no contrast."""
    (folder / "one.jsonl").write_text('{"url": "http://lake.test/one", "title": "The ferry", "text": "IOMed fills a gap, the mayor wrote. Rain fell all day."}\n')
    framewatch(folder, "import", "jsonl", "one.jsonl", "--source", "lake", "--data", "data")
    return folder / "data"


def empty(folder: pathlib.Path) -> pathlib.Path:
    """A dataset whose run wrote no table."""
    (folder / "data" / "current").mkdir(parents=True)
    return folder / "data"
