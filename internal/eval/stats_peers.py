"""Prints the share of values in which framewatch stats agrees with trusted packages,
by statistic, over the inaugural addresses of the evaluation sets."""

import collections
import json
import math
import pathlib
import subprocess
import sys

import numpy as np
from nltk.metrics import BigramAssocMeasures
from scipy.spatial.distance import jensenshannon
from scipy.stats import beta, chi2, chi2_contingency, fisher_exact
from statsmodels.stats.multitest import multipletests

binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
shares = collections.defaultdict(list)


def stats(name, *flags):
    done = subprocess.run([binary, "stats", name, *flags, folder / "inaugural.tok.jsonl"], check=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def agree(name, got, want, tolerance=1e-9):
    shares[name].append(got is not None and abs(got - want) <= tolerance * max(1e-6, abs(want)))


documents = [json.loads(line) for line in open(folder / "inaugural.tok.jsonl", encoding="utf-8")]
for d in documents:
    d["tokens"] = d["tokens"].split()
a, b = (collections.Counter(t for d in documents if d["group"] == g for t in d["tokens"]) for g in ("pre1945", "post1945"))
na, nb = a.total(), b.total()

keyness = stats("keyness", "--a", "pre1945", "--b", "post1945")
for f in keyness[::15]:
    x, y = a[f["term"]], b[f["term"]]
    table = np.array([[x, y], [na - x, nb - y]])
    agree("keyness", f["chi2"], chi2_contingency(table, correction=False).statistic)
    agree("keyness", f["g2"], chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic)
    agree("keyness", f["chi2_yates"], chi2_contingency(table).statistic)
    agree("keyness", f["p_fisher"], fisher_exact(table).pvalue)
    alpha = .025 / len(keyness)
    if x / na >= y / nb:
        p = beta.ppf(alpha, x, y + 1) if x else 0
        lrc = max(0, math.log2(nb / na * p / (1 - p))) if x else 0
    else:
        p = beta.ppf(alpha, y, x + 1)
        lrc = min(0, math.log2(nb / na * (1 - p) / p))
    agree("keyness", f["lrc"], lrc, 1e-6)
p = chi2.sf([f["g2"] for f in keyness], 1)
for method, field in (("fdr_bh", "p_g2_bh"), ("holm", "p_g2_holm")):
    for f, want in zip(keyness, multipletests(p, method=method)[1]):
        agree("keyness", f[field], want)

size = 500 / (na + nb)
for f in stats("logodds", "--a", "pre1945", "--b", "post1945", "--prior-size", "500"):
    prior = (a[f["term"]] + b[f["term"]]) * size
    ya, yb = a[f["term"]] + prior, b[f["term"]] + prior
    delta = math.log(ya / (na + 500 - ya)) - math.log(yb / (nb + 500 - yb))
    agree("logodds", f["log_odds_ratio"], delta)
    agree("logodds", f["z"], delta / math.sqrt(1 / ya + 1 / yb))

words, total = a + b, na + nb
for f in stats("collocations", "--min-count", "5"):
    margins = f["count"], (words[f["term"]], words[f["collocate"]]), total
    agree("collocations", f["mi"], BigramAssocMeasures.pmi(*margins))
    agree("collocations", f["t"], BigramAssocMeasures.student_t(*margins))
    agree("collocations", f["g2"], BigramAssocMeasures.likelihood_ratio(*margins))
    agree("collocations", f["chi2"], BigramAssocMeasures.chi_sq(*margins))

sizes = np.array([len(d["tokens"]) for d in documents], dtype=float)
counts = [collections.Counter(d["tokens"]) for d in documents]
for f in stats("dispersion", "--min-count", "5"):
    v = np.array([c[f["term"]] for c in counts], dtype=float)
    rates, part = v / sizes, sizes / sizes.sum()
    agree("dispersion", f["dp"], np.abs(v / v.sum() - part).sum() / 2)
    agree("dispersion", f["juilland_d"], 1 - rates.std() / rates.mean() / math.sqrt(len(v) - 1))

terms = sorted(words)
want = jensenshannon(np.array([b[t] for t in terms]), np.array([a[t] for t in terms]), 2)
for f in stats("divergence"):
    agree("divergence", f["js_distance_bits"], want)

print(json.dumps({name: sum(right) / len(right) for name, right in shares.items()}))
