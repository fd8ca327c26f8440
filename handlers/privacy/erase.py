"""/erase: a coordinator erases a resident, a post, a former official."""

from handlers.kit.choices import read
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from handlers.privacy.buttons import EraseButton, EraseDo
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target, find_target, official_named
from incidents.desk.privacy.keep_terms import agree_to_term
from incidents.errors import WrongStep
from incidents.ids import OfficialId, PostId
from incidents.privacy.messages import AskErase, EraseLeft, EraseOffer
from incidents.privacy.values import DataOf, Ground, Term
from incidents.role_rights import Right, check_right


@command("erase")
async def on_erase(incoming: Incoming, ctx: Context) -> None:
    """«/erase vk.com/id1», or «/erase» and a question."""
    check_right(ctx.who, Right.ERASE)
    if incoming.args:
        await _offer(ctx, incoming.args)
    else:
        await ask(ctx, AskErase())


@press(EraseButton)
async def on_press(pressed: Pressed[EraseButton], ctx: Context) -> None:
    """The other scope, the second screen, the act itself, or «Да» to a term."""
    check_right(ctx.who, Right.ERASE)
    if pressed.button.do is EraseDo.TERM:
        key = read(Term, pressed.button.whose)
        await agree_to_term(ctx.tx, ctx.policy.keep, key, pressed.button.id, by=ctx.who, now=ctx.now)
        ctx.toast = "Сотрём ближайшими ночами"
        return
    target = _target(pressed.button)
    match pressed.button.do:
        case EraseDo.LEAVE:
            await ctx.say(EraseLeft(), edit=pressed.message_id)
        case EraseDo.DO:
            if pressed.button.ground not in set(Ground):
                raise WrongStep("Откройте список снова: /erase")
            await erase(ctx.tx, target, ground=Ground(pressed.button.ground), by=ctx.who, keep=ctx.policy.keep, now=ctx.now)
            ctx.toast = "Стёрли. Акт придёт отдельным сообщением"
            await ctx.say(EraseLeft(done=True), edit=pressed.message_id)
        case _:
            await _say(ctx, target, sure=pressed.button.do is EraseDo.SURE, edit=pressed.message_id)


def _target(button: EraseButton) -> Target:
    if button.whose not in set(DataOf):
        raise WrongStep("Откройте список снова: /erase")
    whose = DataOf(button.whose)
    if whose is DataOf.OFFICIAL:
        return Target(whose=whose, official=OfficialId(button.id))
    return Target(whose=whose, post=PostId(button.id))


async def _offer(ctx: Context, words: str) -> None:
    target = await official_named(ctx.tx, words) or await find_target(ctx.tx, words)
    await _say(ctx, target, sure=False)


async def _say(ctx: Context, target: Target, *, sure: bool, edit: int | None = None) -> None:
    await ctx.say(EraseOffer(whose=target.whose, post=target.post, official=target.official, sure=sure), edit=edit)


@question(AskErase)
async def _answered(incoming: Incoming, ctx: Context) -> None:
    check_right(ctx.who, Right.ERASE)
    await _offer(ctx, incoming.text)
