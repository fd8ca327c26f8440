"""Same problem at the same place, or not."""

from datetime import timedelta
from typing import Any

import pytest

from incidents.ids import IncidentId
from incidents.incident import Status
from incidents.incident_store import Candidate
from incidents.reading import DangerGrade, Kind, MainPlace
from incidents.sameness.matching import Match, MatchKind, match
from incidents.sameness.text_likeness import is_agreement
from tests.kit.values.samples import at, candidate, houses, place, post, reading

NOWHERE = MainPlace()
LAKE = "На Белавинской после дождя целое озеро, дети обходят через гаражи"
STREET = place("Конаково", "Белавинская")
HOUSE_5 = place("Конаково", "Лесная", "5")


def found(
    text: str, *known: Candidate, hour: int = 11, day: int = 24, author: str = "", parent: int | None = None, **said: Any
) -> Match | None:
    """What a post says, against what is known; `said` changes the reading."""  # Any: fields of every type
    return match(post(text, author=author, parent=parent), reading(**said), known, now=at(hour, 14, day=day))


def why(*args: Any, **said: Any) -> str | None:  # Any: passed on
    result = found(*args, **said)
    return result.because if result else None


def test_water_on_one_street_said_twice_is_one_problem() -> None:
    known = candidate(LAKE, place=STREET)
    assert found("Лужа по колено на всей улице", known) == Match(
        kind=MatchKind.JOINS, incident_id=IncidentId(1), because="та же улица и тема, 2 ч назад"
    )


def test_the_same_house_and_topic_need_no_common_words() -> None:
    known = candidate("прорвало трубу", place=HOUSE_5, group="housing", topic="housing_pipe_burst")
    told: dict[str, Any] = {"group": "housing", "topic": "housing_pipe_burst"}
    assert why("кипяток во дворе", known, main=HOUSE_5, **told) == "тот же дом и тема, 2 ч назад"
    assert why("кипяток во дворе", known, main=place("Конаково", "Лесная", "7"), **told) is None


def test_a_text_that_names_several_houses_is_about_each_of_them() -> None:
    known = candidate("не горит фонарь", place=HOUSE_5)
    assert found("между 3 и 5 темно", known, main=place("Конаково", "Лесная", "3"), places=houses("3", "5")) is not None


def test_rats_and_cold_in_one_house_are_two_problems() -> None:
    known = candidate("батареи холодные, в комнате 17", place=HOUSE_5, group="housing", topic="housing_no_heating")
    assert found("из подвала крысы лезут", known, main=HOUSE_5, group="housing", topic="housing_stairwell") is None


def test_a_likely_second_topic_and_common_words_are_enough_in_one_house() -> None:
    known = candidate("сосульки висят над входом в подъезд", place=HOUSE_5, group="housing", topic="housing_roof_snow")
    guess = (("housing_facade", 0.4), ("housing_roof_snow", 0.3))
    assert why("над входом огромные сосульки", known, main=HOUSE_5, group="housing", topic="housing_facade", topics=guess) == (
        "тот же дом и похожие слова, 2 ч назад"
    )


def test_a_street_and_a_house_on_it_match_by_words_only() -> None:
    known = candidate("не горят фонари, темно", place=HOUSE_5)
    lane = place("Конаково", "Лесная")
    assert found("темно, фонари не горят вторую неделю", known, main=lane) is not None
    assert found("когда засыплете", known, main=lane) is None


@pytest.mark.parametrize("main", [place("Редкино", "Белавинская"), place("Конаково", "Ленина"), place("Конаково", "Ленина", "5")])
def test_the_same_words_at_another_place_do_not_match(main: MainPlace) -> None:
    assert found(LAKE, candidate(LAKE, place=STREET), main=main) is None


def test_names_serve_where_no_id_is_known() -> None:
    known = candidate(LAKE, place=MainPlace(settlement="Конаково", street="Озёрная"))
    assert found("море на дороге", known, main=MainPlace(settlement="конаково", street="озерная")) is not None
    assert found("море на дороге", known, main=MainPlace(settlement="конаково", street="лесная")) is None


def test_one_landmark_is_one_place_and_another_is_not() -> None:
    park = place("Конаково", landmark="парк")
    known = candidate("в парке не горят фонари", place=park)
    assert why("фонари в парке не горят", known, main=park) == "то же место и тема, 2 ч назад"
    assert found("качели сломаны", known, main=park) is None
    assert found("в парке не горят фонари", known, main=place("Конаково", landmark="сквер")) is None


