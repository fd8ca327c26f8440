"""One post has many addresses; all of them are one key."""

import pytest

from incidents.sources.post_links import find_link, post_link


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://vk.com/wall-101_7", "vk:wall-101_7"),
        ("http://m.vk.com/wall-101_7", "vk:wall-101_7"),
        ("vk.ru/wall-101_7", "vk:wall-101_7"),
        ("https://vk.com/nashe?w=wall-101_7%2Fall", "vk:wall-101_7"),
        ("https://vk.com/wall-101_7?reply=12", "vk:wall-101_7_r12"),
        ("https://vk.com/wall-101_7?reply=12&thread=9", "vk:wall-101_7_r12"),
        ("https://vk.com/wall-101_7_r12", "vk:wall-101_7_r12"),
        ("https://new.vk.com/feed?w=wall-101_7_r12&z=photo-101_5", "vk:wall-101_7_r12"),
        ("//vk.com/wall-101_7#comments", "vk:wall-101_7"),
        ("https://vk.com/topic-101_7", "vk:topic-101_7"),
        ("https://m.vk.com/topic-101_7?post=12", "vk:topic-101_7_r12"),
        ("https://ok.ru/group/5312/topic/15", "ok:topic/15"),
        ("https://m.ok.ru/group/5312/topic/15?st=1", "ok:topic/15"),
        ("https://ok.ru/konakovo/topic/15", "ok:topic/15"),
        ("https://m.ok.ru/dk?st.cmd=altGroupMediaThemeComments&st.groupId=5312&st.themeId=15&_prevCmd=x", "ok:topic/15"),
        ("https://ok.ru/profile/577/statuses/1512", "ok:topic/1512"),
        ("https://ok.ru/group/5312/topic/15#comment-MTM5NzI%3D", "ok:topic/15/comment/MTM5NzI="),
        ("https://ok.ru/group/5312/topic/15#other", "ok:topic/15"),
        ("https://t.me/konakovo_chat/40/77", "telegram:konakovo_chat/77"),
        ("https://t.me/c/123/40/45?single", "telegram:c/123/45"),
        ("https://t.me/s/konakovo_chat/77?comment=1", "telegram:konakovo_chat/77"),
        ("t.me/c/123/45", "telegram:c/123/45"),
    ],
)
def test_addresses_of_one_post_have_one_key(url: str, key: str) -> None:
    link = post_link(url)
    assert link is not None
    assert link.key == key
    again = post_link(link.url)
    assert again is not None
    assert again.key == key


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://vk.com",
        "https://t.me/c/123",
        "https://evilvk.com/wall-1_2",
        "https://vk.com/konakovo",
        "https://t.me/konakovo",
        "https://ok.ru/x",
        "http://e.ru/wall-1_2",
    ],
)
def test_what_leads_to_no_post_has_no_key(url: str) -> None:
    assert post_link(url) is None


def test_the_first_post_in_a_text_is_found_without_the_stop_behind_it() -> None:
    found = find_link("См. https://example.org и (https://vk.com/wall-1_2?reply=3).")
    assert found is not None
    assert found.external_id == "wall-1_2_r3"
    assert find_link("ссылки нет") is None
