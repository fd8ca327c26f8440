"""What coordinators read when VK wants a rest."""

from datetime import timedelta

import pytest

from handlers.sources.network_rests_words import WHY, network_rests
from incidents.sources.messages import RestReason
from tests.kit.values.samples import MOSCOW, at


@pytest.mark.parametrize("why", RestReason)
def test_it_says_what_happened_what_waits_and_until_when(why: RestReason) -> None:
    now = at(14, 0)
    reads = network_rests(why=why, writes=False, until=now + timedelta(minutes=15), tz=MOSCOW, now=now).html
    assert reads.startswith(f"<b>{WHY[why]}</b>\nЧитать стены пока не будем, начнём снова")
    assert "14:15" in reads
    assert "второй ключ" in reads
    writes = network_rests(why=why, writes=True, until=now + timedelta(minutes=15), tz=MOSCOW, now=now).html
    assert "Ответы подождут" in writes
    assert "второй ключ" not in writes
