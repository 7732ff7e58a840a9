"""Building: a case folder becomes a finished packet, or nothing is written."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from evidence_desk.domain.cases import Case
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.masking import find_personal, known_persons, mask_text
from evidence_desk.domain.packet import PacketPlan, Part, usual_parts
from evidence_desk.domain.planning import FileFacts, PlanInput, plan_packet
from evidence_desk.domain.ranking import strongest
from evidence_desk.domain.timeline import timeline
from evidence_desk.errors import EnvironmentFault, InputError, Problem, Words
from evidence_desk.packet import BoundPacket, FaceBook, PlateCache, bind_packet, load_faces, read_page_texts
from evidence_desk.services.assessing import Assessment, assess_case
from evidence_desk.services.originals import PlatedOriginals, plate_originals, probe_original
from evidence_desk.services.reports import BuildReport, ExhibitReport
from evidence_desk.services.workshop import Progress, Workshop
from evidence_desk.storage import CaseFolder, read_case_folder

__all__ = ["build_packet"]


def build_packet(
    folder: Path,
    out: Path,
    *,
    workshop: Workshop,
    edition: Edition = Edition.PLATFORM,
    draft: bool = False,
    parts: frozenset[Part] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the packet of a case folder and put it at `out`, whole and verified.

    `parts` None means the edition's usual ones. Raises InputError with every problem of the folder, EnvironmentFault
    when the output place is; nothing is at `out` then that was not there before.
    """
    laps = _Laps()
    say = progress or (lambda _phase, _done, _all: None)
    _refuse_place(out)
    say("read", 0, 1)
    handbook = workshop.handbook
    with read_case_folder(folder, handbook.vocabulary(), probe=probe_original) as case_folder:
        case = case_folder.case
        _refuse_original(out, case_folder)
        laps.lap("read")
        cache = PlateCache(workshop.cache_folder)
        # words are measured while the plates are made: hashing and inflating leave the interpreter free
        with ThreadPoolExecutor(1, thread_name_prefix="words") as pool:
            words = pool.submit(_prepare_words, case, workshop, edition)
            originals = plate_originals(
                case, case_folder.originals, edition=edition, cache=cache, step=partial(say, "originals")
            )
            laps.lap("originals")
            assessment, faces = words.result()
        plan = _plan(case_folder, assessment, originals, workshop=workshop, edition=edition, draft=draft, parts=parts)
        laps.lap("assess")
        plates = {
            (exhibit.number, place): plated.plate
            for exhibit in plan.exhibits
            for place, plated in enumerate(originals.files[exhibit.evidence_id])
        }
        bound = bind_packet(plan, plates, out, faces=faces, step=say)
        laps.lap("bind")
        findings = _told(
            *case_folder.findings,
            *originals.findings,
            *assessment.readiness.findings,
            *bound.findings,
            *_leaks_inside(bound, case_folder, edition),
            case=case,
            edition=edition,
        )
    laps.lap("search")
    return BuildReport(
        packet=out,
        pages=bound.pages,
        bytes=bound.bytes,
        sha256=bound.sha256,
        edition=edition,
        position=assessment.readiness.position.id,
        position_name=assessment.readiness.position.name,
        exhibits=tuple(_exhibit_reports(plan, bound)),
        findings=findings,
        timings=laps.seconds,
    )


def _prepare_words(case: Case, workshop: Workshop, edition: Edition) -> tuple[Assessment, FaceBook]:
    assessment = assess_case(case, handbook=workshop.handbook, now=workshop.clock(), edition=edition)
    faces = load_faces(workshop.font_folder)
    faces.warm()
    return assessment, faces


