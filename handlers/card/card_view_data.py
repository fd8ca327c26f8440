"""One incident as one chat sees it: facts become a view."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.acts.together.questions_and_helpers_words import co_views, only_helps, question_views
from handlers.card.card_data import CardFacts, EarlierFacts
from handlers.card.card_view_words import CardView, Earlier
from handlers.card.unheard_words import count_unheard
from handlers.danger.who_was_called_words import called_words, next_words, who_knows
from handlers.intake.mass_words import mass_view
from handlers.kit.card_values import DangerView, HelpView, MarkView, NewTextView, NoteView, SimilarView
from handlers.kit.networks import networks_of
from handlers.kit.rendering import short, title_of
from incidents.acts.ask_for_help import HELP_WORDS, HelpKind
from incidents.acts.notes import Note
from incidents.acts.undo import Undo, is_open, may_undo
from incidents.answers.everyone import Spread
from incidents.answers.lookups import spread_among
from incidents.answers.thanks import PASSED, is_thanks
from incidents.answers.values import IN_FLIGHT, Answer, AnswerKind, AnswerState
from incidents.approval.values import Approval, ApprovalState
from incidents.danger.danger_marks import DangerMark, DangerMarks, first_told, is_warned, marks, officials_called
from incidents.danger.doubts import goes_on
from incidents.ids import ChatId, DepartmentId, OfficialId
from incidents.incident import FINAL, Act, Event, Incident
from incidents.intake.burst import gathered
from incidents.intake.lookups import checking_text
from incidents.official import Official, service_name
from incidents.people.leave import seats
from incidents.promises.values import STANDING, Promise, is_broken
from incidents.reading import DangerGrade, MainPlace
from incidents.rights import may
from incidents.role_rights import Right, has_right
from incidents.routing.rules import confusable
from incidents.routing.topic_rules import family_of


def card_view(facts: CardFacts, chat_id: ChatId, *, now: datetime) -> CardView:
    """The incident as whoever reads this chat may see it."""
    incident, policy, officials, titles = facts.incident, facts.policy, facts.officials, facts.titles
    holder = officials.get(incident.holder_id) if incident.holder_id else None
    viewer = next((o for o in officials.values() if o.user_id == chat_id), None)
    return CardView(
        incident=incident,
        topic_short=title_of(policy, incident),
        voices=facts.voices,
        department=titles.get(incident.department_id) if incident.department_id else None,
        proposed=titles.get(incident.proposed_id) if incident.proposed_id else None,
        sorted_to=titles.get(incident.sorted_id) if incident.sorted_id else None,
        holder=holder.title if holder else None,
        acceptor=_acceptor(facts),
        stands_in=_deputy(holder, officials),
        answer=(shown := _shown(facts.answers)),
        repeats=tuple(each for each in facts.answers if shown is not None and each.repeats == shown.id),
        earlier=tuple(_earlier(each, facts) for each in facts.earlier),
        danger=_danger(facts),
        viewer=viewer,
        timezone=policy.calendar.timezone,
        now=now,
        networks=networks_of(policy.networks),
        help=_help(incident, facts.events, officials),
        note=_note(facts.notes, officials, titles) if viewer is not None else None,  # colleagues' words are not for a whole group
        delay=facts.delay,
        request=facts.request,
        reply=facts.reply,
        has_contact=facts.has_contact,
        asks_call=facts.asks_call,
        caller=_caller(shown, officials, titles) if shown is not None and shown.by_phone else "",
        co=co_views(incident, facts.co_executors, facts.departments, viewer, chat_id),
        questions=question_views(policy, incident, [each.voice for each in facts.voices], facts.questions, facts.departments),
        beside=facts.beside,
        helps=viewer is None and only_helps(chat_id, incident, facts.departments),
        merged_number=facts.merged_number,
        likely_topics=tuple((slug, short(policy, slug)) for slug in ((facts.reading and confusable(facts.reading)) or ())),
        returned=facts.approval is not None and _came_back(facts.approval, facts.answers),
        approval=facts.approval,
        reaction=facts.reaction,
        answer_gone_at=facts.answer_gone_at,
        unheard=count_unheard(facts.voices, facts.answers, facts.comments, now=now) if has_right(viewer, Right.SORT) else 0,
        undo=_undo(facts, viewer, now=now),
        promises=_promises(facts.promises),
        region_in_use=facts.region_in_use,
        photos_lost=facts.photos_lost,
        mass=mass_view(facts.mass, facts.mass_readings, officials),
        works=facts.works,
        passed=_given_to_crew(facts.events, officials, titles) if is_thanks(incident) else None,
        checking=checking_text(facts.checking, policy, now=now) if facts.checking is not None else None,
        spread=_spread(facts, now=now),
        new_text=_new_text(facts),
        similar=_similar(facts, viewer),
    )


def _caller(answer: Answer, officials: Mapping[OfficialId, Official], titles: Mapping[DepartmentId, str]) -> str:
    by = officials.get(answer.author_id)
    return service_name(by, titles.get(by.department_id) if by.department_id else None) if by is not None else "сотрудник"


def _new_text(facts: CardFacts) -> NewTextView | None:
    new = facts.new_text
    return None if new is None else NewTextView(topic_short=short(facts.policy, new.topic), place=new.place)


def _similar(facts: CardFacts, viewer: Official | None) -> SimilarView | None:
    """The likeliest of those that the viewer may merge it with; a group is offered its department's own."""
    others = [other for other in facts.similar if _may_merge(viewer, facts.incident, other)]
    if not others:
        return None
    head, *rest = gathered(facts.incident, others) or others[:1]
    what, place = title_of(facts.policy, head), head.place
    if rest:  # the trouble of the whole settlement
        what = family_of(head.topic).title
        place = MainPlace(settlement=place.settlement, settlement_id=place.settlement_id)
    more = tuple(each.number for each in rest)
    return SimilarView(incident_id=head.id, number=head.number, topic_short=what, place=place, since=head.clock_from, more=more)


