"""/rules: open, try, apply, add a rule, take back."""

from collections.abc import Mapping
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked, private
from handlers.routing.buttons import RuleButton, RuleDo
from incidents.desk.routing import rules as desk
from incidents.errors import DomainError, WrongStep
from incidents.ids import DepartmentId
from incidents.intake.messages import AskNew
from incidents.role_rights import Right, check_right
from incidents.routing.lookups import new_rule, proposed, tree_before
from incidents.routing.messages import (
    AskRulePlace,
    AskRuleTitle,
    ConfirmNewRule,
    ConfirmRuleChange,
    ConfirmRulesBack,
    RuleDepartmentsMenu,
    RuleGroupsMenu,
    RulePage,
    RulePlacesMenu,
    RulesList,
    RuleTopicsMenu,
)
from incidents.routing.rule_changes import RuleChange, rule_of
from incidents.routing.rules import Rule
from incidents.routing.taxonomy import groups

router = Router(name="rules")

OLD = "Выбор устарел. Начните снова: /rules"
_ALL = "all"
_OF_A_RULE = {RuleDo.SHOW, RuleDo.HOMES, RuleDo.PROPOSE, RuleDo.APPLY, RuleDo.TITLE}
_OF_A_NEW_ONE = {RuleDo.ADD, RuleDo.GROUP, RuleDo.SCOPE, RuleDo.PLACE, RuleDo.FIND, RuleDo.HOME, RuleDo.ADD_YES}


@router.callback_query(RuleButton.filter(F.do.in_(_OF_A_RULE) & (F.number > 0)))
async def on_rule(query: CallbackQuery, callback_data: RuleButton, ctx: Context, state: FSMContext) -> None:
    """A rule that stands: its page, its departments, what a change would do, the change."""
    check_right(ctx.who, Right.KEEP_RULES)
    number, key, edit = callback_data.number, callback_data.key, _edit(query)
    rule_of(await ctx.tx.rules.all(), number)
    match callback_data.do:
        case RuleDo.SHOW:
            await ctx.say(RulePage(number=number), edit=edit)
        case RuleDo.HOMES:
            await ctx.say(RuleDepartmentsMenu(number=number, page=_whole(key)), edit=edit)
        case RuleDo.TITLE:
            await ask(ctx, state, AskRuleTitle(number=number))
        case RuleDo.PROPOSE:
            change, department = _change(key)
            await proposed(ctx.tx, number, change, department)
            await ctx.say(ConfirmRuleChange(number=number, change=change, department=department), edit=edit)
        case _:
            change, department = _change(key)
            await desk.apply(ctx.tx, number, change, department, by=ctx.who, now=ctx.now)
            ctx.toast = "Применили. Вернуть можно в /rules, «Вернуть как было»"
            if change is RuleChange.REMOVE:
                await ctx.say(RulesList(), edit=edit)
            else:
                await ctx.say(RulePage(number=number), edit=edit)


@router.callback_query(RuleButton.filter(F.do.in_({RuleDo.TRY, RuleDo.ASK_BACK, RuleDo.BACK})))
async def on_tree(query: CallbackQuery, callback_data: RuleButton, ctx: Context, state: FSMContext) -> None:
    """«Проверить текст», «Вернуть как было»."""
    check_right(ctx.who, Right.KEEP_RULES)
    match callback_data.do:
        case RuleDo.TRY:
            await ask(ctx, state, AskNew())
            ctx.toast = "Покажем, куда пойдёт. Пока не нажмёте «Завести», карточки не будет"
        case RuleDo.ASK_BACK:
            await tree_before(ctx.tx.audit)
            await ctx.say(ConfirmRulesBack(), edit=_edit(query))
        case _:
            await desk.take_back(ctx.tx, by=ctx.who, now=ctx.now)
            ctx.toast = "Вернули прежние правила"
            await ctx.say(RulesList(), edit=_edit(query))


