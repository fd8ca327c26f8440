"""What is typed as an answer to each question of the bot."""

from collections.abc import Mapping

TYPED: Mapping[str, str] = {
    "advice_find": "в целях",
    "advice_limit": "700",
    "advice_pair": "в целях → чтобы",
    "advice_plain": "сейчас",
    "agenda_number": "2",
    "agenda_words": "Решить, кто платит за вывоз снега с Энергетиков",
    "amend_was": "Завтра",
    "amend_now": "Послезавтра",
    "answer": "Проверим завтра до 12:00 и напишем здесь",
    "answer_day": "в пятницу",
    "approval_edit": "Здравствуйте! Увидели, спасибо. Завтра мастер проверит на месте и напишет здесь.",
    "approval_own": "Нет даты, добавьте её",
    "approval_question": "Можно ли назвать улицу?",
    "approval_reply": "Да, улицу назвать можно",
    "approval_silence": "Пишите короче",
    "approval_time": "завтра в 10:00",
    "brief_day": "завтра",
    "clarify": "Уточните дом и подъезд",
    "co_facts": "Насос включили в 14:00, вода уходит",
    "contact": "8 (48242) 1-23-45",
    "counsel": "Чья это труба, ваша или района?",
    "delay": "Ждём запчасть со склада",
    "draft_place": "Энергетиков 29",
    "draft_text": "У дома 29 на Энергетиков нет света",
    "draft_word": "свет",
    "fact_day": "завтра",
    "find": "Энергетиков",
    "leave_date": "7 декабря",
    "mass_cause": "Авария на подстанции",
    "merge": "2",
    "new": "На Баскакова у дома 5 прорвало трубу, вода на дороге",
    "norm": "2 часа",
    "norm_day": "31 декабря",
    "norm_topic": "3 часа",
    "norm_weekday": "9:00-18:00",
    "note": "Позвонили мастеру, он на месте",
    "order": "Проверьте сами и доложите",
    "order_voice": "Доложите словами",
    "order_when": "завтра в 15:00",
    "outside": "Россети Центр",
    "outside_date": "через неделю",
    "outside_letter": "№ 12-45",
    "period": "20-23 ноября",
    "phone": "+7 900 000-00-00",
    "place": "Энергетиков 29",
    "plan_day": "1 декабря",
    "postpone": "послезавтра",
    "promise_date": "в пятницу",
    "region_number": "12345678",
    "report": "Сделали, фото на карточке",
    "rule_place": "Энергетиков",
    "rule_title": "Дороги и дворы",
    "rumour_fact": "Школа работает как обычно",
    "shifts": "25.11 8:00-20:00 Дежурный",
    "source": "https://vk.com/club77",
    "source_town": "Конаково",
    "template_day": "завтра",
    "template_new": "Здравствуйте! Передали дорожникам, {дата} проверим.",
    "template_retitle": "Яма, коротко",
    "template_text": "Здравствуйте! Яму закроем {дата}.",
    "template_title": "Яма на дороге",
    "thread_lines": "Передали мастеру, он будет завтра",
    "topic": "свет",
    "trial_until": "1 декабря",
    "works_place": "Конаково, Энергетиков",
    "works_text": "Меняем кабель, света не будет",
    "works_time": "завтра с 9 до 15",
    "works_until": "завтра до 18",
}
ANYTHING: Mapping[str, object] = {
    **{"incident": 10, "answer": 40, "draft": 1, "post": 3, "message": 50, "source": 1, "template": 1, "fact": "done", "reason": "date"},
    **{"department": "roads", "kept": {"organisation": "Россети", "until": "2026-12-01T12:00:00+03:00"}, "rule": {"scope": "g~roads"}},
}
"""What a question may have kept, for those that nobody came to."""

ANSWERING = "Asking:words"
"""The state of every question."""

COORDINATOR, APPROVER, ROADS = 1001, 1003, 1006  # the demo's people


def answers(what: str) -> int:
    """Whom a question that nobody came to is asked."""
    if what.startswith(("rule_", "source_", "draft_", "topic")):
        return COORDINATOR
    return APPROVER if what.startswith("approval_") else ROADS
