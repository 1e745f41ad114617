"""The installation of these tests itself."""

from tests.web.world import CAST, PASSWORDS, World


def test_everybody_of_the_cast_can_sign_in_with_a_password(world: World) -> None:
    for one in CAST:
        response = world.client().sign_in(one.email, PASSWORDS[one.role])

        lands = "/training" if one.role == "trainee" else "/cohorts"
        assert (response.status_code, response.location) == (302, lands), one