@router.callback_query(RuleButton.filter(F.do.in_(_OF_A_NEW_ONE | {RuleDo.HOMES})))
async def on_new(query: CallbackQuery, callback_data: RuleButton, ctx: Context, state: FSMContext) -> None:
    """A new rule: about what, where, whose; what is chosen waits in the dialogue."""
    check_right(ctx.who, Right.KEEP_RULES)
    key, edit = callback_data.key, _edit(query)
    match callback_data.do:
        case RuleDo.ADD:
            await ctx.say(RuleGroupsMenu(page=_whole(key or "0")), edit=edit)
        case RuleDo.GROUP:
            group, _, page = key.partition("~")
            if group not in groups(ctx.policy.topics):
                raise WrongStep(OLD)
            await ctx.say(RuleTopicsMenu(group=group, page=_whole(page or "0")), edit=edit)
        case RuleDo.SCOPE:
            await _keep(ctx, state, scope=_scope(key, ctx))
            await ctx.say(RulePlacesMenu(scope=key), edit=edit)
        case RuleDo.PLACE if key.startswith("~"):
            await ctx.say(RulePlacesMenu(scope=(await _kept(ctx, state))["scope"], page=_whole(key[1:])), edit=edit)
        case RuleDo.PLACE:
            await _place(ctx, state, None if key == _ALL else key, edit)
        case RuleDo.FIND:
            await ask(ctx, state, AskRulePlace(), rule=await _kept(ctx, state))
        case RuleDo.HOMES:
            await ctx.say(RuleDepartmentsMenu(page=_whole(key)), edit=edit)
        case RuleDo.HOME:
            kept = {**await _kept(ctx, state), "department": key}
            await _new(ctx, kept)
            await _keep(ctx, state, **kept)
            await ctx.say(ConfirmNewRule(scope=kept["scope"], place=kept.get("place"), department=DepartmentId(key)), edit=edit)
        case _:
            new = await _new(ctx, await _kept(ctx, state))
            await desk.add(ctx.tx, new, by=ctx.who, now=ctx.now)
            await private(state, ctx).clear()
            ctx.toast = "Добавили. Вернуть можно в /rules, «Вернуть как было»"
            await ctx.say(RulePage(number=new.number), edit=edit)


async def _place(ctx: Context, state: FSMContext, place: str | None, edit: int | None) -> None:
    if place is not None and ctx.policy.places.of(place) is None:
        raise WrongStep(OLD)
    await _keep(ctx, state, scope=(await _kept(ctx, state))["scope"], place=place)
    await ctx.say(RuleDepartmentsMenu(), edit=edit)


async def _keep(ctx: Context, state: FSMContext, **chosen: Any) -> None:  # Any: JSON of the dialogue
    dialogue = private(state, ctx)
    await dialogue.set_state(None)
    await dialogue.set_data({"rule": chosen})


async def _kept(ctx: Context, state: FSMContext) -> dict[str, Any]:  # Any: JSON of the dialogue
    found = (await private(state, ctx).get_data()).get("rule")
    if not isinstance(found, dict) or "scope" not in found:
        raise WrongStep(OLD)
    return found


async def _new(ctx: Context, kept: Mapping[str, Any]) -> Rule:  # Any: JSON of the dialogue
    if "department" not in kept:
        raise WrongStep(OLD)
    return await new_rule(ctx.tx, ctx.policy.topics, ctx.policy.places, kept["scope"], kept.get("place"), DepartmentId(kept["department"]))


def _scope(key: str, ctx: Context) -> str:
    kind, _, slug = key.partition("~")
    if slug not in (ctx.policy.topics if kind == "t" else groups(ctx.policy.topics) if kind == "g" else ()):
        raise WrongStep(OLD)
    return key


def _change(key: str) -> tuple[RuleChange, DepartmentId | None]:
    """«off», «dep~housing»."""
    change, _, department = key.partition("~")
    if change not in set(RuleChange):
        raise WrongStep(OLD)
    return RuleChange(change), DepartmentId(department) if department else None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):  # noqa: PLR2004 - pages of a list
        raise WrongStep(OLD)
    return int(text)


def _edit(query: CallbackQuery) -> int | None:
    return query.message.message_id if query.message is not None else None


async def _title(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """What the rule is called from now on."""
    await desk.rename(ctx.tx, int(data["number"]), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(RulePage(number=int(data["number"])))


async def _town(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    """The settlement that was typed."""
    found = ctx.policy.places.find(message.text or "")
    town = next((spot.place.settlement_id for spot in found if spot.place.settlement_id), None)
    if town is None:
        raise DomainError("Такого посёлка в округе не нашли. Напишите иначе, например: Редкино")
    await _keep(ctx, state, **data["rule"])
    await _place(ctx, state, town, None)


QUESTIONS: Mapping[str, Question] = {asked(AskRuleTitle): Question(answered=_title), asked(AskRulePlace): Question(answered=_town)}
