"""Trial numbers: what is valid, check digits, and where a registry shows a trial."""

import pytest

from trials.enums import Registry
from trials.registries import (
    FORMS,
    eu_check_digits,
    find_numbers,
    normalise_number,
    number_as_typed,
    number_problem,
    number_warning,
    registry_address,
)

VALID = [
    ("ctgov", "NCT05397184"),
    ("ctgov", "NCT00000102"),
    ("eudract", "2004-000012-13"),
    ("eudract", "2008-006649-18"),
    ("eudract", "2019-002663-10"),
    ("euct", "2022-500244-37-00"),
    ("euct", "2024-510663-34-00"),
    ("euct", "2026-527084-15-00"),
    ("euct", "2023-508508-39-01"),
    ("isrctn", "ISRCTN12949496"),
    ("drks", "DRKS00003170"),
    ("anzctr", "ACTRN12605000000123"),
    ("anzctr", "ACTRN12612000123456p"),
    ("jrct", "jRCT2031200001"),
    ("jrct", "jRCTs031200001"),
    ("ctri", "CTRI/2021/08/036074"),
    ("ctri", "CTRI/2010/091/000123"),
    ("chictr", "ChiCTR2000012345"),
    ("chictr", "ChiCTR-TRC-08000123"),
    ("umin", "UMIN000012345"),
    ("cris", "KCT0001234"),
    ("irct", "IRCT20120101012345N1"),
    ("tctr", "TCTR20200101001"),
    ("pactr", "PACTR202001234567890"),
    ("rebec", "RBR-6vxs8d"),
    ("utn", "U1111-1234-5678"),
]
INVALID = [
    ("ctgov", "NCT0539718"),
    ("ctgov", "NCT053971840"),
    ("ctgov", "nCt01208194"),
    ("ctgov", "NCT#00379470"),
    ("ctgov", "NCT01208194 "),
    ("ctgov", "NCT0539718٤"),
    ("ctgov", "05397184"),
    ("eudract", "2022-500244-37"),
    ("eudract", "EudraCT 2004-002714-11"),
    ("eudract", "2020-001934-37-ES"),
    ("euct", "2022-501515-14"),
    ("euct", "2004-000012-13-00"),
    ("euct", "2019-510663-34-00"),
    ("isrctn", "ISRCTN1294949"),
    ("drks", "DRKS 00003170"),
    ("anzctr", "ACTRN1260500000012"),
    ("jrct", "JRCT2031200001"),
    ("ctri", "CTRI/21/08/036074"),
    ("chictr", "ChiCTR20000123"),
    ("utn", "1111-1234-5678"),
]


@pytest.mark.parametrize(("registry", "number"), VALID)
def test_number_of_the_right_form_has_no_problem(registry, number):
    assert number_problem(registry, number) == ""


@pytest.mark.parametrize(("registry", "number"), INVALID)
def test_number_of_a_wrong_form_is_told_with_an_example(registry, number):
    problem = number_problem(registry, number)

    assert f"“{number}”" in problem
    assert FORMS[Registry(registry)].example in problem


def test_every_registry_has_an_example_that_is_valid_itself():
    assert set(FORMS) == set(Registry)
    assert [registry for registry, form in FORMS.items() if number_problem(registry, form.example)] == []


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("2004-000012", "13"),
        ("2008-006649", "18"),
        ("2019-002663", "10"),
        ("2022-500244", "37"),
        ("2024-510663", "34"),
        ("2026-527084", "15"),
    ],
)
def test_check_digits_of_recorded_numbers_are_theirs(number, digits):
    assert eu_check_digits(*number.split("-")) == digits


@pytest.mark.parametrize(
    ("registry", "number"),
    [
        ("eudract", "2004-000012-14"),
        ("eudract", "2008-006694-18"),
        ("euct", "2023-505631-24-00"),
        ("euct", "2023-505701-14-00"),
    ],
)
def test_number_with_wrong_check_digits_is_a_warning_and_never_refused(registry, number):
    assert "do not fit" in number_warning(registry, number)
    assert number_problem(registry, number) == ""


@pytest.mark.parametrize(
    ("registry", "number"),
    [("eudract", "2004-000012-13"), ("euct", "2022-500244-37-00"), ("ctgov", "NCT05397184"), ("eudract", "wrong")],
)
def test_number_with_right_or_no_check_digits_has_no_warning(registry, number):
    assert number_warning(registry, number) == ""


