"""framewatch stats on words, against scipy, statsmodels and nltk: 1e-9 on what is
computed from counts, 1e-6 elsewhere. scattertext is not among the peers, since it
takes over a minute to install and an older scipy: its log-odds are written out
below, as its class LogOddsRatioInformativeDirichletPrior has them."""

import collections
import datetime
import decimal
import json
import math
import pathlib
import random
import subprocess
import tempfile
import unittest

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures
from scipy.spatial.distance import jensenshannon
from scipy.special import rel_entr
from scipy.stats import beta, chi2_contingency, fisher_exact, norm
from statsmodels.stats.multitest import multipletests

from . import demo

EXACT, CLOSE = 1e-9, 1e-6


def stats(rows, name, *flags, suffix=".jsonl"):
    """The objects of a statistic over rows, which are dicts or the path of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = rows
        if isinstance(rows, list):
            path = pathlib.Path(folder) / ("rows" + suffix)
            path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
        done = subprocess.run([demo.BINARY, "stats", name, *flags, str(path)], capture_output=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr.decode())
        return [json.loads(line, parse_constant=refuse) for line in done.stdout.splitlines()]


def refuse(constant):
    raise AssertionError(f"{constant} in JSON")


def invented(seed=14, documents=14, groups=("north", "south")):
    """Documents of words of both scripts, their frequencies as Zipf has them and
    not the same in each group."""
    rng = random.Random(seed)
    vocabulary = [a + b for a in "bcdfgklmnprst" for b in ("a", "e", "i", "o", "u", "港", "国")]
    rows = []
    for i in range(documents):
        group = groups[i % len(groups)]
        weights = [1 / (1 + (k * (3 + 2 * groups.index(group))) % len(vocabulary)) for k in range(len(vocabulary))]
        rows.append({"doc_id": f"d{i}", "group": group, "tokens": rng.choices(vocabulary, weights, k=rng.randint(20, 400))})
    rows.append({"doc_id": "empty", "group": groups[0], "tokens": []})
    rows.append({"doc_id": "own", "group": groups[0], "tokens": ["only", "here", "here"]})
    return rows


def frequencies(rows, group):
    return collections.Counter(t for r in rows if r["group"] == group for t in r["tokens"])


class Lexical(unittest.TestCase):
    rows = invented()

    def near(self, got, want, tolerance, what):
        if want is None or not np.isfinite(want):
            self.assertIsNone(got, what)
            return
        self.assertIsNotNone(got, what)
        # Numbers have 12 digits; one that only rounding keeps from 0 has none.
        self.assertLessEqual(abs(got - want), tolerance * max(abs(want), 1e-6), f"{what}: {got}, want {want}")

    def compare(self, got, want, tolerance, what):
        for field, value in want.items():
            self.near(got[field], value, tolerance, f"{what} {field}")

    def test_keyness(self):
        found = stats(self.rows, "keyness", "--a", "south", "--b", "north")
        a, b = frequencies(self.rows, "south"), frequencies(self.rows, "north")
        na, nb = a.total(), b.total()
        self.assertEqual([f["term"] for f in found], sorted(set(a) | set(b), key=lambda t: t.encode()))
        for f in found:
            x, y = a[f["term"]], b[f["term"]]
            table = np.array([[x, y], [na - x, nb - y]])
            expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
            g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood")
            pearson, yates = chi2_contingency(table, correction=False), chi2_contingency(table)
            g2_words = 2 * rel_entr(table[0], expected[0]).sum()
            smallest = min(na, nb) / (na + nb)
            counts = {
                "count_a": x, "count_b": y, "rel_a": x / na, "rel_b": y / nb,
                "chi2": pearson.statistic, "chi2_yates": yates.statistic,
                "log_ratio": math.log2((x or .5) / na / ((y or .5) / nb)),
                "diff_percent": 100 * (x / na - y / nb) / (y / nb) if y else None,
                "odds_ratio": x * (nb - y) / (y * (na - x)) if y else None,
                "odds_ratio_smoothed": (x + .5) * (nb - y + .5) / ((y + .5) * (na - x + .5)),
                "p_chi2": pearson.pvalue, "p_chi2_yates": yates.pvalue, "p_g2": g2.pvalue,
                "bic": g2.statistic - math.log(na + nb), "bic_rayson": g2_words - math.log(na + nb),
                "p_fisher": fisher_exact(table).pvalue,
            }
            self.compare(f, counts, EXACT, f["term"])
            # The sums cancel where the groups are alike.
            self.assertAlmostEqual(f["g2"], g2.statistic, delta=1e-9 * max(1, g2.statistic))
            self.assertAlmostEqual(f["g2_rayson"], g2_words, delta=1e-9 * max(1, g2_words))
            self.assertAlmostEqual(f["ell"], g2_words / (2 * (x + y) * -math.log(smallest)), delta=1e-9)
            self.near(f["lrc"], evert(x, y, na, nb, .95, len(found)), CLOSE, f["term"] + " lrc")
        p = [f["p_g2"] for f in found]
        for method, field in (("fdr_bh", "p_g2_bh"), ("holm", "p_g2_holm")):
            for f, want in zip(found, multipletests(p, method=method)[1]):
                self.near(f[field], want, EXACT, f["term"] + " " + field)

    def test_fisher_and_lrc_over_all_sizes(self):
        """Tables of every shape, from empty cells to p values of 1e-280."""
        rng = random.Random(3)
        for _ in range(20):
            na, nb = (int(10 ** rng.uniform(0.1, 4.7)) for _ in "ab")
            x, y = (round(n * 10 ** -rng.uniform(0, 4)) for n in (na, nb))
            rows = [{"group": "a", "tokens": ["w"] * x + ["v"] * (na - x)}, {"group": "b", "tokens": ["w"] * y + ["v"] * (nb - y)}]
            for f in stats(rows, "keyness"):
                if f["term"] == "w":
                    table = [[x, y], [na - x, nb - y]]
                    self.near(f["p_fisher"], fisher_exact(table).pvalue, 1e-8, f"{table} p_fisher")
                    self.near(f["lrc"], evert(x, y, na, nb, .95, len({*rows[0]["tokens"], *rows[1]["tokens"]})), CLOSE, f"{table} lrc")

    def test_logodds(self):
        a, b = frequencies(self.rows, "north"), frequencies(self.rows, "south")
        pooled = a + b
        size = 500 / pooled.total()
        file = {t: n % 7 for t, n in pooled.items()}
        with tempfile.TemporaryDirectory() as folder:
            counts = pathlib.Path(folder) / "counts.csv"
            counts.write_text("term,count\n" + "".join(f"{t},{n}\n" for t, n in file.items()), encoding="utf-8")
            for flags, prior in (
                (("--prior", "pooled"), pooled),
                (("--prior-size", "500"), {t: n * size for t, n in pooled.items()}),
                (("--prior", "flat"), dict.fromkeys(pooled, .01)),
                (("--prior", str(counts)), {t: n or .5 for t, n in file.items()}),
            ):
                want = monroe(a, b, prior)
                found = stats(self.rows, "logodds", *flags)
                self.assertEqual(len(found), len(want))
                for f in found:
                    self.compare(f, want[f["term"]], EXACT, f"{flags} {f['term']}")

    def test_collocations_are_those_of_nltk(self):
        rows = [r for r in self.rows if len(r["tokens"]) > 3][:1]  # nltk's bigrams would cross texts
        finder = BigramCollocationFinder.from_words(rows[0]["tokens"])
        measures = {"mi": BigramAssocMeasures.pmi, "t": BigramAssocMeasures.student_t, "chi2": BigramAssocMeasures.chi_sq,
                    "dice": BigramAssocMeasures.dice, "g2": BigramAssocMeasures.likelihood_ratio}
        found = {(f["term"], f["collocate"]): f for f in stats(rows, "collocations")}
        self.assertEqual(set(found), set(finder.ngram_fd))
        for field, measure in measures.items():
            # nltk adds 1e-20 inside, and in G2 takes logarithms of such.
            for pair, want in finder.score_ngrams(measure):
                self.near(found[pair][field], want, EXACT, f"{pair} {field}")

    def test_collocations_in_windows(self):
        rows = self.rows[1:5]
        for margins in ("words", "pairs"):
            found = stats(rows, "collocations", "--left", "2", "--right", "3", "--margins", margins, "--min-count", "2")
            counts, first, second, words, n = windows(rows, 2, 3)
            self.assertEqual({(f["term"], f["collocate"]) for f in found}, {p for p, o in counts.items() if o >= 2})
            for f in found:
                x, y = f["term"], f["collocate"]
                o = counts[x, y]
                f1, f2, span, total = (words[x], words[y], 5, words.total()) if margins == "words" else (first[x], second[y], 1, n)
                e = f1 * span * f2 / total
                table = np.array([[o, f1 * span - o], [f2 - o, total - f1 * span - f2 + o]])
                want = {
                    "count": o, "count_term": f1, "count_collocate": f2, "n": total, "expected": e,
                    "mi": math.log2(o / e), "mi3": math.log2(o**3 / e), "npmi": math.log2(o / e) / -math.log2(o / total),
                    "t": (o - e) / math.sqrt(o), "z": (o - e) / math.sqrt(e), "dice": 2 * o / (f1 + f2), "log_dice": 14 + math.log2(2 * o / (f1 + f2)),
                }
                if table.min() >= 0:
                    want["p_fisher"] = fisher_exact(table).pvalue
                    want["chi2"] = chi2_contingency(table, correction=False).statistic
                    want["delta_p_second"] = o / (f1 * span) - (f2 - o) / (total - f1 * span)
                    want["delta_p_first"] = o / f2 - (f1 * span - o) / (total - f2)
                    self.assertAlmostEqual(f["g2"], chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic, delta=1e-8)
                else:
                    want |= dict.fromkeys(("g2", "chi2", "p_fisher", "delta_p_first", "delta_p_second"))
                self.compare(f, want, EXACT, f"{margins} {x} {y}")

    def test_kwic(self):
        rows = self.rows[:4]
        key = rows[0]["tokens"][7:9]
        want = []
        for r in rows:
            t = r["tokens"]
            for i in range(len(t) - 1):
                if t[i:i + 2] == key:
                    want.append((t[i + 2:i + 6], t[max(0, i - 4):i], {"doc_id": r["doc_id"], "position": i, "left": " ".join(t[max(0, i - 4):i]),
                                                                   "key": " ".join(key), "right": " ".join(t[i + 2:i + 6])}))
        code = lambda tokens: [t.encode() for t in tokens]
        by_right = [w[2] for w in sorted(want, key=lambda w: (code(w[0]), code(reversed(w[1]))))]
        by_left = [w[2] for w in sorted(want, key=lambda w: (code(reversed(w[1])), code(w[0])))]
        flags = ("--term", " ".join(key), "--context", "4")
        self.assertEqual(stats(rows, "kwic", *flags), by_right)
        self.assertEqual(stats(rows, "kwic", *flags, "--sort", "left"), by_left)
        self.assertEqual(stats(rows, "kwic", *flags, "--sort", "document"), [w[2] for w in want])

    def test_dispersion(self):
        groups = sorted({r["group"] for r in self.rows})
        for flags, parts in (((), [r["tokens"] for r in self.rows if r["tokens"]]),
                             (("--part", "group"), [[t for r in self.rows if r["group"] == g for t in r["tokens"]] for g in groups])):
            sizes = np.array([len(p) for p in parts], dtype=float)
            s, n = sizes / sizes.sum(), len(parts)
            for f in stats(self.rows, "dispersion", *flags):
                v = np.array([p.count(f["term"]) for p in parts], dtype=float)
                p, total = v / sizes, v.sum()
                q = p[p > 0] / p.sum()
                kld = rel_entr(v / total, s).sum() / math.log(2)
                self.compare(f, {
                    "count": total, "parts": n, "range": (v > 0).sum(), "range_share": (v > 0).mean(),
                    "rosengren_s": np.sqrt(s * v).sum() ** 2 / total,
                    "dp": np.abs(v / total - s).sum() / 2, "dp_norm": np.abs(v / total - s).sum() / 2 / (1 - s.min()),
                }, EXACT, f["term"])
                # These may be zero but for rounding.
                for field, want in {"juilland_d": 1 - p.std() / p.mean() / math.sqrt(n - 1), "carroll_d2": -(q * np.log(q)).sum() / math.log(n),
                                    "kld": kld, "kld_norm": 1 - math.exp(-kld)}.items():
                    self.assertAlmostEqual(f[field], want, delta=1e-9, msg=f"{f['term']} {field}")

    def test_divergence(self):
        rows = invented(seed=15, groups=("one", "three", "two"))
        found = stats(rows, "divergence", "--smoothing", "0.25")
        self.assertEqual([(f["a"], f["b"]) for f in found], [("one", "three"), ("one", "two"), ("three", "two")])
        for f in found:
            a, b = frequencies(rows, f["a"]), frequencies(rows, f["b"])
            terms = sorted(set(a) | set(b))
            p, q = (np.array([c[t] for t in terms], dtype=float) for c in (a, b))
            smooth = lambda x: (x + .25) / (x + .25).sum()
            self.compare(f, {
                "n_a": a.total(), "n_b": b.total(), "terms": len(terms),
                "js_distance_bits": jensenshannon(p, q, 2), "js_distance_nats": jensenshannon(p, q),
                "js_divergence_bits": jensenshannon(p, q, 2) ** 2, "js_divergence_nats": jensenshannon(p, q) ** 2,
                "kl_ab": rel_entr(smooth(p), smooth(q)).sum(), "kl_ba": rel_entr(smooth(q), smooth(p)).sum(),
            }, EXACT, f"{f['a']} {f['b']}")
        raw = stats(rows, "divergence", "--a", "one", "--b", "two", "--smoothing", "0")
        self.assertEqual((raw[0]["kl_ab"], len(raw)), (None, 1))
        self.assertIn("b lacks", raw[0]["note"])


def evert(x, y, na, nb, confidence, tests):
    """Log ratio, conservative, as the R package corpora has it."""
    alpha = (1 - confidence) / tests / 2
    if x / na >= y / nb:
        lower = beta.ppf(alpha, x, y + 1) if x else 0
        return max(0, math.log2(nb / na * lower / (1 - lower))) if x else 0
    # The upper end of x is what the lower end of y leaves.
    lower = beta.ppf(alpha, y, x + 1)
    return min(0, math.log2(nb / na * (1 - lower) / lower))


def monroe(a, b, prior):
    """The log-odds of scattertext, with the variance of two terms beside it."""
    na, nb, n0 = a.total(), b.total(), sum(prior.values())
    out = {}
    for t in prior:
        ya, yb = a[t] + prior[t], b[t] + prior[t]
        delta = math.log(ya / (na + n0 - ya)) - math.log(yb / (nb + n0 - yb))
        short = 1 / ya + 1 / yb
        full = short + 1 / (na + n0 - ya) + 1 / (nb + n0 - yb)
        z = delta / math.sqrt(short)
        out[t] = {"prior": prior[t], "log_odds_ratio": delta, "variance": short, "z": z, "p": 2 * norm.sf(abs(z)),
                  "variance_full": full, "z_full": delta / math.sqrt(full)}
    return out


def windows(rows, left, right):
    counts, first, second, words, n = collections.Counter(), collections.Counter(), collections.Counter(), collections.Counter(), 0
    for r in rows:
        t = r["tokens"]
        words.update(t)
        for i, node in enumerate(t):
            for j in range(max(0, i - left), min(len(t), i + right + 1)):
                if i != j:
                    counts[node, t[j]] += 1
                    first[node] += 1
                    second[t[j]] += 1
                    n += 1
    return counts, first, second, words, n


class Input(unittest.TestCase):
    def test_parquet_of_any_writer(self):
        """Types, encodings and compressions that other programs write."""
        rows = invented(seed=16)
        want = stats(rows, "keyness")
        n = len(rows)
        columns = {
            "tokens": [r["tokens"] for r in rows], "group": pa.array([r["group"] for r in rows]).dictionary_encode(),
            "text": pa.array([" ".join(r["tokens"]) for r in rows], pa.large_string()),
            "year": pa.array([2024 + (r["group"] == "south") for r in rows], pa.int32()),
            "price": pa.array([decimal.Decimal("-1.05") + 3 * (r["group"] == "south") for r in rows], pa.decimal128(9, 2)),
            "day": [datetime.date(2025, 5, 30 + (r["group"] == "south")) for r in rows],
            "at": pa.array([datetime.datetime(2025, 5, 30, 1 + (r["group"] == "south")) for r in rows], pa.timestamp("ns")),
            "flag": [r["group"] == "south" for r in rows], "half": pa.array([.5 + (r["group"] == "south") for r in rows], pa.float32()),
        }
        table = pa.table(columns)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "rows.parquet"
            for options in ({"compression": c} for c in ("snappy", "gzip", "zstd", "lz4", "brotli", "none")):
                pq.write_table(table, path, row_group_size=n // 2, **options)
                self.assertEqual(stats(path, "keyness"), want, options)
            for column in ("year", "price", "day", "at", "flag", "half"):
                self.assertEqual(stats(path, "keyness", "--group", column, "--tokens", "text"), want, column)
            encodings = {"text": "DELTA_BYTE_ARRAY", "year": "DELTA_BINARY_PACKED", "half": "BYTE_STREAM_SPLIT"}
            pq.write_table(table, path, data_page_version="2.0", use_dictionary=False, column_encoding=encodings)
            for column in ("group", "year", "half"):
                self.assertEqual(stats(path, "keyness", "--group", column, "--tokens", "text"), want, column)


if __name__ == "__main__":
    unittest.main()
