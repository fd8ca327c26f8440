"""By hand: a forwarded message or /new becomes a draft."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from handlers.answers.answer_dialogue import show_answer
from handlers.intake.buttons import DraftButton, DraftDo, DraftTopic
from handlers.intake.forwarded import post_of, sent_at_once
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, MessageKind, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import Rank, command, message, press, question
from incidents.desk.act import act
from incidents.desk.answers import draft_answer
from incidents.desk.answers.called_back import mark_called_back
from incidents.desk.intake import by_hand
from incidents.desk.intake.contacts import write_contact
from incidents.errors import DomainError
from incidents.ids import DraftId, IncidentId, PostId
from incidents.incident import Act
from incidents.intake.by_hand import Origin
from incidents.intake.messages import (
    AskCalledBack,
    AskCaller,
    AskDraftPlace,
    AskDraftText,
    AskDraftWord,
    AskNew,
    ContactKept,
    ContactMenu,
    DraftTopics,
    DraftWanted,
)
from incidents.messages import Delete
from incidents.outbox_message import OutboxMessage
from incidents.posts import Network, Post
from incidents.routing.taxonomy import find_topics

_ASKED: Mapping[DraftDo, OutboxMessage] = {
    DraftDo.WORD: AskDraftWord(),
    DraftDo.PLACE: AskDraftPlace(),
    DraftDo.TEXT: AskDraftText(),
    DraftDo.DESCRIBE: AskDraftText(is_first=True),
}


@message(private=True, is_asked=False, when=lambda incoming: incoming.forwarded, rank=Rank.FORWARD)
async def on_forward(incoming: Incoming, ctx: Context) -> None:
    """A message of somebody else's, forwarded to the bot. An album is one draft, and so are the messages of one person sent on at once."""
    if incoming.forwarded is not None and incoming.forwarded.is_bot:
        raise DomainError("Это сообщение бота, заводить его не нужно. Перешлите слова жителя или напишите их: /new")
    post = post_of(incoming, now=ctx.now)
    album = incoming.album or sent_at_once(incoming, post)
    await by_hand.bring(ctx.tx, post, Origin.FORWARD, by=ctx.who, album=album, now=ctx.now)


@command("new", private=True)
async def on_new(incoming: Incoming, ctx: Context) -> None:
    """/new: the words come next, or stand beside the command."""
    if incoming.args:
        await _bring(ctx, replace(post_of(incoming, now=ctx.now), text=incoming.args.strip()), album=None)
        return
    await ask(ctx, AskNew())


