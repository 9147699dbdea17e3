"""One study after another: disturbed in some way, compared with what one undisturbed process makes, and with the truth."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from pathlib import Path

from crashes.faults import HOW, FailingCalls
from crashes.kills import kill_at_some_moment
from crashes.workshop import Wrong, check_store, files_below

from .generator import Study

# What a path's ending says is no log, as docs/formats.md has it.
NO_LOGS = (
    ".nii", ".nii.gz", ".npz", ".npy", ".pth", ".model", ".pkl", ".png", ".jpg", ".jpeg", ".pdf", ".b2nd", ".h5", ".zip", ".tar",
)
PATIENCE = 600
# Energies by samples of power: noise of 1 % in each, and a sample at either end of every stretch.
TOLERANCE = 0.02


def is_no_log(name):
    """Whether a name keeps a file from being opened."""
    return name.lower().endswith(NO_LOGS) or ".sqlite" in name.lower()


class Rounds:
    def __init__(self, binary, seed, work, library):
        self.binary = os.path.abspath(binary)
        self.seed = seed
        self.work = Path(work)
        self.scratch = self.work / "looked-at"
        self.calls = FailingCalls(library, self.work / "failing.log") if library else None
        self.counts = Counter()
        self.ways = Counter()
        self.failures = []
        self.duration = 1.0

    def round(self, number):
        """One study; whether all was as it must be."""
        self.random = random.Random(f"{self.seed} {number}")
        study = Study(self.random)
        self.folder = self.work / "round"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        try:
            self.one(study)
        except Wrong as error:
            self.failures.append(f"study {number} of seed {self.seed}: {error}")
            print(f"WRONG study {number}: {error}", flush=True)
            return False
        finally:
            self.counts["studies"] += 1
            self.counts["files"] += len(study.files)
            self.counts["trainings"] += sum(map(len, study.runs.values()))
        return True

    def one(self, study):
        plain, tree = self.folder / "plain.sqlite", self.folder / "study"
        disturbed, way = self.folder / "disturbed.sqlite", self.random.choice(sorted(self.WAYS))
        self.ways[way] += 1
        if way == "growing":
            # The beginnings first, as a study looks while it runs.
            study.write(tree, beginnings=True)
            for _ in range(self.random.randint(1, 2)):
                self.ingest(disturbed, tree)
        study.write(tree)
        started = time.monotonic()
        self.must_run(self.command("ingest", tree, "--store", plain))
        self.duration = time.monotonic() - started
        self.WAYS[way](self, disturbed, tree)
        check_store(disturbed, self.scratch)

        expected, found = self.folder / "expected", self.folder / "found"
        self.must_run(self.report(plain, tree, expected))
        if self.random.random() < 0.3:
            self.counts["killed reports"] += kill_at_some_moment(
                self.report(disturbed, tree, found), self.duration, self.folder, self.random)
        if self.random.random() < 0.2:
            self.failing(self.report(disturbed, tree, found), [found])
        self.must_run(self.report(disturbed, tree, found))
        self.same(files_below(expected), files_below(found), "the report of the disturbed store")
        if self.random.random() < 0.3:
            direct = self.folder / "direct"
            self.must_run(self.command("report", tree, "-o", direct))
            self.same(files_below(expected), files_below(direct), "the report of the files")
        verified = self.must_run(self.command("verify", expected, "--inputs", tree))
        if verified.returncode != 0:
            raise Wrong(f"verify: status {verified.returncode}: {(verified.stdout + verified.stderr)[-600:]}")
        self.check_files(study, expected)
        self.check_truth(study, expected)

    # Commands

    def command(self, *words):
        return [self.binary, *map(str, words)]

    def report(self, store, tree, output):
        study = ["--study", tree / "fodspor.yml"] if (tree / "fodspor.yml").exists() else []
        return self.command("report", "--store", store, *study, "-o", output)

    def must_run(self, command, **options):
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, **options)
        except subprocess.TimeoutExpired:
            raise Wrong(f"more than {PATIENCE} s: {' '.join(command[1:])}") from None
        if done.returncode not in (0, 1):
            raise Wrong(f"status {done.returncode} of {' '.join(command[1:])}: {done.stderr.strip()[-600:]}")
        return done

    def ingest(self, store, tree, *more):
        return self.must_run(self.command("ingest", tree, "--store", store, *more))

    def failing(self, command, below):
        """One call fails, or none; the command ends by itself and says why."""
        if not self.calls:
            return
        how = self.random.choice(HOW)
        environment = self.calls.environment(below, self.random.randint(1, 600), how, self.random.random() < 0.3)
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment)
        name, _ = self.calls.outcome()
        self.counts["failing calls"] += name is not None
        if done.returncode not in (0, 1, 2) or done.returncode and not done.stderr.strip():
            raise Wrong(f"status {done.returncode} after {how} of {name}: {done.stderr.strip()[-600:]}")

    # Ways of being disturbed

    def killed(self, store, tree):
        for _ in range(self.random.randint(1, 4)):
            self.counts["killed ingests"] += kill_at_some_moment(
                self.command("ingest", tree, "--store", store), self.duration, self.folder, self.random)
            check_store(store, self.scratch)
        self.ingest(store, tree)

    def faulted(self, store, tree):
        for _ in range(self.random.randint(1, 4)):
            self.failing(self.command("ingest", tree, "--store", store), [store.parent])
            check_store(store, self.scratch)
        self.ingest(store, tree)

    def shards(self, store, tree):
        count = self.random.randint(2, 5)
        parts = [self.folder / f"part-{part}.sqlite" for part in range(1, count + 1)]
        for number, part in enumerate(parts, 1):
            words = ("ingest", tree, "--store", part, "--shard", f"{number}/{count}")
            if self.random.random() < 0.3:
                self.counts["killed ingests"] += kill_at_some_moment(
                    self.command(*words), self.duration / count, self.folder, self.random)
            self.must_run(self.command(*words))
        self.random.shuffle(parts)
        merge = self.command("merge", *parts, "-o", store)
        while self.random.random() < 0.4:
            self.counts["killed merges"] += kill_at_some_moment(merge, self.duration / 2, self.folder, self.random)
        if self.random.random() < 0.3:
            self.failing(merge, [self.folder])
        self.must_run(merge)
        left = sorted(path.name for path in self.folder.glob("*merging-*"))
        if left:
            raise Wrong(f"left after a merge: {left}")

    def growing(self, store, tree):
        self.ingest(store, tree)

    def together(self, store, tree):
        """Two processes at once."""
        self.counts["two ingests at once"] += 1
        running = [
            subprocess.Popen(
                self.command("ingest", tree, "--store", store), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                errors="replace") for _ in range(2)]
        for process in running:
            message = process.communicate()[0]
            if process.returncode not in (0, 1):
                raise Wrong(f"two ingests at once: status {process.returncode}: {message.strip()[-600:]}")

    def several(self, store, tree):
        """Folder by folder, and then all."""
        # A file that is named is read, whatever its name says.
        entries = sorted(entry for entry in tree.iterdir() if not is_no_log(entry.name))
        self.random.shuffle(entries)
        for entry in entries[: self.random.randint(1, 4)]:
            self.ingest(store, entry, *(["--study", tree / "fodspor.yml"] if (tree / "fodspor.yml").exists() else []))
        self.ingest(store, tree)

    WAYS = {
        "faulted": faulted, "growing": growing, "killed": killed, "several steps": several, "shards": shards,
        "together": together,
    }

    # What must be

    def same(self, expected, found, what):
        if expected != found:
            names = sorted(path for path in set(expected) | set(found) if expected.get(path) != found.get(path))
            raise Wrong(f"{what} differs: {names[:5]}")

    def check_files(self, study, report):
        """Every file is an input, has a finding, or is passed over by its name."""
        data = report / "data"
        told = set()
        for entry in json.loads((data / "inputs.json").read_text()):
            told |= {entry["path"], *entry["copies"]}
        told |= {entry["path"] for entry in json.loads((data / "diagnostics.json").read_text())}
        connection = sqlite3.connect(self.folder / "plain.sqlite")
        stored = {path for (path,) in connection.execute("SELECT path FROM file")}
        connection.close()
        for path in study.files:
            if is_no_log(path.rsplit("/", 1)[-1]):
                self.counts["files passed over"] += 1
                continue
            if str(self.folder / "study" / path) not in stored:
                raise Wrong(f"{path!r} is not in the store")
            if path not in told:
                raise Wrong(f"{path!r} is in no input and in no finding")

    def check_truth(self, study, report):
        runs = json.loads((report / "data/runs.json").read_text())
        # A copy of a log may be named first, by the order of paths.
        places = {path: run for run in runs for attempt in run["attempts"] for path in [attempt["log"], *attempt["copies"]]}
        known = set()
        for location, attempts in study.runs.items():
            run = places.get(attempts[0].path)
            if not run:
                raise Wrong(f"no training of {attempts[0].path}; there are {sorted(places)}")
            known.add(run["location"])
            if [places.get(attempt.path) for attempt in attempts] != [run] * len(attempts):
                raise Wrong(f"{location}: its {len(attempts)} trainings are not one run")
            if len(run["attempts"]) != len(attempts):
                raise Wrong(f"{location}: {len(run['attempts'])} trainings, not {len(attempts)}")
            epochs = sum(end is not None for attempt in attempts for _, _, end in attempt.epochs)
            if run["executed_epochs"] != epochs:
                raise Wrong(f"{location}: {run['executed_epochs']} epochs, not {epochs}")
            self.counts["epochs"] += epochs
            for attempt in attempts if study.has_zone else []:
                found = next(
                    entry for entry in run["attempts"] if attempt.path in [entry["log"], *entry["copies"]])
                self.check_energy(study, attempt, found)
        others = [run["location"] for run in runs if run["location"] not in known]
        strange = [location for location in others if not location.startswith(("tools/", "elsewhere/"))]
        if strange:
            raise Wrong(f"runs that were never made: {strange}")

    def check_energy(self, study, attempt, found):
        """The board's energy, of trainings that came to their end and have a whole trace."""
        if not attempt.finished or not attempt.trace or not attempt.trace[1]:
            return
        board = [part for part in found["components"] if part["component"] == "gpu"]
        if not board or board[0]["energy_j"] is None:
            self.counts["trainings without energy though there is a trace"] += 1
            return
        truth = study.energy(attempt)
        stretches = 2 * len(attempt.epochs) + 3
        most = TOLERANCE * truth + stretches * attempt.trace[0] * study.load / 2
        if board[0]["method"] == "power samples":
            self.counts["energies compared"] += 1
            if abs(board[0]["energy_j"] - truth) > most:
                raise Wrong(f"{attempt.path}: {board[0]['energy_j']:.0f} J, not {truth:.0f} ± {most:.0f}")

    def summary(self):
        counts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        ways = ", ".join(f"{count} {name}" for name, count in sorted(self.ways.items()))
        return f"{counts}; ingests: {ways}; {len(self.failures)} wrong"
