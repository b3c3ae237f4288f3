"""Ids: version 7, in order, and repeatable where a seed is given."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from agentconsole.ids import SALT_BYTES, SystemIds, epoch_id, salt, seeded, token, uuid7

INSTANTS = st.integers(min_value=0, max_value=2**48 - 2)


@given(INSTANTS)
def test_the_standard_library_reads_our_ids_as_version_7(now: int):
    text = seeded(1).command_id(now)
    parsed = uuid.UUID(text)
    assert (str(parsed), parsed.version, parsed.variant) == (text, 7, uuid.RFC_4122)
    assert parsed.int >> 80 == now


@given(st.lists(INSTANTS, max_size=50), st.integers(0, 2**32))
def test_ids_sort_in_the_order_they_were_made_even_when_the_clock_steps_back(instants: list[int], seed: int):
    ids = seeded(seed)
    made = [ids.command_id(now) for now in instants]
    assert made == sorted(set(made))


def test_a_full_counter_borrows_from_the_next_millisecond():
    ids = seeded(1)
    first = ids.command_id(5)
    ids._uuid7._last_random = (1 << 74) - 1
    second = ids.command_id(5)
    assert first < second
    assert uuid.UUID(second).int >> 80 == 6


def test_threads_never_get_the_same_id():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: uuid7(1), range(4_000)))
    assert len(set(made)) == 4_000


def test_a_seed_gives_the_same_shift_again_and_another_seed_another():
    one, same, other = seeded(7), seeded(7), seeded(8)
    assert [one.command_id(1), one.salt(), one.epoch()] == [same.command_id(1), same.salt(), same.epoch()]
    assert one.command_id(1) != other.command_id(1)


def test_secrets_have_their_full_length_and_differ():
    assert len(salt()) == len(SystemIds().salt()) == SALT_BYTES
    assert len(token()) == 64
    assert len({token(), token(), epoch_id(), epoch_id(), SystemIds().epoch()}) == 5
