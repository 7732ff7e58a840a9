"""Files that no page can show: what they are, and how to hand them in."""

from typing import NamedTuple

__all__ = ["FileForm", "describe_form"]


class FileForm(NamedTuple):
    """`name` is what such a file is called; `advice` how to submit it, "" where nothing special holds."""

    name: str
    advice: str = ""


_VIDEO = FileForm("视频", "平台不收视频时，请截取关键画面另存为图片，并在说明里写明时间点。")
_AUDIO = FileForm("录音", "请把关键对话整理成带时间点的文字，连同原始录音一并提交。")
_SHEET = FileForm("电子表格", "请把要看的部分截图或另存为 PDF 后加入证据，原表格一并保留。")
_TEXT = FileForm("文字文件", "请另存为 PDF 或截图后加入证据，原文件一并保留。")
_ARCHIVE = FileForm("压缩包", "请解压后把里面的图片或 PDF 逐个加入证据。")
_OFD = FileForm(
    "OFD 电子发票",
    "请用税务机关或国家推荐的 OFD 阅读器打开，选择“另存为 PDF”或“导出图片”，"
    "再把导出的文件加入证据；原 OFD 文件请保留。",
)

_LONGEST = 8
"""Letters of an ending; what is longer after the last dot is part of the name."""

_FORMS = {
    **dict.fromkeys(("mp4", "mov", "m4v", "avi", "mkv", "webm", "3gp", "flv", "wmv"), _VIDEO),
    **dict.fromkeys(("mp3", "m4a", "wav", "aac", "amr", "ogg", "opus", "flac", "wma"), _AUDIO),
    **dict.fromkeys(("xlsx", "xls", "csv", "et", "ods"), _SHEET),
    **dict.fromkeys(("txt", "doc", "docx", "wps", "rtf", "odt", "md", "html", "htm"), _TEXT),
    **dict.fromkeys(("zip", "rar", "7z", "tar", "gz"), _ARCHIVE),
    "ofd": _OFD,
}


def describe_form(name: str) -> FileForm:
    """Say by its ending what a file is that is neither picture nor PDF."""
    ending = name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""
    known = ending.isascii() and ending.isalnum() and len(ending) <= _LONGEST
    return _FORMS.get(ending) or FileForm(f"{ending.upper()} 文件" if known else "其他文件")
