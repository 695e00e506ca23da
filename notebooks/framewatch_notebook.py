"""What the notebooks share: the tables of a dataset, the questions that are commands,
and charts with the sentences that belong to them.

Environment: FRAMEWATCH_DATA is the dataset's folder (default: the demo's),
FRAMEWATCH_TARGET the target (default: the one that most documents name),
FRAMEWATCH_BIN the program, FRAMEWATCH_SETTINGS the settings file of the dataset,
which commands such as `framewatch compare` read beside its tables.
"""

import hashlib
import html
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass, field

import altair as alt
import duckdb
import polars as pl
import vl_convert
from IPython.display import display

HERE = pathlib.Path(__file__).resolve().parent

# Okabe and Ito (2008), as in the report (report/svg/style.go); shapes tell the same
# for those who see no colours, and in print.
PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke"]
MUTED = "#8a8a8a"

# Without a font that has them Chinese and Arabic labels would be boxes.
FONT = "Noto Sans, Noto Sans CJK SC, Noto Sans Arabic, sans-serif"


@alt.theme.register("framewatch", enable=True)
def theme() -> alt.theme.ThemeConfig:
    text = {"labelFont": FONT, "titleFont": FONT, "labelLimit": 470, "titleFontWeight": "normal", "labelFontSize": 12}
    return alt.theme.ThemeConfig({"config": {
        "font": FONT, "axis": text | {"gridColor": "#e6e6e6"}, "legend": text | {"orient": "top", "titleOrient": "left"}, "header": text, "title": {"font": FONT},
        "range": {"category": PALETTE, "symbol": SHAPES, "heatmap": {"scheme": "blues"}, "ramp": {"scheme": "blues"}},
        "view": {"continuousWidth": 560, "continuousHeight": 260, "stroke": None},
        "rule": {"strokeWidth": 1.6}, "point": {"filled": True, "size": 70}, "bar": {"stroke": "white", "strokeWidth": 0.5},
    }})


# --- The tables ---------------------------------------------------------------

# Arrow's types, as store/SCHEMA.md names them, in DuckDB's words.
_TYPES = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "timestamp[us, UTC]": "TIMESTAMPTZ"}


def _duck_type(arrow: str) -> str:
    if inner := re.fullmatch(r"list<struct<(.*)>>", arrow):
        fields = (part.split(": ") for part in inner[1].split(", "))
        return "STRUCT(" + ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in fields) + ")[]"
    if inner := re.fullmatch(r"list<(.*)>", arrow):
        return _TYPES[inner[1]] + "[]"
    return _TYPES[arrow]


def _columns() -> dict[str, list[tuple[str, str]]]:
    """Columns of every table, from the reference of the tables: (name, type in DuckDB)."""
    reference = (HERE.parent / "store" / "SCHEMA.md").read_text(encoding="utf-8")
    out = {}
    for part in re.split(r"^## ", reference, flags=re.M)[1:]:
        rows = re.findall(r"^\| `(\w+)`[^|]*\| ([^|]+?) \|", part, flags=re.M)
        out[part.split("\n", 1)[0].strip()] = [(name, _duck_type(kind)) for name, kind in rows]
    return out


# What a command such as `framewatch compare` prints of table estimates.
_ESTIMATE = {
    **dict.fromkeys(["dimension", "group_name", "item", "statistic", "method", "voice", "codebook", "note", "spec"], pl.String),
    "preferred": pl.Boolean, **dict.fromkeys(["value", "ci_lo", "ci_hi", "p", "p_adj"], pl.Float64),
    **dict.fromkeys(["n", "n_positive", "n_stories", "n_outlets", "n_clusters", "n_not_coded"], pl.Int64),
    "value_a": pl.Float64, "n_a": pl.Int64, "value_b": pl.Float64, "n_b": pl.Int64,
}


