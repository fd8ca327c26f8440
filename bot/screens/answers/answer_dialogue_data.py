"""The dialogue of an answer: ask, preview, hold, and every way it may end."""

from collections.abc import Mapping

from bot.screens.answers import answer_dialogue, preview
from bot.screens.answers.everyone import post_to_all as one_post_cards
from bot.screens.answers.everyone import post_to_all_data
from bot.screens.approval.approval_author import scheduled
from bot.screens.approval.approval_data import waiting
from bot.screens.kit.context import Call, Render, fixed
from bot.screens.kit.text import escape
from incidents.advice.check_draft import linted
from incidents.answers.answer_photos import Unfit
from incidents.answers.values import HOLD, MAX_LENGTH, Answer, AnswerKind, AnswerState
from incidents.approval.lookups import will_be_approved
from incidents.messenger import Message


async def _ask(call: Call) -> Message:
    if call.row.params.get("kind") == AnswerKind.POST:
        return await post_to_all_data.ask(call)
    incident, where = await call.incident()
    return answer_dialogue.ask_answer(
        what_where=where,
        incident=incident,
        limit=MAX_LENGTH,
        tz=call.tz,
        now=call.now,
        kind=AnswerKind(str(call.row.params.get("kind") or AnswerKind.FINAL)),
        final_days=call.district.norms.final.days,
    )


async def _ask_rewrite(call: Call) -> Message:
    return answer_dialogue.edit_again(what_where=(await call.answer())[1])


async def _ask_wrong_words(call: Call) -> Message:
    answer, where = await call.answer()
    return answer_dialogue.ask_wrong_words(what_where=where, text=answer.text)


async def _ask_right_words(call: Call) -> Message:
    return answer_dialogue.ask_right_words(what_where=(await call.answer())[1])


async def _dropped(call: Call) -> Message:
    return answer_dialogue.dropped(incident_id=(await call.incident())[0].id)


async def _answer(call: Call) -> Message:
    """The dialogue's message in the answer's present state."""
    answer, where = await call.answer()
    if answer.state is AnswerState.APPROVAL:
        return await waiting(call)
    if answer.state is AnswerState.DRAFT:
        return await _preview(call, answer, where)
    if answer.state in {AnswerState.SCHEDULED, AnswerState.PUBLISHING}:
        return await _hold(call, answer, where)
    return await _over(call, answer, where)


async def _over(call: Call, answer: Answer, where: str) -> Message:
    if answer.state is AnswerState.CANCELLED:
        return answer_dialogue.dropped(incident_id=answer.incident_id)
    if answer.state is not AnswerState.PUBLISHED:
        return Message(html="<b>Опубликовать не вышло.</b> Что сделать, написали следующим сообщением")
    if answer.kind is AnswerKind.POST:
        return await post_to_all_data.published(call, answer, where)
    return answer_dialogue.published(what_where=where, url=answer.url, proved=answer.proved_at is not None, kind=answer.kind)


async def _preview(call: Call, answer: Answer, where: str) -> Message:
    if answer.kind is AnswerKind.POST:
        return await post_to_all_data.preview(call, answer, where)
    incident = await call.tx.incident(answer.incident_id)
    return preview.preview(
        answer_id=answer.id,
        what_where=where,
        text=answer.text,
        limit=MAX_LENGTH,
        network=(await call.tx.post(answer.post_id)).post.network,
        linted=await linted(call.tx, call.district.policy, answer, now=call.now, limit=MAX_LENGTH),
        kind=answer.kind,
        photos=len(await call.tx.answer_photos(answer.id)),
        is_approved_first=await will_be_approved(call.tx, call.district.policy, answer, incident),
    )


async def _answer_photo(call: Call) -> Message:
    answer, where = await call.answer()
    return answer_dialogue.answer_photo(answer_id=answer.id, what_where=where)


async def _photo_unfit(call: Call) -> Message:
    return answer_dialogue.photo_unfit(what_where=(await call.answer())[1], why=Unfit(str(call.row.params["why"])))


async def _without_photos(call: Call) -> Message:
    answer, where = await call.answer()
    return answer_dialogue.without_photos(what_where=where, url=answer.url)


async def _days(call: Call) -> Message:
    answer, where = await call.answer()
    return preview.days(answer_id=answer.id, what_where=where)


async def _ask_day(call: Call) -> Message:
    return preview.ask_day(what_where=(await call.answer())[1])


async def _hold(call: Call, answer: Answer, where: str) -> Message:
    if answer.publish_at is not None and answer.publish_at - call.now > HOLD * 2:
        return scheduled(answer=answer, what=escape(where), tz=call.tz, now=call.now)
    if answer.kind is AnswerKind.POST:
        return await post_to_all_data.hold(call, answer)
    return answer_dialogue.hold(answer_id=answer.id, publish_at=answer.publish_at or call.now, tz=call.tz)


async def _by_hand(call: Call) -> Message:
    answer, where = await call.answer()
    if answer.kind is AnswerKind.POST:
        return await post_to_all_data.by_hand(call, answer, where)
    post = (await call.tx.post(answer.post_id)).post
    photos = len(await call.tx.answer_photos(answer.id))
    if answer.state is AnswerState.UNKNOWN:
        return answer_dialogue.unknown_outcome(
            answer_id=answer.id, what_where=where, text=answer.text, post_url=post.url, network=post.network, photos=photos
        )
    return answer_dialogue.refused(
        answer_id=answer.id,
        what_where=where,
        reason=answer.refusal or "",
        text=answer.text,
        post_url=post.url,
        network=post.network,
        photos=photos,
    )


async def _not_visible(call: Call) -> Message:
    answer, where = await call.answer()
    if answer.kind is AnswerKind.POST:
        return one_post_cards.not_visible(what_where=where, at=answer.published_at or call.now, url=answer.url, tz=call.tz, now=call.now)
    url = (await call.tx.post(answer.post_id)).post.url
    return answer_dialogue.not_visible(what_where=where, at=answer.published_at or call.now, post_url=url, tz=call.tz, now=call.now)


SAYS: Mapping[str, Render] = {
    "ask_answer": _ask,
    "ask_rewrite": _ask_rewrite,
    "ask_amend_was": _ask_wrong_words,
    "ask_amend_now": _ask_right_words,
    "text_wanted": fixed(answer_dialogue.text_wanted),
    "answer_wanted": fixed(answer_dialogue.answer_wanted),
    "dropped": _dropped,
    "answer": _answer,
    "answer_photo": _answer_photo,
    "photo_after_text": fixed(answer_dialogue.photo_after_text),
    "photo_unfit": _photo_unfit,
    "answer_without_photos": _without_photos,
    "answer_days": _days,
    "ask_answer_day": _ask_day,
    "answer_by_hand": _by_hand,
    "answer_not_visible": _not_visible,
}
