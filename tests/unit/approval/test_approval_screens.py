"""What an approver and an author read, in every state of a round; and [approval] of the profile."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.config.profile.approval import read_approval
from bot.config.profile.toml import DistrictError, TomlTable
from handlers.answers import answer_dialogue_words
from handlers.approval import approval_author_words, approval_waits_words, approvals_words
from handlers.approval.approvals_words import ApprovalView
from incidents.answers.facts import Fact, FactKind
from incidents.answers.values import AnswerState
from incidents.approval.answer_checks import Cautions, Checks
from incidents.approval.values import Approval, ApprovalMode, ApprovalState, ReturnReason
from incidents.ids import AnswerId, IncidentId, OfficialId
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import DISTRICT, MOSCOW, NOW, accepted, answer, at, labels, post, view

ROUND = Approval(
    id=1,
    district_id=DISTRICT,
    answer_id=AnswerId(3),
    incident_id=IncidentId(7),
    state=ApprovalState.WAITING,
    asked_at=at(11, 20),
    due_at=at(11, 50),
)


def seen(state: ApprovalState = ApprovalState.WAITING, answered: AnswerState = AnswerState.APPROVAL, **changes: Any) -> ApprovalView:
    """A1 of the voice; `changes`: fields of the view."""
    made = ApprovalView(
        answer=answer(answered),
        approval=replace(ROUND, state=state),
        incident=accepted(),
        what_where="вода на дороге, ул. Белавинская",
        department="отдел дорожного хозяйства",
        post=post(),
        checks=Checks(measure=True, when=False, owner=True, length=205),
        fact=None,
        photos=0,
        cautions=Cautions(),
        changes=(("до 25 ноября", "до 27 ноября"), ("", "Лесной"), ("3", ""), ("а", "б")),
        decided_by="согласующий",
        others=2,
        may_decide=True,
        may_take_back=False,
        timezone=MOSCOW,
        now=NOW,
    )
    return replace(made, **changes)


def test_a1_says_until_when_what_is_missing_and_what_asks_for_care() -> None:
    care = Cautions(quarrel=True, prosecutor=True, court=True, same_at=at(9, day=12))
    fact = Fact(id=1, incident_id=IncidentId(7), by=OfficialId(2), at=NOW, kind=FactKind.BY_DATE, day=date(2026, 11, 25))
    message = approvals_words.approval(seen(cautions=care, fact=fact))
    parse(message.html)
    assert message.html.startswith("✍️ <b>Согласовать до 11:50:</b> вода на дороге, ул. Белавинская")
    for words in (
        "<b>Осторожно:</b> в ветке уже спорят",
        "<b>Осторожно:</b> упомянута прокуратура",
        "<b>Осторожно:</b> пишут про суд",
        "<b>Осторожно:</b> такой же текст автору уже писали 12 ноября",
        "Что делаем ✓ · <b>нет: когда</b> · кто ✓ · 205 знаков",
        "Факт от отдела: «сделаем до 25 ноября»",
        "№ 1487 · ответить до ср 25 ноября, 10:14",
        "14 лайков",
    ):
        assert words in message.html
    assert labels(message)[0] == ["Опубликовать", "Поправить"]
    assert labels(approvals_words.approval(seen(may_decide=False))) == [["Открыть пост"]]


def test_the_longest_answer_fits_a_message_with_everything_around_it() -> None:
    long = seen(answer=answer(AnswerState.APPROVAL, text="я" * 3500), post=post("ю" * 3000))
    assert len(approvals_words.approval(long).html) < 4500
    parse(approvals_words.approval(long).html)


@pytest.mark.parametrize(
    ("state", "answered", "words"),
    [
        (ApprovalState.EDITED, AnswerState.APPROVAL, "«до 25 ноября» → «до 27 ноября», не было → «Лесной», «3» → убрано и ещё 1"),
        (ApprovalState.APPROVED, AnswerState.SCHEDULED, "Выйдет 24 ноября"),
        (ApprovalState.APPROVED, AnswerState.PUBLISHING, "Выходит сейчас"),
        (ApprovalState.APPROVED, AnswerState.PUBLISHED, "Опубликовано"),
        (ApprovalState.APPROVED, AnswerState.REFUSED, "Сеть не приняла ответ"),
        (ApprovalState.APPROVED, AnswerState.DRAFT, "Отдел остановил отправку"),
        (ApprovalState.RETURNED, AnswerState.DRAFT, "Вернули отделу (согласующий)"),
        (ApprovalState.RECALLED, AnswerState.DRAFT, "Решать не нужно"),
    ],
)
def test_a1_turns_into_what_has_become_of_it(state: ApprovalState, answered: AnswerState, words: str) -> None:
    message = approvals_words.approval(replace(seen(state, answered), now=at(9, 0, day=25)))
    parse(message.html)
    assert words in message.html
    assert "Следующий: 2" in [label for row in labels(message) for label in row]


@pytest.mark.parametrize("reason", ReturnReason)
def test_a2_says_why_and_what_to_do(reason: ReturnReason) -> None:
    shown = replace(seen(ApprovalState.RETURNED, AnswerState.DRAFT), approval=replace(ROUND, state=ApprovalState.RETURNED, reason=reason))
    message = approval_author_words.returned(shown, "свои <слова>" if reason in {ReturnReason.OWN, ReturnReason.SILENCE} else "")
    parse(message.html)
    assert "Пресс-служба: «" in message.html and "«»" not in message.html
    assert labels(message)[0][-1] == "Спросить"


def test_the_author_sees_where_the_answer_is() -> None:
    for message in (
        approval_author_words.waiting(seen()),
        approval_author_words.waiting(seen(ApprovalState.EDITED)),
        answer_dialogue_words.scheduled(answer=answer(AnswerState.SCHEDULED), what_where="вода", tz=MOSCOW, now=NOW),
        approval_waits_words.hurried(seen()),
        approval_waits_words.due(seen()),
        approval_waits_words.queue_empty(),
        approval_waits_words.queue(count_waiting=3, oldest=at(8, 40), first=answer(), now=NOW),
        *(approval_author_words.ask(code, "вода") for code in approval_author_words.ASKS),
    ):
        parse(message.html)
    assert approval_waits_words.queue(count_waiting=3, oldest=at(8, 40), first=answer(), now=NOW).html.startswith(
        "<b>Ждут вас 3 ответа,</b> самый давний 40 мин"
    )
    assert view().approval is None


def table(tmp_path: Path, text: str) -> TomlTable:
    (tmp_path / "district.toml").write_text(text, encoding="utf-8")
    return TomlTable.read(tmp_path / "district.toml").table("approval")


def test_the_profile_names_modes_for_the_district_and_its_departments(tmp_path: Path) -> None:
    rules = read_approval(
        table(tmp_path, '[approval]\nmode = "first"\nfirst = 3\n[approval.departments]\nroads = "always"\n'), departments=["roads"]
    )
    assert (rules.mode, rules.first, dict(rules.departments)) == (ApprovalMode.FIRST, 3, {"roads": ApprovalMode.ALWAYS})
    assert read_approval(table(tmp_path, ""), departments=[]).mode is ApprovalMode.NEVER


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[approval]\nmode = "sometimes"\n', "бывает never, first, always"),
        ("[approval]\nfirst = 0\n", "нужно число от 1"),
        ('[approval.departments]\nmoon = "always"\n', "такого отдела нет"),
        ("[approval]\nwho = 1\n", "такого ключа нет"),
    ],
)
def test_a_mistake_in_the_profile_is_one_russian_line(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(DistrictError, match=what):
        read_approval(table(tmp_path, text), departments=["roads"])
