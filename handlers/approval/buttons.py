"""What the buttons of approval carry."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id
from handlers.kit.choices import read
from incidents.approval.values import ApprovalMode, ReturnReason


class ApprovalDo(StrEnum):
    """What a press about an answer on approval asks for. Codes stand in chats: add, never rename."""

    SHOW = "show"  # A1 as it stands; «Назад» of its menus
    PUBLISH = "publish"
    EDIT = "edit"  # «Поправить» by the approver
    RETURN = "return"  # opens the menu of reasons; with a choice it gives back
    THREAD = "thread"
    MORE = "more"
    TIME = "time"
    HISTORY = "history"
    HOLD_BACK = "hold"  # «Отменить отправку» by the approver
    QUEUE = "queue"  # the oldest that waits
    OTHERS = "others"  # «Передать заместителю»
    REPLY = "reply"  # to the author's question
    TAKE_BACK = "back"  # the author's «Отозвать»
    CONFIRM = "right"  # A3 «Верно»
    KEEP = "keep"  # A3 «Как было»
    LAWYER = "law"  # «Позвать юриста»
    QUESTION = "ask"  # the author's «Спросить»
    UNDO_RETURN = "undo"  # «Снова согласовать» by whoever gave it back; the choice is the code of the returned text
    DONE_CHECK = "done"  # the words of «Решено?»; no answer, the choice is their code
    PRIVATE = "private"  # «Вернуть отделу» under the question of «Ответить лично»


class ApprovalButton(CallbackData, prefix="v1"):
    """About an answer on approval; `choice` is a reason, of A3 and of an undo the code of the shown text. In chats since 0.1."""

    do: ApprovalDo
    answer: Id
    choice: str = ""

    @property
    def reason(self) -> ReturnReason | None:
        """Why it goes back; None asks. Raises WrongStep for a reason that is no more."""
        return read(ReturnReason, self.choice, "Откройте «Вернуть…» ещё раз") if self.choice else None


class ApprovalModeButton(CallbackData, prefix="w1"):
    """/approval: a mode of a department («» of the district); an empty mode opens the department's menu. In chats since 0.1."""

    department: str
    mode: str

    @property
    def wanted(self) -> ApprovalMode | None:
        """The mode that was pressed. Raises WrongStep for a mode that is no more."""
        return read(ApprovalMode, self.mode, "Откройте /approval ещё раз") if self.mode else None
