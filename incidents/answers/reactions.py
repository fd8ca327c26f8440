"""What the author says after our answer: thanks, anger, or thanks that are none. Sarcasm never counts as thanks."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import DistrictId, IncidentId, OfficialId, PostId
from incidents.reading import Kind, Mood, Reading


class Tone(StrEnum):
    """How the author reacts. Codes stand in the database."""

    THANKS = "thanks"
    SARCASM = "sarcasm"
    ANGER = "anger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """The author's comment after an answer; its words stand in the post."""

    id: int
    district_id: DistrictId
    incident_id: IncidentId
    post_id: PostId
    tone: Tone
    at: datetime
    kept_by: OfficialId | None = None  # who pressed «Оставить»


_THANKS = re.compile(
    r"(?<![а-я])(?:спасиб\w*|благодар\w*|молодц\w*|респект|от души|выручили|красавцы|умнички|рад[аы]? что|дай бог|низкий поклон)(?![а-я])"
    r"|(?<![а-я])(?:все|всё|уже|наконец(?:-то)?)\s+(?:сделали|убрали|починили|исправили|вывезли|почистили|заделали|включили)(?![а-я])"
)
_DEEDS = (
    r"сделал|убрал|починил|исправил|вывез|почистил|заделал|включил|приехал|пришел|пришл|появил|отремонтировал|засыпал|откачал|посыпал"
    r"|измен|поменял|помог|решил|ответил|отреагировал|восстановил|заменил|подключил|закрыл|огородил|спилил|покрасил"
)
_NOT_DONE = re.compile(
    rf"(?<![а-я])(?:так\s+и\s+)?не\s+(?:{_DEEDS})\w*(?![а-я])"
    r"|(?<![а-я])ничего\s+(?:(?:так\s+и|до\s+сих\s+пор|и)\s+)?не\s"
    r"|(?<![а-я])никто\s+(?:(?:так\s+и|до\s+сих\s+пор|к\s+нам|сюда)\s+)*не\s"
    r"|(?<![а-я])(?:так\s+и\s+(?:стоит|лежит|течет|висит|нет|не)|воз\s+и\s+ныне|все\s+как\s+было|без\s+изменений|толку\s+(?:ноль|нет|никакого))"
    r"|(?<![а-я])(?:отписк\w*|вранье|врете|обман\w*|ложь|сколько\s+можно|одни\s+обещания|опять\s+обещ\w+|издевательство|позор)(?![а-я])"
    r"|(?<![а-я])(?:снова|опять)\s+(?:течет|темно|яма|лужа|холодно|воняет|завалили|не\s+\w+)"
)
_IRONY = re.compile(
    r"👏|🙃|😂|🤣|🤡|😏|🤦|🙄|🥳"
    r"|(?<![а-я])(?:ага|ну\s+да|ну\s+спасибо|спасибо\s*+(?:,\s*+)?конечно|как\s+обычно|как\s+всегда|огромное\s+человеческое|за\s+отписку|за\s+заботу"
    r"|спасибо\s*+(?:,\s*+)?(?:за\s+ничего|за\s+пустые|за\s+обещания|что\s+ничего|что\s+хоть|хоть\s+что-то)|лучше\s+поздно|не\s+прошло\s+и"
    r"|не\s+верится|чудеса|аплодирую|браво|бурные\s+аплодисменты|всего\s+(?:каких-то|лишь|за|через|-то)|каких-то)(?![а-я])"
    r"|(?<![а-я])(?:год|полгода|месяц|неделю|(?:\d{1,3}|два|три|четыре|пять)\s+(?:год\w*|лет|месяц\w*|недел\w*))\s+(?:ждал|жд[еу]|писал|звонил|просил|добивал)"
    r"|(?<![а-я])(?:ждал\w*|просил\w*|писал\w*|добивал\w*)\s+(?:\w+\s+)?(?:всего\s+)?(?:год|полгода|\d+\s|целую|целый|вечность)"
    r"|[«\"“](?:быстр\w+|оперативн\w+|помощь|забот\w+|работ\w+)[»\"”]"
)
_BUT = re.compile(r"(?<![а-я])(?:но|а\s+вот|только|однако|зато)(?![а-я])")


def is_not_done(text: str) -> bool:
    """Whether the words themselves say that the deed was not done."""
    return _NOT_DONE.search(" ".join(text.lower().replace("ё", "е").split())) is not None


def tone_of(text: str, reading: Reading) -> Tone | None:
    """How a comment of the author sounds; None: neither thanks nor anger, nobody is asked to decide anything.

    What is said against us outweighs thanks, and a doubt is never thanks: closing for nothing costs more than one press.
    """
    plain = " ".join(text.lower().replace("ё", "е").split())
    not_done, thanks, irony = bool(_NOT_DONE.search(plain)), bool(_THANKS.search(plain)), bool(_IRONY.search(plain))
    if thanks and irony:
        return Tone.SARCASM
    if not_done:
        return Tone.ANGER
    if thanks:
        return None if _BUT.search(plain) or reading.mood is Mood.ANGRY or reading.kind in {Kind.COMPLAINT, Kind.REQUEST} else Tone.THANKS
    if irony:
        return Tone.SARCASM
    return Tone.ANGER if reading.mood is Mood.ANGRY else None
