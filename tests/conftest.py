"""What every test shares: nobody's own settings, cache or language leak in."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# the first text that hypothesis draws in a fresh clone builds its tables of characters, which on a busy machine takes
# longer than its health check allows; and no property here is about time
settings.register_profile("everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everywhere")


@pytest.fixture(autouse=True)
def own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test its own configuration and cache, and the Chinese interface."""
    places: Path = tmp_path_factory.mktemp("places")
    monkeypatch.setenv("EVIDENCE_DESK_CONFIG", str(places / "config"))
    monkeypatch.setenv("EVIDENCE_DESK_CACHE", str(places / "cache"))
    monkeypatch.setenv("EVIDENCE_DESK_LANG", "zh")
    monkeypatch.delenv("EVIDENCE_DESK_DEBUG", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
