"""/rules: open, try, apply, add a rule, take back."""

from collections.abc import Mapping
from typing import Any

from handlers.kit.choices import read_whole_number
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import Rank, press, question
from handlers.routing.buttons import RuleButton, RuleDo
from incidents.desk.routing import rules
from incidents.errors import DomainError, WrongStep
from incidents.ids import DepartmentId
from incidents.intake.messages import AskNew
from incidents.role_rights import Right, check_right
from incidents.routing.lookups import new_rule, proposed_tree, tree_before
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

OLD = "Выбор устарел. Начните снова: /rules"
_ALL = "all"
_OF_A_RULE = {RuleDo.SHOW, RuleDo.HOMES, RuleDo.PROPOSE, RuleDo.APPLY, RuleDo.TITLE}
_OF_A_NEW_ONE = {RuleDo.ADD, RuleDo.GROUP, RuleDo.SCOPE, RuleDo.PLACE, RuleDo.FIND, RuleDo.HOME, RuleDo.ADD_YES}


@press(RuleButton, *_OF_A_RULE, when=lambda pressed: pressed.button.number > 0, rank=Rank.NARROW)
async def on_rule(pressed: Pressed[RuleButton], ctx: Context) -> None:
    """A rule that stands: its page, its departments, what a change would do, the change."""
    check_right(ctx.who, Right.KEEP_RULES)
    number, key = pressed.button.number, pressed.button.key
    rule_of(await ctx.tx.rules.all(), number)
    match pressed.button.do:
        case RuleDo.SHOW:
            await ctx.say(RulePage(number=number), edit=pressed.message_id)
        case RuleDo.HOMES:
            await ctx.say(RuleDepartmentsMenu(number=number, page=read_whole_number(key, OLD)), edit=pressed.message_id)
        case RuleDo.TITLE:
            await ask(ctx, AskRuleTitle(number=number))
        case RuleDo.PROPOSE:
            change, department = _change(key)
            await proposed_tree(ctx.tx, number, change, department)
            await ctx.say(ConfirmRuleChange(number=number, change=change, department=department), edit=pressed.message_id)
        case _:
            change, department = _change(key)
            await rules.apply(ctx.tx, number, change, department, by=ctx.who, now=ctx.now)
            ctx.toast = "Применили. Вернуть можно в /rules, «Вернуть как было»"
            if change is RuleChange.REMOVE:
                await ctx.say(RulesList(), edit=pressed.message_id)
            else:
                await ctx.say(RulePage(number=number), edit=pressed.message_id)


@press(RuleButton, RuleDo.TRY, RuleDo.ASK_BACK, RuleDo.BACK)
async def on_tree(pressed: Pressed[RuleButton], ctx: Context) -> None:
    """«Проверить текст», «Вернуть как было»."""
    check_right(ctx.who, Right.KEEP_RULES)
    match pressed.button.do:
        case RuleDo.TRY:
            await ask(ctx, AskNew())
            ctx.toast = "Покажем, куда пойдёт. Пока не нажмёте «Завести», карточки не будет"
        case RuleDo.ASK_BACK:
            await tree_before(ctx.tx.audit)
            await ctx.say(ConfirmRulesBack(), edit=pressed.message_id)
        case _:
            await rules.take_back(ctx.tx, by=ctx.who, now=ctx.now)
            ctx.toast = "Вернули прежние правила"
            await ctx.say(RulesList(), edit=pressed.message_id)


@press(RuleButton, *_OF_A_NEW_ONE, RuleDo.HOMES)
async def on_new(pressed: Pressed[RuleButton], ctx: Context) -> None:
    """A new rule: about what, where, whose; what is chosen waits in the dialogue."""
    check_right(ctx.who, Right.KEEP_RULES)
    key = pressed.button.key
    match pressed.button.do:
        case RuleDo.ADD:
            await ctx.say(RuleGroupsMenu(page=read_whole_number(key or "0", OLD)), edit=pressed.message_id)
        case RuleDo.GROUP:
            group, _, page = key.partition("~")
            if group not in groups(ctx.policy.topics):
                raise WrongStep(OLD)
            await ctx.say(RuleTopicsMenu(group=group, page=read_whole_number(page or "0", OLD)), edit=pressed.message_id)
        case RuleDo.SCOPE:
            await _keep(ctx, scope=_scope(key, ctx))
            await ctx.say(RulePlacesMenu(scope=key), edit=pressed.message_id)
        case RuleDo.PLACE if key.startswith("~"):
            await ctx.say(RulePlacesMenu(scope=(await _kept(ctx))["scope"], page=read_whole_number(key[1:], OLD)), edit=pressed.message_id)
        case RuleDo.PLACE:
            await _place(ctx, None if key == _ALL else key, pressed.message_id)
        case RuleDo.FIND:
            await ask(ctx, AskRulePlace(), rule=await _kept(ctx))
        case RuleDo.HOMES:
            await ctx.say(RuleDepartmentsMenu(page=read_whole_number(key, OLD)), edit=pressed.message_id)
        case RuleDo.HOME:
            kept = {**await _kept(ctx), "department": key}
            await _new(ctx, kept)
            await _keep(ctx, **kept)
            await ctx.say(
                ConfirmNewRule(scope=kept["scope"], place=kept.get("place"), department=DepartmentId(key)), edit=pressed.message_id
            )
        case _:
            new = await _new(ctx, await _kept(ctx))
            await rules.add(ctx.tx, new, by=ctx.who, now=ctx.now)
            await ctx.dialogue.clear()
            ctx.toast = "Добавили. Вернуть можно в /rules, «Вернуть как было»"
            await ctx.say(RulePage(number=new.number), edit=pressed.message_id)


async def _place(ctx: Context, place: str | None, edit: int | None) -> None:
    if place is not None and ctx.policy.places.of(place) is None:
        raise WrongStep(OLD)
    await _keep(ctx, scope=(await _kept(ctx))["scope"], place=place)
    await ctx.say(RuleDepartmentsMenu(), edit=edit)


async def _keep(ctx: Context, **chosen: Any) -> None:  # Any: JSON of the dialogue
    dialogue = ctx.dialogue
    await dialogue.set_state(None)
    await dialogue.set_data({"rule": chosen})


async def _kept(ctx: Context) -> dict[str, Any]:  # Any: JSON of the dialogue
    found = (await ctx.dialogue.get_data()).get("rule")
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


@question(AskRuleTitle)
async def _title(incoming: Incoming, ctx: Context) -> None:
    """What the rule is called from now on."""
    await rules.rename(ctx.tx, int(incoming.kept["number"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(RulePage(number=int(incoming.kept["number"])))


@question(AskRulePlace)
async def _town(incoming: Incoming, ctx: Context) -> None:
    """The settlement that was typed."""
    found = ctx.policy.places.find(incoming.text)
    town = next((spot.place.settlement_id for spot in found if spot.place.settlement_id), None)
    if town is None:
        raise DomainError("Такого посёлка в округе не нашли. Напишите иначе, например: Редкино")
    await _keep(ctx, **incoming.kept["rule"])
    await _place(ctx, town, None)
