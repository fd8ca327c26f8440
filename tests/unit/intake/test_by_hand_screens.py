"""A draft by hand as officials read it."""

from dataclasses import replace
from typing import Any

from handlers.answers import answer_by_hand_words, previews_words
from handlers.intake import by_hand_words as by_hand
from handlers.intake.by_hand_words import DraftView
from incidents.advice.values import Advised
from incidents.ids import AnswerId, DraftId, OfficialId, PostId
from incidents.intake.by_hand import Draft, DraftState, Origin
from incidents.messenger import Message
from incidents.posts import Attachment, AttachmentKind, Network
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import CALLED, DISTRICT, at, incident, labels, post
from tests.kit.values.samples import reading

DRAFT = Draft(
    id=DraftId(3),
    district_id=DISTRICT,
    post_id=PostId(1),
    official_id=OfficialId(2),
    origin=Origin.FORWARD,
    state=DraftState.READY,
    created_at=at(9, 20),
)


def view(state: DraftState = DraftState.READY, **changes: Any) -> DraftView:  # Any: fields of a view
    made = DraftView(
        draft=replace(DRAFT, state=state),
        post=post("Яма у почты, позвоните 89001234567", network=Network.HAND, url=""),
        reading=reading(),
        topic_short="Вода на дороге",
        network="вручную",
        route="отдел дорожного хозяйства (правило 4)",
        is_coordinator=True,
    )
    return replace(made, **changes)


def html(message: Message) -> str:
    parse(message.html)
    return message.html


def test_the_draft_shows_what_was_read_and_what_can_be_corrected() -> None:
    message = by_hand.draft(view())
    assert html(message).startswith("<b>Завести сообщение?</b> Вода на дороге · Конаково, Белавинская")
    assert "89001234567" not in message.html
    assert "Куда: отдел дорожного хозяйства (правило 4)\nОтвет передадите сами: дадим текст" in message.html
    assert labels(message) == [["Завести", "Отменить"], ["Тема", "Место", "Текст"], ["Кому перезвонить"]]


def test_words_of_a_post_in_a_network_are_its_authors() -> None:
    message = by_hand.draft(view(post=post(network=Network.VK, url="https://vk.com/wall-1_2", photos=("a",)), network="ВК"))
    assert labels(message) == [["Завести", "Отменить"], ["Тема", "Место"]]
    assert '<a href="https://vk.com/wall-1_2">под постом, ВК</a>\nФото пойдут вместе с сообщением' in html(message)


def test_a_danger_and_a_chat_are_told_before_it_is_opened() -> None:
    danger = by_hand.draft(view(reading=reading(danger_words="провалился люк", is_appeal=False)))
    assert "⚠️ Похоже на опасность: «провалился люк»" in html(danger)
    assert "На обращение не похоже. Если это оно, заводите" in danger.html


def test_a_photo_without_words_is_no_topic_and_the_draft_asks_for_them() -> None:
    bare = by_hand.draft(view(post=post("", network=Network.HAND, url="", photos=("sent:1",))))
    assert "Что случилось и где?" in html(bare)
    assert "Слов нет, только фото" in html(bare)
    assert "Вода на дороге" not in html(bare)
    assert labels(bare) == [["Написать", "Отменить"]]
    titled = post("", photos=("sent:1",), attached=(Attachment(kind=AttachmentKind.VIDEO, words="Яма на Лесной"),))
    assert "Слов нет, есть фото, видео «Яма на Лесной»" in html(by_hand.draft(view(post=titled)))


def test_an_executor_proposes_and_the_coordinator_decides() -> None:
    assert labels(by_hand.draft(view(is_coordinator=False)))[0] == ["Предложить", "Отменить"]
    waiting = by_hand.draft(view(DraftState.PROPOSED, is_coordinator=False))
    assert "Передали координатору" in html(waiting)
    assert labels(waiting) == []
    theirs = by_hand.draft(view(DraftState.PROPOSED, proposed_by="исполнитель, отдел ЖКХ"))
    assert html(theirs).startswith("<b>Предлагают завести:</b>")
    assert "Предложили: исполнитель, отдел ЖКХ" in theirs.html


def test_what_became_of_it_stands_in_the_same_message() -> None:
    done = by_hand.draft(view(DraftState.OPENED, incident=incident()))
    assert "Карточка № 1487" in html(done)
    assert labels(done) == [["Карточка"]]
    assert "Завели" in html(by_hand.draft(view(DraftState.OPENED)))
    assert "Не завели" in html(by_hand.draft(view(DraftState.DROPPED)))


def test_topics_are_offered_and_can_be_looked_for() -> None:
    message = by_hand.topics(found=DRAFT, offered=[("roads_potholes", "Ямы на дороге"), ("roads_repair", "Ремонт дороги")])
    assert labels(message) == [["Ямы на дороге"], ["Ремонт дороги"], ["Найти по слову", "Назад"]]
    for each in (message, by_hand.ask_new(), by_hand.ask_word(), by_hand.ask_place(), by_hand.ask_text(), by_hand.wanted()):
        html(each)
    assert "112" in html(by_hand.private_taken())


def test_every_network_has_its_words() -> None:
    for network in Network:
        words = CALLED[network]
        assert all((words.short, words.goes_out, words.refused, words.silent))


def test_an_answer_without_a_post_is_handed_over_by_the_official() -> None:
    linted = Advised(advice=(), good=(), length=8)
    shown = previews_words.preview(
        answer_id=AnswerId(1),
        what_where="яма",
        text="Засыплем",
        limit=3500,
        goes_out=CALLED[Network.HAND].goes_out,
        linted=linted,
        seen="5eed",
    )
    assert "Дадим текст, чтобы передать его жителю, через 60 секунд" in html(shown)
    refused = answer_by_hand_words.refused(
        answer_id=AnswerId(1),
        what_where="яма",
        reason="сообщение завели вручную",
        text="Засыплем",
        post_url="",
        network=CALLED[Network.HAND],
    )
    assert "передайте жителю тем же путём" in html(refused)
    assert labels(refused) == [["Скопировать"], ["Опубликовано"]]


def test_a_danger_is_told_by_its_words_unless_they_hide_somebody() -> None:
    told = html(by_hand.draft(view(reading=reading(danger_words="провод искрит, 15 градусов в кв 15 градусов"))))
    assert "Похоже на опасность: «провод искрит, 15 градусов в кв 15 градусов»" in told
    torn = html(by_hand.draft(view(reading=reading(danger_words="провод искрит, звоните 89001234567"))))
    assert "⚠️ Похоже на опасность\n" in torn
