"""What the played coordinator decides: thanks, and a proposal to the head."""

import re
from collections.abc import Sequence

AGENDA = "Главе на решение"
ASKED = "Что предложить главе?"
STEPS = (
    ("Спасибо или жалоба?", "Не обращение"),
    ("Почему не обращение?", "Спасибо"),
    ("Предложения нет", "Предлагаем…"),
)
"""Words of a message and the button that is pressed under it."""

LISTED, MISSED = "Сверили: ", "/missed"
"""After the region's list comes the look at what made no card."""

_UNPROPOSED = re.compile(r"^(\d)\. (?!.*Предлагаем )", re.MULTILINE)
_COLD = "замер вместе с управляющей компанией сегодня в 11:00"
_OTHER = "выезд сегодня в 11:00, ответ жителям до 18:00"


def wants(text: str, labels: Sequence[str]) -> str | None:
    """The button that the coordinator has a reason to press."""
    for words, label in STEPS:
        if words in text and label in labels:
            return label
    found = _UNPROPOSED.search(text) if text.startswith(AGENDA) else None
    return found[1] if found and found[1] in labels else None


def proposal(asked: str) -> str:
    """What the head is offered, in the words of a person who has thought of it."""
    return _COLD if "холодно" in asked.lower() else _OTHER
