"""One matcher over the shipped registry for all tests of this folder; building it takes half a second."""

from __future__ import annotations

import pytest

from classifiers.institution import Matcher
from storage.registry_file import national_registry


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    registry = national_registry()
    return Matcher(registry.agencies.values(), registry.regions.values())
