"""The processes below this one: what they cost, and which to kill."""

import ctypes
import os
import pathlib
import random
import signal
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


def adopt() -> None:
    """Makes orphans below this process its children: a Python worker outlives the daemon
    that forked it, and goes on working. (Linux; prctl(2), PR_SET_CHILD_SUBREAPER.)"""
    if ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def end() -> None:
    """Ends what is left of them."""
    for pid in below():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it has ended by itself


def below() -> dict[int, tuple[str, float]]:
    """Descendants of this process: command line, and CPU seconds with ended children."""
    parents, found = {}, {}
    for p in pathlib.Path("/proc").iterdir():
        if not p.name.isdigit():
            continue
        try:
            stat = (p / "stat").read_text().rsplit(")", 1)[1].split()
            command = (p / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has ended
        parents[int(p.name)] = int(stat[1])
        found[int(p.name)] = (command, sum(int(t) for t in stat[11:15]) / TICKS)
    ours = {os.getpid()}
    while True:
        more = {p for p, parent in parents.items() if parent in ours} - ours
        if not more:
            return {p: found[p] for p in ours - {os.getpid()}}
        ours |= more


def cpu() -> float:
    """CPU seconds of all descendants so far, of those that were waited for as well."""
    return sum(seconds for _, seconds in below().values())


# What is killed, by a word of its command line, and how often. An executor takes its
# Python workers and their children along.
VICTIMS = {"executor": ("CoarseGrainedExecutorBackend", 2), "python worker": ("pyspark.daemon", 3), "framewatch": (" --arrow", 5)}


class Killer(threading.Thread):
    """Kills descendants at random moments, while documents are annotated."""

    def __init__(self, seed: int, most: int):
        super().__init__(daemon=True)
        self.random, self.most = random.Random(seed), most
        self.done: dict[str, int] = dict.fromkeys(VICTIMS, 0)
        self.stop = threading.Event()

    def kills(self) -> int:
        return sum(self.done.values())

    def run(self) -> None:
        while self.kills() < self.most and not self.stop.wait(self.random.uniform(0.1, 1.2)):
            processes = below()
            if not any(VICTIMS["framewatch"][0] in c for c, _ in processes.values()):
                continue  # nothing is under way
            kind = self.random.choices(list(VICTIMS), [n for _, n in VICTIMS.values()])[0]
            pids = sorted(p for p, (c, _) in processes.items() if VICTIMS[kind][0] in c)
            if not pids:
                continue
            try:
                os.kill(self.random.choice(pids), signal.SIGKILL)
            except ProcessLookupError:
                continue
            self.done[kind] += 1

    def end(self) -> None:
        self.stop.set()
        self.join()


def timed(work) -> tuple[float, float, object]:
    """Wall seconds and CPU seconds of descendants that work takes, and its result."""
    began, before = time.monotonic(), cpu()
    result = work()
    return time.monotonic() - began, cpu() - before, result
