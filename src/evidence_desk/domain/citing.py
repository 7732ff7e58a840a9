"""Claims and exhibits: sentences that nothing supports, citations of nothing, exhibits nobody uses."""

import re
from collections.abc import Iterator

from evidence_desk.domain.cases import Case
from evidence_desk.domain.exhibits import exhibits
from evidence_desk.domain.readiness import UncitedItem
from evidence_desk.domain.statement import PLACEHOLDER, Cite, Paragraph, cited_ids, parse_statement

__all__ = ["check_citations", "sentences"]

_NO_PROOF_NEEDED = re.compile(r"结论|请求|诉求|申请|致歉|附件|证据|抬头|此致")
"""Headings under which nothing new is asserted: a conclusion is carried by what follows it, a request by all of it."""

_END = re.compile(r"[。！？!?]+[”’」』）)]*")
_COURTESY = re.compile(
    r"^(?:请|恳请|敬请|烦请|望|希望|盼|感谢|谢谢|以上|综上|特此|此致|敬礼|尊敬的|您好|你好|如需|如有|若需|若有|愿|我店愿|本店愿)"
)
_APOLOGY = re.compile(r"歉意|致歉|抱歉|道歉|谅解|理解")
_DONE = re.compile(r"\d|已|曾|[月日时]")
_LABEL = re.compile(r"^[^\s：:，。]{1,8}(?:号|编号|类型|名称|昵称|店铺|平台|商品)\s*[:：]")
_BROKEN = re.compile(r"\[\[[^\[\]\n]{0,80}\]\]")


def check_citations(statement: str, case: Case) -> tuple[UncitedItem, ...]:
    """Find sentences that assert something and cite nothing, citations of nothing, and exhibits that nobody cites.

    Items come as they stand in the statement, exhibits (by id) last and in the packet's order. A citation of evidence
    that is left out is one of nothing: the reader would find no such exhibit.
    """
    shown = {item.id for item in exhibits(case)}
    found: list[UncitedItem] = []
    for text, cites in sentences(statement):
        if not cites and _asserts(text):
            found.append(UncitedItem("sentence", text))
    cited = cited_ids(statement)
    found += [UncitedItem("unknown", one) for one in cited if one not in shown]
    found += [UncitedItem("unknown", token) for token in _broken_tokens(statement)]
    found += [UncitedItem("exhibit", item.id) for item in exhibits(case) if item.id not in cited]
    return tuple(found)


def sentences(statement: str) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    """Give each sentence that has to be supported, without its citations, and what it cites.

    Those are the items and paragraphs under headings such as 经过, 核对, 处理, and all text that stands under none.
    A citation behind the full stop belongs to the sentence before it.
    """
    heading = ""
    for paragraph in parse_statement(statement):
        if paragraph.kind == "heading":
            heading = str(paragraph.inlines[0])
        elif not _NO_PROOF_NEEDED.search(heading):
            yield from _split(paragraph)


def _split(paragraph: Paragraph) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    done: list[tuple[str, list[Cite]]] = []
    text, cites = "", list[Cite]()
    for inline in paragraph.inlines:
        if isinstance(inline, Cite):
            # Right after a full stop it supports what was just said.
            (cites if text.strip() or not done else done[-1][1]).append(inline)
            continue
        start = 0
        for end in _END.finditer(inline):
            text += inline[start : end.end()]
            if text.strip():
                done.append((text.strip(), cites))
                text, cites = "", []
            start = end.end()
        text += inline[start:]
    if text.strip() or cites:
        done.append((text.strip(), cites))
    for sentence, cited in done:
        yield sentence, tuple(cited)


def _asserts(text: str) -> bool:
    bare = PLACEHOLDER.sub("", text).strip(" 　，、；;。．.：:！!")
    if not bare or text.endswith(("？", "?")) or _COURTESY.match(bare) or _LABEL.match(bare):
        return False
    return not (_APOLOGY.search(bare) and not _DONE.search(bare))


def _broken_tokens(statement: str) -> list[str]:
    """Tokens that were meant as citations and are none, and pages counted from 0."""
    whole = set(cited_ids(statement))
    tokens = dict.fromkeys(match[0] for match in _BROKEN.finditer(statement))
    return [token for token in tokens if not _names(token, whole) or re.search(r"#0+\]\]$", token)]


def _names(token: str, ids: set[str]) -> bool:
    return any(one in ids for one in cited_ids(token))
