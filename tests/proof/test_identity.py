"""A command is sent under the identity that wrote it or not at all, and no session's end loses anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agentconsole.backends.base import BackendUnavailable
from agentconsole.credentials import places
from agentconsole.credentials.keyring import KeyringUnusable
from tests.proof.signing_in import Computer, a_computer, sign_in, sign_out
from tests.support.team_server import PASSWORD


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    def unusable(*_: object) -> None:
        raise KeyringUnusable("this computer has no keyring we trust")

    monkeypatch.setattr(places, "ask", unusable)


def lose_the_answer() -> None:
    raise BackendUnavailable("The line to the server broke.")


def one_history(computer: Computer, n: int) -> None:
    """Two agents in turn at one computer: each writes, signs in and out, and both consoles try to send all the time."""
    luck, consoles = computer.luck, list(computer.consoles.values())
    for step in range(luck.randrange(6, 16)):
        who = luck.choice(consoles)
        computer.instants = [lose_the_answer if luck.random() < 0.05 else lambda: None for _ in range(12)]
        match luck.randrange(6):
            case 0 | 1:
                who.writes(luck.choice(computer.chats), f"{who.agent} {n}.{step}")
            case 2:
                computer.instants.clear()
                sign_in(who)
            case 3:
                computer.instants.clear()
                sign_out(who)
            case _:
                for each in consoles:
                    each.turn()
        computer.later()


def settle(computer: Computer) -> None:
    """Everybody signs in once more, and sends what they have written."""
    computer.instants.clear()
    for each in computer.consoles.values():
        sign_in(each)
        for _ in range(50):
            computer.later()
            each.turn()
            if not each.waiting():
                break
        assert not each.waiting(), f"{each.agent} still has {each.waiting()} to send: {each.line.standing}"


def assert_nobody_speaks_for_another(computer: Computer) -> None:
    assert all(sender == writer for sender, writer in computer.sent), computer.sent
    assert not [words for each in computer.consoles.values() if (words := each.violation())]
    told = computer.notes_on_the_server()
    for each in computer.consoles.values():
        assert sorted(words for author, words in told if author == each.agent) == sorted(each.notes)
    assert len(told) == sum(len(each.notes) for each in computer.consoles.values())


def test_a_command_is_only_ever_sent_by_who_wrote_it(
    tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    histories = figure(12, 1_000)
    with a_computer(tmp_path, first_seed, "ana", "bo") as computer:
        for n in range(histories):
            one_history(computer, n)
            if n % 10 == 0:
                settle(computer)
            assert all(sender == writer for sender, writer in computer.sent), f"history {n}: {computer.sent[-5:]}"
        settle(computer)
        assert_nobody_speaks_for_another(computer)
        print(f"{histories} histories, {len(computer.sent)} commands sent, 0 under another identity")


def test_a_session_that_ends_at_any_instant_loses_nothing(
    tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    wanted, revoked = figure(25, 1_000), 0
    with a_computer(tmp_path, first_seed, "ana") as computer:
        ana, luck = computer.consoles["ana"], computer.luck
        while revoked < wanted:
            for k in range(luck.randrange(1, 5)):
                ana.writes(luck.choice(computer.chats), f"note {revoked}.{k}")
            ana.drafts_words(luck.choice(computer.chats), f"half a thought {revoked}")
            before, ended = ana.place, []

            def end(ended: list[bool] = ended) -> None:
                ended.append(True)
                computer.revoke_all()

            computer.instants = [*[lambda: None] * luck.randrange(12), end]
            ana.turn()
            if not ended:
                end()
            computer.instants.clear()
            computer.later()
            ana.turn()
            revoked += 1
            assert ana.line.standing.link == "signed out", ana.line.standing
            assert not ana.violation(), f"after {revoked} revocations: {ana.violation()}"
            assert ana.place[0] == before[0]
            assert ana.place[1] >= before[1]
            assert ana.access.renew(PASSWORD).startswith("Signed in")
            ana.line.look_anew()
            while ana.waiting():
                computer.later()
                ana.turn()
        assert not ana.violation()
        assert sorted(words for _, words in computer.notes_on_the_server()) == sorted(ana.notes)
        print(f"{revoked} revocations, {len(ana.notes)} commands, 0 lost, 0 doubled")
