"""Writes the tables of Sources/PayloadText/Detection: how likely letters, pairs of letters and characters are.

Run by hand, when the detector is to learn something new; encoding_corpus.py says from what and how. Costs are negative
natural logarithms of probabilities.
"""

import collections
import math
import os
import random
import sys
import tempfile
import unicodedata

from encoding_corpus import LINGUA, SOURCES, Corpus

TARGET = os.path.join(os.path.dirname(__file__), "../../Sources/PayloadText/Detection")

ASCII = "abcdefghijklmnopqrstuvwxyz"
# What an alphabet is counted from: languages with weights, and the letters that are told apart.
ALPHABETS = {
    "russian": ({"ru": 1}, "абвгдежзийклмнопрстуфхцчшщъыьэюяё"),
    "ukrainian": ({"uk": 1}, "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ"),
    "greek": ({"el": 1}, "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"),
    "thai": ({"th": 1}, "".join(map(chr, [*range(0xE01, 0xE3B), *range(0xE3F, 0xE5C)]))),
    "german": ({"de": 1}, ASCII + "äöüßé"),
    "french": ({"fr": 1}, ASCII + "àâæçèéêëîïôùûüÿœ"),
    "western": ({"es": 1, "it": 1, "pt": 1, "nl": 0.5, "sv": 1, "da": 1, "nb": 0.7, "fi": 1},
                ASCII + "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœšž"),
    "central": ({"pl": 1, "cs": 1, "sk": 0.7, "hu": 1, "hr": 0.7, "ro": 0.7, "sl": 0.5},
                ASCII + "ąćęłńóśźżáčďéěíňřšťúůýžőűöüäôĺľŕđăâîşţ"),
    "turkish": ({"tr": 1}, ASCII + "çğıöşüâîû"),
    "hebrew": ({"he": 1}, "".join(map(chr, range(0x5D0, 0x5EB)))),
    "arabic": ({"ar": 1}, "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ"),
}
LISTS = {"simplifiedChinese": "zh-Hans", "traditionalChinese": "zh-Hant", "japanese": "ja", "korean": "ko"}
FOLDS = {"Ș": "ş", "ș": "ş", "Ț": "ţ", "ț": "ţ", "İ": "i"}

# Symbols of an alphabet before its letters: boundary, ASCII letter, digit, blank, ASCII punctuation, other
# punctuation, foreign letter.
FIXED = "^LDSPQX"


def ascii_class(character):
    if character.isalpha():
        return "L"
    if character.isdigit():
        return "D"
    return "S" if character in " \t\r\n" else "P"


def in_context(texts, generator):
    """The texts, and beginnings of them as they stand in sensor lines, logs and JSON."""
    for text in sorted(texts):
        yield text
        short = text[: generator.randint(2, 14)].strip()
        if short:
            number = str(generator.randint(0, 9999))
            yield generator.choice([
                f"{short}={number}", f"{short}: {number}", f'"{short}"', f"{number} {short}", f'{{"a":"{short}",',
                f"[{number}] {short}", f"{number},{short},{number}", f"{short}\n", f"<{short}>", f"A{number}:{short};"])


def ascii_costs(corpus, generator):
    counts = collections.Counter({chr(code): 3 for code in range(0x20, 0x7F)})
    for language in ("en", "de", "fr", "es", "it"):
        for text in in_context(list(sorted(corpus.texts[language]))[:3000], generator):
            counts.update(character for character in text if " " <= character <= "~")
    digits = sum(counts.values()) // 40
    for digit in "0123456789":
        counts[digit] += digits
    total = sum(counts.values())
    # Half of it any character: what is rare in texts is not in a datagram of numbers.
    return {character: -math.log(0.5 * count / total + 0.5 / 95) for character, count in counts.items()}