@dataclass
class Answer:
    """What a command answered: its rows, what it says beside them, and whether it could be asked."""

    rows: pl.DataFrame | list[dict]
    told: list[str] = field(default_factory=list)
    asked: bool = True


class Dataset:
    """The tables of one run as DuckDB views of the same names; documents are those that count.

    View `answers` has the rows of estimates about the target, with `label`, the frame's
    name in words, less shares within one side, which would stand beside those over all.
    A table that the run has not written is a view without rows.
    """

    def __init__(self, folder: pathlib.Path):
        # current is a link to the tables of one run. Followed once, it shows that run to
        # the end, though another one may be committed meanwhile.
        self.folder, self.tables = folder, (folder / "current").resolve()
        if not self.tables.is_dir():
            raise FileNotFoundError(f"no tables at {self.tables}: run `make demo`, or set FRAMEWATCH_DATA to your dataset's folder")
        self.con = duckdb.connect()
        self.con.execute("SET TimeZone = 'UTC'")
        for table, columns in _columns().items():
            self._view(table, columns)
        self.target = os.environ.get("FRAMEWATCH_TARGET") or self._one("""
            SELECT target_id FROM document_targets WHERE relevance <> 'none' GROUP BY ALL ORDER BY count(*) DESC, target_id LIMIT 1""") or ""
        self.name = self._one("SELECT name FROM entities WHERE entity_id = $target") or self.target or "the target"
        self.demo = bool(self._one("SELECT bool_and(demo) FROM sources"))
        base = self._one("SELECT json_extract_string(spec, '$.filter') FROM estimates WHERE target_id = $target AND question = 'prevalence' AND dimension = 'all'") or ""
        self.con.execute(f"""
            CREATE VIEW answers AS SELECT e.*, coalesce(f.label_en, e.item) AS label
            FROM estimates e LEFT JOIN frames f ON f.codebook = e.codebook AND f.frame = e.item
            WHERE e.target_id = '{self.target.replace("'", "''")}' AND (e.question <> 'prevalence' OR e.dimension <> 'month'
              OR coalesce(json_extract_string(e.spec, '$.filter'), '') = '{base.replace("'", "''")}')""")
        # Languages by their documents, so that each has one colour in all charts; countries in words.
        self.langs = self.sql("SELECT lang FROM documents GROUP BY lang ORDER BY count(*) DESC, lang")["lang"].to_list()
        self.countries = dict(self.sql("""
            SELECT country, min(name) FROM entities WHERE kind IN ('state', 'region') AND country IS NOT NULL AND entity_id LIKE 'country.%' GROUP BY ALL""").iter_rows())
        self.level = self.spec(self._one("SELECT spec FROM answers WHERE question = 'prevalence' LIMIT 1")).get("confidence", 0.95)

    def _view(self, table: str, columns: list[tuple[str, str]]) -> None:
        folder = self.tables / table
        if folder.is_dir() and next(folder.rglob("*.parquet"), None):
            files = str(folder).replace("'", "''")
            rows = self.con.sql(f"SELECT * FROM read_parquet('{files}/**/*.parquet', hive_partitioning = false, union_by_name = true)")
        else:
            rows = self.con.sql("SELECT " + ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns) + " WHERE false")
        if table == "documents":
            rows = rows.filter("counted")  # less block pages, teasers, earlier versions and what an editor takes for no article
        rows.create_view(table)

    def sql(self, query: str) -> pl.DataFrame:
        """Runs a query, in which $target is the target; DuckDB hands the rows to Polars without a copy."""
        return pl.DataFrame(self.con.sql(query, params={"target": self.target} if "$target" in query else None))

    def _one(self, query: str):
        rows = self.sql(query)
        return None if rows.is_empty() else rows.item(0, 0)

    @staticmethod
    def spec(text: str | None) -> dict:
        """Column spec of estimates: what fixes a number, such as sides, window and language."""
        return json.loads(text or "{}")

    def side(self, filters: str) -> str:
        """One side of a contrast in words: bloc_ever!=brics is "never in BRICS"."""
        def words(part: str) -> str:
            match = re.fullmatch(r"(\w+)(!?=)(.+)", part)
            if not match:
                return part
            name, sign, value = match[1], match[2], match[3]
            if name in ("bloc", "bloc_ever"):
                value = names.get(value, value)
                return {"bloc=": "in ", "bloc!=": "not in ", "bloc_ever=": "at some time in ", "bloc_ever!=": "never in "}[name + sign] + value
            return f"{name.replace('_', ' ')} {'is' if sign == '=' else 'is not'} {value.replace('_', ' ')}"
        names = dict(self.sql("SELECT bloc_id, name_en FROM blocs WHERE name_en IS NOT NULL").iter_rows())
        return " and ".join(words(part) for part in filters.split(","))

    def run(self, *args: str, json_lines: bool = True) -> Answer:
        """Runs framewatch over the dataset; rows are the lines of --json."""
        binary = os.environ.get("FRAMEWATCH_BIN") or shutil.which("framewatch")
        if not binary or not pathlib.Path(binary).is_file():
            return Answer([], ["the program framewatch, of which it is a command, is not on the PATH, and FRAMEWATCH_BIN does not name it"], asked=False)
        settings = os.environ.get("FRAMEWATCH_SETTINGS") or ("builtin:demo.yaml" if self.demo else "")
        about = ["--target", self.target] if self.target else []
        command = [binary, *args, *(["--json"] if json_lines else []), *about, "--data", str(self.folder.resolve()), *(["-c", settings] if settings else [])]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        told = [line.removeprefix("framewatch: ") for line in done.stderr.splitlines() if line.strip() and not line.startswith("See ")]
        if done.returncode:
            return Answer([], told or [f"framewatch {args[0]} ended with exit code {done.returncode}"], asked=False)
        return Answer([json.loads(line) for line in done.stdout.splitlines()] if json_lines else [], told)

    def compare(self, *args: str) -> Answer:
        """Asks `framewatch compare`; the rows have `label` as view answers has."""
        answer = self.run("compare", *args)
        frame = pl.DataFrame([{name: row.get(name) for name in _ESTIMATE} for row in answer.rows], schema=_ESTIMATE)
        labels = self.sql("SELECT DISTINCT ON (frame) frame AS item, label_en AS label FROM frames WHERE label_en IS NOT NULL ORDER BY ALL")
        frame = frame.join(labels, on="item", how="left", maintain_order="left").with_columns(pl.coalesce("label", "item").alias("label"))
        return Answer(frame, answer.told, answer.asked)


