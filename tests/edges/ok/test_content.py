"""What stands in a topic beside its words leaves a trace; a repost keeps the original's words."""

from typing import Any

from incidents.posts import Post
from tests.kit.ok import FakeOk, comment, swept, topic


async def of(ok: FakeOk, *media: Any, **entities: list[dict[str, Any]]) -> Post:
    ok.topics(topic(media=list(media)), entities=entities)
    return (await swept(ok)).posts[0]


def kinds(post: Post) -> list[tuple[str, str]]:
    return [(each.kind.value, each.words) for each in post.attached]


async def test_photos_are_of_the_largest_size_by_their_refs_or_in_their_place(ok: FakeOk) -> None:
    named = {"id": "5", "pic128x128": "https://i.example/s.jpg", "pic1024x768": "https://i.example/l.jpg", "text": "Люк у школы"}
    inside = {"id": "6", "pic640x480": "https://i.example/m.jpg"}
    block = {"type": "photo", "photo_refs": ["group_photo:5", "group_photo:404", None], "photos": [inside, None]}
    post = await of(ok, {"type": "text", "text": "Смотрите"}, block, group_photos=[named])
    assert post.photos == ("https://i.example/m.jpg", "https://i.example/l.jpg")
    assert kinds(post) == [("photo", "Люк у школы")]
    assert post.words == "Смотрите\nЛюк у школы"


async def test_a_film_a_link_a_poll_and_what_is_new_leave_their_kind_and_words(ok: FakeOk) -> None:
    post = await of(
        ok,
        {"type": "movie", "movie_refs": ["movie:1"]},
        {"type": "link", "title": "Как чинят дороги", "url": "https://gazeta.example/1"},
        {"type": "poll", "poll_refs": ["poll:2"]},
        {"type": "music", "tracks": [{"title": "Песня про дорогу"}]},
        {"type": "hologram"},
        movies=[{"id": "1", "title": "Яма на Лесной, 5"}],
        polls=[{"id": "2", "question": "Дождёмся ли света на Правды?"}],
    )
    assert kinds(post) == [
        ("video", "Яма на Лесной, 5"),
        ("link", "Как чинят дороги"),
        ("poll", "Дождёмся ли света на Правды?"),
        ("audio", ""),
        ("other", ""),
    ]
    assert post.text == ""
    assert post.has_words


async def test_a_topic_with_a_film_only_is_there_and_says_nothing(ok: FakeOk) -> None:
    post = await of(ok, {"type": "movie", "movie_refs": ["movie:1"]}, movies=[{"id": "1", "title": "IMG_001.MOV"}])
    assert (kinds(post), post.has_words) == ([("video", "")], False)


async def test_a_repost_keeps_own_words_and_those_it_passes_on(ok: FakeOk) -> None:
    original = {
        "id": "9",
        "author_ref": "group:77",
        "media": [{"type": "text", "text": "Отключат воду"}, {"type": "photo", "photos": [{"pic640x480": "https://i.example/n.jpg"}]}],
    }
    block = {"type": "topic", "reshare": True, "media_topic_refs": ["media_topic:9"], "reshare_owner_refs": ["group:77"]}
    post = await of(ok, {"type": "text", "text": "Доколе?!"}, block, media_topics=[original])
    assert (post.text, post.repeats, post.photos) == ("Доколе?!\n\nОтключат воду", "", ("https://i.example/n.jpg",))
    assert kinds(post) == [("repost", "")]
    bare = await of(ok, block, media_topics=[original])
    assert (bare.text, bare.repeats) == ("Отключат воду", "group:77")


async def test_a_repost_of_a_repost_of_itself_ends(ok: FakeOk) -> None:
    block = {"type": "topic", "media_topic_refs": ["media_topic:9"]}
    post = await of(ok, block, media_topics=[{"id": "9", "media": [{"type": "text", "text": "Круг"}, block]}])
    assert post.text == "Круг"


async def test_pieces_of_text_are_joined_and_marks_of_mentions_taken_off(ok: FakeOk) -> None:
    post = await of(ok, {"type": "text", "text_tokens": [{"text": "{user:5}Анна{user}, "}, None, {"text": "на Лесной &amp; Школьной яма"}]})
    assert post.text == "Анна, на Лесной & Школьной яма"


async def test_what_is_attached_to_a_comment_leaves_a_trace(ok: FakeOk) -> None:
    ok.topics(topic(comments=1))
    ok.comments(comment(text="", attachments=[{"type": "PHOTO", "pic640x480": "https://i.example/c.jpg"}, {"type": "MOVIE"}, None, {}]))
    post = (await swept(ok)).posts[1]
    assert post.photos == ("https://i.example/c.jpg",)
    assert [kind for kind, _ in kinds(post)] == ["video", "other"]
