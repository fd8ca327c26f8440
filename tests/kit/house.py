"""The measures of the house: what keeps the tree readable, each with its limit. `make house` prints the table."""

import ast
import re
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.kit import house_whole as whole
from tests.kit.sources import EVERYTHING, PRODUCT, ROOT, attributes, files, imports_of, name_of, text_of, tree_of, used_names, where

FLOORS = ("incidents", "incidents/desk", "bot/storage", "handlers")
BIG = 50  # files of a folder in which nothing is found
LONG = 250  # lines of a file

OTHER_THINGS = frozenset({"WorksAmend", "on_amend", "former_official"})
"""Names with such a word that speak of another thing: an amended list of works, an official who has left."""

VAGUE = {
    "incidents": (
        "alike amending answered approving asking bursts call chain changes clarify clock_words colleagues common corrections counsel "
        "date_words drafting drafts ending escalate evidence files filling follow_up former gratitude groups holding learning likely "
        "lint_said lint_words linting mornings night norms_said nudge only ordering parting passing passing_on person queue questions "
        "ready reasons records replies reminding said search similar spots telling thanking thread_lines together topics typed usual "
        "waiting warning ways whom words works_moved"
    ),
    "bot": (
        "albums around aside asking call choosing clocks common counsel figures former guide head help history holding joined lines log "
        "menus moments moves name norms_of nudge pace parts pictures policies probe quiet ready records report_data reports requests "
        "ringing scopes screen sheet similar standing toasts together trials unbroken view walls words"
    ),
    "handlers": (
        "around aside asking attached call choosing counsel days figures former guide head help history last lines lists log marks moments "
        "name pace person pictures questions quiet ready records reports requests returning ringing screen sheet similar staff standing "
        "together view words"
    ),
}
"""Names of modules that say nothing, by floor: each has had a better one."""

OLD_WORDS = {
    "lint": "advice", "linted": "advice", "linting": "advice", "gratitude": "thanks", "thanked": "thanks", "thanking": "thanks",
    "counsel": "lawyer", "together": "coexecutors", "passing": "hand_over", "passed": "hand_over", "pass_on": "hand_over",
    "sought": "find", "amend": "answer_correction", "amending": "answer_correction", "follow_up": "reactions", "followup": "reactions",
    "one_post": "post_to_all", "thread_lines": "short_replies", "former": "previous_answer",
}  # fmt: skip
"""Words of another day for a concept, and its one name now."""

WRITES = r"add|save|set|put|keep|drop|forget|audit|bring|refresh|new|enrol|mark|seal|remove|delete|clear|close|cancel|store"
PAPERS = re.compile(r"\b(?:VOICE|DESIGN|FACTS|HOUSE)\.md")


def _counted() -> Counter[Path]:
    return Counter(file.parent for file in files(*EVERYTHING))


def in_big_folders() -> list[str]:
    """Files of folders in which nothing is found."""
    return [f"{folder.relative_to(ROOT)}: {number}" for folder, number in _counted().items() if number >= BIG for _ in range(number)]


def median_folder() -> int:
    """Files of the folder in the middle."""
    return round(statistics.median(_counted().values()))


def biggest_folder() -> int:
    """Files of the biggest folder."""
    return max(_counted().values())


def long_files() -> list[str]:
    """Files over 250 lines."""
    return [str(file.relative_to(ROOT)) for file in files(*EVERYTHING) if len(text_of(file).splitlines()) > LONG]


def vague_modules() -> list[str]:
    """Modules whose names say nothing."""
    return [str(file.relative_to(ROOT)) for top, names in VAGUE.items() for file in files(top) if _plain(top, file.stem) in names.split()]


def _plain(top: str, name: str) -> str:
    return re.sub("_(words|data)$", "", name) if top == "handlers" else name


