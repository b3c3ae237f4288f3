"""A team's server for each test, on both kinds of store."""

from tests.server.conftest import team as team
