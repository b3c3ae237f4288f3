"""Who it is: which check counts for what and how long, and that no secret is ever written down."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import CheckIdentity, Resolve
from agentconsole.domain.customer.commands import SetIdentityPolicy
from agentconsole.domain.customer.events import IdentityPolicySet
from agentconsole.domain.customer.identity import (
    ANY_WAY,
    Check,
    Hold,
    Identity,
    IdentityPolicy,
    WayToCheck,
    fault_in,
    looks_secret,
    standing,
    told,
)
from agentconsole.domain.events import IdentityChecked
from agentconsole.domain.refusals import Code
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, a_chat, a_context, a_view, ms

PIN, CALLBACK = WayToCheck("pin", "PIN"), WayToCheck("callback", "Call back on file", ("billing", "dns"))
HOURS = IdentityPolicy((PIN, CALLBACK), holds_for=ms("4h"), needed_in=("account",))


def passed(way: str = "pin", *, ago: str = "1m", result: Identity = Identity.PASSED) -> Check:
    return Check(way, way.upper(), result, "ana", NOW - ms(ago))


def test_without_a_policy_a_check_holds_as_long_as_its_conversation_and_in_no_other():
    assert standing((passed(ago="30d"),), (), "account", ANY_WAY, NOW).hold is Hold.HOLDS
    assert standing((), (passed(),), "account", ANY_WAY, NOW).hold is Hold.UNCHECKED


def test_with_a_number_it_holds_so_long_for_the_contact_wherever_it_was_made():
    assert standing((), (passed(ago="3h 59m"),), "account", HOURS, NOW).hold is Hold.HOLDS
    over = standing((passed(ago="4h 1m"),), (), "account", HOURS, NOW)
    assert over.hold is Hold.OVER
    assert over.is_missing
    assert told(over, "10:01") == "holds no more: checked 10:01 by PIN, passed"


def test_a_way_is_enough_for_what_the_team_says_and_a_stronger_one_counts_still():
    weak = passed("callback", ago="1m")
    assert standing((weak,), (), "dns", HOURS, NOW).hold is Hold.HOLDS
    assert standing((weak,), (), "account", HOURS, NOW).hold is Hold.TOO_WEAK
    assert standing((passed(ago="9m"), weak), (), "account", HOURS, NOW).hold is Hold.HOLDS


def test_a_failure_undoes_what_was_passed_before_it_and_not_what_comes_after():
    failed = passed(ago="5m", result=Identity.FAILED)
    assert standing((passed(ago="9m"), failed), (), "", HOURS, NOW).hold is Hold.FAILED
    assert standing((failed, passed(ago="1m")), (), "", HOURS, NOW).hold is Hold.HOLDS


def test_another_proof_that_was_accepted_is_enough_for_everything():
    proof = Check("other", "letter with a seal", Identity.ACCEPTED, "ana", NOW, "the owner moved house")
    assert not standing((proof,), (), "account", HOURS, NOW).is_missing


def test_only_what_the_team_names_needs_a_check():
    assert standing((), (), "account", HOURS, NOW).is_missing
    assert not standing((), (), "dns", HOURS, NOW).is_missing
    assert told(standing((), (), "account", HOURS, NOW), "") == "not checked, and this needs it"


def test_a_check_is_kept_whole_with_who_when_and_what_was_done():
    view = a_view(a_chat(held_by="ana"), identity=HOURS)
    said = accepted(view, CheckIdentity("1", "Call Back ON file", Identity.PASSED, " rang the number on file "))
    assert said == (IdentityChecked("1", "Call back on file", Identity.PASSED, "rang the number on file", "callback"),)
    done = after(a_chat(held_by="ana"), CheckIdentity("1", "pin", Identity.PASSED, "said it at once"))
    assert done.checks == (Check("pin", "PIN", Identity.PASSED, "ana", NOW, "said it at once"),)
    assert after(done, Resolve("1")).checks == done.checks


def test_a_conversation_keeps_the_newest_checks_and_the_log_all():
    chat = a_chat()
    for n in range(12):
        chat = after(chat, CheckIdentity("1", "pin", Identity.FAILED, f"try {n}"))
    assert [each.words for each in chat.checks] == [f"try {n}" for n in range(4, 12)]


def test_a_check_of_an_older_log_changes_what_it_always_changed():
    from agentconsole.domain.evolve import evolve

    old = evolve(a_chat(), IdentityChecked("1", "pin", Identity.PASSED), NOW, "ana")
    assert (old.identity, old.checks) == (Identity.PASSED, ())


def test_a_team_that_names_its_ways_passes_nobody_by_another_one():
    view = a_view(a_chat(), identity=HOURS)
    words = refused(view, CheckIdentity("1", "gut feeling", Identity.PASSED), Code.UNSUPPORTED)
    assert words == "The team checks by PIN, Call back on file. Another proof is not passed but accepted; say why."
    assert accepted(view, CheckIdentity("1", "gut feeling", Identity.ACCEPTED, "knew the last three invoices"))
    assert accepted(a_view(a_chat()), CheckIdentity("1", "gut feeling", Identity.PASSED))


@pytest.mark.parametrize("secret", ["4711", "PIN 4711", "the pin is 4711", "code: 993311",
                                    "answer was 1987", "Passwort: 123456", "#4711#"])  # fmt: skip
def test_the_secret_itself_is_refused_and_nothing_is_written(secret: str):
    assert looks_secret(secret)
    words = refused(a_view(a_chat()), CheckIdentity("1", "pin", Identity.FAILED, secret), Code.NOT_ALLOWED)
    assert "4711" not in words
    assert refused(a_view(a_chat()), CheckIdentity("1", secret, Identity.PASSED), Code.NOT_ALLOWED)


@pytest.mark.parametrize(
    "words",
    ["said it at once", "wrong pin 3 times", "PIN matched, see #4502", "knew the invoices of 2025-11", "code by mail"],
)
def test_what_was_done_may_be_told(words: str):
    assert not looks_secret(words)


def test_only_a_lead_says_how_it_is_checked_and_the_same_again_changes_nothing():
    command = SetIdentityPolicy(HOURS)
    assert refused(a_view(), command, Code.NOT_ALLOWED)
    assert accepted(a_view(), command, a_context("lea")) == (IdentityPolicySet(HOURS),)
    assert accepted(a_view(), command, a_context("system")) == (IdentityPolicySet(HOURS),)
    assert accepted(a_view(identity=HOURS), command, a_context("lea")) == ()


@pytest.mark.parametrize(
    "policy",
    [
        IdentityPolicy((WayToCheck("PIN", "PIN"),)),
        IdentityPolicy((WayToCheck("other", "Other"),)),
        IdentityPolicy((PIN, PIN)),
        IdentityPolicy((WayToCheck("pin", " "),)),
        IdentityPolicy((WayToCheck("pin", "x" * 61),)),
        IdentityPolicy(tuple(WayToCheck(f"w{n}", "w") for n in range(21))),
        IdentityPolicy(holds_for=1),
        IdentityPolicy(holds_for=ms("31d")),
        IdentityPolicy(needed_in=("",)),
        IdentityPolicy(needed_in=("x" * 61,)),
        IdentityPolicy(needed_in=tuple(str(n) for n in range(61))),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused_in_a_sentence(policy: IdentityPolicy):
    assert refused(a_view(), SetIdentityPolicy(policy), Code.UNSUPPORTED, a_context("lea")) == fault_in(policy)
