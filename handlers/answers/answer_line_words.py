"""The card's line about the newest answer."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.kit.labels import NAMED, ONE_READER, OUT, OUT_BEFORE, SEEN, UNDER, WHERE
from handlers.kit.networks import Networks
from handlers.kit.text import capital, clock, day, escape, link, on_day, ours, quoted, resident_quote, stamp
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.approval.values import Approval, ApprovalState
from incidents.incident import Status
from incidents.posts import Network, StoredPost

_REASON = 120
_SAID = 160
_TITLE = 40
_AT_AUTHORS = "Текст у автора ответа в личном чате"


def answer_line(
    answer: Answer | None,
    *,
    is_returned: bool,
    approval: Approval | None,
    status: Status,
    posts: Sequence[StoredPost],
    networks: Networks,
    caller: str,
    now: datetime,
    tz: tzinfo,
) -> str:
    """What became of the newest answer.

    A draft is its author's own business; `status` and `posts` are the incident's. `caller`: who said it by telephone.
    """
    if is_returned:
        return "<b>Ответ вернули с согласования.</b> Текст у автора, причина в личном чате"
    if answer is None:
        return ""
    network = next((each.post.network for each in posts if each.id == answer.post_id), Network.VK)
    if answer.state in (AnswerState.REFUSED, AnswerState.UNKNOWN):
        return _stuck(answer, network, networks)
    if answer.state is AnswerState.APPROVAL:
        return _on_approval(answer, approval, now, tz)
    if answer.state in (AnswerState.SCHEDULED, AnswerState.PUBLISHING):
        named = NAMED[answer.kind]
        return f"{named} выйдет{on_its_day(answer.publish_at, now, tz)}" if answer.publish_at else f"{named} сейчас выйдет"
    return _published(answer, status, network, caller, now, tz) if answer.state is AnswerState.PUBLISHED else ""


def repeats_line(repeats: Sequence[Answer], posts: Sequence[StoredPost]) -> str:
    """What became of the same words in the other places; nothing where there are none."""
    sent = [each for each in repeats if each.state is not AnswerState.CANCELLED]
    out = sum(each.state is AnswerState.PUBLISHED for each in sent)
    if not sent:
        return ""
    stuck = [_place(each, posts) for each in sent if each.state in (AnswerState.REFUSED, AnswerState.UNKNOWN)]
    if stuck:
        where = ", ".join(stuck)
        return f"В остальных местах: вышло {out} из {len(sent)}. <b>Не вышло:</b> {where}, текст у автора ответа в личном чате"
    if out == len(sent):
        return f"Повторили и в остальных местах: {out}"
    return f"В остальных местах: вышло {out} из {len(sent)}, другие выйдут по одному"


def _place(repeat: Answer, posts: Sequence[StoredPost]) -> str:
    return next((quoted(each.source_title, _TITLE) for each in posts if each.id == repeat.post_id), "другое сообщество")


def _on_approval(answer: Answer, approval: Approval | None, now: datetime, tz: tzinfo) -> str:
    if approval is None:
        return f"✍️ {NAMED[answer.kind]} на согласовании с {stamp(answer.created_at, tz, now)}"
    since = stamp(approval.asked_at, tz, now)
    if approval.state is ApprovalState.EDITED:
        return f"✍️ {NAMED[answer.kind]} на согласовании с {since}, ждём «Верно» от автора"
    until = "ждём до" if approval.due_at > now else "ждали до"
    return f"✍️ {NAMED[answer.kind]} на согласовании с {since}, {until} {stamp(approval.due_at, tz, now)}"


def _stuck(answer: Answer, network: Network, networks: Networks) -> str:
    if answer.kind is AnswerKind.POST:
        refused = f"не пропустил пост администрации: {ours(answer.refusal or '', _REASON) or 'причину не назвали'}"
        silent = "молчит, вышел ли пост администрации, неизвестно"
        return f"<b>ВКонтакте {refused if answer.state is AnswerState.REFUSED else silent}.</b> Текст у автора в личном чате"
    if answer.state is AnswerState.REFUSED:
        reason = ours(answer.refusal or "", _REASON) or "причину не назвали"
        return f"<b>{networks[network].refused}:</b> {reason}. Текст для копирования у автора ответа в личном чате"
    return f"<b>{networks[network].silent}, вышел ли ответ, неизвестно.</b> Проверьте {WHERE.get(network, UNDER)}. {_AT_AUTHORS}"


def _published(answer: Answer, status: Status, network: Network, caller: str, now: datetime, tz: tzinfo) -> str:
    if answer.by_phone:  # there is nothing to open, so the words stand here
        sign, at = "" if status in (Status.NEW, Status.REOPENED) else "✅ ", answer.created_at
        return f"{sign}Перезвонили {day(at, tz)}, {clock(at, tz)}, {escape(caller)}: {resident_quote(answer.text, _SAID)}"
    if status in (Status.NEW, Status.REOPENED):
        when = on_day(answer.published_at, tz, now) if answer.published_at else "раньше"
        return f"{OUT_BEFORE[answer.kind]} {when}" + (f": {link(answer.url, 'посмотреть')}" if answer.url else "")
    shown = SEEN[answer.kind]
    if network in ONE_READER:
        seen = "Проверили: в диалоге есть" if answer.proved_at else "Есть ли в диалоге, пока не проверено"
    else:
        seen = f"Проверили: {shown} всем" if answer.proved_at else f"{capital(shown)} ли всем, пока не проверено"
    look = f": {link(answer.url, 'посмотреть')}" if answer.url else ""
    return f"{OUT[answer.kind]}{on_its_day(answer.published_at, now, tz)}{look}. {seen}"


def on_its_day(moment: datetime | None, now: datetime, tz: tzinfo) -> str:
    """« в 9:31», « 24 ноября в 9:31», or nothing."""
    return f" {on_day(moment, tz, now)}" if moment is not None else ""
