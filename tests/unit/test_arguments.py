"""What is typed becomes one frozen value, a sentence, or a message about wrong usage."""

import contextlib
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ratiodesk
from ratiodesk.arguments import parse
from ratiodesk.domain.balance import Balance
from ratiodesk.domain.errors import BadInput, BadPair, RatioDeskError
from ratiodesk.domain.level import Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.position import Execution
from ratiodesk.options import OpenOptions, RenderOptions, ReportOptions
from ratiodesk.verb.option import (
    ExportOptions,
    ImportOptions,
    LevelAddOptions,
    LevelListOptions,
    LevelRemoveOptions,
    SizeOptions,
    StatusOptions,
)

SPY_IWM, QQQ_IWM = Pair.parse("SPY/IWM"), Pair.parse("QQQ/IWM")
AS_OF = date(2021, 12, 28)

VALID = [
    ([], OpenOptions()),
    (["SPY/IWM"], OpenOptions(target=SPY_IWM)),
    (["spy:iwm"], OpenOptions(target=SPY_IWM)),
    (["spy iwm"], OpenOptions(target=SPY_IWM)),
    (["spy", "iwm"], OpenOptions(target=SPY_IWM)),
    (["spy", "--offline", "iwm"], OpenOptions(target=SPY_IWM, offline=True)),
    (["--", "spy/iwm"], OpenOptions(target=SPY_IWM)),
    (["folder/My.RatioDesk"], OpenOptions(target=Path("folder/My.RatioDesk"))),
    (["my", "lines.ratiodesk"], OpenOptions(target=Path("my lines.ratiodesk"))),
    # The word after --home is a directory, whatever it is called.
    (["--home", "status", "SPY/IWM"], OpenOptions(home="status", target=SPY_IWM)),
    (["--home=status"], OpenOptions(home="status")),
    (["render", "SPY/IWM", "-o", "a.png"], RenderOptions(pair=SPY_IWM, output=Path("a.png"))),
    (
        ["render", "SPY/IWM", "-o", "a.PNG", "--size", "800x600", "--theme", "light", "--scale", "1.25"],
        RenderOptions(pair=SPY_IWM, output=Path("a.PNG"), width_px=800, height_px=600, theme="light", scale=1.25),
    ),
    (
        ["render", "SPY/IWM", "-o", "a.png", "--from", "2020-01-01", "--to", "2021-12-31", "--as-of", "2021-12-28"],
        RenderOptions(pair=SPY_IWM, output=Path("a.png"), start=date(2020, 1, 1), end=date(2021, 12, 31), as_of=AS_OF),
    ),
    (
        ["render", "SPY/IWM", "-o", "a.png", "--size", "760X10000"],
        RenderOptions(pair=SPY_IWM, output=Path("a.png"), width_px=760, height_px=10000),
    ),
    (
        ["render", "SPY/IWM", "-o", "a.png", "--chart"],
        RenderOptions(pair=SPY_IWM, output=Path("a.png"), chart=True, scale=2.0),
    ),
    (
        ["render", "SPY/IWM", "-o", "a.png", "--chart", "--scale", "1"],
        RenderOptions(pair=SPY_IWM, output=Path("a.png"), chart=True),
    ),
    # A drawing is always of the chart.
    (
        ["render", "SPY/IWM", "-o", "a.SVG"],
        RenderOptions(pair=SPY_IWM, output=Path("a.SVG"), chart=True, scale=2.0),
    ),
    (
        ["render", "SPY/IWM", "-o", "a.pdf"],
        RenderOptions(pair=SPY_IWM, output=Path("a.pdf"), chart=True, scale=2.0),
    ),
    (["report", "SPY/IWM", "-o", "a.pdf"], ReportOptions(pair=SPY_IWM, output=Path("a.pdf"))),
    (
        ["report", "spy:iwm", "-o", "a.PDF", "--paper", "letter", "--theme", "dark", "--as-of", "2021-12-28"],
        ReportOptions(pair=SPY_IWM, output=Path("a.PDF"), paper="letter", theme="dark", as_of=AS_OF),
    ),
    (["status"], StatusOptions()),
    (["--offline", "status", "--home", "h"], StatusOptions(home="h", offline=True)),
    (
        ["status", "spy:iwm", "--json", "qqq/iwm", "--as-of", "2021-12-28"],
        StatusOptions(pairs=(SPY_IWM, QQQ_IWM), as_of=AS_OF, json=True),
    ),
    (["size", "SPY/IWM"], SizeOptions(pair=SPY_IWM)),
    (
        [
            "size",
            "SPY/IWM",
            "--account",
            "100000",
            "--risk",
            "0.01",
            "--execution",
            "rotate",
            "--holding",
            "5e4",
            "--as-of",
            "2021-12-28",
            "--json",
        ],
        SizeOptions(
            pair=SPY_IWM,
            account=100_000.0,
            risk_fraction=0.01,
            execution=Execution.ROTATE,
            holding=50_000.0,
            as_of=AS_OF,
            json=True,
        ),
    ),
    (
        ["size", "SPY/IWM", "--balance", "beta", "--fractional", "--no-overshoot", "--tranches", "2.13,2.24"],
        SizeOptions(
            pair=SPY_IWM,
            balance=Balance.BETA_NEUTRAL,
            fractional=True,
            overshoot=False,
            tranches=(2.13, 2.24),
        ),
    ),
    (
        ["size", "SPY/IWM", "--commission", "1", "--commission-share", "0.005", "--reward-risk", "3"],
        SizeOptions(pair=SPY_IWM, commission=1.0, commission_share=0.005, reward_risk=3.0),
    ),
    (
        ["size", "SPY/IWM", "--holding-days", "126", "--borrow", "2 %"],
        SizeOptions(pair=SPY_IWM, holding_sessions=126, borrow=0.02),
    ),
    (
        ["size", "SPY/IWM", "--half-spread", "0.01", "--short-dividend", "1.25%", "--tranches", "none"],
        SizeOptions(pair=SPY_IWM, half_spread=0.0001, short_dividend=0.0125, tranches=()),
    ),
    (["size", "SPY/IWM", "--ticket", "a.csv"], SizeOptions(pair=SPY_IWM, ticket=Path("a.csv"))),
    (["level", "SPY/IWM", "list"], LevelListOptions(pair=SPY_IWM)),
    (["level", "--json", "SPY/IWM", "list"], LevelListOptions(pair=SPY_IWM, json=True)),
    (["level", "SPY/IWM", "add", "2.13"], LevelAddOptions(pair=SPY_IWM, ratio_text="2.13")),
    (
        ["level", "SPY/IWM", "add", "--role", "stop", "2.35", "--json"],
        LevelAddOptions(pair=SPY_IWM, ratio_text="2.35", role=Role.STOP, json=True),
    ),
    *(
        (["level", "SPY/IWM", "add", text], LevelAddOptions(pair=SPY_IWM, ratio_text=text))
        for text in ("-1", "-1e3", "-.5", "-inf", "-nan", "0", "nan", "two", "−2")
    ),
    (["level", "SPY/IWM", "remove", "3fa2b1c0"], LevelRemoveOptions(pair=SPY_IWM, level_id="3fa2b1c0")),
    (["export", "SPY/IWM", "-o", "a.csv"], ExportOptions(pair=SPY_IWM, output=Path("a.csv"))),
    (["import", "a.ratiodesk", "--home", "h"], ImportOptions(source=Path("a.ratiodesk"), home="h")),
]


