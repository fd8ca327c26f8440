"""A district as a value: everything that its profile (`districts/<name>/`) says, checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config.profile.advice import read_words
from bot.config.profile.approval import read_approval
from bot.config.profile.norms import read_keep, read_norms
from bot.config.profile.phones import read_phones
from bot.config.profile.rules import Nameable, read_rules
from bot.config.profile.search import read_search
from bot.config.profile.templates import read_templates, with_plans
from bot.config.profile.toml import DistrictError, TomlTable
from bot.config.profile.worktime import Decrees, read_calendar
from bot.config.sameness import load_sameness
from collectors.networks import NETWORKS
from incidents.advice.values import Words
from incidents.answers.facts import Measure
from incidents.answers.templates import Template
from incidents.approval.values import ApprovalRules
from incidents.danger.phones import Phone
from incidents.deadlines.values import Norms
from incidents.deadlines.worktime import WorkCalendar
from incidents.errors import DomainError
from incidents.ids import ChatId, DepartmentId, DistrictId
from incidents.official import Department
from incidents.people.department_contacts import hours_in, phone_in
from incidents.policy import Policy
from incidents.privacy.values import Keep
from incidents.routing.rules import Rule
from incidents.routing.taxonomy import Topic
from nlp.district_files import District as Places
from nlp.district_files import Taxonomy, load_taxonomy, rows_of
from nlp.district_files import load_district as load_places
from nlp.errors import BadTable
from nlp.places.lazy_book import LazyBook

__all__ = ["District", "DistrictError", "Topic", "TownWall", "find_profile", "find_taxonomy", "load_district"]

PACKAGE_DATA = Path(__file__).resolve().parent.parent.parent
"""Where `districts/` stands beside our packages: the checkout or site-packages."""
SHORT = 24  # characters of a topic on a card's first line and on a button


@dataclass(frozen=True, slots=True, kw_only=True)
class TownWall:
    """A community of the demo's town, invented: its wall is read as a real one would be."""

    owner_id: int  # negative, as VK numbers communities
    screen_name: str
    title: str
    settlement_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """All that a profile says. `id` is the folder's name."""

    id: DistrictId
    title: str
    timezone: tzinfo
    folder: Path
    centre_id: str  # the settlement that a place without one is looked for in
    norms: Norms
    calendar: WorkCalendar
    decrees: Decrees  # .warning(now): a line for the coordinator when the year's transfers are not known
    rules: tuple[Rule, ...]
    departments: tuple[Department, ...]
    topics: Mapping[str, Topic]
    walls: tuple[TownWall, ...]  # of the demo
    templates: tuple[Template, ...]  # the first ones: afterwards they live in the chat
    measures: Mapping[str, Measure]  # what is done about a topic or a group
    words: Words  # for the advice before sending
    places: LazyBook  # for officials who say where it is
    approval: ApprovalRules = field(default_factory=ApprovalRules)
    keep: Keep = field(default_factory=Keep)  # how long personal data are kept
    unsaid_terms: tuple[str, ...] = ()  # keys of `[keep]` that the file does not name
    phones: tuple[Phone, ...] = ()  # whom to call by voice
    questions: tuple[str, ...] = ()  # what VK's search is asked

    @property
    def policy(self) -> Policy:
        """What the desk needs of it."""
        return Policy(
            norms=self.norms,
            calendar=self.calendar,
            topics=self.topics,
            places=self.places,
            approval=self.approval,
            measures=self.measures,
            words=self.words,
            sameness=load_sameness(),
            networks=NETWORKS,
            keep=self.keep,
        )


def find_profile(profile: Path | str) -> Path:
    """The folder: in the working folder first, then in the package's data. Raises DistrictError."""
    for folder in (Path(profile), PACKAGE_DATA / profile):
        if folder.is_dir():
            return folder
    raise DistrictError.at(Path(profile), "такой папки нет; профиль района задаёт DISTRICT__PROFILE, образец: districts/konakovo")


def find_taxonomy(folder: Path) -> Path:
    """The topics: beside the profile's folder, else ours."""
    beside = folder.parent / "taxonomy.csv"
    return beside if beside.exists() else PACKAGE_DATA / "districts" / "taxonomy.csv"


def find_common(folder: Path, name: str) -> Path:
    """A file that districts share: the profile's own, else the one beside its folder, else ours."""
    found = (folder / name, folder.parent / name, PACKAGE_DATA / "districts" / name)
    return next((file for file in found if file.exists()), found[-1])


