"""Multi-page A4 papers as PDF with embedded fonts: the e-invoice and the inspection report."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from tests.drawing.canvas import REGULAR, SEMIBOLD, Box, text_width, wrap
from tests.drawing.seal import draw_round_seal, draw_signature

WIDTH, HEIGHT = A4
_BROWN = Color(0.55, 0.27, 0.13)
_BLACK = Color(0.1, 0.1, 0.1)
_GREY = Color(0.45, 0.45, 0.47)


@dataclass(frozen=True)
class Document:
    """A PDF's bytes and, by name, (page from 1, box in shares of the page)."""

    data: bytes
    spots: dict[str, tuple[int, Box]]


@dataclass(frozen=True)
class InvoiceLine:
    """One line of goods on an invoice."""

    name: str
    model: str
    count: int
    price: str
    amount: str
    tax: str


@dataclass(frozen=True)
class Invoice:
    """An electronic special invoice."""

    number: str
    issued_at: str
    buyer: tuple[str, str]
    seller: tuple[str, str]
    lines: Sequence[InvoiceLine]
    total: str
    tax: str
    grand_total: str
    words: str
    remark: str
    clerk: str


@dataclass(frozen=True)
class Finding:
    """One row of test results."""

    item: str
    unit: str
    required: str
    measured: str


@dataclass(frozen=True)
class Report:
    """An inspection report of four pages."""

    number: str
    lab: str
    sample: str
    model: str
    client: str
    maker: str
    standard: str
    received: str
    tested: str
    issued: str
    conclusion: str
    findings: Sequence[Finding]
    photo: Image.Image


class _Paper:
    """A canvas that measures from the top and remembers spots."""

    def __init__(self, title: str, author: str) -> None:
        for name, path in (("Sans", REGULAR), ("SansBold", SEMIBOLD)):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(path)))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=True, pageCompression=1)
        self.canvas._preamble = "1 0 0 1 0 0 cm"  # ReportLab's own names Helvetica, which no page uses or embeds
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.page = 1
        self.spots: dict[str, tuple[int, Box]] = {}

    def text(self, x: float, top: float, text: str, *, size: float = 10.5, bold: bool = False, align: str = "left",
             colour: Color = _BLACK, spot: str = "") -> None:  # fmt: skip
        width = text_width(text, 100, bold=bold) * size / 100
        x -= {"left": 0.0, "centre": width / 2, "right": width}[align]
        self.canvas.setFillColor(colour)
        self.canvas.setFont("SansBold" if bold else "Sans", size)
        self.canvas.drawString(x, HEIGHT - top - size, text)
        if spot:
            box = ((x - 2) / WIDTH, (top - 1) / HEIGHT, (width + 4) / WIDTH, size * 1.35 / HEIGHT)
            self.spots[spot] = (self.page, (round(box[0], 4), round(box[1], 4), round(box[2], 4), round(box[3], 4)))

    def lines(
        self, x: float, top: float, text: str, *, width: float, size: float = 10.5, leading: float = 1.7
    ) -> float:
        for line in wrap(text, 40, width * 40 / size):
            self.text(x, top, line, size=size)
            top += size * leading
        return top

    def rect(self, left: float, top: float, right: float, bottom: float, *, colour: Color = _BLACK) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(0.7)
        self.canvas.rect(left, HEIGHT - bottom, right - left, bottom - top)

    def image(self, image: Image.Image | io.BytesIO, left: float, top: float, *, width: float) -> None:
        """Place an image; a JPEG given as its bytes is embedded as it is."""
        reader = ImageReader(image)
        across, down = reader.getSize()
        height = width * down / across
        self.canvas.drawImage(reader, left, HEIGHT - top - height, width, height, mask="auto")

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1

    def finish(self) -> Document:
        self.canvas.showPage()
        self.canvas.save()
        return Document(_without_idle_fonts(self.buffer), self.spots)


