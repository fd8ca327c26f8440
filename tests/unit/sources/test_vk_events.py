"""Events of a VK community as posts: walls, comments, messages; whatever is of no use or odd does no harm."""

from typing import Any

import pytest

from collectors.pushed.drain import readable_news, summed
from collectors.vk.events.news import is_of_use, news_of
from incidents.posts import AttachmentKind, Network
from incidents.sources.pushed import EventNews

AT = 1_780_293_600


def event(kind: str, told: Any) -> dict[str, Any]:
    return {"type": kind, "event_id": "e1", "v": "5.199", "group_id": 1, "object": told}


def wall_post(**changed: Any) -> dict[str, Any]:
    return {"id": 7, "owner_id": -1, "from_id": 501, "date": AT, "text": "Яма на Лесной", "post_type": "post"} | changed


def comment(**changed: Any) -> dict[str, Any]:
    own = {"id": 9, "owner_id": -1, "post_owner_id": -1, "post_id": 7, "from_id": 502, "date": AT, "text": "и у нас", "parents_stack": []}
    return own | changed


def message(**changed: Any) -> dict[str, Any]:
    own = {"id": 44, "date": AT, "peer_id": 501, "from_id": 501, "text": "Нет воды", "out": 0, "conversation_message_id": 3}
    return {"message": own | {"attachments": [], "fwd_messages": []} | changed, "client_info": {}}


def test_a_post_and_a_comment_are_the_same_as_the_wall_shows_them() -> None:
    (post,) = news_of(event("wall_post_new", wall_post()), 1).posts
    assert (post.network, post.external_id, post.author_id, post.text) == (Network.VK, "wall-1_7", "501", "Яма на Лесной")
    (said,) = news_of(event("wall_reply_new", comment(parents_stack=[8])), 1).posts
    assert (said.external_id, said.parent_external_id, said.reply_to_external_id) == ("wall-1_7_r9", "wall-1_7", "wall-1_7_r8")


@pytest.mark.parametrize("kind", ["wall_reply_edit", "wall_reply_restore"])
def test_a_changed_comment_keeps_its_id(kind: str) -> None:
    (said,) = news_of(event(kind, comment(text="правка")), 1).posts
    assert (said.external_id, said.text) == ("wall-1_7_r9", "правка")


def test_a_deleted_comment_has_gone() -> None:
    told = {"owner_id": -1, "id": 9, "post_id": 7, "deleter_id": 502}
    assert news_of(event("wall_reply_delete", told), 1) == EventNews(gone=("wall-1_7_r9",))


def test_what_the_administration_says_is_its_own_word() -> None:
    (post,) = news_of(event("wall_post_new", wall_post(from_id=-1)), 1).posts
    (said,) = news_of(event("wall_reply_new", comment(from_id=-1)), 1).posts
    assert post.by_owner
    assert said.by_owner


def test_a_comment_of_another_community_is_read() -> None:
    (said,) = news_of(event("wall_reply_new", comment(from_id=-77)), 1).posts
    assert (said.author_id, said.by_owner) == ("-77", False)


@pytest.mark.parametrize(
    "told",
    [
        event("wall_post_new", wall_post(post_type="suggest")),
        event("wall_post_new", wall_post(owner_id=-2)),
        event("wall_reply_new", comment(owner_id=-2, post_owner_id=-2)),
        event("wall_reply_delete", {"owner_id": -2, "id": 9, "post_id": 7}),
        event("message_new", message(peer_id=2_000_000_001)),
        event("message_new", message(from_id=-5, peer_id=-5)),
        event("message_edit", message(out=1)["message"]),
        event("message_new", message(text="", attachments=[{"type": "sticker", "sticker": {"sticker_id": 9008}}])),
        event("message_new", message(text="", attachments=[{"type": "audio_message", "audio_message": {"duration": 7}}])),
        event("message_reply", message()["message"]),
        event("message_deny", {"user_id": 501}),
        event("market_comment_new", {"id": 1, "item_id": 2, "market_owner_id": -1, "from_id": 501, "text": "почём"}),
        event("donut_subscription_create", {"user_id": 501, "amount": 100}),
        event("group_join", {"user_id": 501, "join_type": "join"}),
        event("story_new", None),
    ],
)
def test_what_is_of_no_use_tells_nothing(told: dict[str, Any]) -> None:
    assert news_of(told, 1) == EventNews()


