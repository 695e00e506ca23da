"""Executes the notebooks over a dataset and writes each as one HTML file that loads
nothing: python render.py --data FOLDER --out FOLDER [NOTEBOOK...]

All run in one kernel, one after the other, each in an empty namespace: starting a
kernel and loading the libraries takes longer than most of them do.
"""

import argparse
import base64
import hashlib
import html
import os
import pathlib
import re
import sys
import tempfile
import time
from collections.abc import Iterator

import nbformat
from jupyter_client.manager import KernelManager
from markdown_it import MarkdownIt
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = pathlib.Path(__file__).resolve().parent
NOTEBOOKS = sorted(HERE.glob("*.ipynb"))

STYLE = """
:root{color-scheme:light}
body{margin:0 auto;max-width:60rem;padding:1rem;background:#fff;color:#1a1a1a;font:16px/1.5 "Noto Sans","Noto Sans CJK SC","Noto Sans Arabic",sans-serif}
h1,h2,h3{line-height:1.25;margin:2rem 0 .5rem}h1{margin-top:1rem}
figure{margin:1.2rem 0 .3rem;overflow-x:auto}figcaption,caption{font-weight:600;text-align:left;margin-bottom:.5rem}
svg{display:block;max-width:100%;height:auto}
.finding{border-left:3px solid #0072b2;padding-left:.8rem;margin:.6rem 0 1.2rem;overflow-wrap:anywhere}
details{margin:.6rem 0;color:#595959;font-size:.85rem}summary{cursor:pointer}
pre{overflow-x:auto;background:#f5f5f5;padding:.7rem;font:13px/1.45 "Noto Sans Mono","Noto Sans Mono CJK SC",monospace;color:#1a1a1a}
code{font-family:"Noto Sans Mono","Noto Sans Mono CJK SC",monospace;font-size:.9em}
.rows{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;margin:.6rem 0}
th,td{border-bottom:1px solid #ddd;padding:.25rem .6rem;text-align:left;vertical-align:top}td.short{white-space:nowrap}td.number{text-align:right;font-variant-numeric:tabular-nums}
@media (max-width:40rem){svg{max-width:none}}
@media print{details{display:none}figure,table{break-inside:avoid}}
"""

# Whatever a text in a dataset says: no script runs and nothing is fetched.
POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


# What names files, from the folder where this runs; notebooks run in theirs.
PATHS = ("FRAMEWATCH_BIN", "FRAMEWATCH_SETTINGS", "FRAMEWATCH_CODES", "FRAMEWATCH_KEY")


def environment(data: pathlib.Path) -> dict[str, str]:
    """The environment of the kernel, with whole paths."""
    found = {name: os.environ[name].split(",") for name in PATHS if os.environ.get(name)}
    whole = {name: ",".join(path if path.startswith("builtin:") else os.path.abspath(path) for path in paths) for name, paths in found.items()}
    return os.environ | whole | {"FRAMEWATCH_DATA": str(data.resolve())}


def execute(paths: list[pathlib.Path], data: pathlib.Path) -> Iterator[tuple[pathlib.Path, nbformat.NotebookNode, float]]:
    """Runs notebooks over a dataset: path, executed notebook and seconds of each.

    Raises CellExecutionError where a cell fails."""
    with tempfile.TemporaryDirectory(prefix="framewatch-kernel-") as private:
        # Over sockets in a private folder where there are such, not over ports of the machine.
        ours = {} if os.name == "nt" else {"transport": "ipc", "ip": f"{private}/kernel"}
        kernel = KernelManager(kernel_name="python3", **ours)
        kernel.start_kernel(cwd=str(HERE), env=environment(data))
        client = kernel.client()
        try:
            client.start_channels()
            client.wait_for_ready(timeout=120)
            for path in paths:
                began = time.monotonic()
                nb = nbformat.read(path, as_version=4)
                empty = nbformat.v4.new_code_cell("%reset -f")
                nb.cells.insert(0, empty)
                running = NotebookClient(nb, km=kernel, timeout=300)
                running.kc = client
                running.execute()
                nb.cells.remove(empty)
                yield path, nb, time.monotonic() - began
        finally:
            client.stop_channels()
            kernel.shutdown_kernel(now=True)


def output(out: nbformat.NotebookNode) -> str:
    """One output of a cell as HTML. The notebooks escape what they show (framewatch_notebook)."""
    data = out.get("data", {})
    if "text/html" in data:
        markup = data["text/html"]
        return f'<div class="rows">{markup}</div>' if markup.startswith("<table") else markup
    text = out.get("text") or data.get("text/plain", "")
    return f"<pre>{html.escape(text)}</pre>"


def page(nb: nbformat.NotebookNode) -> str:
    """An executed notebook as one HTML page; code is folded away."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    title, body = "Framewatch", []
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            body.append(markdown.render(cell.source))
            if cell.source.startswith("# "):
                title = cell.source.split("\n", 1)[0].removeprefix("# ")
        elif cell.cell_type == "code":
            body.append(f"<details><summary>Code</summary><pre>{html.escape(cell.source)}</pre></details>")
            body += [output(out) for out in cell.outputs]
    policy = POLICY.format(base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode())
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{html.escape(title)}</title><style>{STYLE}</style></head>\n'
            f'<body><main>\n{chr(10).join(body)}\n</main></body></html>\n')


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("notebooks", nargs="*", type=pathlib.Path, default=NOTEBOOKS)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    try:
        for path, nb, seconds in execute(args.notebooks, args.data):
            out = args.out / path.with_suffix(".html").name
            out.write_text(page(nb), encoding="utf-8")
            print(f"{out} ({seconds:.1f} s)")
    except CellExecutionError as err:
        print(re.sub(r"\x1b\[[0-9;]*m", "", str(err)), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
