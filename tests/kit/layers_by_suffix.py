"""A contract of import-linter: a module's layer stands at the end of its name."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class LayersBySuffix(Contract):
    """A module with one of `suffixes` sees directly those of its own and of later ones, `shared` and buttons, and nobody else here.

    Modules without a suffix are the top; what `for_the_top` names is theirs alone. Shared modules see what the last layer sees.
    """

    # Any: a field becomes the value that it reads
    package: Any = fields.StringField()
    suffixes: Any = fields.ListField(subfield=fields.StringField())  # the highest first
    shared: Any = fields.StringField()
    for_the_top: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Kept while no import goes up."""
        modules = sorted(each for each in graph.modules if self._is_in(each, self.package))
        arrows = [(one, other) for one in modules for other in sorted(graph.find_modules_directly_imported_by(one))]
        ups = [f"{one} -> {other}" for one, other in arrows if self._goes_up(one, other)]
        return ContractCheck(kept=not ups, metadata={"ups": ups})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One import a line."""
        for each in check.metadata["ups"]:
            output.print_error(each)

    def _goes_up(self, one: str, other: str) -> bool:
        layer = self._layer(one)
        if layer is None or layer < 0:
            return False
        if any(self._is_in(other, each) for each in self.for_the_top):
            return True
        above = self._layer(other) if self._is_in(other, self.package) else None
        return above is not None and above < layer

    def _layer(self, module: str) -> int | None:
        """-1: the top; None: buttons and packages, which have contracts of their own."""
        if module.endswith(".buttons") or any(self._is_in(module, each) for each in self.for_the_top):
            return None
        if self._is_in(module, self.shared):
            return len(self.suffixes)
        return next((n for n, each in enumerate(self.suffixes) if module.endswith(each)), -1)

    @staticmethod
    def _is_in(module: str, package: str) -> bool:
        return module == package or module.startswith(f"{package}.")
