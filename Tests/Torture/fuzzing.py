"""A short run of each fuzzer."""

import re
import subprocess

from support import ROOT, Outcome, Short


def parsers(context):
    """As many runs of each, with the address sanitizer."""
    if not context.fuzzer:
        raise Short("no fuzzer was given: --fuzzer .build-fuzz/release/udpeek-fuzz (make fuzzer)")
    runs = context.pick(20_000, 1_000)
    # libFuzzer takes 0 for "no seed".
    ended = subprocess.run(["sh", str(ROOT / "Tests" / "Fuzz" / "fuzz.sh"), context.fuzzer, str(runs),
                            str(context.seed % (1 << 31) + 1)], capture_output=True, text=True)
    lines = ended.stdout.splitlines()
    crashes = [line for line in lines if "0 crashes" not in line]
    if ended.returncode or crashes or not lines:
        raise Short("; ".join(crashes) or ended.stderr[-300:])
    total = sum(int(re.search(r": (\d+) runs", line)[1]) for line in lines)
    return Outcome(f"{total:,} inputs into {len(lines)} parsers", f"{total:,}", "0 crashes")
