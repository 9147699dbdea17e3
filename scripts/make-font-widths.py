#!/usr/bin/env python3
"""Makes Sources/Plotting/Text/Faces/*.swift: the widths of letters by which figures are laid out.

usage: scripts/make-font-widths.py

Reads fonts as Debian installs them (fonts-liberation, lmodern, texlive-fonts-recommended):
- Liberation Sans and Liberation Serif 2, which have the widths of Helvetica/Arial and Times/Times New Roman. For Latin-1
  they are compared with Adobe's metrics of Helvetica and Times (phvr8a.afm, ptmr8a.afm); a difference in a letter is an error.
- Latin Modern Sans 8 and Roman 7, the extension of Computer Modern (lmsans8-regular.otf, lmroman7-regular.otf). Signs that
  figures set in math mode, as LaTeX's minus, have the widths of the math fonts at 7 pt (lmsy7.afm, lmmi7.afm).
"""
import pathlib
import struct
import textwrap

LIBERATION = pathlib.Path("/usr/share/fonts/truetype/liberation")
LATIN_MODERN = pathlib.Path("/usr/share/texmf/fonts")
ADOBE = pathlib.Path("/usr/share/texlive/texmf-dist/fonts/afm/adobe")
TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources/Plotting/Text/Faces"

# What names of people and models are written in, and the signs of axes: Latin, Greek, Cyrillic, punctuation, maths.
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x386, 0x3CE), (0x401, 0x45F), (0x2010, 0x2044), (0x2070, 0x209C), (0x20AC, 0x20AC),
    (0x2122, 0x2122), (0x2126, 0x2126), (0x2190, 0x2195), (0x2200, 0x2265), (0x25A0, 0x25CF), (0x2713, 0x2713),
]

# Signs by their names in lmsy7.afm.
SYMBOLS = {
    "±": "plusminus", "×": "multiply", "÷": "divide", "·": "periodcentered", "−": "minus", "≤": "lessequal",
    "≥": "greaterequal", "≈": "approxequal", "≠": "minus", "∞": "infinity", "→": "arrowright", "←": "arrowleft",
    "↑": "arrowup", "↓": "arrowdown", "↔": "arrowboth", "•": "bullet", "†": "dagger", "‡": "daggerdbl", "§": "section",
    "¶": "paragraph", "¬": "logicalnot", "∝": "proportional", "∼": "similar", "√": "radical", "∈": "element",
    "∆": "triangle", "≪": "lessmuch", "≫": "greatermuch", "|": "bar", "\\": "backslash", "{": "braceleft",
    "}": "braceright",
}

# Letters by their names in lmmi7.afm.
LETTERS = {
    "<": "less", ">": "greater", "µ": "mu", "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma1", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega",
}

# Signs in which Liberation differs from Adobe: the wider counts, since either may be there.
DIFFERENT = {
    "±": "plusminus", "×": "multiply", "÷": "divide", "−": "minus", "µ": "mu", "¯": "macron", "•": "bullet",
}


def sfnt_widths(path):
    """Returns the advance widths of a TrueType or OpenType font in thousandths of the size, by code point."""
    data = path.read_bytes()
    tables = {}
    for index in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, offset, length = struct.unpack(">4sLLL", data[12 + 16 * index : 28 + 16 * index])
        tables[tag] = data[offset : offset + length]
    units = struct.unpack(">H", tables[b"head"][18:20])[0]
    count = struct.unpack(">H", tables[b"hhea"][34:36])[0]
    advances = [struct.unpack(">H", tables[b"hmtx"][4 * i : 4 * i + 2])[0] for i in range(count)]
    cmap = tables[b"cmap"]
    for index in range(struct.unpack(">H", cmap[2:4])[0]):
        platform, encoding, offset = struct.unpack(">HHL", cmap[4 + 8 * index : 12 + 8 * index])
        if platform == 3 and encoding == 1:
            return {
                code: round(1000 * advances[min(glyph, count - 1)] / units)
                for code, glyph in format4(cmap[offset:]).items()
            }
    raise SystemExit(f"{path}: no Unicode table")


def format4(table):
    """Returns the glyphs of a cmap subtable of format 4 by code point."""
    form, _, _, doubled = struct.unpack(">HHHH", table[:8])
    if form != 4:
        raise SystemExit("the Unicode table is not of format 4")
    count = doubled // 2

    def words(start, sign="H"):
        return struct.unpack(f">{count}{sign}", table[start : start + doubled])

    ends, starts = words(14), words(16 + doubled)
    deltas, offsets = words(16 + 2 * doubled, "h"), words(16 + 3 * doubled)
    glyphs = {}
    for index in range(count):
        for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                place = 16 + 3 * doubled + 2 * index + offsets[index] + 2 * (code - starts[index])
                glyph = struct.unpack(">H", table[place : place + 2])[0]
                if glyph == 0:
                    continue
            glyph = (glyph + deltas[index]) & 0xFFFF
            if glyph:
                glyphs[code] = glyph
    return glyphs


