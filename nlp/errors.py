"""Errors of the reader that speak to a person."""

from pathlib import Path


class BadTable(Exception):
    """A table (places, taxonomy, weights, training rows) cannot be used. `user_text` is one Russian line."""

    def __init__(self, file: Path, row: int | None, what: str) -> None:
        where = f"{file}, строка {row}" if row else str(file)
        self.user_text = f"{where}: {what}"
        super().__init__(self.user_text)


class BadRequest(Exception):
    """A line of input cannot be read. `user_text` is one Russian line, `id` is what the line called itself."""

    def __init__(self, user_text: str, id_: object = None) -> None:
        super().__init__(user_text)
        self.user_text = user_text
        self.id = id_


class NoTrainer(Exception):
    """scikit-learn is not installed; reading does not need it. `user_text` says how to get it."""

    user_text = "Для обучения нужен scikit-learn, сейчас его нет. Поставьте: pip install 'otklik[train]' (в копии репозитория: '.[train]')"
