"""What leaves the machine in a report says where an error is, and nothing of the user's."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.domain.errors import NotSaved, Offline
from ratiodesk.trace_text import failure_text, kind_text, scrubbed, trace_text

SECRETS = ("123456.78", "my secret stop", "sold at 987,654")


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause  # noqa: TRY301 - so that it has a trace
    except BaseException as caught:  # noqa: BLE001 - it is what is looked at
        return caught


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "kind", [ValueError, KeyError, AssertionError, Exception, NotSaved, StopIteration, UnicodeError]
)
def test_a_text_that_could_quote_the_user_is_left_out(kind: type[Exception], secret: str) -> None:
    text = trace_text(raised(kind(f"bad {secret}"), OSError(28, "No space left on device", f"/x/{secret}")))
    assert secret not in text
    assert kind.__name__ in text
    assert "No space left on device" in text
    assert "raise error from cause" in text, "the line is what helps"


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("kind", [TypeError, RuntimeError, AttributeError])
def test_of_what_python_says_numbers_and_quotations_go(kind: type[Exception], secret: str) -> None:
    assert secret not in kind_text(kind(f"cannot take '{secret}' at {secret if secret[0].isdigit() else 5}"))


def test_names_in_the_program_stay() -> None:
    said = kind_text(raised(AttributeError("'NoneType' object has no attribute 'ratio'")))
    assert said == "AttributeError: 'NoneType' object has no attribute 'ratio'"


def test_an_error_of_the_database_is_named_and_not_quoted() -> None:
    with sqlite3.connect(":memory:") as connection, pytest.raises(sqlite3.Error) as caught:
        connection.execute("select my_secret_stop from nothing")
    connection.close()
    assert kind_text(caught.value) == "OperationalError: SQLITE_ERROR"


def test_a_stated_failure_is_its_kind_and_its_cause() -> None:
    error = raised(NotSaved("Not saved: 5 shares of SPY"), OSError(30, "Read-only file system", "/x/SPY"))
    assert failure_text(error) == "NotSaved from OSError: Read-only file system"
    assert failure_text(Offline("no")) == "Offline"


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__context__, second.__context__ = second, first
    assert trace_text(first).count("ValueError") == 2


def test_a_context_that_was_hidden_stays_hidden() -> None:
    error = raised(ValueError("b"))
    error.__context__, error.__suppress_context__ = KeyError("a"), True
    assert "KeyError" not in trace_text(error)


def test_a_deep_trace_has_an_end() -> None:
    def fall(deep: int) -> None:
        if deep % 2 or deep:
            fall(deep - 1)
        else:
            raise ValueError

    with pytest.raises(ValueError) as caught:  # noqa: PT011 - any of them
        fall(600)
    assert len(trace_text(caught.value)) <= 20_001


def test_the_name_of_the_user_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ann"))
    assert scrubbed("cannot load /home/ann/x.png") == "cannot load ~/x.png"

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert scrubbed("cannot load /x.png") == "cannot load /x.png"


@given(st.text(), st.integers(10, 10**9), st.sampled_from("'\"") | st.just("“"))
@example("it's mine", 5, "'")
def test_no_number_and_no_sentence_in_quotes_comes_through(words: str, number: int, quote: str) -> None:
    end = "”" if quote == "“" else quote
    text = scrubbed(f"of {number} and {quote}secret sentence{end} {words}")
    assert str(number) not in text
    assert "secret sentence" not in text
    assert not any(char.isdigit() and char.isascii() for char in text if char not in words)
    assert all(char.isprintable() or char == "\n" for char in text)
