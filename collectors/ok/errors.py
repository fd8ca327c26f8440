"""Odnoklassniki's errors and broken connections: what each means for us.

One table, and the one exception that leaves the client. Codes and names: sandbox/ok/README.md, «Errors».
"""

from dataclasses import dataclass

from collectors.failures import CallFailed, FailurePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(FailurePolicy):
    """`mend` is what `otklik check` adds for who keeps the settings."""

    mend: str = ""


class OkError(CallFailed[Policy]):
    """A call of Odnoklassniki that failed."""


UNREACHABLE = Policy(source="Одноклассники не отвечают: соединение не устанавливается")
SLOW = Policy(source="Одноклассники не ответили вовремя")
CUT = Policy(source="Связь с Одноклассниками оборвалась", retry=True)
ILL = Policy(source="Одноклассники временно не работают", retry=True)
GARBLED = Policy(source="Одноклассники ответили непонятно: вместо данных пришла веб-страница", retry=True)
ODD = Policy(source="Одноклассники ответили не так, как описано в их документации")
REDIRECTED = Policy(source="Адрес Одноклассников ведёт на другой сайт", mend="проверьте OK__API_BASE")
CLOSED = Policy(source="Чтение Одноклассников остановлено: программа завершается")

_EXPIRED = Policy(
    source="Срок ключа Одноклассников вышел: новый впишет тот, кто обслуживает бота",
    mend="возьмите ключ на странице приложения: OK__ACCESS_TOKEN и OK__SESSION_SECRET",
    fatal=True,
    token=True,
)
_WRONG_KEY = Policy(
    source="Одноклассники не приняли ключ: его проверит тот, кто обслуживает бота",
    mend="проверьте OK__ACCESS_TOKEN",
    fatal=True,
    token=True,
)
_SHUT = Policy(source="Группа закрыта, её темы видят только участники: попросите владельца открыть её", fatal=True)
_RIGHTS = Policy(
    source="Приложению Одноклассников не хватает прав: их попросит тот, кто обслуживает бота",
    mend="нужны VALUABLE_ACCESS и GROUP_CONTENT",
    fatal=True,
)
_NO_GROUP = Policy(source="Такой группы в Одноклассниках нет: её удалили или заблокировали", fatal=True)
_SERVER = Policy(source="Одноклассники сообщили о внутренней ошибке", retry=True)
_REQUEST = Policy(source="Одноклассники не приняли запрос: возможно, их API изменился, обновите Отклик")
_HOUR = 3600.0

EXPIRED, NO_KEY, WRONG_KEY, WRONG_SIGNATURE, NO_METHOD, DENIED, NOT_FOUND = 102, 101, 103, 104, 3, 10, 300

POLICIES: dict[int, Policy] = {
    1: _SERVER,
    2: ILL,
    NO_METHOD: Policy(source="Одноклассники убрали нужную нам возможность: обновите Отклик", fatal=True),
    4: _REQUEST,
    7: Policy(source="Одноклассники на время запретили действие владельцу ключа, сделали паузу", pause=900.0),
    8: Policy(source="Одноклассники сочли обращения слишком частыми, сделали паузу", pause=300.0),
    9: Policy(source="Одноклассники не принимают обращения с этого адреса сети, сделали паузу", pause=_HOUR),
    DENIED: Policy(
        source="Одноклассники не дают читать эту группу: она закрыта, или у приложения нет на это права",
        mend="право называется GROUP_CONTENT",
        fatal=True,
    ),
    11: Policy(source="Предел обращений к Одноклассникам исчерпан, сделали паузу", pause=900.0),
    50: _RIGHTS,
    100: _REQUEST,
    NO_KEY: Policy(
        source="Одноклассники не знают нашего приложения: ключ проверит тот, кто обслуживает бота",
        mend="проверьте OK__APPLICATION_KEY",
        fatal=True,
    ),
    EXPIRED: _EXPIRED,
    WRONG_KEY: _WRONG_KEY,
    WRONG_SIGNATURE: Policy(
        source="Одноклассники не приняли подпись: ключи проверит тот, кто обслуживает бота",
        mend="проверьте OK__SESSION_SECRET",
        fatal=True,
    ),
    160: _NO_GROUP,
    200: _RIGHTS,
    210: Policy(source="Приложение Одноклассников выключено: включите его в настройках приложения", fatal=True),
    220: _REQUEST,
    NOT_FOUND: _NO_GROUP,
    453: _WRONG_KEY,
    455: _SHUT,
    456: Policy(source="Группа запретила это в своих настройках: попросите владельца открыть её", fatal=True),
    457: _SHUT,
    458: _SHUT,
    511: Policy(source="Одноклассники сочли обращения подозрительными, сделали паузу", pause=_HOUR),
    514: Policy(source="Одноклассники просят владельца ключа подтвердить вход: пусть откроет ok.ru и подтвердит", fatal=True),
    9999: _SERVER,
}
UNREADABLE_THREAD = frozenset({DENIED, 50, 106, NOT_FOUND, 455, 456, 457, 458})  # this topic's comments only: the group is read on


def policy_of(code: int) -> Policy:
    """Look the policy up; an unknown number is a refusal that says its number."""
    return POLICIES.get(code) or Policy(source=f"Одноклассники отказали, ошибка {code}")
