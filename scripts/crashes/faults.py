"""One call to the file system fails: an I/O error, a full disk, an interrupted or a short call."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

from .workshop import FAILURE, STUDIES, Wrong, check_store, files_below, store_content

SOURCE = Path(__file__).resolve().parent / "failing_io.c"
HOW = ["EIO", "EIO", "EIO", "ENOSPC", "ENOSPC", "EACCES", "EINTR", "short"]


def build(folder):
    """The library that makes calls fail, compiled into a folder; None without a C compiler."""
    library = Path(folder) / "failing_io.so"
    compiler = shutil.which("cc") or shutil.which("clang") or shutil.which("gcc")
    if not compiler:
        return None
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
    return library


class FailingCalls:
    """Runs commands with one failing call on paths below some folders."""

    def __init__(self, library, log):
        self.library = library
        self.log = Path(log)

    def environment(self, below, at, how="EIO", stays=False, temporary=None):
        changed = {
            "LD_PRELOAD": str(self.library), "FAILING_IO_BELOW": ":".join(map(str, below)), "FAILING_IO_AT": str(at),
            "FAILING_IO_HOW": how, "FAILING_IO_STAYS": "1" if stays else "0", "FAILING_IO_LOG": str(self.log),
        }
        if temporary:
            changed["TMPDIR"] = str(temporary)
        self.log.unlink(missing_ok=True)
        return {**os.environ, **changed}

    def outcome(self):
        """The name of the call that failed, None when none did, and the number of calls that counted."""
        lines = [line.split() for line in self.log.read_text().splitlines()] if self.log.exists() else []
        failed = next((name for name, _ in lines if name != "calls"), None)
        return failed, next((int(count) for name, count in lines if name == "calls"), 0)


class Faults:
    def __init__(self, workshop, library):
        self.workshop = workshop
        self.calls = FailingCalls(library, workshop.work / "failing.log")
        self.failed = Counter()
        self.outcomes = Counter()
        # Calls of each command when nothing fails.
        self.counts = {}

    def run(self, count):
        commands = ["ingest", "merge", "report"]
        for trial in range(count):
            command = commands[trial % len(commands)]
            try:
                self.trial(command)
            except Wrong as error:
                self.workshop.wrong(f"failing call, {command}", error)
            if (trial + 1) % 20 == 0:
                print(f"{trial + 1} failing calls", flush=True)

    def trial(self, command):
        shop = self.workshop
        exists = shop.random.random() < 0.5
        if command not in self.counts:
            self.execute(command, False, 0, "EIO", False)
            self.counts[command] = self.calls.outcome()[1]
        at = shop.random.randint(1, self.counts[command])
        how = shop.random.choice(HOW)
        stays = shop.random.random() < 0.3
        done, folder = self.execute(command, exists, at, how, stays)
        name, _ = self.calls.outcome()
        message = done.stderr.strip()
        if name:
            self.failed[name] += 1
            self.outcomes[f"status {done.returncode}"] += 1
        case = f"{name} {how}{' for good' if stays else ''} at call {at}"
        try:
            if done.returncode not in (0, 1, FAILURE):
                raise Wrong(f"status {done.returncode}: {message[-300:]}")
            if done.returncode and not message:
                raise Wrong(f"status {done.returncode} without a message")
            if how in ("EINTR", "short") and done.returncode:
                raise Wrong(f"status {done.returncode} though nothing had failed: {message[-300:]}")
            self.check(command, folder, exists, done, name)
        except Wrong as error:
            raise Wrong(f"{case}: {error}") from error

    def execute(self, command, exists, at, how, stays):
        shop = self.workshop
        folder = shop.fresh()
        temporary = folder / "tmp"
        temporary.mkdir()
        if command == "ingest":
            run = shop.ingest(folder / "s.sqlite")
        elif command == "merge":
            run = shop.merge(folder / "m.sqlite")
            if exists:
                shutil.copy2(shop.work / "part-1.sqlite", folder / "m.sqlite")
        else:
            run = shop.report(folder / "whole.sqlite", folder / "report")
            shutil.copy2(shop.whole, folder / "whole.sqlite")
            if exists:
                shutil.copytree(shop.work / "nature", folder / "report")
        below = [folder, STUDIES[0]]
        environment = self.calls.environment(below, at, how, stays, temporary)
        return shop.run(run, env=environment), folder

    def check(self, command, folder, exists, done, name):
        """What must be: what is said to be done is done, what is not can be done anew, and nothing else is there."""
        shop = self.workshop
        if command == "ingest":
            store = folder / "s.sqlite"
            check_store(store, shop.scratch)
            if done.returncode == 0 and store_content(store, shop.scratch) != shop.expected["ingest", 0]:
                raise Wrong(f"status 0, yet the store lacks something: {done.stderr[-300:]}")
            shop.after_ingest(store, 0)
        elif command == "merge":
            output = folder / "m.sqlite"
            if output.exists() and (done.returncode != FAILURE or not exists):
                if store_content(output, shop.scratch) != shop.expected["merge"]:
                    raise Wrong(f"status {done.returncode}, yet the merged store is not whole")
            elif done.returncode != FAILURE:
                raise Wrong(f"status {done.returncode} without a merged store")
            if name != "unlink" and shop.leftovers(output):
                raise Wrong(f"left: {shop.leftovers(output)}")
            shop.after_merge(output)
        else:
            output = folder / "report"
            if done.returncode == 0 and files_below(output) != shop.expected["report", "article"]:
                raise Wrong("status 0, yet the report is not whole")
            shop.after_report(output, exists)

    def summary(self):
        failed = ", ".join(f"{count} {name}" for name, count in sorted(self.failed.items()))
        outcomes = ", ".join(f"{count} with {name}" for name, count in sorted(self.outcomes.items()))
        return f"failing calls: {sum(self.failed.values())} ({failed}); {outcomes}"
