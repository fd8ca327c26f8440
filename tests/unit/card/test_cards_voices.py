"""The residents' side of a card: words, sources, how many they are; nobody has a name."""

from dataclasses import replace

from handlers.card.card_view_words import CardView
from handlers.card.card_words import render_card
from incidents.posts import Attachment, AttachmentKind, Network, sealed
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import PUDDLE, at, danger, post, view, voice


def seen(shown: CardView) -> list[str]:
    """Lines as a reader sees them."""
    return parse(render_card(shown).html).split("\n")


def test_several_residents_are_counted() -> None:
    voices = (voice(post()), voice(post(id=2), answered_at=at(11)), voice(post(id=3)))
    assert any("пишут 3 жителя, ответили 1 из 3" in line for line in seen(view(voices=voices)))


def test_one_resident_who_writes_twice_is_one_resident() -> None:
    voices = (voice(post()), voice(post("И сегодня не убрали", id=2, author_id="author1")))
    lines = seen(view(voices=voices))
    assert any("пишет 1 житель, сообщений 2, ответили 0 из 2" in line for line in lines)
    assert "Ещё сообщение, ОК, 9:12: «И сегодня не убрали»" in lines


def test_hidden_authors_are_different_people() -> None:
    voices = tuple(voice(post(id=n, author_id="")) for n in (1, 2))
    assert any("пишут 2 жителя" in line for line in seen(view(voices=voices)))


def test_of_many_voices_the_newest_is_quoted() -> None:
    voices = (voice(post()), voice(post("вторая", id=2)), voice(post("третья «мимо»", id=3, network=Network.VK)))
    assert "Последнее сообщение, ВК, 9:12: «третья „мимо“»" in seen(view(voices=voices))


def test_the_same_words_are_not_quoted_twice() -> None:
    assert not any("Последнее" in line or "Ещё" in line for line in seen(view(voices=(voice(post()), voice(post(id=2))))))


def test_a_comment_stands_under_its_post() -> None:
    comment = post("у нас тоже", parent_external_id="topic/9", parent_text="Когда откачают воду?\n<b>Ждём</b>", likes=1, comments=0)
    lines = seen(view(voices=(voice(comment),)))
    assert "Под постом «Когда откачают воду? <b>Ждём</b>»" in lines
    assert "Комментарий: «Наше Конаково», ОК · 9:12 · 1 лайк" in lines


def test_a_readers_comment_stands_under_the_news_whose_title_is_a_sentence_of_its_own() -> None:
    news = "В округе выпал первый снег\nДети лепят снеговиков"
    comment = replace(post("Когда почистят?", parent_external_id="news/9", parent_text=news), source_title="Комментарии: Заря")
    comment = replace(comment, post=replace(comment.post, network=Network.FEED, likes=0, comments=0))
    lines = seen(view(voices=(voice(comment),)))
    assert "Под новостью «В округе выпал первый снег. Дети лепят снеговиков»" in lines
    assert "«Комментарии: Заря», сайт · 9:12" in lines


def test_a_post_of_another_day_carries_its_date() -> None:
    assert any("ОК · 22 ноября, 21:05 · 14 лайков" in line for line in seen(view(voices=(voice(post(published_at=at(21, 5, day=22))),))))


def test_an_edited_text_is_marked() -> None:
    assert any(line.endswith("· текст меняли") for line in seen(view(voices=(voice(post(revision=2)),))))


def test_what_is_attached_is_told_beside_the_source() -> None:
    kinds = (Attachment(kind=AttachmentKind.REPOST), Attachment(kind=AttachmentKind.VIDEO, words="Яма на Лесной"))
    lines = seen(view(voices=(voice(post(attached=(*kinds, Attachment(kind=AttachmentKind.POLL)), likes=0, comments=0)),)))
    assert "«Наше Конаково», ОК · 9:12 · репост, есть видео «Яма на Лесной», опрос" in lines
    bare = seen(view(voices=(voice(post("", attached=kinds[1:], likes=0, comments=0)),)))
    assert "Слов нет, есть видео «Яма на Лесной»" in bare
    assert "«Наше Конаково», ОК · 9:12" in bare


def test_a_deleted_post_stays_readable_and_has_no_button() -> None:
    shown = view(voices=(voice(post(deleted_at=at(13, 20))),), now=at(14))
    assert "Автор удалил пост в 13:20. Снимок сохранён. Если дело важное, решаем всё равно" in seen(shown)
    assert PUDDLE in seen(shown)
    assert not any(button.url for row in render_card(shown).rows for button in row)


