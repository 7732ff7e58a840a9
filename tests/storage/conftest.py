"""A small vocabulary and a sound case folder to start from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_desk.domain.facts import FactKey, FactType
from evidence_desk.domain.playbook import EvidenceKind, FieldSpec
from evidence_desk.domain.vocabulary import Vocabulary

EXAMPLE = """\
format = 1
[case]
platform = "pinduoduo"
complaint = "not_received"
position = "signed_by_buyer"
stage = "evidence"
title = "圆通件签收争议"
shop = "山野小铺"
order_no = "241101-283917465092837"
complaint_no = "TS20241106001"
buyer = "蓝莓不酸"
goods = "手工陶瓷杯 2 只"
amount = "129.00"
received_at = 2024-11-06T09:30:00+08:00
deadline = 2024-11-07T09:30:00+08:00
request = "请核实签收凭证，驳回买家退款申请"

[facts]
waybill_no = "YT8839201746352"
picked_up_at = 2024-11-01T18:42:00+08:00
signed_at = { value = 2024-11-04T11:06:00+08:00, source = "signoff", page = 1, box = [0.1, 0.3, 0.4, 0.05] }
signer = "王**"

[statement]
text = \"\"\"
包裹已由买家本人签收。[[evidence:signoff]]
\"\"\"

[[evidence]]
id = "signoff"
files = ["signoff.jpg"]
kind = "sign_off_proof"
title = "签收底单"
proves = "买家本人于 11 月 4 日 11:06 签收"
source = "圆通速递 城东网点"
taken_at = 2024-11-06T10:02:00+08:00
include = true
[evidence.fields]
waybill_no = "YT8839201746352"
[[evidence.edits]]
type = "redact"
page = 1
box = [0.10, 0.62, 0.35, 0.04]
"""

_KEYS = {
    key: FactKey(key=key, name=key, name_en=key, type=kind, choices=choices)
    for key, kind, choices in (
        ("waybill_no", FactType.TEXT, ()),
        ("picked_up_at", FactType.TIME, ()),
        ("signed_at", FactType.TIME, ()),
        ("signer", FactType.TEXT, ()),
        ("sign_method", FactType.CHOICE, ("本人", "驿站", "他人")),
        ("paid_amount", FactType.AMOUNT, ()),
        ("weight_pickup_kg", FactType.WEIGHT, ()),
        ("valid_to", FactType.DATE, ()),
        ("items_sent", FactType.NUMBER, ()),
    )
}

_KINDS = {
    "sign_off_proof": EvidenceKind(
        id="sign_off_proof",
        name="签收底单",
        name_en="Sign-off slip",
        shows="",
        rejected="",
        fields=(FieldSpec(key="signed_on", name="签收日", name_en="Signed on", type=FactType.DATE),),
    ),
    "weight_record": EvidenceKind(
        id="weight_record",
        name="称重记录",
        name_en="Weight record",
        shows="",
        rejected="",
        fields=(
            FieldSpec(key="weigh_point", name="称重点", name_en="Point", aliases=("point",)),
            FieldSpec(key="weight_kg", name="重量", name_en="Weight", type=FactType.WEIGHT),
            FieldSpec(
                key="seal_type",
                name="章",
                name_en="Seal",
                type=FactType.CHOICE,
                choices={"company": "公司章", "station": "网点章"},
            ),
        ),
    ),
}

_POSITIONS = {"not_received": ("signed_by_buyer", "settled"), "missing_items": ("weights_agree",)}


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Give a vocabulary of two complaint types and two kinds."""
    return Vocabulary(
        channels=("pinduoduo", "taobao", "jd"),
        playbooks=tuple(_POSITIONS),
        kinds=_KINDS,
        fact_keys=_KEYS,
        positions_of=_POSITIONS.get,
        facts_of=lambda complaint: _KEYS,
    )


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Give a sound case folder."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text(EXAMPLE, encoding="utf-8")
    (folder / "signoff.jpg").write_bytes(b"any bytes")
    return folder


Change = Callable[[str, str], Path]


@pytest.fixture
def changed(example: Path) -> Change:
    """Give a function that replaces a piece of the example's case.toml and gives the folder."""

    def change(old: str, new: str) -> Path:
        file = example / "case.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return example

    return change
