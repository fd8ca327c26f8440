"""Checks of who hears outside that the bot is ill."""

from collections.abc import Sequence

from bot.config.settings import HttpSettings, Settings
from bot.config.settings_mail import LOOPBACK, MailSettings
from bot.health.heartbeat import beat
from bot.health.mail import Mailer, NotMailed
from collectors.vk.check import Line

NOBODY = (None, "Здоровье: о выключенном сервере никто не узнает, впишите HTTP__HEARTBEAT_URL или HTTP__HEALTH_PORT")
NO_MAIL = (None, "Почта: если Telegram пропадёт на часы, письмо об этом писать некому, впишите MAIL__TO и MAIL__HOST")


async def check_watching(settings: Settings) -> Sequence[Line]:
    """A line for each way; the heartbeat is given once, no letter is sent."""
    lines = _about_page(settings.http)
    if settings.http.heartbeat_url is not None:
        lines.append(await check_heartbeat(settings.http))
    return [*(lines or [NOBODY]), await check_mail(settings.mail)]


async def check_heartbeat(http: HttpSettings) -> Line:
    """Whether anybody takes our sign of life."""
    if http.heartbeat_url is None:
        return NOBODY
    trouble = await beat(http.heartbeat_url.get_secret_value())
    if trouble is not None:
        return None, f"Здоровье: адрес HTTP__HEARTBEAT_URL сигнала не берёт ({trouble}), проверьте его на странице вашей службы"
    return True, "Здоровье: пока всё в порядке, раз в минуту подаём сигнал на HTTP__HEARTBEAT_URL, сейчас его взяли"


async def check_mail(mail: MailSettings) -> Line:
    """Whether the mail server takes us and our addresses."""
    if not mail.is_wanted:
        return NO_MAIL
    if mail.missing:
        return None, f"Почта: писем не будет, не вписано: {', '.join(mail.missing)}"
    try:
        await Mailer(mail).try_out()
    except NotMailed as error:
        return None, f"Почта: письмо не уйдёт: {error}"
    return True, f"Почта: пропадёт Telegram, напишем письмо, адресов {len(mail.to)}; сервер {mail.host} нас принимает"


def _about_page(http: HttpSettings) -> list[Line]:
    if http.health_port is None:
        return []
    host = http.health_host
    lines: list[Line] = [(True, f"Здоровье: страница на {host}:{http.health_port}, это /livez, /readyz и /metrics")]
    if host not in LOOPBACK:
        lines.append((None, f"Здоровье: страницу видит сеть (HTTP__HEALTH_HOST={host}), закройте этот порт снаружи"))
    return lines
