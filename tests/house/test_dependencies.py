"""Every dependency declared is used; one excused as not yet used loses its excuse on the first import."""

import tomllib
from importlib.metadata import packages_distributions

from tests.house.source import ROOT, imported, modules


def test_no_dependency_is_excused_that_the_house_imports():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    excused = set(settings["tool"]["deptry"]["per_rule_ignores"]["DEP002"])
    tops = {name.partition(".")[0] for module in modules() for name, _ in imported(module.tree)}
    sources = packages_distributions()
    used = {distribution for top in tops for distribution in sources.get(top, [])}
    assert excused & used == set(), "take these out of [tool.deptry.per_rule_ignores] in pyproject.toml"
