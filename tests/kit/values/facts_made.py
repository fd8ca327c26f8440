"""Makers of what is read for a card: the sample incident as it stands in the database."""

from dataclasses import replace
from typing import Any

from handlers.card.card_data import CardFacts
from incidents.incident import Incident
from incidents.official import Department
from tests.kit.desk_town import konakovo
from tests.kit.values.cards_made import DISTRICT, HOUSING, ROADS, incident, official, post, voice

DEPARTMENTS = {
    ROADS: Department(id=ROADS, district_id=DISTRICT, title="отдел дорожного хозяйства"),
    HOUSING: Department(id=HOUSING, district_id=DISTRICT, title="отдел ЖКХ"),
}


def facts(item: Incident | None = None, **changes: Any) -> CardFacts:  # Any: fields of a dataclass
    """One voice, one executor, nothing else has happened."""
    made = CardFacts(
        policy=konakovo().policy,
        incident=item or incident(),
        voices=(voice(post()),),
        answers=(),
        events=(),
        officials={each.id: each for each in (official(),)},
        departments=DEPARTMENTS,
        approval=None,
        reading=None,
        notes=(),
        delay=None,
        request=None,
        promises=(),
        mass=None,
        mass_readings=(),
        works=None,
        co_executors=(),
        questions=(),
        beside=(),
        told=(),
        earlier=(),
        reaction=None,
        reply=None,
        comments=(),
        answer_gone_at=None,
        undo=None,
        merged_number=None,
        has_contact=False,
        asks_call=False,
        region_in_use=False,
        photos_lost=False,
        checking=None,
        short_replies=None,
        new_text=None,
        similar=(),
    )
    return replace(made, **changes)
