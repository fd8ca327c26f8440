"""The past of the demo: appeals answered and closed before the day.

Played through the desk at their own moments.
An address has a memory only if there was something to remember: the day's scenes need it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from uuid import uuid4

from bot.app import App
from bot.demo.control import Control, SandboxError
from bot.demo.play import moment_of, rows_of, wrong_line
from bot.demo.town import Community, Town
from incidents.answers.lifecycle import Happening, next_state
from incidents.desk.act import act
from incidents.desk.acts.close_and_reopen import Close
from incidents.desk.answers import draft_answer
from incidents.desk.answers.publish_answer import mark_published, start_publishing
from incidents.desk.intake.take_in import take_in
from incidents.desk.promises.promises import watch
from incidents.errors import WrongStep
from incidents.incident import Act, ClosingOutcome
from incidents.official import Official, Role
from incidents.posts import Network, Post
from incidents.publisher import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A resident wrote, the department answered and closed."""

    at: datetime
    community: str
    text: str
    answer: str
    answered_at: datetime
    closed_at: datetime
    outcome: ClosingOutcome


def load_history(path: Path, *, day: datetime, zone: tzinfo) -> Sequence[PastCase]:
    """Rows of a day's file that have `past`. Raises BadPosts."""
    found = []
    for number, row in rows_of(path):
        if "past" not in row:
            continue
        try:
            at, answered, closed = (moment_of(row[name], day, zone) for name in ("past", "answered", "closed"))
            assert at is not None
            assert answered is not None
            assert closed is not None
            found.append(
                PastCase(
                    at=at,
                    community=str(row["community"]),
                    text=str(row["text"]),
                    answer=str(row["answer"]),
                    answered_at=answered,
                    closed_at=closed,
                    outcome=ClosingOutcome(row["outcome"]),
                )
            )
        except (KeyError, ValueError, AssertionError):
            raise wrong_line(path, number) from None
    return sorted(found, key=lambda case: case.at)


async def play_history(app: App, control: Control, town: Town, cases: Sequence[PastCase]) -> None:
    """Each case from its post to its end. The walls show it, the phones do not ring for it. Raises SandboxError."""
    walls = {community.title: community for community in town.communities}
    for case in cases:
        wall = walls.get(case.community)
        if wall is None:
            raise SandboxError(f"в прошлом дня названо сообщество, которого в городе нет: {case.community}")
        post, comment = await _on_the_wall(control, town, wall, case)
        await live_through(app, wall, case, post, comment)


async def _on_the_wall(control: Control, town: Town, wall: Community, case: PastCase) -> tuple[Post, Published]:
    made = await control.write(wall.group_id, town.residents[0], case.text, at=case.at.isoformat())
    owner, number = int(made["owner_id"]), int(made["post_id"])
    said = await control.post(
        "vk/comment", owner_id=owner, post_id=number, author_id=-town.answers_as.group_id, text=case.answer, at=case.answered_at.isoformat()
    )
    id = f"wall{owner}_{number}"
    author = str(town.residents[0])
    url = f"https://vk.com/{id}"
    post = Post(network=Network.VK, external_id=id, url=url, text=case.text, author_id=author, published_at=case.at)
    comment = int(said["comment_id"])
    return post, Published(external_id=f"{id}_r{comment}", url=f"{url}?reply={comment}")


async def live_through(app: App, wall: Community, case: PastCase, post: Post, comment: Published) -> None:
    """Take a past post in, accept, answer and close it. Raises SandboxError where the desk would have refused."""
    async with app.storage.transaction() as tx:
        source = next(source for source in await tx.sources.all() if source.external_id == f"-{wall.group_id}")
        await tx.door.receive(source, post, at=case.at, history=True)  # nobody else reads it meanwhile
        stored = await tx.posts.find(Network.VK, post.external_id)
    assert stored is not None
    reading = await app.reader.read(stored)
    policy = app.around.policy
    async with app.storage.transaction() as tx:
        outcome = await take_in(tx, policy, stored, reading, now=case.at)
        if outcome.incident is None:
            raise SandboxError(f"пост из прошлого дня не стал обращением: {case.text[:60]}")
        id = outcome.incident.id
        who = _whose(await tx.officials.all(), outcome.incident.department_id)
        await act(tx, policy, id, Act.ACCEPT, by=who, now=case.at)
        draft = await draft_answer.create_draft(tx, id, case.answer, by=who, guid=uuid4().hex, now=case.answered_at)
        sent = replace(draft, state=next_state(draft.state, Happening.SENT))
        going = await start_publishing(tx, sent, now=case.answered_at)
        await mark_published(tx, policy, going, comment, now=case.answered_at, proved=True)
        for promise in await tx.promises.of(id):  # a day that passed meanwhile is a broken word
            await watch(tx, policy, promise, now=case.closed_at)
        try:
            await act(tx, policy, id, Act.CLOSE, by=who, now=case.closed_at, choice=Close(outcome=case.outcome))
        except WrongStep:
            raise SandboxError(f"пост из прошлого дня закрыт как сделанный, а жителю этого не сказали: {case.text[:60]}") from None
        await tx.outbox.forget(id)


def _whose(officials: Sequence[Official], department: str | None) -> Official:
    own = [o for o in officials if o.department_id == department and o.role is Role.EXECUTOR]
    return (own or [o for o in officials if o.role is Role.COORDINATOR])[0]
