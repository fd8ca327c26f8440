"""aiogram's models, built late: each is what it would be at once, in a process that has just begun."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

BUILD = """
import sys
if sys.argv[1] == "late":
    import bot.late_models
import json
import aiogram.methods, aiogram.types
from aiogram.methods.base import Response, TelegramMethod
from pydantic import BaseModel

at_once = aiogram.types.Update.__pydantic_complete__
told = {}
for room in (aiogram.types, aiogram.methods):
    for name in room.__all__:
        model = getattr(room, name)
        if not isinstance(model, type) or not issubclass(model, BaseModel) or model in (TelegramMethod, Response):
            continue
        built = model.model_rebuild()
        told[name] = [built in (None, True), [f"{field}: {info.annotation!r}" for field, info in sorted(model.model_fields.items())]]
        if issubclass(model, TelegramMethod):
            answer = Response[model.__returning__]
            told[name].append(answer.model_validate_json('{"ok": false, "description": "no"}').description)
print(json.dumps([at_once, told]))
"""

USE = """
import sys
if sys.argv[1] == "late":
    import bot.late_models
import json
from aiogram.methods import EditMessageText, GetChatMember, SendMediaGroup, SendMessage
from aiogram.methods.base import Response
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update

said = []
for update in json.loads(sys.stdin.read()):
    seen = Update.model_validate(update)
    said.append([type(seen).__name__, seen.model_dump_json(exclude_unset=True)])
keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Принять", callback_data="a:1")]])
for method in (
    SendMessage(chat_id=1, text="Здравствуйте", reply_markup=keys),
    EditMessageText(chat_id=1, message_id=2, text="Здравствуйте", reply_markup=keys),
    SendMediaGroup(chat_id=1, media=[InputMediaPhoto(media="f")]),
):
    said.append(method.model_dump_json(exclude_unset=True, warnings=False))
answer = '{"ok": true, "result": {"status": "restricted", "user": {"id": 5, "is_bot": true, "first_name": "o"}, "is_member": true}}'
try:
    said.append(repr(Response[GetChatMember.__returning__].model_validate_json(answer)))
except ValueError as error:
    said.append(str(error))
print(json.dumps(said))
"""

COMMANDS = Path(__file__).parents[3] / "bot" / "cli" / "commands.py"
WHO = {"id": 7, "is_bot": False, "first_name": "Анна"}
GROUP = {"id": -100, "type": "supergroup", "title": "Отдел"}
MESSAGE = {"message_id": 3, "date": 1_795_000_000, "chat": {"id": 7, "type": "private"}, "from": WHO, "text": "/my"}
COMMAND = [{"type": "bot_command", "offset": 0, "length": 3}]
UPDATES = [
    {"update_id": 1, "message": MESSAGE},
    {
        "update_id": 2,
        "edited_message": {**MESSAGE, "edit_date": 1_795_000_100, "entities": [{"type": "bot_command", "offset": 0, "length": 3}]},
    },
    {"update_id": 3, "callback_query": {"id": "1", "from": WHO, "chat_instance": "1", "data": "a:1", "message": MESSAGE}},
    {"update_id": 4, "callback_query": {"id": "1", "from": WHO, "chat_instance": "1", "data": "a", "message": {**MESSAGE, "date": 0}}},
    {
        "update_id": 5,
        "channel_post": {
            **MESSAGE,
            "chat": {**GROUP, "type": "channel"},
            "photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}],
            "caption": "Фото",
        },
    },
    {
        "update_id": 6,
        "my_chat_member": {
            "chat": GROUP,
            "from": WHO,
            "date": 1_795_000_000,
            "old_chat_member": {"status": "left", "user": WHO},
            "new_chat_member": {"status": "member", "user": WHO},
        },
    },
    {
        "update_id": 7,
        "message": {
            **MESSAGE,
            "chat": GROUP,
            "migrate_to_chat_id": -200,
            "reply_to_message": MESSAGE,
            "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Пётр"},
        },
    },
    {
        "update_id": 8,
        "message_reaction": {
            "chat": GROUP,
            "message_id": 3,
            "date": 1,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        },
    },
    {"update_id": 9, "unheard_of": {"x": 1}},
]


def in_a_process(program: str, how: str, given: object = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, how], input=json.dumps(given), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return re.sub(r" at 0x[0-9a-f]+", "", done.stdout)


def test_every_model_can_be_built_late_and_has_the_same_fields() -> None:
    (late, built), (at_once, usual) = (json.loads(in_a_process(BUILD, how)) for how in ("late", "usual"))
    assert (late, at_once) == (False, True)
    assert len(built) > 500
    assert all(ok for ok, *_ in built.values())
    assert built == usual


def test_updates_and_methods_are_read_and_written_alike() -> None:
    assert in_a_process(USE, "late", UPDATES) == in_a_process(USE, "usual", UPDATES)


@pytest.mark.parametrize("command", ["run", "demo", "check", "invite"])
def test_a_command_has_them_late(command: str) -> None:
    """What is imported in its body, in its order."""
    found = next(node for node in ast.parse(COMMANDS.read_text()).body if isinstance(node, ast.FunctionDef) and node.name == command)
    first = "\n".join(ast.unparse(node) for node in ast.walk(found) if isinstance(node, ast.Import | ast.ImportFrom))
    in_a_process(f"{first}\nimport sys\nfrom aiogram.types import WebAppInfo\nassert not WebAppInfo.__pydantic_complete__", command)
