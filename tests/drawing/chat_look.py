"""Colours of chat programs, light and dark."""

from dataclasses import dataclass

from tests.drawing.canvas import INK, WHITE, Colour


@dataclass(frozen=True)
class ChatLook:
    """Colours of a chat program."""

    paper: Colour
    bar: Colour
    ink: Colour
    theirs: Colour
    their_ink: Colour
    mine: Colour
    my_ink: Colour
    my_avatar: Colour
    their_avatar: Colour
    field: Colour


WECHAT = ChatLook(
    (237, 237, 237), (237, 237, 237), INK, WHITE, INK, (149, 236, 105), INK, (92, 138, 116), (203, 148, 118), WHITE
)
WECHAT_DARK = ChatLook(
    (17, 17, 17), (25, 25, 25), (214, 214, 214), (44, 44, 44), (214, 214, 214), (53, 150, 98), (10, 20, 14),
    (70, 106, 90), (146, 104, 84), (40, 40, 40),
)  # fmt: skip
PINDUODUO = ChatLook(
    (244, 244, 244),
    WHITE,
    INK,
    WHITE,
    INK,
    (255, 222, 218),
    (60, 22, 20),
    (222, 74, 62),
    (120, 152, 190),
    (244, 244, 244),
)
PINDUODUO_DARK = ChatLook(
    (20, 20, 22), (28, 28, 30), (222, 222, 224), (48, 48, 52), (222, 222, 224), (122, 52, 48), (250, 232, 230),
    (186, 62, 54), (86, 112, 146), (46, 46, 50),
)  # fmt: skip
WANGWANG = ChatLook(
    (243, 245, 248),
    WHITE,
    INK,
    WHITE,
    INK,
    (198, 226, 255),
    (14, 40, 72),
    (255, 128, 38),
    (148, 166, 196),
    (243, 245, 248),
)
WANGWANG_DARK = ChatLook(
    (18, 20, 24), (27, 30, 36), (224, 226, 230), (46, 50, 58), (224, 226, 230), (30, 84, 146), (236, 243, 252),
    (206, 102, 30), (92, 106, 132), (44, 48, 56),
)  # fmt: skip
FEIGE = ChatLook(
    (242, 243, 246), WHITE, INK, WHITE, INK, (64, 128, 255), WHITE, (38, 44, 64), (214, 150, 176), (242, 243, 246)
)
DONGDONG = ChatLook(
    (245, 245, 245),
    WHITE,
    INK,
    WHITE,
    INK,
    (255, 230, 214),
    (66, 30, 18),
    (226, 58, 46),
    (130, 170, 150),
    (245, 245, 245),
)
