"""The district's word about the advice before sending: what people type, what holds then, how it is shown."""

from datetime import timedelta

import pytest

from handlers.advice import advice_words as advice
from incidents.advice.advice_overrides import RULE, Limit, advice_said, code_of, key_of, limit_in, pair_in, pairs, value_of
from incidents.advice.rules import RULES, STOPS, advise
from incidents.advice.values import PlainerWord, Words
from incidents.deadlines.norm_overrides import NormWord
from incidents.errors import DomainError
from tests.kit.tdlib import parse
from tests.kit.values.advice import ABOUT
from tests.kit.values.cards_made import MOSCOW, NOW, labels

FILE = Words(bureaucratic=(PlainerWord(found="в целях", plain="чтобы"), PlainerWord(found="мероприяти*", say="назовите, какие")))


def word(key: str, value: str) -> NormWord:
    return NormWord(key=key, value=value, by=None, at=NOW)


def kept(swap: PlainerWord, *, removed: bool = False) -> NormWord:
    return word(key_of(swap.found), value_of(swap, removed=removed))


@pytest.mark.parametrize(
    ("text", "swap"),
    [
        ("в целях → чтобы", PlainerWord(found="в целях", plain="чтобы")),
        ("«в целях» -> «чтобы»", PlainerWord(found="в целях", plain="чтобы")),
        ("в целях — чтобы", PlainerWord(found="в целях", plain="чтобы")),
        ("в целях\nчтобы", PlainerWord(found="в целях", plain="чтобы")),
        ("осуществля*  вывоз* → вывозим", PlainerWord(found="осуществля* вывоз*", plain="вывозим")),
        ("доводим до сведения → убрать", PlainerWord(found="доводим до сведения")),
        ("мероприяти* → совет: назовите, какие", PlainerWord(found="мероприяти*", say="назовите, какие")),
        ("какой-либо - любой", PlainerWord(found="какой-либо", plain="любой")),
    ],
)
def test_a_pair_is_read_as_people_write_it(text: str, swap: PlainerWord) -> None:
    assert pair_in(text) == swap


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Нужны обе части"),
        ("в целях", "Нужны обе части"),
        ("в целях →", "Нужны обе части"),
        ("→ чтобы", "Нужны обе части"),
        ("х" * 500, "Это длинно: 500 знаков"),
        ("(в|на) целях → чтобы", "Знак «(» здесь лишний"),
        ("цел[а-я]+ → чтобы", "Знак «[» здесь лишний"),
        ("*целях → чтобы", "только в конце слова"),
        ("це*лях → чтобы", "только в конце слова"),
        ("на → в", "Слишком коротко"),
        ("в* → чтобы", "Слишком коротко"),
        ("х" * 61 + " → чтобы", "лишних знаков 1"),
        ("в целях → " + "х" * 81, "лишних знаков 1"),
        ("в целях → в целях дела", "те же слова"),
    ],
)
def test_what_is_no_pair_gets_a_sentence(text: str, says: str) -> None:
    with pytest.raises(DomainError, match=says.replace("(", r"\(").replace("[", r"\[")):
        pair_in(text)


def test_numbers_have_their_bounds() -> None:
    assert (limit_in("800", Limit.LONG), limit_in(" 45 дней ", Limit.FAR)) == (800, 45)
    for text, limit in (
        ("99", Limit.LONG),
        ("4001", Limit.LONG),
        ("много", Limit.LONG),
        ("2", Limit.FAR),
        ("400", Limit.FAR),
        ("", Limit.FAR),
    ):
        with pytest.raises(DomainError):
            limit_in(text, limit)


def test_the_districts_words_stand_over_the_file() -> None:
    said = [
        kept(PlainerWord(found="В целях", plain="для")),
        kept(PlainerWord(found="мероприяти*", say="назовите, какие"), removed=True),
        kept(PlainerWord(found="на предмет", plain="о")),
        word(f"{RULE}no_hello", "1"),
        word(f"{RULE}rude", "1"),
        word(Limit.LONG, "300"),
        word(Limit.FAR, "60"),
        word("answer", "540"),
        word("lint:of another version", "?"),
    ]
    held = advice_said(FILE, said)
    assert held.bureaucratic == (PlainerWord(found="В целях", plain="для"), PlainerWord(found="на предмет", plain="о"))
    assert (held.long, held.far, held.off) == (300, timedelta(days=60), frozenset({"no_hello"}))
    assert advice_said(FILE, [word("answer", "540")]) is FILE
    text = "В целях порядка уберём до 25 ноября, отвечает отдел ЖКХ"
    assert [(each.code, each.text) for each in advise(text, ABOUT, held).advice] == [("bureaucratic", "«В целях» проще сказать «для»")]
    assert "no_hello" in {each.code for each in advise(text, ABOUT, FILE).advice}


