"""Numbers and dates in the window by the system's locale, and plain wherever another program reads them."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from person import User
from planned_desk import draw_plan
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QTableWidget

from ratiodesk.domain.errors import BadInput
from ratiodesk.local_text import local, local_day, local_day_of_year, local_month, plain_date
from ratiodesk.ui.number_text import counted_shares, parse_money, parse_number, parse_percent, plain_money

# Thousands, decimals, a day.
_WRITTEN = {
    "de_DE": ("100.000", "2,700", "28. Dez. 2021"),
    "fr_FR": ("100\N{NARROW NO-BREAK SPACE}000", "2,700", "28 déc. 2021"),
    "en_US": ("100,000", "2.700", "Dec 28, 2021"),
}
_PLAIN_DECIMAL = re.compile(r"\d\.\d+(?!\d*\.\d)")


@pytest.fixture(autouse=True)
def _plain_afterwards() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.fixture
def in_locale(open_user: Callable[..., User]) -> Callable[[str], User]:
    def open_one(name: str) -> User:
        QLocale.setDefault(QLocale(name))
        return draw_plan(open_user(size=(1600, 950)))

    return open_one


def words(user: User) -> list[str]:
    """Return all that labels and tables of the window say."""
    window = user.desk.window
    found = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    for table in window.findChildren(QTableWidget):
        cells = [table.item(row, column) for row in range(table.rowCount()) for column in range(table.columnCount())]
        found += [cell.text() for cell in cells if cell is not None]
    return found


@pytest.mark.parametrize("name", _WRITTEN)
def test_the_window_writes_in_the_locale(in_locale: Callable[[str], User], name: str) -> None:
    user = in_locale(name)
    account, level, day = _WRITTEN[name]
    assert local_day(date(2021, 12, 28)) == day
    assert user.text("accountEdit") == f"${account}"
    assert level in [row[1] for row in user.cells("planTable")]
    assert level in user.text("zoneDetail")


@pytest.mark.parametrize("name", ["de_DE", "fr_FR"])
def test_nothing_in_the_window_has_a_decimal_point_of_another_country(
    in_locale: Callable[[str], User], name: str
) -> None:
    user = in_locale(name)
    grouped = re.compile(r"\d{1,3}(\.\d{3})+")
    left = [text for text in words(user) if _PLAIN_DECIMAL.search(grouped.sub("", text) if name == "de_DE" else text)]
    assert left == []


@pytest.mark.parametrize("name", ["de_DE", "fr_FR"])
@pytest.mark.parametrize("typed", ["2,65", "2.65", "2,650"])
def test_a_level_is_typed_in_either_notation(in_locale: Callable[[str], User], name: str, typed: str) -> None:
    user = in_locale(name)
    user.desk.view.sidebar.level_value_entered.emit(user.levels["stop"].id, typed)
    assert user.levels["stop"].ratio == 2.65


@pytest.mark.parametrize(("name", "typed"), [("de_DE", "250.000"), ("de_DE", "250.000,00"), ("fr_FR", "250 000")])
def test_an_account_is_typed_in_either_notation_and_written_plainly(
    in_locale: Callable[[str], User], home: Path, name: str, typed: str
) -> None:
    user = in_locale(name)
    for text, account in ((typed, 250_000.0), ("1500.5", 1_500.5), ("300000", 300_000.0)):
        user.type_into("accountEdit", text)
        document = json.loads((home / "layouts" / "IWM_SPY.ratiodesk").read_bytes())
        assert document["sizing"]["account"] == account


def test_an_amount_with_two_readings_is_refused(in_locale: Callable[[str], User]) -> None:
    user = in_locale("de_DE")
    user.type_into("accountEdit", "250,000")
    field = user.find("accountEdit")
    assert field.problem == "“250,000” can be read as two numbers: type 250000 or 250,0000."
    assert user.desk.open_pair.layout.sizing.account == 100_000


@pytest.mark.parametrize("name", ["de_DE", "fr_FR", "de_CH", "en_US", "ar_EG", "fa_IR", "bn_BD", "C"])
@given(value=st.floats(0.01, 1e9).map(lambda value: round(value, 2)))
def test_what_the_window_writes_is_read_back(name: str, value: float) -> None:
    QLocale.setDefault(QLocale(name))
    assert parse_money(plain_money(value)) == value
    assert parse_number(local(f"{value:.2f}"), "a number") == value
    assert parse_percent(local(f"{value / 1e7:.4f} %")) == pytest.approx(round(value / 1e7, 4) / 100)
    assert parse_money(counted_shares(round(value) + 0.25)) == round(value) + 0.25


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("de_DE", "1.234", 1234.0),
        ("de_DE", "1,234.5", 1234.5),
        ("de_DE", "1,234,567", 1_234_567.0),
        ("de_DE", "0,125", 0.125),
        ("fr_FR", "1.234", 1.234),
        ("fr_FR", "12,5k", 12_500.0),
        ("de_CH", "1’234.50", 1234.5),
        ("en_US", "1,234", 1234.0),
    ],
)
def test_each_text_has_one_reading(name: str, typed: str, value: float) -> None:
    QLocale.setDefault(QLocale(name))
    assert parse_money(typed) == value


@pytest.mark.parametrize("name", ["de_DE", "fr_FR"])
def test_two_readings_are_refused_for_money_alone(name: str) -> None:
    QLocale.setDefault(QLocale(name))
    with pytest.raises(BadInput, match="two numbers"):
        parse_money("1,234")
    assert parse_percent("1,125 %") == 0.01125


@pytest.mark.parametrize(
    ("name", "typed", "plain"),
    [("de_DE", "3. März 2021", "3. March 2021"), ("fr_FR", "3 août 2021", "3 August 2021"), ("fr_FR", "ju", "ju")],
)
def test_months_are_typed_in_the_language_of_the_locale(name: str, typed: str, plain: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert plain_date(typed) == plain


@pytest.mark.parametrize(
    ("name", "day"), [("ja_JP", "3月11日"), ("en_US", "Mar 11"), ("es_ES", "11 de mar"), ("hu_HU", "márc. 11.")]
)
def test_a_day_without_its_year(name: str, day: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert local_day_of_year(date(2021, 3, 11)) == day


@pytest.mark.parametrize("name", ["ar_EG", "fa_IR", "ckb_IQ", "ur_PK", "he_IL", "mr_IN", "my_MM"])
def test_digits_and_letters_that_would_change_places_in_an_english_sentence_are_not_mixed_in(name: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert local("Daily closes of 1,250.5 sessions") == "Daily closes of 1,250.5 sessions"
    day = date(2021, 12, 28)
    assert (local_day(day), local_day_of_year(day), local_month(12)) == ("28 Dec 2021", "28 Dec", "Dec")


@pytest.mark.parametrize("name", ["ar_EG", "C", "de_DE"])
@pytest.mark.parametrize(("typed", "value"), [("٢٫٣٥", 2.35), ("۲٫۳۵", 2.35), ("١٢٬٥٠٠٫٥", 12_500.5), ("२.३५", 2.35)])
def test_other_digits_are_read(name: str, typed: str, value: float) -> None:
    QLocale.setDefault(QLocale(name))
    assert parse_money(typed) == value


def test_names_that_look_like_numbers_stay() -> None:
    QLocale.setDefault(QLocale("de_DE"))
    for text in ("version 1.2.3", "prices-1.5.csv", "600000.SS", "2021-12-28 14:30", "“1.5”", "127.0.0.1"):
        assert local(text) == text
