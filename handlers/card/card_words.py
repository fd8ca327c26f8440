"""The card of an incident (docs/voice.md, «Cards»).

A pure function of what the courier read. One text message, ≤ 1024 visible characters.
"""

from handlers.acts import disputes_words, similar_pairs_words
from handlers.acts.together import ask_for_help_words, coexecutors_words, several_questions_words
from handlers.answers import ask_author_words, reactions_words, thanks_words
from handlers.answers.answer_line_words import answer_line, repeats_line
from handlers.answers.everyone.post_to_all_words import progress_line
from handlers.card import card_lines_words, waiting_and_note_lines_words
from handlers.card.card_view_words import CardView
from handlers.card.earlier_incidents_words import earlier_answers, is_repeat, repeat_line
from handlers.card.headline_words import headline, is_asked, is_undecided, is_urgent, open_doubt, whole_place
from handlers.card.keyboards_words import keyboard
from handlers.card.voices_words import add_voices, count_people, main_voice, quote
from handlers.danger import danger_words
from handlers.intake import contacts_words, new_text_words, rumours_words
from handlers.intake.mass_words import mass_line
from handlers.kit.labels import REASONS, UNTOLD
from handlers.kit.text import clock, count, day, has_words, link, lower_first, resident_quote, took, visible_length
from handlers.kit.text_budget import CARD, TextBudget
from handlers.promises import promises_words
from handlers.routing import doubts_words
from handlers.works.works_words import works_line
from incidents.answers.thanks import is_thanks
from incidents.answers.values import AnswerKind, AnswerState
from incidents.incident import Doubt, Status
from incidents.messenger import Message
from incidents.promises.values import waits_for_its_day

_WORDS = (420, 280, 200)
_FEW_WORDS = (280, 120, 60)
_FOLDED = 160


def render_card(view: CardView) -> Message:
    """Text and buttons of this incident for this viewer, as it stands at `view.now`."""
    return Message(html=_html(view), rows=keyboard(view))


def _html(view: CardView) -> str:
    if view.incident.status is Status.CLOSED:
        return _closed(view)
    if view.incident.status is Status.REJECTED:
        return _thanks(view) if is_thanks(view.incident) else _rejected(view)
    for words in _WORDS:
        whole = _open(view, words).html(drop=False)
        if visible_length(whole) <= CARD:
            return whole
    return min((_open(view, words).html() for words in _FEW_WORDS), key=lambda html: max(CARD, visible_length(html)))


def _open(view: CardView, words: int) -> TextBudget:
    """Blocks in the order of rule 2: what and where, until when, the resident's words, who has it, why, number."""
    sheet, doubt = TextBudget(), open_doubt(view)
    sheet.add(headline(view))
    sheet.add(whole_place(view))
    if is_urgent(view) and view.incident.status is not Status.ANSWERED and doubt is not Doubt.OUTSIDE:
        sheet.add("Сначала убрать опасность, потом писать", need=1)
    repeat = is_repeat(view)
    if repeat:
        sheet.add(repeat_line(view))
    brief = doubt is Doubt.OUTSIDE or (doubt in (Doubt.TOPIC, Doubt.PLACE) and view.incident.danger_grade is None)
    if not brief:
        sheet.add(card_lines_words.deadline_line(view))
        sheet.add(_one_answer(view), need=1)
        sheet.gap()
    add_voices(sheet, view, words=words, source=not brief or doubt is Doubt.PLACE)
    sheet.add(card_lines_words.decision_line(view))
    if not brief:
        sheet.gap()
    sheet.add(new_text_words.line(view.new_text, view.viewer))
    sheet.add(similar_pairs_words.line(view.similar, view.now), need=1)
    sheet.add(mass_line(view.mass, len(view.voices), view.now, view.timezone), need=1)
    sheet.add(works_line(view.works, view.now, view.timezone), need=1)
    _work(sheet, view, doubt)
    if repeat and not view.incident.is_suggestion:  # a wish that was refused may be refused in the same words
        sheet.add("Совет: прежний ответ не повторять", need=2)
    sheet.add(earlier_answers(view), need=2)
    sheet.add(card_lines_words.reason_line(view), need=1)
    sheet.add(card_lines_words.silenced_line(view), need=4)
    sheet.add(_number(view))
    sheet.add(waiting_and_note_lines_words.note_line(view), need=3)
    return sheet


