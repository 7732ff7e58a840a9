"""Checking: what a case has, lacks and contradicts, without building anything."""

from functools import partial
from pathlib import Path

from evidence_desk.domain.edits import Edition
from evidence_desk.domain.readiness import Readiness
from evidence_desk.packet import PlateCache
from evidence_desk.services.assessing import assess_case
from evidence_desk.services.originals import plate_originals, probe_original
from evidence_desk.services.workshop import Progress, Workshop
from evidence_desk.storage import read_case_folder

__all__ = ["check_case"]


def check_case(
    folder: Path,
    *,
    workshop: Workshop,
    edition: Edition = Edition.PLATFORM,
    progress: Progress | None = None,
) -> Readiness:
    """Measure a case folder against its playbook; its findings include what its files show.

    Raises InputError with every problem of the folder. The plates made on the way serve the next build.
    """
    say = progress or (lambda _phase, _done, _all: None)
    handbook = workshop.handbook
    with read_case_folder(folder, handbook.vocabulary(), probe=probe_original) as case_folder:
        case = case_folder.case
        originals = plate_originals(
            case,
            case_folder.originals,
            edition=edition,
            cache=PlateCache(workshop.cache_folder),
            step=partial(say, "originals"),
        )
        readiness = assess_case(case, handbook=handbook, now=workshop.clock(), edition=edition).readiness
        return readiness.with_findings((*case_folder.findings, *originals.findings))
