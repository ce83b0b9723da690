"""How often auto mode is right after 1, 3 and 10 datagrams, beside chardet, charset-normalizer and uchardet.

    compare.py DRIVER [--peers N] [--seed S] [--only udpeek] [--more] [--wrong FILE]

Right is an encoding that gives the very text that was sent, for all datagrams so far: gbk or gb18030, windows-1252 or
windows-1254, as long as nothing reads differently. For a binary protocol right is udpeek's `hex`, and no encoding at
all from the others; they get the datagrams so far in one piece, text joined by line feeds.
"""

import argparse
import collections
import concurrent.futures
import subprocess
import sys

import peers as made

MOMENTS = (1, 3, 10)
# udpeek's names in Python's words.
PYTHON = {"big5": "cp950", "shift_jis": "cp932", "euc-kr": "cp949", "euc-jp": "euc_jp", "tis-620": "tis_620",
          "koi8-u": "koi8_u"}
# What other detectors call them.
OTHERS = {"MACCYRILLIC": "mac_cyrillic", "WINDOWS-874": "cp874", "UHC": "cp949", "EUC-TW": "euc_tw", "BIG5": "cp950",
          "SHIFT_JIS": "cp932", "EUC-KR": "cp949", "GB2312": "gb18030"}


def is_right(encoding, name, datagrams):
    if encoding is None:
        return name in (None, "hex")
    if name in (None, "hex"):
        return False
    name = PYTHON.get(name) or OTHERS.get(name.upper(), name)
    if name.lower() in ("utf-16", "utf_16"):
        name = "utf-16-le"
    try:
        return all(payload.decode(name) == text for payload, text in datagrams)
    except (UnicodeDecodeError, LookupError):
        return False


def udpeek(driver, all_peers):
    lines = []
    for number, (_, _, datagrams) in enumerate(all_peers):
        lines += [f"{number} {payload.hex()}" for payload, _ in datagrams]
    output = subprocess.run([driver], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    answers = iter(output.split())
    return [{moment: answer for moment, answer in enumerate([next(answers) for _ in datagrams], 1)}
            for _, _, datagrams in all_peers]


def joined(encoding, datagrams):
    if encoding is None:
        return b"".join(payload for payload, _ in datagrams)
    return "\n".encode(encoding).join(payload for payload, _ in datagrams)


def by_chardet(payload):
    import chardet
    return chardet.detect(payload)["encoding"]


def by_normalizer(payload):
    import charset_normalizer
    best = charset_normalizer.from_bytes(payload).best()
    return best.encoding if best else None


def by_uchardet(payload):
    name = subprocess.run(["uchardet"], input=payload, capture_output=True).stdout.decode().strip()
    return None if name in ("", "unknown") else name


def other(tool, all_peers):
    work = [joined(encoding, datagrams[:moment]) for _, encoding, datagrams in all_peers for moment in MOMENTS]
    with concurrent.futures.ProcessPoolExecutor() as pool:
        answers = iter(list(pool.map(tool, work, chunksize=50)))
    return [{moment: next(answers) for moment in MOMENTS} for _ in all_peers]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--peers", type=int, default=200)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only")
    parser.add_argument("--more", action="store_true")
    parser.add_argument("--wrong")
    options = parser.parse_args()
    if options.more:
        all_peers = list(made.peers(made.MORE, options.peers, 10, options.seed))
    else:
        all_peers = list(made.peers(made.LANGUAGES, options.peers, 10, options.seed))
        all_peers += made.binary_peers(options.peers, 10, options.seed)
    tools = {"udpeek": None, "chardet": by_chardet, "charset-normalizer": by_normalizer, "uchardet": by_uchardet}
    wrong = open(options.wrong, "w") if options.wrong else None
    table = collections.defaultdict(collections.Counter)
    pairs = list(dict.fromkeys(name for name, _, _ in all_peers))
    used = [name for name in tools if options.only in (None, name)]
    sure = collections.Counter()
    for tool in used:
        answers = udpeek(options.driver, all_peers) if tool == "udpeek" else other(tools[tool], all_peers)
        for (pair, encoding, datagrams), found in zip(all_peers, answers):
            group = "binary" if encoding is None else "text"
            for moment in MOMENTS:
                answer = found[moment]
                name = answer.rstrip("?") if answer else answer
                right = is_right(encoding, name, datagrams[:moment])
                table[tool, pair][moment] += right
                table[tool, group][moment] += right
                if tool == "udpeek":
                    sure["sure" if not answer.endswith("?") else "guess", moment] += 1
                    sure["sure, wrong" if not answer.endswith("?") else "guess, wrong", moment] += not right
                    if wrong and not right:
                        print(moment, pair, answer, [(text or payload.hex()) for payload, text in datagrams[:moment]],
                              file=wrong)
    sizes = collections.Counter(name for name, _, _ in all_peers)
    sizes["text"] = sum(encoding is not None for _, encoding, _ in all_peers)
    sizes["binary"] = len(all_peers) - sizes["text"]
    print(f"{'right, %, after 1 / 3 / 10 datagrams':24}" + "".join(f"{tool:>24}" for tool in used))
    for pair in pairs + ["text", "binary"]:
        if sizes[pair]:
            row = [" / ".join(f"{100 * table[tool, pair][moment] / sizes[pair]:5.1f}" for moment in MOMENTS) for tool in used]
            print(f"{pair:24}" + "".join(f"{cell:>24}" for cell in row))
    for key in ("sure", "sure, wrong", "guess", "guess, wrong"):
        if "udpeek" in used:
            print(f"udpeek {key:16}", " / ".join(f"{sure[key, moment]:6}" for moment in MOMENTS))


sys.exit(main())
