"""Move the screens into their subjects' rooms: kept for the review, run once.

`python docs/moves_2026_12_01.py` from the root: the map is a rule with a few exceptions, so that it can be made anew on a later tree.
"""

import ast
import csv
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

OLD, NEW = "bot/screens", "handlers"
KIT = ["buttons", "context", "commands", "day_choice", "menus", "question_dialogue"]
EXCEPTIONS = {
    "handlers/choices/buttons.py": "handlers/kit/choices.py",
    "bot/screens/kit/context.py": "handlers/kit/rendering.py",  # handlers have a context of their own
    "bot/screens/kit/attached.py": "handlers/kit/attachments.py",
    # words and data take the name of their presses
    "bot/screens/acts/looks.py": "handlers/acts/look_words.py",
    "bot/screens/acts/looks_data.py": "handlers/acts/look_data.py",
    "bot/screens/answers/preview.py": "handlers/answers/previews_words.py",
    "bot/screens/approval/approval.py": "handlers/approval/approvals_words.py",
    "bot/screens/approval/approval_data.py": "handlers/approval/approvals_data.py",
    "bot/screens/card/card_facts.py": "handlers/card/card_data.py",
    "bot/screens/card/card_from_facts.py": "handlers/card/card_view_data.py",
    "bot/screens/deadlines/reminder_data.py": "handlers/deadlines/reminders_data.py",
    # presses stand where their words do
    "handlers/acts/ask_for_help.py": "handlers/acts/together/ask_for_help.py",
    "handlers/acts/coexecutors.py": "handlers/acts/together/coexecutors.py",
    "handlers/acts/list_commands.py": "handlers/acts/lists/list_commands.py",
    "handlers/acts/return_undo_history.py": "handlers/acts/history/return_undo_history.py",
    "handlers/answers/everyone.py": "handlers/answers/everyone/everyone.py",
    "handlers/answers/templates.py": "handlers/answers/templates/templates.py",
    "handlers/routing/new_text.py": "handlers/intake/new_text.py",
}
TEXTS = ("*.py", "*.md", "*.toml", "Makefile", "*.example")
LONGEST = 140
IMPORT = re.compile(r"\s*(?:from [\w.]+ import|import [\w.]+)\b")


def goes_to(path: str) -> str:
    """Where a file of the two old trees stands now."""
    if path in EXCEPTIONS:
        return EXCEPTIONS[path]
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".py")
    if folder == NEW:
        return f"{NEW}/kit/{name}" if stem in KIT else path
    if not path.startswith(OLD):
        return path
    room = NEW + folder.removeprefix(OLD)
    is_plain = stem == "__init__" or stem.endswith("_data") or room == f"{NEW}/kit"
    return f"{room}/{name}" if is_plain else f"{room}/{stem}_words.py"


def tracked(*patterns: str) -> list[str]:
    """Files that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], check=True, capture_output=True, text=True)  # noqa: S603, S607
    return [each for each in listed.stdout.split("\0") if each and Path(each).exists()]


def dotted(path: str) -> str:
    """A file as a module."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def move(moves: Mapping[str, str]) -> None:
    """Move the files; a package that is there already stays."""
    for old, new in moves.items():
        if old.endswith("__init__.py") and (Path(new).exists() or old == f"{NEW}/choices/__init__.py"):
            subprocess.run(["git", "rm", "-q", old], check=True)  # noqa: S603, S607
            continue
        Path(new).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "mv", old, new], check=True)  # noqa: S603, S607


