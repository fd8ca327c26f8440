"""A message of a chat as a post: what is read, who wrote it, what it answers."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from collectors.telegram.message import post_of
from collectors.telegram.pushed import bare, read_row
from collectors.telegram.refs import ref_of
from incidents.posts import AttachmentKind, Network, Post
from incidents.sources.chats import ANNOUNCED_CHAT
from incidents.sources.post_links import post_link
from incidents.sources.pushed import Pushed, PushedRow
from tests.kit.chat_updates import (
    BOT,
    CHANNEL,
    CHANNEL_CHAT,
    CHAT,
    NEIGHBOUR,
    SUPERGROUP,
    TEXT,
    WRITTEN,
    Json,
    anonymous,
    channel_post,
    in_discussion,
    message,
    of_bot,
    photo,
    update,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def read(*said: Json, **how: Any) -> Post | None:
    return post_of([bare({"message": each})["message"] for each in said], until=NOW, **how)


def post(*said: Json, **how: Any) -> Post:
    found = read(*said, **how)
    assert found is not None
    return found


def row(raw: object) -> PushedRow:
    return PushedRow(id=1, pushed=Pushed(network=Network.TELEGRAM, source=str(CHAT), external_id="1", raw=raw), received_at=NOW)


def test_words_of_a_resident_are_a_post_with_the_link_of_the_message() -> None:
    said = post(message(12))
    assert (said.network, said.external_id, said.url) == (Network.TELEGRAM, "c/1234/12", "https://t.me/c/1234/12")
    assert (said.text, said.author_id, said.published_at) == (TEXT, "77", datetime.fromtimestamp(WRITTEN, UTC))
    assert (said.parent_external_id, said.reply_to_external_id) == (None, None)


def test_the_id_of_a_message_is_that_of_its_link() -> None:
    for said in (post(message(12)), post(message(12, chat=SUPERGROUP | {"username": "Dvor_5"})), post(channel_post(9))):
        link = post_link(said.url)
        assert link is not None
        assert link.external_id == said.external_id


def test_a_plain_group_has_no_links_but_an_address() -> None:
    said = post(message(12, chat={"id": -45, "type": "group", "title": "Двор"}))
    assert (said.external_id, said.url) == ("g/45/12", "")
    assert ref_of(said.external_id).address == -45
    assert (ref_of("c/1234/12").address, ref_of("dvor_5/12").address) == (CHAT, "@dvor_5")


@pytest.mark.parametrize("id", ["", "12", "c/x/12", "wall-1_7", "c/12/x"])
def test_what_is_no_message_of_a_chat_has_no_address(id: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        ref_of(id)


def test_nobodys_name_and_nobody_elses_words_are_kept_until_it_is_read() -> None:
    said = update(
        1, message(12, reply_to_message=message(11, "секрет соседки", by=NEIGHBOUR), quote={"text": "секрет"}, author_signature="И. О.")
    )
    kept = json.dumps(bare(said), ensure_ascii=False)
    assert not [word for word in ("Пётр", "Выдуманный", "petr_v", "секрет", "И. О.", "Двор на Лесной") if word in kept]
    assert post(said["message"]).parent_external_id == "c/1234/11"


def test_an_answer_stands_under_what_it_answers_or_where_its_thread_began() -> None:
    said = message(14, reply_to_message=message(13, by=NEIGHBOUR))
    assert (post(said).parent_external_id, post(said).reply_to_external_id) == ("c/1234/13", None)
    under = post(said, under="c/1234/2")
    assert (under.parent_external_id, under.reply_to_external_id) == ("c/1234/2", "c/1234/13")


def test_in_a_topic_a_message_answers_nobody_and_its_link_is_the_messages_own() -> None:
    opened = message(5, None, forum_topic_created={"name": "ЖКХ", "icon_color": 1})
    said = post(message(15, is_topic_message=True, message_thread_id=5, reply_to_message=opened))
    assert (said.parent_external_id, said.url) == (None, "https://t.me/c/1234/15")
    answer = post(message(16, is_topic_message=True, message_thread_id=5, reply_to_message=message(15)))
    assert answer.parent_external_id == "c/1234/15"


def test_an_anonymous_administrator_writes_in_the_name_of_the_group() -> None:
    assert post(anonymous(17)).author_id == str(CHAT)


def test_whoever_writes_as_a_channel_of_their_own_is_that_channel() -> None:
    as_channel = message(17, sender_chat={"id": -1009, "type": "channel", "title": "Блог"})
    assert post(as_channel | {"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}}).author_id == "-1009"


def test_a_post_of_a_channel_is_the_channels_own_word() -> None:
    said = post(channel_post(9, author_signature="Ирина"))
    assert (said.external_id, said.author_id) == ("redkino_today/9", str(CHANNEL))


def test_a_post_of_a_channel_that_is_read_is_not_read_again_in_its_discussion() -> None:
    copied = in_discussion(20, of=9)
    assert read(copied, channels={CHANNEL}) is None
    assert post(copied).external_id == "c/1234/20"
    assert post(copied).author_id == str(CHAT)
    assert post(copied).repeats == ""


def test_a_comment_stands_under_the_post_of_the_channel_that_is_read() -> None:
    comment = message(21, reply_to_message=in_discussion(20, of=9))
    assert post(comment, channels={CHANNEL}).parent_external_id == "redkino_today/9"
    assert post(comment).parent_external_id == "c/1234/20"


def test_an_album_of_ten_is_one_post_known_by_the_part_with_the_words() -> None:
    parts = [photo(30 + n, caption=TEXT if n == 3 else None) for n in range(10)]
    said = post(*parts)
    assert (said.external_id, said.text, len(said.photos)) == ("c/1234/33", TEXT, 10)
    assert said.photos[0].endswith("p30")
    assert post(*[photo(30 + n) for n in range(10)]).external_id == "c/1234/30"


def test_an_edit_of_an_albums_words_comes_alone_and_is_of_the_same_post() -> None:
    edited = read_row(row(update(1, photo(33, caption="Уже горит", edit_date=2), "edited_message")), channels=frozenset(), under=None)
    assert [(each.external_id, each.text) for each in edited.posts] == [("c/1234/33", "Уже горит")]
    other = read_row(row(update(2, photo(34, edit_date=2), "edited_message")), channels=frozenset(), under=None)
    assert other.posts == ()


@pytest.mark.parametrize(
    "service",
    [
        {"pinned_message": {"message_id": 3, "date": 1, "chat": SUPERGROUP, "text": TEXT}},
        {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "Анна"}]},
        {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "Анна"}},
        {"new_chat_title": "Двор и сквер"},
        {"forum_topic_created": {"name": "ЖКХ", "icon_color": 1}},
        {"forum_topic_closed": {}},
        {"video_chat_started": {}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"migrate_from_chat_id": -45},
        {"boost_added": {"boost_count": 1}},
    ],
    ids=lambda service: next(iter(service)),
)
def test_what_only_tells_of_the_chat_is_no_post(service: Json) -> None:
    assert read(message(40, None, **service)) is None


def test_bots_are_not_read_nor_what_people_pass_on_of_them() -> None:
    assert read(of_bot(41)) is None
    assert read(of_bot(42, id=555, text=TEXT)) is None
    from_bot = {"type": "user", "date": 1, "sender_user": {"id": BOT, "is_bot": True, "first_name": "Отклик"}}
    assert read(message(43, forward_origin=from_bot)) is None


def test_our_announcement_is_never_read_whoever_passes_it_on() -> None:
    words = f"{ANNOUNCED_CHAT}, бот администрации округа\nОн ищет здесь жалобы"
    assert read(message(44, words)) is None
    assert read(in_discussion(45, of=3, text=words)) is None
    assert read(channel_post(46, words)) is None


def test_whose_post_is_passed_on_is_told() -> None:
    origin = {"type": "channel", "chat": CHANNEL_CHAT, "message_id": 9, "date": 1}
    assert post(message(47, forward_origin=origin)).repeats == str(CHANNEL)
    hidden = {"type": "hidden_user", "sender_user_name": "Кто-то", "date": 1}
    assert post(message(48, forward_origin=hidden)).repeats == ""


@pytest.mark.parametrize(
    ("more", "kind", "words"),
    [
        ({"video": {"file_id": "v"}, "caption": TEXT}, AttachmentKind.VIDEO, ""),
        ({"voice": {"file_id": "v"}}, AttachmentKind.AUDIO, ""),
        ({"sticker": {"file_id": "v"}}, AttachmentKind.OTHER, ""),
        ({"animation": {"file_id": "v"}, "document": {"file_id": "v"}}, AttachmentKind.VIDEO, ""),
        (
            {"poll": {"question": "Нужен ли фонарь?", "options": [{"text": "Да"}, {"text": "Нет"}]}},
            AttachmentKind.POLL,
            "Нужен ли фонарь?\nДа\nНет",
        ),
        (
            {"venue": {"title": "Сквер", "address": "Лесная, 5", "location": {}}, "location": {"latitude": 1, "longitude": 1}},
            AttachmentKind.PLACE,
            "Сквер, Лесная, 5",
        ),
    ],
    ids=["video", "voice", "sticker", "animation", "poll", "venue"],
)
def test_what_is_attached_is_told(more: Json, kind: AttachmentKind, words: str) -> None:
    said = post(message(50, None, **more))
    assert [(each.kind, each.words) for each in said.attached] == [(kind, words)]


def test_a_date_in_the_future_is_the_moment_when_it_came() -> None:
    assert post(message(51) | {"date": 4_000_000_000}).published_at == NOW


@pytest.mark.parametrize("raw", [None, "text", {}, {"message": {"message_id": 1, "text": "а"}}, {"message": {**message(1), "chat": None}}])
def test_what_is_no_message_is_an_error_that_the_drain_leaves_out(raw: object) -> None:
    with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
        read_row(row(raw), channels=frozenset(), under=None)
