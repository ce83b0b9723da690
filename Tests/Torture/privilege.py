"""What the capability to bind ports below 1024 opens: those ports, and nothing else."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from support import Outcome, Program, Screen, Short, wait_for

NOBODY = 65_534
# Marks that it was loaded into a process.
INTRUDER = '#include <fcntl.h>\n__attribute__((constructor)) static void mark(void) { open("%s", O_CREAT | O_RDWR, 0666); }\n'


def capability(context):
    """As an ordinary user with cap_net_bind_service, as the README shows it: files, environment, paths."""
    if os.geteuid() != 0:
        raise Short("needs root, to give a file a capability")
    folder = Path(tempfile.mkdtemp(prefix="udpeek-capability-"))
    try:
        return _check(context, folder)
    finally:
        shutil.rmtree(folder)


def _become_nobody():
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _check(context, folder):
    folder.chmod(0o755)
    program, home, secret = folder / "udpeek", folder / "home", folder / "secret"
    shutil.copy(context.udpeek, program)
    program.chmod(0o755)
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    (secret / "udpeek").mkdir(parents=True)
    (secret / "udpeek" / "history").write_text("filter\tof root alone\n")
    secret.chmod(0o700)
    subprocess.run(["setcap", "cap_net_bind_service=ep", str(program)], check=True,
                   env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"})
    intruder, mark = folder / "intruder.so", home / "was-here"
    source = folder / "intruder.c"
    source.write_text(INTRUDER % mark)
    subprocess.run([shutil.which("cc") or "clang", "-shared", "-fPIC", str(source), "-o", str(intruder)], check=True)
    environment = {**context.environment, "HOME": str(home), "XDG_STATE_HOME": str(secret), "LD_PRELOAD": str(intruder),
                   "LD_AUDIT": str(intruder), "GCONV_PATH": str(folder), "LOCPATH": str(folder), "TERMINFO": str(folder),
                   "SWIFT_BACKTRACE": f"enable=yes,swift-backtrace={intruder}"}
    faults = 0

    # The port, and that it is all: no other capability, no other user.
    with Program([program, "listen", "127.0.0.1:81", "--quiet"], environment, before=_become_nobody) as running:
        running.wait_for_errors("listening on 127.0.0.1:81")
        status = Path(f"/proc/{running.pid}/status").read_text()
        for line in (f"Uid:\t{NOBODY}\t{NOBODY}\t{NOBODY}", "CapEff:\t0000000000000400", "CapPrm:\t0000000000000400",
                     "CapAmb:\t0000000000000000"):
            faults += 1
            if line not in status:
                raise Short(f"not {line!r}: {status}")
        maps = Path(f"/proc/{running.pid}/maps").read_text()
        faults += 3
        if str(intruder) in maps or mark.exists():
            raise Short("LD_PRELOAD or LD_AUDIT brought code into a process with a capability")
        if running.end() != 0:
            raise Short(f"ended with {running.process.returncode}: {running.errors}")

    # A state folder of root's is neither read nor written; the screen works all the same and says so at its end.
    with Screen(_With(context, program), environment=environment, before=_become_nobody) as screen:
        screen.port()
        screen.type("/port 1\r")
        wait_for("the filter", lambda: "port 1" in screen.text)
        screen.type("Q")
        faults += 2
        status = screen.finish()
        wait_for("a sentence about the history", lambda: "the history cannot be saved" in screen.text)
        if status != 0 or "of root alone" in screen.text:
            raise Short(f"ended with {screen.process.returncode}: {screen.text[-300:]}")
    if (secret / "udpeek" / "history").read_text() != "filter\tof root alone\n":
        raise Short("a file of root's was written")

    # One's own is readable by oneself alone, and no link is followed to it.
    environment["XDG_STATE_HOME"] = str(home)
    with Screen(_With(context, program), environment=environment, before=_become_nobody) as screen:
        screen.port()
        screen.type("/port 2\r")
        wait_for("the filter", lambda: "port 2" in screen.text)
        screen.send(signal.SIGTERM)
        screen.finish()
    kept = home / "udpeek" / "history"
    faults += 2
    if kept.stat().st_mode & 0o777 != 0o600 or kept.stat().st_uid != NOBODY or kept.parent.stat().st_mode & 0o777 != 0o700:
        raise Short(f"the history has mode {kept.stat().st_mode:o} in a folder of {kept.parent.stat().st_mode:o}")
    target = home / "target"
    target.write_text("")
    os.chown(target, NOBODY, NOBODY)
    kept.unlink()
    kept.symlink_to(target)
    with Screen(_With(context, program), environment=environment, before=_become_nobody) as screen:
        screen.port()
        screen.type("/port 3\r")
        wait_for("the filter", lambda: "port 3" in screen.text)
        screen.type("Q")
        screen.finish()
    faults += 1
    if target.read_text():
        raise Short("the history was written through a link")
    return Outcome(f"{faults} attempts", faults, "one capability, no foreign code, no file of another user")


class _With:
    """The same context with another program."""

    def __init__(self, context, udpeek):
        self.udpeek, self.environment = udpeek, context.environment
