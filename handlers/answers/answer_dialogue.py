"""The dialogue of an answer: text, preview, 60 seconds, network.

Always in private.
"""

from datetime import timedelta
from uuid import uuid4

from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.kit.buttons import CardButton, Press
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.input import Incoming, MessageKind, Pressed
from handlers.kit.menus import in_private
from handlers.kit.question_dialogue import ask, keep_asking
from handlers.kit.registry import Rank, press, question
from incidents.answers.alike_answers import AskAlike, alike_of
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
from incidents.desk.approval.each_alike import do_alike
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
    await ask(ctx, AskAnswer(incident=incident.id, kind=kind), sound=True)
    in_private(pressed, ctx)


async def _leave_draft(incoming: Incoming, ctx: Context) -> None:
    """«отмена» instead of a text: the draft is left."""
    if incoming.kept.get("answer"):
        await draft_answer.leave(ctx.tx, AnswerId(incoming.kept["answer"]), by=ctx.who)
    await ctx.say(AnswerDropped(incident=IncidentId(incoming.kept["incident"])))


@question(
    AskAnswer,
    *(MessageKind.WORDS, MessageKind.COMMAND, MessageKind.PHOTO, MessageKind.FILE),
    wanted=AnswerWanted(),
    cancelled=_leave_draft,
)
async def _take_text_or_photo(incoming: Incoming, ctx: Context) -> None:
    """The text (or its next version), or a photo: show how it will look."""
    if incoming.text:
        await show_draft(ctx, await _write_draft(incoming, ctx))
    else:
        await _add_photo(incoming, ctx)


async def _write_draft(incoming: Incoming, ctx: Context) -> Answer:
    kept, typed_id = incoming.kept, incoming.message_id
    if kept.get("answer"):
        return await draft_answer.rewrite(ctx.tx, AnswerId(kept["answer"]), incoming.text, by=ctx.who, typed_id=typed_id)
    id, kind = IncidentId(kept["incident"]), AnswerKind(kept.get("kind") or AnswerKind.FINAL)
    return await draft_answer.create_draft(
        ctx.tx, id, incoming.words, by=ctx.who, guid=uuid4().hex, now=ctx.now, kind=kind, typed_id=typed_id
    )


async def _add_photo(incoming: Incoming, ctx: Context) -> None:
    """A photo, or one of an album: it goes with the draft; its caption is the text where there is none yet."""
    kept, album = incoming.kept, incoming.album
    file_id = picture_of(incoming)
    is_next = album is not None and kept.get("album") == album  # of an album that was spoken of already
    is_first = not kept.get("answer")  # there is no text yet
    if is_first and not incoming.caption.strip():
        await keep_asking(ctx, AskAnswer, incident=kept["incident"], kind=kept.get("kind"), album=album)
        if not is_next:
            await ctx.tx.outbox.say(ctx.who.user_id, PhotoAfterText())
        return
    id = (await _write_draft(incoming, ctx)).id if is_first else AnswerId(kept["answer"])
    answer = await add_photo(ctx.tx, ctx.policy, id, file_id, by=ctx.who, now=ctx.now)
    await wait_for_text(ctx, answer, album=album)
    if is_first or not is_next:
        await show_answer(ctx, answer, None, later=ALBUM_COMES_IN if album else None)


@press(AnswerButton, rank=Rank.REST)
async def on_do(pressed: Pressed[AnswerButton], ctx: Context) -> None:
    """The buttons under a hold, a refusal or a question about photos."""
    id = AnswerId(pressed.button.answer)
    match pressed.button.do:
        case AnswerDo.RECALL:
            back = (await do_alike(ctx.tx, id, lambda each, _: send_answer.recall(ctx.tx, each, by=ctx.who)))[0]
            answer = back[0]
            await wait_for_text(ctx, answer)
            ctx.toast = "Отправку отменили, текст сохранён" if len(back) == 1 else f"Отозвали: {len(back)}, текст сохранён"
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
            await wait_for_text(ctx, answer)
        case AnswerDo.EDIT:
            await write_again(ctx, id)
            return
        case _:
            raise bad_choice()
    await show_answer(ctx, answer, pressed.message_id)


async def write_again(ctx: Context, id: AnswerId) -> None:
    """«Поправить»: the dialogue about a draft goes on."""
    answer = await send_answer.own_draft(ctx.tx, id, by=ctx.who)
    await wait_for_text(ctx, answer)
    await ctx.tx.outbox.say(ctx.who.user_id, AskRewrite(answer=id))


async def show_answer(ctx: Context, answer: Answer, message_id: int | None, *, later: timedelta | None = None) -> None:
    """The dialogue's message shows the answer as it stands: preview, hold, published…; edited in place where it exists."""
    not_before = ctx.now + later if later else None
    await ctx.tx.outbox.say(ctx.who.user_id, AnswerNow(answer=answer.id), edit=message_id, sound=False, not_before=not_before)


async def wait_for_text(ctx: Context, answer: Answer, *, kind: AnswerKind | None = None, album: str | None = None) -> None:
    """The dialogue waits for the next version of a draft.

    `kind`: of what a template would write instead. `album`: the one whose photos come.
    """
    cards = [each.incident_id for each in await alike_of(ctx.tx.answers, answer)]
    if len(cards) > 1:
        await keep_asking(ctx, AskAlike, cards=cards, answer=answer.id)
    else:
        await keep_asking(ctx, AskAnswer, incident=answer.incident_id, answer=answer.id, kind=kind or answer.kind, album=album)


async def show_draft(ctx: Context, answer: Answer, message_id: int | None = None, *, kind: AnswerKind | None = None) -> None:
    """The dialogue waits for the draft's next version, which stands before its author."""
    await wait_for_text(ctx, answer, kind=kind)
    await show_answer(ctx, answer, message_id)


async def end_dialogue(ctx: Context, answer: AnswerId) -> None:
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
