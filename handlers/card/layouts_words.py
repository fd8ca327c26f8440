"""Rows of buttons for every case of a card, as data.

A row is a line of codes, `open` is the link to the post or to our answer (docs/voice.md, «Buttons»).
"""

from enum import StrEnum

from handlers.kit.buttons import Press
from incidents.incident import Act

OPEN = "open"
LIKELY = "likely"
"""In a row of codes: the two topics that may be meant, each a button."""


class Case(StrEnum):
    """What a card is at, as its keyboard sees it."""

    NEW = "new"
    NEW_PROPOSED = "new_proposed"  # a mode keeps it with the coordinator
    NEW_DANGER = "new_danger"  # «Опасно?»
    NEW_TOPIC = "new_topic"
    NEW_PLACE = "new_place"
    NEW_QUESTIONS = "new_questions"
    NEW_OUTSIDE = "new_outside"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    LEAVING = "leaving"  # the answer is held or in the network's hands
    APPROVAL = "approval"
    RETURNED = "returned"  # by the approver
    PROMISED = "promised"
    ANSWERED = "answered"
    OUTSIDE = "outside"
    POSTPONED = "postponed"
    REOPENED = "reopened"
    CLOSED = "closed"
    CLOSED_DISPUTED = "closed_disputed"  # «сделано», and the author says that it is not
    CLOSED_PROMISED = "closed_promised"  # «в плане с датой»: the promise waits for its day
    REJECTED = "rejected"
    THANKS = "thanks"  # C10
    RUMOUR = "rumour"  # for the approver, and for the coordinator where there is none
    DANGER = "danger"  # for the coordinator and the duty official
    DANGER_ASSIGNED = "danger_assigned"
    DANGER_ACCEPTED = "danger_accepted"