class _Laps:
    """Seconds by phase, in the order in which they ended."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round(now - self._last, 4)
        self._last = now

    @property
    def seconds(self) -> dict[str, float]:
        return {**self._laps, "total": round(self._last - self._start, 4)}


def _refuse_place(out: Path) -> None:
    """Say at once, before any work, that nothing can be written there."""
    if out.is_dir():
        message = Words("输出位置是一个文件夹。", "The output place is a folder.")
        raise InputError(Problem(message, Words("请写明文件名。", "Name a file."), str(out)))
    if not out.parent.is_dir():
        message = Words("输出文件夹不存在。", "The output folder does not exist.")
        raise EnvironmentFault(Problem(message, Words("请先建好文件夹。", "Make it first."), str(out.parent)))


def _refuse_original(out: Path, case_folder: CaseFolder) -> None:
    """A slip such as `-o report.pdf` inside the case folder must not cost an original."""
    for name, original in case_folder.originals.items():
        if out.exists() and out.samefile(original):
            message = Words("输出文件就是案件的一份原件。", "The output is one of the case's originals.")
            raise InputError(Problem(message, Words("请换一个文件名。", "Choose another name."), name))


def _plan(
    case_folder: CaseFolder,
    assessment: Assessment,
    originals: PlatedOriginals,
    *,
    workshop: Workshop,
    edition: Edition,
    draft: bool,
    parts: frozenset[Part] | None,
) -> PacketPlan:
    case, handbook, playbook = case_folder.case, workshop.handbook, assessment.playbook
    fact_keys = handbook.facts_of(playbook.id)
    mask = partial(mask_text, edition=edition, known=known_persons(case))
    return plan_packet(
        PlanInput(
            case=case,
            edition=edition,
            draft=draft,
            parts=usual_parts(edition) if parts is None else parts,
            stated_at=workshop.clock(),
            playbook=playbook,
            platform=assessment.platform,
            kinds=handbook.kinds,
            fact_keys=fact_keys,
            readiness=assessment.readiness,
            statement=assessment.statement,
            strongest=strongest(
                case,
                position=playbook.position(case.position),
                kinds=handbook.kinds,
                readiness=assessment.readiness,
            ),
            events=timeline(case, kinds=handbook.kinds, fact_keys=fact_keys),
            files={
                evidence: [FileFacts(plated.original, len(plated.plate.pages)) for plated in files]
                for evidence, files in originals.files.items()
            },
            mask=mask if edition is Edition.SHARE else str,
        )
    )


_UNREAD_PICTURES = Finding(
    "pictures_unread",
    Severity.NOTE,
    Words(
        "分享版会遮盖文字里的个人信息；图片里的只遮盖您标出的地方，请逐页看一遍。",
        "The share copy masks personal data in text; in pictures only what you marked. Please look at every page.",
    ),
)


def _leaks_inside(bound: BoundPacket, case_folder: CaseFolder, edition: Edition) -> Sequence[Finding]:
    """Search the finished share copy, foreign PDF pages and all, for what it must not say."""
    if edition is not Edition.SHARE:
        return ()
    known = known_persons(case_folder.case)
    found = [_UNREAD_PICTURES]
    for number, text in enumerate(read_page_texts(bound.path), 1):
        for personal in find_personal(text, edition=edition, known=known):
            if personal.text != personal.masked:
                message = Words(
                    f"第 {number} 页的文字里仍有个人信息“{personal.masked}”，请在该证据上遮盖。",
                    f"Page {number} still says “{personal.masked}” in its text; redact it on that exhibit.",
                )
                found.append(Finding("leak_in_packet", Severity.ERROR, message, f"page {number}"))
    return found


def _told(*findings: Finding, case: Case, edition: Edition) -> tuple[Finding, ...]:
    """Give the findings as the report tells them: a share copy's are masked as its texts are, so those leak nothing."""
    if edition is not Edition.SHARE:
        return findings
    mask = partial(mask_text, edition=edition, known=known_persons(case))
    return tuple(
        finding._replace(message=Words(mask(finding.message.zh), mask(finding.message.en)))
        for finding in findings
        if finding.code != "leak"
    )


def _exhibit_reports(plan: PacketPlan, bound: BoundPacket) -> Sequence[ExhibitReport]:
    reports = []
    for exhibit in plan.exhibits:
        span = bound.spans.get(exhibit.number)
        reports.append(
            ExhibitReport(
                number=exhibit.number,
                id=exhibit.evidence_id,
                title=exhibit.title,
                kind=exhibit.kind,
                first_page=span.first_page if span else 0,
                pages=span.pages if span else 0,
                files=tuple(file.shown_name for file in exhibit.files),
            )
        )
    return reports