def alphabet_rows(corpus, weights, letters, ascii_cost, generator):
    latin = letters.startswith(ASCII)
    symbols = FIXED + letters
    place = {symbol: index for index, symbol in enumerate(symbols)}

    def symbol(character):
        folded = FOLDS.get(character) or character.lower()
        if character < "\x80":
            return folded if latin and folded in ASCII and folded else ascii_class(character)
        if folded in place and folded not in FIXED:
            return folded
        category = unicodedata.category(character)
        return "X" if category[0] in "LM" else "Q"

    pairs = collections.Counter()
    for language, weight in weights.items():
        found = collections.Counter()
        for text in in_context(corpus.texts[language], generator):
            previous = "^"
            for character in text:
                current = symbol(character)
                found[previous, current] += 1
                previous = current
        total = sum(found.values())
        model = corpus.ngrams.get((LINGUA[language], "bi"), {})
        firsts = collections.Counter()
        for (first, _), count in found.items():
            firsts[first] += count
        seen = collections.Counter()
        for gram, count in model.items():
            seen[gram[0]] += count
        for gram, count in model.items():
            if gram[0] in place and gram[1] in place and seen[gram[0]] > 0:
                found[gram[0], gram[1]] += 0.5 * firsts[gram[0]] * count / seen[gram[0]]
        for pair, count in found.items():
            pairs[pair] += weight * 300_000 * count / total
    singles = collections.Counter({symbol: 10 for symbol in symbols})
    for (_, second), count in pairs.items():
        singles[second] += count
    total = sum(singles.values())
    class_cost = collections.Counter()
    for character, cost in ascii_cost.items():
        key = character.lower() if latin and character.isalpha() else ascii_class(character)
        class_cost[key] += math.exp(-cost)
    rows = []
    for first in symbols:
        count = sum(pairs[first, second] for second in symbols)
        row = ""
        for second in symbols:
            smooth = 40
            chance = (pairs[first, second] + smooth * singles[second] / total) / (count + smooth)
            cost = -math.log(chance)
            # What is ASCII is counted against ASCII text at large.
            if second in class_cost:
                cost += math.log(class_cost[second])
            row += packed(cost)
        rows.append(row)
    return symbols, rows


# What one character of a row may be: 90 values, none of which means something in Swift.
DIGITS = [chr(code) for code in range(33, 127) if chr(code) not in '"#@\\']


def packed(cost):
    """Quarters of a nat from -8 as one character."""
    return DIGITS[max(0, min(89, round(4 * (cost + 8))))]


CLASSES = "^LDSPIHKGCO"


def character_class(character):
    if character < "\x80":
        return ascii_class(character)
    code = ord(character)
    if 0x3041 <= code <= 0x309E:
        return "H"
    if 0x30A1 <= code <= 0x30FE:
        return "K"
    if 0xAC00 <= code <= 0xD7A3:
        return "G"
    if 0x3400 <= code <= 0x9FFF or code in (0x3005, 0x3007):
        return "I"
    if 0x3000 <= code <= 0x301F or 0xFF01 <= code <= 0xFF5E or 0x2010 <= code <= 0x2026 or code == 0xB7:
        return "C"
    return "O"


def general_counts(corpus, language):
    """The frequencies of characters in typical text."""
    counts = collections.Counter()
    if language.startswith("zh"):
        for word, count in corpus.words.items():
            for character in word:
                counts[character] += count
        both = collections.Counter()
        for source in (counts, corpus.ngrams["zh", "uni"]):
            total = sum(source.values())
            for character, count in source.items():
                written = corpus.traditional if language == "zh-Hant" else corpus.simplified
                both[written.get(character, character)] += 0.98 * count / total
                both[character] += 0.02 * count / total
        return both
    return corpus.ngrams[LINGUA[language], "uni"]


