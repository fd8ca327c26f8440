"""What is said of new posts: drafts, mass events, rumours, authors."""

from datetime import datetime

from incidents.ids import DraftId, FileJobId, OfficialId, PostId
from incidents.outbox_message import AboutIncident, OutboxMessage


class AboutDraft(OutboxMessage):
    """Speaks of one draft by hand."""

    draft: DraftId


class ShownDraft(AboutDraft, code="draft"):
    """A draft with its buttons, as this official may decide on it."""

    official: OfficialId


class DraftTopics(AboutDraft, code="draft_topics", is_screen=True):
    """Topics found for a draft by a word, else the reader's next."""

    topics: tuple[str, ...]


class DraftWanted(OutboxMessage, code="draft_wanted"):
    """Words of a resident are wanted, or a photo."""


class AskNew(OutboxMessage, code="ask_new"):
    """/new: the words of a resident."""


class AskDraftWord(OutboxMessage, code="ask_draft_word"):
    """A word of the draft's topic."""


class AskDraftPlace(OutboxMessage, code="ask_draft_place"):
    """The draft's place in words."""


class AskDraftText(OutboxMessage, code="ask_draft_text"):
    """The draft's text anew. `is_first`: there is none yet, only a photo."""

    is_first: bool = False


class AskCaller(AboutDraft, code="ask_caller"):
    """Whom to call back about the draft; it may be passed over."""


class ContactKept(OutboxMessage, code="contact_kept"):
    """It is written down whom to call back."""


class ContactMenu(AboutIncident, code="menu_contact", is_screen=True):
    """Whom to call back, to whoever may see it."""

    page: int = 0


class AskCalledBack(AboutIncident, code="ask_called_back"):
    """«Перезвонили»: what was said to whoever is behind this post."""

    post: PostId


class PrivateTaken(OutboxMessage, code="private_taken"):
    """A resident's message to the bot was taken."""


class PrivateEnough(OutboxMessage, code="private_enough"):
    """A resident has written enough for a day."""


class MassAlert(AboutIncident, code="H2"):
    """Many people write of one matter."""

    official: OfficialId


class MassCauseTold(AboutIncident, code="mass_cause"):
    """The cause of a mass event, to those who had the alert."""


class MassCauseKept(OutboxMessage, code="mass_cause_kept"):
    """The cause of a mass event is kept."""


class AskMassCause(AboutIncident, code="ask_mass_cause"):
    """«Указать причину» of a mass event."""


class DetachMenu(AboutIncident, code="menu_detach", is_screen=True):
    """«Отделить»: which of the messages."""

    page: int = 0


class CatchUp(OutboxMessage, code="catch_up"):
    """What is older than a day and was found after an outage. `at`: of the digest."""

    at: datetime


class CatchUpList(OutboxMessage, code="caught_up", is_screen=True):
    """A part of such a digest; `key` names both («1764150000~danger»)."""

    key: str = ""
    page: int = 0


class ToldAfresh(AboutIncident, code="told_afresh"):
    """A fresh voice of what came late and without a sound."""


class TextGrew(AboutIncident, code="text_grew"):
    """The author changed a post that was answered. `revision`: of the new text."""

    post: PostId
    revision: int


class PlaceInNewText(AboutIncident, code="place_in_new_text"):
    """A changed text names another place of a danger that is there now."""


class ManyPosts(OutboxMessage, code="many_posts"):
    """An author writes very much in a day."""

    post: PostId


class AuthorPosts(OutboxMessage, code="author_posts", is_screen=True):
    """What the author of a post wrote around it."""

    post: PostId
    page: int = 0


class RumourFactsMenu(AboutIncident, code="menu_rfacts", is_screen=True):
    """«Запросить факты»: of whom."""

    page: int = 0


class AskRumourFact(AboutIncident, code="ask_rumour_fact"):
    """«Подтвердить»: what the approver knows."""


class JournalReport(OutboxMessage, code="journal_report"):
    """The dry run of a list of receptions and calls."""

    file: FileJobId


class JournalProgress(OutboxMessage, code="journal_progress"):
    """So many of its rows are entered by now."""

    file: FileJobId
    done: int


class JournalStopped(OutboxMessage, code="journal_stopped"):
    """The rest of its rows could not be entered."""

    done: int
    of: int


class AskWhichList(OutboxMessage, code="which_list"):
    """Asks whether a table is a list of receptions and calls or of the region."""

    file: FileJobId


class JournalTaken(OutboxMessage, code="journal_taken"):
    """Its rows were entered; `erased`: those that went by an erasure meanwhile."""

    count: int
    erased: int = 0


class JournalDropped(OutboxMessage, code="journal_dropped"):
    """Its rows were forgotten."""


class MissedList(OutboxMessage, code="missed", is_screen=True):
    """«Не взяли»: posts that became no card; `is_found`: those with the words that the reader looked for last."""

    is_found: bool = False
    page: int = 0


class MissedPost(OutboxMessage, code="doubtful", is_screen=True):
    """One of them; `post` 0: the likeliest of those that nobody has judged."""

    post: PostId = PostId(0)
    is_found: bool = False
    page: int = 0  # of the list behind it


class AppealAsked(OutboxMessage, code="appeal_asked"):
    """«Обращение?»: to the coordinators, of a post that would make no card."""

    post: PostId


class AskMissed(OutboxMessage, code="ask_missed"):
    """/missed of whoever only searches: which word."""
