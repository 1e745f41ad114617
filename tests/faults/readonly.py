"""A process of its own that may write nowhere it is not allowed to, as root neither; what it is asked to do comes as JSON, and so do its replies.

`python -m tests.faults.readonly`: {"data": folder, "cookies": {name: value}, "asks": [[method, path, json or form], …]}
"""

import ctypes
import json
import sys
from pathlib import Path
from typing import Any

from app.credentials import pdf
from app.factory import create_app
from app.people import passwords
from tests.web.world import Browser, settings_of

DROP_FROM_BOUNDING_SET, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2


def obey_permissions() -> None:
    """Before a program is begun: even root then has only the rights that a file gives its owner."""
    prctl = ctypes.CDLL(None).prctl
    for right in (DAC_OVERRIDE, DAC_READ_SEARCH):
        prctl(DROP_FROM_BOUNDING_SET, right, 0, 0, 0)


def answer(browser: Browser, method: str, path: str, body: Any) -> dict[str, Any]:
    if method == "json":
        reply = browser.send(path, body)
    elif method == "post":
        reply = browser.post(path, body)
    else:
        reply = browser.client.open(path, method=method, buffered=True)
    return {"status": reply.status_code, "text": reply.get_data(as_text=True) if reply.mimetype != "application/pdf" else "a pdf"}


def main() -> None:
    told = json.load(sys.stdin)
    folder = Path(told["data"])
    pdf.made = lambda data, seconds=0, form="pdf": b"%PDF-1.7 drawn elsewhere"
    app = create_app(settings_of(folder, f"sqlite:///{folder / 'aeo.db'}"), passwords.cheap())
    browser = Browser(app)
    browser.client.set_cookie("aeo", told["cookie"])
    json.dump([answer(browser, *ask) for ask in told["asks"]], sys.stdout)


if __name__ == "__main__":
    main()