def test_a_message_is_a_post_of_its_author() -> None:
    (post,) = news_of(event("message_new", message()), 1).posts
    assert (post.network, post.external_id, post.author_id, post.text) == (Network.VK_MESSAGES, "im1_501_3", "501", "Нет воды")
    assert post.url == "https://vk.com/gim1?sel=501"
    assert post.parent_external_id is None
    (changed,) = news_of(event("message_edit", message(text="Нет воды, Лесная 5")["message"]), 1).posts
    assert (changed.external_id, changed.text) == ("im1_501_3", "Нет воды, Лесная 5")


def test_a_voice_note_that_vk_wrote_down_is_read() -> None:
    voice = {"type": "audio_message", "audio_message": {"duration": 7, "transcript": "прорвало трубу", "transcript_state": "done"}}
    (post,) = news_of(event("message_new", message(text="", attachments=[voice])), 1).posts
    assert post.text == "прорвало трубу"
    assert [each.kind for each in post.attached] == [AttachmentKind.AUDIO]


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        "событие",
        {"type": "wall_post_new"},
        event("wall_post_new", None),
        event("wall_post_new", {"id": "x", "owner_id": -1, "date": "вчера"}),
        event("wall_post_new", wall_post(date=10**20)),
        event("wall_reply_new", {"id": 9}),
        event("message_new", {"message": {"peer_id": "кто"}}),
        event("message_new", {"message": message(conversation_message_id=None)["message"]}),
    ],
)
def test_what_is_not_as_documented_does_no_harm(odd: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert readable_news(lambda: news_of(odd, 1), "an event") == EventNews()
    assert "not as documented" in caplog.text


def test_an_author_without_a_name_and_one_who_is_banned_are_heard() -> None:
    (hidden,) = news_of(event("wall_reply_new", comment(from_id=0)), 1).posts
    assert hidden.author_id == ""
    (banned,) = news_of(event("message_new", message(from_id=666, peer_id=666)), 1).posts  # an event tells of nobody's ban
    assert banned.author_id == "666"


def test_the_latest_event_of_a_comment_counts() -> None:
    new, deleted = news_of(event("wall_reply_new", comment()), 1), EventNews(gone=("wall-1_7_r9",))
    assert summed([new, deleted])[1] == ("wall-1_7_r9",)
    assert summed([new, deleted, new]) == (tuple(new.posts), ())


def test_only_events_of_use_are_kept() -> None:
    assert is_of_use({"type": "wall_post_new"})
    assert not is_of_use({"type": "like_add"})
    assert not is_of_use({})


def test_what_a_message_passes_on_is_read_with_it() -> None:
    neighbour = {"id": 1, "from_id": 502, "date": AT, "text": "У нас на Новой прорвало трубу", "fwd_messages": []}
    ours = {"id": 2, "from_id": -1, "date": AT, "text": "Здравствуйте! Уточните адрес"}
    told = message(text="", fwd_messages=[neighbour], reply_message=ours)
    (post,) = news_of(event("message_new", told), 1).posts
    assert post.text == "У нас на Новой прорвало трубу"
    shared = {"type": "wall", "wall": {"id": 3, "owner_id": -7, "from_id": -7, "date": AT, "text": "Яма на Лесной"}}
    (post,) = news_of(event("message_new", message(text="смотрите", attachments=[shared])), 1).posts
    assert post.text == "смотрите\nЯма на Лесной"
