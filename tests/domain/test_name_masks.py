"""Names as platforms print them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.names import looks_like_name, masks_compatible, names_agree


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("王小明", "王小明"),
        ("王**", "王小明"),
        ("王*", "王小明"),
        ("王*明", "王小明"),
        ("*小明", "王小明"),
        ("王先生", "王小明"),
        ("王先生", "王**"),
        ("王 小明", "王小明"),
        ("本人（王小明）", "王*明"),
        ("王小明（本人）", "王**"),
        ("王小明签收", "王小明"),
        ("王某", "王小明"),
        ("欧阳*", "欧阳修远"),
        ("王＊＊", "王小明"),
        ("王", "王小明"),
    ],
)
def test_names_that_can_be_one_persons_agree(first: str, second: str) -> None:
    assert names_agree(first, second) is True
    assert names_agree(second, first) is True


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("李**", "王小明"),
        ("王*明", "王小红"),
        ("王小明", "王小红"),
        ("王女士", "李小明"),
        ("驿站", "王小明"),
        ("门卫代收", "王小明"),
        ("丰巢快递柜", "王**"),
        ("王**", "王"[:0] + "张*"),
    ],
)
def test_names_that_cannot_be_one_persons_disagree(first: str, second: str) -> None:
    assert names_agree(first, second) is False
    assert names_agree(second, first) is False


@pytest.mark.parametrize("unsaid", ["本人", "收件人本人", "本人签收", "已签收", "草签", "***", "买家本人"])
def test_words_that_name_nobody_say_nothing(unsaid: str) -> None:
    assert names_agree(unsaid, "王小明") is None
    assert names_agree("王小明", unsaid) is None


def test_masks_without_a_shared_visible_character_say_nothing() -> None:
    assert names_agree("王**", "**明") is None


@pytest.mark.parametrize("name", ["王小明", "王**", "*小明", "欧阳修远", "王先生", "李雷"])
def test_the_shape_of_a_name_is_known(name: str) -> None:
    assert looks_like_name(name)


@pytest.mark.parametrize("nick", ["蓝莓不酸", "t**8", "jd_南风过境", "驿站", "本人", "小明同学呀", "", "tb12345678"])
def test_a_nickname_is_no_name(nick: str) -> None:
    assert not looks_like_name(nick)


_plain = st.text("王李明红小", min_size=1, max_size=4)
_masked = st.text("王李明小*", min_size=1, max_size=5).map(lambda text: re.sub(r"\*+", "*", text))


@given(_masked, _plain)
def test_a_mask_is_compatible_exactly_with_what_it_can_hide(mask: str, plain: str) -> None:
    pattern = ".+".join(re.escape(part) for part in mask.split("*"))
    assert (masks_compatible(mask, plain) is not False) == bool(re.fullmatch(pattern, plain))


@given(_masked, _masked)
def test_compatibility_of_masks_has_no_direction(first: str, second: str) -> None:
    assert masks_compatible(first, second) == masks_compatible(second, first)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_may_be_compared(first: str, second: str) -> None:
    assert names_agree(first, second) == names_agree(second, first)
    looks_like_name(first)