LABELS: dict[Press, tuple[str, Act | None]] = {
    Press.ACCEPT: ("Принять", Act.ACCEPT),
    Press.GRADE_NOW: ("Опасно сейчас", Act.DANGER_GRADED),
    Press.GRADE_RISK: ("Есть риск", Act.DANGER_GRADED),
    Press.GRADE_NONE: ("Не опасно", Act.DANGER_GRADED),
    Press.RETURN: ("Не наше", Act.RETURN),
    Press.ANSWER: ("Ответить", Act.ANSWER),
    Press.FACTS: ("Факты и фото", Act.FACTS),
    Press.INTERIM: ("Промежуточный", Act.INTERIM),
    Press.HELP: ("Нужна помощь", Act.HELP),
    Press.MORE: ("Ещё…", None),
    Press.WHY: ("Почему мне?", None),
    Press.HISTORY: ("История", None),
    Press.UNDO: ("Вернуть", None),  # named by the act: undo_button.py
    Press.CLOSE: ("Закрыть", Act.CLOSE),
    Press.REOPEN: ("Вернуть в работу", Act.REOPEN),
    Press.ASSIGN: ("Передать", Act.ASSIGN),
    Press.PROPOSED: ("В отдел", Act.ASSIGN),
    Press.REJECT: ("Не обращение", Act.REJECT),
    Press.TOPIC: ("Другая тема…", Act.CORRECT_TOPIC),
    Press.PLACE: ("Указать место", Act.CORRECT_PLACE),
    Press.TOPIC_PLACE: ("Тема и место", Act.CORRECT_TOPIC),
    Press.POSTPONE: ("Отложить", Act.POSTPONE),
    Press.RESUME: ("Вернуть сейчас", Act.RESUME),
    Press.OTHER_DATE: ("Другая дата", Act.POSTPONE),
    Press.NOTE: ("Заметка своим", Act.NOTE),
    Press.ASK_AUTHOR: ("Спросить жителя", Act.ASK_AUTHOR),
    Press.OUTSIDE: ("Передать вовне", Act.SEND_OUTSIDE),
    Press.OUTSIDE_CAME: ("Ответ пришёл", Act.RESUME),
    Press.REMIND_THEM: ("Напомнить им", Act.NOTE),
    Press.NUDGE: ("Напомнить", Act.NOTE),
    Press.MERGE: ("Объединить", Act.MERGE),
    Press.NEAR: ("Это уже есть?", Act.MERGE),
    Press.SPLIT: ("Разделить", Act.SPLIT),
    Press.GATHER: ("Собрать ответ", Act.COLLECT),
    Press.COEXECUTOR: ("Соисполнитель", Act.COLLECT),
    Press.CO_FACTS: ("Дать факты", Act.FACTS),
    Press.CONTROL: ("На контроль", Act.CONTROL),
    Press.CHECKED: ("Всё верно", Act.CHECKED),
    Press.CONFIRM_DONE: ("Подтвердить", Act.CONFIRM_DONE),
    Press.ORDER: ("Поручить…", Act.ORDER),
    Press.EXPLAIN: ("Пусть объяснят", Act.ORDER),
    Press.DELAY: ("Причина", Act.DELAY_REASON),
    Press.REGION: ("Для региона", Act.REGION),
    Press.REGION_NUMBER: ("Номер региона", Act.REGION),
    Press.RECALL: ("Отозвать", None),
    Press.MY_ANSWER: ("Мой ответ", None),
    Press.FIX: ("Поправить", None),
    Press.ASK_APPROVER: ("Спросить", None),
    Press.HURRY: ("Поторопить", None),
    Press.SEE_ANSWER: ("Ответ", None),
    Press.PROMISE_DONE: ("Сделано", Act.CLOSE),
    Press.PROMISE_DATE: ("Новый срок", Act.INTERIM),
    Press.SAFE: ("Уже безопасно", Act.SAFE),
    Press.KNOWN: ("Знаем, работаем", Act.DANGER_KNOWN),
    Press.CONFIRMED: ("Подтвердилось", Act.DANGER_CONFIRMED),
    Press.DENIED: ("Не подтвердилось", Act.DANGER_DENIED),
    Press.CALL: ("Позвонить", None),
    Press.REACHED: ("Есть ответ", Act.DANGER_KNOWN),
    Press.WARN: ("Сказать жителям", Act.ANSWER),
    Press.NOT_DANGER: ("Не опасно", Act.DANGER_DENIED),
    Press.NEIGHBOURS: ("Передать соседям", Act.SEND_OUTSIDE),
    Press.GENERAL: ("Ответить общим", Act.ANSWER),
    Press.STAY: ("Оставить", None),
    Press.SEEN: ("Оставить", None),
    Press.DETACH: ("Отделить", Act.SPLIT),
    Press.CAUSE: ("Указать причину", Act.NOTE),
    Press.AMEND: ("Поправка", None),
    Press.WORKS: ("Ответ по работам", Act.ANSWER),
    Press.ANSWER_ALL: ("Ответить всем", Act.ANSWER),
    Press.FORMER: ("Прошлый ответ", None),
    Press.CHECKING: ("Проверяем", Act.INTERIM),
    Press.ASK_FACTS: ("Запросить факты", Act.COLLECT),
    Press.REFUTE: ("Опровергнуть", Act.ANSWER),
    Press.RUMOUR_TRUE: ("Подтвердить", Act.ANSWER),
    Press.NOT_RUMOUR: ("Это не слух", Act.NOT_RUMOUR),
    Press.TAKE_TEXT: ("Взять новое", Act.NEW_TEXT),
    Press.LEAVE_TEXT: ("Оставить", Act.NEW_TEXT),
    Press.TO_CREW: ("Передать бригаде", Act.NOTE),
    Press.THANK: ("Ответить спасибо", Act.NOTE),
    Press.ENTRUST: ("Поручить другому", Act.ENTRUST),
    Press.TO_HEAD: ("Главе на решение", None),
    Press.BRIEF: ("Что сказать", None),
    Press.CONTACT: ("Кому перезвонить", Act.SEE_CONTACT),
}
"""The words of each button, and the act whose right it needs (None: whoever sees the card)."""

