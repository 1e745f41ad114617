"""Nobody gets in with what everybody knows."""

import pytest

from tests.web.world import PASSWORDS, World


@pytest.mark.row("reliability:A15")
def test_there_is_no_account_that_everybody_knows(world: World) -> None:
    for email in ("admin@example.org", "administrator@example.org"):
        for password in ("admin", PASSWORDS["administrator"]):
            assert world.client().sign_in(email, password).status_code == 422
