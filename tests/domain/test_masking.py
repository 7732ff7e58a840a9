"""Personal data in text: found where it is, never where it is not, and hidden for good."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.dispute import ORDER, WAYBILL, dispute, exhibit

from evidence_desk.domain.edits import Edition, Note
from evidence_desk.domain.facts import Fact
from evidence_desk.domain.geometry import Box
from evidence_desk.domain.leaking import check_leaks
from evidence_desk.domain.masking import KnownPersons, find_personal, known_persons, mask_text

NOBODY = KnownPersons()
KNOWN = KnownPersons(buyer="蓝莓不酸", names=("王小明", "李**"), numbers=(ORDER, WAYBILL))


def card(digits: str) -> str:
    """Add the check digit of a bank card."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def identity(first: str) -> str:
    """Add the check character of an identity card number (17 digits)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights, strict=True)) % 11]


BANK_CARD = card("622202120000123456")
VISA = card("456351012345678")
IDENTITY = identity("33010619900307123")


def masked(text: str, *, edition: Edition = Edition.PLATFORM, known: KnownPersons = NOBODY) -> str:
    return mask_text(text, edition=edition, known=known)


def kinds(text: str, *, edition: Edition = Edition.PLATFORM, known: KnownPersons = NOBODY) -> list[str]:
    return [one.type for one in find_personal(text, edition=edition, known=known)]


@pytest.mark.parametrize(
    "phone",
    [
        "13800005678",
        "138 0000 5678",
        "138-0000-5678",
        "138 00005678",
        "+8613800005678",
        "+86 138 0000 5678",
        "86-13800005678",
        "１３８００００５６７８",
        "1 3 8 0 0 0 0 5 6 7 8",
    ],
)
def test_mobile_numbers_are_masked_however_they_are_written(phone: str) -> None:
    assert masked(f"请拨{phone}联系") == "请拨138****5678联系"


@pytest.mark.parametrize(
    "number",
    [
        "2411012839174",
        "4312345678901234567",
        "241101-283917465092837",
        "YT8839201746352",
        "SF13800005678",
        "12800005678",
        "1380000567",
        "138000056789",
        "2024-11-04 11:06",
        "138****5678",
        "2026111722001400000512837461",
        "¥13800.00",
        "1.260 kg",
    ],
)
def test_other_numbers_are_no_phones(number: str) -> None:
    assert masked(f"单号 {number}，请核实") == f"单号 {number}，请核实"


def test_a_number_the_case_knows_is_never_personal() -> None:
    known = KnownPersons(numbers=("13800005678", BANK_CARD, IDENTITY))
    text = f"运单 13800005678，交易 {BANK_CARD}，订单 {IDENTITY}"
    assert masked(text, known=known) == text
    assert masked(text) != text


def test_a_known_number_spares_only_itself() -> None:
    assert masked(f"{ORDER}，电话 13800005678", known=KNOWN) == f"{ORDER}，电话 138****5678"


def test_a_known_number_written_without_its_hyphen_is_known_too() -> None:
    known = KnownPersons(numbers=("622202-120000-123456" + BANK_CARD[-1],))
    assert masked(f"订单 {BANK_CARD}", known=known) == f"订单 {BANK_CARD}"


def test_identity_cards_keep_the_first_six_and_the_last_four() -> None:
    assert masked(f"身份证{IDENTITY}。") == f"身份证330106********{IDENTITY[-4:]}。"


def test_identity_cards_ending_in_x_count() -> None:
    ending = next(n for n in range(100, 999) if identity(f"33010619900307{n}").endswith("X"))
    assert kinds(identity(f"33010619900307{ending}").lower()) == ["id_card"]


@pytest.mark.parametrize(
    "number",
    [
        IDENTITY[:-1] + ("0" if IDENTITY[-1] != "0" else "1"),
        identity("99010619900307123"),
        identity("33010619901307123"),
    ],
)
def test_a_number_that_fails_the_rules_of_identity_cards_is_none(number: str) -> None:
    assert "id_card" not in kinds(number)


@pytest.mark.parametrize("number", [BANK_CARD, VISA, " ".join([VISA[:4], VISA[4:8], VISA[8:12], VISA[12:]])])
def test_bank_cards_keep_the_first_and_the_last_four(number: str) -> None:
    assert masked(f"转入 {number}。") == f"转入 {number[:4]}****{number[-4:]}。"


@pytest.mark.parametrize("number", [BANK_CARD[:-1] + str((int(BANK_CARD[-1]) + 1) % 10), BANK_CARD + "1", VISA[:-1]])
def test_digits_that_fail_the_check_are_no_bank_card(number: str) -> None:
    assert kinds(f"转入 {number}") == []


@pytest.mark.parametrize("word", ["订单号", "运单号：", "交易号 ", "商品ID"])
def test_a_number_called_an_order_is_no_bank_card(word: str) -> None:
    assert kinds(f"{word}{BANK_CARD}") == []


def test_a_number_called_a_card_is_one_whatever_it_begins_with() -> None:
    odd = card("123456789012345")
    assert kinds(f"转入 {odd}") == []
    assert kinds(f"银行卡号：{odd}") == ["bank_card"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收货地址：浙江省杭州市西湖区文三路123号4幢501室，请核对", "收货地址：浙江省杭州市西湖区****，请核对"),
        ("送到杭州市西湖区文三路 123 号门口", "送到杭州市西湖区****门口"),
        ("北京市朝阳区建国路88号SOHO现代城", "北京市朝阳区****SOHO现代城"),
        ("广西壮族自治区南宁市青秀区民族大道100号", "广西壮族自治区南宁市青秀区****"),
        ("余杭区良渚街道阳光花园3栋2单元502室。", "余杭区****。"),
        ("山东省菏泽市曹县庄寨镇李家村12号", "山东省菏泽市曹县****"),
        ("浙江省 杭州市 余杭区 文一西路969号", "浙江省 杭州市 余杭区 ****"),
        ("住在阳光花园3栋502室", "住在****"),
        ("家在绿城桂花苑3-2-501", "家在****"),
        ("寄往文三路123号", "寄往****"),
        ("文三路123号4幢501室", "****"),
        ("客户住址：海淀区中关村大街27号1101室", "客户住址：海淀区****"),
        ("广东省深圳市龙华区民治大道与民康路交汇处星河里2栋1单元1203", "广东省深圳市龙华区****"),
        ("上海市浦东新区世纪大道１００号", "上海市浦东新区****"),
    ],
)
def test_addresses_are_masked_below_the_district(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "浙江省杭州市西湖区",
        "圆通速递 城东网点",
        "11月4号已派件",
        "包裹在路上3天",
        "买家不知道3号能否送达",
        "在 3 号复核台打包",
        "放在快递柜 5 号格",
        "商品编号 3 号楼梯扶手",
        "运单 YT8839201746352 由城东网点派送",
        "第2层架子",
    ],
)
def test_places_without_a_house_are_no_addresses(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("微信号：blue_berry88", "微信号：bl****"),
        ("加微信 blueberry88 聊", "加微信 bl**** 聊"),
        ("我的wx:blueberry88", "我的wx:bl****"),
        ("wxid_a1b2c3d4e5f6", "wx****"),
        ("WeChat: blue-berry", "WeChat: bl****"),
    ],
)
def test_wechat_ids_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize("text", ["微信支付 success", "微信聊天记录", "通过微信转账 12.00 元", "com.tencent.mm"])
def test_wechat_the_program_is_no_id(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("车牌浙A12345。", "车牌浙A****5。"), ("浙A·D12345", "浙A****5"), ("京AD12345", "京A****5")],
)
def test_plates_are_masked_for_sharing(text: str, expected: str) -> None:
    assert masked(text, edition=Edition.SHARE) == expected
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收件人：王小明，已签收", "收件人：王*，已签收"),
        ("联系人 王小明", "联系人 王*"),
        ("寄件人王小明电话", "寄件人王*电话"),
        ("收货人：欧阳修远", "收货人：欧*"),
        ("收件人王明签收", "收件人王*签收"),
        ("收件人姓名：张伟", "收件人姓名：张*"),
    ],
)
def test_names_beside_a_label_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "收件人本人签收",
        "收件人：王**",
        "联系人方式",
        "收件人信息",
        "收件人于11月4日签收",
        "联系人：李经理",
        "收件人地址不详",
        "收件人先生",
    ],
)
def test_words_beside_a_label_are_no_names(text: str) -> None:
    assert masked(text) == text


def test_the_platform_copy_keeps_the_cases_own_persons() -> None:
    text = "买家蓝莓不酸，收件人王小明，收件人李雷，联系人：赵敏"
    assert masked(text, known=KNOWN) == "买家蓝莓不酸，收件人王小明，收件人李雷，联系人：赵*"


def test_the_shared_copy_hides_everybody() -> None:
    text = "买家蓝莓不酸，收件人王小明签收，王小明来电，李**代收"
    assert masked(text, edition=Edition.SHARE, known=KNOWN) == "买家蓝*，收件人王*签收，王*来电，李**代收"


def test_words_that_stand_for_anybody_are_never_masked() -> None:
    known = KnownPersons(buyer="买家", names=("本人", "驿站"))
    text = "买家本人到驿站取件"
    assert masked(text, edition=Edition.SHARE, known=known) == text


def test_the_internal_copy_hides_nothing() -> None:
    text = f"13800005678 {IDENTITY} 王小明"
    assert masked(text, edition=Edition.INTERNAL, known=KNOWN) == text


def test_citations_are_left_alone() -> None:
    text = "签收[[evidence:13800005678]]。"
    assert masked(text) == text


def test_findings_point_at_the_text_as_it_was_written() -> None:
    text = "电话：１３８００００５６７８，微信号：blue_berry"
    for one in find_personal(text, edition=Edition.PLATFORM, known=NOBODY):
        assert text[one.start : one.end] == one.text


def test_a_case_tells_who_and_what_is_its_own() -> None:
    case = dispute(
        exhibit("slip", "sign_off_proof", signer="王小明", waybill_no=WAYBILL),
        exhibit("call", None, contact_no="13800005678"),
        order_no=ORDER,
        buyer="蓝莓不酸",
        facts={"trade_no": "T100001", "payee": "*小明"},
    )
    known = known_persons(case)
    assert known.buyer == "蓝莓不酸"
    assert set(known.names) == {"王小明", "*小明"}
    assert set(known.numbers) == {ORDER, WAYBILL, "T100001"}


def test_leaks_are_found_wherever_text_goes_out() -> None:
    phone = "13800005678"
    note = Note(page=1, box=Box(0, 0, 1, 1), text=phone)
    own = dict.fromkeys(("title", "proves", "source", "notes"), phone)
    case = dispute(
        exhibit("a", None, files=(f"chat/{phone}.png",), edits=(note,), **own),
        exhibit("out", None, title=phone, include=False),
        request=phone,
        facts={"sign_place": phone, "unsure": Fact("unsure", phone, confirmed=False)},
    )
    fields = [one.field for one in check_leaks(case, statement=f"请拨{phone}", edition=Edition.PLATFORM)]
    parts = ("title", "proves", "source", "notes", "files[0]", "edits[0].text")
    assert fields == ["statement", "case.request", "facts.sign_place", *(f"evidence.a.{part}" for part in parts)]


def test_the_folder_of_a_file_stays_at_home() -> None:
    case = dispute(exhibit("a", None, files=("13800005678/chat.png",)))
    assert check_leaks(case, statement="", edition=Edition.PLATFORM) == ()


_PIECES = st.sampled_from(
    [
        "13800005678",
        "138 0000 5678",
        BANK_CARD,
        IDENTITY,
        VISA,
        ORDER,
        WAYBILL,
        "浙江省杭州市西湖区文三路123号4幢501室",
        "阳光花园3栋502室",
        "微信号：blue_berry88",
        "wxid_a1b2c3d4",
        "浙A12345",
        "收件人",
        "王小明",
        "蓝莓不酸",
        "：",
        "，",
        " ",
        "*",
        "1",
        "号",
        "签收",
        "2024-11-04 11:06",
        "¥129.00",
        "\n",
    ]
)
_EDITIONS = st.sampled_from(list(Edition))


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=8).map("".join), _EDITIONS)
def test_masking_twice_changes_nothing(text: str, edition: Edition) -> None:
    once = masked(text, edition=edition, known=KNOWN)
    assert masked(once, edition=edition, known=KNOWN) == once
    assert find_personal(once, edition=edition, known=KNOWN) == ()


@given(st.text(max_size=40), _EDITIONS)
def test_any_text_can_be_masked(text: str, edition: Edition) -> None:
    once = masked(text, edition=edition, known=KNOWN)
    assert masked(once, edition=edition, known=KNOWN) == once


@given(st.lists(st.sampled_from([ORDER, WAYBILL, "¥129.00", "2024-11-04 11:06", "1.260 kg"]), max_size=5))
def test_numbers_of_the_case_come_through_unharmed(parts: list[str]) -> None:
    text = "，".join(parts)
    assert masked(text, edition=Edition.SHARE, known=KNOWN) == text


@given(st.integers(min_value=10**12, max_value=10**13 - 1), st.sampled_from(["", "订单号", "单号：", "YT"]))
def test_thirteen_digits_are_never_a_phone_or_a_card(number: int, before: str) -> None:
    assert kinds(f"{before}{number}", edition=Edition.SHARE) == []
