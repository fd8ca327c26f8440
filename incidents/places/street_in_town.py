"""A settlement was chosen: the street that the incident names already is looked for in it."""

from dataclasses import replace

from incidents.places.values import PlaceBook, Spot
from incidents.reading import MainPlace


def in_town(place: MainPlace, town: Spot, book: PlaceBook) -> Spot:
    """The incident's street in this town; a street that the town's table lacks keeps its name, a landmark of another town goes."""
    if place.street is None:
        return town
    for spot in book.find(f"{town.place.settlement}, {place.street}", near=town.id):
        if spot.place.settlement_id == town.id and spot.place.street_id is not None:
            return spot.with_house(place.house)
    return replace(town, place=replace(town.place, street=place.street, house=place.house))
