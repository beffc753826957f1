"""The components page: a list, with the actions for each. Removing can be undone."""

from itertools import groupby
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
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
from porchlight.desktop.icons import mark_icon
from porchlight.desktop.plain import literal
from porchlight.desktop.theme import TextRole
from porchlight.desktop.verdict_texts import component_verdict
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.import_page import ImportPage
from porchlight.desktop.windows.settings.component_editor import ComponentEditor
from porchlight.desktop.windows.settings.kinds import KindChoice, kind_choices
from porchlight.desktop.windows.settings.page import Page
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.errors import PorchlightError
from porchlight.settings.policy import LOCKED


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
        page.imported.connect(lambda: self.reported.emit(tr("Saved.")))
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _leave_import(self, page: ImportPage) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(page)
        page.deleteLater()

    def refresh(self) -> None:
        """See Page."""
        views = self._context.snapshot.views
        chosen, row = self._chosen(), self.list.currentRow()
        at = self.list.item(row).data(Qt.ItemDataRole.UserRole) if row >= 0 else None
        self.list.blockSignals(True)
        self.list.clear()
        for one, view in views.items():
            item = QListWidgetItem(
                mark_icon(component_verdict(view, self._context.snapshot).mark, self._context.theme.tokens),
                view.component.name,
            )
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.list.addItem(item)
            if one == at:
                self.list.setCurrentItem(item, QItemSelectionModel.SelectionFlag.NoUpdate)
            item.setSelected(one in chosen)
        self.list.blockSignals(False)
        self._enable()

    # -- inside

    def _build(self) -> None:
        theme = self._context.theme
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Components"))
        self.list.itemActivated.connect(lambda item: self.edit(item.data(Qt.ItemDataRole.UserRole)))
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        self.add_button, menu = self._add_menu(tr("Add a component"))
        for group, choices in groupby(kind_choices(), key=lambda choice: choice.group):
            of_group = menu.addMenu(rendered(group.label))
            for choice in choices:
                of_group.addAction(literal(choice.title)).triggered.connect(
                    lambda _=False, wanted=choice: self.add(wanted)
                )
        menu.addSeparator()
        menu.addAction(tr("Import from Classy Sync…")).triggered.connect(self.take_over)
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
        for button in self.buttons.values():
            line.addWidget(button)
        self.locked = Text(theme, TextRole.SECONDARY, wrap=True)
        self.locked.hide()
        line.addWidget(self.locked, 1)
        line.addStretch(1)
        overview = QWidget()
        body = QVBoxLayout(overview)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(Text(theme, TextRole.VERDICT, tr("Components")), 1)
        head.addWidget(self.add_button)
        body.addLayout(head)
        body.addWidget(self.list, 1)
        body.addLayout(line)
        body.addWidget(self._undo_bar)
        self._stack.addWidget(overview)

    def _current(self) -> str | None:
        """The selected one, where it is just one."""
        chosen = self._chosen()
        return chosen[0] if len(chosen) == 1 else None

    def _chosen(self) -> list[str]:
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in self.list.selectedItems()]

    def _show_menu(self, at: QPoint) -> None:
        """The buttons below, where the mouse is."""
        menu = QMenu(self.list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self.buttons.values():
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        menu.actions()[-1].setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        if self._chosen():
            menu.popup(self.list.viewport().mapToGlobal(at))

    def _enable(self) -> None:
        current = self._current()
        for button in self.buttons.values():
            button.setEnabled(current is not None)
        chosen, policy = self._chosen(), self._context.settings.policy
        set_elsewhere = [one for one in chosen if policy.locks(COMPONENTS, one)]
        self.buttons["remove"].setEnabled(bool(chosen) and not set_elsewhere)
        if current is not None and set_elsewhere:
            in_file = self._context.is_in_file(COMPONENTS, current)
            self.buttons["edit"].setEnabled(in_file)
            self.buttons["duplicate"].setEnabled(in_file)
            self.buttons["pause"].setEnabled(in_file and not policy.locks(COMPONENTS, current, "enabled"))
        self.locked.show_text(rendered(LOCKED) if set_elsewhere else "")
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
        chosen = self._chosen()
        if not chosen:
            return
        name = self._context.snapshot.views[chosen[0]].component.name
        text = tr("{name} was removed. Its history is kept.", name=name)
        if len(chosen) > 1:
            text = tr_plural(
                "{n} component was removed. Its history is kept.",
                "{n} components were removed. Their history is kept.",
                len(chosen),
            )
        self._take_out(COMPONENTS, chosen, text)
