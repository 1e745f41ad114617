"""The installation of the tests of the pages serves here too."""

from tests.web.conftest import furnished as furnished
