"""What coordinators read when VK wants a rest from us."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from handlers.kit.text import on_day
from incidents.messenger import Message
from incidents.sources.messages import RestReason

WHY: Mapping[RestReason, str] = {
    RestReason.CAPTCHA: "ВКонтакте просит ввести код с картинки",
    RestReason.FLOOD: "ВКонтакте счёл наши обращения однотипными",
    RestReason.QUOTA: "Суточный запас обращений к ВКонтакте кончился",
}
_READS = "Читать стены пока не будем, начнём снова {when}. Что напишут за это время, прочитаем тогда же"
_WRITES = "Ответы подождут, отправим их сами {when}. Срочный ответ можно вставить под пост вручную"
_AGAIN = "Повторяется? Скажите тому, кто обслуживает бота: помогает второй ключ"


def network_rests(*, why: RestReason, writes: bool, until: datetime, tz: tzinfo, now: datetime) -> Message:
    """What happened, what waits, until when."""
    when = on_day(until, tz, now)
    lines = [f"<b>{WHY[why]}</b>", (_WRITES if writes else _READS).format(when=when)]
    return Message(html="\n".join(lines if writes else [*lines, _AGAIN]))
