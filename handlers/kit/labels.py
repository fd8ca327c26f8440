"""Names that officials read: networks, outcomes, reasons, statuses (docs/voice.md, «Buttons»)."""

from handlers.kit.input import CANCEL_WORD
from handlers.kit.text import capital, escape, name
from incidents.answers.values import AnswerKind
from incidents.incident import ClosingOutcome, Incident, RejectReason, Status, Untold
from incidents.posts import Network

WHERE = {Network.VK_MESSAGES: "в диалоге", Network.PRIVATE: "в личном чате"}
"""Where an answer is to be looked for; else it stands under a post."""
UNDER = "под постом"

ONE_READER = frozenset(WHERE)
"""Where only the resident reads an answer."""

NAMED = {
    AnswerKind.FINAL: "Ответ",
    AnswerKind.INTERIM: "Промежуточный ответ",
    AnswerKind.CORRECTION: "Поправка",
    AnswerKind.SAFETY: "Предупреждение",
    AnswerKind.CLARIFY: "Вопрос жителю",
    AnswerKind.AFTER: "Сообщение жителю",
    AnswerKind.DONE_CHECK: "«Решено?»",
    AnswerKind.POST: "Пост администрации",
}
"""What a text under a post is called."""

OUT = {
    AnswerKind.FINAL: "✅ Ответ опубликован",
    AnswerKind.INTERIM: "✅ Промежуточный ответ опубликован",
    AnswerKind.CORRECTION: "✅ Поправка опубликована",
    AnswerKind.SAFETY: "Жителей предупредили",
    AnswerKind.CLARIFY: "Спросили жителя",
    AnswerKind.AFTER: "✅ Написали жителю",
    AnswerKind.DONE_CHECK: "Спросили, решено ли",
    AnswerKind.POST: "✅ Пост администрации опубликован",
}
"""It stands under the post."""

SEEN = {
    AnswerKind.FINAL: "виден",
    AnswerKind.INTERIM: "виден",
    AnswerKind.CORRECTION: "видна",
    AnswerKind.SAFETY: "видно",
    AnswerKind.CLARIFY: "видно",
    AnswerKind.AFTER: "видно",
    AnswerKind.DONE_CHECK: "видно",
    AnswerKind.POST: "виден",
}
"""«Проверили: … всем», after `OUT`."""

OUT_BEFORE = {
    AnswerKind.FINAL: "Прошлый ответ вышел",
    AnswerKind.INTERIM: "Прошлый промежуточный ответ вышел",
    AnswerKind.CORRECTION: "Прошлая поправка вышла",
    AnswerKind.SAFETY: "Жителей предупредили",
    AnswerKind.CLARIFY: "Жителя спросили",
    AnswerKind.AFTER: "Жителю написали",
    AnswerKind.DONE_CHECK: "Жителя спросили, решено ли",
    AnswerKind.POST: "Прошлый пост администрации вышел",
}
"""It stood there before the incident came back."""

OUTCOMES = {
    ClosingOutcome.DONE: "Сделано",
    ClosingOutcome.EXPLAINED: "Разъяснили",
    ClosingOutcome.PLANNED: "В плане с датой",
    ClosingOutcome.PASSED: "Передали вовне",
    ClosingOutcome.REFUSED: "Отказ, объяснили",
}
"""Labels of the menu and the first words of a folded card."""

UNTOLD = {
    Untold.GONE: "Пост удалили",
    Untold.SPOKEN: "Сказали лично",
    Untold.NOWHERE: "Писать некуда",
    Untold.OTHER: "Другая причина",
}
"""Why nobody writes to the resident that it is done."""

REASONS = {
    RejectReason.AD: "Реклама",
    RejectReason.ANNOUNCEMENT: "Объявление",
    RejectReason.CHAT: "Разговор",
    RejectReason.THANKS: "Спасибо",
    RejectReason.RUMOUR: "Слух",
    RejectReason.NOT_OUR_DISTRICT: "Не наш округ",
    RejectReason.DUPLICATE: "Повтор",
}

IN_WORK_WORD = "в работе"
"""How the states of `IN_WORK` begin, and no other: «в работе» adds up wherever it is read."""

STATUSES = {
    Status.NEW: "ждёт решения координатора",
    Status.ASSIGNED: "ещё не приняли",
    Status.ACCEPTED: IN_WORK_WORD,
    Status.ANSWERED: f"{IN_WORK_WORD}, ответ дан",
    Status.CLOSED: "закрыто",
    Status.OUTSIDE: f"{IN_WORK_WORD}, ждём чужой ответ",
    Status.POSTPONED: f"{IN_WORK_WORD}, отложено",
    Status.REJECTED: "не обращение",
    Status.REOPENED: "вернули в работу",
}


def state_of(incident: Incident) -> str:
    """What it is at, in words: a rumour is checked by the press service, and nobody routes it."""
    return "слух, проверяется" if incident.rumour and incident.status is Status.NEW else STATUSES[incident.status]


CANCEL = f"Передумали? Напишите «{CANCEL_WORD}»"


BACK = "Назад"
BULK = "Несколько сразу"
PAGE = 6


def subject(what_where: str, number: int) -> str:
    """«Вода на дороге, ул. Белавинская · № 1487»: what a menu is about."""
    return f"{escape(capital(name(what_where, 100)))} · № {number}"


def label_of(title: str) -> str:
    """«отдел ЖКХ» → «ЖКХ»: on a button the word says nothing."""
    title = name(title, 60)
    return capital(title.removeprefix("отдел ").removeprefix("Отдел "))


def unanswered(until: str, *, goes_on: bool) -> str:
    """What becomes of a card that nobody calls dangerous or not."""
    then = "отдел получит карточку с пометкой «Есть риск»" if goes_on else "карточка останется у координатора с пометкой «Есть риск»"
    return f"Если до {until} никто не ответит, {then}"