def open_dataset() -> Dataset:
    """Opens the dataset that FRAMEWATCH_DATA names, else the demo's."""
    return Dataset(pathlib.Path(os.environ.get("FRAMEWATCH_DATA") or HERE.parent / "demo" / "data"))


# --- Numbers in words -----------------------------------------------------------


def count(n: int, thing: str) -> str:
    """1 document, 1,204 stories."""
    many = thing[:-1] + "ies" if thing.endswith("y") and thing[-2] not in "aeiou" else thing + "s"
    return f"{n:,} {thing if n == 1 else many}"


def agree(n: int, one: str, many: str) -> str:
    """The verb that goes with n things: is or are."""
    return one if n == 1 else many


def percent(share: float | None) -> str:
    if share is None or math.isnan(share):
        return "an unknown share"
    return f"{100 * share:.0f}\u00a0%" if share == 0 or share >= 0.095 else f"{100 * share:.1f}\u00a0%"


def points(difference: float) -> str:
    """Percentage points, signed."""
    return f"{round(100 * difference):+d} points".replace("-", "−")


def interval(row: dict, unit: str = "%", level: float = 0.95) -> str:
    """The interval of a row of estimates in words; says why where it has none."""
    if row["ci_lo"] is None or row["ci_hi"] is None:
        return "no interval" + (f": {row['note']}" if row.get("note") else "")
    unit = "\u00a0" + unit if unit else ""
    ends = (f"{round(100 * end)}" if unit else f"{round(end, 2) + 0.0:.2f}" for end in (row["ci_lo"], row["ci_hi"]))
    return f"{100 * level:.0f}\u00a0% interval {' to '.join(ends)}{unit}".replace("-", "−")


