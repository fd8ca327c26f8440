"""The dialogue of an answer: text, preview, 60 seconds, network.

Always in private.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.kit.buttons import CardButton, Press
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.input import DialogueState, Incoming, MessageKind, Pressed
from handlers.kit.menus import in_private
from handlers.kit.registry import Rank, message, press
from incidents.answers.messages import (
    AnswerDropped,
    AnswerNow,
    AnswerWanted,
    AskAnswer,
    AskRewrite,
    PhotoAfterText,
)
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers import draft_answer, send_answer
from incidents.desk.answers.answer_photos import add_photo, drop_photos
from incidents.desk.answers.publish_answer import mark_put_by_hand, send_unlooked
from incidents.errors import DomainError
from incidents.ids import AnswerId, IncidentId
from incidents.tables.incoming_files import MAX_BYTES

ALBUM_COMES_IN = timedelta(seconds=2)
"""Its photos come one by one: the preview counts them when they are all here."""

KINDS = {Press.ANSWER: AnswerKind.FINAL, Press.INTERIM: AnswerKind.INTERIM}


@press(CardButton, *KINDS)
async def on_answer(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Ответить», «Промежуточный»: accept if nobody did, and ask for the text in private."""
    kind = KINDS[pressed.button.press]
    incident = await draft_answer.begin(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now, kind=kind)
    await write(ctx, incident.id, None, kind)
    await ctx.tx.outbox.say(ctx.who.user_id, AskAnswer(incident=incident.id, kind=kind), under=incident.id)
    in_private(pressed, ctx)


@message(MessageKind.CANCEL, private=True, state=DialogueState.ANSWER)
async def on_cancel(_incoming: Incoming, ctx: Context) -> None:
    """«отмена» instead of a text."""
    data = await ctx.dialogue.get_data()
    await ctx.dialogue.clear()
    if data.get("answer"):
        await draft_answer.leave(ctx.tx, AnswerId(data["answer"]), by=ctx.who)
    await ctx.say(AnswerDropped(incident=IncidentId(data["incident"])))


@message(MessageKind.WORDS, MessageKind.COMMAND, private=True, state=DialogueState.ANSWER)
async def on_text(incoming: Incoming, ctx: Context) -> None:
    """The text (or its next version): show how it will look."""
    data = await ctx.dialogue.get_data()
    if data.get("answer"):
        answer = await draft_answer.rewrite(ctx.tx, AnswerId(data["answer"]), incoming.text, by=ctx.who, typed_id=incoming.message_id)
    else:
        answer = await _draft(ctx, data, incoming.text, incoming.message_id)
    await show_draft(ctx, answer)


async def _draft(ctx: Context, data: Mapping[str, Any], text: str, typed_id: int) -> Answer:
    kind, guid = AnswerKind(data.get("kind") or AnswerKind.FINAL), uuid4().hex
    return await draft_answer.create_draft(
        ctx.tx, IncidentId(data["incident"]), text, by=ctx.who, guid=guid, now=ctx.now, kind=kind, typed_id=typed_id
    )


@message(MessageKind.PHOTO, MessageKind.FILE, private=True, state=DialogueState.ANSWER)
async def on_photo(incoming: Incoming, ctx: Context) -> None:
    """A photo, or one of an album: it goes with the draft; its caption is the text where there is none yet."""
    data, album = await ctx.dialogue.get_data(), incoming.album
    file_id, id = picture_of(incoming), data.get("answer")
    is_next = album is not None and data.get("album") == album  # of an album that was spoken of already
    if not id and not incoming.caption.strip():
        await ctx.dialogue.update_data(album=album)
        if not is_next:
            await ctx.tx.outbox.say(ctx.who.user_id, PhotoAfterText())
        return
    if not id:
        id = (await _draft(ctx, data, incoming.caption, incoming.message_id)).id
    answer = await add_photo(ctx.tx, ctx.policy, AnswerId(id), file_id, by=ctx.who, now=ctx.now)
    await write(ctx, answer.incident_id, answer.id, answer.kind)
    await ctx.dialogue.update_data(album=album)
    if not (is_next and data.get("answer")):
        await show(ctx, answer, None, later=ALBUM_COMES_IN if album else None)


