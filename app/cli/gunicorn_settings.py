"""What the web server is told beside the address and the numbers that `aeo serve` gives it."""

import gc

from app.logs import arrangement

preload_app = True
"""All is loaded once, before the workers part: what none of them alters lies in memory once, and one that died is soon back."""
worker_class = "gthread"
"""A slow client holds a thread, never a whole worker."""
timeout = 60
graceful_timeout = 30
keepalive = 5
control_socket_disable = True
"""Two servers of one user would quarrel over the socket in the home folder."""
forwarded_allow_ips = ""
"""Which proxies are believed is AEO_PROXIES, and is decided in one place, the application."""
limit_request_line = 8190
logconfig_dict = arrangement()


def when_ready(server: object) -> None:
    """Leave out of every later search for garbage what was loaded before the workers part: it stays, and it stays shared.

    A request leaves hardly any behind: it is searched for after some dozen of them, not in the middle of each.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
