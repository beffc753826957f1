"""The components page: a list, with the actions for each. Removing can be undone."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.context import AppContext
from porchlight.desktop.editing import COMPONENTS
from porchlight.desktop.icons import OF_STATUS, mark_icon
from porchlight.desktop.plain import literal
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.import_page import ImportPage
from porchlight.desktop.windows.settings.component_editor import ComponentEditor
from porchlight.desktop.windows.settings.kinds import KindChoice, kind_choices
from porchlight.desktop.windows.settings.page import Page
from porchlight.language.current import rendered, tr
from porchlight.model.errors import PorchlightError

if TYPE_CHECKING:
    pass


class ComponentsPage(Page):
    """The list shows the state of each."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._build()
        context.bridge.changed.connect(self.refresh)
        self.refresh()

    def edit(self, component_id: str) -> None:
        """Open the form of a component."""
        choice = self._choice_of(component_id)
        try:
            values = self._context.editing.read_item(COMPONENTS, component_id)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            return
        if choice is None or values is None:
            self.reported.emit(tr("This can only be edited in the settings file."))
            return
        self._edit(choice, component_id, values)

    def add(self, choice: KindChoice, values: dict[str, Any] | None = None) -> None:
        """Open the form of a new component."""
        self._edit(choice, None, values or {})

    def take_over(self) -> None:
        """The page that reads a Classy Sync folder."""
        page = ImportPage(self._context)
        page.left.connect(lambda: self._leave_import(page))
        page.imported.connect(lambda names: self.reported.emit(tr("Saved.")))
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _leave_import(self, page: ImportPage) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(page)
        page.deleteLater()

    def refresh(self) -> None:
        """See Page."""
        views = self._context.snapshot.views
        current = self._current()
        self.list.blockSignals(True)
        self.list.clear()
        for one, view in views.items():
            item = QListWidgetItem(
                mark_icon(OF_STATUS[view.state.status], self._context.theme.tokens), view.component.name
            )
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.list.addItem(item)
            if one == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._enable()

    # -- inside

    def _build(self) -> None:
        theme = self._context.theme
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Components"))
        self.list.itemActivated.connect(lambda item: self.edit(item.data(Qt.ItemDataRole.UserRole)))
        self.list.currentItemChanged.connect(lambda: self._enable())
        self.add_button = QPushButton(tr("Add") + " ▾")
        self.add_button.setAccessibleName(tr("Add a component"))
        set_primary(self.add_button)
        menu = QMenu(self.add_button)
        for group, choices in groupby(kind_choices(), key=lambda choice: choice.group):
            of_group = menu.addMenu(rendered(group.label))
            for choice in choices:
                of_group.addAction(literal(choice.title)).triggered.connect(
                    lambda _=False, wanted=choice: self.add(wanted)
                )
        menu.addSeparator()
        menu.addAction(tr("Import from Classy Sync…")).triggered.connect(self.take_over)
        self.add_button.setMenu(menu)
        self.buttons = {
            "edit": QPushButton(tr("Edit")),
            "duplicate": QPushButton(tr("Duplicate")),
            "pause": QPushButton(tr("Stop watching")),
            "remove": QPushButton(tr("Remove")),
        }
        self.buttons["edit"].clicked.connect(lambda: self.edit(self._current() or ""))
        self.buttons["duplicate"].clicked.connect(self._duplicate)
        self.buttons["pause"].clicked.connect(self._switch)
        self.buttons["remove"].clicked.connect(self._remove)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.add_button)
        for button in self.buttons.values():
            line.addWidget(button)
        line.addStretch(1)
        overview = QWidget()
        body = QVBoxLayout(overview)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addWidget(Text(theme, TextRole.VERDICT, tr("Components")))
        body.addWidget(self.list, 1)
        body.addWidget(self._undo_bar)
        body.addLayout(line)
        self._stack.addWidget(overview)

    def _current(self) -> str | None:
        row = self.list.currentRow()
        return None if row < 0 else str(self.list.item(row).data(Qt.ItemDataRole.UserRole))

    def _enable(self) -> None:
        current = self._current()
        for button in self.buttons.values():
            button.setEnabled(current is not None)
        view = self._context.snapshot.views.get(current or "")
        watched = view is None or view.component.enabled
        self.buttons["pause"].setText(tr("Stop watching") if watched else tr("Watch again"))

    def _choice_of(self, component_id: str) -> KindChoice | None:
        view = self._context.snapshot.views.get(component_id)
        kind = view.component.kind if view else ""
        return next((choice for choice in kind_choices() if choice.name == kind), None)

    def _edit(self, choice: KindChoice, component_id: str | None, values: dict[str, Any]) -> None:
        self._open(ComponentEditor(self._context, choice.name, choice.model, component_id, values))

    def _duplicate(self) -> None:
        current = self._current()
        choice = self._choice_of(current or "")
        try:
            values = self._context.editing.read_item(COMPONENTS, current or "")
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            return
        if choice is not None and values is not None:
            name = tr("{name} (copy)", name=str(values.get("name", current)))
            self.add(choice, {**values, "name": name})

    def _switch(self) -> None:
        """Watch it or not, for good: unlike a pause this is in the file."""
        current = self._current()
        if current is None:
            return
        try:
            values = self._context.editing.read_item(COMPONENTS, current)
            if values is None:
                return
            changed = {key: value for key, value in values.items() if key != "enabled"}
            if values.get("enabled", True):
                changed["enabled"] = False
            self._context.editing.put_item(COMPONENTS, current, changed, expected=values)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))

    def _remove(self) -> None:
        current = self._current()
        if current is None:
            return
        name = self._context.snapshot.views[current].component.name
        self._take_out(COMPONENTS, current, tr("{name} was removed. Its history is kept.", name=name))