def p(value: float | None) -> str:
    return "unknown" if value is None else "less than 0.001" if value < 0.001 else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def several(things: list[str], most: int = 5) -> str:
    """a, b and c; of more than `most` the rest is counted."""
    things = list(things)
    if len(things) > most:
        things = things[: most - 1] + [f"{len(things) - most + 1} more"]
    return things[0] if len(things) == 1 else ", ".join(things[:-1]) + " and " + things[-1] if things else "none"


# --- Charts -----------------------------------------------------------------------


def told_apart(by: str, order: list[str]) -> dict:
    """Colour and shape by column `by` in one legend: two for Vega, unless their domains are given."""
    same = {"scale": alt.Scale(domain=order), "title": None}
    return {"color": alt.Color(f"{by}:N", **same), "shape": alt.Shape(f"{by}:N", **same)}


def dots(rows: pl.DataFrame, y: str, x_title: str, sort: list[str] | None = None, by: str = "", order: list[str] | None = None, apart: bool = True, form: str = "%", zero: bool = False) -> alt.LayerChart:
    """Points (value) with their intervals (ci_lo, ci_hi), a line for each value of column y,
    in the order of the rows unless sorted; `by` tells rows apart by colour and shape, and
    by height where a line has several (`apart`). A row without interval has no line. `zero`
    draws where nothing differs."""
    lines = alt.Chart(rows).transform_filter("isValid(datum.ci_lo) && isValid(datum.ci_hi)").mark_rule()
    heads = alt.Chart(rows).mark_point(opacity=1)
    lines = lines.encode(x=alt.X("ci_lo:Q", title=x_title, axis=alt.Axis(format=form)), x2="ci_hi:Q")
    heads = heads.encode(x=alt.X("value:Q", title=x_title))
    if by:
        marks = told_apart(by, order or rows[by].unique().sort().to_list())
        heads, lines = heads.encode(**marks), lines.encode(color=marks["color"])
    else:
        heads, lines = heads.encode(color=alt.value(PALETTE[0])), lines.encode(color=alt.value(PALETTE[0]))
    nothing = [alt.Chart(rows.head(1)).mark_rule(color="black", strokeWidth=1).encode(x=alt.datum(0))] if zero else []
    y_axis = alt.Y(f"{y}:N", sort=sort or rows[y].unique(maintain_order=True).to_list(), title=None)
    offset = {"yOffset": alt.YOffset(f"{by}:N", sort=order)} if by and apart else {}
    return alt.layer(*nothing, *(layer.encode(y=y_axis, **offset) for layer in (lines, heads)))


