"""Merge a description (bots, people, chats, VK) into the town."""

import re

from sandbox.clock import iso, parse_moment
from sandbox.control import ok
from sandbox.control.wish import Wish
from sandbox.errors import Json, no
from sandbox.feeds.state import Paper
from sandbox.telegram.residents import status_changed
from sandbox.telegram.state import PERMISSIONS, STATUSES, Bot, Chat, User
from sandbox.town import Town
from sandbox.vk.boards_state import BOARDS
from sandbox.vk.state import COMMENTS, GROUP, KINDS, SERVICE, USER, Group, Person, Token

TOKEN = re.compile(r"\d+:\S+")
CHAT_TYPES = frozenset({"group", "supergroup", "channel"})
GONE = frozenset({"", "deleted", "banned"})
PAPER = re.compile(r"[a-z][a-z0-9-]{0,30}")


def merge(town: Town, wish: Wish) -> None:
    """Add what is new and change what is named again."""
    for row in wish.rows("bots"):
        _bot(town, row)
    for row in wish.rows("users"):
        _user(town, row)
    for row in wish.rows("chats"):
        _chat(town, row)
    vk = Wish(wish.fields.get("vk") or {})
    for row in vk.rows("users"):
        _person(town, row)
    for row in vk.rows("groups"):
        _group(town, row)
    for row in vk.rows("tokens"):
        _token(town, row)
    ok.describe(town, Wish(wish.fields.get("ok") or {}))
    for row in wish.rows("papers"):
        _paper(town, row)
    quotas = vk.fields.get("quotas") or {}
    if not isinstance(quotas, dict) or not all(isinstance(most, int) for most in quotas.values()):
        no("quotas должно быть объектом: метод и сколько раз в сутки")
    town.vk.quotas |= quotas
    town.vk.same_texts = vk.maybe_number("same_texts") or town.vk.same_texts
    if "scenes" in wish.fields:
        town.day.scenes = [_scene(row) for row in wish.rows("scenes")]
    town.day.timezone = wish.maybe_text("timezone") or town.day.timezone
    town.day.directed = bool(wish.fields.get("directed", town.day.directed))
    town.day.played = bool(wish.fields.get("played", town.day.played))


def _paper(town: Town, row: Wish) -> None:
    name = row.text("name")
    if not PAPER.fullmatch(name):
        no(f"имя газеты состоит из латинских букв и цифр, а не {name!r}")
    known = town.feeds.papers.setdefault(name, Paper(name, row.maybe_text("title") or name))
    known.title = row.maybe_text("title") or known.title
    known.about = row.maybe_text("about") or known.about


def _scene(row: Wish) -> Json:
    if row.fields.get("at") is None:
        no("у сцены нужны title и at: момент её первой записи")
    at = iso(parse_moment(row.fields["at"]))
    return {
        "title": row.text("title"),
        "about": row.maybe_text("about") or "",
        "at": at,
        "group_id": row.maybe_number("group_id"),
        "phones": row.numbers("phones"),
        "text": row.maybe_text("text"),
        "shows": row.maybe_text("shows") or "",
    }


def _bot(town: Town, row: Wish) -> None:
    token = row.text("token")
    if not TOKEN.fullmatch(token):
        no(f"токен бота выглядит как «123:слово», а не {token!r}")
    known = town.telegram.bots.get(token)
    if known is None:
        name = row.maybe_text("username") or "otklik_bot"
        known = town.telegram.bots[token] = Bot(token, name, row.maybe_text("name") or name)
    else:
        known.username = row.maybe_text("username") or known.username
        known.name = row.maybe_text("name") or known.name
    known.reads_all = bool(row.fields.get("reads_all", known.reads_all))


def _user(town: Town, row: Wish) -> None:
    number = row.number("id")
    known = town.telegram.users.get(number)
    if number <= 0:
        no(f"id человека больше нуля, а не {number}")
    if known is None:
        known = town.telegram.users[number] = User(number, row.text("first_name"))
    known.first_name = row.maybe_text("first_name") or known.first_name
    known.last_name = row.maybe_text("last_name") or known.last_name
    known.username = row.maybe_text("username") or known.username
    known.job = row.maybe_text("job") or known.job
    known.pinned = bool(row.fields.get("pinned", known.pinned))
    if row.fields.get("started"):
        known.started.update(bot.id for bot in town.telegram.bots.values())


