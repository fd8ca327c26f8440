"""Menus of topics and places that correct a reading."""

from collections.abc import Mapping, Sequence

from handlers.kit.button import Row, choice, goes_back, pairs, rows
from handlers.kit.buttons import Menu
from handlers.kit.choices import PageTurn
from handlers.kit.labels import CANCEL, subject
from handlers.kit.pages import Page, turns
from handlers.kit.place import place_text
from handlers.kit.text import capital, cut, escape, lower_first, name
from handlers.routing.buttons import ByWord, CorrectWhat, TopicPage
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.places.values import Spot
from incidents.routing.taxonomy import Topic

PAGE = 8
"""Choices of one screen: four rows of two."""

_LINE = 80
_APART = "Будет отдельная карточка со своим сроком, жителю под постом выйдет отдельный ответ"


def menu_correct(*, incident: Incident, topic_short: str) -> Message:
    """«Тема и место»: which of the two."""
    html = f"<b>Что поправить?</b> № {incident.number}\nТема: {_said(lower_first(topic_short))}\nМесто: {_said(place_text(incident.place))}"
    both = (choice(Menu.CORRECT, "Тема", incident.id, CorrectWhat.TOPIC), choice(Menu.CORRECT, "Место", incident.id, CorrectWhat.PLACE))
    label, other = ("Это не предложение", CorrectWhat.TROUBLE) if incident.suggestion else ("Это предложение", CorrectWhat.SUGGESTION)
    return Message(html=html, rows=rows(both, (choice(Menu.CORRECT, label, incident.id, other),), (goes_back(Menu.CORRECT, incident.id),)))


def menu_groups(*, incident: Incident, what_where: str, groups: Mapping[str, str], page: int, menu: Menu = Menu.GROUPS) -> Message:
    """Groups of topics by number: to correct the topic, or (SPLIT_GROUPS) to say what else the post asks."""
    parts = menu is Menu.SPLIT_GROUPS
    listed = list(groups.items())
    shown = Page.of(listed, page, PAGE)
    head = "<b>О чём ещё спросили?</b> Выберите раздел, потом тему" if parts else "<b>О чём это?</b> Выберите раздел, потом тему"
    lines = [head, subject(what_where, incident.number), *([_APART] if parts else []), ""]
    lines += [f"{n}. {_said(title)}" for n, (_, title) in shown.numbered]
    buttons = [choice(menu, _label(n, title), incident.id, TopicPage(slug)) for n, (slug, title) in shown.numbered]
    turn = shown.around(turns(menu, incident.id))
    search = () if parts else (choice(menu, "Найти по слову", incident.id, ByWord()),)
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), search, (goes_back(menu, incident.id), *turn)))


def menu_topics(*, incident: Incident, what_where: str, topics: Sequence[Topic], page: int, menu: Menu = Menu.GROUPS) -> Message:
    """Topics of one group by number; `menu` is the one of groups that it came from."""
    group = topics[0].group if topics else ""
    title = topics[0].group_title if topics else "Раздел пуст"
    shown = Page.of(topics, page, PAGE)
    back = choice(menu, "К разделам", incident.id, PageTurn(0))
    turn = shown.around(lambda label, number: choice(menu, label, incident.id, TopicPage(group, number)))
    which = Menu.SPLIT_TOPICS if menu is Menu.SPLIT_GROUPS else Menu.TOPICS
    return _topics(f"<b>{_said(title)}:</b> какая тема?", incident, what_where, shown.numbered, (back, *turn), menu=which)


def menu_found(*, incident: Incident, what_where: str, topics: Sequence[Topic]) -> Message:
    """Topics that fit a typed word."""
    back = choice(Menu.GROUPS, "К разделам", incident.id, PageTurn(0))
    return _topics("<b>Нашли темы.</b> Выберите или напишите другое слово", incident, what_where, list(enumerate(topics, 1)), (back,))


