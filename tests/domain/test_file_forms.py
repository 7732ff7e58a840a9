"""What is no picture is called by its name, and the advice fits it."""

import pytest

from evidence_desk.domain.file_forms import describe_form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("开箱.mp4", "视频"),
        ("开箱.MOV", "视频"),
        ("通话.amr", "录音"),
        ("对账.xlsx", "电子表格"),
        ("说明.docx", "文字文件"),
        ("全部.zip", "压缩包"),
        ("发票.ofd", "OFD 电子发票"),
        ("drawing.dwg", "DWG 文件"),
        ("没有后缀", "其他文件"),
        ("末尾有点.", "其他文件"),
        ("", "其他文件"),
        ("a.b/c", "其他文件"),
        ("v1.2/开箱.mp4", "视频"),
        ("文件. 这是最终版", "其他文件"),
        ("1. final version of the notes", "其他文件"),
    ],
)
def test_a_file_is_named_by_its_own_ending(name: str, form: str) -> None:
    assert describe_form(name).name == form


def test_an_ofd_invoice_is_told_how_to_become_a_pdf() -> None:
    assert "另存为 PDF" in describe_form("发票.ofd").advice


def test_what_is_unknown_gets_no_advice() -> None:
    assert describe_form("drawing.dwg").advice == ""
