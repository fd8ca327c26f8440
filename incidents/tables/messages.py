"""What is said of tables that come and go."""

from incidents.ids import FileJobId
from incidents.outbox_message import OutboxMessage
from incidents.tables.sheets import Sheet


class AboutFile(OutboxMessage):
    """Speaks of one table that was sent."""

    file: FileJobId


class FileTaken(OutboxMessage, code="file_taken"):
    """The table arrived and is being read."""


class FileColumn(AboutFile, code="file_column"):
    """Asks what a column of the table means."""


class SheetReport(AboutFile, code="sheet_report"):
    """The dry run of a table of people, departments or rules: what would change, or what is wrong."""


class SheetApplied(OutboxMessage, code="sheet_applied"):
    """The table was applied."""

    sheet: Sheet


class SheetDropped(OutboxMessage, code="sheet_dropped"):
    """The table was dropped; nothing changed."""


class Export(OutboxMessage, code="export"):
    """A table as it stands at the moment of sending."""

    sheet: Sheet
