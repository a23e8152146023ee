"""Logs to measure with: what a long run of many hosts leaves, and what goes wrong with one; the same bytes each time."""
import os
import sys
import time

FIRST, LAST = "FIRST-LINE-OF-THE-LOG", "LAST-LINE-OF-THE-LOG"
# A text near the end, and what stands behind it in its line.
NEEDLE, NEEDLE_SHOWN = "zzq-needle-17", "behind-the-needle"
FAILURE_PATTERN, FAILURE_SHOWN = r"^  [0-9]+\) ATVM", "expected 'PAUSED' to equal 'IN_SYNC'"
COUNT_PATTERN, COUNT_SHOWN = "[0-9]+ failing", "  1 failing"
# What stands in every step, and its lines in the whole log as a screen tells them.
MANY = "Verify data"
CODE_PATTERN, CODE_SHOWN = "[A-F][A-F][0-9][0-9][0-9][G-K][G-K]", "behind-the-code"
HOSTS, STEPS = 8, 22
RULE, EDGE, DOUBLE = "─" * 100, "─" * 96, "=" * 100


def row(text):
    return f"  │ {text:<94} │\n"


def noise(seed):
    return f"""\
    cy:command request GET 200 https://ctl.example/api/v2/hosts/{seed}/replication?job=#######&since=176366
{{"host":"host-{seed}","disk":"sdb","copied":{seed * 7919},"total":107374182400,"state":"REPLICATING"}}
[atvm] waiting for the session state 'Tracking', 295 s left, last answer 'Initial Sync' ({seed % 100} %)
2026-11-20T14:03:22.{100 + seed % 900}Z INFO  migration.session id=####### phase=copy rate=812.4 MB/s eta=00:12:41
64 bytes from 192.168.3.41: icmp_seq={seed} ttl=64 time=0.412 ms
/dev/mapper/rhel-root       52403200  11242324  41160876  22% /
      at Context.eval (webpack://atvm/./cypress/support/commands.js:214:12)
The command finished with status 0 after 12.4 s on the host under test, see the transcript for its output
""" + f"md5 9e107d9d372bb6826bd81d3542a419d6  /mnt/source/file-{seed}.bin OK\n" * 30


def host_text(host, fails):
    text = f"\n{RULE}\n\n  Running:  {f'host-{host}.cy.ts':<78}({host} of {HOSTS})\n\n\n  ATVM host-{host}\n"
    for step in range(1, STEPS + 1):
        is_last = fails and step == STEPS
        text += noise(host * 7 + step)
        text += f"    1) {step}. Verify data\n" if is_last else f"    ✓ {step}. Verify data {step} ({step * 137}ms)\n"
    passing = STEPS - 1 if fails else STEPS
    text += f"\n\n  {passing} passing (16m)\n"
    if fails:
        text += (f"  1 failing\n\n  1) ATVM host-{host}\n       {STEPS}. Verify data:\n"
                 f"     AssertionError: {FAILURE_SHOWN}\n      at Context.eval (steps.ts:3:7)\n")
    text += f"\n\n  (Results)\n\n  ┌{EDGE}┐\n"
    for key, value in (("Tests", STEPS), ("Passing", passing), ("Failing", int(fails)), ("Pending", 0), ("Skipped", 0)):
        text += row(f"{key + ':':<13} {value}")
    return text + row(f"{'Spec Ran:':<13} host-{host}.cy.ts") + f"  └{EDGE}┘\n\n"


