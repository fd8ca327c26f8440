"""Import and export of a district's places.

OpenStreetMap, the state address register (ГАР), CSV and XLSX.
"""