def imports_rewritten(text: str, modules: Mapping[str, str]) -> str:
    """The file with its imports from the new places; a module that has another name there is called by it."""
    tree, lines, renamed = ast.parse(text), text.splitlines(keepends=True), {}
    bound = _bound(tree)
    for node in sorted((each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)), key=lambda each: -each.lineno):
        targets = defaultdict(list)
        for each in node.names:
            whole, called = f"{node.module}.{each.name}", each.asname
            if whole in modules:
                package, _, name = modules[whole].rpartition(".")
                if called is None and name != each.name:
                    renamed[each.name] = name
                targets[package].append((name, called))
            else:
                targets[modules.get(node.module or "", node.module)].append((each.name, called))
        if list(targets) == [node.module] and not any(f"{node.module}.{each.name}" in modules for each in node.names):
            continue
        comment = re.search(r"#.*", lines[node.end_lineno - 1] if node.lineno == node.end_lineno else "")
        made = [_import(package, names, node.col_offset, comment) for package, names in targets.items()]
        lines[node.lineno - 1 : node.end_lineno] = made
    made_text = "".join(lines)
    for old, new in renamed.items():
        made_text = _called_anew(made_text, old, new, is_free=bound[old] == 1 and new not in bound)
    return made_text


def _import(package: str, names: Iterable[tuple[str, str | None]], indent: int, comment: re.Match[str] | None) -> str:
    listed = ", ".join(f"{name} as {called}" if called else name for name, called in names)
    return f"{' ' * indent}from {package} import {listed}{f'  {comment[0]}' if comment else ''}\n"


def _bound(tree: ast.AST) -> dict[str, int]:
    """How often each name is bound: a name that is a variable too keeps meaning one."""
    found: dict[str, int] = defaultdict(int)
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found[name] += 1
            case ast.alias(name=name, asname=called):
                found[called or name] += 1
            case _:
                pass
    return found


def _called_anew(text: str, old: str, new: str, *, is_free: bool) -> str:
    lines = text.splitlines(keepends=True)
    uses = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name) and node.id == old]
    for node in sorted(uses, key=lambda each: -each.col_offset):
        line, at = lines[node.lineno - 1].encode(), node.col_offset
        if line[at:].startswith(old.encode()):  # a name within a string of an older Python stands elsewhere
            lines[node.lineno - 1] = (line[:at] + new.encode() + line[at + len(old) :]).decode()
    changed = "".join(lines)
    is_short = all(len(line) <= LONGEST for line in changed.splitlines())
    if is_free and is_short and not any(isinstance(node, ast.Name) and node.id == old for node in ast.walk(ast.parse(changed))):
        return changed
    return re.sub(rf"^(\s*from [\w.]+ import .*?)\b{new}\b(?! as)", rf"\1{new} as {old}", text, count=1, flags=re.MULTILINE)


def mentions_rewritten(text: str, moves: Mapping[str, str]) -> str:
    """The file with paths and modules named as they are now; imports are rewritten before."""
    named = {old: new for old, new in moves.items() if not old.endswith("__init__.py")}
    named |= {dotted(old): dotted(new) for old, new in named.items()} | {OLD: NEW, dotted(OLD): NEW}
    longest_first = "|".join(re.escape(each) for each in sorted(named, key=lambda each: -len(each)))
    mention = re.compile(rf"(?<![\w/.])(?:{longest_first})(?!\w)")
    lines = text.splitlines(keepends=True)
    return "".join(each if IMPORT.match(each) else mention.sub(lambda found: named[found[0]], each) for each in lines)


def main() -> None:
    """Move, then rewrite what names the old places."""
    here = Path(__file__).resolve().relative_to(Path.cwd()).as_posix()
    files = [each for each in tracked(f"{OLD}/*.py", f"{NEW}/*.py") if goes_to(each) != each]
    moves = {old: goes_to(old) for old in files} | {f"{NEW}/choices/__init__.py": f"{NEW}/kit/__init__.py"}
    modules = {dotted(old): dotted(new) for old, new in moves.items()}
    move(moves)
    for name in tracked(*TEXTS):
        if name == here:
            continue
        text = Path(name).read_text(encoding="utf-8")
        if "screens" not in text and "handlers" not in text:
            continue
        changed = imports_rewritten(text, modules) if name.endswith(".py") else text
        changed = mentions_rewritten(changed, moves)
        if changed != text:
            Path(name).write_text(changed, encoding="utf-8")
    with Path("docs/moved.csv").open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([("old", "new"), *sorted(moves.items())])


if __name__ == "__main__":
    main()
