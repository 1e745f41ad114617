"""What the web server is told beside the address and the numbers that `aeo serve` gives it."""

from app.logs import arrangement

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
