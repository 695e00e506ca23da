"""The SQL of the documentation runs over the demo's tables, and gives the report's
numbers."""

import re
import unittest

import duckdb

from . import demo

# Reserved in PostgreSQL, and not in DuckDB.
POSTGRES = {"authorization", "binary", "concurrently", "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user",
            "freeze", "grant", "localtime", "localtimestamp", "overlaps", "session_user", "system_user", "user"}


def connect() -> duckdb.DuckDBPyConnection:
    """The demo's tables as views, by name."""
    con = duckdb.connect()
    for folder in sorted((demo.dataset() / "current").resolve().iterdir()):
        if folder.is_dir():
            con.read_parquet(f"{folder}/**/*.parquet", hive_partitioning=False).create_view(folder.name)
    return con


def columns(table: str) -> list[str]:
    """The columns of a table as the reference names them."""
    (text,) = re.findall(rf"^## {table}$(.*?)(?=^## |\Z)", (demo.ROOT / "store" / "SCHEMA.md").read_text(), re.M | re.S)
    return re.findall(r"^\| `(\w+)`", text, re.M)


def queries(name: str) -> list[str]:
    """The SQL blocks of a page, the tables where the demo has them."""
    text = (demo.ROOT / name).read_text()
    found = re.findall(r"```sql\n(.*?)```", text, re.S) + re.findall(r'duckdb -c "(.*?)"', text, re.S)
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        found += [q.replace("{tables}", "demo/data/current") for q in re.findall(r'duckdb\.sql\(f"""(.*?)"""\)', block, re.S)]
    return [re.sub(r"'(?:demo/data|data|DATA)/current", f"'{demo.dataset()}/current", q) for q in found]


class Documentation(unittest.TestCase):
    def test_every_query_runs_and_finds_rows(self):
        n = 0
        for name in ["README.md", "docs/dataset.md", "docs/quick-start.md", "docs/reading-tables.md", "store/SCHEMA.md"]:
            for query in queries(name):
                with self.subTest(page=name, query=query[:80]):
                    con = connect()
                    absent = [t for t in re.findall(r"/current/(\w+)/", query) if not (demo.dataset() / "current" / t).is_dir()]
                    for table in absent:  # such as corrections: the demo's editor has made none
                        con.sql(f"CREATE TABLE {table} ({', '.join(c + ' VARCHAR' for c in columns(table))})")
                        query = re.sub(rf"'[^']*/current/{table}/[^']*'", table, query)
                    self.assertEqual(bool(con.sql(query).fetchall()), not absent)
                    n += 1
        self.assertGreater(n, 6)

    def expect_estimates(self, query: str, statistic: str, n: str):
        """A query of country, frame, share and a count gives the rows that the report prints: all that it prints, and groups too small for it."""
        con = connect()
        con.sql(query).create_view("mine")
        least = con.sql("SELECT min(spec->>'min_docs')::INT FROM estimates WHERE question = 'prevalence' AND dimension = 'country'").fetchall()[0][0]
        rows = con.sql(f"""
            SELECT coalesce(e.group_name, m.country), coalesce(e.item, m.frame), e.value, m.share, e.{n}, m.{'documents' if n == 'n' else 'stories'}
            FROM (SELECT * FROM estimates WHERE target_id = 'org.iomed' AND question = 'prevalence' AND dimension = 'country' AND voice = 'all'
                  AND statistic = '{statistic}' AND preferred) e
            FULL JOIN mine m ON e.group_name = m.country AND e.item = m.frame""").fetchall()
        printed = 0
        for country, frame, value, share, want, got in rows:
            if value is None:
                self.assertLess(got, least, f"{country} {frame} is in no estimate")
                continue
            printed += 1
            self.assertEqual(want, got, f"{country} {frame}")
            self.assertAlmostEqual(value, share, delta=1e-9, msg=f"{country} {frame}")
        self.assertGreater(printed, 100)

    def test_readmes_shares_are_the_reports(self):
        (query,) = queries("README.md")
        self.expect_estimates(query, "share", "n")

    def test_the_shares_of_the_page_on_datasets_are_the_reports(self):
        by_document, by_story = (q for q in queries("docs/dataset.md") if "avg(" in q)
        self.expect_estimates(by_document, "share", "n")
        self.expect_estimates(by_story, "weighted_share", "n_stories")


