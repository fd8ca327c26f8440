"""The meters, and the alerts that read them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.undelivered import Undelivered
from bot.health.illness import Illness
from bot.health.meters import FAILURES, MOST_SOURCES, Meters, Shown, lateness
from bot.storage.health.health_figures import UNSURE
from incidents.ids import ChatId, DistrictId, SourceId
from incidents.messenger import Dead, Gone, Later, Moved, Refused
from incidents.posts import Network, Source
from tests.kit.values.samples import at

RULES = Path("deploy/alerts.yml").read_text(encoding="utf-8")
PAGES = ("docs/operations.md", "docs/ru/trevogi.md")
WHOLE = (
    r"- alert: (\w+)\n\s+expr: (.+)\n(?:\s+for: \d+[mh]\n)?"
    r"\s+labels: \{severity: (?:critical|warning)\}\n\s+annotations: \{summary: \"[^\"]+\"\}\n"
)
ALERTS = re.findall(WHOLE, RULES)
NOON = at(12)
WALL = Source(
    id=SourceId(3),
    district_id=DistrictId("town"),
    network=Network.VK,
    external_id="-77",
    title="Подслушано у Анны",
    settlement_id=None,
    last_ok_at=NOON,
    broken_at=NOON,
    broken_because="Анна",
)
SHOWN = Shown(unsure=dict.fromkeys(UNSURE, 2), sources=[(WALL, timedelta(seconds=40))], inbox_age=timedelta(seconds=5))


@pytest.fixture
def meters() -> Meters:
    made = Meters()
    made.show(SHOWN)
    made.show_state([Illness.CONFLICT], is_ready=False)
    return made


def series(meters: Meters) -> dict[str, float]:
    lines = [line for line in meters.page().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_a_page_shows_what_was_counted_and_what_is_known(meters: Meters) -> None:
    meters.failed("delivery", "refused")
    meters.rested(Network.TELEGRAM, 35.0)
    meters.missed(Network.VK, timedelta(minutes=2))
    meters.missed(Network.VK, timedelta(minutes=-2))
    meters.read(0.2)
    shown = series(meters)
    assert shown['otklik_failures_total{part="delivery",reason="refused"}'] == 1
    assert shown['otklik_failures_total{part="reader",reason="down"}'] == 0, "shown from the start"
    assert shown['otklik_rest_seconds_total{network="telegram"}'] == 35
    assert shown['otklik_gap_seconds_total{network="vk"}'] == 120
    assert shown["otklik_reader_seconds_count"] == 1
    assert (shown["otklik_ready"], shown['otklik_illness{kind="conflict"}'], shown['otklik_illness{kind="reader"}']) == (0, 1, 0)
    assert shown["otklik_inbox_oldest_seconds"] == 5
    assert shown['otklik_source_last_success_timestamp_seconds{network="vk",source="3"}'] == NOON.timestamp()
    assert shown['otklik_source_lag_seconds{network="vk",source="3"}'] == 40
    assert shown['otklik_source_broken{network="vk",source="3"}'] == 1
    assert shown['otklik_unconfirmed_sends{state="unknown"}'] == 2


@pytest.mark.parametrize(
    ("delivery", "reason", "waited"),
    [
        (Later(seconds=35, because="слишком часто", counts=False), "too_often", 35),
        (Later(seconds=5, because="ConnectionError", chat_only=False, counts=False), "later", 0),
        (Later(seconds=5, because="TimeoutError"), "later", 0),
        (Moved(chat_id=ChatId(-100)), "moved", 0),
        (Gone(because="message to edit not found"), "gone", 0),
        (Dead(because="blocked"), "dead", 0),
        (Refused(because="can't parse entities"), "refused", 0),
    ],
)
def test_whatever_the_messenger_says_has_a_reason_of_its_own(
    meters: Meters, delivery: Later | Moved | Gone | Dead | Refused, reason: str, waited: int
) -> None:
    Undelivered(None, None, None, meters)._count(delivery)  # type: ignore[arg-type]  # nothing is written
    shown = series(meters)
    assert shown[f'otklik_failures_total{{part="delivery",reason="{reason}"}}'] == 1
    assert shown['otklik_rest_seconds_total{network="telegram"}'] == waited


def test_labels_hold_no_names_and_no_texts(meters: Meters) -> None:
    page = meters.page().decode()
    assert "Анн" not in page
    assert "-77" not in page


def test_there_is_an_end_to_the_series(meters: Meters) -> None:
    before = len(series(meters))
    many = [(replace(WALL, id=SourceId(n)), timedelta(0)) for n in range(MOST_SOURCES * 2)]
    meters.show(replace(SHOWN, sources=many))
    assert len(series(meters)) == before + (MOST_SOURCES - 1) * 3
    meters.show(replace(SHOWN, sources=[]))
    assert not [name for name in series(meters) if "source=" in name], "a source that was taken away is shown no more"
    with pytest.raises(ValueError, match="knows no failure"):
        meters.failed("delivery", "Иванов заблокировал бота")


def test_meters_of_two_bots_in_one_process_do_not_meet(meters: Meters) -> None:
    meters.failed("delivery", "dead")
    assert series(Meters())['otklik_failures_total{part="delivery",reason="dead"}'] == 0


def test_lateness_grows_until_the_work_is_done() -> None:
    assert lateness(NOON, None, NOON + timedelta(minutes=9)) == timedelta(minutes=9)
    assert lateness(NOON, NOON + timedelta(minutes=2), NOON + timedelta(hours=9)) == timedelta(minutes=2)
    assert lateness(NOON, NOON, NOON) == timedelta(0)


def test_every_rule_is_whole() -> None:
    assert len(ALERTS) == RULES.count("- alert:") > 0
    assert "\t" not in RULES


def known_names(meters: Meters) -> Iterator[str]:
    meters.read(0.1)
    return (name.partition("{")[0] for name in series(meters))


@pytest.mark.parametrize(("alert", "rule"), [(alert, rule) for alert, rule in ALERTS])
def test_every_meter_and_label_that_a_rule_names_exists(meters: Meters, alert: str, rule: str) -> None:
    named = set(re.findall(r"otklik_\w+", rule))
    assert named or rule.startswith("up{")
    assert named <= set(known_names(meters)), alert
    known = {"kind": {*Illness}, "reason": {each for reasons in FAILURES.values() for each in reasons}, "state": {*UNSURE}}
    for label, values in re.findall(r'(\w+)=~?"([\w|]+)"', rule):
        assert label == "job" or set(values.split("|")) <= known[label], alert


@pytest.mark.parametrize("page", PAGES)
def test_operations_say_of_every_alert_what_to_do_and_of_no_other(page: str) -> None:
    text = Path(page).read_text(encoding="utf-8")
    told = re.findall(r"^\| `(Otklik\w+)`(?: ☎(?: потом| later)?)? \| .{20,} \| .{20,} \|$", text, re.MULTILINE)
    assert told == [alert for alert, _rule in ALERTS]


def test_both_pages_say_of_the_same_alerts_that_the_bot_tells_of_them() -> None:
    marks = [re.findall(r"^\| `(Otklik\w+)` (☎?)", Path(page).read_text(encoding="utf-8"), re.MULTILINE) for page in PAGES]
    assert marks[0] == marks[1]


def test_every_illness_rings_somewhere() -> None:
    rung = {kind for _alert, rule in ALERTS for kinds in re.findall(r'kind=~?"([\w|]+)"', rule) for kind in kinds.split("|")}
    assert {*Illness} - rung == {Illness.INBOX, Illness.OUTBOX}, "their ages ring"
