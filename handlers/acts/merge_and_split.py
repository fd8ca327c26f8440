"""«Объединить» and «Разделить»."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.acts.buttons import MOST, marks_of
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press, chosen
from handlers.kit.choices import number
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT, capital
from handlers.kit.question_dialogue import Data, Question, ask, asked
from handlers.routing.buttons import ByWord, by_word_or
from incidents.acts.messages import AskMerge, MergeMenu, MergeSureMenu, SplitMenu, SplitPartsMenu
from incidents.desk.act import act, ready
from incidents.desk.acts.merge_and_split import Merge, SplitVoices
from incidents.errors import DomainError
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.rights import check

router = Router(name="merging")

NO_NUMBER = "Нужен номер цифрами, например: 1487. Он стоит внизу карточки"


@router.callback_query(CardButton.filter(F.press == Press.MERGE))
async def on_merge(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """With which?"""
    id = IncidentId(callback_data.incident)
    await ready(ctx.tx, id, Act.MERGE, by=ctx.who)
    await menus.show(query, ctx, MergeMenu(incident=id))


@router.callback_query(MenuButton.filter(chosen(Menu.MERGE)))
async def on_which(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A candidate, or another number."""
    id = IncidentId(callback_data.incident)
    wanted = callback_data.read(by_word_or(_id))
    if isinstance(wanted, ByWord):
        await ask(ctx, state, AskMerge(incident=id))
        await menus.close(query, ctx)
        return
    check(ctx.who, Act.MERGE, await ctx.tx.incidents.get(wanted))
    await menus.show(query, ctx, MergeSureMenu(incident=id, into=wanted))


@router.callback_query(MenuButton.filter(chosen(Menu.MERGE_SURE)))
async def on_sure(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """It is done."""
    id, choice = IncidentId(callback_data.incident), Merge(into=callback_data.read_id(IncidentId))
    outcome = await act(ctx.tx, ctx.policy, id, Act.MERGE, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"{capital(outcome.because)}. {UNDO_HINT}"
    await menus.close(query, ctx)


async def _number(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """A typed number: the question before it is done."""
    digits = (message.text or "").strip().removeprefix("№").strip()
    if not digits.isdecimal() or len(digits) > 9:  # noqa: PLR2004 - no district has so many
        raise DomainError(NO_NUMBER)
    id, into = IncidentId(data["incident"]), await ctx.tx.incidents.by_number(int(digits))
    if into is None:
        raise DomainError(f"№ {digits} не нашли. Проверьте номер внизу карточки и напишите ещё раз")
    if into.id == id:
        raise DomainError("Это та же карточка. Напишите другой номер")
    check(ctx.who, Act.MERGE, into)
    await ctx.say(MergeSureMenu(incident=id, into=into.id))


@router.callback_query(CardButton.filter(F.press == Press.SPLIT))
async def on_split(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """Which messages? Of a single one: which questions?"""
    id = IncidentId(callback_data.incident)
    await ready(ctx.tx, id, Act.SPLIT, by=ctx.who)
    is_several = len(await ctx.tx.voices.of(id)) > 1
    await menus.show(query, ctx, SplitMenu(incident=id) if is_several else SplitPartsMenu(incident=id))


@router.callback_query(MenuButton.filter(chosen(Menu.SPLIT)))
async def on_marked(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """A mark, a page, or «Отделить»."""
    id = IncidentId(callback_data.incident)
    voices = (await ctx.tx.voices.of(id))[:MOST]
    marks = callback_data.read(marks_of(len(voices)))
    if not marks.taken:
        await menus.show(query, ctx, SplitMenu(incident=id, marks=marks.code))
        return
    posts = frozenset(voice.post_id for n, voice in enumerate(voices) if marks.has(n))
    outcome = await act(ctx.tx, ctx.policy, id, Act.SPLIT, by=ctx.who, now=ctx.now, choice=SplitVoices(posts=posts))
    ctx.toast = f"{capital(outcome.because)}, у неё своя карточка"
    await menus.close(query, ctx)


def _id(choice: str) -> IncidentId:
    return IncidentId(number(choice))


QUESTIONS = {asked(AskMerge): Question(answered=_number)}