class Names(unittest.TestCase):
    def test_none_needs_quotes(self):
        reserved = POSTGRES | {w for (w,) in duckdb.sql("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')").fetchall()}
        self.assertLessEqual({"end", "group", "window", "by"}, reserved)
        tables = re.findall(r"^## (\w+)$", (demo.ROOT / "store" / "SCHEMA.md").read_text(), re.M)
        names = [c for t in tables for c in columns(t)]
        self.assertGreater(len(tables), 20)
        self.assertGreater(len(names), 200)
        self.assertEqual([n for n in tables + names if n in reserved], [])

    def test_the_files_have_the_columns_of_the_reference(self):
        con = connect()
        for (table,) in con.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            with self.subTest(table=table):
                self.assertEqual([d[0] for d in con.sql(f"SELECT * FROM {table} LIMIT 0").description], columns(table))


class SelfExplaining(unittest.TestCase):
    """What one table says of another."""

    def expect_none(self, query: str):
        self.assertEqual(connect().sql(query).fetchall(), [])

    def test_documents_that_do_not_count_say_why(self):
        self.expect_none("SELECT doc_id FROM documents WHERE counted <> (not_counted IS NULL)")
        self.expect_none("SELECT doc_id FROM documents WHERE counted AND (blocked OR paywalled OR excluded IS NOT NULL)")
        self.expect_none("SELECT doc_id FROM documents WHERE counted QUALIFY version < max(version) OVER (PARTITION BY article_id)")
        self.assertTrue(connect().sql("SELECT doc_id FROM documents WHERE not_counted = 'paywalled'").fetchall())

    def test_every_name_is_explained(self):
        self.expect_none("SELECT h.frame FROM frame_hits h ANTI JOIN frames f USING (codebook, frame)")
        self.expect_none("SELECT h.frame FROM document_frames h ANTI JOIN frames f USING (codebook, frame)")
        self.expect_none("SELECT item FROM estimates e ANTI JOIN frames f ON e.codebook = f.codebook AND e.item = f.frame WHERE e.question = 'prevalence'")
        self.expect_none("SELECT m.entity_id FROM mentions m ANTI JOIN entities e USING (entity_id) WHERE m.entity_id IS NOT NULL")
        self.expect_none("SELECT q.speaker_id FROM quotes q ANTI JOIN entities e ON e.entity_id = q.speaker_id WHERE q.speaker_id IS NOT NULL")
        self.expect_none("SELECT b FROM (SELECT unnest(bloc) AS b FROM sources) ANTI JOIN blocs ON b = bloc_id")
        self.expect_none("SELECT bloc_id FROM memberships ANTI JOIN blocs USING (bloc_id)")
        self.expect_none("SELECT frame FROM frames WHERE label_en IS NULL OR label_zh IS NULL OR definition IS NULL")

    def test_hits_in_quotations_name_them(self):
        self.expect_none("SELECT hit_id FROM frame_hits WHERE (voice = 'author') <> (quote_id IS NULL)")
        self.expect_none("SELECT hit_id FROM frame_hits h ANTI JOIN quotes q ON q.quote_id = h.quote_id AND q.doc_id = h.doc_id WHERE h.quote_id IS NOT NULL")

    def test_counted_words_are_among_the_tokens(self):
        self.expect_none("""SELECT doc_id FROM documents JOIN (SELECT doc_id, sum(n) AS words FROM term_counts GROUP BY doc_id) USING (doc_id) WHERE words > n_tokens""")


if __name__ == "__main__":
    unittest.main()
