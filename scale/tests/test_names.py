"""The names of bodies as linked data, read by an RDF library."""

import subprocess
import unittest

import duckdb
import rdflib
from rdflib.namespace import RDF, SKOS

from . import demo

XL = rdflib.Namespace("http://www.w3.org/2008/05/skos-xl#")
OURS = rdflib.Namespace("urn:framewatch:term:")
TARGET = rdflib.URIRef("urn:framewatch:entity:org.iomed")


class Names(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = str(demo.dataset())
        out = subprocess.run([demo.BINARY, "names", "export", "--data", cls.data, "-c", "builtin:demo.yaml"],
                             check=True, capture_output=True)
        cls.graph = rdflib.Graph().parse(data=out.stdout, format="json-ld")

    def labels(self, *kinds):
        return [label for kind in kinds for label in self.graph.objects(TARGET, kind)]

    def test_each_label_is_whole_and_of_one_entity(self):
        labels = list(self.graph.subjects(RDF.type, XL.Label))
        self.assertGreater(len(labels), 1000)
        for label in labels:
            form, = self.graph.objects(label, XL.literalForm)
            self.assertTrue(form.language, label)
            uses = [s for kind in (XL.prefLabel, XL.altLabel, XL.hiddenLabel, OURS.title) for s in self.graph.subjects(kind, label)]
            self.assertEqual(len(uses), 1, form)
        self.assertEqual(len(list(self.graph.subjects(RDF.type, SKOS.ConceptScheme))), 1)

    def test_mentions_are_those_of_the_tables(self):
        mentions = f"read_parquet('{self.data}/current/mentions/**/*.parquet')"
        sentences = f"read_parquet('{self.data}/current/sentences/**/*.parquet')"
        want = {(surface, lang): n for surface, lang, n in duckdb.sql(f"""
            SELECT m.surface, s.lang, count(*) FROM {mentions} m JOIN {sentences} s USING (sentence_id)
            WHERE m.entity_id = 'org.iomed' AND m.variant NOT IN ('pronoun', 'description') GROUP BY ALL""").fetchall()}
        got = {}
        for label in self.labels(XL.prefLabel, XL.altLabel, XL.hiddenLabel):
            n = next(self.graph.objects(label, OURS.mentions)).toPython()
            if n:
                form = next(self.graph.objects(label, XL.literalForm))
                got[str(form), form.language] = n
        # RDF writes tags of languages in lower case.
        self.assertEqual({(text, lang.lower()): n for (text, lang), n in got.items()},
                         {(text, lang.lower()): n for (text, lang), n in want.items()})
        self.assertGreater(len(got), 20)

    def test_wrong_renderings_are_hidden(self):
        for label in self.labels(XL.prefLabel, XL.altLabel):
            self.assertNotIn(next(self.graph.objects(label, OURS.variant)).toPython(), ("mistranslation", "typo"))
        self.assertGreater(len(self.labels(XL.hiddenLabel)), 20)


if __name__ == "__main__":
    unittest.main()