def load_district(profile: Path | str, timezone: tzinfo | None = None) -> District:
    """Read and check the whole profile; `timezone` overrides its own. Raises DistrictError with the first mistake."""
    folder = find_profile(profile)
    try:
        places, taxonomy = load_places(folder), load_taxonomy(find_taxonomy(folder))
        departments = _departments(folder / "departments.csv", DistrictId(folder.resolve().name))
        phones = read_phones(folder, {department.id for department in departments})
    except BadTable as error:
        raise DistrictError(error.user_text) from error
    about, norms, rules = (TomlTable.read(folder / name) for name in ("district.toml", "norms.toml", "rules.toml"))
    zone = timezone or _zone(about)
    calendar, decrees = read_calendar(norms, zone)
    kept = norms.table("keep")
    ours = {each.id for each in departments}
    known = Nameable(departments=ours, groups=taxonomy.groups, topics=taxonomy.topics, settlements=places.places)
    templates, measures = read_templates(TomlTable.read(find_common(folder, "templates.toml")), slugs={*taxonomy.groups, *taxonomy.topics})
    district = District(
        id=DistrictId(folder.resolve().name),
        title=about.text("title"),
        timezone=zone,
        folder=folder,
        centre_id=_place(about, "centre", places),
        norms=read_norms(norms, groups=taxonomy.groups, topics={slug: topic.group for slug, topic in taxonomy.topics.items()}),
        unsaid_terms=tuple(each.name for each in fields(Keep) if each.name not in kept),
        keep=read_keep(kept),
        calendar=calendar,
        decrees=decrees,
        rules=read_rules(rules, known),
        departments=departments,
        topics=_topics(taxonomy),
        walls=tuple(_wall(table, places) for table in about.tables("wall")),
        places=LazyBook(places),
        approval=read_approval(about.table("approval"), departments=known.departments),
        templates=templates,
        measures=with_plans(about.table("explain"), measures, taxonomy),
        phones=phones,
        questions=read_search(about.table("search"), places),
        words=read_words(TomlTable.read(find_common(folder, "lint.toml"))),
    )
    about.text("timezone", "")
    for table in (about, norms):
        table.finish()
    return district


def _zone(about: TomlTable) -> tzinfo:
    name = about.text("timezone")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise about.error("timezone", f"нет часового пояса «{name}»; пример: Europe/Moscow") from None


def _place(table: TomlTable, key: str, places: Places) -> str:
    id_ = table.text(key)
    if id_ not in places.places:
        raise table.error(key, f"места «{id_}» нет в places.csv")
    return id_


def _wall(table: TomlTable, places: Places) -> TownWall:
    owner = table.number("owner_id")
    if owner >= 0:
        raise table.error("owner_id", "номер сообщества пишется с минусом")
    wall = TownWall(
        owner_id=owner,
        screen_name=table.text("screen_name"),
        title=table.text("title"),
        settlement_id=_place(table, "settlement", places) if "settlement" in table else None,
    )
    table.finish()
    return wall


def _topics(taxonomy: Taxonomy) -> dict[str, Topic]:
    return {
        slug: Topic(
            slug=slug,
            group=topic.group,
            group_title=topic.group_title,
            title=topic.title,
            short=_short(topic.short),
            is_mortal=topic.is_mortal,
            words=topic.examples,
        )
        for slug, topic in taxonomy.topics.items()
    }


def _short(title: str) -> str:
    return title if len(title) <= SHORT else title[: SHORT - 1].rstrip(" ,(") + "…"


def _departments(file: Path, district: DistrictId) -> tuple[Department, ...]:
    departments: dict[str, Department] = {}
    for row, cells in rows_of(file, ("id", "title")):
        for name in ("id", "title"):
            if not cells[name]:
                raise BadTable(file, row, f"пустой столбец «{name}»")
        if cells["id"] in departments:
            raise BadTable(file, row, f"отдел «{cells['id']}» уже был")
        departments[cells["id"]] = Department(
            id=DepartmentId(cells["id"]),
            district_id=district,
            title=cells["title"],
            chat_id=ChatId(chat) if (chat := _whole(file, row, cells, "chat_id")) else None,
            topic_id=_whole(file, row, cells, "topic_id"),
            phone=_contact(file, row, cells, "phone", phone_in),
            hours=_contact(file, row, cells, "hours", hours_in),
        )
    if not departments:
        raise BadTable(file, None, "нет ни одного отдела")
    return tuple(departments.values())


def _contact(file: Path, row: int, cells: Mapping[str, str], name: str, read: Callable[[str], str]) -> str | None:
    try:
        return read(cells[name]) if cells.get(name) else None
    except DomainError as error:
        raise BadTable(file, row, f"«{name}»: {error.user_text}") from None


def _whole(file: Path, row: int, cells: Mapping[str, str], name: str) -> int | None:
    word = cells.get(name, "")
    if not word:
        return None
    try:
        return int(word)
    except ValueError:
        raise BadTable(file, row, f"«{name}» не целое число: «{word}»") from None
