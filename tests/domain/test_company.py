"""A company is greeted by its whole name, a person by the first one, however either is written."""

from __future__ import annotations

import pytest

from agentconsole.domain.customer.called import called
from agentconsole.domain.customer.company import is_company

COMPANIES = (
    *("Northwind Traders Ltd", "Northwind Traders", "Northwind Ltd.", "Contoso, Inc.", "Fabrikam Inc", "Acme Corp."),
    *("Müller & Söhne", "Huber und Partner", "Kovač d.o.o.", "Hřebíček s.r.o.", "Løvaas AS", "Lindqvist AB"),
    *(
        "Weber Maschinenbau GmbH & Co. KG",
        "Muster GmbH",
        "Beispiel AG",
        "Turnverein Nord e.V.",
        "Feinkost Schmidt e.K.",
    ),
    *("Rossi S.p.A.", "Bianchi S.r.l.", "Dupont SARL", "De Vries B.V.", "Nordic Foods A/S", "Kowalski Sp. z o.o."),
    *("Globex Pty Ltd", "Initech LLC", "Smith, Jones and Brown", "Bank of Harbour", "University of Leeds"),
    *("The Corner Shop", "Team Billing", "CSIRT Northbank", "IBM Deutschland", "Bäckerei Schmidt", "Hotel Adler"),
    *(
        "Stadtwerke Lübeck",
        "kovac.example Support",
        "Studio 54",
        "Route 66 Motors",
        "Ops at Loomgate",
        "Name withheld",
        "+44 20 7946 0018",
    ),
)
PEOPLE = {
    "Mara Kovač": "Mara",
    "Mara x2": "Mara",
    "Oscar Ek": "Oscar",
    "Maria Sa": "Maria",
    "Ng Wei": "Ng",
    "Jean-Luc de la Fontaine": "Jean-Luc",
    "Maria van den Berg": "Maria",
    "Ludwig von Mises": "Ludwig",
    "Anna Banks": "Anna",
    "Will Parsons": "Will",
    "Maeve O'Donoghue": "Maeve",
    "MARA KOVAČ": "MARA",
    "mara kovač": "mara",
    "Mara Kovač (Northwind Ltd)": "Mara",
    "Sgt. Marguerite Oyelaran (ret.)": "Marguerite",
    "هالة المنصوري": "هالة",
    "😀 Zoë 👩‍👧": "Zoë",
    "★ Mara Kovač": "Mara",
}


@pytest.mark.parametrize("name", COMPANIES)
def test_a_company_is_called_by_its_whole_name(name: str):
    assert is_company(name)
    assert called(name) == name


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_called_by_the_first_name(name: str):
    assert not is_company(name)
    assert called(name) == PEOPLE[name]


@pytest.mark.parametrize("name", ["Northwind", "Zdeněk", "", "GmbH"])
def test_one_word_is_the_whole_name_whosever_it_is(name: str):
    assert called(name) == name


def test_where_the_familys_name_comes_first_the_whole_name_greets():
    assert called("Kovač, Mara") == "Kovač, Mara"