@pytest.mark.parametrize(
    ("registry", "number", "address"),
    [
        ("ctgov", "NCT05397184", "https://clinicaltrials.gov/study/NCT05397184"),
        ("eudract", "2004-000012-13",
         "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2004-000012-13"),
        ("euct", "2022-500244-37-00",
         "https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT=2022-500244-37-00"),
        ("isrctn", "ISRCTN12949496", "https://www.isrctn.com/ISRCTN12949496"),
        ("drks", "DRKS00003170", "https://drks.de/search/en/trial/DRKS00003170"),
        ("ctri", "CTRI/2021/08/036074",
         "https://trialsearch.who.int/Trial2.aspx?TrialID=CTRI%2F2021%2F08%2F036074"),
        ("umin", "UMIN000012345", "https://trialsearch.who.int/Trial2.aspx?TrialID=UMIN000012345"),
        ("utn", "U1111-1234-5678", ""),
    ],
)  # fmt: skip
def test_address_is_built_from_the_number_and_quoted(registry, number, address):
    assert registry_address(registry, number) == address


def test_address_of_a_number_with_odd_letters_cannot_lead_elsewhere():
    assert registry_address("ctgov", 'x"><script>&a=1/../') == (
        "https://clinicaltrials.gov/study/x%22%3E%3Cscript%3E%26a%3D1%2F..%2F"
    )


@pytest.mark.parametrize(
    ("typed", "registry", "number"),
    [
        ("NCT ID: 0120-8194", "ctgov", "NCT01208194"),
        ("ＮＣＴ０１２３４５６７", "ctgov", "NCT01234567"),
        ("https://clinicaltrials.gov/ct2/show/NCT01234567?term=x&rank=1", "ctgov", "NCT01234567"),
        ("EudraCT: 2004\u2011002714\u201111", "eudract", "2004-002714-11"),
        ("2004 002714 11", "eudract", "2004-002714-11"),
        ("2020-001934-37/3rd", "eudract", "2020-001934-37"),
        ("EU CT Number 2023 508508 39 01", "euct", "2023-508508-39-01"),
        ("10.1186/ISRCTN12949496", "isrctn", "ISRCTN12949496"),
        ("DRKS-ID: DRKS 0000 3170", "drks", "DRKS00003170"),
        ("ACTRN 12605 000 000 123 P", "anzctr", "ACTRN12605000000123p"),
        ("ANZCTR 12605000000123", "anzctr", "ACTRN12605000000123"),
        ("JPRN-jRCT-2031200001", "jrct", "jRCT2031200001"),
        ("JRCT s031180001", "jrct", "jRCTs031180001"),
        ("CTRI-2021-08-036074", "ctri", "CTRI/2021/08/036074"),
        ("CTRI 2021/08/036074", "ctri", "CTRI/2021/08/036074"),
        ("chictr trc 10001234", "chictr", "ChiCTR-TRC-10001234"),
        ("ChiCTR-2000012345", "chictr", "ChiCTR2000012345"),
        ("UMIN-CTR ID: 000012345", "umin", "UMIN000012345"),
        ("cris: kct 000 1234", "cris", "KCT0001234"),
        ("IRCT 20120101012345 n1", "irct", "IRCT20120101012345N1"),
        ("tctr-2020 0101 001", "tctr", "TCTR20200101001"),
        ("PACTR 2020 0123 4567 890", "pactr", "PACTR202001234567890"),
        ("rbr 6VXS8D", "rebec", "RBR-6vxs8d"),
        ("UTN: 1111 1234 5678", "utn", "U1111-1234-5678"),
    ],
)
def test_number_is_understood_as_people_type_it(typed, registry, number):
    assert normalise_number(typed) == (registry, number)
    assert number_as_typed(registry, typed) == number


@pytest.mark.parametrize(
    ("registry", "typed", "number"),
    [
        ("ctgov", "01208194", "NCT01208194"),
        ("rebec", "6vxs8d", "RBR-6vxs8d"),
        ("utn", "1111-1234-5678", "U1111-1234-5678"),
        ("ctri", "2021/08/036074", "CTRI/2021/08/036074"),
        ("ctgov", " not a  number ", "not a number"),
    ],
)
def test_number_is_understood_without_its_letters_where_the_registry_was_chosen(registry, typed, number):
    assert number_as_typed(registry, typed) == number


@pytest.mark.parametrize("text", ["RBR patients", "in 2004 and 2005", "NCT", "call 2004 555 1234", "20 to 30 mg", ""])
def test_words_are_no_numbers(text):
    assert find_numbers(text) == []
