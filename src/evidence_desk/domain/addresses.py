"""Postal addresses in running Chinese text: where the part below the district begins and ends."""

import re
from collections.abc import Iterator

__all__ = ["find_addresses"]

_HAN = r"[\u4e00-\u9fff]"
_PROVINCE = (
    r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    r"|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?"
)
_CITY = rf"{_HAN}{{2,7}}?(?:市|自治州|地区|盟)"
_DISTRICT = rf"{_HAN}{{1,7}}?(?:区|县|市|旗)"
_NUMBER = (
    r"(?:[0-9A-Za-z甲乙丙丁一二三四五六七八九十百]{1,6}(?:-[0-9A-Za-z]{1,5}){0,2}\s?"
    r"(?:号楼|号院|单元|号|弄|栋|幢|座|室|楼|层|组|户|房|铺))"
)
_ROOMS = r"(?:\d{1,4}(?:-\d{1,5}){1,2})"
_TAIL = rf"(?:\s?(?:{_NUMBER}|{_ROOMS}|\d{{3,4}}))*"
_ROAD = r"(?:大道|路|街|巷|弄|胡同|道|村|庄|屯)"
_ESTATE = r"(?:小区|社区|花园|家园|公寓|大厦|新村|广场|大楼|苑|寓)"
_NAME = r"[\u4e00-\u9fffA-Za-z0-9]"

_DETAIL = (
    rf"(?:{_NAME}{{1,14}}?(?:{_ROAD}|{_ESTATE})\s?(?:{_NAME}{{2,8}}?{_ESTATE}\s?)?(?:{_NUMBER}|{_ROOMS})"
    rf"(?:\s?{_NAME}{{2,8}}?{_ESTATE})?{_TAIL})"
)
# A building's number is unmistakable, whatever stands before it.
_BUILDING = rf"(?:{_NAME}{{2,30}}?[0-9A-Za-z]{{1,4}}\s?(?:栋|幢|单元|号楼){_TAIL})"
_WITH_DISTRICT = re.compile(
    rf"(?P<keep>(?:{_PROVINCE}\s?(?:{_CITY}\s?)?(?:{_DISTRICT})?|{_CITY}\s?(?:{_DISTRICT})?|{_DISTRICT}))\s?(?P<hide>{_DETAIL}|{_BUILDING})"
)
_AFTER_WORD = re.compile(
    rf"(?:地址|住址|住在|寄往|寄到|送到|送至)\s?[::]?\s?(?P<keep>)(?P<hide>{_NAME}{{2,10}}?(?:{_ROAD}|{_ESTATE})\s?{_NUMBER}{_TAIL})"
)
_BARE = re.compile(
    rf"(?P<keep>)(?P<hide>{_HAN}{{2,8}}?(?:大道|路|街|巷|弄|胡同)\s?\d{{1,5}}(?:-\d{{1,4}})?\s?(?:号|弄)\s?"
    rf"(?:{_HAN}{{2,8}}?{_ESTATE}\s?)?(?:{_NUMBER}|{_ROOMS}){_TAIL}"
    rf"|{_HAN}{{2,8}}?(?:小区|花园|家园|公寓|新村|苑)\s?(?:{_NUMBER}{_TAIL}|{_ROOMS}))"
)


_LEAD = re.compile(r"(?:地址|住址|我?家?住?在|家住|寄往|寄到|送到|送至|发往|[::\s])*")


def find_addresses(text: str) -> Iterator[tuple[int, int, int]]:
    """Give start, start of the part below the district, and end of each full address.

    A district alone, or a road without a number, is none.
    """
    for pattern in (_WITH_DISTRICT, _AFTER_WORD, _BARE):
        for match in pattern.finditer(text):
            start, hide = match.start("keep"), match.start("hide")
            lead = _LEAD.match(text, hide)
            if start == hide and lead:
                start = hide = lead.end()
            yield start, hide, match.end()