def run_text(fails):
    """One run; its number goes where ####### stands."""
    specs = ", ".join(f"host-{h}.cy.ts" for h in range(1, HOSTS + 1))
    text = f"\n{DOUBLE}\n\n  (Run Starting)\n\n  ┌{EDGE}┐\n"
    text += row(f"{'Cypress:':<15} 12.17.4") + row(f"{'Specs:':<15} {HOSTS} found ({specs[:60]}") + f"  └{EDGE}┘\n\n"
    text += "".join(host_text(h, fails and h == HOSTS // 2) for h in range(1, HOSTS + 1))
    text += f"\n{DOUBLE}\n\n  (Run Finished)\n\n\n"
    text += f"       {'Spec':<50}Tests  Passing  Failing  Pending  Skipped  \n  ┌{EDGE}┐\n"
    lines = []
    for host in range(1, HOSTS + 1):
        bad = fails and host == HOSTS // 2
        lines.append(f"  │ {'✖' if bad else '✔'}  {f'host-{host}.cy.ts':<35}{'16:07':>12}{STEPS:>9}"
                     f"{STEPS - bad:>9}{'1' if bad else '-':>9}{'-':>9}{'-':>9} │\n")
    return (text + f"  ├{EDGE}┤\n".join(lines) + f"  └{EDGE}┘\n"
            + ("    ✖  1 of 8 failed (12%)" if fails else "    ✔  All specs passed!")
            + f"{'02:08:56':>25}{HOSTS * STEPS:>9}{HOSTS * STEPS - fails:>9}{'1' if fails else '-':>9}"
              f"{'-':>9}{'-':>9}  \n\n").encode()


def write(path, megabytes, hole=0):
    """A log of whole runs; failures, and what is searched, stand in its last tenth.

    - returns: how many lines hold what stands in every step.
    - hole: megabytes of nothing (a sparse part) put before that last tenth, to make the file as long as that.
    """
    passing, failing = run_text(False), run_text(True)
    runs = max(10, megabytes * 1_000_000 // len(passing))
    counts = [body.count(MANY.encode()) for body in (passing, failing)]
    hits = counts[False]
    with open(path, "wb") as log:
        log.write(f"npm run e2e {FIRST}\n".encode())
        for number in range(runs):
            if hole and number == runs * 9 // 10:
                log.flush()
                os.ftruncate(log.fileno(), hole * 1_000_000)
                log.seek(0, os.SEEK_END)
                log.write(b"\n")
            late = number >= runs * 9 // 10
            body = failing if late and (runs - 2 - number) % 3 == 0 else passing
            log.write(body.replace(b"#######", b"%07d" % number))
            hits += counts[body is failing]
            if number == runs - 2:
                log.write(f"{NEEDLE} {NEEDLE_SHOWN}\ncode BC042HK {CODE_SHOWN}\n".encode())
        # The very last run has passed, so that the end of the log shows no failure.
        log.write(passing.replace(b"#######", b"%07d" % runs))
        log.write(f"exit status 0 {LAST}\n".encode())
    return hits


def counted(hits):
    """How screens tell that they have counted all: `of 12,345` or `12345 hits`."""
    number = f"(?:{hits:,}|{hits})"
    return f"of {number}(?![0-9,.])|{number} hits"


# What goes wrong with a log


def write_as(path):
    """Lines of 64 KiB that are poison for a regular expression that backtracks; 100 MB of them."""
    line = b"a" * 65_536 + b"!\n"
    with open(path, "wb") as log:
        log.write(line * (100_000_000 // len(line)))
        log.write(f"{LAST}\n".encode())


def write_long(path):
    """One line of 100 MB between two short ones."""
    with open(path, "wb") as log:
        log.write(f"{FIRST}\n".encode() + b"0123456789" * 10_000_000 + f"\n{LAST}\n".encode())


def hostile_cases():
    """Name, what is written, keys before the measurement, what goes on meanwhile."""
    def usual(path):
        write(path, 100)
    return [
        ("(a+)+$ on lines of 64 KiB of a", write_as, "g,/,C-r,(a+)+$,Enter", None),
        ("a line of 100 MB", write_long, "k", None),
        ("rotated 20 times a second by renaming", usual, "", "rename"),
        ("cut 20 times a second", usual, "", "truncate"),
        ("copied and cut 20 times a second", usual, "", "copytruncate"),
        ("replaced while it is searched", usual, "g,/,nowhere-to-be-found,Enter", "rename"),
    ]


def rotate(how, path):
    """Writes lines into a log that is rotated twenty times a second, until it is ended."""
    number = 0
    while True:
        with open(path, "ab", buffering=0) as log:
            for _ in range(50):
                number += 1
                log.write(b"line %09d of a log that is rotated\n" % number)
        time.sleep(0.05)
        if how == "rename":
            with open(path + ".new", "wb") as log:
                log.write(b"begun anew after line %09d\n" % number)
            os.replace(path + ".new", path)
        elif how == "copytruncate":
            with open(path, "rb") as log, open(path + ".1", "wb") as copy:
                copy.write(log.read())
            os.truncate(path, 0)
        else:
            os.truncate(path, 0)


if __name__ == "__main__":
    rotate(*sys.argv[1:3])
