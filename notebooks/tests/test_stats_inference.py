"""`framewatch stats` beside scipy, statsmodels, krippendorff, networkx and numpy, on
invented data: 1e-9 on values that are counts, 1e-6 elsewhere."""

import csv
import io
import itertools
import json
import math
import random
import subprocess
import unittest
import warnings

import krippendorff
import networkx
import numpy
import statsmodels.api
from scipy import stats
from statsmodels.stats.inter_rater import fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from . import demo

COUNTS, MODELS = 1e-9, 1e-6


def run(name: str, rows: list[dict], *flags: str) -> list[dict]:
    """Gives rows to a statistic as CSV and returns its objects."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    out = subprocess.run([demo.BINARY, "stats", name, *flags], input=text.getvalue(), capture_output=True, text=True, encoding="utf-8")
    if out.returncode != 0:
        raise AssertionError(out.stderr)
    return [json.loads(line, parse_constant=refuse) for line in out.stdout.splitlines()]


def refuse(constant: str):
    raise AssertionError(f"{constant} in JSON")


def documents(seed: int, n: int = 240) -> list[dict]:
    """Copies of stories in outlets of two sides, one with more of the frame."""
    rng = random.Random(seed)
    rows = []
    for i in range(n):
        story, outlet = rng.randrange(n // 4), rng.randrange(14)
        chance = 0.25 + 0.2 * (outlet % 2) + (0.3 if story % 4 == 0 else 0)
        rows.append({"doc_id": i, "story": f"s{story}", "outlet": f"o{outlet}", "group": ["south", "north"][outlet % 2],
                     "frame": int(rng.random() < chance), "words": rng.randrange(100, 900), "language": rng.choice(["en", "zh", "fr"])})
    return rows


class Close(unittest.TestCase):
    def close(self, got, want, tolerance, what=""):
        self.assertIsNotNone(got, what)
        self.assertLessEqual(abs(got - want), tolerance * max(1, abs(want)), f"{what}: {got}, reference {want}")


class Adjust(Close):
    def test_statsmodels(self):
        rng = random.Random(1)
        p = [rng.random() ** 4 for _ in range(40)] + [0.01, 0.01, 1.0, 0.0]
        got = run("adjust", [{"p": v} for v in p])
        for name, method in {"bonferroni": "bonferroni", "holm": "holm", "hochberg": "simes-hochberg", "bh": "fdr_bh", "by": "fdr_by"}.items():
            for row, want in zip(got, multipletests(p, method=method)[1]):
                self.close(row[name], want, COUNTS, name)


class Agreement(Close):
    def codes(self, seed, missing):
        rng = random.Random(seed)
        out = []
        for _ in range(60):
            truth = rng.randrange(1, 6)
            out.append([None if rng.random() < missing else min(5, max(1, truth + rng.choice([0, 0, 0, 0, 1, -1, 2]))) for _ in range(4)])
        return out

    def measured(self, codes):
        wide = [{"a": u[0], "b": u[1], "c": u[2], "d": u[3]} for u in codes]
        tall = [{"unit": i, "coder": c, "value": v} for i, u in enumerate(codes) for c, v in enumerate(u) if v is not None]
        random.Random(0).shuffle(tall)
        got = {o["coefficient"]: o["value"] for o in run("agreement", wide, "--coders", "a,b,c,d", "--replicates", "0")}
        again = {o["coefficient"]: o["value"] for o in run("agreement", tall, "--replicates", "0")}
        self.assertEqual(got, again)
        return got

    def test_krippendorff(self):
        codes = self.codes(2, 0.25)
        got = self.measured(codes)
        matrix = numpy.array([[numpy.nan if v is None else v for v in coder] for coder in zip(*codes)], float)
        for level in ["nominal", "ordinal", "interval", "ratio"]:
            self.close(got["alpha_" + level], krippendorff.alpha(reliability_data=matrix, level_of_measurement=level), COUNTS, level)

    def test_kappas(self):
        codes = self.codes(3, 0)
        got = self.measured(codes)
        table = numpy.array([[u.count(c) for c in range(1, 6)] for u in codes])
        self.close(got["fleiss"], fleiss_kappa(table), COUNTS)
        for name, weight in {"kappa": lambda i, j: i != j, "kappa_linear": lambda i, j: abs(i - j), "kappa_quadratic": lambda i, j: (i - j) ** 2}.items():
            w = numpy.fromfunction(numpy.vectorize(weight, otypes=[float]), (5, 5))
            kappas = []
            for a, b in itertools.combinations(range(4), 2):
                joint = numpy.zeros((5, 5))
                for u in codes:
                    joint[u[a] - 1, u[b] - 1] += 1 / len(codes)
                kappas.append(1 - (w * joint).sum() / (w * numpy.outer(joint.sum(1), joint.sum(0))).sum())
            self.close(got[name], numpy.mean(kappas), COUNTS, name)
        shares = table.mean(0) / 4
        agreeing = ((table**2).sum(1) - 4).mean() / 12
        chance = (shares * (1 - shares)).sum() / 4
        self.close(got["ac1"], (agreeing - chance) / (1 - chance), COUNTS)

    def test_bootstrap(self):
        codes = self.codes(4, 0.1)
        got = {o["coefficient"]: o for o in run("agreement", [dict(zip("abcd", u)) for u in codes], "--coders", "a,b,c,d", "--replicates", "4000")}
        matrix = numpy.array([[numpy.nan if v is None else v for v in u] for u in codes], float)
        rng = numpy.random.default_rng(5)
        values = [krippendorff.alpha(reliability_data=matrix[rng.integers(0, 60, 60)].T, level_of_measurement="nominal") for _ in range(1500)]
        for end, q in {"ci_lo": 2.5, "ci_hi": 97.5}.items():
            self.assertLess(abs(got["alpha_nominal"][end] - numpy.percentile(values, q)), 0.02)


class Shares(Close):
    def test_wilson(self):
        rows = documents(6)
        for o in run("prevalence", rows, "--outcome", "frame"):
            k = sum(r["frame"] for r in rows if r["group"] == o["group"])
            n = sum(r["group"] == o["group"] for r in rows)
            self.assertEqual((o["k"], o["n"]), (k, n))
            lo, hi = proportion_confint(k, n, method="wilson")
            for got, want in [(o["value"], k / n), (o["wilson_lo"], lo), (o["wilson_hi"], hi)]:
                self.close(got, want, COUNTS)

    def test_bootstrap(self):
        rows = documents(7)
        got = {o["group"]: o for o in run("prevalence", rows, "--outcome", "frame", "--story", "story", "--replicates", "20000") if o["statistic"] == "share"}
        rng = numpy.random.default_rng(8)
        for group in ["north", "south"]:
            stories = {}
            for r in rows:
                if r["group"] == group:
                    stories.setdefault(r["story"], []).append(r["frame"])
            k, n = (numpy.array([f(s) for s in stories.values()]) for f in (sum, len))
            draws = rng.integers(0, len(k), (20000, len(k)))
            shares = k[draws].sum(1) / n[draws].sum(1)
            self.close(got[group]["bootstrap_se"], shares.std(ddof=1), 0.02)
            for end, q in {"bootstrap_lo": 2.5, "bootstrap_hi": 97.5}.items():
                self.assertLess(abs(got[group][end] - numpy.percentile(shares, q)), 0.02)


class Contrast(Close):
    """The clustered sandwich of statsmodels: generalised linear models with identity,
    log and logit link, one way and two."""

    def test_glm(self):
        rows = documents(9)
        y = numpy.array([r["frame"] for r in rows], float)
        x = numpy.column_stack([numpy.ones(len(rows)), [r["group"] == "north" for r in rows]]).astype(float)
        number = {c: numpy.unique([r[c] for r in rows], return_inverse=True)[1] for c in ("story", "outlet")}
        links = statsmodels.api.families.links
        for flags, groups in [(["--story", "story"], number["story"]), (["--outlet", "outlet"], number["outlet"]),
                              (["--story", "story", "--outlet", "outlet"], numpy.column_stack([number["story"], number["outlet"]]))]:
            got = {o["statistic"]: o for o in run("contrast", rows, "--a", "north", "--b", "south", "--outcome", "frame", *flags) if o["method"] == "sandwich"}
            for name, link in [("difference", links.Identity()), ("risk_ratio", links.Log()), ("odds_ratio", links.Logit())]:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    fit = statsmodels.api.GLM(y, x, family=statsmodels.api.families.Binomial(link=link)).fit(
                        cov_type="cluster", cov_kwds={"groups": groups}, tol=1e-14, maxiter=500)
                ratio = math.exp if name != "difference" else float
                lo, hi = fit.conf_int()[1]
                for field, want in {"value": ratio(fit.params[1]), "se": fit.bse[1], "p": fit.pvalues[1], "ci_lo": ratio(lo), "ci_hi": ratio(hi)}.items():
                    self.close(got[name][field], want, MODELS, f"{name} {field}")

    def test_covariates(self):
        rows = documents(10)
        y = numpy.array([r["frame"] for r in rows], float)
        x = numpy.column_stack([numpy.ones(len(rows))] + [[float(v) for v in column] for column in (
            [r["group"] == "north" for r in rows], [r["words"] for r in rows], [r["language"] == "fr" for r in rows], [r["language"] == "zh" for r in rows])])
        groups = numpy.unique([r["story"] for r in rows], return_inverse=True)[1]
        fit = statsmodels.api.Logit(y, x).fit(cov_type="cluster", cov_kwds={"groups": groups}, disp=0, tol=1e-14)
        got = [o for o in run("contrast", rows, "--outcome", "frame", "--a", "north", "--b", "south", "--story", "story", "--covariates", "words,language")
               if o["method"] == "logistic"][0]
        for field, want in {"value": math.exp(fit.params[1]), "se": fit.bse[1], "p": fit.pvalues[1]}.items():
            self.close(got[field], want, MODELS, field)

    def test_adjusted_over_outcomes(self):
        rng = random.Random(11)
        rows = documents(12)
        names = [f"f{i}" for i in range(8)]
        for r in rows:
            r.update({n: int(rng.random() < 0.3 + 0.03 * i * (r["group"] == "north")) for i, n in enumerate(names)})
        got = [o for o in run("contrast", rows, "--outcome", ",".join(names), "--story", "story") if o["statistic"] == "odds_ratio"]
        for field, method in {"p_bh": "fdr_bh", "p_holm": "holm"}.items():
            for o, want in zip(got, multipletests([o["p"] for o in got], method=method)[1]):
                self.close(o[field], want, COUNTS)


class Words(Close):
    def texts(self):
        rng = random.Random(13)
        vocabulary = ["the", "of", "and", "mediation", "court", "state", "调解", "国际", "法院", "的"]
        rows = []
        for i in range(40):
            weights = [10 + (i * (j + 3)) % (5 + j) for j in range(10)]
            rows.append({"doc_id": i, "group": f"g{i % 5}", "tokens": " ".join(rng.choices(vocabulary, weights, k=80))})
        return rows

    def table(self, rows):
        groups = sorted({r["group"] for r in rows})
        words = sorted({w for r in rows for w in r["tokens"].split()})
        counts = numpy.array([[sum(r["tokens"].split().count(w) for r in rows if r["group"] == g) for w in words] for g in groups])
        return groups, words, counts

    def test_delta(self):
        rows = self.texts()
        groups, words, counts = self.table(rows)
        order = sorted(range(len(words)), key=lambda i: (-counts[:, i].sum(), words[i]))[:8]
        shares = (counts / counts.sum(1, keepdims=True))[:, order]
        z = (shares - shares.mean(0)) / shares.std(0, ddof=1)
        rank = numpy.arange(1, 9)
        got = run("delta", rows, "--top", "8")
        self.assertEqual([(o["a"], o["b"]) for o in got], list(itertools.combinations(groups, 2)))
        for o in got:
            a, b = z[groups.index(o["a"])], z[groups.index(o["b"])]
            d = abs(a - b)
            want = {"burrows": d.mean(), "quadratic": (d**2).mean(), "cosine": 1 - a @ b / math.sqrt((a @ a) * (b @ b)),
                    "eder": (d * (8 - rank + 1) / 8).mean(), "eder_stylo": (d * (8 - rank + 2) / 8).sum()}
            for name, value in want.items():
                self.close(o[name], value, COUNTS, name)

    def test_correspondence(self):
        rows = self.texts()
        groups, words, counts = self.table(rows)
        p = counts.T / counts.sum()
        r, c = p.sum(1), p.sum(0)
        u, s, vt = numpy.linalg.svd((p - numpy.outer(r, c)) / numpy.sqrt(numpy.outer(r, c)), full_matrices=False)
        got = run("correspondence", rows)
        chi = stats.chi2_contingency(counts, correction=False)
        self.close(got[0]["chi_square"], chi.statistic, COUNTS)
        self.close(got[0]["p"], chi.pvalue, COUNTS)
        axes = [o for o in got if o["kind"] == "axis"]
        self.assertEqual(len(axes), 4)
        for a, o in enumerate(axes):
            self.close(o["singular_value"], s[a], COUNTS)
        for kind, names, vectors, mass in [("row", words, u, r), ("column", groups, vt.T, c)]:
            objects = [o for o in got if o["kind"] == kind]
            self.assertEqual([o["name"] for o in objects], names)
            for i, o in enumerate(objects):
                for a in range(4):
                    sign = numpy.sign(vt[a, abs(vt[a]).argmax()])
                    standard = sign * vectors[i, a] / math.sqrt(mass[i])
                    self.close(o["standard"][a], standard, MODELS)
                    self.close(o["principal"][a], standard * s[a], MODELS)
                    self.close(o["contributions"][a], vectors[i, a] ** 2, MODELS)
                    distance = ((vectors[i, :4] * s[:4]) ** 2).sum()
                    self.close(o["cos2"][a], (vectors[i, a] * s[a]) ** 2 / distance, MODELS)


class Series(Close):
    def test_changepoints(self):
        rng = numpy.random.default_rng(14)
        counts = rng.poisson([4] * 6 + [9] * 5 + [3] * 5)
        exposure = rng.integers(8, 12, 16)

        def poisson(a, b):
            mu = exposure[a:b] * counts[a:b].sum() / exposure[a:b].sum()
            return -2 * stats.poisson.logpmf(counts[a:b], mu).sum()

        def squares(a, b):
            return ((counts[a:b] - counts[a:b].mean()) ** 2).sum()

        def best(cost, breaks):
            divisions = ([0, *d, 16] for d in itertools.combinations(range(1, 16), breaks))
            return min((sum(cost(a, b) for a, b in itertools.pairwise(d)), d[1:-1]) for d in divisions if min(numpy.diff(d)) >= 3)

        rows = [{"month": f"2025-{i + 1:02}", "n": n, "documents": e} for i, (n, e) in enumerate(zip(counts, exposure))]
        for o in run("changepoints", rows, "--period", "month", "--value", "n", "--exposure", "documents", "--min-segment", "3", "--max-breaks", "3"):
            deviance, breaks = best(poisson, o["n_breaks"])
            self.assertEqual(o["breaks"], breaks)
            self.close(o["bic"], deviance + math.log(16) * (2 * o["n_breaks"] + 1), COUNTS)
        for o in run("changepoints", rows, "--period", "month", "--value", "n", "--model", "least-squares", "--min-segment", "3", "--max-breaks", "3"):
            rss, breaks = best(squares, o["n_breaks"])
            self.assertEqual(o["breaks"], breaks)
            self.close(o["loss"], rss, COUNTS)
            self.close(o["bic"], 16 * (math.log(rss / 16) + 1 + math.log(2 * math.pi)) + math.log(16) * 2 * (o["n_breaks"] + 1), COUNTS)

    def test_events(self):
        rng = random.Random(15)
        rows = [{"date": f"2025-{m:02}-{rng.randrange(1, 29):02}", "group": rng.choice(["甲", "乙"])} for m in (5, 5, 6, 6, 6) for _ in range(30)]
        for o in run("events", rows, "--event", "2025-06-01", "--before", "21", "--after", "14"):
            before = sum("2025-05-11" <= r["date"] < "2025-06-01" and r["group"] == o["group"] for r in rows)
            after = sum("2025-06-01" <= r["date"] < "2025-06-15" and r["group"] == o["group"] for r in rows)
            self.assertEqual((o["count_before"], o["count_after"]), (before, after))
            test = stats.binomtest(after, before + after, 14 / 35)
            self.close(o["p"], test.pvalue, COUNTS)
            self.close(o["value"], after / 14 / (before / 21), COUNTS)
            interval = test.proportion_ci(0.95, "exact")
            for got, share in [(o["ci_lo"], interval.low), (o["ci_hi"], interval.high)]:
                self.close(got, share / (1 - share) * 21 / 14, COUNTS)


class Network(Close):
    def test_networkx(self):
        rng = random.Random(16)
        items = [chr(ord("a") + i) for i in range(12)]
        texts = [sorted({*rng.sample(items[:7], rng.randrange(1, 4)), *(rng.sample(items[5:], 2) if i % 3 == 0 else [])}) for i in range(60)]
        holds = {a: sum(a in t for t in texts) for a in items}
        for how, weight in {"count": lambda k, a, b: k, "jaccard": lambda k, a, b: k / (holds[a] + holds[b] - k),
                            "npmi": lambda k, a, b: math.log(k * 60 / holds[a] / holds[b]) / -math.log(k / 60)}.items():
            graph = networkx.Graph()
            graph.add_nodes_from(items)
            for a, b in itertools.combinations(items, 2):
                k = sum(a in t and b in t for t in texts)
                if k and weight(k, a, b) > 0:
                    graph.add_edge(a, b, weight=weight(k, a, b), length=1 / weight(k, a, b))
            got = run("network", [{"tokens": " ".join(t)} for t in texts], "--weight", how)
            edges = [o for o in got if o["kind"] == "edge"]
            self.assertEqual({(o["from"], o["to"]) for o in edges}, {tuple(sorted(e)) for e in graph.edges})
            for o in edges:
                self.close(o["weight"], graph[o["from"]][o["to"]]["weight"], COUNTS)
            nodes = [o for o in got if o["kind"] == "node"]
            for field, want in {
                "degree_centrality": networkx.degree_centrality(graph),
                "strength": dict(graph.degree(weight="weight")),
                "betweenness": networkx.betweenness_centrality(graph),
                "betweenness_weighted": networkx.betweenness_centrality(graph, weight="length"),
                "closeness": networkx.closeness_centrality(graph),
                "closeness_weighted": networkx.closeness_centrality(graph, distance="length"),
                "eigenvector": networkx.eigenvector_centrality(graph, weight="weight", tol=1e-13, max_iter=100000),
                "pagerank": networkx.pagerank(graph, weight="weight", tol=1e-13, max_iter=10000),
            }.items():
                for o in nodes:
                    self.close(o[field], want[o["name"]], MODELS, f"{how} {field}")
            communities = [{o["name"] for o in nodes if o["community"] == c} for c in range(got[0]["n_communities"])]
            self.close(got[0]["modularity"], networkx.community.modularity(graph, communities), MODELS)
            theirs = max(networkx.community.modularity(graph, networkx.community.louvain_communities(graph, seed=s)) for s in range(10))
            self.assertGreaterEqual(got[0]["modularity"], theirs - 1e-9)


if __name__ == "__main__":
    unittest.main()
