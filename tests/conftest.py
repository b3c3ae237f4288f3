"""What every test may ask for: how long a proof is to run, and from which seed. Nothing clever."""

import gc
import os
import random
from collections.abc import Callable

import hypothesis
import pytest

IS_CI = bool(os.environ.get("CI"))
"""In CI the same examples come every time: what has landed once does not fail by luck. Everywhere else they are new."""

os.environ["LANGUAGE"] = "en"

hypothesis.settings.register_profile("house", deadline=None, database=None, print_blob=True, derandomize=IS_CI)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` reaches the long figures, with `--at-most N` a part of them; `--seed N` replays a failure."""
    parser.addoption(
        "--long", action="store_true", help="run each proof over its long figure of seeds, kills or states"
    )
    parser.addoption(
        "--at-most", type=int, default=None, help="with --long: no more than so many at once, for figures that add up"
    )
    parser.addoption(
        "--seed", type=int, default=None, help="the first seed of every seeded test; printed when one fails"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A long figure takes as long as it takes."""
    if config.getoption("--long"):
        for item in items:
            item.add_marker(pytest.mark.timeout(0))


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end; looking through it for garbage again and again took a fifth
    of what the tests of the screens take."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`figure(short, long)`: how many seeds, kills or states this run is to reach."""
    is_long: bool = request.config.getoption("--long")
    most: int | None = request.config.getoption("--at-most")
    return lambda short, long: (long if most is None else min(long, most)) if is_long else short


@pytest.fixture
def first_seed(request: pytest.FixtureRequest) -> int:
    """The seed to count up from: a new one each run, the same in CI, or what `--seed` gives; shown with a failure."""
    given: int | None = request.config.getoption("--seed")
    drawn = 1 if IS_CI else random.SystemRandom().randrange(1_000_000)
    seed = drawn if given is None else given
    print(f"replay with --seed {seed}")
    return seed
