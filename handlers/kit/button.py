"""Short makers of buttons.

So that a keyboard reads like the tables of docs/voice.md.
"""

from dataclasses import replace

from handlers.kit.buttons import CardButton, ListButton, Listed, Menu, MenuButton, Press
from handlers.kit.choices import TO_MORE, Coded, code_of
from handlers.kit.labels import BACK
from handlers.kit.text import cut, is_web
from incidents.ids import IncidentId
from incidents.messenger import Button, Message

Row = tuple[Button, ...]

ONE, TWO, THREE = 20, 16, 10
"""Longest labels in a row of one, two, three."""

COPY_LIMIT = 256


def card(press: Press, label: str, incident_id: IncidentId, *, primary: bool = False) -> Button:
    """A press on a card."""
    return Button(label=label, data=CardButton(press=press, incident=incident_id).pack(), primary=primary)


def for_head(incident_id: IncidentId) -> tuple[Row, ...]:
    """Under what the head is told for information (H1, H2)."""
    brief, control = card(Press.BRIEF, "Что сказать", incident_id), card(Press.CONTROL, "На контроль", incident_id)
    return rows((brief, control), (card(Press.SHOW, "Подробнее", incident_id),))


def choice(menu: Menu, label: str, incident_id: IncidentId, value: Coded | str | int) -> Button:
    """One choice of a menu."""
    return Button(label=label, data=MenuButton(menu=menu, incident=incident_id, choice=code_of(value)).pack())


def goes_back(menu: Menu, incident_id: IncidentId) -> Button:
    """«Назад» of a menu."""
    return choice(menu, BACK, incident_id, "")


def back_to_more(menu: Message) -> Message:
    """The same menu as it stands in place of «Ещё…»: its «Назад» leads there."""
    return replace(menu, rows=tuple(tuple(_to_more(button) for button in row) for row in menu.rows))


def _to_more(button: Button) -> Button:
    if button.data is None or not button.data.startswith(f"{MenuButton.__prefix__}:"):
        return button
    pressed = MenuButton.unpack(button.data)
    return button if pressed.choice else replace(button, data=pressed.model_copy(update={"choice": TO_MORE}).pack())


def turn(what: Listed, label: str, key: str = "", number: int = 0) -> Button:
    """To another page or part of a list."""
    return Button(label=label, data=ListButton(what=what, key=key, page=number).pack())


def opens(label: str, url: str | None) -> Row:
    """A button that opens an address, or no button where the address is none of the web's."""
    return (Button(label=label, url=url),) if url and is_web(url) else ()


def copies(text: str) -> Row:
    """«Скопировать», where Telegram takes the text into a button."""
    return (Button(label="Скопировать", copy=text),) if 0 < len(text) <= COPY_LIMIT else ()


def rows(*given: Row) -> tuple[Row, ...]:
    """Rows that hold something; labels are held to what fits a phone."""
    limits = {1: ONE, 2: TWO}
    return tuple(tuple(_short(button, limits.get(len(row), THREE)) for button in row) for row in given if row)


def pairs(buttons: list[Button]) -> tuple[Row, ...]:
    """Two in a row."""
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


def _short(button: Button, limit: int) -> Button:
    if len(button.label) <= limit:
        return button
    return Button(label=cut(button.label, limit), data=button.data, url=button.url, copy=button.copy, primary=button.primary)
