"""A contact's names: how they are called in a greeting."""

from __future__ import annotations

import pytest

from agentconsole.domain.customer.called import called


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Mara Kovač", "Mara"),
        ("Sgt. Marguerite Oyelaran (ret.)", "Marguerite"),
        ("Prof. Dr. Li Wei", "Li"),
        ("J. Smith", "J. Smith"),
        ("M. Sandoval", "M. Sandoval"),
        ("Dr. J. Smith", "Dr. J. Smith"),
        ("Dr. Noor", "Dr. Noor"),
        ("Dr. Noor Haddad", "Noor"),
        ("Noor H.", "Noor"),
        ("Pastor Emmanuel Adeyemi", "Emmanuel"),
        ("Pastor Adeyemi", "Pastor Adeyemi"),
        ("Herr Müller", "Herr Müller"),
        ("M Sandoval", "M Sandoval"),
        ("山田太郎", "山田太郎"),
        ("Dr.", "Dr."),
        ("", ""),
    ],
)
def test_a_contact_is_called_by_the_first_name_and_never_by_a_title(name: str, first: str):
    assert called(name) == first