def _chat(town: Town, row: Wish) -> None:
    number = row.number("id")
    if number >= 0:
        no(f"id группы меньше нуля, а не {number}")
    chat = town.telegram.chats.get(number)
    is_new = chat is None
    if chat is None:
        chat = town.telegram.chats[number] = Chat(number, "group", row.text("title"))
    chat.type = row.choice("type", CHAT_TYPES, chat.type)
    chat.title = row.maybe_text("title") or chat.title
    chat.is_forum = bool(row.fields.get("is_forum", chat.is_forum))
    chat.topics |= {topic.number("id"): topic.text("name") for topic in row.rows("topics")}
    for member in row.numbers("members"):
        if member not in town.telegram.users:
            no(f"в чате {number} нет такого человека: {member}")
        chat.members.add(member)
    chat.migrated_to = row.maybe_number("migrated_to") or chat.migrated_to
    chat.discussion = row.maybe_number("discussion") or chat.discussion
    chat.can_delete = bool(row.fields.get("can_delete_messages", chat.can_delete))
    _permissions(chat, row.fields.get("permissions") or {})
    slow = row.maybe_number("slow_mode")
    chat.slow_mode = chat.slow_mode if slow is None else slow
    status = row.choice("bot_status", STATUSES, chat.bot_status)
    before, chat.bot_status = chat.bot_status, status
    if not is_new and before != status:
        status_changed(town, chat, before, row.maybe_number("changed_by"))


def _permissions(chat: Chat, wish: Json) -> None:
    """What members of the group may send, as Telegram names it; what is not named stays as it was."""
    for name, may in wish.items():
        if name not in PERMISSIONS:
            no(f"permissions: {name} здесь не бывает, бывает {', '.join(sorted(PERMISSIONS))}")
        (chat.forbidden.discard if may else chat.forbidden.add)(name)


def _person(town: Town, row: Wish) -> None:
    number = row.number("id")
    known = town.vk.people.get(number)
    if known is None:
        names = row.text("first_name"), row.maybe_text("last_name") or ""
        known = town.vk.people[number] = Person(number, *names)
    known.first_name = row.maybe_text("first_name") or known.first_name
    known.last_name = row.maybe_text("last_name") or known.last_name
    known.is_closed = bool(row.fields.get("is_closed", known.is_closed))
    known.deactivated = row.choice("deactivated", GONE, known.deactivated or "") or None


def _group(town: Town, row: Wish) -> None:
    number = row.number("id")
    if number <= 0:
        no(f"id группы VK больше нуля, а не {number}")
    known = town.vk.groups.get(number)
    if known is None:
        short = row.maybe_text("screen_name") or f"club{number}"
        known = town.vk.groups[number] = Group(number, row.text("name"), short)
    known.name = row.maybe_text("name") or known.name
    known.screen_name = row.maybe_text("screen_name") or known.screen_name
    known.comments = row.choice("comments", COMMENTS, known.comments)
    known.board = row.choice("board", BOARDS, known.board)
    known.is_closed = bool(row.fields.get("is_closed", known.is_closed))
    known.deactivated = row.choice("deactivated", GONE, known.deactivated or "") or None
    known.groups_can_post = bool(row.fields.get("groups_can_post", known.groups_can_post))
    known.links_forbidden = bool(row.fields.get("links_forbidden", known.links_forbidden))
    most = row.maybe_number("most_replies")
    known.most_replies = known.most_replies if most is None else most
    known.members.update(row.numbers("members"))


def _token(town: Town, row: Wish) -> None:
    kind = row.choice("kind", KINDS, SERVICE)
    token = Token(row.text("token"), kind, row.maybe_number("group_id"))
    token.user_id = row.maybe_number("user_id")
    token.unconfirmed = row.fields.get("unconfirmed") is True
    if kind == GROUP and token.group_id not in town.vk.groups:
        no(f"ключ группы {token.group_id}: такой группы VK нет")
    if kind == USER and token.user_id not in town.vk.people:
        no(f"ключ человека {token.user_id}: такого человека VK нет")
    town.vk.tokens[token.token] = token
