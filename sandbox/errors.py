"""Refusals of the APIs: control, Telegram, VK, Odnoklassniki."""

from typing import Any, NoReturn

Json = dict[str, Any]  # Any: whatever JSON holds


class ControlError(Exception):
    """A wish to the control API that cannot be met; its text is shown as is (HTTP 400)."""


class TelegramError(Exception):
    """A refusal in Telegram's own form."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        """Keep what the answer shows."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Give the JSON that Telegram would answer."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class VkError(Exception):
    """A refusal in VK's own form (HTTP status stays 200)."""

    def __init__(self, code: int, message: str, extra: Json | None = None) -> None:
        """Keep what the answer shows."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.extra = extra or {}

    def body(self, request_params: list[dict[str, str]]) -> Json:
        """Give the JSON that VK would answer."""
        error = {
            "error_code": self.code,
            "error_msg": self.message,
            "request_params": request_params,
        }
        return {"error": error | self.extra}


class OkError(Exception):
    """A refusal in Odnoklassniki's own form (HTTP status stays 200)."""

    def __init__(self, code: int, message: str) -> None:
        """Keep what the answer shows."""
        super().__init__(message)
        self.code = code

    def body(self) -> Json:
        """Give the JSON that the network would answer."""
        return {"error_code": self.code, "error_msg": str(self), "error_data": None}


def bad_request(description: str, parameters: Json | None = None) -> NoReturn:
    """Refuse a Telegram call with 400."""
    raise TelegramError(400, f"Bad Request: {description}", parameters)


def forbidden(description: str) -> NoReturn:
    """Refuse a Telegram call with 403."""
    raise TelegramError(403, f"Forbidden: {description}")


def no(reason: str) -> NoReturn:
    """Refuse a wish to the control API."""
    raise ControlError(reason)
