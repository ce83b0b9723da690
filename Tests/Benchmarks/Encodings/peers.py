"""Made-up peers for the benchmark of auto mode: short datagrams in known encodings, and binary protocols.

The texts are message catalogues that Debian packages install, and names that the PyPI package faker makes up; the
tables of the detector are counted from others (Tests/Tools/encoding_corpus.py). Every text datagram has a character
outside ASCII and 6 to 60 bytes.
"""

import gettext
import os
import random
import re
import struct

# Where setup.sh unpacks the packages with the catalogues.
CATALOGUES = ".build-bench/encodings/catalogues/usr/share/locale"

# Language: locale folder, faker's locale, encodings by Python's names.
LANGUAGES = {
    "zh-Hans": ("zh_CN", "zh_CN", ["utf-8", "gb18030", "utf-16-le"]),
    "zh-Hant": ("zh_TW", "zh_TW", ["utf-8", "cp950", "utf-16-le"]),
    "ja": ("ja", "ja_JP", ["utf-8", "cp932", "euc_jp", "utf-16-le"]),
    "ko": ("ko", "ko_KR", ["utf-8", "euc_kr", "utf-16-le"]),
    "ru": ("ru", "ru_RU", ["utf-8", "cp1251", "koi8_r", "utf-16-le"]),
    "el": ("el", "el_GR", ["utf-8", "cp1253", "utf-16-le"]),
    "th": ("th", "th_TH", ["utf-8", "tis_620", "utf-16-le"]),
    "de": ("de", "de_DE", ["utf-8", "cp1252", "utf-16-le"]),
    "fr": ("fr", "fr_FR", ["utf-8", "cp1252", "utf-16-le"]),
}
# Beyond the list: what auto mode also finds.
MORE = {
    "pl": ("pl", "pl_PL", ["cp1250", "iso8859_2"]),
    "cs": ("cs", "cs_CZ", ["cp1250", "iso8859_2"]),
    "tr": ("tr", "tr_TR", ["cp1254"]),
    "he": ("he", "he_IL", ["cp1255"]),
    "ar": ("ar", "ar_AA", ["cp1256"]),
    "uk": ("uk", "uk_UA", ["cp1251", "koi8_u"]),
    "ru": ("ru", "ru_RU", ["cp866"]),
    "el": ("el", "el_GR", ["iso8859_7"]),
}
BINARY = ["dns", "ntp", "rtp", "protobuf", "random"]
UNITS = ["", "%", " V", " mA", " kWh", "ppm", " dB", "hPa"]
CJK = ("zh-Hans", "zh-Hant", "ja", "ko", "th")


class Texts:
    """Phrases and names of a language."""

    def __init__(self, language, locale, names):
        phrases = set()
        folder = f"{CATALOGUES}/{locale}/LC_MESSAGES"
        for file in sorted(os.listdir(folder)):
            if not os.path.islink(os.path.join(folder, file)):
                with open(os.path.join(folder, file), "rb") as stream:
                    catalogue = gettext.GNUTranslations(stream)._catalog
                for key, text in catalogue.items():
                    if key:
                        phrases.update(clean(text))
        self.phrases = sorted(text for text in phrases if not text.isascii() and len(text) > 1)
        self.names = sorted(made_up(names))
        self.language = language

    def phrase(self, dice):
        return dice.choice(self.phrases)

    def word(self, dice):
        """What a sensor or a field may be called: a word, or a few characters where words are not set apart."""
        for _ in range(200):
            text = dice.choice(self.phrases)
            if self.language in CJK:
                runs = [run for run in re.split(r"[\s\x00-\x7f、。，：；！？（）「」『』…]+", text) if len(run) > 1]
                words = [run[: dice.randint(2, 6)] for run in runs]
            else:
                words = [word.strip(".,:;()\"'!?«»„“”") for word in text.split()]
            words = [word for word in words if not word.isascii() and 2 <= len(word) <= 16]
            if words:
                return dice.choice(words)
        return dice.choice(self.names)

    def name(self, dice):
        return dice.choice(self.names)


def clean(text):
    text = re.sub(r"<[^>]*>|%(\(\w+\))?[-+#0-9.*]*[a-zA-Z]+|\{[^{}]*\}|\\.|[_&](?=\w)", "", text)
    for line in text.splitlines():
        line = " ".join(line.split())
        if line:
            yield line


def made_up(locale):
    from faker import Faker
    Faker.seed(7)
    fake = Faker(locale)
    names = set()
    for _ in range(600):
        for text in (fake.name(), fake.city(), fake.company(), fake.address().splitlines()[0]):
            if not text.isascii():
                names.add(text)
    return names


