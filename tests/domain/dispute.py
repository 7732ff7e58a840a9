"""A small invented world for the rules: a few kinds, keys and a playbook, and short ways to write cases."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from evidence_desk.domain.assessing import assess
from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.checking import CheckResults, run_checks
from evidence_desk.domain.checks import Check
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.facts import CHINA, Fact, FactKey, FactType, FactValue, Place
from evidence_desk.domain.fields import CaseValues
from evidence_desk.domain.platforms import Channel, Platform
from evidence_desk.domain.playbook import (
    Draft,
    EvidenceKind,
    FieldSpec,
    KindNeed,
    Playbook,
    Position,
    Requirement,
    ToneRule,
)
from evidence_desk.domain.readiness import Readiness

WAYBILL = "YT8839201746352"
ORDER = "241101-283917465092837"
NOW = datetime(2024, 11, 6, 12, 0, tzinfo=CHINA)


def at(text: str) -> datetime:
    """Give a time of November 2024 in China: at("04 11:06")."""
    return datetime.strptime(f"2024-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def _kind(id: str, name: str, *fields: FieldSpec, weight: int = 50) -> EvidenceKind:
    return EvidenceKind(
        id=id, name=name, name_en=id.replace("_", " "), shows="", rejected="", fields=fields, weight=weight
    )


def _field(key: str, name: str, kind: FactType = FactType.TEXT, **more: Any) -> FieldSpec:
    return FieldSpec(key=key, name=name, name_en=key, type=kind, **more)


_NO = _field("waybill_no", "运单号")
_SIGNED = _field("signed_at", "签收时间", FactType.TIME)
_SIGNER = _field("signer", "签收人")
_POINTS = {"seller": "发货前", "pickup": "揽收", "transit": "中转", "arrival": "到件"}
_ROLES = {"outbound": "发出", "return": "退回", "reship": "补发"}
_SEALS = {"company": "公司公章", "department": "部门章"}
_SOURCES = {"public_site": "官网", "courier_internal": "快递内部系统"}

KINDS: Mapping[str, EvidenceKind] = {
    kind.id: kind
    for kind in (
        _kind("order_detail", "订单详情", _field("order_no", "订单号"), _field("paid_at", "付款时间", FactType.TIME)),
        _kind("sign_off_proof", "签收底单", _NO, _SIGNER, _SIGNED, _field("sign_method", "签收方式"), weight=95),
        _kind(
            "red_seal_cert",
            "快递红章证明",
            _NO,
            _SIGNER,
            _SIGNED,
            _field("seal_type", "印章种类", FactType.CHOICE, choices=_SEALS),
            weight=90,
        ),
        _kind(
            "tracking_trace",
            "物流轨迹",
            _NO,
            _field("picked_up_at", "揽收时间", FactType.TIME, aliases=("pickup_at",)),
            _SIGNED,
            _field("source", "轨迹来源", FactType.CHOICE, choices=_SOURCES),
            weight=70,
        ),
        _kind(
            "waybill_stub",
            "快递面单",
            _NO,
            _field("return_waybill_no", "退回运单号"),
            _field("role", "面单用途", FactType.CHOICE, choices=_ROLES),
            _field("consignee_masked", "收件人"),
            weight=75,
        ),
        _kind(
            "weight_record",
            "称重记录",
            _NO,
            _field("weigh_point", "称重点", FactType.CHOICE, choices=_POINTS, aliases=("point",)),
            _field("weight_kg", "重量", FactType.WEIGHT, aliases=("weight",)),
            _field("weighed_at", "称重时间", FactType.TIME, aliases=("at",)),
            weight=80,
        ),
        _kind(
            "payment_receipt",
            "打款凭证",
            _field("paid_amount", "打款金额", FactType.AMOUNT, aliases=("amount",)),
            _field("transferred_at", "打款时间", FactType.TIME, aliases=("paid_at",)),
            _field("trade_no", "交易号"),
            _field("payee", "收款方"),
            weight=85,
        ),
        _kind(
            "chat_record",
            "聊天记录",
            _field("buyer", "买家昵称"),
            _field("session_from", "会话开始", FactType.TIME),
            _field("promised_amount", "承诺金额", FactType.AMOUNT),
            _field("order_no", "订单号"),
            weight=80,
        ),
        _kind("reship_proof", "补发凭证", _field("reship_waybill_no", "补发运单号", aliases=("waybill_no",))),
        _kind(
            "brand_authorization",
            "品牌授权书",
            _field("grantor", "授权方"),
            _field("grantee", "被授权方"),
            _field("valid_from", "有效期起", FactType.DATE),
            _field("valid_to", "有效期止", FactType.DATE),
        ),
        _kind("refund_screenshot", "退款截图", _field("order_no", "订单号"), _field("refund_no", "退款编号")),
        _kind("product_photo", "实物照片", _field("role", "拍的是什么")),
    )
}

_TIMES = (
    "paid_at ordered_at picked_up_at signed_at refund_requested_at transferred_at complained_at session_from ruled_at"
)
_TEXTS = (
    "order_no complaint_no waybill_no return_waybill_no reship_waybill_no trade_no signer sign_method carrier payee"
)
_WEIGHTS = "weight_theory_kg weight_pickup_kg weight_transit_kg weight_arrival_kg weight_missing_kg"
_AMOUNTS = "paid_amount promised_amount refund_amount order_amount"
_NAMES = {
    "waybill_no": "运单号",
    "signed_at": "签收时间",
    "picked_up_at": "揽收时间",
    "signer": "签收人",
    "paid_at": "付款时间",
}

FACTS: Mapping[str, FactKey] = {
    key: FactKey(key, _NAMES.get(key, key), key, kind)
    for keys, kind in (
        (_TIMES, FactType.TIME),
        (_TEXTS, FactType.TEXT),
        (_WEIGHTS, FactType.WEIGHT),
        (_AMOUNTS, FactType.AMOUNT),
        ("notice_from notice_to invoiced_at", FactType.DATE),
        ("quantity", FactType.NUMBER),
    )
    for key in keys.split()
}


def exhibit(id: str, kind: str | None, **more: Any) -> Evidence:
    """Make a piece of evidence; what is no attribute of Evidence becomes one of its fields."""
    own = {name: more.pop(name) for name in list(more) if name in Evidence.__dataclass_fields__}
    return Evidence(id=id, kind=kind, fields=more, **({"files": (f"{id}.png",)} | own))


def fact(key: str, value: FactValue, place: str | None = None, *, page: int | None = None) -> Fact:
    """Make a confirmed fact, read from an exhibit where `place` names one."""
    return Fact(key, value, Place(place, page) if place else None)


def dispute(*evidence: Evidence, facts: Mapping[str, Any] | None = None, **more: Any) -> Case:
    """Make a case; facts are values or whole facts."""
    made = {key: value if isinstance(value, Fact) else Fact(key, value) for key, value in (facts or {}).items()}
    return Case(platform="pinduoduo", complaint="not_received", facts=made, evidence=evidence, **more)


def values(case: Case) -> CaseValues:
    """Give what the case says."""
    return CaseValues(case, KINDS, FACTS)


def position(id: str = "signed", **more: Any) -> Position:
    """Make a line of defence."""
    given: dict[str, Any] = {
        "name": "买家本人已签收",
        "name_en": "Signed for by the buyer",
        "applies": "",
        "against": "",
        "headline": "包裹已由买家本人签收",
        "draft": Draft(conclusion="", course=()),
    }
    return Position(id=id, **(given | more))


def requirement(id: str, *sets: tuple[KindNeed, ...], level: Any = "required", **more: Any) -> Requirement:
    """Make a requirement that any one of the sets meets."""
    return Requirement(id=id, name=more.pop("name", id), level=level, sets=sets, why="", how="", rejected="", **more)


def need(kind: str, **more: Any) -> KindNeed:
    """Make a need for exhibits of a kind."""
    return KindNeed(kind=kind, **more)


def playbook(
    *checks: Check, requirements: tuple[Requirement, ...] = (), positions: tuple[Position, ...] = (), **more: Any
) -> Playbook:
    """Make a playbook whose first position is the default."""
    lines = positions or (position(),)
    return Playbook(
        id="not_received",
        name="未收到货",
        name_en="Not received",
        platforms=("pinduoduo",),
        applies="",
        default_position=lines[0].id,
        positions=lines,
        requirements=requirements,
        facts=(),
        checks=checks,
        first_aid=(),
        requests=dict.fromkeys(Stage, "请核实"),
        **more,
    )


CHANNEL = Channel(id="pinduoduo", name="商家举证", name_en="Evidence form")
PLATFORM = Platform(id="pinduoduo", name="拼多多", name_en="Pinduoduo", channels=(CHANNEL,))


def checked(case: Case, *checks: Check, platform: str = "pinduoduo", book: Playbook | None = None) -> CheckResults:
    """Run checks on a case."""
    used = book or playbook(*checks)
    return run_checks(
        case,
        playbook=used,
        position=used.default_position,
        platform=platform,
        kinds=KINDS,
        fact_keys=FACTS,
    )


def assessed(case: Case, book: Playbook | None = None, *, statement: str = "", **more: Any) -> Readiness:
    """Measure a case."""
    given: dict[str, Any] = {
        "platform": PLATFORM,
        "channel": CHANNEL,
        "tone_rules": (),
        "now": NOW,
        "is_workday": weekday,
        "edition": Edition.PLATFORM,
    }
    return assess(
        case, playbook=book or playbook(), kinds=KINDS, fact_keys=FACTS, statement=statement, **(given | more)
    )


def tone(pattern: str, suggestion: str = "", **more: Any) -> ToneRule:
    """Make a tone rule."""
    return ToneRule(id=pattern, pattern=pattern, why="会失去信任", suggestion=suggestion, **more)


def weekday(day: date) -> bool:
    """Take Monday to Friday for working days."""
    return day.weekday() < 5


def kg(text: str) -> Decimal:
    """Give a weight."""
    return Decimal(text)
