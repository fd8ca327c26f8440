"""/rules: the tree as it stands, and what a change would have done."""

from collections.abc import Mapping

from bot.screens.kit.context import Call, Render, Unneeded, fixed, topic_titles
from bot.screens.routing import rules
from handlers.buttons import Listed
from incidents.errors import DomainError
from incidents.ids import DepartmentId
from incidents.messenger import Message
from incidents.routing.likely_departments import staffed
from incidents.routing.lookups import effect_of, new_rule, proposed, tree_before
from incidents.routing.rule_changes import RuleChange, added, every, rule_of
from incidents.routing.rules import Rule
from incidents.routing.taxonomy import groups, of_group


async def _listed(call: Call) -> Message:
    return rules.listed(tree=await call.tx.rules(), names=await _names(call), page=call.page())


async def _one(call: Call) -> Message:
    tree = await call.tx.rules()
    rule = rule_of(tree, call.number("number"))
    page = [each.number for each in every(tree)].index(rule.number) // rules.PAGE
    return rules.one(rule=rule, tree=tree, names=await _names(call, rule), page=page)


async def _ask(call: Call) -> Message:
    number, change, home = call.number("number"), RuleChange(call.text("change")), _home(call)
    after = await proposed(call.tx, number, change, home)
    leads = home or rule_of(await call.tx.rules(), number).department_id
    return rules.ask(
        rule=rule_of(await call.tx.rules(), number),
        change=change,
        department=home,
        effect=await effect_of(call.tx, after, now=call.now),
        names=await _names(call),
        unstaffed=change in {RuleChange.DEPARTMENT, RuleChange.ON} and await _is_empty(call, leads),
    )


async def _add(call: Call) -> Message:
    place, home = call.row.params.get("place"), DepartmentId(call.text("department"))
    policy = call.district.policy
    new = await new_rule(call.tx, policy, call.text("scope"), place if isinstance(place, str) else None, home)
    effect = await effect_of(call.tx, added(await call.tx.rules(), new), now=call.now)
    return rules.ask_add(new=new, effect=effect, names=await _names(call), unstaffed=await _is_empty(call, home))


async def _back(call: Call) -> Message:
    effect = await effect_of(call.tx, await tree_before(call.tx), now=call.now)
    return rules.ask_back(effect=effect, names=await _names(call))


def _if_still(render: Render) -> Render:
    """A question about a change that somebody else has made meanwhile is not asked."""

    async def asked(call: Call) -> Message:
        try:
            return await render(call)
        except DomainError:
            raise Unneeded from None

    return asked


async def _groups(call: Call) -> Message:
    return rules.scopes(groups=groups(call.district.topics), page=call.page())


async def _topics(call: Call) -> Message:
    slug = call.text("group")
    shorts = {topic.slug: topic.short for topic in of_group(call.district.topics, slug)}
    return rules.topics(group=slug, title=groups(call.district.topics).get(slug, slug), shorts=shorts, page=call.page())


async def _places(call: Call) -> Message:
    slug = call.text("scope").partition("~")[2]
    return rules.places(what=topic_titles(call).get(slug, slug), towns=call.district.places.settlements(), page=call.page())


async def _homes(call: Call) -> Message:
    return rules.homes(number=call.number("number"), departments=await call.tx.departments(), page=call.page())


async def _ask_title(call: Call) -> Message:
    return rules.ask_title(rule=rule_of(await call.tx.rules(), call.number("number")))


async def _names(call: Call, rule: Rule | None = None) -> Mapping[str, str]:
    names = dict(topic_titles(call)) | {str(each.id): each.title for each in await call.tx.departments()}
    for id in rule.settlements if rule is not None else ():
        spot = call.district.places.of(id)
        names[id] = (spot.place.settlement if spot is not None else None) or id
    return names


async def _is_empty(call: Call, home: DepartmentId | None) -> bool:
    return home is not None and home not in staffed(await call.tx.officials())


def _home(call: Call) -> DepartmentId | None:
    home = call.row.params.get("department")
    return DepartmentId(home) if isinstance(home, str) else None


SAYS: Mapping[str, Render] = {
    Listed.RULES: _listed,
    "rule_one": _one,
    "rule_ask": _if_still(_ask),
    "rule_add": _if_still(_add),
    "rule_back": _if_still(_back),
    "rule_groups": _groups,
    "rule_topics": _topics,
    "rule_places": _places,
    "rule_homes": _homes,
    "ask_rule_title": _ask_title,
    "ask_rule_place": fixed(rules.ask_place),
}
