"""The dialogue of an answer: text, preview, 60 seconds, network.

Always in private.
"""

from datetime import timedelta
from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.kit.buttons import CardButton, Press
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.question_dialogue import CANCEL_WORD, Data, private
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

router = Router(name="answers")


class Writing(StatesGroup):
    """The official is writing an answer; data: incident, answer (once there is a draft)."""

    text = State()


ALBUM_COMES_IN = timedelta(seconds=2)
"""Its photos come one by one: the preview counts them when they are all here."""

KINDS = {Press.ANSWER: AnswerKind.FINAL, Press.INTERIM: AnswerKind.INTERIM}


@router.callback_query(CardButton.filter(F.press.in_(set(KINDS))))
async def on_answer(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Ответить», «Промежуточный»: accept if nobody did, and ask for the text in private."""
    kind = KINDS[callback_data.press]
    incident = await draft_answer.begin(ctx.tx, ctx.policy, IncidentId(callback_data.incident), by=ctx.who, now=ctx.now, kind=kind)
    await write(private(state, ctx), incident.id, None, kind)
    await ctx.tx.outbox.say(ctx.who.user_id, AskAnswer(incident=incident.id, kind=kind), under=incident.id)
    if query.message is not None and query.message.chat.id != ctx.who.user_id:
        ctx.toast = "Продолжим в личном чате с ботом"


@router.message(Writing.text, F.chat.type == "private", F.text.lower().strip() == CANCEL_WORD)
async def on_cancel(_message: Message, ctx: Context, state: FSMContext) -> None:
    """«отмена» instead of a text."""
    data = await state.get_data()
    await state.clear()
    if data.get("answer"):
        await draft_answer.leave(ctx.tx, AnswerId(data["answer"]), by=ctx.who)
    await ctx.say(AnswerDropped(incident=IncidentId(data["incident"])))


@router.message(Writing.text, F.chat.type == "private", F.text)
async def on_text(message: Message, ctx: Context, state: FSMContext) -> None:
    """The text (or its next version): show how it will look."""
    data = await state.get_data()
    text = message.text or ""
    if data.get("answer"):
        answer = await draft_answer.rewrite(ctx.tx, AnswerId(data["answer"]), text, by=ctx.who, typed_id=message.message_id)
    else:
        answer = await _draft(ctx, data, text, message.message_id)
    await write(state, answer.incident_id, answer.id, answer.kind)
    await show(ctx, answer, None)


async def _draft(ctx: Context, data: Data, text: str, typed_id: int) -> Answer:
    kind, guid = AnswerKind(data.get("kind") or AnswerKind.FINAL), uuid4().hex
    return await draft_answer.create_draft(
        ctx.tx, IncidentId(data["incident"]), text, by=ctx.who, guid=guid, now=ctx.now, kind=kind, typed_id=typed_id
    )


@router.message(Writing.text, F.chat.type == "private", F.photo | F.document)
async def on_photo(message: Message, ctx: Context, state: FSMContext) -> None:
    """A photo, or one of an album: it goes with the draft; its caption is the text where there is none yet."""
    data, album = await state.get_data(), message.media_group_id
    file_id, id = picture_of(message), data.get("answer")
    is_next = album is not None and data.get("album") == album  # of an album that was spoken of already
    if not id and not (message.caption or "").strip():
        await state.update_data(album=album)
        if not is_next:
            await ctx.tx.outbox.say(ctx.who.user_id, PhotoAfterText())
        return
    if not id:
        id = (await _draft(ctx, data, message.caption or "", message.message_id)).id
    answer = await add_photo(ctx.tx, ctx.policy, AnswerId(id), file_id, by=ctx.who, now=ctx.now)
    await write(state, answer.incident_id, answer.id, answer.kind)
    await state.update_data(album=album)
    if not (is_next and data.get("answer")):
        await show(ctx, answer, None, later=ALBUM_COMES_IN if album else None)


@router.message(Writing.text, F.chat.type == "private")
async def on_no_text(_message: Message, ctx: Context) -> None:
    """A sticker, a voice where text is wanted."""
    await ctx.tx.outbox.say(ctx.who.user_id, AnswerWanted())


@router.callback_query(AnswerButton.filter())
async def on_do(query: CallbackQuery, callback_data: AnswerButton, ctx: Context, state: FSMContext) -> None:
    """The buttons under a hold, a refusal or a question about photos."""
    id, dialogue = AnswerId(callback_data.answer), private(state, ctx)
    message_id = query.message.message_id if query.message is not None else None
    match callback_data.do:
        case AnswerDo.RECALL:
            answer = await send_answer.recall(ctx.tx, id, by=ctx.who)
            await write(dialogue, answer.incident_id, answer.id, answer.kind)
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
            await write(dialogue, answer.incident_id, answer.id, answer.kind)
        case AnswerDo.EDIT:
            await write_again(ctx, state, id)
            return
        case _:
            raise bad_choice()
    await show(ctx, answer, message_id)


async def write_again(ctx: Context, state: FSMContext, id: AnswerId) -> None:
    """«Поправить»: the dialogue about a draft goes on."""
    answer = await send_answer.own_draft(ctx.tx, id, by=ctx.who)
    await write(private(state, ctx), answer.incident_id, answer.id, answer.kind)
    await ctx.tx.outbox.say(ctx.who.user_id, AskRewrite(answer=id))


async def show(ctx: Context, answer: Answer, message_id: int | None, *, later: timedelta | None = None) -> None:
    """The dialogue's message shows the answer as it stands: preview, hold, published…; edited in place where it exists."""
    not_before = ctx.now + later if later else None
    await ctx.tx.outbox.say(ctx.who.user_id, AnswerNow(answer=answer.id), edit=message_id, sound=False, not_before=not_before)


async def write(state: FSMContext, incident: IncidentId, answer: AnswerId | None, kind: AnswerKind = AnswerKind.FINAL) -> None:
    """The dialogue waits for a text: the first one of this kind, or the next version of a draft."""
    await state.set_state(Writing.text)
    await state.set_data({"incident": incident, "answer": answer, "kind": kind})


async def end(state: FSMContext, answer: AnswerId) -> None:
    """The dialogue about this answer is over; one about another incident, begun meanwhile, goes on."""
    if (await state.get_data()).get("answer") == answer:
        await state.clear()


_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


def picture_of(message: Message) -> str:
    """The file_id of its largest size. Raises DomainError for a file that is no picture by its name, or that Telegram will not give us."""
    if message.photo:
        return message.photo[-1].file_id
    file = message.document
    if file is None or not (file.file_name or "").lower().endswith(_ENDINGS):
        raise DomainError("Это не фото. К ответу можно приложить JPG, PNG или WEBP, проще всего отправить как фото")
    if (file.file_size or 0) > MAX_BYTES:
        raise DomainError("Файл больше 20 МБ, Telegram его боту не отдаст. Отправьте как фото, а не файлом")
    return file.file_id
