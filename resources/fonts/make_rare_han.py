# ruff: noqa: B905, C901, D103, E501, FURB136, FURB166, RUF005, RUF007, S101, SIM905, T201
"""Makes RareHan-1.ttf and RareHan-2.ttf; see README.md beside this file.

    python make_rare_han.py NotoSansSC-Regular.ttf HANAZONO_DIR UNIHAN_DIR OUT_DIR

Not part of the program: it is run by hand, in an environment with fontTools, when the fonts are to be made anew.
HANAZONO_DIR has HanaMinA.ttf and HanaMinB.ttf, UNIHAN_DIR the unpacked Unihan_*.txt.
"""

import math
import multiprocessing
import sys
from array import array
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

HAN = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2EE5F), (0x2F800, 0x2FA1F), (0x30000, 0x323AF)]
NAMES = """kTGH kHKSCS kIICore kUnihanCore2020 kJinmeiyoKanji kIBMJapan kKoreanName kJIS0213 kIRG_MSource kXHC1983
 kTaiwanTelegraph kCheungBauer kCantonese kHangul kDefinition""".split()
SOURCES = [
    "kIRG_GSource",
    "kIRG_TSource",
    "kIRG_HSource",
    "kIRG_JSource",
    "kIRG_KSource",
    "kIRG_USource",
    "kIRG_KPSource",
    "kIRG_SSource",
    "kIRG_UKSource",
    "kIRG_VSource",
]
# the characters registered by the public-security and place-name bodies first
G_FIRST = (
    "GIDC",
    "GRM",
    "GDM",
    "GGH",
    "GCH",
    "GXHZ",
    "GXC",
    "GPGLG",
    "GZ-",
    "GZH",
    "GU",
    "GBK",
    "GJZ",
    "GFC",
    "GKJ",
    "GHC",
    "GCY",
)
T_NAMES = ("T3", "T4", "T5", "T6", "T7", "TA", "TB", "TC", "TD", "TE", "TU")
LIMIT = 10_850_000  # bytes a file
OVERHEAD = 330_000  # bytes a file for cmap and the small tables
TOLERANCE = 1.0  # font units of 1024
CORNER = math.cos(math.radians(40))


def near(points, line, tol2):
    """Whether every point lies within the tolerance of the polyline."""
    for x, y in points:
        for (ax, ay), (bx, by) in zip(line, line[1:]):
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            u = ((x - ax) * dx + (y - ay) * dy) / length if length else 0
            u = 0 if u < 0 else 1 if u > 1 else u
            if (x - ax - u * dx) ** 2 + (y - ay - u * dy) ** 2 <= tol2:
                break
        else:
            return False
    return True


def fit(p, tol2):
    """Control point of one quadratic curve along the polyline p, or None."""
    t = [0.0]
    for a, b in zip(p, p[1:]):
        t.append(t[-1] + math.dist(a, b))
    (x0, y0), (x2, y2) = p[0], p[-1]
    sx = sy = sw = 0.0
    for (x, y), d in zip(p[1:-1], t[1:-1]):
        u = d / t[-1]
        a, w, b = (1 - u) ** 2, 2 * u * (1 - u), u * u
        sx += w * (x - a * x0 - b * x2)
        sy += w * (y - a * y0 - b * y2)
        sw += w * w
    cx, cy = round(sx / sw), round(sy / sw)
    m = max(4, 2 * (len(p) - 1))
    curve = []
    for s in range(m + 1):
        u = s / m
        a, w, b = (1 - u) ** 2, 2 * u * (1 - u), u * u
        curve.append((a * x0 + w * cx + b * x2, a * y0 + w * cy + b * y2))
    return (cx, cy) if near(curve, p, tol2) and near(p, curve, tol2) else None


def run(p, tol2):
    """A run of points without a corner as (point, on-curve) pairs, its last point left off."""
    out, i, last = [], 0, len(p) - 1
    while i < last:
        straight = i + 1
        while straight < last and near(p[i + 1 : straight + 1], [p[i], p[straight + 1]], tol2):
            straight += 1
        best, j = None, max(straight + 1, i + 3)
        while j <= last and (control := fit(p[i : j + 1], tol2)):
            best = (j, control)
            j += 1
        out.append((p[i], 1))
        if best and best[0] >= straight + 2:
            out.append((best[1], 0))
            i = best[0]
        else:
            i = straight
    return out


def contour(p, tol2):
    p = [q for k, q in enumerate(p) if q != p[k - 1]]
    n = len(p)
    if n < 5:
        return [(q, 1) for q in p]
    corners = []
    for k in range(n):
        (ax, ay), (bx, by), (cx, cy) = p[k - 1], p[k], p[(k + 1) % n]
        before, after = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
        turn = ((bx - ax) * (cx - bx) + (by - ay) * (cy - by)) / (before * after)
        if turn < CORNER or max(before, after) > 90:
            corners.append(k)
    corners = corners or [min(range(n), key=lambda i: p[i])]
    out = []
    for a, b in zip(corners, corners[1:] + [corners[0] + n]):
        out += run([p[k % n] for k in range(a, b + 1)], tol2)
    return out if len(out) >= 3 else [(q, 1) for q in p]


