"""The press service approves the words of «Решено?»."""

from datetime import timedelta

from handlers.approval.approval_button_words import decide
from handlers.approval.buttons import ApprovalDo
from handlers.kit import button
from handlers.kit.text import escape, name
from incidents.advice.advice_overrides import code_of
from incidents.deadlines.worktime import duration_text
from incidents.ids import AnswerId
from incidents.messenger import Message


def approve(*, words: str, after: timedelta, by: str | None) -> Message:
    """Whether these words may be asked. `by`: who approved them already."""
    html = f"<b>Спрашиваем жителей, решено ли?</b>\n<blockquote>{escape(words)}</blockquote>\n"
    html += f"Напишем под нашим ответом через {duration_text(after, working=False)} после закрытия: один раз в ветке, в день не больше 20\n"
    if by is not None:
        return Message(html=f"{html}Слова одобрили: {escape(name(by, 60))}")
    press = decide(ApprovalDo.DONE_CHECK, "Одобрить", AnswerId(0), choice=code_of(words), primary=True)
    html += "Одобрить нужно один раз. Нужны другие слова? Координатор заведёт шаблон «Решено?», пришлём его сюда"
    return Message(html=html, rows=button.rows((press,)))
