"""The texts that the tables of the encoding detector are counted from, and nothing else.

All of them are translations of user interfaces or counts of letters in packages of PyPI whose licences allow it; what
is kept of them are frequencies, no texts. `SOURCES` names each with its licence. The benchmark judges on other texts:
message catalogues of Debian packages, and made-up names.

    python3 -m venv venv && venv/bin/pip install brotli
    venv/bin/python Tests/Tools/encoding_tables.py
"""

import collections
import gettext
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile

# Package, version, licence.
SOURCES = [
    ("django", "5.2.19", "BSD-3-Clause"),
    ("djangorestframework", "3.18.3", "BSD-3-Clause"),
    ("wagtail", "8.0.1", "BSD-3-Clause"),
    ("django-allauth", "65.21.1", "MIT"),
    ("sphinx", "9.0.4", "BSD-2-Clause"),
    ("horizon", "27.0.0", "Apache-2.0"),
    ("home-assistant-frontend", "20250109.2", "Apache-2.0"),
] + [
    (f"jupyterlab-language-pack-{tag}", "4.5.post3", "BSD-3-Clause")
    for tag in "zh-cn zh-tw ja-jp ko-kr ru-ru el-gr de-de fr-fr es-es it-it pt-br pl-pl cs-cz hu-hu tr-tr he-il "
    "ar-sa uk-ua".split()
] + [
    ("lingua-language-detector", "1.4.2", "Apache-2.0"),
    ("jieba", "0.42.1", "MIT"),
    ("opencc-python-reimplemented", "0.1.7", "Apache-2.0"),
]

# Our name of a language, and the names that the packages give it.
LANGUAGES = {
    "zh-Hans": ["zh_hans", "zh_cn"],
    "zh-Hant": ["zh_hant", "zh_tw"],
    "ja": ["ja", "ja_jp"], "ko": ["ko", "ko_kr"], "ru": ["ru", "ru_ru"], "uk": ["uk", "uk_ua"],
    "el": ["el", "el_gr"], "th": ["th"], "he": ["he", "he_il"], "ar": ["ar", "ar_sa"], "tr": ["tr", "tr_tr"],
    "de": ["de", "de_de"], "fr": ["fr", "fr_fr"], "es": ["es", "es_es"], "it": ["it", "it_it"],
    "pt": ["pt", "pt_br", "pt_pt"], "nl": ["nl"], "sv": ["sv"], "da": ["da"], "nb": ["nb", "no"], "fi": ["fi"],
    "pl": ["pl", "pl_pl"], "cs": ["cs", "cs_cz"], "sk": ["sk"], "hu": ["hu", "hu_hu"], "hr": ["hr"], "ro": ["ro"],
    "sl": ["sl"], "en": ["en"],
}
LINGUA = {"zh-Hans": "zh", "ja": "ja", "ko": "ko", "ru": "ru", "uk": "uk", "el": "el", "th": "th", "he": "he",
          "ar": "ar", "tr": "tr", "de": "de", "fr": "fr", "es": "es", "it": "it", "pt": "pt", "nl": "nl", "sv": "sv",
          "da": "da", "nb": "nb", "fi": "fi", "pl": "pl", "cs": "cs", "sk": "sk", "hu": "hu", "hr": "hr", "ro": "ro",
          "sl": "sl"}

_BY_TAG = {tag: language for language, tags in LANGUAGES.items() for tag in tags}


class Corpus:
    """Texts by language; counts of letters and of pairs of them by language; words of Chinese with their counts."""

    def __init__(self, folder):
        self.texts = collections.defaultdict(set)
        self.ngrams = {}
        self.words = collections.Counter()
        self.traditional, self.simplified = {}, {}
        os.makedirs(folder, exist_ok=True)
        for name, version, _ in SOURCES:
            self._read(self._fetch(folder, name, version))

    def _fetch(self, folder, name, version):
        stem = f"{name.replace('-', '_')}-{version}"
        for _ in range(2):
            for file in os.listdir(folder):
                if file.lower().replace("-", "_").startswith(stem.replace("-", "_")):
                    return os.path.join(folder, file)
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--ignore-requires-python",
                            "-d", folder, f"{name}=={version}"], check=True)
        raise SystemExit(f"{name} {version} cannot be fetched")

    def _read(self, path):
        if path.endswith(".tar.gz"):
            with tarfile.open(path) as archive:
                for member in archive:
                    if member.name.endswith("jieba/dict.txt"):
                        for line in archive.extractfile(member).read().decode().splitlines():
                            word, count, _ = line.split(" ")
                            self.words[word] += int(count)
            return
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                self._read_member(name, archive)

    def _read_member(self, name, archive):
        if found := re.search(r"locale/([\w-]+)/LC_MESSAGES/[^/]*\.mo$", name):
            if language := _BY_TAG.get(found[1].lower().replace("-", "_")):
                catalogue = gettext.GNUTranslations(io.BytesIO(archive.read(name)))._catalog
                self._add(language, [text for key, text in catalogue.items() if key])
        elif found := re.search(r"translations/(?:[\w-]+/)?([a-zA-Z]{2}(?:-\w+)?)-[0-9a-f]{32}\.json$", name):
            if language := _BY_TAG.get(found[1].lower().replace("-", "_")):
                self._add(language, _strings(json.loads(archive.read(name))))
        elif found := re.search(r"language-models/(\w\w)/(uni|bi)grams\.json\.br$", name):
            import brotli
            model = json.loads(brotli.decompress(archive.read(name)))
            counts = collections.Counter()
            for fraction, grams in model["ngrams"].items():
                over, under = fraction.split("/")
                for gram in grams.split(" "):
                    counts[gram] += int(over) / int(under)
            self.ngrams[found[1], found[2]] = counts
        elif found := re.search(r"dictionary/(STCharacters|TSCharacters)\.txt$", name):
            table = self.traditional if found[1] == "STCharacters" else self.simplified
            for line in archive.read(name).decode().splitlines():
                key, _, value = line.partition("\t")
                table[key] = value.split(" ")[0]

    def _add(self, language, texts):
        for text in texts:
            text = re.sub(r"<[^>]*>|%(\(\w+\))?[-+#0-9.]*[a-zA-Z]|\{[^{}]*\}|&\w+;|https?://\S+", "", text)
            for line in text.splitlines():
                line = line.strip()
                if line and not (line.isascii() and language in ("zh-Hans", "zh-Hant", "ja", "ko", "ru", "uk", "el",
                                                                  "th", "he", "ar")):
                    self.texts[language].add(line)


def _strings(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    return [text for item in value for text in _strings(item)] if not isinstance(value, (int, float, bool, type(None))) else []
