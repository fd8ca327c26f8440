"""By hand: a forwarded message or /new becomes a draft."""

from collections.abc import Mapping
from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, MessageOriginUser

from handlers.intake.buttons import DraftButton, DraftDo, DraftTopic
from handlers.intake.forwarded import post_of, sent_at_once
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.desk.intake import by_hand as desk
from incidents.errors import DomainError
from incidents.ids import DraftId
from incidents.intake.by_hand import Origin
from incidents.intake.messages import AskDraftPlace, AskDraftText, AskDraftWord, AskNew, DraftTopics, DraftWanted
from incidents.outbox_message import OutboxMessage
from incidents.routing.taxonomy import find_topics

router = Router(name="by_hand")

_ASKED: Mapping[DraftDo, OutboxMessage] = {
    DraftDo.WORD: AskDraftWord(),
    DraftDo.PLACE: AskDraftPlace(),
    DraftDo.TEXT: AskDraftText(),
    DraftDo.DESCRIBE: AskDraftText(is_first=True),
}


@router.message(F.chat.type == "private", F.forward_origin, StateFilter(None))
async def on_forward(message: Message, ctx: Context) -> None:
    """A message of somebody else's, forwarded to the bot. An album is one draft, and so are the messages of one person sent on at once."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser) and origin.sender_user.is_bot:
        raise DomainError("Это сообщение бота, заводить его не нужно. Перешлите слова жителя или напишите их: /new")
    post = post_of(message, now=ctx.now)
    album = message.media_group_id or sent_at_once(message, post)
    await desk.bring(ctx.tx, post, Origin.FORWARD, by=ctx.who, album=album, now=ctx.now)


@router.message(command("new"), F.chat.type == "private")
async def on_new(message: Message, command: CommandObject, ctx: Context, state: FSMContext) -> None:
    """/new: the words come next, or stand beside the command."""
    if command.args:
        post = replace(post_of(message, now=ctx.now), text=command.args.strip())
        await desk.bring(ctx.tx, post, Origin.TYPED, by=ctx.who, album=None, now=ctx.now)
        return
    await ask(ctx, state, AskNew())


@router.callback_query(DraftButton.filter())
async def on_do(query: CallbackQuery, callback_data: DraftButton, ctx: Context, state: FSMContext) -> None:
    """The buttons under a draft."""
    id, edit = DraftId(callback_data.draft), query.message.message_id if query.message is not None else None
    match callback_data.do:
        case DraftDo.OPEN:
            outcome = await desk.decide(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Передали координатору" if outcome is None else "Завели" if outcome.is_new else "Добавили к известной карточке"
        case DraftDo.DROP:
            await desk.drop(ctx.tx, id, by=ctx.who)
            ctx.toast = "Не заводим"
        case DraftDo.TOPIC:
            await desk.waiting(ctx.tx, id, by=ctx.who)
            await _topics(ctx, id, edit, ())
            return
        case DraftDo.WORD | DraftDo.PLACE | DraftDo.TEXT | DraftDo.DESCRIBE:
            await desk.waiting(ctx.tx, id, by=ctx.who)
            await ask(ctx, state, _ASKED[callback_data.do], draft=id)
            return
    await desk.show(ctx.tx, await desk.theirs(ctx.tx, id, by=ctx.who), ctx.who, edit=edit)


@router.callback_query(DraftTopic.filter())
async def on_topic(query: CallbackQuery, callback_data: DraftTopic, ctx: Context) -> None:
    """One of the topics."""
    id, edit = DraftId(callback_data.draft), query.message.message_id if query.message is not None else None
    draft = await desk.correct_topic(ctx.tx, ctx.policy, id, callback_data.topic, by=ctx.who, now=ctx.now)
    await desk.show(ctx.tx, draft, ctx.who, edit=edit)


async def _topics(ctx: Context, id: DraftId, edit: int | None, found: tuple[str, ...]) -> None:
    await ctx.say(DraftTopics(draft=id, topics=found), edit=edit)


async def _typed(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    await desk.bring(ctx.tx, post_of(message, now=ctx.now), Origin.TYPED, by=ctx.who, album=message.media_group_id, now=ctx.now)


async def _word(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    found = find_topics(message.text or "", ctx.policy.topics)
    if not found:
        raise DomainError("Темы с такими словами не нашли. Напишите одно слово, например: светофор")
    await _topics(ctx, DraftId(data["draft"]), None, tuple(each.slug for each in found))


async def _place(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    spots = ctx.policy.places.find(message.text or "")
    if not spots:
        raise DomainError("Такого места в округе не нашли. Напишите посёлок и улицу, например: Редкино, Гагарина 12")
    if len(spots) > 1 and len({spot.place.settlement_id for spot in spots}) > 1:
        towns = ", ".join(sorted({spot.place.settlement or "" for spot in spots})[:4])
        raise DomainError(f"Такое место есть не в одном посёлке: {towns}. Начните с посёлка, например: Редкино, Гагарина 12")
    draft = await desk.correct_place(ctx.tx, DraftId(data["draft"]), spots[0], by=ctx.who, now=ctx.now)
    await desk.show(ctx.tx, draft, ctx.who)


async def _text(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    await desk.rewrite(ctx.tx, DraftId(data["draft"]), message.text or "", by=ctx.who, now=ctx.now)


def _words_or_photo(message: Message) -> bool:
    return bool(message.text or message.photo)


QUESTIONS = {
    asked(AskNew): Question(answered=_typed, takes=_words_or_photo, wanted=DraftWanted()),
    asked(AskDraftWord): Question(answered=_word),
    asked(AskDraftPlace): Question(answered=_place),
    asked(AskDraftText): Question(answered=_text),
}
