"""Who knows of a danger and whom the ladder called.

Only people who are there are named.
"""

from collections.abc import Iterable, Mapping, Sequence

from incidents.audience import duty_first, duty_second
from incidents.ids import ChatId, DepartmentId, OfficialId
from incidents.incident import Incident
from incidents.official import IN_DEPARTMENT, ROLE_TITLES, Official, Role
from incidents.people.leave import seats

_KNOW = {Role.DUTY: "ЕДДС", Role.COORDINATOR: "дежурный координатор"}
_ONE = {Role.DUTY: "дежурного", Role.CHIEF: "руководителя отдела", Role.COORDINATOR: "координатора", Role.EXECUTOR: "исполнителя"}
_MANY = {Role.DUTY: "дежурных", Role.CHIEF: "руководителей отдела", Role.COORDINATOR: "координаторов", Role.EXECUTOR: "исполнителей"}


def who_knows(chats: Sequence[ChatId], officials: Iterable[Official], titles: Mapping[DepartmentId, str]) -> tuple[str, ...]:
    """Whose chats these are: duty and coordinators first, then departments."""
    by_chat = {o.user_id: o for o in officials}
    readers = [by_chat[chat] for chat in chats if chat in by_chat]
    names = [
        titles.get(o.department_id or DepartmentId(""), ROLE_TITLES[o.role])
        if o.role in IN_DEPARTMENT
        else _KNOW.get(o.role, ROLE_TITLES[o.role])
        for o in readers
    ]
    return tuple(dict.fromkeys(sorted(names, key=lambda name: name not in _KNOW.values())))


def called_words(ids: Sequence[OfficialId], officials: Mapping[OfficialId, Official]) -> str:
    """«координатора и руководителя отдела»: whose telephones rang last; "" where nobody's did."""
    rang = [officials[id] for id in ids if id in officials]
    if rang and all(each.role is Role.DUTY for each in rang):
        return _duty_words(rang, duty_first([each for each in officials.values() if each.active]))
    roles = [role for role in (Role.COORDINATOR, Role.CHIEF, Role.EXECUTOR, Role.DUTY) if any(each.role is role for each in rang)]
    words = [(_ONE if sum(each.role is role for each in rang) == 1 else _MANY)[role] for role in roles]
    return f"{', '.join(words[:-1])} и {words[-1]}" if len(words) > 1 else "".join(words)


def next_words(incident: Incident, officials: Iterable[Official]) -> str:
    """Whom R8 will call, as it stands now; "" where there is nobody but those who know."""
    seat = seats(officials)
    people = [each for each in officials if each.id in seat]
    second = duty_second(people)
    if second:
        return _duty_words(second, duty_first(people))
    chiefs = [each for each in people if each.role is Role.CHIEF and each.department_id == incident.department_id]
    found = chiefs or [each for each in people if each.role is Role.COORDINATOR]
    return (_ONE if len(found) == 1 else _MANY)[found[0].role] if found else ""


def _duty_words(rang: Sequence[Official], first: Sequence[Official]) -> str:
    new = [each for each in rang if each not in first]
    if not new:
        return "дежурного ещё раз" if len(rang) == 1 else "дежурных ещё раз"
    return "второго дежурного" if len(new) == 1 else "других дежурных"
