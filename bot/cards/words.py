"""Names that officials read: networks, outcomes, reasons, statuses (VOICE.md 9)."""

from incidents.incident import ClosingOutcome, RejectReason, Status
from incidents.posts import Network

NETWORK_SHORT = {Network.VK: "ВК", Network.OK: "ОК", Network.TELEGRAM: "Telegram", Network.HAND: "вручную", Network.PRIVATE: "личный чат"}
NETWORK_REFUSED = {
    Network.VK: "ВКонтакте не пропустил ответ",
    Network.OK: "Одноклассники не пропустили ответ",
    Network.TELEGRAM: "Telegram не пропустил ответ",
    Network.HAND: "Ответ передайте сами",
    Network.PRIVATE: "Telegram не пропустил ответ",
}
NETWORK_SILENT = {
    Network.VK: "ВКонтакте молчит",
    Network.OK: "Одноклассники молчат",
    Network.TELEGRAM: "Telegram молчит",
    Network.HAND: "Сети нет",
    Network.PRIVATE: "Telegram молчит",
}

OUTCOMES = {
    ClosingOutcome.DONE: "Сделано",
    ClosingOutcome.EXPLAINED: "Разъяснили",
    ClosingOutcome.PLANNED: "В плане с датой",
    ClosingOutcome.PASSED: "Передали вовне",
    ClosingOutcome.REFUSED: "Отказ, объяснили",
}
"""Labels of the menu and the first words of a folded card."""

REASONS = {
    RejectReason.AD: "Реклама",
    RejectReason.CHAT: "Разговор",
    RejectReason.THANKS: "Спасибо",
    RejectReason.RUMOUR: "Слух",
    RejectReason.NOT_OUR_DISTRICT: "Не наш округ",
    RejectReason.DUPLICATE: "Повтор",
}

STATUSES = {
    Status.NEW: "ждёт решения координатора",
    Status.ASSIGNED: "ещё не приняли",
    Status.ACCEPTED: "в работе",
    Status.ANSWERED: "ответ дан",
    Status.CLOSED: "закрыто",
    Status.OUTSIDE: "ждём чужой ответ",
    Status.POSTPONED: "отложено",
    Status.REJECTED: "не обращение",
    Status.REOPENED: "вернули в работу",
}
