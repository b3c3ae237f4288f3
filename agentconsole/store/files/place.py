"""Where a store may lie (mine alone, no link, not on a network file system), and what SQLite calls the place.

Nothing here opens an existing store: closing a second descriptor of a file would drop the locks that SQLite
holds on it for this whole process.
"""

import os
import stat

from agentconsole.store.errors import StoreRefused, StoreUnavailable

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ncpfs", "ceph", "glusterfs"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.davfs", "davfs"}
)
SYNCED_FOLDERS = ("dropbox", "onedrive", "google drive", "icloud", "nextcloud", "owncloud", "syncthing")
_POSIX = os.name == "posix"


def uri(path: str, mode: str) -> str:
    """The address SQLite takes for `path` with `mode` "ro" or "rw", which never make a file."""
    for char, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        path = path.replace(char, code)
    return f"file:{path}?mode={mode}"


def prepare(path: str, *, create: bool, i_know: bool) -> None:
    """Make `path` fit for a store: an existing regular file of mine with mode 0600, in a folder of mine.

    A missing file and folder are made when `create` is set. Raises StoreRefused when the place is not safe
    (`i_know` accepts a network file system and a shared folder, never a link) and StoreUnavailable when there
    is no file or none can be made.
    """
    folder = os.path.dirname(os.path.abspath(path))
    try:
        if create:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        if not i_know:
            _refuse_shared_folder(folder)
            _refuse_network(folder)
        if not _check_file(path):
            _make_file(path, create=create)
    except OSError as error:
        raise StoreUnavailable(path, f"the store cannot be opened ({error.strerror})") from error


def _check_file(path: str) -> bool:
    """Whether the file is there; one that is must be mine and is closed to everybody else."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return False
    if stat.S_ISLNK(found.st_mode):
        raise StoreRefused(path, "the store is a symbolic link", "Give the path of the file itself.")
    if not stat.S_ISREG(found.st_mode):
        raise StoreRefused(path, "the store is not a regular file", "Give another --store.")
    if _POSIX and found.st_uid != os.getuid():
        raise StoreRefused(path, "the store belongs to another user", "Give a store of your own.")
    if _POSIX and found.st_mode & 0o077:
        os.chmod(path, 0o600)
    return True


def _make_file(path: str, *, create: bool) -> None:
    if not create:
        raise StoreUnavailable(path, "there is no store", "Check the path given with --store.")
    # Made by us and not by SQLite, because SQLite would use the umask and let others read it.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        _check_file(path)


def _refuse_shared_folder(folder: str) -> None:
    """Whoever may write to the folder could plant a journal there, which SQLite would play back."""
    if not _POSIX:
        return
    found = os.stat(folder)
    if found.st_uid not in (os.getuid(), 0):
        raise StoreRefused(folder, "the store's folder belongs to another user", "Give a folder of your own.")
    # Distributions that give each user a group of the same number leave folders open to that group of one.
    group_of_one = found.st_gid == found.st_uid
    if found.st_mode & stat.S_IWOTH or (found.st_mode & stat.S_IWGRP and not group_of_one):
        todo = "Put it in a folder only you may write to (chmod 700), or say --i-know."
        raise StoreRefused(folder, "others may write to the store's folder", todo)


def _refuse_network(folder: str) -> None:
    kind = file_system(folder)
    if kind in NETWORK_FILE_SYSTEMS:
        todo = "Its locks cannot be trusted; use a local disk, or --i-know if one program alone uses it."
        raise StoreRefused(folder, f"the store lies on a network file system ({kind})", todo)


def file_system(folder: str) -> str:
    """The kind of file system that holds `folder`, as Linux names it; "" where that cannot be told."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts:
            return kind_of(os.path.realpath(folder), mounts.read())
    except OSError:
        return ""


def kind_of(folder: str, mountinfo: str) -> str:
    """The file system of the longest mount point that holds `folder`; the last of equals hides the rest."""
    best, kind = "", ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        point = _unescaped(before.split(" ")[4])
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, after.split(" ", 1)[0]
    return kind


def _unescaped(point: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, char)
    return point


def synced_folder(path: str) -> str:
    """The name of the file-syncing service in `path`, "" for none: a copy made mid-write can ruin a store."""
    folded = os.path.abspath(path).casefold()
    return next((name for name in SYNCED_FOLDERS if name in folded), "")
