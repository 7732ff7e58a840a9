"""Personal names as platforms print them: masked (王**, *小明), titled (王先生) or replaced by a word (本人)."""

import re
import unicodedata
from functools import cache

__all__ = ["SURNAMES", "has_mask", "looks_like_name", "masks_compatible", "names_agree"]

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴莫孔向汤温康施文牛樊葛邢倪殷耿颜"
    "庄聂章鲁岳翟申伍欧俞柳蓝詹齐焦柯宁梅盛霍童辛管祝左涂谷祁舒阮卞包卫冉裴席鲍游符褚饶季路房"
)
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
)

_MASKS = re.compile(r"[*×✱●某]+")
_TITLE = re.compile(r"(?:先生|女士|小姐|老师|师傅|同学|阿姨|大哥|大姐)$")
_SELF = re.compile(r"^(?:收件人|收货人|买家|顾客|客户)?(?:本人|自己)?(?:已?签收|草签|已签)?$")
_AROUND = re.compile(
    r"^(?:收件人|收货人|签收人|买家)?(?:本人)?[:：(（]|[)）]$|(?:本人)?(?:已?签收|代签)$|(?:[(（]?本人[)）]?)$"
)
_NOBODY = re.compile(
    r"驿站|快递柜|丰巢|自提柜|门卫|保安|前台|物业|代收|代签|家人|同事|邻居|他人|快递员|门口|超市|便利店|菜鸟"
)


def _tidy(name: str) -> str:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    text = _TITLE.sub("*", text)
    return _MASKS.sub("*", text)


def has_mask(text: str) -> bool:
    """Tell whether part of a text is hidden behind asterisks or the like."""
    return "*" in _tidy(text)


def looks_like_name(text: str) -> bool:
    """Tell whether a text has the shape of a Chinese personal name, masked or not, rather than of a nickname."""
    name = _tidy(text)
    if _NOBODY.search(name) or _SELF.match(name):
        return False
    for surname in COMPOUND_SURNAMES:
        if name.startswith(surname):
            return re.fullmatch(r"[*\u3400-\u9fff]{1,2}", name[len(surname) :]) is not None
    if name[:1] == "*":
        return re.fullmatch(r"\*[\u3400-\u9fff]{1,2}", name) is not None
    return name[:1] in SURNAMES and re.fullmatch(r"[*\u3400-\u9fff]{1,2}", name[1:]) is not None


def masks_compatible(first: str, second: str) -> bool | None:
    """Tell whether two texts can be the same where "*" hides one or more characters.

    None: nothing visible stands against it, but nothing visible is shared either (王** and **明).
    """
    if not _meet(first, second):
        return False
    if "*" not in first or "*" not in second:
        return True if (first.strip("*") and second.strip("*")) else None
    heads = first[:1] == second[:1] != "*"
    tails = first[-1:] == second[-1:] != "*"
    return True if heads or tails else None


def _meet(first: str, second: str) -> bool:
    """Whether two patterns, in which "*" stands for one or more characters, have a text in common."""

    @cache
    def meet(i: int, j: int) -> bool:
        if i == len(first) and j == len(second):
            return True
        if i == len(first) or j == len(second):
            return False
        if first[i] != "*" and second[j] != "*":
            return first[i] == second[j] and meet(i + 1, j + 1)
        # One character is used up on both sides; a mask may go on or end there.
        lefts = (i, i + 1) if first[i] == "*" else (i + 1,)
        rights = (j, j + 1) if second[j] == "*" else (j + 1,)
        return any(meet(a, b) for a in lefts for b in rights if (a, b) != (i, j)) or (
            first[i] == second[j] == "*" and meet(i + 1, j + 1)
        )

    return meet(0, 0)


def names_agree(first: str, second: str) -> bool | None:
    """Tell whether two names can be one person's, as far as masks and titles let one see.

    王** and 王小明 agree, 本人 says nothing (None), a station or a guard (驿站, 门卫) is never the named person.
    """
    a, b = _tidy(first), _tidy(second)
    if a == b and not _SELF.match(a):
        return True if a.strip("*") else None
    a, b = _AROUND.sub("", a), _AROUND.sub("", b)
    if _SELF.match(a) or _SELF.match(b):
        return None
    if _NOBODY.search(a) or _NOBODY.search(b):
        return False
    a, b = (name + "*" if len(name) == 1 and name in SURNAMES else name for name in (a, b))
    return masks_compatible(a, b)
