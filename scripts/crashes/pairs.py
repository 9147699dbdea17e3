"""Two processes at one store or folder at once, one of which may be killed."""

import os
import signal
import sqlite3
import subprocess
import time
from collections import Counter

from .workshop import FAILURE, Wrong, check_store, files_below, store_content


class Pairs:
    def __init__(self, workshop):
        self.workshop = workshop
        self.pairs = Counter()
        self.outcomes = Counter()

    def run(self, count):
        kinds = [
            ("ingest and ingest of the same", self.same), ("ingest and ingest of another", self.another),
            ("merge and merge", self.merges), ("ingest and merge", self.ingest_and_merge),
            ("report and ingest", self.report_and_ingest), ("report and report", self.reports),
        ]
        for number in range(count):
            name, body = kinds[number % len(kinds)]
            self.pairs[name] += 1
            try:
                body()
            except Wrong as error:
                self.workshop.wrong(name, error)

    def both(self, first, second, kills=True):
        """Runs two commands, the second a little later, and kills the first at times; their ends."""
        random = self.workshop.random
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
        one = subprocess.Popen(first, **options)
        time.sleep(random.random() ** 2 * 0.5)
        other = subprocess.Popen(second, **options)
        if kills and random.random() < 0.3:
            time.sleep(random.random() * 0.5)
            one.kill()
        ends = [(process.communicate()[0].strip(), process.returncode) for process in (one, other)]
        for message, status in ends:
            self.outcomes["killed" if status == -signal.SIGKILL else f"status {status}"] += 1
            if status not in (0, 1, FAILURE, -signal.SIGKILL):
                raise Wrong(f"status {status}: {message[-300:]}")
        return ends

    def must_succeed(self, ends):
        for message, status in ends:
            if status == FAILURE:
                raise Wrong(f"status {status}: {message[-300:]}")

    def same(self):
        shop = self.workshop
        store = shop.fresh() / "s.sqlite"
        self.must_succeed(self.both(shop.ingest(store), shop.ingest(store)))
        if store_content(store, shop.scratch) != shop.expected["ingest", 0]:
            raise Wrong("the store differs from that of one ingest")
        shop.after_ingest(store, 0)

    def another(self):
        shop = self.workshop
        store = shop.fresh() / "s.sqlite"
        ends = self.both(shop.ingest(store, 0), shop.ingest(store, 1))
        self.must_succeed(ends)
        check_store(store, shop.scratch)
        if ends[0][1] < 0:
            shop.must_run(shop.ingest(store, 0))
        if store_content(store, shop.scratch) != shop.expected["both"]:
            raise Wrong("the store differs from that of two ingests one after the other")

    def merges(self):
        shop = self.workshop
        output = shop.fresh() / "m.sqlite"
        commands = [
            [shop.binary, "merge", "--incomplete", str(shop.work / f"part-{part}.sqlite"), "-o", str(output)]
            for part in (1, 2)
        ]
        ends = self.both(*commands)
        self.must_succeed(ends)
        check_store(output, shop.scratch)
        if ends[0][1] >= 0 and store_content(output, shop.scratch) != shop.expected["merge"]:
            raise Wrong("one of two merges was lost")
        shop.after_merge(output)

    def ingest_and_merge(self):
        shop = self.workshop
        store = shop.fresh() / "s.sqlite"
        merge = [shop.binary, "merge", str(shop.whole), "-o", str(store)]
        ends = self.both(shop.ingest(store, 1), merge)
        self.must_succeed(ends)
        check_store(store, shop.scratch)
        if ends[0][1] < 0:
            shop.must_run(shop.ingest(store, 1))
        if store_content(store, shop.scratch) != shop.expected["both"]:
            raise Wrong("the store differs from that of an ingest and a merge one after the other")

    def report_and_ingest(self):
        """The logs are in the store, so that the report of every finished state is the same."""
        shop = self.workshop
        folder = shop.fresh()
        store, output = folder / "s.sqlite", folder / "report"
        shop.must_run(shop.ingest(store, 0))
        # The ingest has something to write: it looks at every file again.
        connection = sqlite3.connect(store)
        connection.execute("UPDATE file SET modified_ns = modified_ns - 1")
        connection.commit()
        connection.close()
        ingested, made = self.both(shop.ingest(store, 0), shop.report(store, output))
        self.must_succeed([ingested])
        if made[1] == FAILURE:
            if "another process wrote to the store while it was read" not in made[0]:
                raise Wrong(f"another error: {made[0][-300:]}")
            self.outcomes["changed while read"] += 1
        elif files_below(output) != shop.expected["report", "article"]:
            raise Wrong("the report is that of no finished state")

    def reports(self):
        shop = self.workshop
        output = shop.fresh() / "report"
        first, second = self.both(shop.report(shop.whole, output, "nature"), shop.report(shop.whole, output))
        for message, status in (first, second):
            if status == FAILURE and "another process is writing a report into this folder" not in message:
                raise Wrong(f"another error: {message[-300:]}")
            self.outcomes["folder in use"] += status == FAILURE
        if first[1] < 0 and second[1] == FAILURE:
            # It was refused while the other one, which was killed later, was writing.
            shop.check_report(output, False) if not output.exists() else None
        else:
            found = files_below(output)
            whole = [shop.expected["report", venue] for venue in ("article", "nature")]
            manifest = found.get("data/manifest.json")
            if not any(all(found.get(path) == value for path, value in report.items()) for report in whole):
                raise Wrong(f"no whole report is there, manifest {manifest}")
        done = shop.run(shop.report(shop.whole, output))
        if done.returncode == FAILURE:
            raise Wrong(f"the folder stays locked: {done.stderr[-300:]}")

    def locked(self):
        """A store that is locked for longer than the commands wait."""
        shop = self.workshop
        folder = shop.fresh()
        store = folder / "s.sqlite"
        shop.must_run(shop.ingest(store, 0))
        connection = sqlite3.connect(store, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        commands = {
            "ingest": shop.ingest(store, 0), "report": shop.report(store, folder / "report"), "merge into": shop.merge(store),
            "merge from": [shop.binary, "merge", str(store), "-o", str(folder / "m.sqlite")],
            "runs": [shop.binary, "runs", "--store", str(store)],
        }
        running = {
            name: subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            for name, command in commands.items()
        }
        for name, process in running.items():
            message = process.communicate()[0].strip()
            self.pairs[f"{name} a locked store"] += 1
            self.outcomes[f"status {process.returncode}"] += 1
            if process.returncode != FAILURE or "another process has kept the store locked" not in message:
                shop.wrong(f"{name}, locked store", f"status {process.returncode}: {message[-300:]}")
            if str(store) not in message:
                shop.wrong(f"{name}, locked store", f"the store is not named: {message[-300:]}")
        connection.close()
        if os.path.exists(folder / "m.sqlite"):
            shop.wrong("merge from, locked store", "a store was made")
        try:
            shop.after_ingest(store, 0)
        except Wrong as error:
            shop.wrong("locked store", error)

    def summary(self):
        pairs = ", ".join(f"{count} {name}" for name, count in self.pairs.items())
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        return f"two processes at once: {sum(self.pairs.values())} ({pairs}); {outcomes}"
