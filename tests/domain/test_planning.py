"""Planning: the packet says what the case says, confirmed, masked where asked, in the right order and numbering."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.domain.dispute import FACTS, KINDS, NOW, PLATFORM, WAYBILL, assessed, at, dispute, exhibit, fact, playbook
from tests.domain.dispute import position as line_of_defence

from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.edits import Arrow, BoxMark, Crop, Edition, Magnify, Note, NumberMark, Redact, Rotate
from evidence_desk.domain.evidence import Evidence, Original
from evidence_desk.domain.facts import Fact
from evidence_desk.domain.geometry import Box, Point
from evidence_desk.domain.packet import PacketPlan, Part, usual_parts
from evidence_desk.domain.planning import FileFacts, PlanInput, plan_packet
from evidence_desk.domain.ranking import Strongest
from evidence_desk.domain.statement import Cite
from evidence_desk.domain.timeline import timeline

SPOT = Box(0.1, 0.1, 0.2, 0.2)


def planned(case: Case, pages: Mapping[str, Sequence[int]] | None = None, **more: Any) -> PacketPlan:
    """Plan a case whose files have one page each, or as many as `pages` says by evidence id."""
    book = more.pop("playbook", playbook())
    files = {
        item.id: [
            FileFacts(Original(name, 1000, "ab" * 32), count)
            for name, count in zip(item.files, (pages or {}).get(item.id, [1] * len(item.files)), strict=True)
        ]
        for item in case.evidence
    }
    given: dict[str, Any] = {
        "edition": Edition.PLATFORM,
        "draft": False,
        "parts": usual_parts(Edition.PLATFORM),
        "stated_at": NOW,
        "platform": PLATFORM,
        "statement": "",
        "strongest": (),
        "events": timeline(case, kinds=KINDS, fact_keys=FACTS),
        "mask": str,
    }
    readiness = assessed(case, book)
    return plan_packet(
        PlanInput(
            case=case, playbook=book, kinds=KINDS, fact_keys=FACTS, readiness=readiness, files=files, **(given | more)
        )
    )


def numbers(plan: PacketPlan) -> dict[str, str]:
    return dict(plan.numbers)


def test_exhibits_are_numbered_in_order_without_gaps_and_the_unsorted_stand_last() -> None:
    case = dispute(
        exhibit("loose", None),
        exhibit("signoff", "sign_off_proof"),
        exhibit("hidden", "order_detail", include=False),
        exhibit("trace", "tracking_trace"),
    )
    plan = planned(case)
    found = [(one.number, one.evidence_id, one.kind_name) for one in plan.exhibits]
    assert found == [(1, "signoff", "签收底单"), (2, "trace", "物流轨迹"), (3, "loose", "未分类")]


def test_files_of_one_item_share_its_number_and_its_pages_count_on() -> None:
    case = dispute(exhibit("a", "chat_record", files=("1.png", "2.mp4", "3.pdf", "4.png")))
    (one,) = planned(case, {"a": [2, 0, 3, 1]}).exhibits
    assert [file.label for file in one.files] == ["1-1", "1-2", "1-3", "1-4"]
    assert [file.first_page for file in one.files] == [1, 3, 4, 7]
    assert [len(file.pages) for file in one.files] == [2, 0, 3, 1]
    assert [file.form_name for file in one.files] == ["", "视频", "", ""]


def test_a_single_file_is_labelled_with_the_number_alone() -> None:
    (one,) = planned(dispute(exhibit("a", "chat_record"))).exhibits
    assert one.files[0].label == "1"


def test_edits_reach_the_page_they_are_for() -> None:
    edits = (Rotate(page=4, angle=90), BoxMark(page=2, box=SPOT))
    case = dispute(exhibit("a", "chat_record", files=("1.png", "2.pdf"), edits=edits))
    (one,) = planned(case, {"a": [2, 2]}).exhibits
    recipes = [recipe for file in one.files for recipe in file.pages]
    assert [recipe.turn for recipe in recipes] == [0, 0, 0, 90]
    assert [len(recipe.marks) for recipe in recipes] == [0, 1, 0, 0]
    assert [file.edits for file in one.files] == ["标注 1 处", "旋转"]


def test_what_was_done_to_a_file_is_said_in_words() -> None:
    edits = (
        Redact(page=1, box=SPOT),
        Redact(page=1, box=Box(0.5, 0.5, 0.1, 0.1)),
        Crop(page=1, box=Box(0, 0, 0.9, 0.9)),
        Rotate(page=1, angle=180),
        BoxMark(page=1, box=SPOT),
        Magnify(page=1, box=SPOT),
    )
    (one,) = planned(dispute(exhibit("a", "chat_record", edits=edits))).exhibits
    assert one.files[0].edits == "遮盖 2 处、裁切、旋转、标注 1 处、局部放大"
    assert one.remarks == "图上的方框为后加，原图未改动；有 2 处已遮盖；只截取了原图的一部分。"


def test_the_remark_names_exactly_the_marks_that_were_drawn() -> None:
    edits = (
        NumberMark(page=1, at=Point(0.5, 0.5), label="1"),
        Arrow(page=1, start=Point(0.1, 0.1), end=Point(0.5, 0.5)),
    )
    (one,) = planned(dispute(exhibit("a", "chat_record", edits=edits))).exhibits
    assert "编号" in one.remarks
    assert "箭头" in one.remarks
    assert "方框" not in one.remarks
    assert "文字" not in one.remarks


def test_an_untouched_exhibit_has_nothing_to_remark() -> None:
    (one,) = planned(dispute(exhibit("a", "chat_record"))).exhibits
    assert (one.remarks, one.files[0].edits) == ("", "")


def test_edits_of_other_editions_leave_no_trace() -> None:
    edits = (Redact(page=1, box=SPOT, editions=frozenset({Edition.SHARE})),)
    case = dispute(exhibit("a", "chat_record", edits=edits))
    assert planned(case).exhibits[0].files[0].edits == ""
    assert planned(case, edition=Edition.SHARE).exhibits[0].files[0].edits == "遮盖 1 处"


def test_the_cover_prints_the_numbers_the_case_has_and_no_others() -> None:
    case = dispute(
        shop="山野小铺",
        order_no="241101-283917465092837",
        amount=Decimal("129.00"),
        facts={"waybill_no": WAYBILL, "carrier": "圆通速递"},
    )
    assert numbers(planned(case)) == {
        "店铺": "山野小铺",
        "订单号": "241101-283917465092837",
        "运单号": f"{WAYBILL}（圆通速递）",
        "实付金额": "¥129.00",
    }


def test_a_carrier_without_a_waybill_is_not_on_the_cover() -> None:
    assert numbers(planned(dispute(facts={"carrier": "圆通速递"}))) == {}


def test_what_nobody_confirmed_is_printed_nowhere() -> None:
    guessed = {
        "waybill_no": Fact("waybill_no", WAYBILL, confirmed=False),
        "signer": Fact("signer", "王五", confirmed=False),
    }
    plan = planned(dispute(exhibit("a", "sign_off_proof"), facts=guessed))
    assert plan.facts == ()
    assert plan.numbers == ()
    assert WAYBILL not in repr(plan)
    assert "王五" not in repr(plan)


def test_an_unconfirmed_carrier_does_not_hide_the_confirmed_waybill() -> None:
    facts = {"waybill_no": WAYBILL, "carrier": Fact("carrier", "圆通速递", confirmed=False)}
    assert numbers(planned(dispute(facts=facts)))["运单号"] == WAYBILL


def test_facts_come_in_the_playbooks_order_with_their_place() -> None:
    case = dispute(
        exhibit("signoff", "sign_off_proof"),
        exhibit("hidden", "sign_off_proof", include=False),
        facts={
            "signer": fact("signer", "王**", "hidden"),
            "waybill_no": fact("waybill_no", WAYBILL, "signoff", page=1),
            "signed_at": at("04 11:06"),
        },
    )
    rows = planned(case).facts
    assert sorted(row.name for row in rows) == ["签收人", "签收时间", "运单号"]
    by_name = {row.name: row for row in rows}
    assert by_name["运单号"].cite == Cite("signoff", 1)
    assert by_name["签收时间"].value == "2024-11-04 11:06"
    assert by_name["签收人"].cite is None


def test_no_row_cites_an_exhibit_that_is_left_out() -> None:
    hidden = exhibit("hidden", "sign_off_proof", include=False, signed_at=at("04 11:06"))
    case = dispute(hidden, facts={"signed_at": fact("signed_at", at("04 11:06"), "hidden")})
    plan = planned(case)
    assert not any(row.cite for row in plan.facts)
    assert not any(row.cite for row in plan.events)
    assert not any(row.cites for row in plan.requirements)


@pytest.mark.parametrize(
    ("own", "of_position", "expected"),
    [
        ("请驳回", "", "请驳回。"),
        ("请驳回！", "", "请驳回！"),
        ("Please reject.", "", "Please reject."),
        ("", "请撤销处罚", "请撤销处罚。"),
        ("", "", "请核实。"),
    ],
)
def test_the_request_is_the_cases_else_the_positions_else_the_stages(own: str, of_position: str, expected: str) -> None:
    book = playbook(positions=(line_of_defence(request=of_position),))
    assert planned(dispute(request=own), playbook=book).request == expected


def test_the_head_names_platform_stage_complaint_and_conclusion() -> None:
    plan = planned(dispute(stage=Stage.SECOND_APPEAL))
    assert (plan.platform, plan.stage) == ("拼多多", "二次申诉")
    assert plan.subject == "关于“未收到货”投诉"
    assert plan.headline == "包裹已由买家本人签收"


def test_the_footer_names_the_complaint_before_the_order() -> None:
    assert planned(dispute(complaint_no="TS1", order_no="D2", shop="铺")).label == "TS1 · 铺"
    assert planned(dispute(order_no="D2")).label == "D2"
    assert planned(dispute()).label == ""


def test_the_stated_time_is_chinas() -> None:
    plan = planned(dispute(), stated_at=datetime(2024, 11, 5, 20, 0, tzinfo=UTC))
    assert f"{plan.stated_at:%Y-%m-%d %H:%M}" == "2024-11-06 04:00"


def test_the_statement_keeps_its_citations() -> None:
    case = dispute(exhibit("a", "sign_off_proof"))
    plan = planned(case, statement="【结论】已签收[[evidence:a#1]]。\n1. 揽收。")
    assert [(one.kind, one.number) for one in plan.statement] == [("heading", ""), ("text", ""), ("item", "1")]
    assert plan.statement[1].inlines == ("已签收", Cite("a", 1), "。")


def secret_case() -> Case:
    edits = (Note(page=1, box=SPOT, text="张三签收"), NumberMark(page=1, at=Point(0.5, 0.5), label="张三"))
    item = Evidence(
        "a",
        ("聊天/张三.png",),
        "sign_off_proof",
        title="张三的底单",
        proves="张三签收",
        source="张三",
        notes="张三说",
        edits=edits,
    )
    return dispute(
        item,
        buyer="张三",
        goods="张三定制杯",
        shop="张三小铺",
        request="请张三",
        facts={"signer": "张三", "signed_at": fact("signed_at", at("04 11:06"), "a")},
    )


def test_a_share_copy_masks_every_text_it_prints() -> None:
    plan = planned(
        secret_case(),
        edition=Edition.SHARE,
        statement="张三已签收[[evidence:a]]。",
        strongest=(Strongest("a", "张三的底单", "张三签收", None),),
        mask=lambda text: text.replace("张三", "张*"),
    )
    # the originals' own names are for the listing of digests, which prints none
    shown = repr(plan).replace("Original(name='聊天/张三.png'", "Original(")
    assert "张三" not in shown
    assert "张*" in shown
    assert plan.exhibits[0].files[0].shown_name == "张*.png"


def test_only_the_internal_edition_carries_notes_and_deadline() -> None:
    case = dispute(exhibit("a", "sign_off_proof"), deadline=at("07 09:30"))
    plan = planned(case)
    assert (plan.working_notes, plan.deadline) == ((), "")
    inside = planned(case, edition=Edition.INTERNAL)
    assert "2024-11-07 09:30" in inside.deadline
    assert len(inside.working_notes) == len(assessed(case, playbook()).findings)


@pytest.mark.parametrize("edition", [Edition.PLATFORM, Edition.SHARE])
def test_usual_packets_leave_the_requirements_out(edition: Edition) -> None:
    assert usual_parts(edition) == frozenset(Part) - {Part.REQUIREMENTS}


def test_the_internal_edition_has_every_part() -> None:
    assert usual_parts(Edition.INTERNAL) == frozenset(Part)
