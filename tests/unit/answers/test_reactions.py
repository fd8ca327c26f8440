"""How the author's next comment sounds: what the reader heard, and the words that it takes for thanks."""

from itertools import product

import pytest

from incidents.answers.reactions import Tone, is_for_words, is_wry, tone_of
from incidents.reading import Kind, Mood, ReactionKind, Reading
from tests.kit.values.samples import reading


def heard(reaction: ReactionKind | None, resolved: bool | None = None) -> Reading:
    return reading(is_appeal=False, kind=Kind.CHAT, mood=Mood.NEUTRAL, reaction=reaction, resolved=resolved)


@pytest.mark.parametrize(
    ("reaction", "resolved", "tone"),
    [
        (ReactionKind.THANKS, True, Tone.THANKS),
        (ReactionKind.THANKS, None, Tone.UNSURE),
        (ReactionKind.THANKS, False, Tone.DENIES),
        (ReactionKind.ANGER, None, Tone.ANGER),
        (ReactionKind.ANGER, True, Tone.ANGER),
        (ReactionKind.SARCASM, None, Tone.SARCASM),
        (ReactionKind.SARCASM, False, Tone.DENIES),
        (ReactionKind.NEW_QUESTION, None, Tone.NEW_QUESTION),
        (ReactionKind.CLARIFIES, None, Tone.CLARIFIES),
        (ReactionKind.CLARIFIES, False, Tone.DENIES),
        (ReactionKind.NEUTRAL, True, Tone.SOLVED),
        (ReactionKind.NEUTRAL, False, Tone.DENIES),
        (ReactionKind.NEUTRAL, None, None),
        (None, True, None),
    ],
)
def test_a_tone_is_what_was_heard_and_whether_it_is_over(reaction: ReactionKind | None, resolved: bool | None, tone: Tone | None) -> None:
    assert tone_of("Понятно", heard(reaction, resolved)) is tone


def test_sarcasm_is_never_what_closes() -> None:
    closing = {Tone.THANKS, Tone.SOLVED}
    for resolved in (True, False, None):
        assert tone_of("Спасибо", heard(ReactionKind.SARCASM, resolved)) not in closing
    for reaction, resolved in product(ReactionKind, (True, None)):
        assert tone_of("Спасибо, полтора года всего ждали", heard(reaction, resolved)) not in closing


@pytest.mark.parametrize(
    "text",
    [
        "спасибо, год ждали 👏",
        "Спасибо, всего полгода ждала",
        "Спасибо, полтора года всего ждали",
        "Три месяца писала, спасибо",
        "Спасибо за оперативность, всего-то три недели прошло",
        "Не прошло и трёх лет, спасибо",
        "Лучше поздно чем никогда, спасибо",
        "Спасибо 🤡",
        "Ну и спасибо вам за вечную пробку",
        "Ждали целую вечность, благодарим",
    ],
)
def test_a_laugh_and_a_long_wait_sting(text: str) -> None:
    assert is_wry(text)


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо, дошли посуху",
        "спасибо большое, утром уже горел",
        "Наконец-то починили, спасибо",
        "Спасибо, ждём",
        "Благодарю за работу, в этом году зимой тепло",
        "Спасибо за новый год у ёлки",
        "Писал утром, вечером уже убрали. Спасибо",
    ],
)
def test_plain_thanks_do_not_sting(text: str) -> None:
    assert not is_wry(text)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Спасибо, что ответили", True),
        ("Спасибо за быстрый ответ", True),
        ("Благодарю вас за разъяснение", True),
        ("Спасибо, воду дали", False),
        ("Спасибо, что починили", False),
    ],
)
def test_thanks_for_words_are_told_from_thanks_for_deeds(text: str, is_so: bool) -> None:
    assert is_for_words(text) is is_so
