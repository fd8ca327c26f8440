"""«Объединить» and «Разделить»."""

from handlers.acts.buttons import MOST, marks_of
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.choices import read_number
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from handlers.kit.text import capital
from handlers.routing.buttons import ByWord, by_word_or
from incidents.acts.messages import AskMerge, MergeMenu, MergeSureMenu, NearMenu, SplitMenu, SplitPartsMenu
from incidents.desk.act import act, ready
from incidents.desk.acts.merge_and_split import Merge, SplitVoices
from incidents.errors import DomainError
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.rights import check

NO_NUMBER = "Нужен номер цифрами, например: 1487. Он стоит внизу карточки"


@press(CardButton, Press.MERGE)
async def on_merge(pressed: Pressed[CardButton], ctx: Context) -> None:
    """With which?"""
    id = IncidentId(pressed.button.incident)
    await ready(ctx.tx, id, Act.MERGE, by=ctx.who)
    await menus.show(pressed, ctx, MergeMenu(incident=id))


@press(CardButton, Press.NEAR)
async def on_near(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Это уже есть?»"""
    id = IncidentId(pressed.button.incident)
    await ready(ctx.tx, id, Act.MERGE, by=ctx.who)
    await menus.show(pressed, ctx, NearMenu(incident=id))


@press(MenuButton, Menu.MERGE)
async def on_which(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A candidate, or another number."""
    id = IncidentId(pressed.button.incident)
    wanted = pressed.button.read(by_word_or(_id))
    if isinstance(wanted, ByWord):
        await ask(ctx, AskMerge(incident=id))
        await menus.close(pressed, ctx)
        return
    check(ctx.who, Act.MERGE, await ctx.tx.incidents.get(wanted))
    await menus.show(pressed, ctx, MergeSureMenu(incident=id, into=wanted))


@press(MenuButton, Menu.MERGE_SURE, Menu.NEAR)
async def on_sure(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """It is done."""
    id, choice = IncidentId(pressed.button.incident), Merge(into=pressed.button.read_id(IncidentId))
    outcome = await act(ctx.tx, ctx.policy, id, Act.MERGE, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"{capital(outcome.because)}. {UNDO_HINT}"
    await menus.close(pressed, ctx)


@question(AskMerge)
async def _number(incoming: Incoming, ctx: Context) -> None:
    """A typed number: the question before it is done."""
    digits = incoming.text.strip().removeprefix("№").strip()
    if not digits.isdecimal() or len(digits) > 9:  # noqa: PLR2004 - no district has so many
        raise DomainError(NO_NUMBER)
    id, into = IncidentId(incoming.kept["incident"]), await ctx.tx.incidents.by_number(int(digits))
    if into is None:
        raise DomainError(f"№ {digits} не нашли. Проверьте номер внизу карточки и напишите ещё раз")
    if into.id == id:
        raise DomainError("Это та же карточка. Напишите другой номер")
    check(ctx.who, Act.MERGE, into)
    await ctx.say(MergeSureMenu(incident=id, into=into.id))


@press(CardButton, Press.SPLIT)
async def on_split(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Which messages? Of a single one: which questions?"""
    id = IncidentId(pressed.button.incident)
    await ready(ctx.tx, id, Act.SPLIT, by=ctx.who)
    is_several = len(await ctx.tx.voices.of(id)) > 1
    await menus.show(pressed, ctx, SplitMenu(incident=id) if is_several else SplitPartsMenu(incident=id))


@press(MenuButton, Menu.SPLIT)
async def on_marked(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A mark, a page, or «Отделить»."""
    id = IncidentId(pressed.button.incident)
    voices = (await ctx.tx.voices.of(id))[:MOST]
    marks = pressed.button.read(marks_of(len(voices)))
    if not marks.taken:
        await menus.show(pressed, ctx, SplitMenu(incident=id, marks=marks.code))
        return
    posts = frozenset(voice.post_id for n, voice in enumerate(voices) if marks.has(n))
    outcome = await act(ctx.tx, ctx.policy, id, Act.SPLIT, by=ctx.who, now=ctx.now, choice=SplitVoices(posts=posts))
    ctx.toast = f"{capital(outcome.because)}, у неё своя карточка"
    await menus.close(pressed, ctx)


def _id(choice: str) -> IncidentId:
    return IncidentId(read_number(choice))
