"""What somebody is filling in: nothing of it is thrown away without a question."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from porchlight.language.current import tr


class Draft(QWidget):
    """Something to fill in. A window asks before it closes while one of its drafts is unsaved."""

    _discarded = False

    @property
    def unsaved(self) -> bool:
        """Whether something would be lost."""
        return not self._discarded and self._differs()

    def _differs(self) -> bool:
        """Whether it holds something that is nowhere else."""
        raise NotImplementedError

    def discard(self) -> None:
        """Nobody wants it any more."""
        self._discarded = True


class DraftPage(Draft):
    """A page from which one goes back."""

    left = Signal()

    def leave(self) -> None:
        """Go back, after a question where something would be lost."""
        discard_first([self], self, self.left.emit)


def discard_first(drafts: list[Draft], owner: QWidget, then: Callable[[], object]) -> None:
    """Do it; where a draft is unsaved only once somebody has agreed to lose it. The question stands before the window
    of ``owner``."""
    unsaved = [one for one in drafts if one.unsaved]
    if not unsaved:
        then()
        return
    window = owner.window()
    if window.findChildren(QMessageBox):
        return  # it is being asked
    question = QMessageBox(window)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.setIcon(QMessageBox.Icon.Question)
    question.setWindowTitle("Porchlight")
    question.setText(tr("Discard what you entered?"))
    question.setInformativeText(tr("It has not been saved."))
    discard = question.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
    keep = question.addButton(tr("Keep editing"), QMessageBox.ButtonRole.RejectRole)
    question.setDefaultButton(keep)
    question.setEscapeButton(keep)

    def answered() -> None:
        if question.clickedButton() is discard:
            for one in unsaved:
                one.discard()
            then()

    question.finished.connect(answered)
    question.open()
