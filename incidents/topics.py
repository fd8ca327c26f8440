"""What the domain knows of single topics of `districts/taxonomy.csv`. A test holds the slugs against the file."""

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


def is_one_trouble(topic: str, other: str) -> bool:
    """Whether two topics are one, or such that residents do not tell them apart."""
    return topic == other or any(topic in twins and other in twins for twins in TWINS)


def needs_place(group: str, topic: str) -> bool:
    """Whether nobody can act before it is known where."""
    return group not in PLACELESS_GROUPS and topic not in PLACELESS