def _without_idle_fonts(buffer: io.BytesIO) -> bytes:
    """Leave out the Helvetica that ReportLab always lists: papers of real firms embed every font they name."""
    out = io.BytesIO()
    with pikepdf.open(buffer) as pdf:
        for page in pdf.pages:
            fonts = page.obj.Resources.Font
            for name in [name for name, font in fonts.items() if font.get("/BaseFont") == "/Helvetica"]:
                del fonts[name]
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def draw_invoice(invoice: Invoice) -> Document:
    """Two A4 pages, invoice and list of goods. Spots: invoice_no, invoiced_at, buyer, model, quantity, total."""
    paper = _Paper(f"电子发票 {invoice.number}", invoice.seller[0])
    paper.text(WIDTH / 2, 46, "电子发票（增值税专用发票）", size=20, bold=True, align="centre", colour=_BROWN)
    paper.canvas.setStrokeColor(_BROWN)
    paper.canvas.line(165, HEIGHT - 76, WIDTH - 165, HEIGHT - 76)
    paper.canvas.line(165, HEIGHT - 79, WIDTH - 165, HEIGHT - 79)
    paper.text(WIDTH - 40, 84, f"发票号码：{invoice.number}", align="right", spot="invoice_no")
    paper.text(WIDTH - 40, 102, f"开票日期：{invoice.issued_at}", align="right", spot="invoiced_at")
    paper.image(draw_round_seal("临溪市税务电子专用", size=200, label="示例", seed=3), 250, 66, width=84)
    for left, label, party, spot in (
        (40, "购买方信息", invoice.buyer, "buyer"),
        (300, "销售方信息", invoice.seller, "seller"),
    ):
        right = left + (260 if left == 40 else WIDTH - 340)
        paper.rect(left, 140, right, 212, colour=_BROWN)
        paper.text(left + 10, 146, label, size=9, colour=_BROWN)
        paper.text(left + 10, 164, f"名称：{party[0]}", size=9.5, spot=spot)
        paper.text(left + 10, 186, f"统一社会信用代码：{party[1]}", size=9.5)
    paper.rect(40, 212, WIDTH - 40, 430, colour=_BROWN)
    columns = (
        (50, "项目名称"),
        (216, "规格型号"),
        (310, "单位"),
        (350, "数量"),
        (396, "单价"),
        (450, "金额"),
        (510, "税额"),
    )
    for x, label in columns:
        paper.text(x, 220, label, size=9, colour=_BROWN)
    y = 242.0
    for index, line in enumerate(invoice.lines):
        row = (line.name, line.model, "件", str(line.count), line.price, line.amount, line.tax)
        for (x, _), value in zip(columns, row, strict=True):
            name = {216: "model", 350: "quantity"}.get(x, "") if index == 0 else ""
            paper.text(x, y, value, size=9, spot=name)
        y += 22
    paper.text(50, 405, "合　　计", size=9.5)
    paper.text(450, 405, f"¥{invoice.total}", size=9.5)
    paper.text(510, 405, f"¥{invoice.tax}", size=9.5)
    paper.rect(40, 430, WIDTH - 40, 462, colour=_BROWN)
    paper.text(50, 438, "价税合计（大写）", size=9.5, colour=_BROWN)
    paper.text(160, 438, invoice.words, size=10.5, bold=True)
    paper.text(WIDTH - 60, 438, f"（小写）¥{invoice.grand_total}", size=10.5, align="right", bold=True, spot="total")
    paper.rect(40, 462, WIDTH - 40, 530, colour=_BROWN)
    paper.text(50, 470, "备　注", size=9, colour=_BROWN)
    paper.lines(100, 470, invoice.remark, width=420, size=9.5)
    paper.text(50, 546, f"开票人：{invoice.clerk}", size=9.5)
    paper.image(draw_round_seal(invoice.seller[0], size=240, label="发票专用章", seed=8), 400, 470, width=118)
    paper.next_page()
    paper.text(WIDTH / 2, 54, "销售货物清单", size=18, bold=True, align="centre")
    paper.text(40, 96, f"购买方：{invoice.buyer[0]}")
    paper.text(40, 116, f"所属发票号码：{invoice.number}　　开票日期：{invoice.issued_at}")
    paper.rect(40, 144, WIDTH - 40, 190 + 24 * len(invoice.lines))
    for x, label in columns:
        paper.text(x, 152, label, size=9.5, bold=True)
    for index, line in enumerate(invoice.lines):
        row = (line.name, line.model, "件", str(line.count), line.price, line.amount, line.tax)
        for (x, _), value in zip(columns, row, strict=True):
            paper.text(x, 178 + index * 24, value, size=9.5)
    bottom = 210 + 24 * len(invoice.lines)
    paper.text(
        40, bottom, f"小计　金额 ¥{invoice.total}　税额 ¥{invoice.tax}　价税合计 ¥{invoice.grand_total}", bold=True
    )
    paper.text(40, bottom + 30, f"销售方（章）：{invoice.seller[0]}")
    paper.image(draw_round_seal(invoice.seller[0], size=240, label="发票专用章", seed=9), 330, bottom - 10, width=118)
    return paper.finish()


