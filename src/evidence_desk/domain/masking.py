"""Personal data in text: where it stands, and how it looks when hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from evidence_desk.domain.addresses import find_addresses
from evidence_desk.domain.cases import Case
from evidence_desk.domain.edits import Edition
from evidence_desk.domain.exhibits import exhibits
from evidence_desk.domain.names import COMPOUND_SURNAMES, SURNAMES, has_mask, names_agree
from evidence_desk.domain.statement import token_spans

__all__ = ["KnownPersons", "Personal", "PersonalType", "find_personal", "known_persons", "mask_text"]

PersonalType = Literal["phone", "id_card", "bank_card", "address", "wechat", "plate", "name"]


@dataclass(frozen=True)
class KnownPersons:
    """What a case knows: the buyer's nick, names of people in it, and numbers that are nobody's phone or card."""

    buyer: str = ""
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class Personal(NamedTuple):
    """A spot of personal data in a text; `masked` replaces `text`."""

    type: PersonalType
    text: str
    masked: str
    start: int
    end: int


_NAME_KEYS = ("signer", "agent", "payee", "payer", "consignee_masked", "consignee", "authorised_by", "buyer")
_NUMBER_MIN = 6
"""Shorter numbers would spare too much of a text."""
_SURE_NUMBERS = frozenset({"order_no", "waybill_no", "return_waybill_no", "reship_waybill_no", "trade_no"})

_SEP = r"[\s\-\u2010-\u2015.·]?"
_PHONE = re.compile(
    rf"(?<![0-9A-Za-z*])(?:(?:\+|00)?86{_SEP})?(1[3-9]\d{_SEP}\d{{4}}{_SEP}\d{{4}}|1[\s-][3-9](?:[\s-]\d){{9}})(?![0-9*])"
)
_ID_CARD = re.compile(
    r"(?<![0-9A-Za-z*])([1-9]\d{5})[\s-]?((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))[\s-]?(\d{3}[\dXx])(?![0-9A-Za-z*])"
)
_CARD = re.compile(r"(?<![0-9A-Za-z*])\d{4}(?:[\s-]?\d{4}){3}(?:[\s-]?\d{1,3})?(?![0-9A-Za-z*])")
_CARD_HEAD = re.compile(r"3[457]\d{13,14}|[45]\d{15}|62\d{14,17}|60\d{14,17}|9[0-8]\d{14,17}")
_CARD_WORD = re.compile(r"(?:银行卡|储蓄卡|信用卡|借记卡|卡号|账号|账户)[^\d]{0,6}$")
_NUMBER_WORD = re.compile(r"(?:单号?|编号|交易号|流水号?|凭证号|举证号|条码|批次|号码牌|ID|id|No\.?)[^\d,，。；]{0,3}$")
_WECHAT = re.compile(
    r"(?:微信号\s?(?:[::是为]|\()?|(?:微信|薇信|威信|[Vv]信|[Ww]e[Cc]hat|[Ww]eixin|(?<![A-Za-z])(?:[Ww][Xx]|[Vv][Xx]))\s?(?:[Ii][Dd])?\s?[::是为(]"
    r"|加(?:我|他|她|您|你)?个?(?:微信|[Ww][Xx]|[Vv][Xx]?)[::]?)\s?([A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_*-])"
)
_WXID = re.compile(r"(?<![A-Za-z0-9_])(wxid_[A-Za-z0-9]{6,24})(?![A-Za-z0-9_*])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•\s]?(?=[A-Z]{0,5}\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9*])"
)
_LABEL = re.compile(r"(?:收件人|收货人|寄件人|发件人|联系人)(?:姓名)?(?P<mark>\s?[::]\s?|\s?[是为]\s?|\s)?")
_AFTER_NAME = re.compile(
    r"$|[^\u4e00-\u9fff]|签收|本人|来电|已|于|在|的|手机|电话|地址|先生|女士|收|拒|取|和|与|表示|称|说|要|申|提|联|确|未|将|把|发|自|寄|是|有|为"
)
_VERB = re.compile(r"签收|本人|手机|电话|地址|先生|女士|表示|取件|拒收|收货|来电|联系|确认")
_NO_GIVEN_NAME = re.compile(r"经理|主管|师傅|先生|女士|小姐|老师|老板|店长|站长|总$|某")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
)


def known_persons(case: Case) -> KnownPersons:
    """Gather the persons and the numbers that a case names, from its head, its facts and its exhibits' fields."""
    names: dict[str, None] = {}
    numbers: dict[str, None] = dict.fromkeys(filter(None, (case.order_no, case.complaint_no)))
    said = [(key, fact.value) for key, fact in case.facts.items()]
    said += [(key, value) for item in exhibits(case) for key, value in item.fields.items()]
    for key, value in said:
        if not isinstance(value, str):
            continue
        if key in _NAME_KEYS:
            names[value] = None
        elif key in _SURE_NUMBERS or (key.endswith(("_no", "token")) and not _is_personal_number(value)):
            numbers[value] = None
    return KnownPersons(case.buyer, tuple(names), tuple(numbers))


def _is_personal_number(text: str) -> bool:
    return bool(_PHONE.fullmatch(text.strip()) or _ID_CARD.fullmatch(text.strip()))


