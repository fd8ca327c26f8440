"""Read /rules: the tree, and what a change would have done."""

from collections.abc import Mapping

from handlers.kit.rendering import Call, Render, Said, Unneeded, fixed, topic_titles
from handlers.kit.renders import renders
from handlers.routing import rules_words
from incidents.errors import DomainError
from incidents.ids import DepartmentId
from incidents.messenger import Message
from incidents.routing.likely_departments import staffed
from incidents.routing.lookups import effect_of, new_rule, proposed_tree, tree_before
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
from incidents.routing.rule_changes import RuleChange, all_rules, rule_of, with_new_rule
from incidents.routing.rules import Rule
from incidents.routing.taxonomy import groups, of_group


def _if_still(render: Render[Said]) -> Render[Said]:
    """A question about a change that somebody else has made meanwhile is not asked."""

    async def asked(call: Call, said: Said) -> Message:
        try:
            return await render(call, said)
        except DomainError:
            raise Unneeded from None

    return asked


@renders(RulesList)
async def _listed(call: Call, said: RulesList) -> Message:
    return rules_words.listed(tree=await call.tx.rules.all(), names=await _names(call), page=said.page)


@renders(RulePage)
async def _one(call: Call, said: RulePage) -> Message:
    tree = await call.tx.rules.all()
    rule = rule_of(tree, said.number)
    page = [each.number for each in all_rules(tree)].index(rule.number) // rules_words.PAGE
    return rules_words.one(rule=rule, tree=tree, names=await _names(call, rule), page=page)


@renders(ConfirmRuleChange)
@_if_still
async def _ask(call: Call, said: ConfirmRuleChange) -> Message:
    after = await proposed_tree(call.tx, said.number, said.change, said.department)
    rule = rule_of(await call.tx.rules.all(), said.number)
    return rules_words.ask(
        rule=rule,
        change=said.change,
        department=said.department,
        effect=await effect_of(call.tx, after, now=call.now),
        names=await _names(call),
        unstaffed=said.change in {RuleChange.DEPARTMENT, RuleChange.ON} and await _is_empty(call, said.department or rule.department_id),
    )


@renders(ConfirmNewRule)
@_if_still
async def _add(call: Call, said: ConfirmNewRule) -> Message:
    new = await new_rule(call.tx, call.policy.topics, call.policy.places, said.scope, said.place, said.department)
    effect = await effect_of(call.tx, with_new_rule(await call.tx.rules.all(), new), now=call.now)
    return rules_words.ask_add(new=new, effect=effect, names=await _names(call), unstaffed=await _is_empty(call, said.department))


@renders(ConfirmRulesBack)
@_if_still
async def _back(call: Call, _said: ConfirmRulesBack) -> Message:
    effect = await effect_of(call.tx, await tree_before(call.tx.audit), now=call.now)
    return rules_words.ask_back(effect=effect, names=await _names(call))


@renders(RuleGroupsMenu)
async def _groups(call: Call, said: RuleGroupsMenu) -> Message:
    return rules_words.scopes(groups=groups(call.policy.topics), page=said.page)


@renders(RuleTopicsMenu)
async def _topics(call: Call, said: RuleTopicsMenu) -> Message:
    slug = said.group
    shorts = {topic.slug: topic.short for topic in of_group(call.policy.topics, slug)}
    return rules_words.topics(group=slug, title=groups(call.policy.topics).get(slug, slug), shorts=shorts, page=said.page)


@renders(RulePlacesMenu)
async def _places(call: Call, said: RulePlacesMenu) -> Message:
    slug = said.scope.partition("~")[2]
    return rules_words.places(what=topic_titles(call).get(slug, slug), towns=call.policy.places.settlements(), page=said.page)


@renders(RuleDepartmentsMenu)
async def _homes(call: Call, said: RuleDepartmentsMenu) -> Message:
    return rules_words.homes(number=said.number, departments=await call.tx.departments.all(), page=said.page)


@renders(AskRuleTitle)
async def _ask_title(call: Call, said: AskRuleTitle) -> Message:
    return rules_words.ask_title(rule=rule_of(await call.tx.rules.all(), said.number))


async def _names(call: Call, rule: Rule | None = None) -> Mapping[str, str]:
    names = dict(topic_titles(call)) | {str(each.id): each.title for each in await call.tx.departments.all()}
    for id in rule.settlements if rule is not None else ():
        spot = call.policy.places.of(id)
        names[id] = (spot.place.settlement if spot is not None else None) or id
    return names


async def _is_empty(call: Call, home: DepartmentId | None) -> bool:
    return home is not None and home not in staffed(await call.tx.officials.all())


renders(AskRulePlace)(fixed(rules_words.ask_place))
