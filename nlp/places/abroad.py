"""What lies outside a district: its own region, how far a town is, whether a name of ours is known elsewhere too."""

from nlp.district_files import District
from nlp.places.far_towns import FarTowns, Town

# Kilometres from the district's middle: a town of the list so near is the district's own or its neighbour.
AROUND = 60.0
# Kilometres: people of the district speak of towns so near without explaining.
NEAR = 110.0


class Abroad:
    """The far towns as seen from one district; without a district every town is equally far."""

    def __init__(self, towns: FarTowns, district: District | None) -> None:
        self.towns = towns
        self._ours = (
            {row.name.lower().replace("ё", "е") for row in district.places.values() if row.kind == "settlement"} if district else set()
        )
        self._middle = _middle(district) if district else None
        nearest = towns.nearest(*self._middle) if self._middle else None
        self._region = nearest.region if nearest and self.km(nearest) <= AROUND else None
        self._elsewhere: dict[str, tuple[Town, ...]] = {}

    def km(self, town: Town) -> float:
        """How far a town is from the middle of the district; 0 where no point of it is known."""
        return town.km(*self._middle) if self._middle else 0.0

    def is_ours(self, name: str) -> bool:
        """Whether the district has a settlement of this name: where it is not meant, no other one is."""
        return name.lower().replace("ё", "е") in self._ours

    def is_near(self, town: Town) -> bool:
        """Whether the town is one that people of the district often go to."""
        return self._middle is not None and self.km(town) <= NEAR

    def is_foreign_region(self, name: str) -> bool:
        """Whether a region («волгоградская») is another one than the district's."""
        return self._region is not None and not self._region.lower().replace("ё", "е").startswith(name[:5])

    def elsewhere(self, name: str) -> tuple[Town, ...]:
        """Towns of the same name that are far from the district."""
        found = self._elsewhere.get(name)
        if found is None:
            found = self._elsewhere[name] = tuple(town for town in self.towns.named(name) if self.km(town) > AROUND)
        return found


def _middle(district: District) -> tuple[float, float] | None:
    points = [(row.lat, row.lon) for row in district.places.values() if row.lat is not None and row.lon is not None]
    if not points:
        return None
    lats, lons = sorted(lat for lat, _ in points), sorted(lon for _, lon in points)
    return lats[len(lats) // 2], lons[len(lons) // 2]
