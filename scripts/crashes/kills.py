"""SIGKILL at random moments."""

import os
import shutil
import subprocess
import time
from collections import Counter

from .workshop import STUDIES, Wrong, store_content


def look(folder):
    """The number of files in a folder and their bytes, while they come and go."""
    count, size = 0, 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                size += os.stat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue
            count += 1
    return count, size


def kill_at_some_moment(command, duration, watched, random, **options):
    """Runs a command and kills it; whether it was killed before its end.

    Every second time the moment is sought from the first change in the folder on: there it writes.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    if random.random() < 0.5:
        delay = random.random() * duration
    else:
        before = look(watched)
        while process.poll() is None and look(watched) == before:
            time.sleep(0.001)
        delay = random.random() ** 2 * duration / 2
    try:
        process.wait(delay)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait() == -9


class Kills:
    def __init__(self, workshop):
        self.workshop = workshop
        self.kills = Counter()
        self.unfinished = Counter()
        # Half-merged stores that killed merges left.
        self.leftovers = 0

    def run(self, count, end):
        bodies = [("ingest", self.ingest), ("merge", self.merge), ("report", self.report)]
        attempts = 0
        while sum(self.kills.values()) < count and attempts < 3 * count + 30 and time.monotonic() < end:
            name, body = bodies[attempts % len(bodies)]
            try:
                killed = body()
                (self.kills if killed else self.unfinished)[name] += 1
            except Wrong as error:
                self.kills[name] += 1
                self.workshop.wrong(name, error)
            attempts += 1
            if attempts % 10 == 0:
                print(f"{sum(self.kills.values())} kills", flush=True)

    def kill(self, command, duration, folder):
        return kill_at_some_moment(command, duration, folder, self.workshop.random)

    def ingest(self):
        shop = self.workshop
        study = shop.random.randrange(len(STUDIES))
        folder = shop.fresh()
        store = folder / "s.sqlite"
        killed = self.kill(shop.ingest(store, study), shop.durations["ingest", study], folder)
        shop.after_ingest(store, study)
        return killed

    def merge(self):
        shop = self.workshop
        folder = shop.fresh()
        output = folder / "m.sqlite"
        exists = shop.random.random() < 0.5
        if exists:
            shutil.copy2(shop.work / "part-1.sqlite", output)
        killed = self.kill(shop.merge(output), shop.durations["merge"], folder)
        if not exists and output.exists() and store_content(output, shop.scratch) != shop.expected["merge"]:
            raise Wrong("a new store has its name before it is complete")
        self.leftovers += any(name.endswith(".sqlite") for name in shop.leftovers(output))
        shop.after_merge(output)
        return killed

    def report(self):
        shop = self.workshop
        folder = shop.fresh()
        output = folder / "report"
        replaces = shop.random.random() < 0.5
        if replaces:
            shutil.copytree(shop.work / "nature", output)
        killed = self.kill(shop.report(shop.whole, output), shop.durations["report"], folder)
        shop.after_report(output, replaces)
        return killed

    def summary(self):
        return (
            f"{sum(self.kills.values())} kills ({', '.join(f'{count} {name}' for name, count in self.kills.items())}; "
            f"{self.leftovers} merges left a half-merged store), {sum(self.unfinished.values())} runs that ended before "
            "their kill"
        )
