"""Many different phone screenshots at once, for benchmarks: chats about orders with a photo in each."""

import random
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from tests.drawing.chat import Message, OrderCard, draw_chat
from tests.drawing.chat_look import FEIGE, PINDUODUO, PINDUODUO_DARK, WANGWANG, WANGWANG_DARK, WECHAT, WECHAT_DARK
from tests.drawing.phone import Status
from tests.drawing.photo import draw_cup_photo

_LOOKS = (WECHAT, PINDUODUO, WANGWANG, FEIGE, WECHAT_DARK, PINDUODUO_DARK, WANGWANG_DARK)
_ASKS = (
    "您好，在吗？我的包裹到哪里了？",
    "杯子收到了，可是把手这里有一道裂。",
    "我买了两只，怎么只收到一只呀？",
    "显示已经签收了，但我没有拿到。",
    "说好的赠品没有看到，麻烦看一下。",
    "退货的运费你们当时说承担的😊",
    "这个颜色和图片上差得有点多。",
    "能不能晚两天再发？我这几天不在家。",
    "快递好几天没有更新了，帮我催一下。",
    "麻烦帮我开一张发票，抬头稍后发您。",
)
_ANSWERS = (
    "您好，很抱歉给您带来不便，我马上帮您核实。",
    "好的，已经联系网点，最晚今天 18:00 前给您答复。",
    "您看这样可以吗：我们今天补发一只，运单号稍后发给您。",
    "已经为您登记工单，编号 {number}。",
    "请您放心，退货运费 {amount} 元由我们承担。",
    "麻烦您拍一张外箱和面单的照片，我们一起核对一下。",
    "已为您加急处理，感谢您的耐心等待。",
    "查到了，运单号 {waybill}，目前在派送中。",
)
_BUYERS = ("蓝莓不酸", "晴天小满", "阿木不困", "南风过境", "一只芒果", "月亮邮局", "山楂糖", "慢慢来")
_GOODS = ("手工陶瓷杯 2 只", "盖碗茶具 6 件套", "轻量冲锋衣 L", "云泽脐橙 5 斤", "亚麻靠垫套 45×45")


def hundred_phone_screenshots(folder: Path, count: int = 100, *, seed: int = 20261122) -> list[Path]:
    """Write `count` different PNG screenshots, 1080x2340 RGB, about 460 kB each; the same for the same seed.

    Names are those of a phone's gallery, in order of time. Each picture takes about a third of a second.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index, image in enumerate(draw_screenshots(count, seed=seed)):
        minute = 9 * 60 + index * 4
        name = (
            f"Screenshot_202611{10 + minute // 1440:02d}_{minute // 60 % 24:02d}{minute % 60:02d}{index % 60:02d}.png"
        )
        path = folder / name
        image.save(path, compress_level=6)
        paths.append(path)
    return paths


def draw_screenshots(count: int, *, seed: int = 20261122) -> Iterator[Image.Image]:
    """`count` different chat screenshots of 1080x2340 pixels, one after another."""
    for index in range(count):
        choice = random.Random(seed * 1009 + index)
        look = _LOOKS[index % len(_LOOKS)]
        minute = 9 * 60 + index * 4
        clock = f"{minute // 60 % 24:02d}:{minute % 60:02d}"
        order_no = f"2611{choice.randrange(1, 21):02d}-{choice.randrange(10**14, 10**15)}"
        card = OrderCard(order_no, choice.choice(_GOODS), f"{choice.randrange(29, 399)}.00")
        status = Status(clock=clock, battery=choice.randrange(15, 100))
        messages = _talk(choice, seed=seed + index, clock=clock)
        yield draw_chat(messages, look=look, status=status, title=choice.choice(_BUYERS), card=card).image


def _talk(choice: random.Random, *, seed: int, clock: str) -> list[Message]:
    glaze = (choice.randrange(70, 190), choice.randrange(90, 190), choice.randrange(90, 190))
    photo = draw_cup_photo((360, 440), seed=seed % 97, glaze=glaze, cups=choice.choice((1, 1, 2)))
    numbers = {
        "number": f"GD2611{choice.randrange(10**6, 10**7)}",
        "amount": f"{choice.randrange(6, 25)}",
        "waybill": f"YT88{choice.randrange(10**10, 10**11)}",
    }
    asks = choice.sample(_ASKS, 4)
    answers = [answer.format(**numbers) for answer in choice.sample(_ANSWERS, 4)]
    messages = [Message(asks[0], stamp=f"11月{choice.randrange(1, 21)}日 {clock}"), Message(answers[0], mine=True)]
    messages.append(Message(photo=photo, mine=choice.random() < 0.3))
    for ask, answer in zip(asks[1:], answers[1:], strict=True):
        messages += [Message(ask), Message(answer, mine=True)]
    return messages
