"""A small vocabulary and a sound case folder to start from."""

from pathlib import Path

import pytest
from tests.storage.case_example import EXAMPLE, Change

from evidence_desk.domain.facts import FactKey, FactType
from evidence_desk.domain.playbook import EvidenceKind, FieldSpec
from evidence_desk.domain.vocabulary import Vocabulary

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
} | {"ruled_at": FactKey(key="ruled_at", name="判定", name_en="Ruled", type=FactType.TIME, instead=("尚未判定",))}

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
