"""The policy of a district: norms, working time, topics, places, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from incidents.advice.values import AdvicePolicy
from incidents.answers.facts import Measure
from incidents.approval.values import ApprovalRules
from incidents.privacy.values import Keep
from incidents.sameness.one_problem import Sameness
from incidents.sources.networks import NetworkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(AdvicePolicy):
    """What a district decided and knows: its norms, its working time, its topics and places, whose answers are approved."""

    approval: ApprovalRules = field(default_factory=ApprovalRules)
    measures: Mapping[str, Measure] = field(default_factory=dict)  # what is done about a topic or a group
    sameness: Sameness | None = None  # tells one problem from two; None: nothing is offered
    networks: Sequence[NetworkKind] = ()  # what a typed link may lead to, in the order in which they are asked
    keep: Keep = field(default_factory=Keep)  # how long personal data are kept
    posts_photos: bool = True  # VK lets us put photos under a post (the token of the community's editor is there)
