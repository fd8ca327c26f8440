"""/sources: what is a link to a community, what the list and one source show."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from collectors.networks import NETWORKS
from handlers.sources import sources_words as cards
from handlers.sources.feed_line_words import feed_line
from incidents.errors import DomainError
from incidents.ids import DistrictId, OfficialId, SourceId
from incidents.posts import Network, Source, SourceMark
from incidents.sources.networks import address_in
from incidents.sources.source_links import FeedGlance
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import CALLED, MOSCOW, NOW, at, labels


def source(number: int, **how: Any) -> Source:  # Any: fields of a Source
    title = how.pop("title", f"Группа {number}")
    known = {"id": SourceId(number), "district_id": DistrictId("konakovo"), "network": Network.VK, "external_id": f"-{number}"}
    return Source(**{**known, "title": title, **how})


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://vk.com/club12345", "-12345"),
        ("vk.ru/public12345?w=wall", "-12345"),
        ("https://m.vk.com/event7", "-7"),
        ("  https://vk.com/redkino_ryadom/ ", "redkino_ryadom"),
        ("https://vk.com/redkino_ryadom?from=search#top", "redkino_ryadom"),
        ("@redkino.ryadom", "redkino.ryadom"),
        ("redkino_ryadom", "redkino_ryadom"),
        ("-12345", "-12345"),
        ("https://vk.com/id77", "77"),
        ("https://vk.com/wall-101_15?reply=3", "-101"),
        ("https://vk.com/redkino_ryadom?w=wall-101_15", "-101"),
        ("https://ok.ru/group/123", "ok:group/123"),
        ("ok.ru/group/53038939046008/topic/62465446084728", "ok:group/53038939046008"),
        ("https://m.ok.ru/dk?st.cmd=altGroupMediaThemeComments&st.groupId=5312&st.themeId=15", "ok:group/5312"),
        ("https://ok.ru/nashe-redkino/topic/15?st=1", "ok:nashe-redkino"),
        ("https://www.odnoklassniki.ru/apiok", "ok:apiok"),
        ("https://zarya.example/?feed=rss2", "https://zarya.example/?feed=rss2"),
        ("zarya.example/feed", "https://zarya.example/feed"),
        ("http://заря.рф", "http://заря.рф"),
        ("https://zarya.example:8080/@news/feed?a=b@c", "https://zarya.example:8080/@news/feed?a=b@c"),
    ],
)
def test_a_link_is_taken_in_any_spelling(text: str, address: str) -> None:
    assert address_in(text, NETWORKS) == address


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Пришлите одну ссылку"),
        ("две ссылки", "Пришлите одну ссылку"),
        ("х" * 500, "Пришлите одну ссылку"),
        ("https://ok.ru/profile/577123", "личная страница"),
        ("https://ok.ru/", "Такой группы в Одноклассниках не бывает"),
        ("https://ok.ru/feed", "Такой группы в Одноклассниках не бывает"),
        ("https://ok.ru/группа", "Такой группы в Одноклассниках не бывает"),
        ("https://t.me/konakovo_chat", "Чат Telegram добавляют из него самого"),
        ("https://max.ru/x", "MAX Отклик пока не читает"),
        ("ftp://example.org/club1", "не похоже на ссылку"),
        ("https://", "не похоже на ссылку"),
        ("https://user:pw@example.org/feed", "В ссылке имя и пароль"),
        ("http://user@example.org/feed", "В ссылке имя и пароль"),
        ("user:pw@example.org/feed", "В ссылке имя и пароль"),
        ("https://user:p/w@example.org/feed", "не похоже на ссылку"),
        ("https://gazeta.example:99999/rss", "Такого порта не бывает"),
        ("gazeta.example:0/rss", "Такого порта не бывает"),
        ("https://gazeta.example:999999/rss", "Такого порта не бывает"),
        ("https://gazeta.example:rss/", "не похоже на ссылку"),
        ("https:///feed", "не похоже на ссылку"),
        ("https://vk.com/", "Такого адреса"),
        ("https://vk.com/feed", "Такого адреса"),
        ("https://vk.com/сообщество", "Такого адреса"),
        ("группа", "Такого адреса"),
    ],
)
def test_what_is_no_community_gets_a_sentence_with_a_way_out(text: str, says: str) -> None:
    with pytest.raises(DomainError, match=says) as error:
        address_in(text, NETWORKS)
    assert len(error.value.user_text) <= 200


def test_sources_tell_what_is_silent_first_and_since_when() -> None:
    every = [
        source(1, last_ok_at=at(9, 12)),
        source(2, last_ok_at=at(8, 50), broken_at=at(9, 5), broken_because="VK не отвечает"),
        source(3, title="<Ново>"),
        source(4, paused_at=at(9), last_ok_at=at(8, 50)),
    ]
    message = cards.listed(networks=CALLED, sources=every, page=0, tz=MOSCOW, now=NOW)
    assert parse(message.html).split("\n") == [
        "Источников: 4, молчат: 1, на паузе: 1",
        "1. «Группа 2», ВК: молчит с 9:05, VK не отвечает. До этого читали в 8:50",
        "2. «Группа 1», ВК: читали в 9:12",
        "3. «Ново», ВК: ещё не читали",
        "4. «Группа 4», ВК: на паузе с 9:00, до этого читали в 8:50",
    ]
    assert labels(message) == [["1", "2", "3", "4"], ["Добавить…", "Что меняли"]]


def test_sources_page_and_an_empty_list_says_what_to_do() -> None:
    many = [source(n) for n in range(1, 19)]
    middle = cards.listed(networks=CALLED, sources=many, page=1, tz=MOSCOW, now=NOW)
    assert parse(middle.html).startswith("Источников: 18, все отвечают · страница 2 из 3")
    assert ["Назад", "Дальше"] in labels(middle)
    assert "Добавьте первый" in cards.listed(networks=CALLED, sources=[], page=0, tz=MOSCOW, now=NOW).html


def test_one_source_offers_what_may_be_done_and_always_a_way_back() -> None:
    read = cards.one(networks=CALLED, source=source(1, added_by=OfficialId(1)), by="координатор", tz=MOSCOW, now=NOW)
    assert labels(read) == [
        ["Пауза", "Убрать…"],
        ["Чаще", "Реже"],
        ["Посёлок…", "Чьё…", "Фильтры…"],
        ["Отметить официальной"],
        ["Открыть", "Все источники"],
    ]
    assert "Добавили: координатор" in read.html
    paused = cards.one(networks=CALLED, source=source(1, paused_at=at(9)), by=None, tz=MOSCOW, now=NOW)
    assert labels(paused)[0] == ["Читать снова", "Убрать…"]
    assert "в настройках бота" in paused.html
    official = cards.one(networks=CALLED, source=source(1, mark=SourceMark.OFFICIAL), by=None, tz=MOSCOW, now=NOW)
    assert labels(official)[3] == ["Снять отметку"]
    assert "Официальная: что пишет само сообщество, не разбираем" in official.html
    own = cards.one(networks=CALLED, source=source(1, mark=SourceMark.OWN), by=None, tz=MOSCOW, now=NOW)
    assert labels(own)[1:] == [["Чаще", "Реже"], ["Чьё…", "Фильтры…"], ["Открыть", "Все источники"]]
    removed = cards.one(networks=CALLED, source=source(5, removed_at=at(9), external_id="77"), by=None, tz=MOSCOW, now=NOW)
    assert labels(removed)[0] == ["Вернуть"]
    assert removed.rows[1][0].url == "https://vk.com/id77"
    made = [
        read,
        official,
        own,
        paused,
        removed,
        cards.ask_link(),
        cards.checking(),
        cards.ask_town(source=source(1)),
        cards.ask_remove(source=source(1)),
        cards.added(networks=CALLED, source=source(1)),
    ]
    made += [
        cards.already(networks=CALLED, source=source(1)),
        cards.already(networks=CALLED, source=source(1, paused_at=at(9))),
        cards.refused(because="Стена <закрыта>"),
    ]
    feed = source(6, network=Network.FEED, external_id="https://zarya.example/rss", title="Заря")
    read_feed = cards.one(networks=CALLED, source=feed, by=None, tz=MOSCOW, now=NOW)
    assert "Новости: об опасном спросим вас" in read_feed.html
    assert "Комментарии разбираем все" not in read_feed.html
    assert "иначе только те, где назван он или посёлок" in read_feed.html
    local = cards.one(networks=CALLED, source=replace(feed, settlement_id="s-redkino"), by=None, tz=MOSCOW, now=NOW, town="Редкино")
    assert "Комментарии разбираем все" in local.html
    made.append(local)
    assert read_feed.rows[-1][0].url == "https://zarya.example/rss"
    made += [
        read_feed,
        cards.already(networks=CALLED, source=feed),
        cards.added(networks=CALLED, source=feed, told=["Лента", cards.COMMENTS_TOO]),
    ]
    assert "Эту ленту уже читаем: «Заря»" in parse(made[-2].html)
    group = source(7, network=Network.OK, external_id="group:53", title="Наше")
    made += [
        cards.one(networks=CALLED, source=group, by=None, tz=MOSCOW, now=NOW),
        cards.already(networks=CALLED, source=group),
        cards.added(networks=CALLED, source=group),
    ]
    assert made[-3].rows[-1][0].url == "https://ok.ru/group/53"
    assert "Эту группу уже читаем: «Наше»" in parse(made[-2].html)
    for message in made:
        assert len(parse(message.html)) <= 1024


def test_a_change_of_sources_is_told_in_words() -> None:
    assert cards.change_line("1", None, "added", {"1": "Наше"}) == "«Наше»: добавили"
    assert cards.change_line("1", "read", "paused", {"1": "Наше"}) == "«Наше»: на паузе, было: читаем"
    assert cards.change_line("1", None, "town~s-redkino", {"1": "Наше"}) == "«Наше»: указали посёлок"
    assert cards.change_line("1", "residents", "official", {"1": "Наше"}) == "«Наше»: официальная, было: пишут жители"
    assert cards.change_line("9", "paused", "removed", {}) == "«источник»: убрали, было: на паузе"


@pytest.mark.parametrize(
    ("feed", "line"),
    [
        (FeedGlance(items=20, latest=at(9, 12), ours=3), "Лента «Заря»: 20 новостей, последняя сегодня в 9:12, об округе 3"),
        (FeedGlance(items=1, is_comments=True), "Лента «Заря»: 1 комментарий, без дат, об округе ни одного"),
        (
            FeedGlance(items=2, latest=at(9, 12) - timedelta(days=3)),
            "Лента «Заря»: 2 новости, последняя 21 ноября в 9:12, об округе ни одной",
        ),
    ],
)
def test_what_stands_in_a_feed_is_told_in_one_line(feed: FeedGlance, line: str) -> None:
    assert feed_line("«Заря»", feed, tz=MOSCOW, now=NOW) == line
