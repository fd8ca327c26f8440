"""Residents' words on a card: quotes, links, how many they are.

An author has no name here.
"""

from itertools import chain, islice

from handlers.card.card_view_words import CardView
from handlers.kit.attachments import attached_text, wordless_text
from handlers.kit.card_values import VoiceView
from handlers.kit.text import count, has_words, link, on_day, quoted, resident_quote, resident_words, stamp, visible_length
from handlers.kit.text_budget import TextBudget
from incidents.answers.places import MOST, first_places
from incidents.incident import OPEN
from incidents.posts import Network, StoredPost

_FOLD_FROM = 280
_ASIDE = 90
_LOOKED_AT = 20  # newest voices, in search of other words
_TITLE = 50
_PLACE = 30


def main_voice(view: CardView) -> VoiceView | None:
    """Whose words are shown: of those that still stand the one that says why it is dangerous, else the oldest.

    A comment gives way to its own post, which says where: the comment then comes first of the others.
    """
    standing = _standing(view)
    telling = _telling(view)
    if telling is None:
        return standing[0] if standing else None
    above = telling.post.post.parent_external_id
    return next((voice for voice in standing if above is not None and voice.post.post.external_id == above), telling)


def has_known_author(view: CardView) -> bool:
    """Whether somebody who wrote of it can be asked and recognised."""
    return any(each.post.post.knows_author for each in view.voices)


def _standing(view: CardView) -> list[VoiceView]:
    return [voice for voice in view.voices if voice.post.deleted_at is None] or list(view.voices)


def _telling(view: CardView) -> VoiceView | None:
    """Who says why it is dangerous."""
    words = (view.incident.danger_words or "").casefold()
    return next((voice for voice in _standing(view) if words and words in voice.post.post.whole.casefold()), None)


def named_people(view: CardView) -> tuple[str, ...]:
    """Whom the texts of the card name, as the reader saw it."""
    return tuple(dict.fromkeys(each for voice in view.voices for each in voice.post.people))


def quote(post: StoredPost, *, limit: int) -> str:
    """A resident's words; a long text folds."""
    words = resident_words(post.post.text, limit, post.people)
    if not words:
        return f"<i>{wordless_text(post.post)}</i>"
    fold = " expandable" if visible_length(words) > _FOLD_FROM else ""
    return f"<blockquote{fold}>{words}</blockquote>"


def add_voices(sheet: TextBudget, view: CardView, *, words: int, source: bool = True) -> None:
    """Quote, source and the other voices."""
    main = main_voice(view)
    if main is None:
        return
    parent = main.post.parent_text
    if main.post.post.parent_external_id and parent is not None and has_words(parent):
        sheet.add(under_what(main.post, parent, _ASIDE), need=4)
    sheet.add(quote(main.post, limit=words))
    if source or len(voices_without_repeats(view)) > 1:
        sheet.add(_source(view, main))
    sheet.add(_lost_photos(view), need=1)
    sheet.add(_places(view), need=2)
    sheet.add(_others(view, main), need=3)
    sheet.add(_deleted(view))


def under_what(comment: StoredPost, parent: str, limit: int) -> str:
    """«Под постом «…»»; of news the title is a sentence of its own."""
    if comment.post.network is not Network.FEED:
        return f"Под постом {resident_quote(parent, limit, comment.parent_people)}"
    title, stop, body = parent.strip().partition("\n")
    whole = f"{title}. {body}" if stop and title[-1:].isalnum() else parent
    return f"Под новостью {resident_quote(whole, limit, comment.parent_people)}"


def _source(view: CardView, main: VoiceView) -> str:
    stored, post = main.post, main.post.post
    is_said = stored.source_title.startswith("Комментари")  # as feeds of comments call themselves
    what = "Комментарий: " if post.parent_external_id and not is_said else ""
    place = link(post.url, f"{what}{quoted(stored.source_title, _TITLE)}, {view.networks[post.network].short}")
    reactions = []
    if post.likes > 0:
        reactions.append(count(post.likes, "лайк", "лайка", "лайков"))
    if post.comments > 0:
        reactions.append(count(post.comments, "комментарий", "комментария", "комментариев"))
    parts = [place, stamp(post.published_at, view.timezone, view.now)]
    parts += [there] if (there := attached_text(post)) and has_words(post.text) else []
    parts += [", ".join(reactions)] if reactions else []
    parts += ["текст меняли"] if stored.revision > 1 else []
    parts += [_crowd(view)] if len(voices_without_repeats(view)) > 1 else []
    return " · ".join(parts)