def _work(sheet: TextBudget, view: CardView, doubt: Doubt | None) -> None:
    if doubt is None or (is_urgent(view) and doubt is not Doubt.OUTSIDE):
        sheet.add(card_lines_words.holder_line(view))
    sheet.add(doubts_words.line(view.incident, view.viewer, view.likely_topics, view.proposed))
    sheet.add(danger_words.said(view.danger, view.now, view.timezone), need=1)
    sheet.add(ask_author_words.clarified_line(view.reply, view.now, view.timezone), need=2)
    sheet.add(
        coexecutors_words.lines(
            view.incident,
            view.co,
            view.questions,
            is_undecided=is_undecided(view),
            department=view.department,
            viewer=view.viewer,
            now=view.now,
            tz=view.timezone,
        ),
        need=2 if not view.questions else 0,
    )
    sheet.add(several_questions_words.beside_line(view.beside), need=2)
    posts = [each.post for each in view.voices]
    sheet.add(rumours_words.lines(view.incident, posts, view.co, checking=view.checking, now=view.now, tz=view.timezone), need=1)
    sheet.add(contacts_words.line(view.viewer, view.incident, asks_call=view.asks_call))
    sheet.add(waiting_and_note_lines_words.waiting_line(view))
    sheet.add(_answer(view))
    sheet.add(repeats_line(view.repeats, posts))
    sheet.add(progress_line(view.spread, tz=view.timezone) if view.spread else "")
    sheet.add(promises_words.line(view.promises, view.now, view.timezone))
    sheet.add(reactions_words.reaction_line(view.reaction, view.answer_gone_at, view.unheard, view.now, view.timezone), need=1)
    sheet.add(disputes_words.line(view.incident))
    sheet.add(card_lines_words.region_left(view), need=2)
    sheet.add(waiting_and_note_lines_words.delay_line(view), need=1)
    sheet.add(ask_for_help_words.asked(view.help, view.now, view.timezone), need=2)


def _one_answer(view: CardView) -> str:
    return several_questions_words.one_answer(
        view.incident,
        view.questions,
        is_asked=is_asked(view),
        is_undecided=is_undecided(view),
        department=view.department,
        proposed=view.proposed,
        viewer=view.viewer,
    )


def _answer(view: CardView) -> str:
    return answer_line(
        view.answer,
        is_returned=view.returned,
        approval=view.approval,
        status=view.incident.status,
        posts=[each.post for each in view.voices],
        networks=view.networks,
        caller=view.caller,
        now=view.now,
        tz=view.timezone,
    )


def _thanks(view: CardView) -> str:
    main = main_voice(view)
    return thanks_words.thanks_card(
        view.incident,
        viewer=view.viewer,
        department=view.department,
        quote=quote(main.post, limit=_WORDS[0]) if main else "",
        passed=view.passed,
        answer=_answer(view),
        now=view.now,
        tz=view.timezone,
    )


def _number(view: CardView) -> str:
    aside = " · в наши цифры не идёт" if open_doubt(view) is Doubt.OUTSIDE else ""
    return f"№ {view.incident.number}{card_lines_words.region_numbers(view)}{aside}"


def _closed(view: CardView) -> str:
    """Three lines: how it ended, what was said, the number."""
    incident, answer = view.incident, view.answer
    ended = (
        f"Закрыто {day(incident.closed_at, view.timezone)} в {clock(incident.closed_at, view.timezone)}"
        if incident.closed_at
        else "Закрыто"
    )
    stands = answer is not None and answer.state is AnswerState.PUBLISHED and answer.kind is not AnswerKind.CLARIFY
    if view.merged_number is not None:
        ended = f"{ended.replace('Закрыто', 'Объединили', 1)} с № {view.merged_number}"
        answered = "Сообщения жителей теперь там"
    elif answer is not None and stands and has_words(answer.text):
        how = "Перезвонили" if answer.by_phone else "Ответили"
        answered = f"{how}: {link(answer.url, resident_quote(answer.text, _FOLDED))}"
    elif incident.answered_at is not None:
        answered = f"Ответили {day(incident.answered_at, view.timezone)}"
    else:
        answered = "Ответа под постом не было"
    last = [f"№ {incident.number}{card_lines_words.region_numbers(view)}"]
    if incident.answered_at is not None:
        last.append(f"первый ответ {took(incident.answered_at - incident.clock_from)}")
    if count_people(view) > 1:
        last.append(f"писали {count(count_people(view), 'житель', 'жителя', 'жителей')}")
    untold = f"О сделанном жителю не написали: {lower_first(UNTOLD[incident.untold])}" if incident.untold else ""
    after, asks = (
        reactions_words.reaction_line(view.reaction, view.answer_gone_at, view.unheard, view.now, view.timezone),
        _one_answer(view),
    )
    waits = promises_words.line(view.promises, view.now, view.timezone) if waits_for_its_day(incident) else ""
    return "\n".join(
        (
            headline(view),
            f"{ended}. {answered}",
            *(each for each in (untold, waits, after, disputes_words.line(incident), asks) if each),
            " · ".join(last),
        )
    )


def _rejected(view: CardView) -> str:
    reason = view.incident.reject_reason
    main = main_voice(view)
    text = main.post.post.text if main else ""
    why = f"Причина: {lower_first(REASONS[reason])}" if reason else "Причина не указана"
    return "\n".join(
        (
            headline(view),
            f"{why}. {resident_quote(text, _FOLDED, main.post.people if main else ())}" if has_words(text) else why,
            f"№ {view.incident.number} · из работы убрано",
        )
    )
