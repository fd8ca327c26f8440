"""What the domain knows of single topics of `districts/taxonomy.csv`.

A test holds the slugs against the file.
"""

from dataclasses import dataclass, replace

from incidents.incident import Incident

SUPPLY = frozenset(
    {
        "housing_no_heating",
        "housing_no_hot_water",
        "housing_no_cold_water",
        "housing_water_quality",
        "energy_outage",
        "energy_voltage",
        "energy_gas_outage",
        "telecom_mobile",
        "telecom_internet",
        "transport_schedule",
        "transport_routes",
        "ecology_air",
        "safety_flood",
        "safety_alerts",
    }
)
"""Trouble that strikes a whole settlement at once: residents share no word but mean one thing."""

NETWORKS = frozenset({"housing_no_heating", "housing_no_hot_water", "housing_no_cold_water", "housing_water_supply", "energy_outage"})
"""Networks of a house that stop together: without light no pump works."""

TWINS = (
    frozenset({"roads_potholes", "roads_repair"}),
    frozenset({"roads_lighting", "improvement_lighting"}),
    frozenset({"roads_drainage", "improvement_drainage"}),
    frozenset({"roads_snow", "improvement_snow"}),
    frozenset({"roads_traffic_lights", "roads_crosswalk"}),
    frozenset({"improvement_trees", "improvement_trees_danger"}),
    frozenset({"animals_stray", "animals_attack"}),
    frozenset({"energy_outage", "energy_voltage"}),
)
"""Topics that residents do not tell apart: one trouble is written of as either."""

BROAD = frozenset(
    {"housing_repair", "housing_management", "housing_other", "improvement_other", "roads_other", "energy_other", "safety_other"}
)
"""Topics that hold many different troubles of one house: there the words must agree as well."""

PLACELESS_GROUPS = frozenset({"politics", "labour", "military", "interethnic", "youth", "other"})
"""Groups that are handled alike wherever the resident lives."""

PLACELESS = frozenset(
    {
        "authorities_no_reply",
        "authorities_services",
        "authorities_other",
        "culture_events",
        "culture_other",
        "economy_prices",
        "economy_other",
        "education_process",
        "education_other",
        "health_vaccination",
        "health_checkups",
        "health_medicines",
        "health_other",
        "property_land",
        "property_other",
        "social_child_benefits",
        "social_low_income",
        "social_pensioners",
        "social_disabled",
        "social_housing",
        "social_other",
        "sport_activities",
        "sport_other",
        "tourism_other",
        "transport_fare",
        "waste_fee",
        "waste_sorting",
        "safety_missing",
    }
)
"""Topics that can be answered without knowing where: benefits, fees, queues, events. Housing fees are not among them: the house decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Topics that one cause brings about. `is_wide`: it strikes a settlement at once; else only a street shares the cause."""

    key: str
    title: str
    topics: frozenset[str]
    is_wide: bool


FAMILIES = tuple(
    Family(key=key, title=title, topics=frozenset(topics), is_wide=is_wide)
    for key, title, is_wide, topics in (
        (
            "water",
            "Вода",
            True,
            ("housing_no_cold_water", "housing_no_hot_water", "housing_water_quality", "housing_water_supply", "housing_pipe_burst"),
        ),
        ("heat", "Тепло", True, ("housing_no_heating",)),
        ("light", "Свет", True, ("energy_outage", "energy_voltage", "energy_wires")),
        ("gas", "Газ", True, ("energy_gas_outage",)),
        ("telecom", "Связь", True, ("telecom_mobile", "telecom_internet")),
        ("bus", "Автобусы", True, ("transport_schedule", "transport_routes")),
        ("air", "Запах в воздухе", True, ("ecology_air",)),
        ("road", "Дорога", False, ("roads_traffic", "roads_repair", "roads_potholes")),
    )
)
"""What is planned beforehand and what strikes many at once: one burst main takes cold water, hot water and the pressure."""

_FAMILY_OF = {topic: family for family in FAMILIES for topic in family.topics}


def family_of(topic: str) -> Family:
    """The family of a topic; of any other topic it is the topic with its twins, on one street."""
    twins = next((twins for twins in TWINS if topic in twins), frozenset({topic}))
    return _FAMILY_OF.get(topic) or Family(key=min(twins), title="", topics=twins, is_wide=False)


def is_one_trouble(topic: str, other: str) -> bool:
    """Whether two topics are one, or such that residents do not tell them apart."""
    return topic == other or any(topic in twins and other in twins for twins in TWINS)


def one_trouble(topic: str) -> frozenset[str]:
    """The topic and those that residents do not tell apart from it."""
    return frozenset({topic}).union(*(twins for twins in TWINS if topic in twins))


def needs_place(group: str, topic: str) -> bool:
    """Whether nobody can act before it is known where."""
    return group not in PLACELESS_GROUPS and topic not in PLACELESS


def with_topic(incident: Incident, group: str, topic: str) -> Incident:
    """The incident under this topic, whose name is the title again."""
    return replace(incident, group=group, topic=topic, trouble=incident.trouble if topic == incident.topic else None)