TOWN = place("Редкино")


def test_an_outage_strikes_a_whole_settlement_without_common_words() -> None:
    told: dict[str, Any] = {"group": "energy", "topic": "energy_outage"}
    known = candidate("опять вырубили", place=TOWN, **told)
    assert why("сидим в темноте", known, main=TOWN, **told) == "тот же населённый пункт и тема, 2 ч назад"
    assert found("сидим в темноте", known, main=TOWN, day=28, **told) is None


def test_other_matters_of_a_settlement_need_common_words_and_a_short_time() -> None:
    told: dict[str, Any] = {"group": "animals", "topic": "animals_stray"}
    known = candidate("стая собак у вокзала, дети боятся", place=TOWN, **told)
    assert found("у вокзала опять стая собак", known, main=TOWN, **told) is not None
    assert found("щенки мёрзнут", known, main=TOWN, **told) is None
    assert found("у вокзала опять стая собак", known, main=TOWN, day=28, **told) is None


def test_neighbours_who_ask_about_benefits_have_a_question_each() -> None:
    told: dict[str, Any] = {"group": "social", "topic": "social_child_benefits"}
    town = place("Конаково")
    known = candidate("когда придёт пособие на ребёнка за ноябрь", place=town, **told)
    assert found("пособие на ребёнка за ноябрь не пришло", known, main=town, **told) is None


def test_a_whole_settlement_and_one_house_in_it_match_by_many_words_only() -> None:
    known = candidate("третий день ржавая вода из крана", place=HOUSE_5, group="housing", topic="housing_water_quality")
    told: dict[str, Any] = {"group": "housing", "topic": "housing_water_quality", "main": place("Конаково")}
    assert found("из крана ржавая вода", known, **told) is not None
    assert found("мутная какая-то", known, **told) is None


@pytest.mark.parametrize(
    "text",
    ["+1", "+", "У нас тоже!", "и у нас на Садовой так же", "поддерживаю", "плюсую", "Согласна с автором", "то же самое", "такая же беда"],
)
def test_an_agreement_in_a_thread_joins_what_it_stands_under(text: str) -> None:
    known = candidate(LAKE, place=STREET)
    told: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT, "group": "other", "topic": "other_other", "main": NOWHERE}
    assert is_agreement(text)
    assert why(text, known, parent=7, **told) == "поддержали в обсуждении, 2 ч назад"
    assert found(text, known, parent=8, **told) is None
    assert found(text, known, **told) is None


def test_an_agreement_from_another_house_is_another_problem() -> None:
    known = candidate("холодные батареи", place=HOUSE_5)
    assert found("у нас тоже, Лесная 7", known, parent=7, main=place("Конаково", "Лесная", "7")) is None


def test_a_comment_on_the_same_topic_belongs_to_the_thread() -> None:
    known = candidate(LAKE, posts=(7,), threads=(7,), place=STREET)
    assert why("третий день так", known, parent=7, main=NOWHERE) == "то же обсуждение и тема, 2 ч назад"
    assert why("машины плывут", known, parent=7, topic="roads_potholes", main=NOWHERE) == "то же обсуждение и тема, 2 ч назад"


def test_a_comment_that_has_its_settlement_from_the_community_belongs_to_the_thread() -> None:
    known = candidate(LAKE, posts=(7,), threads=(7,), place=STREET)
    assert why("машины плывут", known, parent=7, topic="roads_potholes", main=place("Конаково")) == "то же обсуждение и тема, 2 ч назад"
    assert found("машины плывут", known, parent=7, topic="roads_potholes", main=place("Редкино")) is None
    assert found("машины плывут", known, parent=7, topic="roads_potholes", main=place("Конаково", "улица Лесная")) is None


def test_a_comment_about_another_topic_does_not_belong_to_the_thread() -> None:
    known = candidate(LAKE, place=STREET)
    assert found("а автобус когда пустите?", known, parent=7, group="transport", topic="transport_routes", main=NOWHERE) is None


def test_a_neighbour_comment_of_the_same_group_is_not_enough_under_an_announcement() -> None:
    known = candidate(LAKE, posts=(8,), threads=(7,), place=STREET)
    assert found("яма у моста", known, parent=7, topic="roads_potholes", main=NOWHERE) is None
    assert found("и у нас тоже", known, parent=7, topic="roads_potholes", main=NOWHERE) is not None


