"""The WARC files of a crawl are read by other people's readers, and every
document can be traced to its record."""

import gzip
import unittest

import duckdb
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from . import demo


class Records(unittest.TestCase):
    def warcs(self):
        found = sorted((demo.dataset() / "warc").glob("*.warc.gz"))
        self.assertTrue(found)
        return found

    def test_warcio_finds_every_digest_right(self):
        kinds = {}
        for path in self.warcs():
            with open(path, "rb") as f:
                for record in ArchiveIterator(f, check_digests="raise"):
                    record.content_stream().read()
                    kinds[record.rec_type] = kinds.get(record.rec_type, 0) + 1
        self.assertGreater(kinds.get("response", 0), 100)
        self.assertGreater(kinds.get("warcinfo", 0), 0)

    def test_fastwarc_finds_every_digest_right(self):
        n = 0
        for path in self.warcs():
            with open(path, "rb") as f:
                for record in FastIterator(f, parse_http=False):
                    if record.headers.get("WARC-Block-Digest"):
                        self.assertTrue(record.verify_block_digest())
                        n += 1
        self.assertGreater(n, 100)

    def test_each_document_leads_to_its_page(self):
        data = demo.dataset()
        rows = duckdb.sql(
            f"""SELECT d.url, c.url, c.final_url, c.warc_file, c.warc_offset
                FROM read_parquet('{data}/current/documents/**/*.parquet') d
                JOIN read_parquet('{data}/current/captures/**/*.parquet') c USING (capture_id)"""
        ).fetchall()
        documents = duckdb.sql(f"SELECT count(*) FROM read_parquet('{data}/current/documents/**/*.parquet')").fetchall()[0][0]
        self.assertEqual(len(rows), documents)
        for _, asked, final, name, offset in rows:
            with open(data / name, "rb") as f:
                f.seek(offset)
                record = next(iter(ArchiveIterator(f)))
                self.assertEqual(record.rec_type, "response")
                self.assertIn(record.rec_headers.get_header("WARC-Target-URI"), (asked, final))
                self.assertTrue(record.content_stream().read())

    def test_each_record_is_a_gzip_member(self):
        """A reader may start at any record's offset."""
        data = demo.dataset()
        name, offset = duckdb.sql(
            f"SELECT warc_file, max(warc_offset) FROM read_parquet('{data}/current/captures/**/*.parquet') WHERE warc_file IS NOT NULL GROUP BY 1"
        ).fetchall()[0]
        with open(data / name, "rb") as f:
            f.seek(offset)
            self.assertTrue(gzip.GzipFile(fileobj=f).read(8).startswith(b"WARC/1."))


if __name__ == "__main__":
    unittest.main()
