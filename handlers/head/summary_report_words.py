"""«Для доклада»: what the press secretary needs, with how it is counted."""

from datetime import timedelta

from handlers.head.head_lists_words import Span
from handlers.kit import button as press
from handlers.kit.text import count, duration, escape, name
from incidents.deadlines.values import Norms, StartEvent
from incidents.deadlines.worktime import duration_text
from incidents.head.summary import Summary
from incidents.messenger import Message

_LISTED = 3
_TITLE = 40
_STARTS = {
    StartEvent.PUBLISHED: "с публикации",
    StartEvent.DETECTED: "с момента, когда увидели",
    StartEvent.ASSIGNED: "с передачи отделу",
}


def report(summary: Summary, norm: str, *, span: Span) -> Message:
    """The second half of the summary."""
    due = f"Сегодня срок обещаний: {summary.promised_today}" if summary.promised_today and not summary.is_past else ""
    counted = (_messages(summary), _answers(summary), _region(summary), *_times(summary), *_after(summary), due)
    lines = [f"<b>Для доклада:</b> {span.words}", *counted, _places(summary), norm]
    return Message(html="\n".join(line for line in lines if line), rows=press.rows(span.back))


def _messages(summary: Summary) -> str:
    messages = count(summary.voices, "сообщение", "сообщения", "сообщений")
    of_old = f", ещё {summary.joined} о прежних" if summary.joined else ""
    wishes = f", из них предложений {summary.suggestions}" if summary.suggestions else ""
    return f"{messages}: {count(summary.opened, 'новый вопрос', 'новых вопроса', 'новых вопросов')}{wishes}{of_old}"


def _answers(summary: Summary) -> str:
    if not summary.opened:
        return ""
    silent = f", закрыли без ответа {summary.unanswered}" if summary.unanswered else ""
    return f"Новые {summary.opened}: ответили на {summary.answered}, ждут ответа {summary.waiting}{silent}"


def _region(summary: Summary) -> str:
    return "" if summary.in_region is None else f"В системе региона с номером {summary.in_region} из {summary.voices}"


def _times(summary: Summary) -> list[str]:
    lines = []
    if summary.due_total:
        lines.append(f"В срок или срок ещё идёт: {summary.due_total - summary.late_total} из {summary.due_total}")
    if summary.nine_of_ten is not None:
        longest = duration(summary.nine_of_ten) if summary.nine_of_ten >= timedelta(minutes=1) else "минуты"
        lines.append(f"Девять из десяти ответов не дольше {longest}")
    return lines


def _after(summary: Summary) -> list[str]:
    said = [f"спасибо {summary.thanked}"] if summary.thanked else []
    said += [f"недовольны {summary.angry}"] if summary.angry else []
    lines = [f"После ответа: {', '.join(said)}"] if said else []
    ended = {"жителю не написали": summary.untold, "разъяснили": summary.explained, "житель спорит": summary.disputed}
    apart = "".join(f", {what} {number}" for what, number in ended.items() if number)
    if summary.closed:
        lines.append(f"Закрыли {summary.closed}, из них сделано {summary.solved}" + apart)
    again = [f"повторов {summary.repeats}"] if summary.repeats else []
    again += [f"вернули в работу {summary.reopened}"] if summary.reopened else []
    return [*lines, ", ".join(again).capitalize()]


def _places(summary: Summary) -> str:
    named = [f"{escape(name(place, _TITLE))} {number}" for place, number in summary.settlements[:_LISTED]]
    return f"Чаще пишут: {', '.join(named)}" if named else ""


def norm_line(norms: Norms) -> str:
    """«Срок: 9 рабочих часов с момента, когда увидели»."""
    return f"Срок ответа: {duration_text(norms.default.answer, working=True)} {_STARTS[norms.start]}"
