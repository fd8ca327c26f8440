"""Fields of a template that the bot fills without asking anybody."""

from collections.abc import Mapping
from datetime import date

from incidents.answers.facts import Measure, measure_of
from incidents.answers.template_filling import HELLO, PLACE
from incidents.dates.russian import dated
from incidents.incident import Incident
from incidents.official_store import Departments
from incidents.promises.lookups import broken_here
from incidents.promises.store import Promises

GREETING = "Здравствуйте!"

OURS = "администрация округа"
"""Who answers where no department has the incident."""


async def known_fields(
    departments: Departments, measures: Mapping[str, Measure], incident: Incident, *, day: date | None = None, today: date | None = None
) -> Mapping[str, str]:
    """Where, who, when, and what is done about the topic. `today`: a day of another year is written with its year."""
    homes = {d.id: d for d in await departments.all()}
    home = homes.get(incident.department_id) if incident.department_id else None
    measure = measure_of(measures, topic=incident.topic, group=incident.group)
    return {
        HELLO: GREETING,
        PLACE: "" if _is_bare_town(incident) else place_of(incident),
        "кто": home.title if home else OURS,
        "телефон": (home.phone if home else None) or "",
        "часы": (home.hours if home else None) or "",
        "дата": dated(day, today or day) if day else "",
        "мера": measure.will,
        "мера_мы": measure.we,
        "что_сделали": measure.done,
        "основание": measure.plan,
        "где_смотреть": measure.where,
    }


async def known_promise(promises: Promises, incident: Incident, *, today: date) -> Mapping[str, str]:
    """What was promised here and let pass, for a template that owns up to it («Мы обещали {что} до {дата_была}»)."""
    promise = await broken_here(promises, incident, today)
    if promise is None:
        return {}
    return {"дата_была": dated(promise.due, today), "что": f"«{promise.words}»" if promise.words else ""}


def _is_bare_town(incident: Incident) -> bool:
    """«Конаково: сделали» says nothing and sounds odd; «деревня Плоски» has its word with it."""
    place = incident.place
    return place.street is None and place.landmark is None and not (place.settlement or "")[:1].islower()


def place_of(incident: Incident) -> str:
    """«Конаково, улица Белавинская, 5»; the settlement where no more is known, "" where nothing is."""
    place = incident.place
    spot = ", ".join(filter(None, (place.street or place.landmark, place.house)))
    return ", ".join(filter(None, (place.settlement, spot)))