@pytest.mark.parametrize(
    ("words", "options"), VALID, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_what_is_typed_is_what_is_meant(words: list[str], options: object) -> None:
    assert parse(words) == options


def test_the_value_is_frozen() -> None:
    options = parse(["status"])
    with pytest.raises(FrozenInstanceError):
        options.home = "elsewhere"  # type: ignore[misc]


def test_without_words_the_process_own_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["ratiodesk", "status", "--json"])
    assert parse() == StatusOptions(json=True)


@pytest.mark.parametrize("words", [["--version"], ["status", "--version"], ["--home", "h", "level", "--version"]])
def test_version_is_answered_everywhere(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(words)
    assert left.value.code == 0
    assert capsys.readouterr().out == f"ratiodesk {ratiodesk.__version__}\n"


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    for verb in ("render", "status", "size", "level", "export", "import"):
        assert f"  {verb} " in out
        with pytest.raises(SystemExit) as left:
            parse([verb, "--help"])
        assert left.value.code == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("render SPY/IWM", "required: -o"),
        ("render -o a.png", "required: PAIR"),
        ("render SPY/IWM -o a.png --size big", "“big” is not a size: write it as 1600x950"),
        ("render SPY/IWM -o a.png --size 1600", "“1600” is not a size"),
        ("render SPY/IWM -o a.png --size -5x-5", "argument --size"),
        ("render SPY/IWM -o a.png --theme pink", "invalid choice: 'pink'"),
        ("render SPY/IWM -o a.png --scale 3", "argument --scale: invalid choice"),
        ("render SPY/IWM -o a.png --from yesterday", "“yesterday” is not a date: write it as 2021-12-28"),
        ("status --as-of 2021-13-01", "“2021-13-01” is not a date"),
        ("status --as-of 28.12.2021", "“28.12.2021” is not a date"),
        ("status --risk 1", "unrecognized arguments: --risk"),
        ("status --off", "unrecognized arguments: --off"),
        ("size", "required: PAIR"),
        ("size SPY/IWM --account lots", "“lots” is not a number"),
        ("size SPY/IWM --account", "expected one argument"),
        ("size SPY/IWM --risk 1x", "“1x” is not a number"),
        ("size SPY/IWM --execution basket", "invalid choice: 'basket'"),
        ("size SPY/IWM --balance delta", "invalid choice: 'delta'"),
        ("size SPY/IWM --borrow dear", "“dear” is not a number"),
        ("size SPY/IWM --holding-days 1.5", "“1.5” is not a whole number of sessions"),
        ("size SPY/IWM --reward-risk much", "“much” is not a number"),
        ("level SPY/IWM", "required: action"),
        ("level SPY/IWM move 2", "invalid choice: 'move'"),
        ("level SPY/IWM add", "add needs a ratio"),
        ("level SPY/IWM remove", "remove needs the id of a level"),
        ("level SPY/IWM list 2", "list takes nothing after it"),
        ("level SPY/IWM remove ab --role stop", "--role belongs to add"),
        ("level SPY/IWM add 2 --role exit", "invalid choice: 'exit'"),
        ("export SPY/IWM", "required: -o"),
        ("import", "required: FILE.ratiodesk"),
        ("--unknown", "unrecognized arguments: --unknown"),
    ],
)
def test_wrong_usage_leaves_with_two(line: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(line.split())
    assert left.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "error", "sentence"),
    [
        (["SPY"], BadPair, "“SPY” is not a pair: type two symbols, such as SPY/IWM."),
        (["SPY/"], BadPair, "“SPY/” lacks a symbol: type two, such as SPY/IWM."),
        (["SPY/SPY"], BadPair, "SPY/SPY is one instrument against itself: type two different symbols."),
        (["../x"], BadPair, "“..” is not a symbol: type a pair such as SPY/IWM."),
        (["🚀/IWM"], BadPair, "“🚀” is not a symbol: type a pair such as SPY/IWM."),
        (["A" * 200], BadPair, f"“{'A' * 23}…” is not a pair: type two symbols, such as SPY/IWM."),
        (["stauts", "SPY/IWM"], BadPair, "“stauts SPY/IWM” is not a pair: type two symbols, such as SPY/IWM."),
        ([""], BadPair, "“” is not a pair: type two symbols, such as SPY/IWM."),
        (["size", "SPY"], BadPair, "“SPY” is not a pair: type two symbols, such as SPY/IWM."),
        (["status", "SPY/IWM", "SPY/"], BadPair, "“SPY/” lacks a symbol: type two, such as SPY/IWM."),
        *(
            (["size", "SPY/IWM", "--account", text], BadInput, "The account must be a number above zero.")
            for text in ("0", "-5", "-1e5", "nan", "-inf", "inf")
        ),
        (["size", "SPY/IWM", "--account", "1e13"], BadInput, "The account is too large: at most 1,000,000,000,000."),
        *(
            (
                ["size", "SPY/IWM", f"--risk={text}"],
                BadInput,
                "The risk must be above 0 % and at most 100 % of the account.",
            )
            for text in ("0", "-0.01", "1.01", "nan", "inf")
        ),
        *(
            (
                ["render", "SPY/IWM", "-o", "a.png", "--size", size],
                BadInput,
                f"A picture of {size} is out of range: pictures have 760x320 to 10000x10000 pixels.",
            )
            for size in ("759x950", "1600x319", "10001x950", "0x0", "999999999x1")
        ),
        (
            ["render", "SPY/IWM", "-o", "chart.jpg"],
            BadInput,
            "The picture is written as PNG, SVG or PDF: name a file that ends in .png, .svg or .pdf, not “chart.jpg”.",
        ),
        (
            ["report", "SPY/IWM", "-o", "report.png"],
            BadInput,
            "The report is written as PDF: name a file that ends in .pdf, not “report.png”.",
        ),
        (
            ["render", "SPY/IWM", "-o", "a.png", "--from", "2021-01-02", "--to", "2021-01-01"],
            BadInput,
            "The picture would start on 2021-01-02, after its end on 2021-01-01.",
        ),
    ],
)
def test_what_is_out_of_range_gets_a_sentence(words: list[str], error: type[RatioDeskError], sentence: str) -> None:
    with pytest.raises(error) as raised:
        parse(words)
    assert str(raised.value) == sentence


WORDS = ["render", "status", "size", "level", "export", "import", "add", "list", "remove", "SPY/IWM", "-o", "a.png"]
WORDS += ["--home", "--json", "--as-of", "--account", "--risk", "--holding", "--role", "--size", "--", "-1", "-inf"]
WORDS += [
    "--tranches",
    "2.13,2.24",
    "--balance",
    "beta",
    "--fractional",
    "--no-overshoot",
    "--borrow",
    "--holding-days",
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=30), max_size=8))
def test_no_line_ends_in_a_traceback(words: list[str]) -> None:
    with contextlib.suppress(RatioDeskError, SystemExit):
        parse(words)
