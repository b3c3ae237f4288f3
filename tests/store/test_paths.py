"""Where files live."""

import pytest

from agentconsole import paths


def test_the_package_finds_its_themes_and_fixtures():
    assert paths.data("themes").is_dir()
    assert paths.data("fixtures").is_dir()


def test_a_folder_that_was_not_shipped_is_named():
    with pytest.raises(FileNotFoundError, match="'nowhere'"):
        paths.data("nowhere")


def test_every_place_is_absolute_and_ours():
    for place in (paths.default_store(), paths.state_dir(), paths.crash_dir(), paths.config_file()):
        assert place.is_absolute()
        assert "agentconsole" in place.parts
