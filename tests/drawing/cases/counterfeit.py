"""Tmall, goods said to be counterfeit: two authorisations, an invoice, a report, the tag, the listing."""

from datetime import datetime
from pathlib import Path

from tests.drawing.canvas import Picture
from tests.drawing.casefile import CHINA, File, Snapshot, write_case
from tests.drawing.letter import Letter, draw_letter
from tests.drawing.papers_pdf import (
    Document,
    Finding,
    Invoice,
    InvoiceLine,
    Report,
    draw_invoice,
    draw_report,
)
from tests.drawing.photo import draw_tag_photo
from tests.drawing.shop_page import Shop, draw_listing_page, draw_notice_page

FOLDER = "tmall-counterfeit"
BRAND = "岚野 LANYE"
OWNER = "岚野（临溪）户外用品有限公司"
DEALER = "临溪市拓岭商贸有限公司"
HOLDER = "岚州市行山户外用品有限公司"
SHOP = "行山户外专营店"
MODEL = "LY-C2036"
RED = (196, 18, 32)


def write(samples: Path) -> Path:
    """Draw the exhibits and write the case folder."""
    tag = draw_tag_photo(
        brand=BRAND,
        sku=MODEL,
        name="轻量冲锋衣",
        lines=("颜色：岩灰　尺码：L", "执行标准：GB/T 32614-2023", "等级：合格品", "合格证 检 07"),
    )
    files: dict[str, File] = {
        "notice.png": _notice(),
        "authorisation_1.jpg": _authorisation(level=1),
        "authorisation_2.jpg": _authorisation(level=2),
        "invoice.pdf": _invoice(),
        "report.pdf": _report(tag),
        "tag.jpg": Snapshot(tag, datetime(2026, 11, 12, 14, 20, 31, tzinfo=CHINA), turned=True),
        "listing.jpg": _listing(tag),
    }
    return write_case(FOLDER, Path(__file__).with_suffix(".toml"), files, samples=samples)


def _notice() -> Picture:
    return draw_notice_page(
        Shop("天猫", SHOP, RED, 4),
        title="违规处理通知　出售假冒商品",
        pairs=[
            ("违规编号", "CF2026111200871", "case_no"),
            ("违规类型", "出售假冒商品", "type"),
            ("商品ID", "736482910554", "item_id"),
            ("关联订单", "4018273645918273645", "order_no"),
            ("通知时间", "2026-11-12 10:30:00", "complained_at"),
            ("申诉截止", "2026-11-27 10:30:00", "deadline_at"),
            ("商品货号", MODEL, ""),
            ("近期成交", "86 件（近 30 天）", "sold"),
        ],
        demand="买家反映“岚野轻量冲锋衣”疑似假冒，请提供完整的进货及授权凭证。",
        remaining="请在 14 天 23 小时内提交申诉凭证，逾期视为放弃申诉",
        steps=[("2026-11-12 10:30:00", "平台下发违规预判通知"), ("2026-11-10 18:22:07", "买家发起售假投诉")],
    )


def _authorisation(*, level: int) -> Picture:
    grantor, grantee = ((OWNER, DEALER), (DEALER, HOLDER))[level - 1]
    scope = ("全国线上渠道批发，可再授权一级", f"天猫“{SHOP}”线上零售")[level - 1]
    first, last = (("2026 年 1 月 1 日", "2027 年 12 月 31 日"), ("2026 年 3 月 1 日", "2027 年 2 月 28 日"))[level - 1]
    return draw_letter(
        Letter(
            title="品 牌 授 权 书",
            number=("LY-SQ-2026-0012", "TL-SQ-2026-0103")[level - 1],
            header=grantor,
            accent=((46, 92, 78), (44, 66, 120))[level - 1],
            rows=[
                ("授权方", grantor, "grantor"),
                ("被授权方", grantee, "grantee"),
                ("授权品牌", BRAND, "brand"),
                ("商标注册号", "第 00612873 号（第 25 类）", "trademark_no"),
                ("授权范围", scope, "scope"),
                ("授权期限", f"{first}至 {last}", "valid"),
            ],
            paragraphs=[
                (
                    "兹授权上述被授权方在授权范围和授权期限内销售我方提供的正品商品。"
                    "被授权方须保证商品来源合法，不得改动商标、吊牌及包装。"
                ),
                "本授权书经加盖公章后生效，复印件须加盖被授权方公章方为有效。",
            ],
            closing=("特此授权。",),
            company=grantor,
            date=("2025 年 12 月 20 日", "2026 年 2 月 25 日")[level - 1],
        ),
        angle=(0.4, -0.5)[level - 1],
        seed=30 + level,
    )


def _invoice() -> Document:
    return draw_invoice(
        Invoice(
            number="26990000001928374650",
            issued_at="2026年08月20日",
            buyer=(HOLDER, "91990100MA00001270"),
            seller=(DEALER, "91990200MA00003360"),
            lines=[
                InvoiceLine("*服装*岚野轻量冲锋衣", MODEL, 200, "212.3894", "42477.88", "5522.12"),
                InvoiceLine("*服装*岚野抓绒内胆", "LY-P1107", 60, "106.1947", "6371.68", "828.32"),
            ],
            total="48849.56",
            tax="6350.44",
            grand_total="55200.00",
            words="伍万伍仟贰佰圆整",
            remark="品牌：岚野 LANYE；合同号 TL-XS-2026-0812；随货附销售货物清单。",
            clerk="温如许",
        )
    )


def _report(tag: Picture) -> Document:
    return draw_report(
        Report(
            number="QHT-2026-090417",
            lab="临溪市清衡检测技术有限公司",
            sample="岚野轻量冲锋衣",
            model=MODEL,
            client=HOLDER,
            maker=OWNER,
            standard="GB/T 32614-2023《户外运动服装 冲锋衣》",
            received="2026-08-28",
            tested="2026-09-01",
            issued="2026-09-04",
            conclusion="所检项目符合 GB/T 32614-2023 要求，判定合格。",
            findings=[
                Finding("纤维含量（面料 聚酯纤维）", "%", "标称 100", "100"),
                Finding("表面抗湿性（洗前）", "级", "≥4", "4-5"),
                Finding("静水压（面料）", "kPa", "≥50", "83"),
                Finding("透湿率", "g/(m²·d)", "≥5000", "7640"),
                Finding("耐摩擦色牢度（干摩）", "级", "≥3-4", "4-5"),
                Finding("耐水洗色牢度", "级", "≥3-4", "4-5"),
                Finding("甲醛含量", "mg/kg", "≤75", "未检出"),
                Finding("pH 值", "—", "4.0～8.5", "6.8"),
                Finding("可分解致癌芳香胺染料", "mg/kg", "禁用", "未检出"),
            ],
            photo=tag.image,
        )
    )


def _listing(tag: Picture) -> Picture:
    return draw_listing_page(
        platform="天猫",
        colour=RED,
        shop=SHOP,
        title="岚野 LANYE 轻量冲锋衣 LY-C2036 防风防泼水 春秋户外外套",
        price="399.00",
        item_id="736482910554",
        captured_at="2026-10-28 20:14:09",
        details=[("品牌", BRAND), ("货号", MODEL), ("颜色分类", "岩灰 / 松绿"), ("面料", "聚酯纤维 100%"),
                 ("执行标准", "GB/T 32614-2023"), ("适用季节", "春秋")],
        quote="页面声明：本店商品由品牌方授权经销，支持专柜及品牌官方鉴定，假一赔三。",
        photo=tag.image.crop((200, 500, 1300, 1600)),
    )  # fmt: skip
