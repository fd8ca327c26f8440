"""What maps and registers know of places: OpenStreetMap, ГАР, outlines."""
