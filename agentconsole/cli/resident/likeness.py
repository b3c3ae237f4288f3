"""What two processes must have in common before one console may come out of the other's memory."""

import os
import sys
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

FIXED = ("ESCDELAY", "LANG", "LC_", "LD_", "OPENSSL_", "PYTHON", "TEXTUAL", "TZ")
"""Beginnings of variables that are read once, when Python or a library is loaded."""
SPACES = ("mnt", "net", "user")


def likeness(environment: "Mapping[str, str]") -> bytes:
    """The program to the file's last change, its Python and libraries, whom it works for, and what it read at its
    start. Raises OSError where the program does not lie in plain files."""
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    libraries = [each for each in sys.path if each.endswith(("site-packages", "dist-packages")) and os.path.isdir(each)]
    told = [
        *(package, str(_files(package)), sys.version, os.path.realpath(sys.executable), sys.prefix),
        str((sys.flags.optimize, sys.flags.utf8_mode, sys.flags.dev_mode, sys.flags.no_site, sys.flags.isolated)),
        str((os.getuid(), os.geteuid(), os.getgid(), os.getegid(), sorted(os.getgroups()))),
        *(f"{each} {os.stat(each).st_mtime_ns}" for each in sorted(set(libraries))),
        *sorted(f"{name}={value}" for name, value in environment.items() if name.startswith(FIXED)),
        *map(_space, SPACES),
    ]
    return "\n".join(told).encode("utf-8", "surrogateescape")


def _files(folder: str) -> int:
    """A sum that is another one when a file of the program is."""
    found, todo = 0, [folder]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir():
                    todo.append(entry.path)
                else:
                    stat = entry.stat()
                    about = f"{entry.path} {stat.st_mtime_ns} {stat.st_size}\n"
                    found = zlib.crc32(about.encode("utf-8", "surrogateescape"), found)
    return found


def _space(kind: str) -> str:
    """Which of the kernel's rooms of that kind the process is in: a container sees other files under the same names."""
    try:
        return os.readlink(f"/proc/self/ns/{kind}")
    except OSError:
        return ""
