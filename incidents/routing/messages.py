"""What is said of routing: topic and place, modes, rules."""

from incidents.ids import DepartmentId
from incidents.official import Mode
from incidents.outbox_message import AboutIncident, AboutOfficial, OutboxMessage
from incidents.routing.rule_changes import RuleChange


class DoubtsGoBeside(OutboxMessage, code="beside"):
    """After the upgrade, once: a doubt holds no card back any more."""


class CorrectMenu(AboutIncident, code="menu_tp", is_screen=True):
    """Which of the two is wrong: the topic or the place."""


class GroupsMenu(AboutIncident, code="menu_groups", is_screen=True):
    """Groups of topics."""

    page: int = 0


class TopicsMenu(AboutIncident, code="menu_topics", is_screen=True):
    """The topics of a group."""

    group: str
    page: int = 0


class FoundTopicsMenu(AboutIncident, code="menu_found", is_screen=True):
    """Topics that fit the typed word."""

    topics: tuple[str, ...]


class TownsMenu(AboutIncident, code="menu_towns", is_screen=True):
    """All settlements."""

    page: int = 0


class SpotsMenu(AboutIncident, code="menu_spots", is_screen=True):
    """Places that fit the typed words; `house`: the number that was among them."""

    places: tuple[str, ...]
    house: str = ""


class AskTopic(AboutIncident, code="ask_topic"):
    """A word for the topic."""


class AskPlace(AboutIncident, code="ask_place"):
    """Where it is: words or a point of the map."""


class PlaceWanted(OutboxMessage, code="place_wanted"):
    """The answer to `AskPlace` was neither words nor a point."""


class LearnsAnew(OutboxMessage, code="learns_anew"):
    """What the district taught was taught to other weights: until the night the reader reads without it."""


class Corrected(AboutIncident, code="corrected"):
    """The typed place is remembered."""


class ModesMenu(OutboxMessage, code="modes", is_screen=True):
    """How the departments work (/modes)."""


class AboutMode(OutboxMessage):
    """Speaks of how one department works."""

    department: DepartmentId


class ModeMenu(AboutMode, code="mode", is_screen=True):
    """One department's mode and what it may become."""


class AskTrialUntil(AboutMode, code="ask_trial_until"):
    """Until which day the department learns."""


class ModeChanged(AboutMode, AboutOfficial, code="mode_changed"):
    """Another coordinator, `official`, changed the mode."""


class ModeOver(AboutMode, code="mode_over"):
    """The last day of the mode `former` is over."""

    former: Mode


class TrialCompared(OutboxMessage, code="trial"):
    """The morning of a trial week: routing by hand beside the bot's own."""


class RulesList(OutboxMessage, code="rules", is_screen=True):
    """The tree (/rules)."""

    page: int = 0


class AboutRule(OutboxMessage):
    """Speaks of one rule of the tree."""

    number: int


class RulePage(AboutRule, code="rule_one", is_screen=True):
    """One rule and what may be done to it."""


class ConfirmRuleChange(AboutRule, code="rule_ask", is_screen=True):
    """What a change would have done; `department`: whose the rule would become."""

    change: RuleChange
    department: DepartmentId | None = None


class ConfirmNewRule(OutboxMessage, code="rule_add", is_screen=True):
    """What a new rule would have done. `scope`: «t~roads_snow», «g~roads»; without `place` it holds everywhere."""

    scope: str
    place: str | None = None
    department: DepartmentId


class ConfirmRulesBack(OutboxMessage, code="rule_back", is_screen=True):
    """What the tree before the last change would have done."""


class RuleGroupsMenu(OutboxMessage, code="rule_groups", is_screen=True):
    """A new rule: about which group."""

    page: int = 0


class RuleTopicsMenu(OutboxMessage, code="rule_topics", is_screen=True):
    """A new rule: about which topic of the group, or all of it."""

    group: str
    page: int = 0


class RulePlacesMenu(OutboxMessage, code="rule_places", is_screen=True):
    """A new rule: in which settlement."""

    scope: str
    page: int = 0


class RuleDepartmentsMenu(OutboxMessage, code="rule_homes", is_screen=True):
    """Whose the rule is; `number` 0: a new one."""

    number: int = 0
    page: int = 0


class AskRuleTitle(AboutRule, code="ask_rule_title"):
    """Another name of the rule."""


class AskRulePlace(OutboxMessage, code="ask_rule_place"):
    """The settlement of a new rule, in words."""
