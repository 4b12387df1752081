"""The one way in which Huiying says no."""

from typing import ClassVar


class Refused(Exception):
    """A request that a rule, a state or a right does not allow.

    ``code`` is stable and for machines, ``message`` is Chinese source text for gettext with
    ``%(named)s`` parameters, ``hint`` says how to mend it. Subclasses may fix all three as class
    attributes and be raised with parameters only::

        class AlreadySigned(Refused):
            code = "already_signed"
            message = "该件已由%(unit)s签收"
            hint = "请刷新页面查看最新状态"

        raise AlreadySigned(unit="泉河街道")
    """

    code: ClassVar[str] = "refused"
    message: str = "不能执行该操作"
    hint: str = ""

    def __init__(
        self, message: str | None = None, *, hint: str | None = None, **params: object
    ) -> None:
        if message is not None:
            self.message = message
        if hint is not None:
            self.hint = hint
        self.params: dict[str, object] = params
        super().__init__(self.message)

    def __str__(self) -> str:
        """The Chinese message with its parameters filled in (views translate before filling)."""
        return self.message % self.params if self.params else self.message