def alluvial(flows: pl.DataFrame, left: str, right: str, size: str) -> alt.LayerChart:
    """Ribbons from the values of column `left` to those of `right`, as wide as `size`; the
    largest first on both sides, coloured (and named) by where they begin."""
    gap, places, bars = 0.5 * flows[size].sum() / max(flows[left].n_unique(), flows[right].n_unique()), {}, []
    for x, column in ((0.0, left), (1.0, right)):
        sums = flows.group_by(column).agg(pl.col(size).sum()).sort([size, column], descending=[True, False])
        top = 0.0
        for name, n in sums.iter_rows():
            places[x, name] = top
            bars.append({"x": x, "top": top, "end": top + n, "text": f"{name} {n}"})
            top += n + gap
    order = flows.group_by(left).agg(pl.col(size).sum()).sort([size, left], descending=[True, False])[left].to_list()
    ribbons = []
    for begin, end, n in flows.sort([size, left, right], descending=[True, False, False]).select(left, right, size).iter_rows():
        a, b = places[0.0, begin], places[1.0, end]
        places[0.0, begin], places[1.0, end] = a + n, b + n
        for step in range(21):
            t = step / 20
            y = a + (b - a) * t * t * (3 - 2 * t)
            ribbons.append({"x": t, "y": y, "end": y + n, "flow": f"{begin} to {end}", "origin": begin if begin in order[:6] else "others"})
    x, y = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.15, 1.15])), alt.Scale(reverse=True, nice=False)
    nodes, text = alt.Chart(pl.DataFrame(bars)), {"fontSize": 12}
    labels = nodes.encode(x=x, y=alt.Y("middle:Q"), text="text:N").transform_calculate(middle="(datum.top + datum.end) / 2")
    return alt.layer(
        alt.Chart(pl.DataFrame(ribbons)).mark_area(opacity=0.55).encode(
            x=x, y=alt.Y("y:Q", axis=None, scale=y), y2="end:Q", detail="flow:N", color=alt.Color("origin:N", sort=[*order[:6], "others"], legend=None)),
        nodes.mark_rule(strokeWidth=5, color="black").encode(x=x, y=alt.Y("top:Q", axis=None, scale=y), y2="end:Q"),
        labels.transform_filter("datum.x == 0").mark_text(align="right", dx=-8, **text),
        labels.transform_filter("datum.x == 1").mark_text(align="left", dx=8, **text),
    ).properties(height=max(180, 30 * max(flows[left].n_unique(), flows[right].n_unique())))


# --- What a cell shows ------------------------------------------------------------


class _Shown:
    def __init__(self, markup: str, text: str):
        self.markup, self.text = markup, text

    def _repr_mimebundle_(self, **_):
        return {"text/html": self.markup, "text/plain": self.text}


def say(*sentences: str) -> None:
    """Shows sentences as a paragraph: what a chart shows, or why there is none."""
    text = " ".join(s for s in sentences if s)
    display(_Shown(f'<p class="finding">{html.escape(text)}</p>', text))


def show(chart: alt.TopLevelMixin, title: str, *sentences: str) -> None:
    """Draws a chart as SVG, which needs no script and no network, under a title that is its
    finding and over sentences that say in words what it shows."""
    svg = vl_convert.vegalite_to_svg(chart.to_json())
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    # Several charts stand in one page, and their clips must not be each other's.
    svg = re.sub(r'(id="|url\(#)(clip\d+)', rf"\1c{mark}-\2", svg)
    # What it shows is in the title and below; the parts would be read out one by one.
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{html.escape(title)}" ', 1)
    display(_Shown(f'<figure><figcaption>{html.escape(title)}</figcaption>{svg}</figure>', f"[chart: {title}]"))
    say(*sentences)


def table(rows: pl.DataFrame, caption: str = "") -> None:
    """Shows rows as a table; what is not known is an en dash."""
    def cell(value) -> str:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            text = "–"
        elif isinstance(value, float):
            text = f"{value:.3g}"
        else:
            text = f"{value:,}" if number else str(value)
        # What is short, such as a date, stays on one line.
        return f'<td class="{"number" if number else "short" if len(text) < 12 else "text"}">{html.escape(text)}</td>'
    head = "".join(f'<th scope="col">{html.escape(name.replace("_", " "))}</th>' for name in rows.columns)
    body = "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in rows.iter_rows())
    display(_Shown(f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>",
                   f"[table of {len(rows)} rows] {caption}"))


def told(answer: Answer, what: str) -> None:
    """Says why there is nothing to draw: `what`, if the command could be asked, and what it told."""
    lines = [line if len(line) <= 240 else line[:239] + "…" for line in answer.told[:3]]
    say(f"Nothing to show: {what}." if answer.asked else "There is no answer to this question:", *(line.rstrip(".") + "." for line in lines))