def test_rules_that_stop_are_never_off() -> None:
    held = advice_said(FILE, [word(f"{RULE}{code}", "1") for code in RULES])
    assert held.off == RULES.keys() - STOPS
    heard = {
        each.code
        for each in advise("Вы сами виноваты, идиоты", ABOUT, advice_said(Words(rude=("идиот*",)), [word(f"{RULE}blame", "1")])).advice
    }
    assert "rude" in heard


def test_the_menu_shows_what_holds_and_every_text_parses() -> None:
    said = [kept(PlainerWord(found="на предмет", plain="о")), kept(FILE.bureaucratic[0], removed=True), word(f"{RULE}no_hello", "1")]
    known, held = pairs(FILE.bureaucratic, said), advice_said(FILE, said)
    main = advice.main(words=held, pairs=known, changed=3)
    assert "выключены: нет приветствия" in main.html
    assert "Замен «канцелярит → просто»: 2, своих 1" in main.html
    assert labels(main) == [["Правила", "Замены слов"], ["Длина…", "Далёкий срок…"], ["Что меняли", "Как в файле"]]
    rules = advice.rules(words=held)
    assert "нет приветствия: <b>выключено</b>" in rules.html
    assert sum(label.isdecimal() for row in labels(rules) for label in row) == len(RULES) - len(STOPS)
    listed = advice.listed(pairs=known, page=0)
    assert "на предмет → о (своя)" in listed.html
    assert "3. в целях → чтобы (убрали)" in listed.html
    removed = advice.one(pair=known[2], page=0, by="координатор", tz=MOSCOW, now=NOW)
    assert labels(removed) == [["Вернуть"], ["Как в файле", "Все замены"]]
    own = advice.one(pair=known[1], page=0, by=None, tz=MOSCOW, now=NOW)
    assert labels(own) == [["Изменить…", "Убрать"], ["Все замены"]]
    many = advice.listed(pairs=[*known * 8], page=1)
    assert ["Раньше", "Дальше"] in labels(many)
    made = [main, rules, listed, removed, own, many, advice.reset(changed=2), advice.ask_pair(), advice.ask_find()]
    made += [advice.ask_limit(words=held, limit=limit) for limit in Limit] + [advice.ask_plain(pair=known[0])]
    made += [advice.found(pairs=known[:1], total=9), advice.listed(pairs=[], page=5), advice.main(words=Words(), pairs=[], changed=0)]
    for message in made:
        assert len(parse(message.html)) <= 2000
        assert all(len((button.data or "").encode()) <= 64 for row in message.rows for button in row)


def test_a_change_is_told_as_it_was_and_became() -> None:
    lines = [
        advice.change_line(Limit.LONG, "600", "800", {}),
        advice.change_line(Limit.FAR, "30", "21", {}),
        advice.change_line(f"{RULE}link", "on", "off", {}),
        advice.change_line(key_of("в целях"), None, "чтобы", {}),
        advice.change_line(key_of("в целях"), "чтобы", "для", {}),
        advice.change_line(key_of("в целях"), "чтобы", None, {}),
        advice.change_line(key_of("в целях"), "для", "file", {}),
        advice.change_line("lint:all", "3", "file", {}),
    ]
    assert lines == [
        "«Длинно»: больше 600 знаков, стало 800 знаков",
        "«До срока далеко»: больше 30 дней, стало 21 дня",
        "правило «ссылка на чужой стене» выключили",
        "«в целях» → «чтобы»",
        "«в целях» → «для», было «чтобы»",
        "«в целях» → убрали, было «чтобы»",
        "«в целях» → как в файле, было «для»",
        "все советы как в файле, снято изменений: 3",
    ]


def test_a_code_stays_with_the_phrase() -> None:
    assert code_of("В  целях") == code_of("в целях") != code_of("в цели")
    assert set(advice.TITLES) == set(RULES)
