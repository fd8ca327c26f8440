"""What residents write about and how often; where; in which words. Made up but for the figures."""

from collections.abc import Mapping, Sequence

OFTEN = (
    "social_child_benefits 2133 social_low_income 1886 health_care 1424 roads_snow 1269 health_appointment 1239 "
    "roads_repair 907 waste_fee 788 health_vaccination 618 health_staff_shortage 608 housing_management 573 "
    "housing_no_heating 554 health_facilities 506 waste_pickup 482 health_medicines 448 improvement_snow 445 "
    "improvement_cleaning 438 improvement_parks 393 housing_fees 324 health_checkups 303 roads_sidewalks 301 "
    "education_process 274 waste_containers 254 housing_emergency 249 improvement_lighting 245 "
    "transport_schedule 239 telecom_other 236 housing_no_cold_water 211 improvement_manhole 190 "
    "transport_routes 187 animals_stray 179 transport_stops 178 health_other 177 transport_fare 176 "
    "improvement_playground 153 housing_no_hot_water 134 military_families 134 housing_roof_snow 133 "
    "roads_lighting 130 waste_sorting 129 housing_water_quality 129 social_pensioners 125 roads_drainage 122 "
    "improvement_grass 118 improvement_trees 118 housing_pipe_burst 110 housing_stairwell 106 improvement_yard 106 "
    "improvement_other 102 safety_public_order 101 energy_outage 94 sport_facilities 94 housing_repair 93 "
    "safety_other 88 education_building 88 improvement_hogweed 87 health_ambulance 87 construction_planning 87 "
    "politics_other 84 housing_roof_leak 81 education_extra 78 social_housing 76 roads_potholes 74 "
    "energy_gasification 72 transport_service 71 waste_dump 71 housing_capital_repair 65 labour_jobs 64 "
    "roads_parking 63 roads_bridges 62 culture_venues 61 roads_signs 61 social_accessibility 60 education_food 58 "
    "roads_crosswalk 58 social_other 56 roads_traffic 55 education_other 53 education_school_places 48 "
    "education_safety 45 roads_traffic_lights 45 housing_sewage 45 roads_other 44 education_staff 42 "
    "improvement_facades 38 energy_voltage 28 improvement_drainage 27 sport_activities 26 culture_monuments 24 "
    "property_other 24 improvement_after_works 21 economy_street_trade 20 roads_speed_bumps 18 "
    "authorities_services 18 economy_prices 17 ecology_water 17 education_kindergarten_places 15 social_disabled 14 "
    "housing_other 14 property_encroachment 12 housing_facade 12 energy_gas_outage 11 waste_other 11 "
    "construction_other 11 improvement_cemetery 11 youth_activities 10 housing_water_supply 10 energy_wires 9 "
    "culture_events 8 ecology_air 8 "
)
"""Topics of a big city's appeals with their numbers, as the taxonomy calls them."""

TOPICS: Mapping[str, int] = {slug: int(number) for slug, number in zip(OFTEN.split()[::2], OFTEN.split()[1::2], strict=True)}

TOWNS: Sequence[tuple[str, str, int, float]] = (
    ("s-konakovo", "Конаково", 130, 0.42),
    ("s-redkino", "Редкино", 45, 0.17),
    ("s-novozavidovsky", "Новозавидовский", 40, 0.14),
    ("s-kozlovo", "Козлово", 25, 0.08),
    ("s-izoplit", "Изоплит", 18, 0.06),
    ("s-radchenko", "Радченко", 16, 0.05),
    ("s-gorodnya", "Городня", 14, 0.04),
    ("s-zavidovo", "Завидово", 12, 0.04),
)
"""Id, name, streets, share of the people: 300 streets."""

STREETS = (  # noqa: SIM905 - a list of one word a line is a page long
    "Лесная Садовая Школьная Новая Полевая Зелёная Речная Набережная Парковая Заводская Советская Мира Гагарина Пушкина "
    "Кирова Победы Юбилейная Молодёжная Северная Южная Восточная Западная Луговая Цветочная Солнечная"
).split()

LANDMARKS = ("школа", "поликлиника", "рынок", "вокзал", "стадион", "парк", "детский сад", "дом культуры")

BEGINNINGS = (
    "Добрый день!",
    "Здравствуйте, подскажите, пожалуйста.",
    "Сколько можно терпеть!",
    "Уважаемая администрация!",
    "Люди добрые, что происходит?",
    "Пишу уже третий раз.",
    "Примите меры, пожалуйста.",
    "",
)
TROUBLES = (  # noqa: SIM905 - likewise
    "дорога разбита не пройти двор темно вечером ребёнок упал трубы текут подвал мусор лежит неделю собаки бегают фонарь "
    "погас снег не убран лёд горка скользко автобус опаздывает очередь запись врач справка выплата отказали документы "
    "приняли деньги пришли квитанция долг перерасчёт отопление холодно батареи вода ржавая лифт стоит подъезд грязный крыша "
    "протекает потолок сосулька нависла дерево наклонилось провода искрят площадка сломана качели скамейка урна контейнер "
    "переполнен вывоз график тротуар яма знак столб упал светофор мигает переход разметка стёрлась остановка навес школа сад "
    "учитель питание секция спортзал кружок"
).split()
"""«дорога» is everywhere: /find looks for a frequent word too."""
