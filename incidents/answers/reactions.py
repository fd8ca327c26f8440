"""How the author takes our answer, and what others say there.

The reader hears it; sarcasm never counts as thanks.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import DistrictId, IncidentId, OfficialId, PostId
from incidents.reading import ReactionKind, Reading


class Tone(StrEnum):
    """How a resident reacts. Codes stand in the database: add, never rename."""

    THANKS = "thanks"  # and says that it is done
    UNSURE = "unsure"  # words of thanks that say nothing of the deed
    SOLVED = "solved"  # says that it is over, without a word to us
    SARCASM = "sarcasm"
    ANGER = "anger"
    DENIES = "denies"  # says that it is not done, in whatever words
    NEW_QUESTION = "new_question"
    CLARIFIES = "clarifies"


SAYS_DONE = frozenset({Tone.THANKS, Tone.SOLVED})
"""By these an author says that it is done."""

SPEAKS_OF_THE_DEED = SAYS_DONE | {Tone.DENIES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A comment after an answer, or one that says that it is over; its words stand in the post."""

    id: int
    district_id: DistrictId
    incident_id: IncidentId
    post_id: PostId
    tone: Tone
    at: datetime
    by_author: bool = True  # of the appeal; False: another resident in the thread
    kept_by: OfficialId | None = None  # who pressed «Оставить»


_WRY = re.compile(
    r"👏|🙃|😂|🤣|🤡|😏|🤦|🙄|(?<![а-я])(?:не прошло и(?![а-я])|лучше поздно|ну (?:и )?спасибо)"
    r"|(?<![а-я])(?:год|лет|полгода|полтора|месяц|недел)[а-я]*(?: [а-я]+)? (?:жд[аеу]|прошло|писал|просил|добив)"
    r"|(?<![а-я])(?:жд[аеу]|писал|просил|добив)[а-я]* (?:[а-я]+ )?(?:год|полгода|полтора|целую|целый|вечность|\d)"
)
"""What the reader takes for thanks: a laugh, «ну спасибо», and how long the author had to wait."""


def is_wry(text: str) -> bool:
    """Whether words of thanks have a sting."""
    return _WRY.search(" ".join(text.lower().replace("ё", "е").replace(",", "").split())) is not None


_FOR_WORDS = re.compile(
    r"(?<![а-я])(?:спасибо|благодар[а-я]+)[^.!?]{0,20}? (?:за|что) (?:[а-я]+ )?(?:ответ|отклик|информаци|разъяснен|внимани|обратн)"
)


def is_for_words(text: str) -> bool:
    """«Спасибо, что ответили»: of the deed it says nothing."""
    return _FOR_WORDS.search(" ".join(text.lower().replace("ё", "е").replace(",", "").split())) is not None


def tone_of(text: str, reading: Reading) -> Tone | None:
    """How the author's comment after our answer sounds; None: it says nothing, or the reader was not told of the answer.

    What was not done outweighs thanks, and thanks that do not say that it was done are unsure: closing for nothing costs more than a press.
    """
    heard, resolved = reading.reaction, reading.resolved
    if heard is None:
        return None
    if resolved is False:
        return Tone.DENIES
    if heard is ReactionKind.SARCASM:
        return Tone.SARCASM
    if heard is ReactionKind.THANKS:
        return Tone.SARCASM if is_wry(text) else Tone.THANKS if resolved else Tone.UNSURE
    if heard is ReactionKind.NEUTRAL:
        return Tone.SOLVED if resolved and not is_wry(text) else None
    return Tone(heard.value)
