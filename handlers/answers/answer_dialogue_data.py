"""Read the dialogue of an answer: ask, preview, hold, outcomes."""

from handlers.answers import answer_by_hand_words, answer_dialogue_words, previews_words
from handlers.answers.alike import answer_alike_data
from handlers.answers.everyone import post_to_all_data, post_to_all_words
from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from incidents.advice.check_draft import advice_on
from incidents.answers.alike_answers import alike_of
from incidents.answers.lookups import communities_beside, preview_code
from incidents.answers.messages import (
    AnswerByHand,
    AnswerDays,
    AnswerDropped,
    AnswerNotVisible,
    AnswerPhotoWanted,
    AnswerStoppedByEdit,
    AnswerWanted,
    AnswerWithoutPhotos,
    AskAnswer,
    AskAnswerDay,
    AskRewrite,
    AskRightWords,
    AskWrongWords,
    OldPreview,
    PhotoAfterText,
    PhotoUnfit,
)
from incidents.answers.values import HOLD, MAX_LENGTH, Answer, AnswerKind, AnswerState
from incidents.approval.lookups import will_be_approved
from incidents.ids import AnswerId
from incidents.messages import TextWanted
from incidents.messenger import Message


@renders(AskAnswer)
async def _ask(call: Call, said: AskAnswer) -> Message:
    if said.kind is AnswerKind.POST:
        return await post_to_all_data.ask(call, said.incident)
    incident, where = await call.incident(said.incident)
    return answer_dialogue_words.ask_answer(
        what_where=where,
        incident=incident,
        limit=MAX_LENGTH,
        tz=call.tz,
        now=call.now,
        kind=said.kind,
        final_days=call.policy.norms.final.days,
    )


@renders(AskRewrite)
async def _ask_rewrite(call: Call, said: AskRewrite) -> Message:
    answer, where = await call.answer(said.answer)
    return answer_dialogue_words.edit_again(what_where=await answer_alike_data.and_others(call, answer, where))


@renders(AskWrongWords)
async def _ask_wrong_words(call: Call, said: AskWrongWords) -> Message:
    answer, where = await call.answer(said.answer)
    return answer_dialogue_words.ask_wrong_words(what_where=where, text=answer.text)


@renders(AskRightWords)
async def _ask_right_words(call: Call, said: AskRightWords) -> Message:
    return answer_dialogue_words.ask_right_words(what_where=(await call.answer(said.answer))[1])


@renders(AnswerDropped)
async def _dropped(call: Call, said: AnswerDropped) -> Message:
    return answer_dialogue_words.dropped(incident_id=(await call.incident(said.incident))[0].id)


@renders(OldPreview)
async def _old_preview(call: Call, said: OldPreview) -> Message:
    answer, _ = await call.answer(said.answer)
    if answer.state is not AnswerState.DRAFT:
        raise Unneeded
    return previews_words.instead_of_old(await present(call, answer.id))


@renders(AnswerStoppedByEdit)
async def _stopped(call: Call, said: AnswerStoppedByEdit) -> Message:
    return answer_dialogue_words.stopped_by_edit(what_where=(await call.answer(said.answer))[1], unfit=said.unfit)


async def present(call: Call, id: AnswerId) -> Message:
    """The dialogue's message in the answer's present state, unless the answer waits for approval."""
    answer, where = await call.answer(id)
    batch = await alike_of(call.tx.answers, answer)
    if len(batch) > 1:
        return await answer_alike_data.present(call, batch)
    if answer.state is AnswerState.DRAFT:
        return await _preview(call, answer, where)
    if answer.state in {AnswerState.SCHEDULED, AnswerState.PUBLISHING}:
        return await _hold(call, answer, where)
    return await _over(call, answer, where)


async def _over(call: Call, answer: Answer, where: str) -> Message:
    if answer.state is AnswerState.CANCELLED:
        return answer_dialogue_words.dropped(incident_id=answer.incident_id)
    if answer.state is not AnswerState.PUBLISHED:
        return Message(html="<b>Опубликовать не вышло.</b> Что сделать, написали следующим сообщением")
    if answer.by_phone:
        return answer_dialogue_words.called_back(what_where=where, at=answer.created_at, tz=call.tz, now=call.now)
    if answer.kind is AnswerKind.POST:
        return await post_to_all_data.published(call, answer, where)
    network, proved = (await call.tx.posts.get(answer.post_id)).post.network, answer.proved_at is not None
    return answer_dialogue_words.published(what_where=where, url=answer.url, proved=proved, kind=answer.kind, network=network)


