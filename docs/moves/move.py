"""Move the house: files of moved.csv and pieces of pieces.csv go to their rooms, and every import, string and page follows.

    python3.13 move.py ROOT [--here FOLDER] [--no-format]

Python 3.12 or newer (exact positions inside f-strings); nothing but the standard library, git, and ROOT/.venv/bin/ruff if it is there.
What it cannot map it reports and leaves where it is; it ends with 1 if an import of ours leads nowhere afterwards.
"""

import argparse
import ast
import collections
import csv
import re
import subprocess
import symtable
import sys
from dataclasses import dataclass, field
from pathlib import Path

OURS = ("bot", "handlers", "collectors", "nlp", "incidents", "migrations", "sandbox", "tests", "benchmarks")
SUBJECTS = (
    "intake routing acts answers advice approval promises danger deadlines people duty head region works sources tables dates places"
).split()
ROOM = {
    "intake": "what residents write becomes incidents",
    "routing": "who gets it, and what is learned",
    "acts": "what officials do with a card",
    "answers": "what residents are told",
    "advice": "advice before sending",
    "approval": "answers looked at before they go out",
    "promises": "days that answers name",
    "danger": "what is dangerous now",
    "deadlines": "norms, clocks and reminders",
    "people": "officials, departments, leaves",
    "duty": "the duty roster",
    "head": "the head of the district",
    "region": "the region's system",
    "works": "planned works",
    "sources": "what is read",
    "tables": "tables in and out",
    "dates": "dates and hours in people's words",
    "places": "places in people's words",
}
FLOOR = {
    "incidents": "Values and rules",
    "incidents/desk": "Use cases",
    "bot/screens": "Screens",
    "bot/storage": "Storage",
    "handlers": "Handlers",
    "tests/unit": "Unit tests",
    "tests/edges": "Tests of the edges",
    "tests/story": "Stories",
}
PACKAGES = {
    "bot/cli": "The command line: what can be typed after `otklik`.",
    "bot/config": "Settings, the district's profile, logs: what a process begins with.",
    "bot/telegram": "Telegram in and out: updates, messages, files.",
    "bot/telegram/incoming": "Updates on their way in: fetched, kept in the inbox, handled one by one.",
    "bot/screens/answers/everyone": "One answer to all who wrote: the post, the short replies, the sending.",
    "bot/screens/answers/templates": "Templates of answers, as the coordinator keeps them.",
    "incidents/desk/answers/everyone": "One answer to all who wrote: the post, the short replies, the sending.",
    "bot/delivery": "Delivery: what goes out, when, how often, and what became of it.",
    "bot/delivery/photos": "Photos on their way: fetched once, cleaned, sent after a card or under a post.",
    "bot/reading": "Reading: posts are collected, read by the child process, and learned from.",
    "bot/screens": "What officials read: words and buttons, and what they are read from. Foreign text is cut and escaped here only.",
    "bot/screens/card": "The card of an incident.",
    "bot/screens/kit": "What all screens are made with: text, time, places, buttons, budgets.",
    "bot/storage": "The storage: SQLAlchemy Core on SQLite or PostgreSQL. One module a table; nobody outside sees a row or a statement.",
    "bot/storage/engine": "The storage itself: engines, transactions, types, migrations.",
    "bot/storage/delivery": "Storage: what comes in, what goes out, and where it stands.",
    "incidents/desk": "The desk: the only writer. A use case is one function and one transaction that it joins, and it tells its reason.",
    "incidents/advice": "Advice before sending: a colleague looking over the shoulder. Pure.",
    "tests/kit": "What tests share.",
}
DOCS = {
    **{f"incidents/{room}/lookups.py": f"Questions about {what} that the desk and the screens ask. Nothing is written here." for room, what in {
        "answers": "answers", "approval": "approval", "danger": "dangers", "duty": "the duty roster", "head": "the head's day", "intake": "rumours", "promises": "promises",
        "people": "departments", "routing": "the routing tree", "works": "planned works",
    }.items()},
    "incidents/intake/store.py": "The store of intake: posts, drafts brought by hand, mass events.",
    "incidents/answers/store.py": "The store of answers: answers, photos, templates and facts, short replies, reactions.",
    "incidents/acts/store.py": "The store of acts: what may be taken back, notes, delays, requests, co-executors.",
    "incidents/routing/store.py": "The store of routing: rules to try, modes of departments, corrections.",
    "incidents/deadlines/store.py": "The store of deadlines: norms said in the chat, reminders that stand, nights.",
    "incidents/head/store.py": "The store of the head's day: what to decide, orders.",
    "incidents/desk/approval/approval_words.py": "What an approver and an author say to each other.",
    "incidents/policy.py": "The policy of a district: its norms, working time, topics, places and words.",
    "incidents/people/role_commands.py": "The commands of every role: one table for the menu button, for /help and for the routers.",
    "incidents/desk/refresh.py": "Refresh: every chat of an incident shows it as it stands; reminders of what is done go.",
    "incidents/desk/outcome.py": "What a use case did, and a line of the log that leaves the status as it is.",
    "bot/screens/acts/holder_time.py": "Where an incident lay, in words.",
    "handlers/buttons.py": "What our buttons carry: presses on cards, menus, lists, days. A change of fields means a new class with a new prefix.",
    "handlers/answers/buttons.py": "Buttons of answers: the dialogue, facts, templates, everyone. They live for years in chats.",
    "handlers/routing/buttons.py": "Buttons of routing: topics, /modes, /rules. They live for years in chats.",
    "handlers/acts/buttons.py": "Buttons of acts: pages of /my, marks of several, words of menus. Marks travel in the buttons themselves.",
    "handlers/head/buttons.py": "Buttons of the head's day and of orders. They live for years in chats.",
    "handlers/deadlines/buttons.py": "Buttons of the morning digest and of /norms. They live for years in chats.",
    "handlers/advice/buttons.py": "Buttons of /advice. They live for years in chats.",
    "handlers/sources/buttons.py": "Buttons of /sources. They live for years in chats.",
    "handlers/duty/buttons.py": "Buttons of /duty. They live for years in chats.",
    "handlers/tables/buttons.py": "Buttons of tables in and out. They live for years in chats.",
    "handlers/danger/buttons.py": "Choices of the menus of a danger. They live for years in chats.",
    "handlers/promises/buttons.py": "Choices of the menus of a promise. They live for years in chats.",
    "handlers/people/buttons.py": "Buttons of /people, leaves and groups. They live for years in chats.",
    "handlers/commands.py": "The filter of a command: its handler hears it from the roles of its row and nobody else.",
    "bot/config/parts.py": "Parts of the program that can be started alone, and what each of them needs.",
    "bot/telegram/incoming/updates.py": "What an update says of itself, from Telegram's raw JSON.",
    "bot/delivery/alert_coordinators.py": "Tell every coordinator that something needs a person.",
}
HALLS = {  # where files stood without a room: a file here that no row names is mapped by a rule, or reported
    "bot", "bot/cards", "bot/render", "bot/storage", "bot/profile", "incidents", "incidents/desk", "incidents/desk/effects",
    "incidents/ports", "incidents/lint", "handlers", "tests/unit", "tests/edges", "tests/story", "tests",
}  # fmt: skip
STAYS = set(
    "bot/__init__ bot/__main__ bot/app bot/clock bot/signals bot/wakeups bot/storage/__init__ handlers/__init__ handlers/buttons"
    " handlers/clock_buttons handlers/commands handlers/context handlers/dispatcher handlers/menus handlers/setting_buttons"
    " incidents/__init__ incidents/audience incidents/desk/__init__ incidents/desk/act incidents/errors incidents/ids incidents/incident"
    " incidents/lifecycle incidents/messenger incidents/posts incidents/publisher incidents/reading incidents/rights"
    " tests/__init__ tests/conftest tests/edges/__init__ tests/edges/conftest tests/story/__init__ tests/story/conftest"
    " tests/story/test_from_post_to_answer tests/story/test_when_things_go_wrong tests/unit/__init__ tests/unit/conftest".split()
)

