"""Register of personal data: every table, and what erasing does with it.

A test fails for a table or a free column that nobody has decided about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

GONE = "Стёрто по закону о персональных данных"
"""Stands in a column that must hold words."""


class By(StrEnum):
    """How the rows of a person are found in a table."""

    NOBODY = "nobody"  # the table holds nothing of residents
    POST = "post_id"
    INCIDENT = "incident_id"  # of incidents that nobody else told of; in shared ones the rows with traces
    ANSWER = "answer_id"
    HANDLED = "handled"  # whatever is handled already, whoever sent it: nobody needs it any more
    OWN = "own"  # by a rule of its own in erasing.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What erasing a resident does with the rows of a table: they go (`drop`), or columns are blanked."""

    by: By = By.NOBODY
    drop: bool = False
    blank: Mapping[str, object] = field(default_factory=dict)
    plain: tuple[str, ...] = ()  # free columns that hold no word of a resident
    official: tuple[str, ...] = ()  # columns about an official: blanked by `erase --official`
    outlives: bool = False  # its rows stay when words go by age, and go with them where a resident asks
    kept: str = ""  # why personal data stay


_PLACE = ("chat_id", "message_id")
_NOTHING = Fate()

REGISTER: Mapping[str, Fate] = {
    # What residents wrote
    "post": Fate(
        by=By.OWN,
        blank={
            **{"url": "", "text": "", "author_id": "", "external_id": GONE, "folded": None, "error": None},
            **{"photos": [], "attached": [], "people": [], "original_id": None, "reply_to_external_id": None},
        },
        plain=("parent_external_id",),  # a comment stays under somebody's post; its own parent, if erased, is known by its seal
    ),
    "post_revision": Fate(by=By.POST, blank={"text": ""}),
    "reading": Fate(by=By.OWN, blank={"body": None}),
    "filtered_post": Fate(by=By.POST, blank={"words": ""}),
    "voice": Fate(by=By.POST, blank={"because": "", "region_number": None}),
    "voice_part": Fate(by=By.POST, blank={"because": ""}),
    "contact": Fate(by=By.POST, drop=True, blank={"words": ""}),
    "draft": Fate(by=By.POST, blank={"album": None, "message_id": None}),
    "correction": Fate(by=By.POST, drop=True, blank={"before": "", "after": ""}),
    "similar_pair": Fate(by=By.OWN, drop=True, plain=("p",)),
    "likeliest": Fate(plain=("p",)),
    "drop_verdict": Fate(by=By.POST, drop=True, plain=("features",), outlives=True),  # weights over hashed features
    "reaction": _NOTHING,  # codes: in what tone somebody wrote
    "region_row": Fate(by=By.OWN, drop=True, blank={"key": "", "url": "", "number": None, "text": ""}),
    "region_list": Fate(plain=("ours",)),  # keys of posts
    "pushed": Fate(by=By.OWN, drop=True, blank={"raw": None, "external_id": ""}, plain=("source",)),
    "inbox": Fate(
        by=By.HANDLED,
        blank={"raw": {}, "error": None, "lane": ""},  # the row stays: an update that comes twice is known
        plain=("bot_id", "update_id"),
    ),
    "chat": Fate(by=By.OWN, drop=True, blank={"dead_because": None}, official=("chat_id",)),
    # What is made of it
    "incident": Fate(
        by=By.OWN,
        blank={
            **{"lat": None, "lon": None, "danger_words": None, "danger_title": None, "matched_because": None, "folded": None},
            **{"trouble": None, "place_id": None, "route_because": "", "place": None},
        },
        plain=("reminded", "co_departments"),
    ),
    "mass": Fate(by=By.INCIDENT, blank={"cause": None}, plain=("usual",)),
    "incident_words": Fate(by=By.OWN, blank={"place": "", "words": ""}),  # gathered anew from what is left
    "undo": Fate(by=By.INCIDENT, drop=True, blank={"before": {}, "after": {}, "data": {}}),
    "event": Fate(plain=("because", "data")),  # the chain: codes and ids by rule, no words of people
    "caught_up": _NOTHING,
    # What officials wrote of it
    "note": Fate(by=By.INCIDENT, blank={"text": GONE, "photo": None}),
    "delay": Fate(by=By.INCIDENT, blank={"words": None}),
    "request": Fate(by=By.INCIDENT, blank={"letter": None, "organisation": GONE}),
    "co_executor": Fate(by=By.INCIDENT, blank={"facts": None}),
    "head_order": Fate(by=By.INCIDENT, blank={"words": None, "voice_file_id": None, "report": None}),
    "agenda_mark": Fate(by=By.INCIDENT, blank={"proposal": None}),
    "fact": _NOTHING,
    "answer": Fate(
        by=By.OWN,
        blank={"text": GONE, "external_id": None, "url": None, "refusal": None, "message_id": None, "typed_id": None, "typed_fields": None},
    ),
    "answer_photo": Fate(by=By.ANSWER, drop=True, blank={"file_id": "", "attachment": None, "content": None}),
    "approval": Fate(by=By.ANSWER, blank={"proposed": None}, plain=("message_id", "typed_id", "steps")),
    "approval_word": Fate(by=By.ANSWER, blank={"words": GONE}),
    "approval_message": Fate(by=By.ANSWER, drop=True, plain=_PLACE),
    "thread_lines": Fate(by=By.ANSWER, drop=True, blank={"lines": "", "proposed": None}),
    "promise": Fate(by=By.ANSWER, blank={"words": GONE}),
    # What is on its way
    "outbox": Fate(by=By.OWN, drop=True, blank={"error": None}, plain=("params",), official=("chat_id",)),
    "fsm": Fate(by=By.HANDLED, drop=True, blank={"data": {}, "key": "", "state": None}),
    "sought": Fate(by=By.HANDLED, drop=True, blank={"words": ""}),
    "file_job": Fate(by=By.OWN, blank={"body": None, "contacts": {}, "name": "", "file_id": ""}),
    "source_job": Fate(by=By.HANDLED, blank={"address": ""}),
    # Where it stands
    "card_copy": Fate(plain=_PLACE),
    "board": Fate(official=("chat_id",), plain=("message_id",)),
    "board_row": Fate(official=("chat_id",)),
    "card_message": Fate(plain=_PLACE),
    "card_photo": Fate(by=By.OWN, drop=True, plain=_PLACE),
    "shown": Fate(plain=_PLACE),
    "reminder": Fate(plain=_PLACE),
    "sound": Fate(official=("chat_id",)),
    # Officials
    "official": Fate(official=("user_id", "title", "name", "phone")),
    "audit": Fate(by=By.OWN, blank={"user_id": None}, plain=("data",), official=("user_id",)),  # data: ids, settings, no words of people
    "look": _NOTHING,
    "read_request": _NOTHING,
    "invitation": _NOTHING,
    "shift": _NOTHING,
    "shift_swap": _NOTHING,
    "department": Fate(plain=("title", "chat_id", "phone", "hours")),  # of an office, told to residents
    # What the district set, and the program itself
    "approval_mode": _NOTHING,
    "chain_head": _NOTHING,
    "counter": Fate(plain=("value",)),
    "courier": _NOTHING,
    "erasure": _NOTHING,
    "lease": Fate(plain=("name", "holder")),
    "layer": Fate(plain=("report", "body")),  # weights over hashed features
    "night": _NOTHING,
    "norm_word": _NOTHING,
    "restoration": _NOTHING,
    "rule": Fate(plain=("title", "groups", "topics", "settlements")),
    "sending": Fate(plain=("chat_id",)),  # for two minutes
    "slot": _NOTHING,
    "source": Fate(plain=("external_id", "title", "cursor", "broken_because", "keywords", "stop_words", "quota")),  # communities
    "source_chat": Fate(plain=("chat_id", "title")),
    "source_error": Fate(plain=("because",)),
    "template": Fate(plain=("title", "text", "scope", "asks")),
    "works": Fate(plain=("places", "text")),
}
"""Table → what erasing does. Handled rows of HANDLED tables go whole; the words of a resident may stand in any of them."""
