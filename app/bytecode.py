"""Compiled templates kept beside their sources, as Python keeps compiled modules: a process that starts does not compile them again."""

import contextlib
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from app.whole import write_owned


class Beside(BytecodeCache):
    """In `__pycache__` of the templates' folder. `kind` names the environment: another one compiles the same text to other code.

    A file holds the hash of its source, so an edited template is compiled anew. Where nothing can be written nothing is kept.
    """

    def __init__(self, templates: Path, kind: str) -> None:
        self.folder = templates / "__pycache__"
        self.kind = f"{kind}-{jinja2.__version__}"

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError), self.file(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            write_owned(self.file(bucket), bucket.bytecode_to_string(), durable=False)

    def file(self, bucket: Bucket) -> Path:
        return self.folder / f"{self.kind}-{bucket.key}.pyc"
