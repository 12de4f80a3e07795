"""Nothing on the desk slides or fades."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from person import User
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ratiodesk.first_window import keep_still

PRODUCT = Path(__file__).parents[2] / "ratiodesk"
EFFECTS = [effect for effect in Qt.UIEffect if effect is not Qt.UIEffect.UI_General]
MOVING = {"QGraphicsOpacityEffect", "QParallelAnimationGroup", "QPropertyAnimation", "QTimeLine", "QVariantAnimation"}


@pytest.fixture
def moving(qapp: QApplication) -> Iterator[QApplication]:
    """An application on a system whose windows do all of that."""
    before = {effect: qapp.isEffectEnabled(effect) for effect in Qt.UIEffect}
    for effect in Qt.UIEffect:
        qapp.setEffectEnabled(effect, True)
    yield qapp
    for effect, is_on in before.items():
        qapp.setEffectEnabled(effect, is_on)


def test_menus_and_tips_are_there_at_once(moving: QApplication) -> None:
    assert any(moving.isEffectEnabled(effect) for effect in EFFECTS)
    keep_still(moving)
    assert not any(moving.isEffectEnabled(effect) for effect in Qt.UIEffect)


def test_panels_are_there_at_once(user: User) -> None:
    assert not user.desk.window.isAnimated()


def test_no_source_animates() -> None:
    names = {
        node.id if isinstance(node, ast.Name) else node.attr
        for path in PRODUCT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Name, ast.Attribute))
    }
    assert "QTimer" in names
    assert names & MOVING == set()
