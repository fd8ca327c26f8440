"""Advice before sending: a colleague looking over the shoulder.

Pure: the text, what it answers, the district's words (docs/voice.md, «Advice before sending»).
"""

from collections.abc import Callable, Iterator, Mapping

from incidents.advice import persons, substance, thread, wording
from incidents.advice.sentences import deeds
from incidents.advice.values import MOST, About, Advice, Advised, Words
from incidents.answers.values import AnswerKind

Rule = Callable[[str, About, Words], Iterator[Advice]]

RULES: Mapping[str, Rule] = {
    "personal": persons.personal,
    "third_person": persons.third_person,
    "rude": persons.rude,
    "past_date": substance.past_date,
    "no_such_day": substance.no_such_day,
    "too_long": wording.too_long,
    "broken_promise": thread.broken_promise,
    "same_text": thread.same_text,
    "no_measure": substance.no_measure,
    "no_date": substance.no_date,
    "vague_date": substance.vague_date,
    "no_owner": substance.no_owner,
    "other_place": thread.other_place,
    "many_questions": thread.many_questions,
    "day_off": substance.day_off,
    "blame": persons.blame,
    "send_away": wording.send_away,
    "bureaucratic": wording.bureaucratic,
    "law": wording.law,
    "rate_us": wording.rate_us,
    "far_date": substance.far_date,
    "long": wording.long,
    "no_hello": wording.no_hello,
    "link": wording.link,
    "caps_emoji": wording.caps_emoji,
}
"""Code → rule, most useful first: what stops, what the resident would miss, how it is said."""


STOPS = frozenset({"personal", "third_person", "rude", "past_date", "no_such_day", "too_long"})
"""Rules that stop an answer: no district switches them off."""


OF_DEEDS = frozenset({"no_measure", "no_date", "far_date", "law"})
"""Rules that are silent where nothing is promised: why it is so, and by which law, was what the resident asked."""


def first_stop(text: str, about: About, words: Words) -> Advice | None:
    """What must be changed before it goes out. Of `about` these rules read the day, the limit, phones and the resident's words."""
    rules = (rule for code, rule in RULES.items() if code in STOPS)
    return next((advice for rule in rules for advice in rule(text, about, words)), None)


def advise(text: str, about: About, words: Words) -> Advised:
    """At most three pieces of advice, and what is in its place."""
    heard = (rule for code, rule in RULES.items() if code in STOPS or (code not in words.off and not (about.explains and code in OF_DEEDS)))
    found = [advice for rule in heard for advice in rule(text, about, words)]
    is_wrong = any(advice.code in {"past_date", "no_such_day"} for advice in found)
    good = (
        ("что делаем", bool(deeds(text, words))),
        ("когда", substance.names_the_day(text, about, words) and not is_wrong),
        ("кто отвечает", substance.has_owner(text, about)),
    )
    promises = about.kind is not AnswerKind.CLARIFY  # of a question nothing is asked that an answer has
    return Advised(advice=tuple(found[:MOST]), good=tuple(what for what, is_there in good if is_there and promises), length=len(text))