def _may_merge(viewer: Official | None, one: Incident, other: Incident) -> bool:
    own = other.department_id is not None and other.department_id == one.department_id
    return own if viewer is None else all(may(viewer, Act.MERGE, each) for each in (one, other))


def _danger(facts: CardFacts) -> DangerView:
    incident, officials, titles = facts.incident, facts.officials, facts.titles
    danger_marks = marks(facts.events) if incident.danger_grade or incident.danger_words else DangerMarks()
    is_now = incident.danger_grade is DangerGrade.NOW
    to_warn = is_now and not is_warned(facts.answers)
    return DangerView(
        goes_on=goes_on(incident, facts.departments.values()),
        quiet=is_now and incident.accepted_at is None,
        told=who_knows(facts.told, officials.values(), titles),
        told_since=danger_marks.rose_at,
        is_again=danger_marks.is_again,
        called=called_words(officials_called(facts.events), officials) if is_now else "",
        next_call=next_words(incident, officials.values()) if is_now else "",
        known=_mark(danger_marks.known, officials, titles),
        confirmed=_mark(danger_marks.confirmed, officials, titles),
        safe=_mark(danger_marks.safe, officials, titles),
        denied=_mark(danger_marks.denied, officials, titles),
        warn_by=incident.clock_from + facts.policy.norms.now_warn if to_warn else None,
        may_warn=to_warn and first_told(danger_marks) is not None,
    )


def _spread(facts: CardFacts, *, now: datetime) -> Spread | None:
    pairs = [(each.voice, each.post) for each in facts.voices]
    return spread_among(pairs, facts.answers, facts.short_replies, now=now) if facts.short_replies is not None else None


def _mark(mark: DangerMark | None, officials: Mapping[OfficialId, Official], titles: Mapping[DepartmentId, str]) -> MarkView | None:
    if mark is None:
        return None
    by = officials.get(mark.by)
    who = service_name(by, titles.get(by.department_id) if by.department_id else None) if by is not None else "дежурный"
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


def _note(notes: Sequence[Note], officials: Mapping[OfficialId, Official], titles: Mapping[DepartmentId, str]) -> NoteView | None:
    if not notes:
        return None
    by = officials.get(notes[-1].by)
    department = titles.get(by.department_id) if by is not None and by.department_id is not None else None
    return NoteView(who=department or (by.title if by else "сотрудник"), at=notes[-1].at, text=notes[-1].text)


def _promises(promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Those that still ask for «Сделано» or «Новый срок», by their days."""
    return tuple(sorted((each for each in promises if each.state in STANDING), key=lambda each: (each.due, each.id)))


def _shown(given: Sequence[Answer]) -> Answer | None:
    """The newest; but a question on its way to the author does not hide an answer that is on its way."""
    answers = [a for a in given if a.state not in {AnswerState.CANCELLED, AnswerState.DRAFT} and a.shares is None and a.repeats is None]
    leaving = [a for a in answers if a.state in IN_FLIGHT and a.kind is not AnswerKind.CLARIFY]
    return next(reversed([*answers[-1:], *leaving]), None)


def _came_back(approval: Approval, answers: Sequence[Answer]) -> bool:
    """The approver gave it back, and neither it nor another answer has gone on its way since."""
    is_draft = any(a.id == approval.answer_id and a.state is AnswerState.DRAFT and a.kind is not AnswerKind.CLARIFY for a in answers)
    later = any(a.id > approval.answer_id and a.state not in {AnswerState.CANCELLED, AnswerState.DRAFT} for a in answers)
    return approval.state is ApprovalState.RETURNED and is_draft and not later


def _undo(facts: CardFacts, viewer: Official | None, *, now: datetime) -> Undo | None:
    """The last act, if it is the viewer's own and may still be taken back."""
    kept = facts.undo
    is_theirs = viewer is not None and kept is not None and may_undo(viewer, kept)
    return kept if is_theirs and kept is not None and is_open(kept, facts.incident, facts.events, now=now) else None


def _acceptor(facts: CardFacts) -> str | None:
    by = facts.officials.get(facts.incident.accepted_by) if facts.incident.accepted_by else None
    if by is None or by.id == facts.incident.holder_id:
        return None
    return service_name(by, facts.titles.get(by.department_id) if by.department_id else None)


def _deputy(holder: Official | None, officials: Mapping[OfficialId, Official]) -> str | None:
    """Who gets what a holder on leave has taken."""
    seat = seats(officials.values()).get(holder.id) if holder is not None and holder.away else None
    return seat.title if seat is not None else None


def _earlier(before: EarlierFacts, facts: CardFacts) -> Earlier:
    other, incident = before.incident, facts.incident
    today = incident.opened_at.astimezone(facts.policy.calendar.timezone).date()
    answers = [a for a in before.answers if a.state is AnswerState.PUBLISHED]
    return Earlier(
        number=other.number,
        at=other.opened_at,
        topic_short=title_of(facts.policy, other),
        same_topic=(other.topic, other.suggestion) == (incident.topic, incident.suggestion) or other.id == incident.repeat_of,
        answer_text=answers[-1].text if answers else None,
        status=other.status,
        outcome=other.outcome,
        closed_at=other.closed_at,
        broken=max((p.due for p in before.promises if is_broken(p, today)), default=None),
    )