@press(DraftButton)
async def on_do(pressed: Pressed[DraftButton], ctx: Context) -> None:
    """The buttons under a draft."""
    id = DraftId(pressed.button.draft)
    match pressed.button.do:
        case DraftDo.OPEN:
            outcome = await by_hand.decide(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            await _stop_asking(ctx, id)
            ctx.toast = "Передали координатору" if outcome is None else "Завели" if outcome.is_new else "Добавили к известной карточке"
        case DraftDo.DROP:
            await by_hand.drop(ctx.tx, id, by=ctx.who)
            await _stop_asking(ctx, id)
            ctx.toast = "Не заводим"
        case DraftDo.TOPIC:
            await by_hand.waiting(ctx.tx, id, by=ctx.who)
            await _topics(ctx, id, pressed.message_id, ())
            return
        case DraftDo.CONTACT:
            await ask(ctx, AskCaller(draft=(await by_hand.waiting(ctx.tx, id, by=ctx.who)).id))
            return
        case DraftDo.NOBODY:
            await _stop_asking(ctx, id)
            ctx.toast = "Хорошо, без звонка"
            await ctx.say(Delete(), edit=pressed.message_id)
            return
        case DraftDo.WORD | DraftDo.PLACE | DraftDo.TEXT | DraftDo.DESCRIBE:
            await by_hand.waiting(ctx.tx, id, by=ctx.who)
            await ask(ctx, _ASKED[pressed.button.do], draft=id)
            return
    await by_hand.show(ctx.tx, await by_hand.theirs(ctx.tx, id, by=ctx.who), ctx.who, edit=pressed.message_id)


@press(DraftTopic)
async def on_topic(pressed: Pressed[DraftTopic], ctx: Context) -> None:
    """One of the topics."""
    id = DraftId(pressed.button.draft)
    draft = await by_hand.correct_topic(ctx.tx, ctx.policy, id, pressed.button.topic, by=ctx.who, now=ctx.now)
    await by_hand.show(ctx.tx, draft, ctx.who, edit=pressed.message_id)


async def _topics(ctx: Context, id: DraftId, edit: int | None, found: tuple[str, ...]) -> None:
    await ctx.say(DraftTopics(draft=id, topics=found), edit=edit)


@question(AskNew, MessageKind.WORDS, MessageKind.PHOTO, wanted=DraftWanted())
async def _typed(incoming: Incoming, ctx: Context) -> None:
    await _bring(ctx, post_of(incoming, now=ctx.now), album=incoming.album)


async def _bring(ctx: Context, post: Post, *, album: str | None) -> None:
    """Take a typed message, then ask whom to call back.

    Where the post stands in a network the answer goes there; the rest of an album is on its way.
    """
    draft = await by_hand.bring(ctx.tx, post, Origin.TYPED, by=ctx.who, album=album, now=ctx.now)
    if post.network is Network.HAND and album is None:
        await ask(ctx, AskCaller(draft=draft.id))


async def _stop_asking(ctx: Context, id: DraftId) -> None:
    """What is typed next is no answer about this draft."""
    if (await ctx.dialogue.get_data()).get("draft") == id:
        await ctx.dialogue.clear()


@question(AskCaller)
async def _contact(incoming: Incoming, ctx: Context) -> None:
    """A message that is forwarded meanwhile is another resident's."""
    if incoming.forwarded is not None:
        await on_forward(incoming, ctx)
        return
    await write_contact(ctx.tx, DraftId(incoming.kept["draft"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(ContactKept())


@question(AskDraftWord)
async def _word(incoming: Incoming, ctx: Context) -> None:
    found = find_topics(incoming.text, ctx.policy.topics)
    if not found:
        raise DomainError("Темы с такими словами не нашли. Напишите одно слово, например: светофор")
    await _topics(ctx, DraftId(incoming.kept["draft"]), None, tuple(each.slug for each in found))


@question(AskDraftPlace)
async def _place(incoming: Incoming, ctx: Context) -> None:
    spots = ctx.policy.places.find(incoming.text)
    if not spots:
        raise DomainError("Такого места в округе не нашли. Напишите посёлок и улицу, например: Редкино, Гагарина 12")
    if len(spots) > 1 and len({spot.place.settlement_id for spot in spots}) > 1:
        towns = ", ".join(sorted({spot.place.settlement or "" for spot in spots})[:4])
        raise DomainError(f"Такое место есть не в одном посёлке: {towns}. Начните с посёлка, например: Редкино, Гагарина 12")
    draft = await by_hand.correct_place(ctx.tx, DraftId(incoming.kept["draft"]), spots[0], by=ctx.who, now=ctx.now)
    await by_hand.show(ctx.tx, draft, ctx.who)


@question(AskDraftText)
async def _text(incoming: Incoming, ctx: Context) -> None:
    await by_hand.rewrite(ctx.tx, DraftId(incoming.kept["draft"]), incoming.text, by=ctx.who, now=ctx.now)


@press(CardButton, Press.CONTACT)
async def on_contact(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Кому перезвонить»: the look is logged, then it is shown in private."""
    id = IncidentId(pressed.button.incident)
    await act(ctx.tx, ctx.policy, id, Act.SEE_CONTACT, by=ctx.who, now=ctx.now)
    await menus.show(pressed, ctx, ContactMenu(incident=id))


@press(MenuButton, Menu.CONTACT)
async def on_called_back(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Перезвонили»: ask what was said."""
    incident = await draft_answer.begin(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    await ask(ctx, AskCalledBack(incident=incident.id, post=pressed.button.read_id(PostId)))


@question(AskCalledBack)
async def _called_back(incoming: Incoming, ctx: Context) -> None:
    id, post = IncidentId(incoming.kept["incident"]), PostId(incoming.kept["post"])
    answer = await mark_called_back(ctx.tx, ctx.policy, id, post, incoming.words, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await show_answer(ctx, answer, None)
