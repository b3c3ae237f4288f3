"""The floor is measured on real programs: figures are of the right kind, and a dearer program looks dearer."""

import sys
from pathlib import Path

from tests.support import floor
from tests.support.floor import Program

WAKEFUL = """
import sys, time
print("ready", flush=True)
while True:
    time.sleep(0.02)
    sys.stdout.write("."); sys.stdout.flush()
"""
ECHO = "print('ready', flush=True)\nwhile True: print('heard', input(), flush=True)"
SLOW = "import time; time.sleep(0.3); print('ready', flush=True); input()"


def python(program: str) -> Program:
    return Program([sys.executable, "-c", program])


def test_a_start_is_timed_to_the_frame_that_shows_the_word():
    assert floor.start_ms(python(SLOW)) >= 300


def test_keys_are_summed_up_as_medians_and_a_percentile():
    with python(ECHO).running(settled=0.1) as terminal:
        keys = floor.Keys.of(floor.press(terminal, ["a\r", "b\r", "c\r"]))
    assert 0 < keys.p50 <= keys.p99
    assert keys.size == len("a\r\nheard a\r\n")


def test_percentiles_lie_between_the_least_and_the_most():
    assert floor.percentile(list(range(101)), 99) == 99
    assert floor.percentile([1.0, 1.0], 50) == 1.0


def test_a_program_that_sleeps_in_the_kernel_wakes_less_and_writes_less_than_a_busy_one():
    with python(ECHO).running(settled=0.1) as quiet:
        still = floor.idle(quiet, 0.5)
    with Program([sys.executable, "-c", WAKEFUL]).running(settled=0.005) as busy:
        wakeful = floor.idle(busy, 0.5)
    assert (still.wakeups_per_second, still.bytes_per_second) == (0, 0)
    assert wakeful.wakeups_per_second > 5
    assert wakeful.bytes_per_second > 5


def test_memory_grows_with_what_a_program_holds():
    with python("held = bytearray(30_000_000); print('ready', flush=True); input()").running(settled=0.1) as large:
        held = floor.rss_kib(large.pid)
    with python(ECHO).running(settled=0.1) as small:
        assert held - floor.rss_kib(small.pid) > 25_000


def test_a_program_has_worked_off_its_keys_when_it_waits_again():
    works = "print('ready', flush=True)\nwhile input(): print('at', sum(range(5_000_000)), flush=True)"
    with python(works).running(settled=0.1) as terminal:
        terminal.send("a\r" * 5)
        floor.work_off(terminal.pid)
        terminal.settle()
        assert terminal.raw.count(b"at ") == 5


def test_quitting_is_timed_to_the_end_of_the_process():
    with python("import time; print('ready', flush=True); input(); time.sleep(0.2)").running(settled=0.1) as terminal:
        assert floor.quit_ms(terminal, "\r") >= 200


def test_bare_commits_are_really_written(tmp_path: Path):
    assert len(floor.durable_commits_ms(tmp_path / "bare.db", ["synchronous=EXTRA"], 5)) == 5
    assert (tmp_path / "bare.db").stat().st_size > 0
    assert floor.command_ms([*floor.BARE_SQLITE, tmp_path / "bare.db"]) > 0
