"""A case folder is read whole, strictly, and with every problem in one run."""

import os
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.storage.case_example import EXAMPLE, Change

from evidence_desk.domain.cases import Stage
from evidence_desk.domain.edits import Arrow, BoxMark, Crop, Edition, Magnify, Note, NumberMark, Redact, Rotate
from evidence_desk.domain.facts import Fact, Place
from evidence_desk.domain.geometry import Box, Point
from evidence_desk.domain.vocabulary import Vocabulary
from evidence_desk.errors import EvidenceDeskError, InputError, Problem, Words
from evidence_desk.storage import CaseFolder, read_case_folder


def faults(folder: Path, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Give (file, key) of every problem of a folder."""
    with pytest.raises(InputError) as caught:
        read_case_folder(folder, vocabulary)
    for problem in caught.value.problems:
        assert problem.message.zh
        assert problem.message.en
    return [(problem.file, problem.key) for problem in caught.value.problems]


def only_problem(folder: Path, vocabulary: Vocabulary) -> Problem:
    with pytest.raises(InputError) as caught:
        read_case_folder(folder, vocabulary)
    assert len(caught.value.problems) == 1, caught.value
    return caught.value.problems[0]


def read(folder: Path, vocabulary: Vocabulary) -> CaseFolder:
    with read_case_folder(folder, vocabulary) as found:
        return found


def append(folder: Path, text: str) -> Path:
    with (folder / "case.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    return folder


class TestASoundFolder:
    def test_gives_the_case_with_all_its_values(self, example: Path, vocabulary: Vocabulary) -> None:
        found = read(example, vocabulary)
        case = found.case
        assert (case.platform, case.complaint, case.position) == ("pinduoduo", "not_received", "signed_by_buyer")
        assert case.stage is Stage.EVIDENCE
        assert case.amount == Decimal("129.00")
        assert case.deadline == datetime(2024, 11, 7, 1, 30, tzinfo=UTC)
        assert case.facts["signed_at"] == Fact(
            "signed_at",
            datetime(2024, 11, 4, 3, 6, tzinfo=UTC),
            Place("signoff", 1, Box(0.1, 0.3, 0.4, 0.05)),
        )
        assert case.statement == "包裹已由买家本人签收。[[evidence:signoff]]\n"
        (item,) = case.evidence
        assert item.files == ("signoff.jpg",)
        assert item.fields == {"waybill_no": "YT8839201746352"}
        assert item.edits == (Redact(page=1, box=Box(0.10, 0.62, 0.35, 0.04)),)
        assert found.findings == ()
        assert found.originals == {"signoff.jpg": example / "signoff.jpg"}

    def test_may_be_named_by_its_case_toml(self, example: Path, vocabulary: Vocabulary) -> None:
        assert read(example / "case.toml", vocabulary).case == read(example, vocabulary).case

    def test_needs_only_platform_complaint_and_evidence_with_id_and_files(
        self, example: Path, vocabulary: Vocabulary
    ) -> None:
        text = '[case]\nplatform = "jd"\ncomplaint = "missing_items"\n[[evidence]]\nid = "a"\nfiles = ["signoff.jpg"]\n'
        (example / "case.toml").write_text(text, encoding="utf-8")
        case = read(example, vocabulary).case
        assert case.position is None
        assert case.statement is None
        assert case.evidence[0].kind is None
        assert case.evidence[0].include

    def test_takes_naive_times_as_shanghai(self, changed: Change, vocabulary: Vocabulary) -> None:
        folder = changed("2024-11-07T09:30:00+08:00", "2024-11-07T09:30:00")
        assert read(folder, vocabulary).case.deadline == datetime(2024, 11, 7, 1, 30, tzinfo=UTC)

    def test_takes_the_words_that_may_stand_instead_of_a_value(self, changed: Change, vocabulary: Vocabulary) -> None:
        folder = changed("[facts]\n", '[facts]\nruled_at = "尚未判定"\n')
        assert read(folder, vocabulary).case.facts["ruled_at"].value == "尚未判定"

    def test_may_begin_with_a_byte_order_mark_and_end_lines_as_windows_does(
        self, example: Path, vocabulary: Vocabulary
    ) -> None:
        expected = read(example, vocabulary).case
        data = EXAMPLE.replace("\n", "\r\n").encode("utf-8-sig")
        (example / "case.toml").write_bytes(data)
        assert read(example, vocabulary).case == expected

    def test_ignores_what_only_a_library_knows(self, example: Path, vocabulary: Vocabulary) -> None:
        (example / "library.json").write_text("{", encoding="utf-8")
        assert read(example, vocabulary).findings == ()

    def test_reads_every_kind_of_edit(self, example: Path, vocabulary: Vocabulary) -> None:
        append(
            example,
            """
[[evidence.edits]]
type = "crop"
page = 2
box = [0, 0, 1, 0.5]
[[evidence.edits]]
type = "rotate"
page = 2
angle = 270
[[evidence.edits]]
type = "box"
page = 1
box = [0.1, 0.1, 0.2, 0.2]
color = "#00FF00"
editions = ["platform", "share"]
[[evidence.edits]]
type = "arrow"
page = 1
from = [0, 0]
to = [1, 1]
[[evidence.edits]]
type = "number"
page = 1
at = [0.5, 0.5]
label = 2
[[evidence.edits]]
type = "note"
page = 1
box = [0.1, 0.1, 0.2, 0.2]
text = "看这里"
[[evidence.edits]]
type = "magnify"
page = 1
box = [0.1, 0.1, 0.2, 0.2]
[[evidence.edits]]
type = "redact"
page = 1
box = [0.1, 0.1, 0.2, 0.2]
style = "mosaic"
""",
        )
        spot = Box(0.1, 0.1, 0.2, 0.2)
        assert read(example, vocabulary).case.evidence[0].edits[1:] == (
            Crop(page=2, box=Box(0, 0, 1, 0.5)),
            Rotate(page=2, angle=270),
            BoxMark(page=1, box=spot, color="#00ff00", editions=frozenset({Edition.PLATFORM, Edition.SHARE})),
            Arrow(page=1, start=Point(0, 0), end=Point(1, 1)),
            NumberMark(page=1, at=Point(0.5, 0.5), label="2"),
            Note(page=1, box=spot, text="看这里"),
            Magnify(page=1, box=spot),
            Redact(page=1, box=spot, style="mosaic"),
        )

    def test_reads_fields_by_alias_and_choices_by_label(self, changed: Change, vocabulary: Vocabulary) -> None:
        folder = changed('kind = "sign_off_proof"', 'kind = "weight_record"')
        text = (folder / "case.toml").read_text(encoding="utf-8")
        text = text.replace(
            'waybill_no = "YT8839201746352"\n[[evidence.edits]]',
            'point = "中转站"\nweight_kg = 1.26\nseal_type = "公司章"\n[[evidence.edits]]',
        )
        (folder / "case.toml").write_text(text, encoding="utf-8")
        assert read(folder, vocabulary).case.evidence[0].fields == {
            "weigh_point": "中转站",
            "weight_kg": Decimal("1.260"),
            "seal_type": "company",
        }


class TestFindings:
    def test_an_unknown_fact_is_kept_and_reported(self, changed: Change, vocabulary: Vocabulary) -> None:
        found = read(changed('signer = "王**"', 'signr = "王**"\nmine = 1.50'), vocabulary)
        assert found.case.facts["signr"].value == "王**"
        assert found.case.facts["mine"].value == "1.50"
        assert [(one.code, one.where) for one in found.findings] == [
            ("unknown_fact", "signr"),
            ("unknown_fact", "mine"),
        ]
        assert "signer" in found.findings[0].message.zh

    def test_an_unknown_field_is_kept_and_reported(self, example: Path, vocabulary: Vocabulary) -> None:
        text = EXAMPLE.replace("[evidence.fields]\n", "[evidence.fields]\nshelf = 7\n")
        (example / "case.toml").write_text(text, encoding="utf-8")
        found = read(example, vocabulary)
        assert found.case.evidence[0].fields["shelf"] == 7
        assert [(one.code, one.where) for one in found.findings] == [("unknown_field", "signoff")]

    def test_a_file_listed_twice_is_kept_and_reported(self, changed: Change, vocabulary: Vocabulary) -> None:
        found = read(changed('["signoff.jpg"]', '["signoff.jpg", "./signoff.jpg"]'), vocabulary)
        assert found.case.evidence[0].files == ("signoff.jpg", "signoff.jpg")
        assert [(one.code, one.where) for one in found.findings] == [("file_twice", "signoff")]

    def test_a_choice_that_nobody_knows_is_kept_and_reported(self, changed: Change, vocabulary: Vocabulary) -> None:
        found = read(changed('signer = "王**"', 'sign_method = "邻居"'), vocabulary)
        assert found.case.facts["sign_method"].value == "邻居"
        assert [one.code for one in found.findings] == ["unknown_choice"]


ONE_FAULT: list[tuple[str, str, str]] = [
    ("format = 1", "format = 2", "format"),
    ("format = 1", 'format = "1"', "format"),
    ("format = 1", "format = true", "format"),
    ("format = 1", "formt = 1", "formt"),
    ("[facts]", "[fact]", "fact"),
    ('platform = "pinduoduo"', 'platform = "pinduodo"', "case.platform"),
    ('platform = "pinduoduo"\n', "", "case.platform"),
    ('complaint = "not_received"', 'complaint = "not_recieved"', "case.complaint"),
    ('complaint = "not_received"\n', "", "case.complaint"),
    ('position = "signed_by_buyer"', 'position = "weights_agree"', "case.position"),
    ('stage = "evidence"', 'stage = "trial"', "case.stage"),
    ('title = "圆通件', 'titel = "圆通件', "case.titel"),
    ('order_no = "241101-283917465092837"', "order_no = 241101283917465092837", "case.order_no"),
    ('amount = "129.00"', 'amount = "many"', "case.amount"),
    ('amount = "129.00"', "amount = 129.001", "case.amount"),
    ('amount = "129.00"', "amount = -1", "case.amount"),
    ('amount = "129.00"', "amount = nan", "case.amount"),
    ('amount = "129.00"', "amount = 1e999999999999999999999", "case.amount"),
    ("deadline = 2024-11-07T09:30:00+08:00", "deadline = 2024-11-07", "case.deadline"),
    ("deadline = 2024-11-07T09:30:00+08:00", 'deadline = "soon"', "case.deadline"),
    ("deadline = 2024-11-07T09:30:00+08:00", "deadline = 2024-11-31T09:30:00+08:00", "case.deadline"),
    ("deadline = 2024-11-07T09:30:00+08:00", "deadline = 2024-13-07T09:30:00+08:00", "case.deadline"),
    ("deadline = 2024-11-07T09:30:00+08:00", "deadline = 2024-11-07T25:30:00", "case.deadline"),
    ("deadline = 2024-11-07T09:30:00+08:00", "deadline = 2024/11/07 09:30", "case.deadline"),
    ("picked_up_at = 2024-11-01T18:42:00+08:00", 'picked_up_at = "昨天"', "facts.picked_up_at"),
    ('signer = "王**"', "signer = true", "facts.signer"),
    ('signer = "王**"', 'signer = { valu = "王**" }', "facts.signer.value"),
    ('signer = "王**"', 'signer = { value = "王**", page = 1 }', "facts.signer.source"),
    ('signer = "王**"', 'signer = { value = "王**", confirmed = 1 }', "facts.signer.confirmed"),
    ('signer = "王**"', 'paid_amount = "二十"', "facts.paid_amount"),
    ('signer = "王**"', "weight_pickup_kg = 1.2345", "facts.weight_pickup_kg"),
    ('signer = "王**"', "items_sent = 1.5", "facts.items_sent"),
    ('signer = "王**"', "valid_to = 2024-02-30", "facts.valid_to"),
    ('signer = "王**"', "mine = [1, 2]", "facts.mine"),
    ('source = "signoff", page', 'source = "signof", page', "facts.signed_at.source"),
    ("box = [0.1, 0.3, 0.4, 0.05] }", "box = [0.1, 0.3, 0.95, 0.05] }", "facts.signed_at.box"),
    ("page = 1, box", "page = 0, box", "facts.signed_at.page"),
    ("[[evidence:signoff]]", "[[evidence:sign]]", "statement.text"),
    ("[[evidence:signoff]]", "[[evidence:]]", "statement.text"),
    ("[[evidence:signoff]]", "[[evidence signoff]]", "statement.text"),
    ("[[evidence:signoff]]", "[[evidence:signoff", "statement.text"),
    ('id = "signoff"\n', 'id = "sign off"\n', "evidence[1].id"),
    ('kind = "sign_off_proof"', 'kind = "sign_off"', "evidence[1].kind"),
    ("include = true", 'include = "yes"', "evidence[1].include"),
    ("include = true", "included = true", "evidence[1].included"),
    ("taken_at = 2024-11-06T10:02:00+08:00", "taken_at = 10:02:00", "evidence[1].taken_at"),
    ('files = ["signoff.jpg"]', 'files = "signoff.jpg"', "evidence[1].files"),
    ('files = ["signoff.jpg"]', "files = []", "evidence[1].files"),
    ('files = ["signoff.jpg"]', "files = [1]", "evidence[1].files[1]"),
    ('files = ["signoff.jpg"]\n', "", "evidence[1].files"),
    ('type = "redact"', 'type = "redakt"', "evidence[1].edits[1].type"),
    ('type = "redact"\npage = 1', 'type = "redact"', "evidence[1].edits[1].page"),
    ("box = [0.10, 0.62, 0.35, 0.04]", "box = [0.10, 0.62, 0.35, 0.4]", "evidence[1].edits[1].box"),
    ("box = [0.10, 0.62, 0.35, 0.04]", "box = [-0.10, 0.62, 0.35, 0.04]", "evidence[1].edits[1].box"),
    ("box = [0.10, 0.62, 0.35, 0.04]", "box = [0.10, 0.62, 0.35, 0]", "evidence[1].edits[1].box"),
    ("box = [0.10, 0.62, 0.35, 0.04]", "box = [0.10, 0.62, 0.35, nan]", "evidence[1].edits[1].box"),
    ("box = [0.10, 0.62, 0.35, 0.04]", "box = [0.10, 0.62, 0.35]", "evidence[1].edits[1].box"),
    ("box = [0.10, 0.62, 0.35, 0.04]", 'box = "all"', "evidence[1].edits[1].box"),
    ("box = [0.10, 0.62, 0.35, 0.04]", "bxo = [0.10, 0.62, 0.35, 0.04]", "evidence[1].edits[1].box"),
    ("box = [0.10, 0.62, 0.35, 0.04]", 'box = [0, 0, 1, 1]\nstyle = "blur"', "evidence[1].edits[1].style"),
    ("box = [0.10, 0.62, 0.35, 0.04]", 'box = [0, 0, 1, 1]\neditions = ["all"]', "evidence[1].edits[1].editions"),
    ("box = [0.10, 0.62, 0.35, 0.04]", "box = [0, 0, 1, 1]\neditions = []", "evidence[1].edits[1].editions"),
    ("box = [0.10, 0.62, 0.35, 0.04]", 'box = [0, 0, 1, 1]\ncolor = "#ff0000"', "evidence[1].edits[1].color"),
    ('type = "redact"', 'type = "rotate"\nangle = 45', "evidence[1].edits[1].angle"),
]


@pytest.mark.parametrize(("old", "new", "key"), ONE_FAULT)
def test_a_fault_is_told_with_its_key(changed: Change, vocabulary: Vocabulary, old: str, new: str, key: str) -> None:
    assert ("case.toml", key) in faults(changed(old, new), vocabulary)


def test_all_problems_come_in_one_run(example: Path, vocabulary: Vocabulary) -> None:
    text = (
        EXAMPLE.replace('"pinduoduo"', '"pinduodo"')
        .replace("2024-11-07T", "2024-13-07T")
        .replace("title = ", "titel = ")
        .replace("[[evidence:signoff]]", "[[evidence:x]]")
        .replace("signoff.jpg", "missing.jpg")
        .replace("0.62", "0.99")
    )
    (example / "case.toml").write_text(text, encoding="utf-8")
    assert {key for _, key in faults(example, vocabulary)} == {
        "case.platform",
        "case.deadline",
        "case.titel",
        "evidence[1].titel",
        "statement.text",
        "evidence[1].files[1]",
        "evidence[1].edits[1].box",
    }


def test_originals_are_probed_only_when_there_is_a_problem(
    example: Path, changed: Change, vocabulary: Vocabulary
) -> None:
    asked: list[str] = []

    def probe(name: str, path: Path) -> Iterable[Problem]:
        asked.append(name)
        return [Problem(Words("坏了。", "Broken."), file=name)]

    with read_case_folder(example, vocabulary, probe=probe):
        assert asked == []
    changed('"pinduoduo"', '"nowhere"')
    with pytest.raises(InputError) as caught:
        read_case_folder(example, vocabulary, probe=probe)
    assert [problem.file for problem in caught.value.problems] == ["case.toml", "signoff.jpg"]


@pytest.mark.parametrize(
    ("old", "suggested"),
    [
        ('platform = "pinduodo"', "pinduoduo"),
        ('complaint = "not_recieved"', "not_received"),
        ('titel = "x"', "title"),
    ],
)
def test_the_nearest_known_word_is_suggested(changed: Change, vocabulary: Vocabulary, old: str, suggested: str) -> None:
    key = old.split(" ", maxsplit=1)[0]
    known = {"platform": 'platform = "pinduoduo"', "complaint": 'complaint = "not_received"', "titel": "[case]"}[key]
    folder = changed(known, f"[case]\n{old}" if key == "titel" else old)
    text = (folder / "case.toml").read_text(encoding="utf-8")
    (folder / "case.toml").write_text(text.replace('title = "圆通件签收争议"\n', ""), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_case_folder(folder, vocabulary)
    assert suggested in caught.value.problems[0].hint.zh


class TestNotation:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("[case]\nplatform = pinduoduo\n", 2),
            ('[case]\nplatform = "pinduoduo\n', 2),
            ("[case]\nplatform = “pinduoduo”\n", 2),
            ('[case]\na = "C:\\pictures"\n', 2),
            ("[case\n", 1),
            ('[case]\na = "1"\na = "2"\n', 3),
            ("[case]\n[case]\n", 2),
            ("[case]\n\n\n= 3\n", 4),
        ],
    )
    def test_broken_toml_is_told_with_its_line(
        self, example: Path, vocabulary: Vocabulary, text: str, line: int
    ) -> None:
        (example / "case.toml").write_text(text, encoding="utf-8")
        problem = only_problem(example, vocabulary)
        assert (problem.file, problem.key) == ("case.toml", f"line {line}")
        assert str(line) in problem.message.zh

    def test_curly_quotes_are_explained(self, example: Path, vocabulary: Vocabulary) -> None:
        (example / "case.toml").write_text("[case]\nplatform = “jd”\n", encoding="utf-8")
        assert "英文双引号" in only_problem(example, vocabulary).hint.zh

    @pytest.mark.parametrize(
        "data",
        [EXAMPLE.encode("gbk"), EXAMPLE.encode("utf-16"), b"[case]\n\xff", b"\x00\x01", b"a = " + b"[" * 5000],
        ids=["gbk", "utf-16", "not utf-8", "binary", "nested"],
    )
    def test_bytes_that_are_no_case_are_a_problem(self, example: Path, vocabulary: Vocabulary, data: bytes) -> None:
        (example / "case.toml").write_bytes(data)
        assert only_problem(example, vocabulary).file == "case.toml"

    def test_a_huge_number_is_a_problem(self, changed: Change, vocabulary: Vocabulary) -> None:
        folder = changed("format = 1", f"format = {'9' * 5000}")
        assert faults(folder, vocabulary)

    @pytest.mark.parametrize("text", ["", "format = 1\n", "case = 1\n", "[case]\n"])
    def test_a_file_without_its_required_keys_is_a_problem(
        self, example: Path, vocabulary: Vocabulary, text: str
    ) -> None:
        (example / "case.toml").write_text(text, encoding="utf-8")
        assert all(file == "case.toml" for file, _ in faults(example, vocabulary))

    def test_sections_of_the_wrong_shape_are_problems(self, example: Path, vocabulary: Vocabulary) -> None:
        text = '[case]\nplatform = "jd"\ncomplaint = "not_received"\n[evidence]\nid = "a"\n'
        (example / "case.toml").write_text(text + 'files = ["signoff.jpg"]\n', encoding="utf-8")
        problem = only_problem(example, vocabulary)
        assert problem.key == "evidence"
        assert "[[evidence]]" in problem.hint.zh


class TestIds:
    @pytest.mark.parametrize("bad", ["a b", "a]b", "a#b", "a\\u0000b", "a\\u202eb", "", " "])
    def test_an_id_that_citations_cannot_hold_is_a_problem(
        self, changed: Change, vocabulary: Vocabulary, bad: str
    ) -> None:
        folder = changed('id = "signoff"', f'id = "{bad}"')
        assert ("case.toml", "evidence[1].id") in faults(folder, vocabulary)

    @pytest.mark.parametrize("second", ["signoff", "SIGNOFF"])
    def test_an_id_given_twice_is_a_problem(self, example: Path, vocabulary: Vocabulary, second: str) -> None:
        append(example, f'[[evidence]]\nid = "{second}"\nfiles = ["signoff.jpg"]\n')
        problem = only_problem(example, vocabulary)
        assert problem.key == "evidence[2].id"
        assert "evidence[1].id" in problem.message.zh

    def test_chinese_ids_are_fine(self, example: Path, vocabulary: Vocabulary) -> None:
        text = EXAMPLE.replace('"signoff"', '"签收-底单_1"').replace("evidence:signoff", "evidence:签收-底单_1")
        (example / "case.toml").write_text(text, encoding="utf-8")
        assert read(example, vocabulary).case.evidence[0].id == "签收-底单_1"


class TestFiles:
    @pytest.mark.parametrize(
        "name",
        [
            "/etc/hostname",
            "../secret.jpg",
            "a/../../secret.jpg",
            "..\\\\secret.jpg",
            "C:\\\\secret.jpg",
            "C:secret.jpg",
            "c:/secret.jpg",
            "\\\\\\\\server\\\\share\\\\secret.jpg",
            "//server/share/secret.jpg",
            "\\\\secret.jpg",
        ],
    )
    def test_a_path_that_leads_out_of_the_folder_is_a_problem(
        self, example: Path, changed: Change, vocabulary: Vocabulary, name: str
    ) -> None:
        (example.parent / "secret.jpg").write_bytes(b"secret")
        problem = only_problem(changed('["signoff.jpg"]', f'["{name}"]'), vocabulary)
        assert problem.key == "evidence[1].files[1]"
        assert problem.file == name.replace("\\\\", "\\")

    @pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
    @pytest.mark.parametrize("through", ["file", "folder", "loop", "dangling"])
    def test_a_link_that_leads_out_or_nowhere_is_a_problem(
        self, example: Path, changed: Change, vocabulary: Vocabulary, through: str
    ) -> None:
        outside = example.parent / "outside"
        outside.mkdir()
        (outside / "x.jpg").write_bytes(b"secret")
        name = "sub/x.jpg" if through == "folder" else "x.jpg"
        targets = {"file": outside / "x.jpg", "folder": outside, "loop": example / "x.jpg", "dangling": Path("nowhere")}
        (example / ("sub" if through == "folder" else "x.jpg")).symlink_to(targets[through])
        assert only_problem(changed('["signoff.jpg"]', f'["{name}"]'), vocabulary).file == name

    @pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
    def test_a_link_within_the_folder_is_fine(self, example: Path, changed: Change, vocabulary: Vocabulary) -> None:
        (example / "link.jpg").symlink_to(example / "signoff.jpg")
        assert read(changed('["signoff.jpg"]', '["link.jpg"]'), vocabulary).case.evidence[0].files == ("link.jpg",)

    def test_a_missing_file_is_a_problem_that_names_a_near_one(self, changed: Change, vocabulary: Vocabulary) -> None:
        problem = only_problem(changed('["signoff.jpg"]', '["SignOff.JPG"]'), vocabulary)
        assert problem.file == "SignOff.JPG"
        assert "signoff.jpg" in problem.hint.zh

    def test_an_empty_file_is_a_problem(self, example: Path, vocabulary: Vocabulary) -> None:
        (example / "signoff.jpg").write_bytes(b"")
        assert only_problem(example, vocabulary).file == "signoff.jpg"

    @pytest.mark.parametrize("name", [".", "./", "sub", "sub/"])
    def test_a_folder_is_no_file(self, example: Path, changed: Change, vocabulary: Vocabulary, name: str) -> None:
        (example / "sub").mkdir()
        assert only_problem(changed('["signoff.jpg"]', f'["{name}"]'), vocabulary).key == "evidence[1].files[1]"

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
    def test_a_pipe_is_no_file(self, example: Path, changed: Change, vocabulary: Vocabulary) -> None:
        os.mkfifo(example / "pipe.jpg")
        assert only_problem(changed('["signoff.jpg"]', '["pipe.jpg"]'), vocabulary).file == "pipe.jpg"

    @pytest.mark.parametrize("name", ["", "   ", "x\\u0000.jpg", "x" * 5000 + ".jpg"])
    def test_a_name_that_no_file_can_have_is_a_problem(
        self, changed: Change, vocabulary: Vocabulary, name: str
    ) -> None:
        assert only_problem(changed('["signoff.jpg"]', f'["{name}"]'), vocabulary).key == "evidence[1].files[1]"

    def test_backslashes_separate_as_on_windows(self, example: Path, changed: Change, vocabulary: Vocabulary) -> None:
        (example / "pics").mkdir()
        (example / "pics" / "a.jpg").write_bytes(b"x")
        found = read(changed('["signoff.jpg"]', "['pics\\a.jpg']"), vocabulary)
        assert found.case.evidence[0].files == ("pics/a.jpg",)

    @pytest.mark.parametrize(
        "name",
        [
            "📦 签收🙂.jpg",
            "abc\u202egpj.exe",
            "שלום\u200f.jpg",
            "長" * 80 + ".jpg",
            "n" * 200 + ".jpg",
            pytest.param("tab\tbell\x07.jpg", marks=pytest.mark.skipif(os.name == "nt", reason="Windows has none")),
        ],
    )
    def test_odd_names_are_fine(self, example: Path, changed: Change, vocabulary: Vocabulary, name: str) -> None:
        (example / name).write_bytes(b"x")
        escaped = "".join(f"\\u{ord(char):04x}" if ord(char) < 32 else char for char in name)
        assert read(changed('["signoff.jpg"]', f'["{escaped}"]'), vocabulary).case.evidence[0].files == (name,)

    def test_accents_may_be_composed_differently_on_the_disk(
        self, example: Path, changed: Change, vocabulary: Vocabulary
    ) -> None:
        written = unicodedata.normalize("NFC", "Café/é.jpg")
        on_disk = example / unicodedata.normalize("NFD", written)
        on_disk.parent.mkdir()
        on_disk.write_bytes(b"x")
        found = read(changed('["signoff.jpg"]', f'["{written}"]'), vocabulary)
        assert found.originals[written].read_bytes() == b"x"


def test_a_folder_without_case_toml_is_a_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    assert only_problem(tmp_path, vocabulary).file == "case.toml"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_case_toml_that_is_a_link_out_of_the_folder_is_a_problem(
    example: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "case.toml").symlink_to(example / "case.toml")
    assert only_problem(tmp_path / "other", vocabulary).file == "case.toml"


def test_a_case_toml_of_many_megabytes_is_a_problem(example: Path, vocabulary: Vocabulary) -> None:
    (example / "case.toml").write_text(EXAMPLE + "# padding\n" * 900_000, encoding="utf-8")
    assert "太大" in only_problem(example, vocabulary).message.zh


def test_a_folder_that_does_not_exist_is_a_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    assert "nowhere" in only_problem(tmp_path / "nowhere", vocabulary).file


def test_every_message_is_told_in_both_languages(changed: Change, vocabulary: Vocabulary) -> None:
    with pytest.raises(EvidenceDeskError) as caught:
        read_case_folder(changed("format = 1", "format = 9"), vocabulary)
    (problem,) = caught.value.problems
    assert problem.message.zh != problem.message.en