def test_what_was_erased_by_law_was_not_deleted_by_its_author_and_is_kept_nowhere() -> None:
    erased = post("", external_id=sealed(Network.OK, "topic/1"), deleted_at=at(13, 20))
    alone = "\n".join(seen(view(voices=(voice(erased),), now=at(14))))
    assert "Слова жителя стёрли по закону" in alone and "удали" not in alone and "Снимок" not in alone
    both = (voice(erased), voice(post("было", id=2, deleted_at=at(13, 20))), voice(post("есть", id=3)))
    assert "Удалены авторами: 1 из 3" in seen(view(voices=both, now=at(14)))


def test_a_deleted_comment_is_called_a_comment() -> None:
    lines = seen(view(voices=(voice(post(parent_external_id="topic/9", deleted_at=at(13, 20, day=23))),), now=at(14)))
    assert any(line.startswith("Автор удалил комментарий 23 ноября в 13:20.") for line in lines)


def test_of_several_posts_those_that_stand_are_shown() -> None:
    voices = (voice(post("было", deleted_at=at(13, 20))), voice(post("есть", id=2)))
    lines = seen(view(voices=voices))
    assert "есть" in lines
    assert "Удалены авторами: 1 из 2" in lines


def test_a_post_without_words_says_so() -> None:
    assert "Слов нет, только фото" in seen(view(voices=(voice(post("\u200b", photos=("https://x.ru/1",))),)))
    assert "Слов нет" in seen(view(voices=(voice(post("", likes=0, comments=0)),)))


def test_a_card_without_voices_still_stands() -> None:
    assert seen(view(voices=()))[-1] == "№ 1487"


def test_a_long_text_folds() -> None:
    html = render_card(view(voices=(voice(post("Лужа и лужа. " * 60)),))).html
    assert "<blockquote expandable>Лужа" in html
    assert "…</blockquote>" in html


def test_personal_data_inside_the_words_are_masked() -> None:
    lines = seen(view(voices=(voice(post("Белавинская 5, кв. 12, звоните 8 903 123-45-67, Иванова И.И.")),)))
    assert "Белавинская 5, кв. ‹скрыто›, звоните ‹телефон›, ‹фамилия›" in lines


def test_a_post_stands_above_its_own_comment_and_is_not_quoted_twice() -> None:
    where = post("Подъезд 3 на Садовой, 7: пахнет газом с утра, дозвониться не можем никуда", author_id="author1")
    comment = post("уже голова болит, сейчас взорвёмся", id=2, parent_external_id=where.post.external_id, parent_text=where.post.text)
    lines = seen(view(danger(danger_words="сейчас взорвёмся"), voices=(voice(where), voice(comment))))
    assert where.post.text in lines
    assert "Ещё 1 житель, ОК, 9:12: «уже голова болит, сейчас взорвёмся»" in lines
    assert sum("пахнет газом" in line for line in lines) == 1


def test_the_words_of_a_danger_come_before_the_newest_ones() -> None:
    where = post("На Садовой, 7 пахнет газом", author_id="author1")
    comment = post("уже голова болит", id=2, parent_external_id=where.post.external_id, parent_text=where.post.text)
    voices = (voice(where), voice(comment), voice(post("мы тоже чувствуем", id=3)))
    assert "Самое тревожное, ОК, 9:12: «уже голова болит»" in seen(view(danger(danger_words="голова болит"), voices=voices))


def test_whom_the_reader_saw_has_no_name_in_any_words_of_the_card() -> None:
    first = post("Весной Дергачёв обещал песок", people=("Дергачёв",))
    second = post(
        "Спросите у Лидки", id=2, people=("Лидки",), parent_external_id="topic/9", parent_text="Глеб упал", parent_people=("Глеб",)
    )
    lines = seen(view(danger(danger_words="Дергачёв обещал песок"), voices=(voice(first), voice(second))))
    assert any("Весной ‹имя› обещал песок" in line for line in lines)
    assert any("Спросите у ‹имя›" in line for line in lines)
    assert not any(name in line for line in lines for name in ("Дергачёв", "Лидки"))
    assert any("Под постом «‹имя› упал»" in line for line in seen(view(voices=(voice(second),))))
