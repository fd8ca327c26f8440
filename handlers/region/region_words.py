"""«Для региона» of a card: copy, number, «внесено», by voice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.kit import button as press
from handlers.kit.button import Row
from handlers.kit.buttons import Menu
from handlers.kit.labels import BACK, CANCEL
from handlers.kit.pages import Page, turns
from handlers.kit.text import capital, cut, escape, link, moment, name, on_day, plain, stamp, weekday_moment
from handlers.region.buttons import RegionButton, RegionDo
from incidents.ids import IncidentId
from incidents.incident import Voice
from incidents.messenger import Button, Message
from incidents.posts import StoredPost

PAGE = 5
_TEXT = 3400
"""Characters of an answer in one of our messages: 4096 and room for the words around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionVoice:
    """One voice with what was answered to it."""

    voice: Voice
    post: StoredPost
    network: str  # how it is called where the message stands
    number: int  # people's № of the incident
    what_where: str
    answer_text: str | None = None
    answer_url: str | None = None

    @property
    def url(self) -> str:
        """What the region wants to see: our answer, else the post."""
        return self.answer_url or self.post.post.url


def menu_region(*, incident_id: IncidentId, voices: Sequence[RegionVoice], page: int, tz: tzinfo, now: datetime) -> Message:
    """Which of the voices."""
    first = voices[0]
    shown = Page.of(voices, page, PAGE)
    lines = [f"<b>Для региона:</b> {what(first)}", "Регион считает сообщения. Выберите одно"]
    lines += [f"{n}. {line(each, tz, now)}" for n, each in shown.numbered]
    numbers = tuple(button(RegionDo.VOICE, str(n), each.voice) for n, each in shown.numbered)
    last = (press.goes_back(Menu.REGION, incident_id), *shown.around(turns(Menu.REGION, incident_id)))
    return Message(html="\n".join(lines), rows=press.rows(numbers[:3], numbers[3:], last))


def menu_voice(*, incident_id: IncidentId, voice: RegionVoice, alone: bool, tz: tzinfo, now: datetime) -> Message:
    """One voice: copy, mark, number."""
    lines = [f"<b>Для региона:</b> {what(voice)}", line(voice, tz, now), _state(voice, tz, now)]
    copy = _copies(voice)
    marked = voice.voice.entered_at is not None
    enter = (RegionDo.NOT_ENTERED, "Не внесено") if marked else (RegionDo.ENTERED, "Внесено")
    back = press.goes_back(Menu.REGION, incident_id) if alone else button(RegionDo.LIST, BACK, voice.voice)
    acts = (button(*enter, voice.voice), button(RegionDo.NUMBER, "Указать номер", voice.voice))
    return Message(html="\n".join(filter(None, lines)), rows=press.rows(*copy, acts, (back,)))


def text_to_copy(voice: RegionVoice) -> Message:
    """A text that a button cannot hold: a touch copies it."""
    if not voice.answer_text:
        return Message(html="<b>Ответа под этим сообщением ещё нет.</b> Копировать пока нечего")
    return Message(html=f"Коснитесь текста, он скопируется:\n<pre>{whole(voice.answer_text)}</pre>")


def ask_number(voice: RegionVoice) -> Message:
    """What is typed for the region's number."""
    html = f"<b>Какой номер у региона?</b> {capital(what(voice))}\nНапишите номер, можно сразу со сроком: 5418190 до 25.11 12:00\n{CANCEL}"
    return Message(html=html)


def numbered(voice: RegionVoice, *, tz: tzinfo, now: datetime) -> Message:
    """The typed number is kept."""
    due = voice.voice.region_due
    until = f", ждёт ответа до <b>{weekday_moment(due, tz, now)}</b>. Напоминать будем по более раннему сроку" if due else ""
    return Message(html=f"<b>Записали:</b> регион № {escape(voice.voice.region_number or '')}{until}\n{capital(what(voice))}")


def line(voice: RegionVoice, tz: tzinfo, now: datetime) -> str:
    """Where it stands and what the region calls it."""
    post, mark = voice.post.post, voice.voice
    where = link(post.url, f"{voice.network}, {stamp(post.published_at, tz, now)}")
    theirs = f"регион № {escape(mark.region_number)}" if mark.region_number else "номера региона нет"
    due = f", ждёт до {moment(mark.region_due, tz, now)}" if mark.region_due and mark.answered_at is None else ""
    return f"{where} · {theirs}{due}"


def _state(voice: RegionVoice, tz: tzinfo, now: datetime) -> str:
    mark = voice.voice
    told = f"Ответили {on_day(mark.answered_at, tz, now)}" if mark.answered_at else "Ответа пока нет"
    entered = f"внесено {on_day(mark.entered_at, tz, now)}" if mark.entered_at else "в систему региона ещё не внесено"
    return f"{told}, {entered}"


def _copies(voice: RegionVoice) -> tuple[Row, ...]:
    """Texts that a button holds are copied by it, longer ones come as a message."""
    rows: tuple[Row, ...] = ()
    if voice.answer_text and len(voice.answer_text) <= press.COPY_LIMIT:
        rows += ((Button(label="Скопировать текст", copy=voice.answer_text),),)
    elif voice.answer_text:
        rows += ((button(RegionDo.TEXT, "Скопировать текст", voice.voice),),)
    if voice.url and len(voice.url) <= press.COPY_LIMIT:
        rows += ((Button(label="Скопировать ссылку", copy=voice.url),),)
    return rows


def what(voice: RegionVoice) -> str:
    """«Вода на дороге, ул. Белавинская · № 1487»."""
    return f"{escape(name(voice.what_where, 100))} · № {voice.number}"


def whole(text: str) -> str:
    """A text of ours to be copied, escaped."""
    return escape(cut(plain(text).strip(), _TEXT))


def button(do: RegionDo, label: str, voice: Voice) -> Button:
    """A press about one voice."""
    return Button(label=label, data=RegionButton(do=do, incident=voice.incident_id, post=voice.post_id).pack())