def test_a_comment_that_names_another_place_or_number_is_another_trouble() -> None:
    known = candidate(LAKE, posts=(7,), threads=(7,), place=STREET)
    for text in ("а у нас в Старом Мелкове такое же болото", "у гаражей 17 то же болото третий день"):
        assert found(text, known, parent=7, main=NOWHERE) is None
    assert found("на Белавинской болото третий день", known, parent=7, main=STREET) is not None


def test_a_calm_wish_is_no_voice_of_a_danger_along_the_same_street() -> None:
    calm, danger = candidate("Машины стоят на газоне", place=STREET), candidate("Машины стоят", place=STREET, danger_grade=DangerGrade.RISK)
    wish = "Почему бы не поставить лавочки на Белавинской?"
    assert why(wish, calm, main=STREET) == "та же улица и тема, 2 ч назад"
    assert found(wish, danger, main=STREET) is None
    assert found("На Белавинской машины опять стоят", danger, main=STREET) is not None
    assert found(wish, danger, main=STREET, danger=True) is not None


def test_thanks_and_talk_join_nothing() -> None:
    known = candidate(LAKE, place=STREET)
    assert found("спасибо, откачали", known, parent=7, kind=Kind.THANKS) is None
    assert found("погода хорошая", known, is_appeal=False, kind=Kind.CHAT) is None


def test_a_danger_counts_though_it_reads_like_talk() -> None:
    assert found("опять топит", candidate(LAKE, place=STREET), is_appeal=False, danger=True) is not None


def test_the_same_author_again_belongs_to_their_problem_when_they_name_no_other_place() -> None:
    known = candidate(LAKE, author="12", place=STREET)
    assert why("ну и когда откачаете?", known, author="12", main=NOWHERE) == "тот же автор и тема, 2 ч назад"
    assert found("ну и когда откачаете?", known, author="13", main=NOWHERE) is None
    assert found("ну и когда откачаете?", candidate(LAKE, place=STREET), author="", main=NOWHERE) is None
    other: dict[str, Any] = {"group": "waste", "topic": "waste_dump", "main": NOWHERE}
    assert why("после дождя озеро, дети обходят гаражи", known, author="12", **other) == "тот же автор, те же слова, 2 ч назад"
    assert found("вывезите мусор", known, author="12", **other) is None


def test_one_long_text_in_two_communities_is_one_voice_more() -> None:
    text = "Прошу провести временный ремонт покрытия, подъезд разбит, скорая застревает, пожилые падают каждую неделю"
    known = candidate(text, place=NOWHERE, group="roads", topic="roads_repair")
    assert why(text, known, main=NOWHERE, group="improvement", topic="improvement_yard") == "тот же текст, 2 ч назад"
    assert found("Отсутствие люка", candidate("Отсутствие люка", place=NOWHERE), main=NOWHERE) is None


def test_a_name_that_the_gazetteer_does_not_know_is_a_place_too() -> None:
    known = candidate("Забита ливневая решётка, остановка Рокоссовского, вода стоит", place=NOWHERE)
    assert why("Вода стоит, решётка забита, где Рокоссовского", known, main=NOWHERE) == "то же название и похожие слова, 2 ч назад"
    assert found("Вода стоит, решётка забита, где Пушкина", known, main=NOWHERE) is None
    assert found("Вода стоит, решётка забита, где Рокоссовского", known, main=NOWHERE, day=28) is None


def test_a_name_with_another_number_is_another_place() -> None:
    known = candidate("Нужна детская площадка, проезд Космонавтов 2", place=NOWHERE)
    assert found("Нужна детская площадка, проезд Космонавтов 2/1", known, main=NOWHERE) is None
    assert found("Нужна детская площадка, проезд Космонавтов 2", known, main=NOWHERE) is not None


def test_a_repeat_soon_after_closing_reopens_and_later_is_marked_as_a_repeat() -> None:
    closed = candidate(LAKE, place=STREET, status=Status.CLOSED, closed_at=at(10))
    assert [kind_after(closed, days) for days in (1, 7, 8, 29, 31)] == [
        MatchKind.REOPENS, MatchKind.REOPENS, MatchKind.REPEATS, MatchKind.REPEATS, None,
    ]  # fmt: skip


def test_what_is_being_worked_on_is_preferred_to_what_is_over_whatever_the_words_say() -> None:
    over = candidate(LAKE, place=STREET, status=Status.CLOSED, closed_at=at(10) - timedelta(days=12))
    again = candidate("Лужа на всю улицу", id=2, place=STREET)
    result = match(post(LAKE), reading(), [over, again], now=at(11))
    assert result is not None
    assert (result.kind, result.incident_id) == (MatchKind.JOINS, IncidentId(2))