def find_personal(text: str, *, edition: Edition, known: KnownPersons) -> tuple[Personal, ...]:
    """Find what must not go out in an edition, in order and without overlaps.

    Platform: phones, identity and bank cards, full addresses, WeChat ids, and names beside 收件人 and the like that
    are not the case's own persons. Share: also plates, every name the case knows, and the buyer's nick. Internal:
    nothing. Numbers known to the case, and citations, are never taken for personal data.
    """
    if edition is Edition.INTERNAL:
        return ()
    flat = text.translate(_WIDE)
    spared = token_spans(flat)
    found: list[Personal] = []
    candidates = [*_numbers(flat), *_addresses(flat, text), *_accounts(flat), *_labelled_names(flat, edition, known)]
    if edition is Edition.SHARE:
        candidates += [*_plates(flat), *_known_names(flat, known)]
    numbers = list(_known_spans(flat, known.numbers))
    rank = {"address": 0, "id_card": 1, "bank_card": 2, "phone": 3, "wechat": 4, "plate": 5, "name": 6}
    for one in sorted(candidates, key=lambda one: (one.start, -one.end, rank[one.type])):
        blocked = spared if one.type in ("address", "name") else spared + numbers
        inside = any(start < one.end and one.start < end for start, end in blocked)
        if not inside and (not found or one.start >= found[-1].end):
            found.append(one._replace(text=text[one.start : one.end]))
    return tuple(found)


def mask_text(text: str, *, edition: Edition, known: KnownPersons) -> str:
    """Hide what find_personal finds: 138****5678, 王*, 浙江省杭州市西湖区****. Doing it twice changes nothing."""
    for _ in range(8):
        found = find_personal(text, edition=edition, known=known)
        if not found:
            break
        parts, end = [], 0
        for one in found:
            parts += [text[end : one.start], one.masked]
            end = one.end
        text = "".join([*parts, text[end:]])
    return text


def _known_spans(text: str, numbers: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    pattern = _number_pattern(numbers)
    for match in pattern.finditer(text) if pattern else ():
        yield match.span()


@lru_cache(maxsize=64)
def _number_pattern(numbers: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the numbers, with or without spaces and hyphens; longer ones first, for one may begin another."""
    bare = sorted({re.sub(r"[\s-]", "", number) for number in numbers}, key=lambda number: (-len(number), number))
    loose = [r"[\s-]?".join(re.escape(char) for char in number) for number in bare if len(number) >= _NUMBER_MIN]
    return re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(loose)})(?![0-9])", re.IGNORECASE) if loose else None


def _numbers(text: str) -> Iterator[Personal]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[1])
        yield Personal("phone", match[0], f"{digits[:3]}****{digits[-4:]}", *match.span())
    for match in _ID_CARD.finditer(text):
        number = (match[1] + match[2] + match[3]).upper()
        if int(number[:2]) in _PROVINCES and _id_check(number):
            yield Personal("id_card", match[0], f"{number[:6]}********{number[-4:]}", *match.span())
    for match in _CARD.finditer(text):
        digits, before = re.sub(r"\D", "", match[0]), text[max(match.start() - 12, 0) : match.start()]
        named = _CARD_WORD.search(before) is not None
        shaped = _CARD_HEAD.fullmatch(digits) is not None and not _NUMBER_WORD.search(before)
        if 16 <= len(digits) <= 19 and (named or shaped) and _luhn(digits):
            yield Personal("bank_card", match[0], f"{digits[:4]}****{digits[-4:]}", *match.span())


def _id_check(number: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _addresses(flat: str, text: str) -> Iterator[Personal]:
    for start, hide, end in find_addresses(flat):
        yield Personal("address", text[start:end], f"{text[start:hide]}****", start, end)


def _accounts(text: str) -> Iterator[Personal]:
    for pattern in (_WECHAT, _WXID):
        for match in pattern.finditer(text):
            yield Personal("wechat", match[1], f"{match[1][:2]}****", *match.span(1))


def _plates(text: str) -> Iterator[Personal]:
    for match in _PLATE.finditer(text):
        yield Personal("plate", match[0], f"{match[0][:2]}****{match[0][-1]}", *match.span())


def _labelled_names(text: str, edition: Edition, known: KnownPersons) -> Iterator[Personal]:
    for label in _LABEL.finditer(text):
        name = _name_at(text, label.end(), sure=bool(label["mark"] and label["mark"].strip()))
        own = edition is not Edition.SHARE and any(names_agree(name, one) for one in (known.buyer, *known.names))
        if name and not own:
            yield Personal("name", name, f"{name[0]}*", label.end(), label.end() + len(name))


def _name_at(text: str, start: int, *, sure: bool) -> str:
    """The personal name that begins here, "" where none does; `sure` after a colon, where a verb cannot follow."""
    compound = text[start : start + 2] in COMPOUND_SURNAMES
    if not compound and text[start : start + 1] not in SURNAMES:
        return ""
    if _NO_GIVEN_NAME.match(text, start + (2 if compound else 1)):
        return ""
    shorter, longer = (3, 4) if compound else (2, 3)
    # 王明签收 is 王明 who signed, not 王明签; otherwise the longer name is the likelier.
    lengths = (shorter, longer) if _VERB.match(text, start + shorter) else (longer, shorter)
    for length in lengths:
        name = text[start : start + length]
        whole = len(name) == length and re.fullmatch(r"[\u3400-\u9fff]+", name)
        if whole and _AFTER_NAME.match(text, start + length):
            return name if sure or name[1] not in "式便法案日时号" else ""
    return ""


def _known_names(text: str, known: KnownPersons) -> Iterator[Personal]:
    names = {name for name in (known.buyer, *known.names) if len(name) >= 2 and not has_mask(name)} - _NO_NAMES
    for name in sorted(names):
        start = text.find(name)
        while start >= 0:
            yield Personal("name", name, f"{name[0]}*", start, start + len(name))
            start = text.find(name, start + len(name))


_NO_NAMES = frozenset({"本人", "买家", "顾客", "客户", "驿站", "快递柜", "门卫", "他人", "家人", "代收"})