def count_people(view: CardView) -> int:
    """How many residents write: a hidden author counts as one of their own."""
    voices = voices_without_repeats(view)
    authors = {voice.post.post.author_id for voice in voices if voice.post.post.author_id}
    return len(authors) + sum(1 for voice in voices if not voice.post.post.author_id)


def voices_without_repeats(view: CardView) -> list[VoiceView]:
    """Voices without their further places: the same author's same words are one message."""
    heads = {each.post_id for each in first_places([voice.voice for voice in view.voices])}
    return [voice for voice in view.voices if voice.voice.post_id in heads]


def _places(view: CardView) -> str:
    """«Тот же автор написал это ещё в 2 местах: «Редкино рядом», «Наше Конаково»»."""
    heads = {voice.voice.post_id for voice in voices_without_repeats(view)}
    others = [voice.post for voice in view.voices if voice.voice.post_id not in heads]
    if not others:
        return ""
    where = ", ".join(link(each.post.url, quoted(each.source_title, _PLACE)) for each in others[:MOST])
    return f"То же ещё в {count(len(others), 'месте', 'местах', 'местах')}: {where}"


def _crowd(view: CardView) -> str:
    voices, heads = voices_without_repeats(view), count_people(view)
    total, answered = len(voices), sum(voice.voice.answered_at is not None for voice in voices)
    writes = f"{'пишет' if heads == 1 else 'пишут'} {count(heads, 'житель', 'жителя', 'жителей')}"
    messages = "" if heads == total else f", сообщений {total}"
    return f"{writes}{messages}, ответили <b>{answered} из {total}</b>"


def _others(view: CardView, main: VoiceView) -> str:
    shown = ("", resident_quote(main.post.post.whole, _ASIDE, main.post.people), resident_quote("", _ASIDE))
    telling = _telling(view)
    first = [telling.post] if telling is not None and telling is not main else []
    voices = voices_without_repeats(view)
    standing = chain(first, (voice.post for voice in reversed(voices) if voice.post.deleted_at is None))
    quoted_ones = ((stored, resident_quote(stored.post.whole, _ASIDE, stored.people)) for stored in islice(standing, _LOOKED_AT))
    last, words = next(((stored, words) for stored, words in quoted_ones if words not in shown), (None, ""))
    if last is None:
        return ""
    where = link(last.post.url, f"{view.networks[last.post.network].short}, {stamp(last.post.published_at, view.timezone, view.now)}")
    if len(voices) == 2 and count_people(view) == 2:  # noqa: PLR2004 - one more
        return f"Ещё 1 житель, {where}: {words}"
    if len(voices) == 2:  # noqa: PLR2004
        return f"Ещё сообщение, {where}: {words}"
    return f"{'Самое тревожное' if first else 'Последнее сообщение'}, {where}: {words}"


def _lost_photos(view: CardView) -> str:
    """That a photo stays in the post: while the post is there to be opened."""
    shown = [voice.post.post for voice in view.voices if voice.post.deleted_at is None and voice.post.post.photos]
    return "Фото не пришло, оно в посте" if view.photos_lost and shown else ""


def _deleted(view: CardView) -> str:
    gone = [voice.post for voice in view.voices if voice.post.deleted_at is not None and not voice.post.post.is_erased]
    if not gone:
        return ""
    if len(gone) < len(view.voices):
        return f"Удалены авторами: {len(gone)} из {len(view.voices)}"
    moment = max(post.deleted_at for post in gone if post.deleted_at is not None)
    what = "комментарий" if gone[-1].post.parent_external_id else "пост"
    when = on_day(moment, view.timezone, view.now)
    stopped = ", срок остановлен по правилу региона" if view.incident.status in OPEN and view.incident.answer_by is None else ""
    return f"<b>Автор удалил {what}</b> {when}. Снимок сохранён{stopped}. Если дело важное, решаем всё равно"
