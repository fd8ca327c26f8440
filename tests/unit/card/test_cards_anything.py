"""Whatever a resident writes and however an incident stands: the card parses, fits, and keeps the rules of the voice."""

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.card.card_view_words import CardView, Earlier
from handlers.card.card_words import render_card
from handlers.kit.button import ONE, THREE, TWO
from handlers.kit.card_values import DangerView
from handlers.kit.text import visible_length
from incidents.answers.values import AnswerState
from incidents.ids import IncidentId, PostId
from incidents.incident import ClosingOutcome, Doubt, RejectReason, Status
from incidents.messenger import Button, Message
from incidents.official import Role
from incidents.posts import Network
from incidents.reading import DangerGrade, MainPlace
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import NOW, answer, earlier, incident, official, post, view, voice

SIGNS = ("⚠️", "🔁", "⏰", "✍️", "✅", "📌")
NASTY = [
    "<b>жирный</b> & <a href='https://x.ru'>ссылка</a> &lt;&amp;&#60;",
    "</blockquote><b>№ 1</b>\n\n✅ <b>Сделано</b>",
    "\u202eкогда\u2066 \u200b\u0000починят\ud800 ‹телефон› «кавычки»",
    "🔥" * 300,
    "👨‍👩‍👧‍👦 8 (903) 123-45-67 кв. 12 " * 40,
    "а" * 100_000,
    "&" * 5_000,
    "a\n" * 5_000,
    "\u0301" * 1_000,
    "‹" * 700,
    "/start @admin https://t.me/evil?start=1 " * 30,
    "",
]
TEXTS = st.sampled_from(NASTY) | st.text(st.characters(), max_size=1500)
SHORT = st.text(st.characters(), max_size=120)
MAYBE = st.none() | SHORT
MOMENTS = st.integers(-100_000, 100_000).map(lambda minutes: NOW + timedelta(minutes=minutes))


@st.composite
def views(draw: st.DrawFn) -> CardView:
    """Any incident, any words, any reader."""
    stored = [
        post(
            draw(TEXTS),
            id=n,
            network=draw(st.sampled_from(Network)),
            url=draw(st.sampled_from(["https://vk.com/wall-1_2?reply=3&thread=4", "javascript:1", 'https://x.ru/"<>', ""])),
            likes=draw(st.sampled_from([0, 1, 10**9])),
            parent_external_id=draw(st.sampled_from([None, "wall-1_1"])),
            parent_text=draw(MAYBE),
            source_title=draw(SHORT),
            deleted_at=draw(st.none() | MOMENTS),
            revision=draw(st.integers(1, 3)),
        )
        for n in range(1, draw(st.sampled_from([2, 3, 5])))
    ]
    item = incident(
        id=IncidentId(draw(st.sampled_from([1, 2**63 - 1]))),
        number=draw(st.sampled_from([1, 10**9])),
        status=draw(st.sampled_from(Status)),
        department_id=draw(st.sampled_from([None, "roads"])),
        place=MainPlace(settlement=draw(MAYBE), street=draw(MAYBE), house=draw(MAYBE), landmark=draw(MAYBE)),
        lat=draw(st.sampled_from([None, 56.7])),
        danger_grade=draw(st.none() | st.sampled_from(DangerGrade)),
        danger_words=draw(MAYBE),
        route_because=draw(SHORT),
        doubt=draw(st.none() | st.sampled_from(Doubt)),
        accepted_at=draw(st.none() | MOMENTS),
        accept_by=draw(st.none() | MOMENTS),
        answer_by=draw(st.none() | MOMENTS),
        answered_at=draw(st.none() | MOMENTS),
        closed_at=draw(st.none() | MOMENTS),
        outcome=draw(st.none() | st.sampled_from(ClosingOutcome)),
        reject_reason=draw(st.none() | st.sampled_from(RejectReason)),
        repeat_of=draw(st.sampled_from([None, IncidentId(1)])),
        reminded=draw(st.sampled_from([(), ("R8",), ("R8", "R9")])),
    )
    said = answer(
        draw(st.sampled_from(AnswerState)), text=draw(TEXTS), refusal=draw(MAYBE), url=draw(st.sampled_from([None, "https://vk.com/w"]))
    )
    return view(
        item,
        topic_short=draw(SHORT),
        likely_topics=tuple(("roads_potholes", draw(SHORT)) for _ in range(draw(st.integers(0, 2)))),
        voices=tuple(voice(each) for each in stored),
        department=draw(MAYBE),
        holder=draw(MAYBE),
        answer=draw(st.sampled_from([None, said])),
        earlier=tuple(_before(draw, n) for n in range(draw(st.integers(0, 4)))),
        danger=DangerView(quiet=draw(st.booleans()), told=tuple(draw(st.lists(SHORT, max_size=4))), warn_by=draw(st.none() | MOMENTS)),
        viewer=draw(st.sampled_from([None, *(official(role) for role in Role)])),
    )


def _before(draw: st.DrawFn, n: int) -> Earlier:
    same = draw(st.booleans())
    return earlier(n, draw(MOMENTS), text=draw(TEXTS), same_topic=same, topic_short=draw(SHORT))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(views())
def test_any_card_keeps_the_rules(shown: CardView) -> None:
    message = render_card(shown)
    text = parse(message.html)
    assert visible_length(message.html) <= 1024
    assert len(text) <= 1024
    first = text.split("\n")[0]
    assert 0 < len(first) <= 64
    assert sum(first.count(sign) for sign in SIGNS) <= 1
    assert not any(sign in first for sign in SIGNS) or first.startswith(SIGNS)
    assert "инцидент" not in re.sub(r"«.*?»", "", first).lower() or "инцидент" in shown.topic_short.lower()
    check_keyboard(message)


def check_keyboard(message: Message) -> None:
    """At most three rows; labels and data within their limits; one main act, first on the left."""
    assert len(message.rows) <= 3
    for row in message.rows:
        limit = {1: ONE, 2: TWO}.get(len(row), THREE)
        assert 1 <= len(row) <= 3
        assert all(0 < len(button.label) <= limit for button in row)
        assert all(_is_right(button) for button in row)
    main = [(y, x) for y, row in enumerate(message.rows) for x, button in enumerate(row) if button.primary]
    assert main in ([], [(0, 0)])


def _is_right(button: Button) -> bool:
    if button.data is not None:
        return button.url is None and 1 <= len(button.data.encode()) <= 64
    return button.url is not None and button.url.startswith("https://")


def test_two_hundred_voices_and_a_hundred_thousand_characters_fit_one_card() -> None:
    words = "<b>Яма & лужа</b> у дома, звоните 89031234567. " * 2200
    voices = tuple(voice(post(words, id=n, source_title="Длинное название сообщества " * 9)) for n in range(1, 201))
    before = tuple(earlier(n, NOW, text=words) for n in range(50))
    shown = view(
        incident(
            place=MainPlace(settlement="Очень длинное имя " * 9, street="улица " + "Долгая" * 30, house="1" * 40), route_because=words
        ),
        topic_short="Парки, скверы, скамейки, урны, дорожки и газоны",
        department="отдел с чрезвычайно длинным названием " * 9,
        voices=voices,
        earlier=before,
        answer=answer(AnswerState.REFUSED, refusal=words),
    )
    for status in Status:
        message = render_card(replace(shown, incident=replace(shown.incident, status=status)))
        assert len(parse(message.html)) <= 1024
        check_keyboard(message)
    assert len({v.post.id for v in voices} - {PostId(0)}) == 200