def one_name_many_things() -> list[str]:
    """Public classes of one name in several modules: a store and its table are one thing."""
    there = defaultdict(list)
    for file in files(*PRODUCT):
        if file.stem != "store" and file.name != "incident_store.py" and "storage" not in file.parts:
            for node in tree_of(file).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    there[node.name].append(str(file.relative_to(ROOT)))
    return [f"{name}: {', '.join(places)}" for name, places in there.items() if len(places) > 1]


def old_words() -> list[str]:
    """Modules, classes and functions named by a word of another day."""
    return [f"{place} {name}: {OLD_WORDS[word]}" for place, name in _named() if name not in OTHER_THINGS and (word := _old_word(name))]


def _named() -> Iterator[tuple[str, str]]:
    for file in files(*PRODUCT):
        yield str(file.relative_to(ROOT)), file.stem
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield where(file, node), node.name


def _old_word(name: str) -> str | None:
    plain = "_" + re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() + "_"
    return next((word for word in OLD_WORDS if f"_{word}_" in plain), None)


def _screens(*ends: str) -> list[Path]:
    """Words and data of the handlers' rooms, by the ends of their names."""
    return [file for file in files("handlers") if file.stem.endswith(ends or ("_words", "_data"))]


def screens_that_know_handlers() -> list[str]:
    """Imports of presses by words and data."""
    low = ("_words", "_data", "buttons")
    found = [(file, each) for file in _screens() for each in imports_of(file) if _is_file(each) and not each.startswith("handlers.kit.")]
    return [f"{file.relative_to(ROOT)}: {each}" for file, each in found if not each.endswith(low)]


def _is_file(module: str) -> bool:
    return module.startswith("handlers.") and (ROOT / module.replace(".", "/")).with_suffix(".py").is_file()


def screens_that_know_the_desk() -> list[str]:
    """Screens that import the desk."""
    return [str(file.relative_to(ROOT)) for file in _screens() if any(e.startswith("incidents.desk") for e in imports_of(file))]


def words_that_read() -> list[str]:
    """Words that import the transaction or the call that holds it: what is read stands in `*_data.py`."""
    reads = re.compile(r"^from (?:incidents\.transaction import|handlers\.kit\.rendering import .*\bCall\b)", re.MULTILINE)
    return [str(file.relative_to(ROOT)) for file in _screens("_words") if reads.search(text_of(file))]


def routers_among_buttons() -> list[str]:
    """Modules of buttons that handle presses."""
    buttons = [file for file in files("handlers") if file.name == "buttons.py"]
    return [str(file.relative_to(ROOT)) for file in buttons if any(each.startswith("handlers.kit.registry") for each in imports_of(file))]


def writes_outside_the_desk() -> list[str]:
    """Writes of handlers and screens past the desk, `tx.outbox.say` aside."""
    called = re.compile(rf"\btx\.(?:\w+\.)?(?:{WRITES})(?:_\w+)?\(")
    reads = re.compile(r"\btx\.(?:audit_lines|audit\.(?!add)\w+|audited\w*)\(")
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:60]}"
        for file in files("handlers")
        for number, line in enumerate(text_of(file).splitlines(), start=1)
        if called.search(line) and not reads.search(line)
    ]


def bare_role_checks() -> list[str]:
    """Refusals by a role beside the table of rights."""
    ifs = [(f, n) for f in files("handlers", "incidents/desk") for n in ast.walk(tree_of(f)) if isinstance(n, ast.If)]
    return [where(f, n) for f, n in ifs if ".role" in ast.unparse(n.test) and _refuses(n)]


def _refuses(node: ast.If) -> bool:
    raised = [ast.unparse(each.exc) for each in node.body if isinstance(each, ast.Raise) and each.exc]
    return any(each.startswith("Forbidden") for each in raised)


def untyped_messages() -> list[str]:
    """Messages named by a code with untyped parameters."""
    calls = [(file, node) for file in files(*PRODUCT) for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)]
    made = ROOT / "incidents" / "delivery.py"  # from a typed one
    return [where(f, n) for f, n in calls if ast.unparse(n.func) == "Say" and f != made]