def character_table(corpus, language, generator):
    counts, moves = collections.Counter(), collections.Counter()
    for text in in_context(corpus.texts[language], generator):
        previous = "^"
        for character in text:
            current = character_class(character)
            moves[previous, current] += 1
            previous = current
            if character >= "\x80":
                counts[character] += 1
    total = sum(counts.values())
    general = general_counts(corpus, language)
    general_total = sum(general.values())
    mixed = collections.Counter()
    for character, count in counts.items():
        mixed[character] += 0.5 * count / total
    for character, count in general.items():
        if character >= "\x80":
            mixed[character] += 0.5 * count / general_total
    by_class = collections.Counter()
    for character, count in mixed.items():
        by_class[character_class(character)] += count
    lines = collections.defaultdict(list)
    for character, count in mixed.items():
        if ord(character) > 0xFFFF or not character.isprintable() or unicodedata.category(character)[0] == "M":
            continue
        # Seen so rarely that it tells nothing: left to the floor.
        if count * total < 0.2:
            continue
        cost = round(-2 * math.log(count / by_class[character_class(character)]))
        lines[min(cost, 27)].append(character)
    return lines, moves


def class_rows(moves, ascii_cost):
    class_cost = collections.Counter()
    for character, cost in ascii_cost.items():
        class_cost[ascii_class(character)] += math.exp(-cost)
    rows = []
    for first in CLASSES:
        count = sum(moves[first, second] for second in CLASSES)
        row = ""
        for second in CLASSES:
            cost = -math.log((moves[first, second] + 2) / (count + 2 * len(CLASSES)))
            if second in class_cost:
                cost += math.log(class_cost[second])
            row += packed(cost)
        rows.append(row)
    return rows


def header(what):
    names = ",\n".join(
        "// " + ", ".join(f"{name} {version} ({licence})" for name, version, licence in SOURCES[start:start + 2])
        for start in range(0, len(SOURCES), 2))
    return (f"// {what}\n// Written by Tests/Tools/encoding_tables.py; not to be edited.\n//\n"
            f"// Counted from translations and letter counts in these packages of PyPI:\n{names}.\n\n")


def literal(lines, indent):
    return '##"""\n' + "".join(" " * indent + line + "\n" for line in lines) + " " * indent + '"""##'


def main():
    generator = random.Random(4)
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(tempfile.gettempdir(), "udpeek-encoding-corpus")
    corpus = Corpus(folder)
    ascii_cost = ascii_costs(corpus, generator)

    with open(os.path.join(TARGET, "LetterFrequencies+Tables.swift"), "w") as file:
        file.write(header("Letter pair frequencies of the languages with single-byte encodings."))
        file.write("extension LetterFrequencies {\n")
        costs = "".join(packed(ascii_cost[chr(code)]) for code in range(0x20, 0x7F))
        file.write("  /// The cost of each character from space to tilde in typical ASCII text.\n")
        file.write(f"  static let ascii: StaticString = {literal([costs], 4)}\n")
        for name, (weights, letters) in ALPHABETS.items():
            symbols, rows = alphabet_rows(corpus, weights, letters, ascii_cost, generator)
            file.write(f"\n  /// From {', '.join(weights)}.\n  static let {name} = LetterFrequencies(\n")
            file.write(f"    letters: \"{symbols[len(FIXED):]}\",\n    rows: {literal(rows, 6)})\n")
        file.write("}\n")

    with open(os.path.join(TARGET, "CharacterFrequencies+Tables.swift"), "w") as file:
        file.write(header("Character frequencies of the East Asian languages, and of one kind following another."))
        file.write("extension CharacterFrequencies {\n")
        for index, (name, language) in enumerate(LISTS.items()):
            table, moves = character_table(corpus, language, generator)
            lines = []
            for cost in sorted(table):
                characters = "".join(sorted(table[cost]))
                for start in range(0, len(characters), 55):
                    lines.append(chr(65 + cost) + characters[start:start + 55])
            file.write(("\n" if index else "") + f"  /// From {language}.\n  static let {name} = CharacterFrequencies(\n")
            file.write(f"    characters: {literal(lines, 6)},\n")
            file.write(f"    rows: {literal(class_rows(moves, ascii_cost), 6)})\n")
        file.write("}\n")


main()
