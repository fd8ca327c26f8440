"""The parts that read: networks, posts, links and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.config.district import District
from bot.foundation import Foundation
from bot.leases import Leases
from bot.reading.collect import Collecting, Watched
from bot.reading.incoming_files import Files
from bot.reading.intake import Intake
from bot.reading.network_access import NetworkAccess
from bot.reading.old_fingerprints import OldFingerprints
from bot.reading.post_reader import PostReader
from bot.reading.source_checks import SourceJobs
from bot.reading.vk_rests import VkRests


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingParts:
    """Whatever takes in what others wrote."""

    networks: NetworkAccess
    collecting: Collecting
    source_jobs: SourceJobs
    vk_rests: VkRests
    intake: Intake
    old_fingerprints: OldFingerprints
    files: Files

    @classmethod
    def build(
        cls,
        base: Foundation,
        networks: NetworkAccess,
        reader: PostReader,
        leases: Leases,
        *,
        district: District,
        watched: Sequence[Watched],
        backfill: bool,
    ) -> Self:
        """`backfill`: what stood on a wall before it was read is news."""
        collecting = Collecting(
            base.storage,
            base.clock,
            watched,
            base.nudge,
            every=networks.poll_seconds,
            backfill=backfill,
            stop_clock=district.norms.stop_on_deletion,
            collector_of=networks.collector_of,
            own_wall=networks.vk.own_address,
            know=networks.vk.know,
            meters=base.meters,
            reads=leases.reads,
        )
        return cls(
            networks=networks,
            collecting=collecting,
            source_jobs=SourceJobs(base.storage, base.clock, networks.all, base.nudge),
            vk_rests=VkRests(base.storage, base.clock, base.nudge, networks.vk.clients),
            intake=Intake(base.storage, base.clock, reader, base.policy, base.nudge, base.meters),
            old_fingerprints=OldFingerprints(base.storage, base.clock, reader, leases),
            files=Files(base.storage, base.clock, base.bot, base.policy, base.nudge),
        )

    async def name_walls(self) -> None:
        """Ask again for walls that VK could not name at the start."""
        await self.networks.name_walls(self.collecting)