Import = ast.Import | ast.ImportFrom
problems: list[str] = []
notes: list[str] = []


def dotted(path: str) -> str:
    parts = path.removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def bound_by(node: ast.stmt) -> set[str]:
    """Names that a top-level statement defines (imports aside)."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return {node.name}
        case ast.Assign():
            return {n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)}
        case ast.AnnAssign() | ast.AugAssign():
            return {node.target.id} if isinstance(node.target, ast.Name) else set()
        case ast.TypeAlias():
            return {node.name.id}
        case ast.If() | ast.Try() | ast.With() | ast.For():
            return set().union(*(bound_by(each) for each in ast.walk(node) if isinstance(each, ast.stmt) and each is not node))
    return set()


def names_used(node: ast.AST, text: str | None = None) -> set[str]:
    """Names of the module that it reads (locals left out), and the fixtures that its tests and fixtures ask for."""
    used: set[str] = set()

    def walk(table: symtable.SymbolTable) -> None:
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
                used.add(symbol.get_name())
        for child in table.get_children():
            walk(child)

    walk(symtable.symtable(ast.unparse(node) if text is None else text, "piece", "exec"))
    for n in ast.walk(node):
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and (n.name.startswith("test_") or is_fixture(n)):
            used |= {a.arg for a in (*n.args.args, *n.args.kwonlyargs)}
        if isinstance(n, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in n.targets):
            used |= set(ast.literal_eval(n.value))
    return used


def is_fixture(node: ast.AST) -> bool:
    decorators = getattr(node, "decorator_list", [])
    return any("fixture" in ast.unparse(each) for each in decorators)


class Module:
    """A file as it stands before the moves."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text, self.name = path, text, dotted(path)
        self.tree = ast.parse(text)
        self.imports: dict[str, tuple[str, str | None]] = {}  # bound name → (module, name in it or None)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node in self.tree.body:
                if node.level:
                    problems.append(f"{path}:{node.lineno}: a relative import")
                for a in node.names:
                    self.imports[a.asname or a.name] = (node.module or "", a.name)
            elif isinstance(node, ast.Import) and node in self.tree.body:
                for a in node.names:
                    self.imports[a.asname or a.name.split(".")[0]] = (a.name, None)
        self.defines = set().union(*(bound_by(node) for node in self.tree.body)) if self.tree.body else set()

    @property
    def is_package(self) -> bool:
        return self.path.endswith("/__init__.py")

    def statements(self) -> list[tuple[set[str], str, ast.stmt]]:
        """Top-level statements that are neither docstring nor imports: names, text with the comments above and the string below.

        A text begins with the empty lines that stand above it.
        """
        lines = self.text.splitlines(keepends=True)
        body = list(self.tree.body)
        found: list[tuple[set[str], str, ast.stmt]] = []
        end = 0
        for n, node in enumerate(body):
            start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
            last = node.end_lineno or node.lineno
            is_string = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
            if (n == 0 and is_string) or isinstance(node, ast.Import | ast.ImportFrom):
                end = last
                continue
            if is_string and found:
                names, text, first = found[-1]
                found[-1] = (names, text + "".join(lines[end:last]), first)
                end = last
                continue
            above = start
            while above > end and lines[above - 1].lstrip().startswith("#"):
                above -= 1
            while above > end and not lines[above - 1].strip():
                above -= 1
            found.append((bound_by(node), "".join(lines[above:last]), node))
            end = last
        return found

    def docstring(self) -> str:
        return ast.get_docstring(self.tree, clean=False) or ""

    def import_texts(self) -> list[str]:
        return [ast.get_source_segment(self.text, node) or "" for node in self.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


@dataclass
class Plan:
    rows: dict[str, str]  # old path → new path ("" = dropped)
    pieces: dict[tuple[str, str], str] = field(default_factory=dict)  # (old path, name) → new path


class House:
    def __init__(self, root: Path, here: Path, *, untracked: bool = False) -> None:
        self.root = root
        what = ["-c", "-o", "--exclude-standard"] if untracked else []
        listed = subprocess.run(["git", "ls-files", "-z", *what], cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
        self.tracked = [name for name in listed if name and (root / name).is_file()]
        self.modules = {p: Module(p, (root / p).read_text(encoding="utf-8")) for p in self.tracked if p.endswith(".py")}
        self.by_name = {m.name: m for m in self.modules.values()}
        with (here / "moved.csv").open(encoding="utf-8") as file:
            self.all_rows = {row["old"]: row["new"] for row in csv.DictReader(file)}
        rows = {old: new for old, new in self.all_rows.items() if old in self.modules}
        for old, new in self.all_rows.items():
            if old not in self.modules and new not in self.modules:
                notes.append(f"row without a file: {old}")
        with (here / "pieces.csv").open(encoding="utf-8") as file:
            pieces = {(r["old"], name): r["new"] for r in csv.DictReader(file) for name in r["names"].split() if r["old"] in self.modules}
        self.plan = Plan(rows, pieces)
        self._map_the_rest()
        self._kit_for_tests()
        self._check_pieces()
        self._close_pieces()
        targets = collections.Counter(self.new_path(path) for path in self.modules)
        self.touched = {old for old, _ in self.plan.pieces} | {p for p in self.modules if targets[self.new_path(p)] > 1}
        self.touched |= {p for p in self.modules if self.new_path(p) in set(self.plan.pieces.values())}
        self.keep_names: set[str] = set()  # new files whose lines would grow too long with the new names of modules

    # ---- the plan

    def new_path(self, old: str) -> str:
        return self.plan.rows.get(old, old)

    def _map_the_rest(self) -> None:
        """Files that came after the rows were written: by the subject of their stem, else by what they import."""
        rooms = {str(Path(new).parent) for new in self.all_rows.values() if new} - HALLS
        stems: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        for old, new in self.all_rows.items():
            subject = subject_of(new)
            if subject:
                stems[Path(old).stem.removeprefix("test_")][subject] += 1
        for path in self.modules:
            folder = str(Path(path).parent)
            if path in self.plan.rows or path.removesuffix(".py") in STAYS or folder in rooms or folder not in HALLS:
                continue
            if path in set(self.all_rows.values()):
                continue
            new = self._guess(path, stems)
            if new is None:
                problems.append(f"no room for {path}: it stays; give it a row in moved.csv")
            else:
                notes.append(f"by rule: {path} → {new}")
                self.plan.rows[path] = new
        declared = collections.Counter(self.all_rows.values())
        for path, new in self.plan.rows.items():
            is_met = new and path != new and new in self.modules and self.plan.rows.get(new, new) == new
            if is_met and new.removesuffix(".py") not in STAYS and declared[new] < 2:  # noqa: PLR2004
                if Path(new).stem in ("buttons", "store", "lookups"):
                    notes.append(f"merged into what stands there: {path} → {new}")
                else:
                    problems.append(f"{path} → {new}: another file stands there")

    def _guess(self, path: str, stems: dict[str, collections.Counter[str]]) -> str | None:
        folder, stem = str(Path(path).parent), Path(path).stem
        bare = stem.removeprefix("test_")
        words, subject = bare.split("_"), None
        for n in range(len(words), 0, -1):
            for key in ("_".join(words[:n]), "_".join(words[-n:])):
                if key in SUBJECTS:
                    subject = key
                elif key in stems:
                    subject = stems[key].most_common(1)[0][0]
                if subject:
                    break
            if subject:
                break
        if subject is None and folder.startswith("tests/"):
            infra: collections.Counter[str] = collections.Counter()
            for module, name in self.modules[path].imports.values():
                known = self.by_name.get(f"{module}.{name}") or self.by_name.get(module)
                parts = self.new_path(known.path).split("/") if known else []
                if len(parts) > 2 and parts[0] == "bot" and subject_of("/".join(parts)) is None:  # noqa: PLR2004
                    infra["engine" if parts[1] == "storage" else parts[1]] += 1
                elif parts and parts[0] in ("nlp", "collectors"):
                    infra[{"nlp": "reading", "collectors": "vk"}[parts[0]]] += 1
            subject = infra.most_common(1)[0][0] if infra else None
        if subject is None and folder == "tests/story":
            return path
        if subject is None:
            heard: collections.Counter[str] = collections.Counter()
            for module, name in self.modules[path].imports.values():
                for each in (f"{module}.{name}", module):
                    if each in self.by_name:
                        found = subject_of(self.new_path(self.by_name[each].path))
                        if found:
                            heard[found] += 1
                        break
            subject = heard.most_common(1)[0][0] if heard else None
        if subject is None:
            return None
        match folder:
            case "bot/cards":
                return f"bot/screens/{subject}/{stem}.py"
            case "bot/render":
                return f"bot/screens/{subject}/{stem}_data.py"
            case "bot/storage" | "incidents" | "incidents/desk":
                return f"{folder}/{subject}/{stem}.py"
            case "incidents/desk/effects":
                return f"incidents/desk/{subject}/{stem}.py"
            case "incidents/lint":
                return f"incidents/advice/{stem}.py"
            case "incidents/ports":
                return f"incidents/{subject}/store.py"
            case "bot/profile":
                return f"bot/config/profile/{stem}.py"
            case "handlers":
                return f"handlers/{subject}/{'buttons' if stem.endswith('_buttons') else stem}.py"
            case "tests/unit" | "tests/edges" | "tests/story" if stem.startswith("test_"):
                return f"{folder}/{subject}/{stem}.py"
            case "tests/unit" | "tests/edges" | "tests/story":
                return f"tests/kit/{stem}.py"
        return None

    def _kit_for_tests(self) -> None:
        """What a test module imports from another one moves into the kit."""
        for module in self.modules.values():
            if not module.path.startswith("tests/"):
                continue
            for source, name in module.imports.values():
                other = self.by_name.get(source)
                if other is None or name is None or not Path(other.path).stem.startswith("test_") or name not in other.defines:
                    continue
                if (other.path, name) not in self.plan.pieces:
                    kits = {new for (old, _), new in self.plan.pieces.items() if old == other.path and new.startswith("tests/kit/")}
                    new = kits.pop() if len(kits) == 1 else f"tests/kit/{Path(other.path).stem.removeprefix('test_')}.py"
                    self.plan.pieces[other.path, name] = new
                    notes.append(f"by rule: {name} of {other.path} → {new}")

    def _check_pieces(self) -> None:
        for path, name in list(self.plan.pieces):
            if name not in self.modules[path].defines:
                notes.append(f"piece without a definition: {name} of {path}")
                del self.plan.pieces[path, name]

    def _close_pieces(self) -> None:
        """A piece takes along what it needs (in tests), and the other names of its statement."""
        for path in sorted({old for old, _ in self.plan.pieces}):
            module, statements = self.modules[path], self.modules[path].statements()
            grew = True
            while grew:
                grew = False
                for names, _, node in statements:
                    where = {self.plan.pieces[path, n] for n in names if (path, n) in self.plan.pieces}
                    if not where:
                        continue
                    if len(where) > 1:
                        problems.append(f"{path}: one statement in two rooms: {sorted(names)}")
                    new = sorted(where)[0]
                    wanted = set(names)
                    if new != self.new_path(path):
                        wanted |= names_used(node) & module.defines
                    for name in wanted:
                        if (path, name) not in self.plan.pieces:
                            self.plan.pieces[path, name] = new
                            grew = True

    # ---- where a name stands afterwards

    def resolve(self, module: str, name: str, depth: int = 0) -> tuple[str, str | None] | None:
        """(new module, name in it); name None: it is the module itself. None: it is none of ours."""
        known = self.by_name.get(module)
        sub = self.by_name.get(f"{module}.{name}")
        if known is not None:
            if (known.path, name) in self.plan.pieces:
                return dotted(self.plan.pieces[known.path, name]), name
            follows = known.is_package or known.path in self.touched or Path(known.path).stem.startswith("test_")
            if follows and name in known.imports and name not in known.defines and depth < 9:
                source, original = known.imports[name]
                if original is not None:
                    return self.resolve(source, original, depth + 1)
            if name in known.defines or sub is None:
                new = self.new_path(known.path)
                if not new:
                    problems.append(f"{module}.{name} was dropped and is asked for")
                return dotted(new), name
        if sub is not None:
            return dotted(self.new_path(sub.path)), None
        return None

    def resolve_string(self, text: str) -> str:
        parts = text.split(".")
        for n in range(len(parts), 0, -1):
            known = self.by_name.get(".".join(parts[:n]))
            if known is None:
                continue
            rest = parts[n:]
            if rest:
                found = self.resolve(known.name, rest[0])
                if found is not None:
                    module, name = found
                    return ".".join([module, *([name] if name else []), *rest[1:]])
            return ".".join([dotted(self.new_path(known.path)), *rest])
        return text

    # ---- texts of the new files, still with the old imports

    def assembled(self) -> dict[str, tuple[str, list[str]]]:
        """New path → its text, and the old files that it is made of."""
        parts: dict[str, list[tuple[Module, str | None]]] = collections.defaultdict(list)
        split = {old for old, _ in self.plan.pieces}
        order = {old: n for n, old in enumerate(self.all_rows)}  # a file that no row names stands first: it takes the others in
        for path in sorted(self.modules, key=lambda p: order.get(p, -1)):
            new = self.new_path(path)
            if new:
                parts[new].append((self.modules[path], None))
        for (old, _), new in self.plan.pieces.items():
            if not any(m.path == old and what == "piece" for m, what in parts[new]):
                parts[new].append((self.modules[old], "piece"))
        result: dict[str, tuple[str, list[str]]] = {}
        for new, made_of in parts.items():
            whole = [m for m, what in made_of if what is None]
            if len(made_of) == 1 and whole and whole[0].path not in split:
                result[new] = (whole[0].text, [whole[0].path])
                continue
            text = self._joined(new, made_of)
            if text is not None:
                result[new] = (text, [m.path for m, _ in made_of])
        return result

    def _joined(self, new: str, made_of: list[tuple[Module, str | None]]) -> str | None:
        imports, bodies, names_here, exported = [], [], collections.Counter[str](), []

        def is_asked(module: Module, what: str | None) -> bool:
            """Whether a whole file of this room imports from it: it stands above then."""
            own = {n for (old, n), to in self.plan.pieces.items() if old == module.path and to == new} if what else module.defines
            return any(
                other is not module and any(source == module.name and name in own for source, name in other.imports.values())
                for other, whole in made_of
                if whole is None
            )

        made_of = sorted(made_of, key=lambda each: not (each[1] == "piece" and is_asked(*each)))
        for module, what in made_of:
            chosen, foreign = [], set()
            for names, text, node in module.statements():
                to = {self.plan.pieces.get((module.path, n)) for n in names} - {None}
                goes = next(iter(to)) if to else self.new_path(module.path)
                if names == {"__all__"}:
                    if len(made_of) == 1:
                        kept = [n for n in ast.literal_eval(node.value) if (module.path, n) not in self.plan.pieces or n in module.imports]
                        exported += kept
                    continue
                if (what == "piece") == bool(to) and goes == new:
                    chosen.append((names, text, node))
                elif what is None and to and goes == new:
                    chosen.append((names, text, node))  # a piece that stays with its file
            used = set().union(*(names_used(node) for _, _, node in chosen)) if chosen else set()
            here = set().union(*(names for names, _, _ in chosen)) if chosen else set()
            if what == "piece" and self.new_path(module.path) == new and any(m is module and w is None for m, w in made_of):
                continue  # taken with the whole
            names_here.update(here)
            for name in sorted((used & module.defines) - here):
                if self.resolve(module.name, name) != (dotted(new), name):
                    foreign.add(name)
            imports += [text for text in module.import_texts()]
            if foreign:
                imports.append(f"from {module.name} import {', '.join(sorted(foreign))}")
                for name in sorted(foreign):
                    definition = next(node for names, _, node in module.statements() if name in names)
                    if is_fixture(definition):
                        exported.append(name)
            if what == "piece":  # constants first, as they stand in a file that was written whole
                deeds = set().union(*(names for names, _, node in chosen if not isinstance(node, ast.Assign | ast.AnnAssign)), *(
                    other.defines for other, whole in made_of if whole is None
                ))
                first: list[ast.stmt] = []
                for names, _, node in chosen:
                    if isinstance(node, ast.Assign | ast.AnnAssign) and not names_used(node) & deeds:
                        first.append(node)
                    else:
                        deeds = deeds | names
                chosen.sort(key=lambda each: each[2] not in first)
            for n, (_, text, node) in enumerate(chosen):
                is_plain = isinstance(node, ast.Assign | ast.AnnAssign) and n and isinstance(chosen[n - 1][2], ast.Assign | ast.AnnAssign)
                gap = len(text) - len(text.lstrip("\n")) if is_plain else 2
                bodies.append("\n" * (min(gap, 2) + 1) + text.strip("\n"))
        for name, count in names_here.items():
            if count > 1:
                problems.append(f"{new}: {name} is defined twice")
        if not bodies:
            return None
        doc = DOCS.get(new) or next((m.docstring() for m, what in made_of if what is None), "") or f"{Path(new).stem.replace('_', ' ').capitalize()}."
        if exported:
            imports.append(f"__all__ = {sorted(set(exported))!r}")
        text = f'"""{doc}"""\n\n' + "\n".join(dict.fromkeys(imports)) + "\n" + "".join(bodies) + "\n"
        return without_unused(text)


def subject_of(path: str) -> str | None:
    found = [part for part in path.split("/")[:-1] if part in SUBJECTS]
    return found[-1] if found else None


def without_unused(text: str) -> str:
    """The text without imports that nothing in it reads."""
    tree = ast.parse(text)
    used = set().union(*(names_used(n) for n in tree.body if not isinstance(n, ast.Import | ast.ImportFrom)))
    edits = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            kept = [a for a in node.names if (a.asname or a.name) in used]
            if len(kept) != len(node.names):
                edits.append((node, f"from {node.module} import {', '.join(ast.unparse(a) for a in kept)}" if kept else ""))
        elif isinstance(node, ast.Import):
            kept = [a for a in node.names if (a.asname or a.name.split('.')[0]) in used]
            if len(kept) != len(node.names):
                edits.append((node, f"import {', '.join(ast.unparse(a) for a in kept)}" if kept else ""))
    return edited(text, [(*span(node), new) for node, new in edits])


def span(node: ast.AST) -> tuple[int, int, int, int]:
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]


def edited(text: str, edits: list[tuple[int, int, int, int, str]]) -> str:
    """Positions are those of `ast`: lines from 1, columns in bytes."""
    raw = text.encode()
    starts = [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for line, col, end_line, end_col, new in sorted(edits, reverse=True):
        begin, end = starts[line - 1] + col, starts[end_line - 1] + end_col
        if not new and raw[end : end + 1] == b"\n" and not raw[starts[line - 1] : begin].strip():
            begin, end = starts[line - 1], end + 1
        raw = raw[:begin] + new.encode() + raw[end:]
    return raw.decode()


DOTTED = re.compile(rf"(?:{'|'.join(OURS)})(?:\.\w+)+")
FILE = re.compile(r"Path\(__file__\)(\.resolve\(\))?((?:\.parent\b(?!s))+|\.parents\[(\d+)\])")


class Rewriter:
    """Imports, strings and `__file__` of one new file."""

    def __init__(self, house: House, path: str, text: str, made_of: list[str], *, is_line: bool = False) -> None:
        self.house, self.path, self.text, self.made_of, self.is_line = house, path, text, made_of, is_line

    def result(self) -> str:
        tree = ast.parse(self.text)
        edits: list[tuple[int, int, int, int, str]] = []
        self.renamed: dict[str, str] = {}
        self.unaliased: set[str] = set()
        self.taken: set[int] = set()
        self.through: set[tuple[str, str]] = set()
        self.tree = tree
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
                new = self._import_from(node)
                if new is not None:
                    if "#" in (ast.get_source_segment(self.text, node) or ""):
                        problems.append(f"{self.path}:{node.lineno}: a comment inside an import is lost")
                    edits.append((*span(node), new))
            elif isinstance(node, ast.Import):
                for a in node.names:
                    if a.name.split(".")[0] in OURS and a.name in self.house.by_name:
                        if dotted(self.house.new_path(self.house.by_name[a.name].path)) != a.name:
                            problems.append(f"{self.path}:{node.lineno}: `import {a.name}` is to be mended by hand")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
                new = self.house.resolve_string(node.value)
                if new != node.value and node.end_col_offset - node.col_offset == len(node.value) + 2:
                    edits.append((*span(node), f'"{new}"'))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "import " in node.value:
                new = self._program(node)
                if new is not None:
                    edits.append((*span(node), new))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in self.through:
                edits.append((*span(node), node.attr))
                for inner in ast.walk(node):
                    self.taken.add(id(inner))
        for node in ast.walk(tree):
            if id(node) in self.taken:
                continue
            if isinstance(node, ast.Name) and node.id in self.renamed:
                edits.append((*span(node), self.renamed[node.id]))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in self.unaliased:
                edits.append((*span(node), node.attr))
        return self._files(edited(self.text, edits))

    def _program(self, node: ast.Constant) -> str | None:
        """A program in a string (`python -c`): its imports are rewritten too."""
        try:
            inner = ast.parse(node.value)
        except SyntaxError:
            return None
        if not any(isinstance(each, ast.ImportFrom) and (each.module or "").split(".")[0] in OURS for each in ast.walk(inner)):
            return None
        new = Rewriter(self.house, self.path, node.value, self.made_of, is_line="\n" not in node.value).result()
        written = ast.get_source_segment(self.text, node) or ""
        if new == node.value:
            return None
        if written.count(node.value) != 1:
            problems.append(f"{self.path}:{node.lineno}: a program in a string is to be mended by hand")
            return None
        return written.replace(node.value, new)

    def _import_from(self, node: ast.ImportFrom) -> str | None:
        groups: dict[str, list[str]] = {}
        changed = False
        for a in node.names:
            found = self.house.resolve(node.module or "", a.name)
            if found is None:
                groups.setdefault(node.module or "", []).append(ast.unparse(a))
                continue
            module, name = found
            if name is None:  # a module
                parent, _, leaf = module.rpartition(".")
                bound = a.asname or a.name
                source = self.house.by_name.get(f"{node.module}.{a.name}")
                for each in ast.walk(self.tree):  # `days.Day`, where Day went elsewhere
                    if source and isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == bound:
                        piece = self.house.plan.pieces.get((source.path, each.attr))
                        if piece and (bound, each.attr) not in self.through:
                            self.through.add((bound, each.attr))
                            groups.setdefault(dotted(piece), []).append(each.attr)
                            changed = True
                if module == dotted(self.path):
                    self.unaliased.add(bound)
                    changed = True
                    continue
                written = leaf
                if a.asname and a.asname != leaf:
                    written = f"{leaf} as {a.asname}"
                elif leaf != bound:
                    if bound != leaf and self._may_rename(bound, leaf):
                        self.renamed[bound] = leaf
                    else:
                        written = f"{leaf} as {bound}"
                groups.setdefault(parent, []).append(written)
                changed = changed or parent != node.module or leaf != a.name
            else:
                if module == dotted(self.path):
                    changed = True
                    if a.asname:
                        problems.append(f"{self.path}:{node.lineno}: imports its own {name} as {a.asname}")
                    continue
                groups.setdefault(module, []).append(name if a.asname in (None, name) else f"{name} as {a.asname}")
                changed = changed or module != node.module or name != a.name
        if not changed:
            return None
        pad = "; " if self.is_line else "\n" + " " * node.col_offset
        return pad.join(f"from {module} import {', '.join(names)}" for module, names in groups.items())

    def _may_rename(self, old: str, new: str) -> bool:
        """The old name is bound by this import only, and the new one is free."""
        if self.path in self.house.keep_names:
            return False
        bindings = 0
        for node in ast.walk(self.tree):
            match node:
                case ast.Name(id=name, ctx=ctx):
                    if name == new or (name == old and not isinstance(ctx, ast.Load)):
                        return False
                case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    if name in (old, new):
                        return False
                case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
                    if name in (old, new):
                        return False
                case ast.alias():
                    bound = node.asname or node.name.split(".")[0]
                    bindings += bound == old
                    if bound == new:
                        return False
        if new in self.renamed.values():
            return False
        for node in ast.walk(self.tree):  # what other imports of this file will be called
            if isinstance(node, ast.ImportFrom) and node.module:
                for a in node.names:
                    found = self.house.resolve(node.module, a.name)
                    if found and found[1] is None and a.asname is None and a.name != old and found[0].rpartition(".")[2] == new:
                        return False
        return bindings == 1

    def _files(self, text: str) -> str:
        old = next((p for p in self.made_of if self.house.new_path(p) == self.path), self.made_of[0])
        if old == self.path:
            return text

        def fixed(match: re.Match[str]) -> str:
            up = int(match[3]) + 1 if match[3] else match[2].count(".parent")
            target = old.split("/")[:-up]
            new = self.path.split("/")
            if new[: len(target)] != target:
                problems.append(f"{self.path}: `{match[0]}` led to {'/'.join(target)}")
                return match[0]
            levels = len(new) - len(target)
            way = ".parent" * levels if match[3] is None and levels <= 3 else f".parents[{levels - 1}]"  # noqa: PLR2004
            return f"Path(__file__){match[1] or ''}{way}"

        return FILE.sub(fixed, text)


PATH = re.compile(rf"(?<![\w/.-])((?:{'|'.join(OURS)})(?:/\w+)+\.py)\b")
MENTION = re.compile(rf"(?<![\w/.-])((?:{'|'.join(OURS)})(?:\.\w+)+)(?![\w/])")
FOLDERS = (
    ("bot/cards/", "bot/screens/"),
    ("bot/render/", "bot/screens/"),
    ("bot/cards", "bot/screens"),
    ("bot/render", "bot/screens"),
    ("incidents/lint/", "incidents/advice/"),
    ("bot/profile/", "bot/config/profile/"),
)


def pages(house: House, text: str) -> str:
    """A page (or a comment) with the new paths."""

    def path(match: re.Match[str]) -> str:
        return house.new_path(match[1]) or match[1]

    text = PATH.sub(path, text)
    for old, new in FOLDERS:
        text = re.sub(rf"(?<![\w/.-]){re.escape(old)}(?![\w/-])", new, text)
    return text


def mentions(house: House, text: str) -> str:
    return MENTION.sub(lambda m: house.resolve_string(m[1]) if not m[1].endswith((".md", ".toml", ".csv", ".py")) else m[1], text)


def braces(house: House, text: str) -> str:
    """pyproject's `{bot/main,…}.py`."""

    def fixed(match: re.Match[str]) -> str:
        return "{" + ",".join((house.new_path(f"{each}.py") or each).removesuffix(".py") for each in match[1].split(",")) + "}.py"

    return re.sub(r"\{([\w/,]+)\}\.py", fixed, text)


def packages(files: set[str]) -> dict[str, str]:
    """New `__init__.py` → its text."""
    made = {}
    for path in files:
        parts = path.split("/")[:-1]
        for n in range(1, len(parts) + 1):
            folder = "/".join(parts[:n])
            if parts[0] in OURS and parts[0] not in {"benchmarks"} and f"{folder}/__init__.py" not in files:
                made[f"{folder}/__init__.py"] = f'"""{package_doc(folder)}"""\n'
    return made


def package_doc(folder: str) -> str:
    if folder in PACKAGES:
        return PACKAGES[folder]
    parent, _, name = folder.rpartition("/")
    if name in ROOM and parent in FLOOR:
        return f"{FLOOR[parent]} of «{name}»: {ROOM[name]}."
    what = name.replace("_", " ")
    return f"{FLOOR.get(parent, 'Kit' if 'kit' in folder else 'Modules')}: {what}."


def stripped(house: House, new: str, text: str) -> str:
    """An `__init__` re-exports nothing: its first line is left."""
    tree = ast.parse(text)
    if not any(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body) and "\n" not in (ast.get_docstring(tree) or ""):
        return text
    if any(bound_by(node) - {"__all__"} for node in tree.body):
        problems.append(f"{new}: it defines something, so it stays as it is")
        return text
    first = (ast.get_docstring(tree) or "").split("\n")[0]
    return f'"""{PACKAGES.get(new.removesuffix("/__init__.py"), first)}"""\n'


def spoken(house: House, text: str) -> str:
    """The test of the voice: where sentences stand, and which files hold none."""
    where = 'SPOKEN = ("bot/screens/**/*.py", "handlers/**/*.py", "incidents/**/*.py")'
    names = {Path(old).name: Path(new).name for old, new in house.plan.rows.items() if new and old.startswith(("incidents/", "bot/cards/"))}
    names = {old: new for old, new in names.items() if old in ("approval_checks.py", "follow_up.py", "gratitude.py", "masking.py", "answer_all.py")}
    text, n = re.subn(r"(?ms)^SPOKEN = \(.*?\)$", lambda _: where, text)
    if n != 1:
        problems.append("test_the_voice: SPOKEN is to be written by hand")
    return re.sub(r"(?ms)^NO_SENTENCES = \{.*?\}$", lambda m: re.sub(r'"(\w+\.py)"', lambda f: f'"{names.get(f[1], f[1])}"', m[0]), text)


def prefixes(_house: House, text: str) -> str:
    """The test of buttons' prefixes walks folders too."""
    old = 'import_module(f"handlers.{each.name}") for each in pkgutil.iter_modules(handlers.__path__)'
    new = 'import_module(each.name) for each in pkgutil.walk_packages(handlers.__path__, "handlers.")'
    if old not in text and new not in text and "walk_packages" not in text:
        problems.append("test_button_prefixes is to be mended by hand")
    return text.replace(old, new)


SPECIAL = (("tests/unit/house/test_the_voice.py", spoken), ("tests/unit/house/test_button_prefixes.py", prefixes))


def written(house: House, root: Path) -> dict[str, str]:
    """Every file that changes or is new, with its text."""
    new_files: dict[str, str] = {}
    for path, (text, made_of) in house.assembled().items():
        result = text
        if path.split("/")[0] in OURS or path.endswith(".py"):
            result = Rewriter(house, path, text, made_of).result()
            result = pages(house, result)
        if path.endswith("/__init__.py") and path.split("/")[0] in {"bot", "handlers", "collectors", "incidents"}:
            result = stripped(house, path, result)
        new_files[path] = result
    new_files |= packages(set(new_files))
    for path in house.tracked:
        if path.endswith((".md", "pyproject.toml")) and path != "CHANGELOG.md":
            text = (root / path).read_text(encoding="utf-8")
            result = mentions(house, pages(house, braces(house, text)))
            if result != text:
                new_files[path] = result
    for path, mended in SPECIAL:
        if path in new_files:
            new_files[path] = mended(house, new_files[path])
        else:
            problems.append(f"no {path}")
    return new_files


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("--here", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--no-format", action="store_true")
    parser.add_argument("--ruff", type=Path, help="where ruff is, if not in ROOT/.venv/bin")
    parser.add_argument("--plan-only", action="store_true", help="say what has no room, change nothing; untracked files count too")
    given = parser.parse_args()
    root = given.root.resolve()
    if given.plan_only:
        House(root, given.here, untracked=True)
        print("\n".join([*notes, *(f"PROBLEM {each}" for each in problems)]))
        return 1 if problems else 0
    if subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True, check=True).stdout.strip():
        sys.exit("the tree is not clean")
    house = House(root, given.here)
    new_files = written(house, root)
    lost = set(house.modules) - set(new_files)
    for path in sorted(lost):
        (root / path).unlink()
    for path, text in new_files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
    moved = sorted({(old, house.new_path(old)) for old in house.modules if house.new_path(old) != old} | {(old, new) for (old, _), new in house.plan.pieces.items() if new != house.new_path(old)})
    with (root / "docs" / "moved.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("old", "new"), *((old, new) for old, new in moved if new)])
    for folder in sorted({p.parent for p in map(root.joinpath, lost)}, reverse=True):
        for cache in folder.glob("__pycache__"):
            for file in cache.iterdir():
                file.unlink()
            cache.rmdir()
        while folder != root and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    ruff = given.ruff.absolute() if given.ruff else root / ".venv" / "bin" / "ruff"
    if ruff.is_file() and not given.no_format:
        formatted(root, ruff)
        long = subprocess.run([ruff, "check", "--select", "E501", "--output-format", "concise"], cwd=root, capture_output=True, text=True, check=False)
        house.keep_names = {line.split(":")[0] for line in long.stdout.splitlines() if ":" in line}
        if house.keep_names:
            notes.append(f"old names of modules kept for the length of lines: {sorted(house.keep_names)}")
            again = written(house, root)
            for path in house.keep_names & set(again):
                (root / path).write_text(again[path], encoding="utf-8")
            formatted(root, ruff)
        subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    check(root)
    print("\n".join(dict.fromkeys([*notes, *(f"PROBLEM {each}" for each in problems)])))
    print(f"{len(moved)} rows moved, {len(problems)} problems")
    return 1 if problems else 0


def formatted(root: Path, ruff: Path) -> None:
    subprocess.run([ruff, "check", "--select", "I,F401", "--fix", "--quiet"], cwd=root, check=False)
    subprocess.run([ruff, "format", "--quiet"], cwd=root, check=False)


def check(root: Path) -> None:
    """Every import of ours leads to a module and a name that are there; no product file is longer than 250 lines."""
    listed = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    modules = {p: Module(p, (root / p).read_text(encoding="utf-8")) for p in listed if p and (root / p).is_file()}
    by_name = {m.name: m for m in modules.values()}
    for module in modules.values():
        if not module.path.startswith(("tests/", "migrations/")) and module.text.count("\n") > 250:  # noqa: PLR2004
            problems.append(f"{module.path}: {module.text.count(chr(10))} lines")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
                source = by_name.get(node.module)
                if source is None:
                    if not node.module.startswith(("benchmarks", "migrations")):
                        problems.append(f"{module.path}:{node.lineno}: no module {node.module}")
                    continue
                for a in node.names:
                    is_there = a.name in source.defines or a.name in source.imports or f"{node.module}.{a.name}" in by_name
                    if not is_there:
                        problems.append(f"{module.path}:{node.lineno}: {node.module} has no {a.name}")


if __name__ == "__main__":
    sys.exit(main())