def simplified(job):
    name, points, ends = job
    out, new_ends, start = [], [], 0
    for end in ends:
        part = contour(points[start : end + 1], TOLERANCE**2)
        start = end + 1
        if len(part) >= 3:
            out += part
            new_ends.append(len(out) - 1)
    return name, [q for q, _ in out], [f for _, f in out], new_ends


def cut(path, chars):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "FFTM", "prop", "gasp"]
    font = TTFont(path)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=chars)
    cutter.subset(font)
    return font


def ranked(need, unihan):
    props = {}
    for file in Path(unihan).glob("Unihan_*.txt"):
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("U+"):
                char, key, value = line.split("\t")
                props.setdefault(key, {})[int(char[2:], 16)] = value

    def rank(c):
        if c < 0x10000:
            return 0
        for k, key in enumerate(NAMES):
            if c in props.get(key, ()):
                return 1 + k
        if props["kIRG_GSource"].get(c, "").startswith(G_FIRST):
            return 20
        if c in props["kMandarin"]:
            return 21
        if c in props["kIRG_GSource"]:
            return 22
        if props["kIRG_TSource"].get(c, "").startswith(T_NAMES):
            return 23
        if 0x2A700 <= c <= 0x2B81F:
            return 24  # Ext C and D
        if 0x2F800 <= c <= 0x2FA1F:
            return 25
        for k, key in enumerate(SOURCES):
            if c in props[key]:
                return 30 + k
        return 99

    return sorted(need, key=lambda c: (rank(c), c))


def weight(glyph, glyf):
    """Bytes the glyph takes in glyf, loca and hmtx."""
    return (len(glyph.compile(glyf, recalcBBoxes=False)) + 3) // 4 * 4 + 6


def main(noto, hanazono, unihan, out):
    have = set(TTFont(noto, lazy=True).getBestCmap())
    paths = [Path(hanazono) / "HanaMinA.ttf", Path(hanazono) / "HanaMinB.ttf"]
    maps = [set(TTFont(p, lazy=True).getBestCmap()) for p in paths]
    need = {c for a, b in HAN for c in range(a, b + 1) if c not in have and any(c in m for m in maps)}
    order = ranked(need, unihan)
    fonts = [cut(paths[0], [c for c in order if c in maps[0]]), cut(paths[1], [c for c in order if c not in maps[0]])]
    home, size = {}, {}
    jobs = []
    for k, font in enumerate(fonts):
        glyf = font["glyf"]
        for char, name in font.getBestCmap().items():
            home[char] = (k, name)
            glyph = glyf[name]
            points, ends, flags = glyph.getCoordinates(glyf)
            assert not glyph.isComposite()
            size[k, name] = weight(glyph, glyf)
            if not all(f & 1 for f in flags):
                continue  # nearly all of Hanazono's outlines are polygons; the few with curves stay as they are
            jobs.append(((k, name), [tuple(map(int, p)) for p in points], list(ends)))
    with multiprocessing.Pool() as pool:
        for (k, name), points, flags, ends in pool.imap_unordered(simplified, jobs, chunksize=200):
            glyph = fonts[k]["glyf"][name]
            glyph.numberOfContours = len(ends)
            glyph.coordinates = GlyphCoordinates(points)
            glyph.flags = array("B", flags)
            glyph.endPtsOfContours = ends
            glyph.recalcBounds(fonts[k]["glyf"])
            size[k, name] = weight(glyph, fonts[k]["glyf"])
    for k, font in enumerate(fonts):
        font.save(f"{out}/part{k}.ttf")
    files, used = [[]], OVERHEAD
    for c in order:
        if used + size[home[c]] > LIMIT:
            if len(files) == 2:
                break
            files.append([])
            used = OVERHEAD
        files[-1].append(c)
        used += size[home[c]]
    for number, chars in enumerate(files, 1):
        pieces = []
        for k in (0, 1):
            part = [c for c in chars if home[c][0] == k]
            if part:
                piece = cut(f"{out}/part{k}.ttf", part)
                piece.save(f"{out}/piece{number}{k}.ttf")
                pieces.append(f"{out}/piece{number}{k}.ttf")
        font = Merger().merge(pieces)
        set_names(font, number)
        font.save(f"{out}/RareHan-{number}.ttf")
        print(number, len(chars), Path(f"{out}/RareHan-{number}.ttf").stat().st_size)


def set_names(font, number):
    table = font["name"]
    table.names = []
    family = f"Evidence Desk Rare Han {number}"
    for key, text in {
        0: "Copyright (c) 2011, GlyphWiki Project (kamichi@fonts.jp). Modified Version: a subset with simplified outlines.",
        1: family,
        2: "Regular",
        3: f"1.0;EvidenceDeskRareHan{number}-Regular",
        4: family,
        5: "Version 1.0; made from the GlyphWiki Project's release of 2017-09-04",
        6: f"EvidenceDeskRareHan{number}-Regular",
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
    }.items():
        table.setName(text, key, 3, 1, 0x409)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = 880, -144, 0
    font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender, font["OS/2"].sTypoLineGap = 880, -144, 0
    font["OS/2"].achVendID = "    "
    font["post"].formatType = 3.0


if __name__ == "__main__":
    main(*sys.argv[1:])