@message(MessageKind.VOICE, MessageKind.POINT, MessageKind.OTHER, private=True, state=DialogueState.ANSWER)
async def on_no_text(_incoming: Incoming, ctx: Context) -> None:
    """A sticker, a voice where text is wanted."""
    await ctx.tx.outbox.say(ctx.who.user_id, AnswerWanted())


@press(AnswerButton, rank=Rank.REST)
async def on_do(pressed: Pressed[AnswerButton], ctx: Context) -> None:
    """The buttons under a hold, a refusal or a question about photos."""
    id = AnswerId(pressed.button.answer)
    match pressed.button.do:
        case AnswerDo.RECALL:
            answer = await send_answer.recall(ctx.tx, id, by=ctx.who)
            await write(ctx, answer.incident_id, answer.id, answer.kind)
            ctx.toast = "Отправку отменили, текст сохранён"
        case AnswerDo.BY_HAND:
            answer = await mark_put_by_hand(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            ctx.toast = f"Записали: ответ опубликован, время засчитано {ctx.policy.clock(ctx.now)}"
        case AnswerDo.ANYWAY:
            answer = await send_unlooked(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Отправляем, через минуту выйдет"
        case AnswerDo.BACK:
            answer = await send_answer.own_draft(ctx.tx, id, by=ctx.who)
        case AnswerDo.NO_PHOTO:
            answer = await drop_photos(ctx.tx, id, by=ctx.who)
            await write(ctx, answer.incident_id, answer.id, answer.kind)
        case AnswerDo.EDIT:
            await write_again(ctx, id)
            return
        case _:
            raise bad_choice()
    await show(ctx, answer, pressed.message_id)


async def write_again(ctx: Context, id: AnswerId) -> None:
    """«Поправить»: the dialogue about a draft goes on."""
    answer = await send_answer.own_draft(ctx.tx, id, by=ctx.who)
    await write(ctx, answer.incident_id, answer.id, answer.kind)
    await ctx.tx.outbox.say(ctx.who.user_id, AskRewrite(answer=id))


async def show(ctx: Context, answer: Answer, message_id: int | None, *, later: timedelta | None = None) -> None:
    """The dialogue's message shows the answer as it stands: preview, hold, published…; edited in place where it exists."""
    not_before = ctx.now + later if later else None
    await ctx.tx.outbox.say(ctx.who.user_id, AnswerNow(answer=answer.id), edit=message_id, sound=False, not_before=not_before)


async def write(ctx: Context, incident: IncidentId, answer: AnswerId | None, kind: AnswerKind = AnswerKind.FINAL) -> None:
    """The dialogue waits for a text: the first one of this kind, or the next version of a draft."""
    await ctx.dialogue.set_state(DialogueState.ANSWER)
    await ctx.dialogue.set_data({"incident": incident, "answer": answer, "kind": kind})


async def show_draft(ctx: Context, answer: Answer, message_id: int | None = None) -> None:
    """The dialogue waits for the draft's next version, which stands before its author."""
    await write(ctx, answer.incident_id, answer.id, answer.kind)
    await show(ctx, answer, message_id)


async def end(ctx: Context, answer: AnswerId) -> None:
    """The dialogue about this answer is over; one about another incident, begun meanwhile, goes on."""
    if (await ctx.dialogue.get_data()).get("answer") == answer:
        await ctx.dialogue.clear()


_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


def picture_of(incoming: Incoming) -> str:
    """The picture, as the messenger names it.

    Raises DomainError for a file that is none by its name, or that is too large to be given.
    """
    if incoming.photo is not None:
        return incoming.photo
    file = incoming.file
    if file is None or not file.name.lower().endswith(_ENDINGS):
        raise DomainError("Это не фото. К ответу можно приложить JPG, PNG или WEBP, проще всего отправить как фото")
    if file.size > MAX_BYTES:
        raise DomainError("Файл больше 20 МБ, Telegram его боту не отдаст. Отправьте как фото, а не файлом")
    return file.id
