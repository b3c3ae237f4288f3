"""A paste in whatever pieces a terminal sends it: the text in it comes through whole, and no key with it."""

import pytest

from agentconsole.tui.pasted import Pasted

TYPED = "x\x1bg\x1b[A\x1b[200~one \x1b[31mtwo\x1b(B\x1b[200~\n\x1b\x1b[201~\x1b[A\x1bh\x1b"
MEANT = "x\x1bg\x1b[A\x1b[200~one [31mtwo(B[200~\n\x1b[201~\x1b[A\x1bh\x1b"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 100])
def test_only_an_escape_in_a_paste_is_left_out_however_it_is_cut(size: int):
    # The mark in front is the first of its read: a terminal writes it at once.
    begins = TYPED.index("\x1b[200~")
    pasted = Pasted()
    reads = [TYPED[:begins], TYPED[begins : begins + 6]]
    reads += [TYPED[at : at + size] for at in range(begins + 6, len(TYPED), size)]
    assert "".join(pasted.plain(each) for each in reads) == MEANT
