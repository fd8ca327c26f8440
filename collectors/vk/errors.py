"""VK's errors and broken connections: what each means for us.

One table, and the one exception that leaves the client.
"""

from dataclasses import dataclass

from collectors.failures import CallFailed, FailurePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(FailurePolicy):
    """`answer` ends «ВКонтакте не пропустил ответ: …». `retry`: a writing call only if `sure`."""

    answer: str
    sure: bool = True  # the call has certainly changed nothing


class VkError(CallFailed[Policy]):
    """A call of VK that failed."""


UNREACHABLE = Policy(source="ВК не отвечает: соединение не устанавливается", answer="нет связи с ВКонтакте")
UNTRUSTED = Policy(source="Сертификат ВК не прошёл проверку: связь небезопасна", answer="связь с ВКонтакте небезопасна")
SLOW = Policy(source="ВК не ответил вовремя", answer="ВКонтакте не ответил вовремя", sure=False)
CUT = Policy(source="Связь с ВК оборвалась", answer="связь с ВКонтакте оборвалась", sure=False, retry=True)
ILL = Policy(source="ВК временно не работает", answer="ВКонтакте временно не работает", sure=False, retry=True)
GARBLED = Policy(
    source="ВК ответил непонятно: вместо данных пришла веб-страница", answer="ВКонтакте ответил непонятно", sure=False, retry=True
)
ODD = Policy(source="ВК ответил не так, как описано в его документации", answer="ВКонтакте ответил непонятно", sure=False)
REDIRECTED = Policy(
    source="Адрес ВК ведёт на другой сайт: проверьте VK__API_BASE", answer="адрес ВКонтакте ведёт на другой сайт", sure=False
)
CLOSED = Policy(source="Чтение ВК остановлено: программа завершается", answer="программа завершается", sure=False)

_TOKEN = Policy(
    source="Токен ВК недействителен: получите новый и впишите его в настройки",
    answer="токен сообщества недействителен",
    fatal=True,
    token=True,
)
_KIND = Policy(
    source="Нужен токен другого вида: стены читает сервисный ключ, отвечает ключ сообщества",
    answer="для ответа нужен ключ сообщества, а настроен другой",
    fatal=True,
)
_GONE = Policy(source="Страница удалена или заблокирована ВКонтакте", answer="страница удалена или заблокирована", fatal=True)
_COMMENTS = Policy(source="Комментарии закрыты: ВК их не показывает", answer="комментарии под этим постом закрыты")
_SERVER = Policy(source="ВК сообщил о внутренней ошибке", answer="внутренняя ошибка ВКонтакте", sure=False, retry=True)
_RIGHTS = Policy(source="Токену ВК не хватает прав", answer="ключу сообщества не хватает прав", fatal=True)
_CLOSED_DIALOGUE = Policy(
    source="Житель не принимает сообщения сообщества", answer="житель не принимает сообщения сообщества, напишите под постом"
)
_DAY = 3600.0
POLICIES: dict[int, Policy] = {
    1: _SERVER,
    2: Policy(source="Приложение ВК выключено: включите его в настройках ВК", answer="приложение ВК выключено", fatal=True, token=True),
    4: _TOKEN,
    5: _TOKEN,
    6: Policy(source="ВК просит обращаться реже", answer="слишком частые обращения", retry=True),
    7: _RIGHTS,
    9: Policy(source="ВК счёл обращения однотипными, сделали паузу", answer="ВКонтакте счёл ответы однотипными", pause=300.0),
    10: _SERVER,
    14: Policy(source="ВК требует ввести код с картинки, сделали паузу", answer="ВКонтакте требует ввести код с картинки", pause=900.0),
    15: Policy(
        source="Стена закрыта для чтения: попросите владельца открыть её", answer="доступ к посту закрыт или его удалили", fatal=True
    ),
    17: Policy(source="ВК просит подтвердить вход владельца токена", answer="ВКонтакте просит подтвердить вход", fatal=True, token=True),
    18: _GONE,
    19: Policy(source="ВК закрыл содержимое этой страницы", answer="ВКонтакте закрыл содержимое этой страницы", fatal=True),
    20: _RIGHTS,
    21: _RIGHTS,
    24: Policy(source="ВК просит подтвердить действие вручную", answer="ВКонтакте просит подтвердить действие вручную", fatal=True),
    27: _KIND,
    28: _KIND,
    29: Policy(source="Суточный запас обращений к ВК исчерпан, сделали паузу", answer="суточный запас обращений исчерпан", pause=_DAY),
    30: Policy(source="Профиль закрыт: ВК не показывает его стену", answer="профиль закрыт", fatal=True),
    36: _SERVER,
    37: _GONE,
    40: Policy(source="Такого сообщества ВК не знает", answer="такого сообщества ВКонтакте не знает", fatal=True),
    42: Policy(
        source="ВК не принимает обращения с этого адреса сети", answer="ВКонтакте не пускает нас с этого адреса", fatal=True, token=True
    ),
    43: Policy(source="Раздел ВК временно недоступен", answer="раздел ВКонтакте временно недоступен", retry=True),
    100: Policy(source="ВК не принял запрос: проверьте номер сообщества", answer="пост удалён или текст не подходит"),
    104: Policy(source="ВК не нашёл такую страницу", answer="ВКонтакте не нашёл этот пост", fatal=True),
    125: Policy(source="Номер сообщества ВК указан неверно", answer="номер сообщества указан неверно", fatal=True),
    203: Policy(source="Доступ к сообществу закрыт", answer="доступ к сообществу закрыт", fatal=True),
    210: Policy(source="Доступ к посту закрыт", answer="доступ к посту закрыт"),
    211: Policy(source="Доступ к комментарию закрыт", answer="доступ к этому комментарию закрыт"),
    212: _COMMENTS,
    213: Policy(source="Комментарии закрыты: ВК их не показывает", answer="в этом сообществе закрыты комментарии от сообществ"),
    214: Policy(source="Публикация на этой стене закрыта", answer="публикация на этой стене закрыта"),
    222: Policy(source="ВК запрещает ссылки в комментариях", answer="ссылки в комментариях здесь запрещены"),
    223: Policy(source="ВК считает, что ответов слишком много", answer="под этим постом слишком много ответов подряд"),
    900: _CLOSED_DIALOGUE,
    901: _CLOSED_DIALOGUE,
    902: _CLOSED_DIALOGUE,
    914: Policy(source="Сообщение слишком длинное для ВК", answer="сообщение слишком длинное"),
    917: _CLOSED_DIALOGUE,
    936: _CLOSED_DIALOGUE,
    950: Policy(source="Отвечать в этом диалоге ВК поздно", answer="ВКонтакте больше не даёт ответить в этом диалоге, напишите под постом"),
    601: Policy(source="Суточный запас действий ВК исчерпан, сделали паузу", answer="суточный запас действий исчерпан", pause=_DAY),
}
UNREADABLE_THREAD = frozenset({15, 18, 19, 30, 100, 104, 210, 211, 212, 213})  # this post's comments only: the wall is read on


def policy_of(code: int) -> Policy:
    """Look the policy up; an unknown number is a refusal that says its number."""
    known = POLICIES.get(code)
    return known or Policy(source=f"ВК отказал, ошибка {code}", answer=f"ВКонтакте отказал, ошибка {code}")