def bases_of_the_transaction() -> int:
    """Classes that the transaction inherits from."""
    tree = tree_of(ROOT / "bot/storage/engine/transaction.py")
    return next(len(node.bases) for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Tx")


def copied_docstrings() -> list[str]:
    """Docstrings of storage that stand word for word in a store."""
    stores = {text for file in files("incidents") if file.stem.endswith("store") for _, text in _docs(file)}
    return [f"{place}: {text[:50]}" for file in files("bot/storage") for place, text in _docs(file) if text in stores]


def _docs(file: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (text := ast.get_docstring(node)):
            yield where(file, node), text


def cited_papers() -> list[str]:
    """Files that cite documents which are not in the repository."""
    return [
        str(file.relative_to(ROOT))
        for file in files(*EVERYTHING, "tests")
        if file.name not in {"house.py", "test_cited.py"} and PAPERS.search(text_of(file))
    ]


def dead_functions() -> list[str]:
    """Public functions, classes and methods that only tests name."""
    found = []
    for file in files(*PRODUCT):
        for node in tree_of(file).body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if node.name not in used_names()[name_of(file)] and (isinstance(node, ast.ClassDef) or not node.decorator_list):
                found.append(f"{where(file, node)} {node.name}")
            methods = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            if isinstance(node, ast.ClassDef) and not _is_called_by_others(node):
                found += [f"{where(file, e)} {e.name}" for e in methods if not e.name.startswith("_") and e.name not in attributes()]
    return [each for each in found if each.rsplit(" ", 1)[1] not in ASKED_BY_TESTS]


ASKED_BY_TESTS = frozenset({"classes", "chain", "outbox_pending", "corrections", "pending"})
"""Questions by which tests see what was written: the seals of events, the outbox, the log of corrections, all messages."""


def _is_called_by_others(node: ast.ClassDef) -> bool:
    """A class whose methods a library calls."""
    return any(
        re.match(r"TypeDecorator|BaseSettings|BaseStorage|Section\b|logging|Formatter|Filter|UserDefinedType", ast.unparse(b))
        for b in node.bases
    )


def tests_that_import_tests() -> list[str]:
    """Imports of a test module by another: helpers stand in tests/kit."""
    return [
        f"{file.relative_to(ROOT)}: {each}"
        for file in files("tests")
        for each in imports_of(file)
        if each.startswith("tests.") and ".test_" in each
    ]


def busy_packages() -> list[str]:
    """`__init__.py` that hold more than a docstring."""
    packages = [file for file in files(*PRODUCT) if file.name == "__init__.py"]
    return [str(file.relative_to(ROOT)) for file in packages if any(not isinstance(node, ast.Expr) for node in tree_of(file).body)]


def two_way_ties() -> list[str]:
    """Rooms of one floor that import each other."""
    found = []
    for floor in FLOORS:
        seen = _arrows(floor)
        found += [f"{floor}: {a} ↔ {b}" for a, b in seen if a < b and (b, a) in seen]
    return found


def _arrows(floor: str) -> set[tuple[str, str]]:
    """Imports between the rooms of a floor; the engine of storage and the desk stand apart."""
    prefix, rooms = floor.replace("/", ".") + ".", {each.name for each in (ROOT / floor).iterdir() if each.is_dir()} - {"engine", "desk"}
    arrows = set()
    for file in files(floor):
        room = name_of(file).removeprefix(prefix).split(".")[0]
        seen = {each.removeprefix(prefix).split(".")[0] for each in imports_of(file) if each.startswith(prefix)}
        arrows |= {(room, each) for each in seen & rooms if room in rooms and each != room}
    return arrows


def rooms_without_a_contract() -> list[str]:
    """Rooms that no contract of import-linter names."""
    named = set(re.findall(r"\w+", (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.importlinter]")[2]))
    held = [ROOT / floor for floor in ("incidents", "incidents/desk", "handlers", "bot")]
    rooms = {room for floor in held for room in floor.iterdir() if (room / "__init__.py").is_file()}
    return sorted(str(room.relative_to(ROOT)) for room in rooms if room.name not in named)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the house: as it was in the hall, as much as is allowed today, and where it shall end."""

    of: Callable[[], Sequence[str] | int]
    before: int
    limit: int
    target: int
    allowed: int = 0
    """What the parts after the hall may add."""

    @property
    def found(self) -> int:
        """The figure of today."""
        found = self.of()
        return found if isinstance(found, int) else len(found)

    @property
    def places(self) -> Sequence[str]:
        """Where it is found; () for a bare figure."""
        found = self.of()
        return () if isinstance(found, int) else found


MEASURES = (
    Measure(in_big_folders, before=546, limit=0, target=0),
    Measure(median_folder, before=16, limit=7, target=7),
    Measure(biggest_folder, before=90, limit=28, target=28),
    Measure(long_files, before=2, limit=0, target=0),
    Measure(vague_modules, before=110, limit=0, target=0),
    Measure(one_name_many_things, before=18, limit=0, target=0),
    Measure(old_words, before=49, limit=0, target=0),
    Measure(screens_that_know_handlers, before=61, limit=0, target=0),
    Measure(screens_that_know_the_desk, before=33, limit=0, target=0),
    Measure(words_that_read, before=1, limit=0, target=0),
    Measure(routers_among_buttons, before=9, limit=0, target=0),
    Measure(writes_outside_the_desk, before=19, limit=0, target=0),
    Measure(bare_role_checks, before=33, limit=0, target=0),
    Measure(untyped_messages, before=194, limit=0, target=0),
    Measure(bases_of_the_transaction, before=56, limit=2, target=2),
    Measure(copied_docstrings, before=163, limit=0, target=0),
    Measure(cited_papers, before=67, limit=0, target=0),
    Measure(dead_functions, before=30, limit=0, target=0),
    Measure(tests_that_import_tests, before=36, limit=0, target=0),
    Measure(busy_packages, before=0, limit=0, target=0),
    Measure(two_way_ties, before=28, limit=1, target=1),
    Measure(rooms_without_a_contract, before=0, limit=0, target=0),
    Measure(whole.statements, before=74_156, limit=79_092, target=72_000, allowed=5_500),
    Measure(whole.answer_states_outside_the_table, before=29, limit=0, target=0),
    Measure(whole.statuses_outside_the_steps, before=6, limit=0, target=0),
    Measure(whole.handlers_that_know_aiogram_types, before=69, limit=0, target=0),
    Measure(whole.vague_locals, before=1_148, limit=1_093, target=150),
    Measure(whole.crowded_assignments, before=171, limit=164, target=20),
    Measure(whole.classes_of_one_name, before=121, limit=118, target=60),
    Measure(whole.protocols_of_one_class, before=65, limit=61, target=20),
    Measure(whole.circles_of_files, before=1, limit=0, target=0),
    Measure(whole.up_arrows_of_the_domain, before=89, limit=0, target=0),
    Measure(whole.one_text_many_constants, before=13, limit=2, target=2),
    Measure(whole.long_first_lines, before=1_389, limit=1_345, target=300),
    Measure(whole.towns_of_a_town, before=2_348, limit=2_348, target=0),
)
"""A limit goes down with the figure, never up, but that of statements: the last commit of a part may raise it by what the part was allowed.

`before` is the hall of one flat folder a floor, counted as here where that can be told; of the whole it is the first count.
"""


def table() -> Iterator[str]:
    """The table of `make house`."""
    yield f"{'measure':<34}{'before':>8}{'today':>8}{'limit':>8}{'target':>8}"
    for each in MEASURES:
        mark = "  over the limit" if each.found > each.limit else "  the limit can go down" if each.found < each.limit else ""
        yield f"{each.of.__name__:<34}{each.before:>8}{each.found:>8}{each.limit:>8}{each.target:>8}{mark}"


if __name__ == "__main__":
    sys.stdout.write("\n".join([*table(), ""]))
