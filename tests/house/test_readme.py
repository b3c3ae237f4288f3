"""README is what the program is: its map is made from the modules' own words."""

from tests.house.readme_map import BEGIN, END, readme_map
from tests.house.source import ROOT


def test_the_map_in_readme_is_what_the_modules_say():
    _, *blocks = (ROOT / "README.md").read_text(encoding="utf-8").split(BEGIN)
    maps = [block.partition(END)[0].strip() for block in blocks]
    assert maps == [readme_map()] * len(maps), "remake it with: .venv/bin/python -m tests.house.readme_map"


def test_the_map_names_the_domain_in_its_own_words():
    assert "| `agentconsole/domain/` | " in readme_map()
