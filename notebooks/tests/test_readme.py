"""README's Python example runs over the demo's tables."""

import contextlib
import io
import os
import re
import unittest

from . import demo


class Readme(unittest.TestCase):
    def test_the_example_runs(self):
        text = (demo.ROOT / "README.md").read_text()
        (block,) = re.findall(r"```python\n(.*?)```", text, re.S)
        out = demo.dataset().parent
        self.assertEqual(out.name and (out / "data").is_dir(), True)
        here = os.getcwd()
        os.chdir(out)
        try:
            os.symlink(".", "demo")
            code = block.replace("duckdb.sql(", "rows = duckdb.sql(", 1)
            scope: dict = {}
            with contextlib.redirect_stdout(io.StringIO()):
                exec(code, scope)  # noqa: S102
            self.assertGreater(len(scope["rows"].fetchall()), 100)
        finally:
            os.chdir(here)


if __name__ == "__main__":
    unittest.main()
