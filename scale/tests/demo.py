"""The demo's dataset, made once for all tests of a run."""

import functools
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("FRAMEWATCH_BIN", str(ROOT / "bin" / "framewatch"))


@functools.cache
def dataset() -> pathlib.Path:
    """Runs the demo into a fresh folder and returns the folder of its tables."""
    keep = tempfile.TemporaryDirectory(prefix="framewatch-demo-")
    dataset.keep = keep  # lives as long as the process
    out = pathlib.Path(keep.name)
    subprocess.run([BINARY, "demo", "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
    return out / "data"
