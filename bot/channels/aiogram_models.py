"""Imports aiogram so that a model is built when it is first used: 0.7 s and 60 MB instead of 3 s and 170 MB.

aiogram marks its 350 types as deferred and then builds them all at import; we use a dozen. Import this before
aiogram itself. What a type means does not change (tests/contracts/test_lazy_models.py compares every payload).
"""

from __future__ import annotations

import re
import sys
from typing import Any

from pydantic import BaseModel


def _import() -> None:
    build = BaseModel.__dict__["model_rebuild"]
    skipped: dict[type[BaseModel], dict[str, Any]] = {}

    def skip(cls: type[BaseModel], *, _types_namespace: dict[str, Any], **_: Any) -> None:
        skipped[cls] = _types_namespace

    BaseModel.model_rebuild = classmethod(skip)  # type: ignore[assignment]
    try:
        import aiogram.types
    finally:
        BaseModel.model_rebuild = build  # type: ignore[method-assign]
    for cls, names in skipped.items():
        # pydantic looks a name up where the class was written; there aiogram imports it for type checkers only.
        module = vars(sys.modules[cls.__module__])
        fields = [str(field) for one in cls.__mro__ for field in vars(one).get("__annotations__", {}).values()]
        for name in re.findall(r"\w+", " ".join(fields)):
            if name in names:
                module.setdefault(name, names[name])
    from aiogram.methods import Response

    for needed in (aiogram.types.Update, Response[aiogram.types.Message]):  # 0.1 s that no citizen waits for
        needed.model_rebuild()


_import()
