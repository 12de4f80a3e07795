"""The button at the right end of the toolbar, with what belongs to no single place of the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from ratiodesk.ui.actions import Actions
from ratiodesk.words import tr


class MainMenu(QToolButton):
    """Offers what is opened, kept and written, which parts of the window are shown, and help."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("mainMenu")
        self.setAccessibleName(tr("Menu"))
        self.setToolTip(tr("Files, panels and help"))
        self.setText("≡")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.setObjectName("mainMenuEntries")
        groups = (
            (actions.find_pair, actions.open_file, actions.open_recent, actions.import_prices, actions.about_data),
            (actions.portfolio, actions.order_ticket, actions.journal, actions.versions),
            (actions.copy_picture, actions.export_picture, actions.report),
            (actions.back_up, actions.restore),
        )
        for group in groups:
            for action in group:
                menu.addAction(action)
            menu.addSeparator()
        view = menu.addMenu(tr("View"))
        for action in (actions.show_pairs, actions.show_sidebar, actions.full_screen):
            view.addAction(action)
        guide = menu.addMenu(tr("Help"))
        for action in (actions.shortcuts, actions.find_command, actions.glossary, actions.about):
            guide.addAction(action)
        menu.addSeparator()
        menu.addAction(actions.leave)
        self.setMenu(menu)