def kind_after(known: Candidate, days: int) -> MatchKind | None:
    result = match(post(LAKE), reading(), [known], now=at(9) + timedelta(days=days))
    return result.kind if result else None


def test_age_of_a_closed_one_without_its_moment_counts_from_the_last_voice() -> None:
    assert kind_after(candidate(LAKE, place=STREET, status=Status.CLOSED), 6) is MatchKind.REOPENS


def test_an_open_one_that_was_silent_for_a_month_is_over() -> None:
    known = candidate(LAKE, place=STREET)
    assert kind_after(known, 29) is MatchKind.JOINS
    assert kind_after(known, 31) is None


def test_what_was_rejected_or_merged_takes_no_voices() -> None:
    assert found(LAKE, candidate(LAKE, place=STREET, status=Status.REJECTED)) is None
    assert found(LAKE, candidate(LAKE, place=STREET, merged_into=IncidentId(9))) is None


def test_the_best_candidate_wins_and_of_equals_the_open_one() -> None:
    lane = candidate(LAKE, id=IncidentId(1), place=place("Конаково", "Лесная"))
    house = candidate("лужа", id=IncidentId(2), place=HOUSE_5)
    best = found(LAKE, lane, house, main=HOUSE_5)
    assert best is not None
    assert best.incident_id == 2
    shut = candidate(LAKE, id=IncidentId(3), place=STREET, status=Status.CLOSED, closed_at=at(9))
    fresh = candidate(LAKE, id=IncidentId(4), place=STREET)
    for order in ((shut, fresh), (fresh, shut)):
        best = found(LAKE, *order)
        assert best is not None
        assert best.incident_id == 4


def test_nothing_known_matches_nothing() -> None:
    assert found(LAKE) is None


def test_age_is_said_in_russian() -> None:
    known = candidate(LAKE, place=STREET)
    assert why(LAKE, known, hour=9) == "та же улица и тема, 0 мин назад"
    assert why(LAKE, known, day=26) == "та же улица и тема, 2 дня назад"
    assert why(LAKE, known, hour=8) == "та же улица и тема, 0 мин назад"


@pytest.mark.parametrize(
    ("mine", "its", "is_one"),
    [
        ("улица Гоголя", "улица Николая Гоголя", True),  # people drop the first name
        ("улица Первомайская", "улица Перводайская", True),  # a slip of the pen
        ("улица Садовая", "улица 2-я Садовая", False),
        ("улица Садовая", "улица Нижняя Садовая", False),
        ("улица Лесная", "улица Десная", False),  # too short for a slip
        ("улица Октябрьская", "улица Октябрьский", False),  # endings tell names apart
        ("улица Гоголя", "площадь Николая Пушкина", False),
    ],
)
def test_one_street_is_written_in_several_ways(mine: str, its: str, is_one: bool) -> None:
    known = candidate("не горит фонарь", place=MainPlace(settlement="Клин", street=its))
    assert (found("темно вечером", known, main=MainPlace(settlement="Клин", street=mine)) is not None) is is_one


def test_topics_that_residents_do_not_tell_apart_are_one() -> None:
    known = candidate("ямы во всю ширину", place=STREET, group="roads", topic="roads_potholes")
    assert why("сделайте асфальт", known, main=STREET, group="roads", topic="roads_repair") == "та же улица и тема, 2 ч назад"


def test_a_broad_topic_of_one_house_needs_common_words() -> None:
    known = candidate("козырёк над крыльцом крошится", place=HOUSE_5, group="housing", topic="housing_repair")
    told: dict[str, Any] = {"main": HOUSE_5, "group": "housing", "topic": "housing_repair"}
    assert found("дверь входная выбита, петли вырваны", known, **told) is None
    assert found("козырёк крыльца совсем развалился, крошится бетон", known, **told) is not None


def test_a_trouble_between_two_houses_is_at_each_of_them() -> None:
    known = candidate("между домами 5 и 7 не горит фонарь", place=HOUSE_5)
    assert found("у седьмого темно", known, main=place("Конаково", "Лесная", "7")) is not None
    assert found("у девятого темно", known, main=place("Конаково", "Лесная", "9")) is None


def test_what_is_told_of_another_spot_is_another_problem() -> None:
    known = candidate(LAKE, place=STREET)
    assert found("Та лужа высохла, теперь озеро в другом месте", known, main=STREET) is None
