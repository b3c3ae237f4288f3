"""In front of a console that the resident has forked: the process the terminal and the shell know."""

import os
import signal
import socket
import termios
import time
from types import FrameType

from agentconsole.cli.resident.likeness import likeness
from agentconsole.cli.resident.line import CONSOLE, GO, TAKEN, Wanted, is_private, peer_uid, receive

ANSWER_SECONDS = 2.0
"""For so long the resident may keep a start waiting that would have come by itself in a tenth of it."""
STOPS_WITHIN = 1.0
KILLED = 137
"""What a shell calls the end of a process by SIGKILL."""
PASSED_ON = (signal.SIGWINCH, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGCONT)


def console(place: str, arguments: list[str]) -> int | None:
    """The exit code of a console out of the resident at `place`; None where it has to begin by itself."""
    try:
        line = reached(place)
    except OSError:
        return None
    with line:
        try:
            pid = _asked(line, arguments)
        except OSError:
            return None
        return None if pid == 0 else Front(line, pid).wait()


def reached(place: str) -> socket.socket:
    """The way to the resident. Raises OSError where there is none of ours."""
    if not is_private(os.path.dirname(place)):
        raise PermissionError(f"others could reach into the folder of {place}")
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(ANSWER_SECONDS)
        line.connect(place)
        if peer_uid(line) != os.geteuid():
            raise PermissionError(f"{place} is somebody else's")
    except OSError:
        line.close()
        raise
    return line


def _asked(line: socket.socket, arguments: list[str]) -> int:
    """The console's process id; 0 when the resident would not. A resident that is slow finds us gone, and forks for
    nothing: it does not touch the terminal before it hears GO."""
    umask = os.umask(0o077)
    os.umask(umask)
    told = Wanted(likeness(os.environ), umask, os.getcwd(), arguments, dict(os.environ)).packed()
    socket.send_fds(line, [CONSOLE + len(told).to_bytes(4, "little")], [0, 1, 2])
    line.sendall(told)
    answer = receive(line, 5)
    if answer[:1] != TAKEN or len(answer) != 5:
        return 0
    line.settimeout(None)
    return int.from_bytes(answer[1:], "little")


class Front:
    """One console's."""

    def __init__(self, line: socket.socket, pid: int) -> None:
        self._line, self._pid = line, pid
        self._modes = termios.tcgetattr(0)

    def wait(self) -> int:
        """Passes on what the kernel and the shell say, until the console has ended; its exit code."""
        for each in PASSED_ON:
            signal.signal(each, self._pass_on)
        signal.signal(signal.SIGTSTP, self._stop)
        try:
            self._line.sendall(GO)
            told = self._line.recv(1)
        except OSError:
            told = b""
        return told[0] if told else self._mourn()

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        try:
            os.kill(self._pid, number)
        except OSError:
            return

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        """The console gives the terminal back and stops; then so does this process, and the shell goes on."""
        self._pass_on(signal.SIGTSTP, None)
        until = time.monotonic() + STOPS_WITHIN
        while time.monotonic() < until and not self._has_stopped():
            time.sleep(0.005)
        os.kill(os.getpid(), signal.SIGSTOP)

    def _has_stopped(self) -> bool:
        try:
            with open(f"/proc/{self._pid}/stat", "rb") as file:
                return file.read().rpartition(b")")[2].split()[0] == b"T"
        except OSError:
            return True

    def _mourn(self) -> int:
        """The console was killed: nobody but us can give the terminal back."""
        from contextlib import suppress

        from agentconsole.tui.lifecycle import RESET

        # The terminal may be gone, too.
        with suppress(OSError, termios.error):
            termios.tcsetattr(0, termios.TCSANOW, self._modes)
            os.write(1, RESET)
            os.write(2, b"agentconsole was killed. What it called saved is saved.\r\n")
        return KILLED


def told(place: str, what: bytes) -> int:
    """The resident's process id, after it was told STATUS or STOP; 0 where there is none of ours."""
    try:
        with reached(place) as line:
            line.sendall(what + bytes(4))
            return int.from_bytes(receive(line, 5)[1:], "little")
    except OSError:
        return 0
