"""Where files live: the only module that names a directory of the user's or of the package's."""

from __future__ import annotations

import os

# Importing typing would cost every start of a warm console a tenth.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

APP = "agentconsole"


def default_store() -> Path:
    """The store that opens when no `--store` is given."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "store.db"


def teams() -> Path:
    """The copies of the teams worked for from this computer, and the note of the one signed in to last."""
    return default_store().parent / "teams"


def team_note() -> Path:
    """Which team that is; absent where the store is the user's own."""
    return teams() / "current.json"


def left_team_note() -> Path:
    """Which team was left last: its copy may still be here."""
    return teams() / "left.json"


def state_dir() -> Path:
    """Where logs and other things that may be deleted go."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False)


def resident_socket() -> str:
    """Where a resident waits for consoles to be begun. Found without a library: every start of a console looks."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    if own:
        return f"{own}/{APP}/resident.sock"
    state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return f"{state}/{APP}/run/resident.sock"


def crash_dir() -> Path:
    """Where a crash leaves its file, which holds no message bodies."""
    return state_dir() / "crashes"


def config_file() -> Path:
    """The user's settings."""
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False) / "config.toml"


def own_themes() -> Path:
    """The user's own themes; the folder need not be there."""
    return config_file().with_name("themes")


def data(name: str) -> Traversable:
    """The package's own folder `name`: "themes" or "fixtures".

    An installed wheel carries it inside the package, a checkout beside it.
    Raises FileNotFoundError when it is in neither place.
    """
    from pathlib import Path

    package = Path(__file__).resolve().parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    # Only a package inside an archive gets here: the console's first frame does without what reads those.
    from importlib.resources import files

    packaged = files("agentconsole") / name
    if packaged.is_dir():
        return packaged
    raise FileNotFoundError(f"agentconsole was installed without its {name!r} folder")
