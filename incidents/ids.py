"""Identities: one NewType each, so that a chat is no person."""

from typing import NewType

DistrictId = NewType("DistrictId", str)  # a profile's folder name: "konakovo"
SourceId = NewType("SourceId", int)
PostId = NewType("PostId", int)
IncidentId = NewType("IncidentId", int)  # a key of the database; people see Incident.number
OfficialId = NewType("OfficialId", int)
DepartmentId = NewType("DepartmentId", str)  # a slug of departments.csv: "housing"
ShiftId = NewType("ShiftId", int)
AnswerId = NewType("AnswerId", int)
ChatId = NewType("ChatId", int)  # a chat of the messenger; a private chat has its user's id
DraftId = NewType("DraftId", int)
FileJobId = NewType("FileJobId", int)
WorksId = NewType("WorksId", int)
InvitationId = NewType("InvitationId", int)
