"""How officials read of networks and of other ways to residents."""

from collections.abc import Mapping, Sequence

from incidents.posts import Network
from incidents.sources.networks import Copying, NetworkKind, NetworkWords

Networks = Mapping[Network, NetworkWords]

_BY_HAND = "Скопируйте текст касанием, передайте жителю тем же путём, каким пришёл вопрос, и нажмите «Опубликовано»"
_TO_THE_BOTS = "В этот чат пишет только бот. Знаете, как ещё связаться с жителем? Передайте ответ и нажмите «Опубликовано»"
_IN_MESSAGES = (
    "Скопируйте текст касанием, откройте диалог и отправьте от имени сообщества. Диалог закрыт? Ответьте под постом этого жителя, "
    "если он писал и там. Потом нажмите «Опубликовано»"
)
_WITHOUT_SOURCES: Networks = {
    Network.HAND: NetworkWords(
        short="вручную",
        goes_out="Дадим текст, чтобы передать его жителю",
        refused="Ответ передайте сами",
        silent="Сети нет",
        copying=Copying(because="", how=_BY_HAND),
    ),
    Network.VK_MESSAGES: NetworkWords(
        short="сообщения ВК",
        goes_out="Уйдёт жителю в сообщения ВК",
        refused="ВКонтакте не пропустил ответ",
        silent="ВКонтакте молчит",
        copying=Copying(because="", how=_IN_MESSAGES),
    ),
    Network.PRIVATE: NetworkWords(
        short="личный чат",
        goes_out="Уйдёт жителю в личный чат с ботом",
        refused="Telegram не пропустил ответ",
        silent="Telegram молчит",
        copying=Copying(because="", how=_TO_THE_BOTS),
    ),
}


def networks_of(kinds: Sequence[NetworkKind]) -> Networks:
    """The words of those that are read, and of the ways that have no sources."""
    return {**{each.network: each for each in kinds}, **_WITHOUT_SOURCES}
