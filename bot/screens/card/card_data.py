"""Read a card: one incident for one chat."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.config.district import District
from bot.screens.acts.questions_and_helpers_data import beside, co_views, only_helps, question_views
from bot.screens.card.card_reactions_data import gone_at, reaction_view, unheard
from bot.screens.danger.danger import who_said
from bot.screens.intake.mass_data import mass_view
from bot.screens.kit.card_view import CardView, Earlier, HelpView, MarkView, NoteView, ReplyView, VoiceView
from bot.screens.kit.context import short
from bot.storage.engine.transaction import Tx
from incidents.acts.ask_for_help import HELP_WORDS, HelpKind
from incidents.acts.undo import is_open, may_undo
from incidents.answers.lookups import spread_of
from incidents.answers.thanks import PASSED, is_thanks
from incidents.answers.values import IN_FLIGHT, Answer, AnswerKind, AnswerState
from incidents.approval.values import Approval, ApprovalState
from incidents.danger.danger_marks import DangerMark, DangerMarks, marks
from incidents.danger.lookups import is_warned, who_is_told
from incidents.ids import ChatId, DepartmentId, IncidentId, OfficialId, PostId
from incidents.incident import FINAL, Act, Event, Incident, Status
from incidents.intake.lookups import checking_text
from incidents.official import IN_DEPARTMENT, ROLE_TITLES, Official, Role
from incidents.people.leave import seats
from incidents.promises.values import STANDING, Promise, is_broken
from incidents.reading import DangerGrade
from incidents.role_rights import Right, has_right
from incidents.routing.rules import confusable
from incidents.works.lookups import explaining

REMEMBER = timedelta(days=30)
"""For how long an address has a memory (C3)."""

KNOW = {Role.DUTY: "ЕДДС", Role.COORDINATOR: "дежурный координатор", Role.HEAD: "глава"}


async def card_view(tx: Tx, district: District, id: IncidentId, chat_id: ChatId, *, now: datetime) -> CardView:
    """The incident as whoever reads this chat may see it. Raises NotFound."""
    incident = await tx.incidents.get(id)
    officials = {o.id: o for o in await tx.officials.all()}
    departments = await tx.departments.all()
    titles = {d.id: d.title for d in departments}
    voices = [VoiceView(voice=v, post=await tx.posts.get(v.post_id)) for v in await tx.voices.of(id)]
    given = await tx.answers.of(id)
    answers = [a for a in given if a.state not in {AnswerState.CANCELLED, AnswerState.DRAFT} and a.shares is None]
    approval = await tx.approvals.latest(id)
    reading = await tx.readings.of(voices[0].post.id) if voices else None
    holder = officials.get(incident.holder_id) if incident.holder_id else None
    events = await tx.log.of(id)
    said = marks(events) if incident.danger_grade or incident.danger_words else DangerMarks()
    aside = await beside(tx, incident, voices)
    viewer = next((o for o in officials.values() if o.user_id == chat_id), None)
    is_now = incident.danger_grade is DangerGrade.NOW
    return CardView(
        incident=incident,
        topic_short=short(district, incident.topic),
        voices=tuple(voices),
        department=titles.get(incident.department_id) if incident.department_id else None,
        proposed=titles.get(incident.proposed_id) if incident.proposed_id else None,
        sorted_to=titles.get(incident.sorted_id) if incident.sorted_id else None,
        holder=holder.title if holder else None,
        stands_in=_deputy(holder, officials),
        answer=_shown(answers),
        earlier=await _earlier(tx, district, incident, apart=aside),
        quiet=is_now and incident.accepted_at is None,
        told=await who_knows(tx, incident, officials, titles) if incident.danger_grade else (),
        viewer=viewer,
        timezone=district.timezone,
        now=now,
        known=_mark(said.known, officials, titles),
        confirmed=_mark(said.confirmed, officials, titles),
        safe=_mark(said.safe, officials, titles),
        help=_help(incident, events, officials),
        note=await _note(tx, incident, officials, titles),
        delay=await tx.delays.of(id),
        request=await tx.requests.of(id) if incident.status is Status.OUTSIDE else None,
        reply=await _reply(tx, events),
        co=await co_views(tx, incident, viewer, chat_id),
        questions=await question_views(tx, district, incident),
        beside=aside,
        helps=viewer is None and only_helps(chat_id, incident, departments),
        merged_number=(await tx.incidents.get(incident.merged_into)).number if incident.merged_into else None,
        likely_topics=tuple((slug, short(district, slug)) for slug in ((reading and confusable(reading)) or ())),
        returned=approval is not None and _came_back(approval, given),
        approval=approval,
        reaction=await reaction_view(tx, id),
        answer_gone_at=await gone_at(tx, answers),
        unheard=await unheard(tx, voices, given, now=now) if has_right(viewer, Right.SORT) else 0,
        undo=viewer is not None and await _may_undo(tx, incident, viewer, events, now=now),
        promise=await _promise(tx, incident),
        warn_by=incident.clock_from + district.norms.now_warn if is_now and not is_warned(given) else None,
        may_warn=is_now and who_is_told(said) is not None and not is_warned(given),
        region_in_use=await tx.region.in_use(),
        mass=await mass_view(tx, incident, officials),
        works=await explaining(tx, incident),
        passed=_given_to_crew(events, officials, titles) if is_thanks(incident) else None,
        checking=await checking_text(tx, district.policy, now=now) if incident.rumour else None,
        spread=await spread_of(tx, id, given, now=now),
    )


def _mark(mark: DangerMark | None, officials: Mapping[OfficialId, Official], titles: Mapping[DepartmentId, str]) -> MarkView | None:
    if mark is None:
        return None
    by = officials.get(mark.by)
    who = who_said(by, titles.get(by.department_id) if by.department_id else None) if by is not None else "дежурный"
    return MarkView(who=who, at=mark.at, hurt=mark.hurt is True, cut_off=mark.cut_off, by_voice=mark.by_voice)


def _given_to_crew(
    events: Sequence[Event], officials: Mapping[OfficialId, Official], titles: Mapping[DepartmentId, str]
) -> MarkView | None:
    """Who gave the thanks on."""
    done = next((each for each in events if each.data.get(PASSED) and each.by is not None), None)
    return _mark(DangerMark(by=done.by, at=done.at), officials, titles) if done is not None and done.by is not None else None


def _help(incident: Incident, events: Sequence[Event], officials: Mapping[OfficialId, Official]) -> HelpView | None:
    """Who asked for help last, until somebody else has it or it is answered."""
    settled = {Act.ACCEPT, Act.ASSIGN, Act.ENTRUST, Act.RETURN, Act.ANSWER, Act.INTERIM, Act.REOPEN}
    last = next((each for each in reversed(events) if each.act in settled | {Act.HELP}), None)
    if last is None or last.act is not Act.HELP or last.by is None or incident.status in FINAL:
        return None
    kind = last.data.get("kind")
    who = officials[last.by].title if last.by in officials else "сотрудник"
    return HelpView(who=who, at=last.at, words=HELP_WORDS[HelpKind(str(kind))] if kind in list(HelpKind) else "")


async def _note(
    tx: Tx, incident: Incident, officials: Mapping[OfficialId, Official], titles: Mapping[DepartmentId, str]
) -> NoteView | None:
    notes = await tx.notes.of(incident.id)
    if not notes:
        return None
    by = officials.get(notes[-1].by)
    department = titles.get(by.department_id) if by is not None and by.department_id is not None else None
    return NoteView(who=department or (by.title if by else "сотрудник"), at=notes[-1].at, text=notes[-1].text)


async def _promise(tx: Tx, incident: Incident) -> Promise | None:
    """The latest that still asks for «Сделано» or «Новый срок»."""
    standing = [each for each in await tx.promises.of(incident.id) if each.state in STANDING]
    return standing[-1] if standing else None


def _shown(answers: Sequence[Answer]) -> Answer | None:
    """The newest; but a question on its way to the author does not hide an answer that is on its way."""
    leaving = [a for a in answers if a.state in IN_FLIGHT and a.kind is not AnswerKind.CLARIFY]
    return next(reversed([*answers[-1:], *leaving]), None)


def _came_back(approval: Approval, answers: Sequence[Answer]) -> bool:
    """The approver gave it back, and neither it nor another answer has gone on its way since."""
    is_draft = any(a.id == approval.answer_id and a.state is AnswerState.DRAFT and a.kind is not AnswerKind.CLARIFY for a in answers)
    later = any(a.id > approval.answer_id and a.state not in {AnswerState.CANCELLED, AnswerState.DRAFT} for a in answers)
    return approval.state is ApprovalState.RETURNED and is_draft and not later


async def _may_undo(tx: Tx, incident: Incident, viewer: Official, events: Sequence[Event], *, now: datetime) -> bool:
    kept = await tx.undos.of(incident.id)
    return kept is not None and may_undo(viewer, kept) and is_open(kept, incident, events, now=now)


def _deputy(holder: Official | None, officials: Mapping[OfficialId, Official]) -> str | None:
    """Who gets what a holder on leave has taken."""
    seat = seats(officials.values()).get(holder.id) if holder is not None and holder.away else None
    return seat.title if seat is not None else None


async def who_knows(
    tx: Tx, incident: Incident, officials: Mapping[OfficialId, Official], titles: Mapping[DepartmentId, str]
) -> tuple[str, ...]:
    """Who has a card of a danger already: duty and coordinators first, then departments."""
    by_chat = {o.user_id: o for o in officials.values()}
    readers = [by_chat[copy.chat_id] for copy in await tx.copies.of(incident.id) if copy.chat_id in by_chat]
    names = [
        titles.get(o.department_id or DepartmentId(""), ROLE_TITLES[o.role])
        if o.role in IN_DEPARTMENT
        else KNOW.get(o.role, ROLE_TITLES[o.role])
        for o in readers
    ]
    return tuple(dict.fromkeys(sorted(names, key=lambda name: name not in KNOW.values())))


async def _reply(tx: Tx, events: Sequence[Event]) -> ReplyView | None:
    """The author's last words under a question of ours."""
    last = next((each for each in reversed(events) if each.data.get("clarifies") is not None), None)
    post = last.data.get("post") if last else None
    return ReplyView(at=last.at, text=(await tx.posts.get(PostId(post))).post.text) if last and isinstance(post, int) else None


async def _earlier(tx: Tx, district: District, incident: Incident, *, apart: Collection[int] = ()) -> tuple[Earlier, ...]:
    if not (incident.place.street or incident.place.landmark) and incident.repeat_of is None:
        return ()  # a whole settlement is no address: what else happens in it says nothing here
    found, today = [], incident.opened_at.astimezone(district.timezone).date()
    for other in await tx.incidents.earlier_at(incident, since=incident.opened_at - REMEMBER):
        if other.number in apart:  # another question of this very post
            continue
        answers = [a for a in await tx.answers.of(other.id) if a.state is AnswerState.PUBLISHED]
        broken = [p.due for p in await tx.promises.of(other.id) if is_broken(p, today)]
        found.append(
            Earlier(
                number=other.number,
                at=other.opened_at,
                topic_short=short(district, other.topic),
                same_topic=other.topic == incident.topic or other.id == incident.repeat_of,
                answer_text=answers[-1].text if answers else None,
                status=other.status,
                outcome=other.outcome,
                closed_at=other.closed_at,
                broken=max(broken, default=None),
            )
        )
    return tuple(found)