async def _preview(call: Call, answer: Answer, where: str) -> Message:
    if answer.kind is AnswerKind.POST:
        return await post_to_all_data.preview(call, answer, where)
    incident = await call.tx.incidents.get(answer.incident_id)
    return previews_words.preview(
        answer_id=answer.id,
        what_where=where,
        text=answer.text,
        limit=MAX_LENGTH,
        goes_out=call.networks[(await call.tx.posts.get(answer.post_id)).post.network].goes_out,
        seen=await preview_code(call.tx, call.policy, answer, now=call.now),
        linted=await advice_on(call.tx, call.policy, answer, now=call.now, limit=MAX_LENGTH),
        kind=answer.kind,
        photos=len(await call.tx.answer_photos.of(answer.id)),
        is_approved_first=await will_be_approved(call.tx, call.policy.approval, answer, incident),
        places=await communities_beside(call.tx, answer),
        elsewhere=answer.elsewhere,
    )


@renders(AnswerPhotoWanted)
async def _answer_photo(call: Call, said: AnswerPhotoWanted) -> Message:
    answer, where = await call.answer(said.answer)
    return answer_dialogue_words.answer_photo(answer_id=answer.id, what_where=where)


@renders(PhotoUnfit)
async def _photo_unfit(call: Call, said: PhotoUnfit) -> Message:
    return answer_dialogue_words.photo_unfit(what_where=(await call.answer(said.answer))[1], why=said.why)


@renders(AnswerWithoutPhotos)
async def _without_photos(call: Call, said: AnswerWithoutPhotos) -> Message:
    answer, where = await call.answer(said.answer)
    return answer_dialogue_words.without_photos(what_where=where, url=answer.url)


@renders(AnswerDays)
async def _days(call: Call, said: AnswerDays) -> Message:
    answer, where = await call.answer(said.answer)
    seen = await preview_code(call.tx, call.policy, answer, now=call.now)
    return previews_words.days(answer_id=answer.id, what_where=where, seen=seen)


@renders(AskAnswerDay)
async def _ask_day(call: Call, said: AskAnswerDay) -> Message:
    return previews_words.ask_day(what_where=(await call.answer(said.answer))[1])


async def _hold(call: Call, answer: Answer, where: str) -> Message:
    if answer.publish_at is not None and answer.publish_at - call.now > HOLD * 2:
        return answer_dialogue_words.scheduled(answer=answer, what_where=where, tz=call.tz, now=call.now)
    if answer.kind is AnswerKind.POST:
        return await post_to_all_data.hold(call, answer)
    held = answer_dialogue_words.hold(answer_id=answer.id, text=answer.text, publish_at=answer.publish_at or call.now, tz=call.tz)
    places = await communities_beside(call.tx, answer) if answer.elsewhere else ()
    return previews_words.and_in_places(held, places)


@renders(AnswerByHand)
async def _by_hand(call: Call, said: AnswerByHand) -> Message:
    answer, where = await call.answer(said.answer)
    if answer.kind is AnswerKind.POST:
        return await post_to_all_data.by_hand(call, answer, where)
    post = (await call.tx.posts.get(answer.post_id)).post
    photos = len(await call.tx.answer_photos.of(answer.id))
    where = await _with_place(call, answer, where)
    if answer.state is AnswerState.UNKNOWN and not answer.tries:
        return answer_by_hand_words.forgotten(
            answer_id=answer.id, what_where=where, text=answer.text, post_url=post.url, network=post.network, photos=photos
        )
    if answer.state is AnswerState.UNKNOWN:
        return answer_by_hand_words.unknown_outcome(
            answer_id=answer.id,
            what_where=where,
            text=answer.text,
            post_url=post.url,
            network=post.network,
            silent=call.networks[post.network].silent,
            photos=photos,
        )
    return answer_by_hand_words.refused(
        answer_id=answer.id,
        what_where=where,
        reason=answer.refusal or "",
        text=answer.text,
        post_url=post.url,
        network=call.networks[post.network],
        photos=photos,
    )


@renders(AnswerNotVisible)
async def _not_visible(call: Call, said: AnswerNotVisible) -> Message:
    answer, where = await call.answer(said.answer)
    if answer.kind is AnswerKind.POST:
        return post_to_all_words.not_visible(what_where=where, at=answer.published_at or call.now, url=answer.url, tz=call.tz, now=call.now)
    post, where = (await call.tx.posts.get(answer.post_id)).post, await _with_place(call, answer, where)
    at = answer.published_at or call.now
    return answer_dialogue_words.not_visible(what_where=where, at=at, post_url=post.url, network=post.network, tz=call.tz, now=call.now)


async def _with_place(call: Call, answer: Answer, where: str) -> str:
    """Of an answer that is repeated elsewhere it is said in which community this is."""
    if answer.repeats is None:
        return where
    return f"{where}, повтор в сообществе {(await call.tx.posts.get(answer.post_id)).source_title}"


renders(AnswerWanted)(fixed(answer_dialogue_words.answer_wanted))
renders(PhotoAfterText)(fixed(answer_dialogue_words.photo_after_text))
renders(TextWanted)(fixed(answer_dialogue_words.text_wanted))
