"""Facts become a view: one reading of the database, as every chat sees it at any time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers.card.card_data import CardFacts, EarlierFacts
from handlers.card.card_view_data import card_view
from handlers.card.card_view_words import CardView
from handlers.danger.who_was_called_words import who_knows
from incidents.acts.ask_for_help import HelpKind
from incidents.acts.coexecutors import CoExecutor
from incidents.acts.notes import Note
from incidents.acts.undo import UNDO_FOR, Undo
from incidents.answers.short_replies import ShortReplies
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.ids import AnswerId, ChatId, IncidentId, OfficialId, PostId
from incidents.incident import Act, Event, Status
from incidents.intake.burst import Mass
from incidents.official import Official, Role
from tests.kit.values.cards_made import HOUSING, NOW, ROADS, accepted, answer, at, danger, incident, official, post, view, voice
from tests.kit.values.facts_made import DEPARTMENTS, facts

NOON = at(12)
EXECUTOR, GROUP, COORDINATOR = ChatId(2), ChatId(-5), ChatId(3)
DUTY = replace(official(Role.COORDINATOR), id=OfficialId(3), user_id=COORDINATOR)
BOTH = {each.id: each for each in (official(), DUTY)}


def seen(read: CardFacts, chat: ChatId = EXECUTOR, *, now: datetime = NOW) -> CardView:
    return card_view(read, chat, now=now)


def event(act: Act, **data: Any) -> Event:  # Any: codes and ids
    status = Status.ACCEPTED
    return Event(act=act, at=at(9, 18), by=OfficialId(2), because="", status_before=status, status_after=status, data=data)


def test_where_nothing_has_happened_the_view_is_the_sample_one() -> None:
    read = facts()
    assert seen(read) == view(timezone=read.policy.calendar.timezone, topic_short=seen(read).topic_short)


def test_one_reading_serves_every_chat() -> None:
    read = facts(officials=BOTH)
    viewers = [seen(read, chat).viewer for chat in (EXECUTOR, COORDINATOR, GROUP)]
    assert viewers == [official(), DUTY, None]


def test_an_act_may_be_taken_back_by_whoever_did_it_and_for_ten_minutes() -> None:
    item = accepted()
    kept = Undo(incident_id=item.id, act=Act.ACCEPT, by=OfficialId(2), until=NOW + UNDO_FOR, line=1, before=incident(), after=item)
    read = facts(item, officials=BOTH, events=[event(Act.ACCEPT)], undo=kept)
    assert seen(read).undo
    assert not seen(read, GROUP).undo
    assert not seen(read, now=NOW + UNDO_FOR + timedelta(seconds=1)).undo


def test_drafts_cancelled_answers_and_short_replies_are_no_answer_of_the_card() -> None:
    shares = answer(id=AnswerId(9), shares=AnswerId(3))
    hidden = [answer(AnswerState.DRAFT, id=AnswerId(7)), answer(AnswerState.CANCELLED, id=AnswerId(8)), shares]
    assert seen(facts(answers=hidden)).answer is None
    assert seen(facts(answers=[answer(), *hidden])).answer == answer()


def test_a_question_to_the_author_hides_no_answer_on_its_way() -> None:
    leaving = answer(AnswerState.SCHEDULED)
    asks = answer(id=AnswerId(4), kind=AnswerKind.CLARIFY)
    assert seen(facts(answers=[leaving, asks])).answer == leaving


def test_the_newest_note_is_signed_by_the_department() -> None:
    notes = [Note(id=n, incident_id=IncidentId(7), by=OfficialId(2), at=at(9, n), text=f"заметка {n}") for n in (1, 2)]
    note = seen(facts(notes=notes)).note
    assert note is not None
    assert (note.who, note.text) == ("отдел дорожного хозяйства", "заметка 2")


@pytest.mark.parametrize(("after", "asks"), [((), True), ((Act.NOTE,), True), ((Act.ANSWER,), False)])
def test_a_call_for_help_stands_until_it_is_settled(after: tuple[Act, ...], asks: bool) -> None:
    kind = next(iter(HelpKind))
    events = [event(Act.HELP, kind=str(kind)), *[event(act) for act in after]]
    assert (seen(facts(accepted(), events=events)).help is not None) is asks


def test_of_a_danger_duty_and_coordinators_are_named_before_departments() -> None:
    titles = {id: each.title for id, each in DEPARTMENTS.items()}
    assert who_knows([EXECUTOR, GROUP, COORDINATOR], BOTH.values(), titles) == ("дежурный координатор", "отдел дорожного хозяйства")
    read = facts(danger(), officials=BOTH, told=[COORDINATOR])
    assert seen(read).danger.told == ("дежурный координатор",)
    assert seen(read).danger.quiet


def test_a_co_executor_is_mine_in_its_own_group_only() -> None:
    there = {**DEPARTMENTS, HOUSING: replace(DEPARTMENTS[HOUSING], chat_id=GROUP)}
    asked = CoExecutor(incident_id=IncidentId(7), department_id=HOUSING, by=OfficialId(2), asked_at=at(9, 15), wait_until=at(13))
    read = facts(accepted(co_departments=(HOUSING,)), departments=there, co_executors=[asked])
    assert [(each.title, each.mine) for each in seen(read, GROUP).co] == [("отдел ЖКХ", True)]
    assert [each.mine for each in seen(read).co] == [False]
    assert seen(read, GROUP).helps
    assert not seen(read).helps


def two_answers(**changes: Any) -> list[Answer]:  # Any: fields of a dataclass
    return [answer(id=AnswerId(3)), answer(id=AnswerId(4), published_at=at(11, 50), **changes)]


def a_comment(minute: int) -> Any:  # Any: a stored post
    return post(id=5, author_id="author1", published_at=at(11, minute))


def unheard(read: CardFacts, viewer: Official = DUTY, *, now: datetime = NOON) -> int:
    return seen(replace(read, officials={viewer.id: viewer}), viewer.user_id or GROUP, now=now).unheard


def test_the_coordinator_reads_how_many_answers_an_author_left_without_a_word() -> None:
    read = facts(answers=two_answers())
    assert unheard(read) == 2
    assert unheard(read, official()) == 0
    assert unheard(read, now=at(12) + timedelta(days=91)) == 0
    assert unheard(replace(read, comments=[a_comment(41)])) == 2
    assert unheard(replace(read, comments=[a_comment(45)])) == 0
    assert unheard(facts(answers=two_answers(post_id=PostId(99)))) == 0
    assert unheard(facts(answers=two_answers(by_phone=True))) == 0


def test_a_place_remembers_what_was_answered_there() -> None:
    other = incident(id=IncidentId(5), number=1400, topic="roads_snow", opened_at=at(9, day=3))
    read = facts(earlier=[EarlierFacts(incident=other, answers=[answer(), answer(AnswerState.REFUSED, text="нет")], promises=())])
    (before,) = seen(read).earlier
    assert (before.number, before.same_topic, before.answer_text, before.broken) == (1400, False, answer().text, None)


def test_a_mass_event_counts_addresses_unless_the_incident_stands_for_itself() -> None:
    mass = Mass(incident_id=IncidentId(7), family="roads", at=at(9), said=6, usual=1.0)
    assert seen(facts(mass=mass)).mass is not None
    assert seen(facts(mass=replace(mass, is_apart=True))).mass is None


def test_a_post_to_all_spreads_among_the_voices_that_stand() -> None:
    stood, gone = voice(post(id=1), answered_at=at(11, 42)), voice(post(id=2, deleted_at=at(10)))
    lines = ShortReplies(answer_id=AnswerId(3), lines=("да",), until=at(18))
    read = facts(voices=(stood, gone), answers=[answer(kind=AnswerKind.POST)], short_replies=lines)
    spread = seen(read).spread
    assert spread is not None
    assert (spread.told, spread.voices, spread.waits, spread.until) == (1, 1, 0, at(18))
    late = seen(read, now=at(19)).spread
    assert late is not None
    assert late.until is None
    assert seen(replace(read, short_replies=replace(lines, until=None))).spread is None


def test_a_rumour_says_until_when_we_write() -> None:
    item = incident(rumour=True, department_id=None, proposed_id=ROADS)
    assert seen(facts(item, checking="Напишем здесь {срок}.")).checking == "Напишем здесь сегодня до 15:00."
