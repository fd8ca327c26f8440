"""What is said of answers."""

from datetime import date, datetime

from incidents.answers.answer_photos import Unfit
from incidents.answers.facts import FactKind
from incidents.answers.values import AnswerKind
from incidents.ids import AnswerId, PostId
from incidents.incident import ClosingOutcome
from incidents.outbox_message import AboutAnswer, AboutIncident, OutboxMessage


class AskAnswer(AboutIncident, code="ask_answer"):
    """The text of an answer."""

    kind: AnswerKind = AnswerKind.FINAL


class AskRewrite(AboutAnswer, code="ask_rewrite"):
    """Another text for a draft."""


class AskWrongWords(AboutAnswer, code="ask_amend_was"):
    """«Поправка»: which words are wrong."""


class AskRightWords(AboutAnswer, code="ask_amend_now"):
    """«Поправка»: what is right instead."""


class AnswerWanted(OutboxMessage, code="answer_wanted"):
    """A text is wanted, this is none."""


class AnswerDropped(AboutIncident, code="dropped"):
    """The draft is thrown away."""


class AnswerNow(AboutAnswer, code="answer"):
    """The answer as it stands: preview, hold, published."""


class OldPreview(AboutAnswer, code="former_preview"):
    """Somebody pressed under an earlier preview: it sends nothing, here is the present text."""


class AnswerStoppedByEdit(AboutAnswer, code="answer_stopped_by_edit"):
    """The typed message was changed within the 60 seconds: the answer is a draft again.

    `unfit`: why the new words were not taken; "": they were.
    """

    unfit: str = ""


class AnswerPhotoWanted(AboutAnswer, code="answer_photo"):
    """A photo for the draft, or none."""


class PhotoAfterText(OutboxMessage, code="photo_after_text"):
    """First the text, then its photos."""


class PhotoUnfit(AboutAnswer, code="photo_unfit"):
    """The file cannot go out with the answer."""

    why: Unfit


class AnswerWithoutPhotos(AboutAnswer, code="answer_without_photos"):
    """The text is out, its photos are not."""


class AnswerDays(AboutAnswer, code="answer_days", is_screen=True):
    """«Добавить дату»: days to choose from."""


class AskAnswerDay(AboutAnswer, code="ask_answer_day"):
    """The day for a draft in words."""


class AnswerByHand(AboutAnswer, code="answer_by_hand"):
    """Refused, or nobody knows: the text is ready to copy."""


class AnswerNotVisible(AboutAnswer, code="answer_not_visible"):
    """Published, yet nobody else sees it."""


class AskAuthor(AboutIncident, code="ask_author"):
    """«Спросить жителя»: the words of the question."""


class AuthorClarified(AboutIncident, code="clarified"):
    """The author has answered our question."""

    post: PostId


class AnswerAll(AboutIncident, code="answer_all"):
    """«Ответить всем»: the words that are out already, for everyone else."""


class AnswerAllChoice(AboutIncident, code="answer_all_choice", is_screen=True):
    """«Ответить всем»: a post and replies, or replies only."""


class AnswerAllSent(AboutIncident, code="answer_all_sent"):
    """So many replies go out now."""

    count: int


class AnswerAllStopped(OutboxMessage, code="answer_all_stopped"):
    """So many replies stay."""

    count: int


class AskShortReplies(AboutAnswer, code="ask_thread_lines"):
    """«Ответы в ветках»: other words for the short replies."""


class ThreadsBarred(AboutAnswer, code="threads_barred"):
    """The network wants a rest: replies wait."""

    because: str
    until: datetime


class FactMenu(AboutIncident, code="menu_fact", is_screen=True):
    """«Факты и фото»: what is it by fact."""


class FactDayMenu(AboutIncident, code="menu_fday", is_screen=True):
    """The day of a fact."""

    fact: FactKind


class AskFactDay(AboutIncident, code="ask_fact_day"):
    """The day of a fact in words."""

    fact: FactKind


class TemplateMenu(AboutIncident, code="menu_tmpl", is_screen=True):
    """«Шаблон»: a page of those that fit."""

    page: int = 0


class TemplateDayMenu(AboutIncident, code="menu_tday", is_screen=True):
    """The day that a template names."""

    template: int


class AskTemplateDay(AboutIncident, code="ask_template_day"):
    """The day that a template names, in words."""


class AskFields(AboutIncident, code="ask_template_fields"):
    """What only the official knows of a draft: all of it in one question."""

    fields: tuple[str, ...]
    template: int
    day: date | None = None


class PreviousAnswerMenu(AboutIncident, code="menu_former", is_screen=True):
    """«Прошлый ответ», with a way back."""


class AuthorReacted(AboutIncident, code="reaction"):
    """The author thanks or is angry under our answer."""

    reaction: int


class ClosingOffered(AboutIncident, code="closing_offered"):
    """An answer that ends it is out: the card may be closed as what it says."""

    by_words: bool = False  # nobody pressed «Сделано»: the text itself says so
    outcome: ClosingOutcome = ClosingOutcome.DONE


class PostDeleted(AboutIncident, code="post_deleted"):
    """The author has deleted the post."""

    post: PostId
    stopped: bool = False


class AnswerDeleted(AboutIncident, code="answer_deleted"):
    """Somebody has deleted our comment."""

    answer: AnswerId


class ThanksWords(AboutIncident, code="thanks_words"):
    """Words of thanks, ready to be forwarded."""


class TemplateList(OutboxMessage, code="templates", is_screen=True):
    """/templates: a page of them."""

    page: int = 0


class AboutTemplate(OutboxMessage):
    """Speaks of one template."""

    template: int


class TemplateCard(AboutTemplate, code="template_one", is_screen=True):
    """A template with what may be done to it."""


class TemplateGroups(AboutTemplate, code="template_groups", is_screen=True):
    """Groups of topics that a template may be for."""

    page: int = 0


class TemplateTopics(AboutTemplate, code="template_topics", is_screen=True):
    """Topics of one group that a template may be for."""

    group: str
    page: int = 0


class AskTemplateText(AboutTemplate, code="ask_template_text"):
    """Another text of a template."""


class AskTemplateRetitle(AboutTemplate, code="ask_template_retitle"):
    """Another title of a template."""


class AskTemplateTitle(OutboxMessage, code="ask_template_title"):
    """The title of a new template."""


class AskTemplateNew(OutboxMessage, code="ask_template_new"):
    """The text of a new template."""
