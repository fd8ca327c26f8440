"""Whose a press, a command, a message is: one handler each, two that could take the same are an error at start."""

from enum import Enum
from pathlib import Path

import pytest
from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import ChatPlace, Incoming, Membership, MessageKind, Pressed
from handlers.kit.registry import HandlerEntry, Rank, Registry, find_handler, served
from incidents.acts.messages import AskFind, AskNote
from incidents.ids import ChatId
from incidents.official import Role
from incidents.people.role_commands import COMMANDS
from tests.kit.upgrade.climbed import BASES
from tests.kit.values.samples import at, official

LISTED = Path("tests/recorded/upgrade/handlers.tsv")
"""The handler of every button that old bases hold: a line changes when somebody means it."""

ANN = official(Role.COORDINATOR)
PRIVATE, GROUP = ChatPlace(id=ChatId(7)), ChatPlace(id=ChatId(-100), kind="supergroup")


def pressed(data: str) -> Pressed[CallbackData | None]:
    return Pressed(button=served().button(data), data=data, by=ANN.user_id, chat=PRIVATE)


def typed(text: str, *, chat: ChatPlace = PRIVATE, command: str = "") -> Incoming:
    return Incoming(message_id=1, chat=chat, at=at(9), text=text, command=command)


def name(entry: HandlerEntry | None) -> str:
    """«acts on_menu»: the room and the handler."""
    return f"{entry.handler.__module__.split('.')[1]} {entry.handler.__qualname__}" if entry is not None else "nobody"


def whose(data: str) -> str:
    return name(find_handler(served().presses, pressed(data), ANN))


def shape(data: str) -> str:
    """What of a button may tell whose it is: numbers and words of a choice aside."""
    button = served().button(data)
    if button is None:
        return f"{data.partition(':')[0]}:?"
    codes = [str(value) for value in button.model_dump().values() if isinstance(value, Enum)]
    ways = [button.asks] if isinstance(button, MenuButton) and button.asks != button.menu else []
    return ":".join([button.__prefix__, *codes, *ways])


def test_each_recorded_button_has_its_one_handler() -> None:
    found = sorted({f"{shape(each.data)}\t{whose(each.data)}" for base in BASES for each in base.buttons})
    assert found == LISTED.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("cls", served().classes.values(), ids=served().classes)
def test_whatever_a_button_may_ask_for_is_served(cls: type[CallbackData]) -> None:
    kind = next(iter(cls.model_fields.values())).annotation
    for code in kind if isinstance(kind, type) and issubclass(kind, Enum) else ("1",):
        data = ":".join([cls.__prefix__, str(code), *["1"] * (len(cls.model_fields) - 1)])
        assert served().button(data) is None or whose(data) != "fallback on_old_button", data


def test_every_command_has_a_handler() -> None:
    for row in COMMANDS:
        heard = typed(f"/{row.name}", command=row.name, chat=GROUP if row.in_groups else PRIVATE)
        assert name(find_handler(served().messages, heard, ANN)).split()[1] not in {"on_foreign_command", "on_group_command"}


async def one(_value: object, _ctx: Context) -> None: ...


async def other(_value: object, _ctx: Context) -> None: ...


@pytest.fixture
def rooms() -> Registry:
    return Registry()


def test_two_that_could_take_the_same_press_are_an_error_at_start(rooms: Registry) -> None:
    rooms.press(CardButton, Press.ACCEPT, Press.CLOSE)(one)
    rooms.press(CardButton, Press.CLOSE)(other)
    with pytest.raises(TypeError, match=r"two could take the same: .*test_registry\.one and .*test_registry\.other"):
        rooms.check()


def test_what_is_known_at_run_time_only_does_not_tell_two_apart(rooms: Registry) -> None:
    rooms.press(MenuButton, Menu.ORDER, when=lambda pressed: pressed.button.choice == "voice")(one)
    rooms.press(MenuButton, Menu.ORDER)(other)
    with pytest.raises(TypeError):
        rooms.check()


def test_a_rank_tells_whose_it_is(rooms: Registry) -> None:
    rooms.press(MenuButton, rank=Rank.REST)(other)
    rooms.press(MenuButton, Menu.ORDER, when=lambda pressed: pressed.button.choice == "voice", rank=Rank.NARROW)(one)
    rooms.press(MenuButton, Menu.ORDER)(other)
    rooms.press(object, rank=Rank.UNKNOWN)(other)
    rooms.check()
    found = [find_handler(rooms.presses, pressed(data), ANN) for data in ("m1:order:1:voice", "m1:order:1:today", "m1:close:1:done", "zz")]
    assert [(each.handler, each.rank) for each in found if each is not None] == [
        (one, Rank.NARROW),
        (other, Rank.USUAL),
        (other, Rank.REST),
        (other, Rank.UNKNOWN),
    ]


def test_a_command_of_two_rooms_is_an_error_unless_one_is_of_groups(rooms: Registry) -> None:
    rooms.command("connect", private=False)(one)
    rooms.command("connect", private=True)(other)
    rooms.check()
    rooms.command("connect")(other)
    with pytest.raises(TypeError):
        rooms.check()


def test_the_same_kind_of_message_is_an_answer_or_is_none(rooms: Registry) -> None:
    rooms.message(MessageKind.WORDS, private=True, is_asked=True)(one)
    rooms.message(MessageKind.WORDS, private=True, is_asked=False)(other)
    rooms.check()
    rooms.message(MessageKind.WORDS, MessageKind.PHOTO)(other)
    with pytest.raises(TypeError):
        rooms.check()


def test_a_question_is_heard_by_one(rooms: Registry) -> None:
    rooms.question(AskNote)(one)
    rooms.question(AskFind)(one)
    with pytest.raises(TypeError, match="the answer to AskNote"):
        rooms.question(AskNote)(other)


def test_a_stranger_gets_no_further_than_the_door() -> None:
    assert name(find_handler(served().messages, typed("/my", command="my"), None)) == "people on_stranger"
    assert name(find_handler(served().presses, pressed("c1:accept:1"), None)) == "people on_strange_press"
    assert name(find_handler(served().memberships, Membership(chat=GROUP, was_inside=False, is_inside=True), None)) == "people on_standing"


def test_a_command_of_another_role_is_not_found() -> None:
    assert name(find_handler(served().messages, typed("/people", command="people"), ANN)) == "people on_people"
    assert name(find_handler(served().messages, typed("/people", command="people"), official(Role.EXECUTOR))) == "acts on_foreign_command"
