"""`templates.toml`: the first templates and the measures by topic.

Afterwards templates live in the chat.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.config.profile.toml import DistrictError, TomlTable
from incidents.answers.facts import FactKind, Measure, measure_of
from incidents.answers.templates import KINDS, TITLE, Template, checked_text
from incidents.answers.values import AnswerKind
from incidents.errors import DomainError
from nlp.district_files import Taxonomy


def read_templates(file: TomlTable, *, slugs: Collection[str]) -> tuple[tuple[Template, ...], Mapping[str, Measure]]:
    """Templates in the file's order, and measures by a topic's or a group's slug. Raises DistrictError."""
    templates = tuple(_template(table, slugs) for table in file.tables("template"))
    named = file.table("measures")
    measures = {slug: _measure(named, slug, slugs) for slug in named.keys()}  # noqa: SIM118 - a method of ours
    file.finish()
    return templates, measures


def _template(table: TomlTable, slugs: Collection[str]) -> Template:
    title, text, fact = table.text("title"), table.text("text"), table.text("fact", "")
    scope = table.texts("for")
    unknown = [slug for slug in scope if slug not in slugs]
    if unknown:
        raise table.error("for", f"ни темы, ни группы «{unknown[0]}» нет в taxonomy.csv")
    if fact and fact not in {kind.value for kind in FactKind}:
        raise table.error("fact", f"бывает {', '.join(FactKind)}, а не «{fact}»")
    kind = table.text("kind", AnswerKind.FINAL)
    if kind not in KINDS:
        raise table.error("kind", f"бывает {', '.join(KINDS)}, а не «{kind}»")
    if len(title) > TITLE:
        raise table.error("title", f"длиннее {TITLE} знаков")
    asks = table.text("asks", "")
    table.finish()
    fact_kind = FactKind(fact) if fact else None
    return Template(id=0, title=title, text=_text(table, text), scope=scope, fact=fact_kind, kind=AnswerKind(kind), asks=asks)


def _text(table: TomlTable, text: str) -> str:
    try:
        return checked_text(text)
    except DomainError as error:
        raise _mistake(table, error) from error


def _mistake(table: TomlTable, error: DomainError) -> DistrictError:
    return table.error("text", error.user_text)


def _measure(named: TomlTable, slug: str, slugs: Collection[str]) -> Measure:
    if slug not in slugs:
        raise named.error(slug, "ни такой темы, ни такой группы нет в taxonomy.csv")
    table = named.table(slug)
    measure = Measure(will=table.text("will"), we=table.text("we"), done=table.text("done"))
    table.finish()
    return measure


def with_plans(named: TomlTable, measures: Mapping[str, Measure], taxonomy: Taxonomy) -> Mapping[str, Measure]:
    """The measures have the plans of `[explain]` of `district.toml`.

    By a topic or a group. Raises DistrictError.
    """
    slugs = named.keys()
    unknown = [slug for slug in slugs if slug not in taxonomy.topics and slug not in taxonomy.groups]
    if unknown:
        raise named.error(unknown[0], "ни такой темы, ни такой группы нет в taxonomy.csv")
    plans = {slug: _plan(named.table(slug)) for slug in slugs}
    planned = {
        slug: replace(measure_of(measures, topic=slug, group=topic.group), **(plans.get(slug) or plans[topic.group]))
        for slug, topic in taxonomy.topics.items()
        if slug in plans or topic.group in plans
    }
    return {**measures, **planned}


def _plan(table: TomlTable) -> Mapping[str, str]:
    plan = {"plan": table.text("plan", ""), "where": table.text("where", "")}
    table.finish()
    return plan
