"""Templates of answers: which suit an incident, which tell a fact."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from incidents.answers.facts import FactKind
from incidents.answers.template_filling import FIELDS, unknown_fields
from incidents.answers.values import AnswerKind
from incidents.errors import DomainError
from incidents.routing.taxonomy import Taxonomy, groups
from incidents.stemming import stems

LONGEST = 1500
TITLE = 40
"""Code points of a text and of a title."""

_SLIPS = 3  # letters of a field for one slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text with fields. `scope`: slugs of topics or groups it is for, () for any topic."""

    id: int
    title: str
    text: str
    scope: tuple[str, ...] = ()
    fact: FactKind | None = None  # what the four taps write by it
    active: bool = True
    kind: AnswerKind = AnswerKind.FINAL  # what an answer by it is; a fact decides for itself
    asks: str = ""  # of an explanation: how residents ask for it


KINDS = (AnswerKind.FINAL, AnswerKind.INTERIM)
"""What an answer by a chosen template may be."""


def suitable_templates(templates: Sequence[Template], *, topic: str, group: str) -> tuple[Template, ...]:
    """Active ones: those of the topic, then of its group, then the general ones.

    A fact's template comes after those written for choice, an explanation last of all.
    """
    fitting = [one for one in templates if one.active and (not one.scope or topic in one.scope or group in one.scope)]
    return tuple(sorted(fitting, key=lambda one: (one.fact is FactKind.EXPLAINED, _rank(one, topic, group), one.fact is not None, one.id)))


def template_for_fact(templates: Sequence[Template], fact: FactKind, *, topic: str, group: str) -> Template:
    """The nearest template of this fact. Raises DomainError where the district has switched all of them off."""
    fitting = [one for one in suitable_templates(templates, topic=topic, group=group) if one.fact is fact]
    if not fitting:
        raise DomainError("Шаблона для такого факта нет. Напишите ответ своими словами, координатор может добавить шаблон: /templates")
    return fitting[0]


def nearest_explanations(templates: Sequence[Template], *, topic: str, group: str, said: str) -> tuple[Template, ...]:
    """Explanations, the likeliest first: by the resident's words, then by the topic.

    The general one comes before all that are not likely enough: a wrong subject is worse than none.
    """
    explains = [one for one in templates if one.active and one.fact is FactKind.EXPLAINED]
    asks = {one.id: stems(one.asks) for one in explains}
    spread = Counter(word for words in asks.values() for word in words)
    heard = stems(said)

    def score(one: Template) -> float:
        words = sum(1 / (1 + log(spread[word])) for word in asks[one.id] & heard)
        return words + _NEAR[_rank(one, topic, group)] if one.scope else max(words, _ENOUGH)

    scores = {one.id: score(one) for one in explains}
    fitting = [one for one in explains if scores[one.id]]
    return tuple(sorted(fitting, key=lambda one: (-scores[one.id], _rank(one, topic, group), one.id)))


_NEAR = (1.0, 0.5, 0.0)
_ENOUGH = 1.6
"""What a topic or a group of its own is worth beside the words, and how much both must say to be drafted."""


def checked_text(text: str) -> str:
    """A template's text as it will be kept. Raises DomainError for an empty or endless one, and for a field that nothing fills."""
    text = " ".join(text.split())
    if not text:
        raise DomainError("Пустой шаблон не нужен. Пришлите текст или выключите шаблон")
    if len(text) > LONGEST:
        raise DomainError(f"Шаблон длинный: лишних знаков {len(text) - LONGEST}. Сократите и пришлите ещё раз")
    unknown = unknown_fields(text)
    if unknown:
        near = nearest_field(unknown[0])
        meant = f"Похоже на {{{near}}}" if near else f"Бывают: {_SOME}"
        raise DomainError(f"Поля {{{unknown[0][:40]}}} бот не знает. {meant}. Весь список под шаблоном. Исправьте и пришлите ещё раз")
    if text.count("{") != text.count("}"):
        raise DomainError("Скобка поля не закрыта. Поле пишется так: {дата}. Исправьте и пришлите ещё раз")
    return text


_SOME = ", ".join(f"{{{name}}}" for name in list(FIELDS)[:7])


def nearest_field(name: str) -> str | None:
    """The known field that a mistyped one is most like; None: like none."""
    plain = name.strip().lower().replace(" ", "_")
    slips, field = min((_slips(plain, each), each) for each in FIELDS)
    return field if slips <= max(1, len(field) // _SLIPS) else None


def _slips(one: str, other: str) -> int:
    """Letters to add, drop or change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, start=1):
        before, row[0] = row[0], n
        for m, wanted in enumerate(other, start=1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (letter != wanted))
    return row[-1]


def in_reading_order(templates: Sequence[Template], topics: Taxonomy) -> tuple[Template, ...]:
    """As they are read: general ones, then by the order of topics; those that are switched off come last."""
    places = {slug: n for n, slug in enumerate([*topics, *groups(topics)])}
    firsts = {group: min(places[topic.slug] for topic in topics.values() if topic.group == group) for group in groups(topics)}
    return tuple(
        sorted(
            templates,
            key=lambda one: (
                not one.active,
                min((firsts.get(each, places.get(each, len(places))) for each in one.scope), default=-1),
                one.id,
            ),
        )
    )


def _rank(one: Template, topic: str, group: str) -> int:
    return 0 if topic in one.scope else 1 if group in one.scope else 2