def menu_towns(*, incident: Incident, what_where: str, towns: Sequence[Spot], page: int) -> Message:
    """Settlements by name."""
    shown = Page.of(towns, page, PAGE)
    lines = ["<b>Какой посёлок?</b>", subject(what_where, incident.number), f"Страница {shown.number + 1} из {shown.count}, по алфавиту"]
    buttons = [choice(Menu.TOWNS, name(town.place.settlement or "", 20), incident.id, town.id or "") for town in shown.items]
    before = choice(Menu.TOWNS, "‹", incident.id, PageTurn((shown.number - 1) % shown.count))
    after = choice(Menu.TOWNS, "›", incident.id, PageTurn((shown.number + 1) % shown.count))
    back = goes_back(Menu.TOWNS, incident.id)
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), (before, back, after) if shown.count > 1 else (back,)))


def menu_spots(*, incident: Incident, what_where: str, spots: Sequence[Spot]) -> Message:
    """Places that fit the typed words."""
    lines = ["<b>Таких мест несколько.</b> Выберите или напишите точнее, с посёлком", subject(what_where, incident.number), ""]
    lines += [f"{n}. {_said(place_text(spot.place))}" for n, spot in enumerate(spots, start=1)]
    buttons = [choice(Menu.SPOTS, _label(n, _brief(spot)), incident.id, n - 1) for n, spot in enumerate(spots, start=1)]
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), (goes_back(Menu.SPOTS, incident.id),)))


def ask_topic(*, incident: Incident, what_where: str) -> Message:
    """«Найти по слову»."""
    html = f"<b>О чём сообщение, одним-двумя словами?</b> Например: светофор\n{subject(what_where, incident.number)}\n{CANCEL}"
    return Message(html=html)


def ask_place(*, incident: Incident, what_where: str) -> Message:
    """«Указать место»: words, a point of the map, or the list."""
    html = (
        f"<b>Где это?</b> {subject(what_where, incident.number)}\n"
        "Напишите улицу и дом или название, например: Редкино, школа 3\n"
        f"Можно прислать точку на карте: скрепка, «Геопозиция»\n{CANCEL}"
    )
    return Message(html=html, rows=rows((choice(Menu.TOWNS, "Список посёлков", incident.id, PageTurn(0)),)))


def learns_anew() -> Message:
    """New weights came with an upgrade."""
    html = (
        "<b>Бот учится заново, до утра без поправок округа</b>\nОбновился общий читатель. Исправления не пропали: ночью он выучит их снова"
    )
    return Message(html=html)


def place_wanted() -> Message:
    """A sticker where a place is wanted."""
    html = f"<b>Нужно место:</b> словами («Редкино, школа 3») или точкой на карте\n{CANCEL}"
    return Message(html=html)


def corrected(*, incident: Incident, topic_short: str, department: str | None) -> Message:
    """What was understood from typed words, and who has it now."""
    whose = escape(name(department, _LINE)) if department else "решает координатор"
    where = f"{_said(lower_first(topic_short))}, {_said(place_text(incident.place))}"
    return Message(html=f"<b>Запомнили:</b> {where}\nУ кого: {whose} · № {incident.number}")


def _topics(
    head: str, incident: Incident, what_where: str, shown: Sequence[tuple[int, Topic]], last: Row, *, menu: Menu = Menu.TOPICS
) -> Message:
    lines = [head, subject(what_where, incident.number), "", *(f"{n}. {_said(topic.title)}" for n, topic in shown)]
    buttons = [choice(menu, _label(n, topic.short), incident.id, topic.slug) for n, topic in shown]
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), last))


def _brief(spot: Spot) -> str:
    """What tells homonyms apart: the settlement, where a street stands in several."""
    return spot.place.settlement if spot.place.street and spot.place.settlement else spot.place.landmark or spot.place.settlement or ""


def _label(n: int, title: str) -> str:
    return f"{n}. {cut(capital(name(title, 40)), 13)}"


def _said(text: str) -> str:
    return escape(name(text, _LINE))
