"""norms.toml: until when to route, accept and answer."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from datetime import timedelta

from bot.config.profile.toml import TomlTable
from incidents.deadlines.norm_overrides import COUNTS, NormKey
from incidents.deadlines.values import NOW_AGAIN_MOST, MassNorm, Norm, Norms, StartEvent
from incidents.privacy.values import Keep

SHORTEST_KEPT, SHORTEST_TALK = timedelta(days=7), timedelta(days=1)


def read_norms(file: TomlTable, *, groups: Collection[str], topics: Mapping[str, str]) -> Norms:
    """Everything of norms.toml but the calendar. `topics`: slug → group, whose norm a topic's fills up from. Raises DistrictError."""
    standard = Norms()
    start = file.text("start", standard.start)
    if start not in {event.value for event in StartEvent}:
        raise file.error("start", f"бывает {', '.join(StartEvent)}, а не «{start}»")
    default, final, danger, wishes = (file.table(name) for name in ("default", "final", "danger", "suggestion"))
    common = _norm(default, standard.default)
    own_groups = _by_slug(file.table("groups"), lambda _: common, known=groups, what="группы")
    own_topics = _by_slug(file.table("topics"), lambda topic: own_groups.get(topics[topic], common), known=topics, what="темы")
    norms = Norms(
        start=StartEvent(start),
        route=file.duration("route", standard.route),
        default=common,
        topics=own_topics,
        groups=own_groups,
        final=final.duration("answer", standard.final),
        suggestion=wishes.duration("answer", standard.suggestion),
        stop_on_deletion=bool(file.flag("stop_on_deletion")),
        ask_author=file.duration("ask_author", timedelta(0)) or None,
        approval=file.duration("approval", standard.approval),
        risk_answer=danger.duration("risk_answer", standard.risk_answer),
        now_warn=danger.duration("now_warn", standard.now_warn),
        now_accept=danger.duration("now_accept", standard.now_accept),
        now_climb=danger.duration("now_climb", standard.now_climb),
        now_again=_again(danger, standard.now_again),
        now_answer=danger.duration("now_answer", standard.now_answer),
        head_hears=_minutes(danger, "head_hears", standard.head_hears),
        sounds=_sounds(file, standard.sounds),
        mass=_mass(file.table("mass"), standard.mass),
    )
    for table in (final, danger, wishes):
        table.finish()
    return norms


def read_keep(table: TomlTable) -> Keep:
    """How long personal data are kept (`[keep]`). Raises DistrictError."""
    standard = Keep()
    names = [field.name for field in fields(Keep)]
    keep = Keep(**{name: table.duration(name, getattr(standard, name)) for name in names})
    for name in names:
        if name != "talk" and getattr(keep, name) < SHORTEST_KEPT:
            raise table.error(name, "хранить меньше 7 дней нельзя: не хватит на ответ и проверку")
    if not SHORTEST_TALK <= keep.talk <= keep.idle:
        raise table.error("talk", "разговоры чатов хранят не меньше дня и не дольше, чем idle: пример «3 дн»")
    table.finish()
    return keep


def _again(danger: TomlTable, default: timedelta) -> timedelta:
    again = danger.duration("now_again", default)
    if again > NOW_AGAIN_MOST:
        raise danger.error("now_again", "реже чем раз в час опасное не повторяют, пример: «5 мин»")
    return again


def _minutes(danger: TomlTable, name: str, default: int) -> int:
    minutes = danger.number(name, default)
    if minutes not in COUNTS[NormKey.HEAD_HEARS]:
        raise danger.error(name, "число минут от 0 до 999, 0: не сообщать")
    return minutes


def _sounds(file: TomlTable, default: int) -> int:
    sounds = file.number("sounds", default)
    if sounds < 0:
        raise file.error("sounds", "число звуков в день не бывает меньше нуля")
    return sounds


def _mass(table: TomlTable, default: MassNorm) -> MassNorm:
    norm = MassNorm(
        count=table.number("count", default.count),
        within=table.duration("within", default.within),
        times=table.number("times", default.times),
        joins_for=table.duration("joins_for", default.joins_for),
    )
    if norm.count < 2:  # noqa: PLR2004 - one message is no crowd
        raise table.error("count", "сообщений должно быть хотя бы два")
    table.finish()
    return norm


def _norm(table: TomlTable, default: Norm) -> Norm:
    norm = Norm(accept=table.duration("accept", default.accept), answer=table.duration("answer", default.answer))
    table.finish()
    return norm


def _by_slug(table: TomlTable, default: Callable[[str], Norm], *, known: Collection[str], what: str) -> dict[str, Norm]:
    norms = {}
    for slug in table.keys():  # noqa: SIM118 - a method of ours
        if slug not in known:
            raise table.error(slug, f"такой {what} нет в taxonomy.csv")
        norms[slug] = _norm(table.table(slug), default(slug))
    return norms
