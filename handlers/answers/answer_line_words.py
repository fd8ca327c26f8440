"""The card's line about the newest answer."""

from datetime import datetime

from handlers.kit.card_view import CardView
from handlers.kit.labels import NAMED, ONE_READER, OUT, OUT_BEFORE, SEEN, UNDER, WHERE
from handlers.kit.text import capital, link, on_day, ours, quoted, stamp
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.approval.values import ApprovalState
from incidents.incident import Status
from incidents.posts import Network

_REASON = 120
_TITLE = 40
_AT_AUTHORS = "Текст у автора ответа в личном чате"


def answer_line(view: CardView) -> str:
    """What became of the newest answer. A draft is its author's own business."""
    given = view.answer
    if view.returned:
        return "<b>Ответ вернули с согласования.</b> Текст у автора, причина в личном чате"
    if given is None:
        return ""
    if given.state in (AnswerState.REFUSED, AnswerState.UNKNOWN):
        return _stuck(view, given)
    if given.state is AnswerState.APPROVAL:
        return _on_approval(view, given)
    if given.state in (AnswerState.SCHEDULED, AnswerState.PUBLISHING):
        named = NAMED[given.kind]
        return f"{named} выйдет{at(view, given.publish_at)}" if given.publish_at else f"{named} сейчас выйдет"
    return _published(view, given) if given.state is AnswerState.PUBLISHED else ""


def repeats_line(view: CardView) -> str:
    """What became of the same words in the other places; nothing where there are none."""
    sent = [each for each in view.repeats if each.state is not AnswerState.CANCELLED]
    out = sum(each.state is AnswerState.PUBLISHED for each in sent)
    if not sent:
        return ""
    stuck = [_place(view, each) for each in sent if each.state in (AnswerState.REFUSED, AnswerState.UNKNOWN)]
    if stuck:
        where = ", ".join(stuck)
        return f"В остальных местах: вышло {out} из {len(sent)}. <b>Не вышло:</b> {where}, текст у автора ответа в личном чате"
    if out == len(sent):
        return f"Повторили и в остальных местах: {out}"
    return f"В остальных местах: вышло {out} из {len(sent)}, другие выйдут по одному"


def _place(view: CardView, given: Answer) -> str:
    return next((quoted(each.post.source_title, _TITLE) for each in view.voices if each.post.id == given.post_id), "другое сообщество")


def _on_approval(view: CardView, given: Answer) -> str:
    round_ = view.approval
    if round_ is None:
        return f"✍️ {NAMED[given.kind]} на согласовании с {stamp(given.created_at, view.timezone, view.now)}"
    since = stamp(round_.asked_at, view.timezone, view.now)
    if round_.state is ApprovalState.EDITED:
        return f"✍️ {NAMED[given.kind]} на согласовании с {since}, ждём «Верно» от автора"
    until = "ждём до" if round_.due_at > view.now else "ждали до"
    return f"✍️ {NAMED[given.kind]} на согласовании с {since}, {until} {stamp(round_.due_at, view.timezone, view.now)}"


def _stuck(view: CardView, given: Answer) -> str:
    if given.kind is AnswerKind.POST:
        said = f"не пропустил пост администрации: {ours(given.refusal or '', _REASON) or 'причину не назвали'}"
        silent = "молчит, вышел ли пост администрации, неизвестно"
        return f"<b>ВКонтакте {said if given.state is AnswerState.REFUSED else silent}.</b> Текст у автора в личном чате"
    network = _network(view, given)
    if given.state is AnswerState.REFUSED:
        reason = ours(given.refusal or "", _REASON) or "причину не назвали"
        return f"<b>{view.networks[network].refused}:</b> {reason}. Текст для копирования у автора ответа в личном чате"
    return f"<b>{view.networks[network].silent}, вышел ли ответ, неизвестно.</b> Проверьте {WHERE.get(network, UNDER)}. {_AT_AUTHORS}"


def _network(view: CardView, given: Answer) -> Network:
    """Where an answer goes."""
    return next((voice.post.post.network for voice in view.voices if voice.post.id == given.post_id), Network.VK)


def _published(view: CardView, given: Answer) -> str:
    if view.incident.status in (Status.NEW, Status.REOPENED):
        when = on_day(given.published_at, view.timezone, view.now) if given.published_at else "раньше"
        return f"{OUT_BEFORE[given.kind]} {when}" + (f": {link(given.url, 'посмотреть')}" if given.url else "")
    shown = SEEN[given.kind]
    if _network(view, given) in ONE_READER:
        seen = "Проверили: в диалоге есть" if given.proved_at else "Есть ли в диалоге, пока не проверено"
    else:
        seen = f"Проверили: {shown} всем" if given.proved_at else f"{capital(shown)} ли всем, пока не проверено"
    look = f": {link(given.url, 'посмотреть')}" if given.url else ""
    return f"{OUT[given.kind]}{at(view, given.published_at)}{look}. {seen}"


def at(view: CardView, moment: datetime | None) -> str:
    """« в 9:31», « 24 ноября в 9:31», or nothing."""
    return f" {on_day(moment, view.timezone, view.now)}" if moment is not None else ""
