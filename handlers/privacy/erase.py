"""/erase: a coordinator erases a resident, a post, a former official."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from handlers.privacy.buttons import EraseButton, EraseDo
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target, find_target, official_named
from incidents.errors import WrongStep
from incidents.ids import OfficialId, PostId
from incidents.privacy.messages import AskErase, EraseLeft, EraseOffer
from incidents.privacy.values import DataOf, Ground
from incidents.role_rights import Right, check_right

router = Router(name="erase")


@router.message(command("erase"))
async def on_erase(_message: Message, command: CommandObject, ctx: Context, state: FSMContext) -> None:
    """«/erase vk.com/id1», or «/erase» and a question."""
    check_right(ctx.who, Right.ERASE)
    if command.args:
        await _offer(ctx, command.args)
    else:
        await ask(ctx, state, AskErase())


@router.callback_query(EraseButton.filter())
async def on_press(query: CallbackQuery, callback_data: EraseButton, ctx: Context) -> None:
    """The other scope, the second screen, or the act itself."""
    check_right(ctx.who, Right.ERASE)
    edit = query.message.message_id if query.message is not None else None
    target = _target(callback_data)
    match callback_data.do:
        case EraseDo.LEAVE:
            await ctx.say(EraseLeft(), edit=edit)
        case EraseDo.DO:
            if callback_data.ground not in set(Ground):
                raise WrongStep("Откройте список снова: /erase")
            await erase(ctx.tx, target, ground=Ground(callback_data.ground), by=ctx.who, keep=ctx.policy.keep, now=ctx.now)
            ctx.toast = "Стёрли. Акт придёт отдельным сообщением"
            await ctx.say(EraseLeft(done=True), edit=edit)
        case _:
            await _say(ctx, target, sure=callback_data.do is EraseDo.SURE, edit=edit)


def _target(pressed: EraseButton) -> Target:
    if pressed.whose not in set(DataOf):
        raise WrongStep("Откройте список снова: /erase")
    whose = DataOf(pressed.whose)
    if whose is DataOf.OFFICIAL:
        return Target(whose=whose, official=OfficialId(pressed.id))
    return Target(whose=whose, post=PostId(pressed.id))


async def _offer(ctx: Context, words: str) -> None:
    target = await official_named(ctx.tx, words) or await find_target(ctx.tx, words)
    await _say(ctx, target, sure=False)


async def _say(ctx: Context, target: Target, *, sure: bool, edit: int | None = None) -> None:
    await ctx.say(EraseOffer(whose=target.whose, post=target.post, official=target.official, sure=sure), edit=edit)


async def _answered(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    check_right(ctx.who, Right.ERASE)
    await _offer(ctx, message.text or "")


QUESTIONS = {asked(AskErase): Question(answered=_answered)}