def text_datagram(texts, encoding, dice):
    while True:
        kind = dice.choice(["sensor", "chat", "log", "json", "name", "mixed"])
        number = dice.choice([str(dice.randint(0, 999)), f"{dice.uniform(-20, 99):.1f}"])
        if kind == "sensor":
            text = dice.choice([f"{texts.word(dice)}={number}{dice.choice(UNITS)}", f"{texts.word(dice)}: {number}",
                                f"{texts.word(dice)},{number},{dice.randint(0, 9)}\n", f"{texts.word(dice)} {number}"])
        elif kind == "chat":
            text = texts.phrase(dice)
        elif kind == "log":
            stamp = f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}:{dice.randint(0, 59):02}"
            text = dice.choice([f"[{stamp}] {texts.phrase(dice)}", f"{stamp} WARN {texts.phrase(dice)}",
                                f"<{dice.randint(8, 190)}>{texts.phrase(dice)}\n", f"ERR {number} {texts.phrase(dice)}"])
        elif kind == "json":
            text = dice.choice([f'{{"name":"{texts.word(dice)}","v":{number}}}', f'{{"msg":"{texts.phrase(dice)}"}}',
                                f'{{"{texts.word(dice)}":{number}}}'])
        elif kind == "name":
            text = dice.choice([texts.name(dice), f"id={dice.randint(1, 999)};{texts.name(dice)}"])
        else:
            text = f"{dice.choice(['A', 'B', 'dev', 'no.', 'T'])}{dice.randint(0, 99)} {texts.word(dice)} {number}OK"
        # Whole characters up to 60 bytes.
        size = dice.randint(16, 60)
        payload = b""
        kept = ""
        try:
            for character in text:
                piece = character.encode(encoding)
                if len(payload) + len(piece) > size:
                    break
                payload += piece
                kept += character
        except UnicodeEncodeError:
            continue
        if len(payload) >= 6 and not kept.isascii() and payload.decode(encoding) == kept:
            return payload, kept


def binary_peer(kind, dice, count):
    host = [dice.choice([b"www", b"api", b"time", b"mail", b"db-3", b"cdn"]),
            dice.choice([b"example", b"sensor-net", b"udpeek", b"acme"]), dice.choice([b"com", b"org", b"local", b"de"])]
    sequence, stamp, ssrc = dice.randrange(1 << 16), dice.randrange(1 << 32), dice.randrange(1 << 32)
    for _ in range(count):
        if kind == "dns":
            payload = struct.pack(">6H", dice.randrange(1 << 16), dice.choice([0x0100, 0x0000, 0x8180]), 1, 0, 0, 0)
            payload += b"".join(bytes([len(label)]) + label for label in host) + b"\0"
            payload += struct.pack(">2H", dice.choice([1, 28, 12, 33]), 1)
            if payload[2] == 0x81:
                payload = payload[:6] + b"\0\x01" + payload[8:]
                payload += b"\xc0\x0c" + struct.pack(">2HIH", 1, 1, dice.randint(30, 86400), 4) + dice.randbytes(4)
        elif kind == "ntp":
            if dice.random() < 0.5:
                payload = bytes([0x1B if dice.random() < 0.5 else 0x23]) + bytes(39) + struct.pack(
                    ">II", 0xEC0A0000 + dice.randrange(1 << 20), dice.randrange(1 << 32))
            else:
                payload = bytes([0x24, 2, 6, 0xEC]) + dice.randbytes(8).replace(b"\xff", b"\0") + b"".join(
                    struct.pack(">II", 0xEC0A0000 + dice.randrange(1 << 20), dice.randrange(1 << 32)) for _ in range(4))
        elif kind == "rtp":
            sequence, stamp = (sequence + 1) % (1 << 16), (stamp + 160) % (1 << 32)
            payload = struct.pack(">BBHII", 0x80, dice.choice([0, 8, 96]), sequence, stamp, ssrc)
            payload += dice.randbytes(dice.randint(8, 48))
        elif kind == "protobuf":
            payload = b""
            while len(payload) < 6 or (len(payload) < 40 and dice.random() < 0.8):
                field, shape = dice.randint(1, 12), dice.choice([0, 0, 1, 2, 5])
                payload += bytes([field << 3 | shape])
                if shape == 0:
                    value = dice.randrange(1 << dice.choice([3, 7, 14, 32]))
                    while value > 127:
                        payload += bytes([value & 127 | 128])
                        value >>= 7
                    payload += bytes([value])
                elif shape == 1:
                    payload += struct.pack("<d", dice.uniform(-100, 100))
                elif shape == 5:
                    payload += struct.pack("<f", dice.uniform(-100, 100))
                else:
                    word = dice.choice([b"on", b"temp", b"node-7", b"living room", b"v1"])
                    payload += bytes([len(word)]) + word
        else:
            payload = dice.randbytes(dice.randint(6, 60))
        yield payload


def peers(languages, count, datagrams, seed):
    """Name of the pair, encoding, and for each datagram its bytes and its text."""
    for language, (locale, names, encodings) in languages.items():
        texts = Texts(language, locale, names)
        for encoding in encodings:
            dice = random.Random(f"{seed} {language} {encoding}")
            for _ in range(count):
                yield f"{language} {encoding}", encoding, [text_datagram(texts, encoding, dice) for _ in range(datagrams)]


def binary_peers(count, datagrams, seed):
    for kind in BINARY:
        dice = random.Random(f"{seed} {kind}")
        for _ in range(count):
            yield kind, None, [(payload, None) for payload in binary_peer(kind, dice, datagrams)]
