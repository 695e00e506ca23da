"""framewatch stats on hand codes, against the published formulas in numpy. ppi_py, from
which ppi is, needs numba and a compiler's worth of time to install: what its functions
ppi_mean_pointestimate and ppi_mean_ci compute is written out below."""

import csv
import json
import pathlib
import random
import subprocess
import tempfile
import unittest

import numpy as np
from scipy.stats import norm

from . import demo

Z = norm.ppf(0.975)


def stats(name, rows, *flags, unlabelled=None):
    """The objects of a statistic over rows with the columns of the first."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, part in enumerate([rows] + ([unlabelled] if unlabelled else [])):
            paths.append(pathlib.Path(folder) / f"{i}.csv")
            with open(paths[-1], "w", encoding="utf-8", newline="") as f:
                writer = csv.DictWriter(f, part[0].keys())
                writer.writeheader()
                writer.writerows(part)
        more = ["--unlabelled", str(paths[1])] if unlabelled else []
        done = subprocess.run([demo.BINARY, "stats", name, *flags, *more, str(paths[0])], capture_output=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr.decode())
        return [json.loads(line) for line in done.stdout.splitlines()]


def audited(n=300, seed=14, by_code=True):
    """Rows of two sides with errors that differ, stories and, by_code, unequal
    probabilities."""
    rng = random.Random(seed)
    rows = []
    for i in range(n):
        side, hand = rng.choice("ab"), float(rng.random() < 0.4)
        right = rng.random() < (0.9 if side == "a" else 0.7)
        auto = hand if right else 1 - hand
        p = 0.6 if auto and by_code else 0.25
        coded = rng.random() < p
        rows.append({"side": side, "auto": auto, "hand": hand if coded else "", "p": p if coded else "", "story": f"s{i * 2 // 3}", "outlet": f"o{side}{i % 9}"})
    return rows


class Correction(unittest.TestCase):
    def close(self, got, want, places=9):
        self.assertLess(abs(got - want), 10.0**-places * max(1, abs(want)), f"{got} is not {want}")

    def test_dsl(self):
        rows = audited()
        parts = {}
        for side in "ab":
            own = [r for r in rows if r["side"] == side]
            y = np.array([r["auto"] + ((r["hand"] - r["auto"]) / r["p"] if r["hand"] != "" else 0) for r in own])
            influence = (y - y.mean()) / len(y)
            stories = {}
            for r, v in zip(own, influence):
                stories[r["story"]] = stories.get(r["story"], 0) + v
            parts[side] = y.mean(), influence, stories
        got = stats("dsl", rows, "--group", "side", "--story", "story", "--outlet", "outlet")
        self.assertEqual([o["group"] for o in got], ["a", "b", "a - b"])
        for o, side in zip(got, "ab"):
            value, influence, stories = parts[side]
            self.close(o["value"], value)
            self.close(o["se"], np.sqrt((influence**2).sum()))
            self.close(o["ci_lo"], value - Z * o["se"])
            self.close(o["se_story"], np.sqrt(sum(v * v for v in stories.values())))
        self.close(got[2]["value"], parts["a"][0] - parts["b"][0])
        both = dict(parts["a"][2])
        for k, v in parts["b"][2].items():
            both[k] = both.get(k, 0) - v
        self.close(got[2]["se_story"], np.sqrt(sum(v * v for v in both.values())))
        self.assertGreater(got[2]["ci_cluster_hi"], got[2]["value"])

    def test_ppi(self):
        rows = [{k: r[k] for k in ("auto", "hand")} for r in audited()]
        coded = [r for r in rows if r["hand"] != ""]
        y, f = np.array([[r["hand"], r["auto"]] for r in coded]).T
        u = np.array([r["auto"] for r in rows if r["hand"] == ""])
        n, m = len(y), len(u)
        for got in (stats("ppi", rows), stats("ppi", coded, unlabelled=[{"auto": v} for v in u])):
            tuned = np.mean((y - y.mean()) * (f - f.mean())) / ((1 + n / m) * np.var(np.concatenate([f, u]), ddof=1))
            for o, lam in zip(got, (1, min(max(tuned, 0), 1))):
                value = lam * u.mean() + (y - lam * f).mean()
                se = np.sqrt((lam * u).var() / m + (y - lam * f).var() / n)
                for name, want in (("lambda", lam), ("value", value), ("se", se), ("ci_lo", value - Z * se), ("ci_hi", value + Z * se)):
                    self.close(o[name], want)

    def test_rogan_gladen(self):
        rows = [{k: r[k] for k in ("auto", "hand")} for r in audited(by_code=False)]
        coded = [(r["hand"], r["auto"]) for r in rows if r["hand"] != ""]
        u = [r["auto"] for r in rows if r["hand"] == ""]
        n, k = len(u), sum(u)
        n_se, x_se = sum(1 for h, _ in coded if h), sum(a for h, a in coded if h)
        n_sp, x_sp = sum(1 for h, _ in coded if not h), sum(1 - a for h, a in coded if not h)

        def point(q, se, sp):
            return (q + sp - 1) / (se + sp - 1)

        def variance(p, q, n, se, n_se, sp, n_sp):
            return (q * (1 - q) / n + p**2 * se * (1 - se) / n_se + (1 - p) ** 2 * sp * (1 - sp) / n_sp) / (se + sp - 1) ** 2

        (got,) = stats("rogan-gladen", rows)
        q, se, sp = k / n, x_se / n_se, x_sp / n_sp
        p = point(q, se, sp)
        self.close(got["value"], p)
        self.close(got["se"], np.sqrt(variance(p, q, n, se, n_se, sp, n_sp)))
        # Lang and Reiczigel, as R's asht::prevSeSp has it.
        q, se, sp = (k + Z**2 / 2) / (n + Z**2), (x_se + 1) / (n_se + 2), (x_sp + 1) / (n_sp + 2)
        p = point(q, se, sp)
        shift = 2 * Z**2 * (p * se * (1 - se) / (n_se + 2) - (1 - p) * sp * (1 - sp) / (n_sp + 2))
        half = Z * np.sqrt(variance(p, q, n + Z**2, se, n_se + 2, sp, n_sp + 2))
        self.close(got["lang_lo"], max(0, p + shift - half))
        self.close(got["lang_hi"], min(1, p + shift + half))
        (known,) = stats("rogan-gladen", rows, "--sensitivity", ".9", "--specificity", ".8")
        every = sum(r["auto"] for r in rows) / len(rows)
        self.close(known["value"], point(every, 0.9, 0.8))
        self.close(known["se"], np.sqrt(every * (1 - every) / len(rows)) / 0.7)

    def test_what_is_not_there_is_null(self):
        for name, rows in (("dsl", [{"auto": 1, "hand": 1}, {"auto": 0, "hand": ""}]), ("ppi", [{"auto": 1, "hand": 1}]), ("rogan-gladen", [{"auto": 1, "hand": 1}, {"auto": 0, "hand": ""}])):
            for o in stats(name, rows):
                self.assertIsNone(o["value"])
                self.assertTrue(o["note"].startswith("value"), o["note"])


if __name__ == "__main__":
    unittest.main()
