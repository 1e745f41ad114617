"""How much random input a test tries: a little by default, as many times more as AEO_FUZZ says. The seed is fixed."""

import os
from typing import Any

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("AEO_FUZZ", "1"))


def tries(count: int) -> Any:
    return settings(max_examples=count * TIMES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