def afm_widths(path):
    """Returns the widths of an AFM file by glyph name."""
    widths = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        if line.startswith("C "):
            fields = dict(field.split(None, 1) for field in (part.strip() for part in line.split(";")) if " " in field)
            widths[fields["N"]] = round(float(fields["WX"]))
    return widths


def adobe_check(widths, afm, path):
    """Stops when letters of ASCII differ from Adobe's metrics by more than the rounding."""
    names = {chr(c): chr(c) for c in range(0x41, 0x7B) if chr(c).isalpha()}
    digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    names |= {str(n): name for n, name in enumerate(digits)}
    names |= {"%": "percent", "(": "parenleft", "Å": "Aring", "ø": "oslash", "ß": "germandbls", "_": "underscore"}
    for letter, name in names.items():
        if abs(widths[ord(letter)] - afm[name]) > 1:
            raise SystemExit(f"{path}: '{letter}' is {widths[ord(letter)]} and not {afm[name]} wide")


def blocks(widths):
    """Returns runs of neighbouring code points with their widths."""
    result = []
    for first, last in RANGES:
        for code in range(first, last + 1):
            if code not in widths:
                continue
            if result and result[-1][0] + len(result[-1][1]) == code:
                result[-1][1].append(widths[code])
            else:
                result.append((code, [widths[code]]))
    return result


def write(name, sentence, source, widths):
    lines = [
        "// Made by scripts/make-font-widths.py.",
        "",
        "extension FontFace {",
        f"  /// {sentence}",
        "  ///",
        f"  /// Source: {source}",
        f"  static let {name} = FontFace(blocks: [",
    ]
    for first, values in blocks(widths):
        if len(values) <= 12:
            lines.append(f"    Block(0x{first:04X}, [{', '.join(map(str, values))}]),")
            continue
        # As `swift format` breaks long arguments.
        lines += ["    Block(", f"      0x{first:04X},", "      ["]
        text = ", ".join(map(str, values)) + ","
        lines += textwrap.wrap(text, 112, initial_indent=" " * 8, subsequent_indent=" " * 8)
        lines.append("      ]),")
    lines += ["  ])", "}", ""]
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / f"FontFace+{name[0].upper() + name[1:]}.swift").write_text("\n".join(lines), encoding="utf-8")


def main():
    for name, afm, family, words in [
        ("helvetica", "helvetic/phvr8a.afm", "Sans", "Helvetica, Arial, Nimbus Sans, Liberation Sans"),
        ("times", "times/ptmr8a.afm", "Serif", "Times, Times New Roman, Nimbus Roman, Liberation Serif"),
    ]:
        path = LIBERATION / f"Liberation{family}-Regular.ttf"
        widths = sfnt_widths(path)
        adobe = afm_widths(ADOBE / afm)
        adobe_check(widths, adobe, path)
        for sign, glyph in DIFFERENT.items():
            widths[ord(sign)] = max(widths[ord(sign)], adobe[glyph])
        write(name, f"{words}: the fonts of these widths.", f"Liberation {family} 2; Adobe's {afm} agrees.", widths)

    symbols = afm_widths(LATIN_MODERN / "afm/public/lm/lmsy7.afm")
    letters = afm_widths(LATIN_MODERN / "afm/public/lm/lmmi7.afm")
    for name, stem, words in [
        ("latinModernSans", "lmsans8", "Latin Modern Sans and Computer Modern Sans at 8 pt"),
        ("latinModernRoman", "lmroman7", "Latin Modern Roman and Computer Modern Roman at 7 pt"),
    ]:
        widths = sfnt_widths(LATIN_MODERN / f"opentype/public/lm/{stem}-regular.otf")
        for table, source in [(SYMBOLS, symbols), (LETTERS, letters)]:
            for sign, glyph in table.items():
                # ASCII signs come from the text font or the math font, as the encoding has it: the wider counts.
                known = widths.get(ord(sign), 0) if ord(sign) < 0x7F else 0
                widths[ord(sign)] = max(known, source[glyph])
        # Figures set an ellipsis as three full stops, since LaTeX's own is much wider.
        widths[ord("…")] = 3 * widths[ord(".")]
        write(name, f"{words}, with the math signs at 7 pt.", f"{stem}-regular.otf, lmsy7.afm, lmmi7.afm.", widths)


main()