EXECUTOR: dict[Case, str] = {
    Case.NEW: "answer open | more",
    Case.ASSIGNED: "accept return | answer open | more",
    Case.DANGER_ASSIGNED: "accept | return help | open more",
    Case.ACCEPTED: "answer facts | interim help | open more",
    Case.DANGER_ACCEPTED: "safe facts | answer help | open more",
    Case.LEAVING: "open more",
    Case.APPROVAL: "recall mine | open more",
    Case.RETURNED: "fix spoke | open more",
    Case.PROMISED: "done promise | open more",
    Case.ANSWERED: "close answer | open more",
    Case.OUTSIDE: "came remind | open more",
    Case.POSTPONED: "resume date | open more",
    Case.REOPENED: "answer facts | former open | more",
    Case.CLOSED: "open history | reopen amend",
    Case.CLOSED_DISPUTED: "confirm_done | open history | reopen amend",
    Case.CLOSED_PROMISED: "done promise | open history",
    Case.REJECTED: "open history",
    Case.THANKS: "crew thank | open",
}
COORDINATOR: dict[Case, str] = {
    Case.NEW: "proposed assign answer | reject tp | open more",
    Case.NEW_PROPOSED: "proposed assign | reject tp | open more",
    Case.NEW_DANGER: "gnow grisk | gnone open | more",
    Case.NEW_TOPIC: "likely | topic reject | open more",
    Case.NEW_PLACE: "place ask | general reject | open more",
    Case.NEW_QUESTIONS: "gather split | assign open | more",
    Case.NEW_OUTSIDE: "neighbours answer | assign reject | open more",
    Case.DANGER: "call reached | warn calm | open more",
    Case.ASSIGNED: "assign answer | nudge tp | open more",
    Case.ACCEPTED: "assign answer | nudge tp | open more",
    Case.LEAVING: "open more",
    Case.APPROVAL: "hurry see | open more",
    Case.RETURNED: "assign answer | nudge tp | open more",
    Case.PROMISED: "region close | open more",
    Case.ANSWERED: "region close | answer open | more",
    Case.OUTSIDE: "came remind | assign answer | open more",
    Case.POSTPONED: "resume date | assign answer | open more",
    Case.REOPENED: "assign answer | nudge tp | open more",
    Case.CLOSED: "reopen region | open amend | history",
    Case.CLOSED_DISPUTED: "confirm_done | reopen region | open history",
    Case.CLOSED_PROMISED: "reopen region | done promise | open history",
    Case.REJECTED: "reopen | open history",
    Case.THANKS: "reopen | open history",
    Case.RUMOUR: "checking askfacts | refute rtrue | open more",
}
NEW_TEXT = "ttext ltext"
"""For the coordinator, above the rest: a changed text says another topic or place."""

CHECK, CHECK_PLACE, CHECK_PRAISE, CHECK_SAID = "proposed checked", "place checked", "reject checked", "split checked"
"""For the coordinator, above the rest: a department has it with a doubt; once it is answered, a second question only."""

HELPER = "cofacts note | open history"
"""For the people of a co-executor: facts and notes, the answer is another department's."""

DUTY = "accept contact | known confirmed | denied open"
HEAD = "order control | explain history | open"
HEAD_DISPUTED = "confirm_done | order explain | open history"
READER = "open history"
APPROVER = "confirm_done | amend reopen | open history"

MORE_CHECKER = "contact | nrumour answer | note close | ask delay | reopen amend | history"
MORE_EXECUTOR = (
    "contact | cause all | accept return entrust | postpone note | near | amend | ask outside | close reopen | "
    "delay help | safe history | why"
)
MORE_COORDINATOR = (
    "contact | gather | detach cause | all nrumour | tp | assign entrust | answer accept | near | merge split | postpone control | "
    "co note | outside ask | reject close | amend rnumber | delay call | calm confirmed | safe history | tohead why"
)
"""«Ещё…»: what the card has no room for; «Назад» comes last by itself."""