def draw_report(report: Report) -> Document:
    """Four A4 pages: cover, notes, results, photo. Spots: report_no, model, issued_at, tested_at, conclusion."""
    paper = _Paper(f"检验报告 {report.number}", report.lab)
    seal = draw_round_seal(report.lab, size=260, label="检验检测专用章", seed=5)
    _draw_report_cover(paper, report, seal)
    paper.next_page()
    _draw_report_head(paper, report, page=2)
    paper.text(WIDTH / 2, 110, "注意事项", size=16, bold=True, align="centre")
    notes = (
        "报告无“检验检测专用章”无效，无主检、审核、批准人签字无效。",
        "报告涂改、部分复印无效；复印报告未重新加盖“检验检测专用章”无效。",
        "委托检验结果仅对来样负责，样品信息由委托方提供。",
        "对报告如有异议，应于收到报告之日起十五日内向本机构提出。",
        "报告真伪可凭报告编号向本机构查询，电话：400-000-0000。",
    )
    y = 156.0
    for index, note in enumerate(notes, start=1):
        y = paper.lines(70, y, f"{index}. {note}", width=455, size=11.5) + 8
    paper.text(70, 640, f"检验机构：{report.lab}")
    paper.text(70, 662, "地　　址：临溪市高新区云台路 6 号检测楼")
    paper.next_page()
    _draw_report_results(paper, report, seal)
    paper.next_page()
    _draw_report_head(paper, report, page=4)
    paper.text(WIDTH / 2, 110, "样品照片", size=16, bold=True, align="centre")
    photo = io.BytesIO()
    report.photo.resize((720, 960), Image.Resampling.LANCZOS).save(photo, "JPEG", quality=82)
    paper.image(photo, 130, 150, width=335)
    paper.text(WIDTH / 2, 615, f"样品：{report.sample}　型号：{report.model}", align="centre")
    paper.text(WIDTH / 2, 660, "—— 报告结束 ——", align="centre", colour=_GREY)
    return paper.finish()


def _draw_report_cover(paper: _Paper, report: Report, seal: Image.Image) -> None:
    paper.rect(60, 58, 126, 104, colour=_BLACK)
    paper.text(93, 64, "CMA", size=18, bold=True, align="centre")
    paper.text(93, 88, "260000000127", size=8, align="centre")
    paper.text(WIDTH - 60, 72, f"No. {report.number}", size=12, align="right", spot="report_no")
    paper.text(WIDTH / 2, 190, "检 验 报 告", size=42, bold=True, align="centre")
    paper.text(WIDTH / 2, 250, "TEST REPORT", size=14, align="centre", colour=_GREY)
    rows = (("样品名称", report.sample, ""), ("型号规格", report.model, "model"), ("委托单位", report.client, ""),
            ("生产单位", report.maker, ""), ("检验类别", "委托检验", ""),
            ("签发日期", report.issued, "issued_at"))  # fmt: skip
    for index, (label, value, spot) in enumerate(rows):
        top = 350 + index * 42
        paper.text(120, top, f"{label}：", size=13)
        paper.text(210, top, value, size=13, spot=spot)
        paper.canvas.setStrokeColor(_GREY)
        paper.canvas.line(205, HEIGHT - top - 20, 490, HEIGHT - top - 20)
    paper.text(WIDTH / 2, 720, report.lab, size=16, bold=True, align="centre")
    paper.image(seal, WIDTH / 2 + 50, 650, width=128)


def _draw_report_head(paper: _Paper, report: Report, *, page: int) -> None:
    paper.text(60, 50, report.lab, size=9, colour=_GREY)
    paper.text(WIDTH - 60, 50, f"No. {report.number}　共 4 页 第 {page} 页", size=9, align="right", colour=_GREY)
    paper.canvas.setStrokeColor(_GREY)
    paper.canvas.line(60, HEIGHT - 68, WIDTH - 60, HEIGHT - 68)


def _draw_report_results(paper: _Paper, report: Report, seal: Image.Image) -> None:
    _draw_report_head(paper, report, page=3)
    paper.text(WIDTH / 2, 90, "检 验 结 果", size=18, bold=True, align="centre")
    paper.text(60, 130, f"样品名称：{report.sample}")
    paper.text(320, 130, f"型号规格：{report.model}")
    paper.text(60, 150, f"来样日期：{report.received}")
    paper.text(320, 150, f"检验日期：{report.tested}", spot="tested_at")
    paper.text(60, 170, f"检验依据：{report.standard}", spot="standard")
    edges = (60, 96, 246, 306, 396, 466, WIDTH - 60)
    top = 200.0
    header = ("序号", "检验项目", "单位", "标准要求", "实测值", "单项判定")
    rows = [header] + [
        (str(number), item.item, item.unit, item.required, item.measured, "合格")
        for number, item in enumerate(report.findings, start=1)
    ]
    for number, row in enumerate(rows):
        for index, value in enumerate(row):
            paper.rect(edges[index], top, edges[index + 1], top + 28)
            middle = (edges[index] + edges[index + 1]) / 2
            paper.text(middle, top + 7, value, size=9.5, bold=number == 0, align="centre")
        top += 28
    paper.text(60, top + 24, "检验结论：", size=12, bold=True)
    paper.text(124, top + 24, report.conclusion, size=12, bold=True, spot="conclusion")
    paper.image(seal, 380, top + 20, width=128)
    for index, (label, name) in enumerate((("批准", "高明远"), ("审核", "许清禾"), ("主检", "邵一帆"))):
        paper.text(60 + index * 160, 730, f"{label}：", size=11)
        paper.image(draw_signature(name, height=70, seed=20 + index), 92 + index * 160, 718, width=70)
