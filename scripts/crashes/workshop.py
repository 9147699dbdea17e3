"""What all trials of test-crashes share: the commands, what they make when nothing disturbs them, and how it is compared."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STUDIES = [ROOT / "fixtures/demo-study", ROOT / "fixtures/h100-node/study"]
FAILURE = 2


class Wrong(Exception):
    """Something that must not be."""


def digest(data):
    return hashlib.sha256(data).hexdigest()


def files_below(folder):
    """All files of a folder with their hashes, by path."""
    folder = Path(folder)
    return {
        str(path.relative_to(folder)): digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def copy_store(store, folder):
    """Copies a store with its journal: looking at the original would repair it before fodspor can."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for ending in ("", "-journal"):
        if os.path.exists(f"{store}{ending}"):
            shutil.copy2(f"{store}{ending}", folder)
    return Path(folder) / Path(store).name


def check_store(store, scratch):
    """Whether a store is whole, as SQLite sees it, after taking an unfinished transaction back."""
    if not os.path.exists(store) or os.path.getsize(store) == 0:
        return
    with_journal = copy_store(store, scratch)
    connection = sqlite3.connect(with_journal)
    try:
        integrity = connection.execute("PRAGMA integrity_check").fetchall()
        if integrity != [("ok",)]:
            raise Wrong(f"integrity_check: {integrity[:3]}")
        foreign = connection.execute("PRAGMA foreign_key_check").fetchall()
        if foreign:
            raise Wrong(f"foreign_key_check: {foreign[:3]}")
    except sqlite3.DatabaseError as error:
        raise Wrong(f"SQLite: {error}") from error
    finally:
        connection.close()


def store_content(store, scratch):
    """Everything in a store but the numbers of its rows, which depend on the order of reading."""
    connection = sqlite3.connect(copy_store(store, scratch))
    result = hashlib.sha256()
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in tables:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        kept = [name for name in columns if name != "id" and not name.endswith("_id")]
        selected = ", ".join(f"t.{name}" for name in kept) or "1"
        if "content_id" in columns:
            query = f"SELECT c.sha256, {selected} FROM {table} t LEFT JOIN content c ON c.id = t.content_id"
        else:
            query = f"SELECT {selected} FROM {table} t"
        rows = sorted(repr(row) for row in connection.execute(query))
        result.update(repr((table, rows)).encode())
    connection.close()
    return result.hexdigest()


class Workshop:
    """The binary under trial, a folder to work in, and the undisturbed runs that all others are compared with."""

    def __init__(self, binary, seed, work):
        self.binary = os.path.abspath(binary)
        self.random = random.Random(seed)
        self.work = Path(work)
        self.scratch = self.work / "looked-at"
        self.failures = []
        self.prepare()

    def wrong(self, label, error):
        self.failures.append(f"{label}: {error}")
        print(f"WRONG {label}: {error}", file=sys.stderr, flush=True)

    def fresh(self):
        """An empty folder for one trial."""
        folder = self.work / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    # Commands

    def ingest(self, store, study=0, shard=None):
        command = [self.binary, "ingest", str(STUDIES[study]), "--store", str(store)]
        return command + (["--shard", shard] if shard else [])

    def merge(self, output):
        return [self.binary, "merge", str(self.work / "part-1.sqlite"), str(self.work / "part-2.sqlite"), "-o", str(output)]

    def report(self, store, output, venue="article"):
        study = ["--study", str(STUDIES[0] / "fodspor.yml")]
        return [self.binary, "report", "--store", str(store), *study, "--venue", venue, "-o", str(output)]

    def run(self, command, **options):
        return subprocess.run(command, capture_output=True, text=True, errors="replace", **options)

    def must_run(self, command):
        done = self.run(command)
        if done.returncode not in (0, 1):
            raise Wrong(f"status {done.returncode} of {' '.join(command[1:])}: {done.stderr.strip()[-400:]}")
        return done

    def prepare(self):
        """The undisturbed runs, and how long they take."""
        started = time.monotonic()
        self.durations = {}
        self.expected = {}
        for study in range(len(STUDIES)):
            start = time.monotonic()
            store = self.work / f"whole-{study}.sqlite"
            self.must_run(self.ingest(store, study))
            self.durations["ingest", study] = time.monotonic() - start
            self.expected["ingest", study] = store_content(store, self.scratch)
        both = self.work / "whole-both.sqlite"
        for study in range(len(STUDIES)):
            self.must_run(self.ingest(both, study))
        self.expected["both"] = store_content(both, self.scratch)
        for part in (1, 2):
            self.must_run(self.ingest(self.work / f"part-{part}.sqlite", 0, f"{part}/2"))
        start = time.monotonic()
        merged = self.work / "merged.sqlite"
        self.must_run(self.merge(merged))
        self.durations["merge"] = time.monotonic() - start
        self.expected["merge"] = store_content(merged, self.scratch)
        self.whole = self.work / "whole-0.sqlite"
        for venue in ("article", "nature"):
            start = time.monotonic()
            self.must_run(self.report(self.whole, self.work / venue, venue))
            self.durations["report"] = time.monotonic() - start
            self.expected["report", venue] = files_below(self.work / venue)
        self.parts = [digest((self.work / f"part-{part}.sqlite").read_bytes()) for part in (1, 2)]
        print(f"undisturbed runs: {time.monotonic() - started:.1f} s", flush=True)

    # What must be afterwards

    def after_ingest(self, store, study):
        check_store(store, self.scratch)
        self.must_run(self.ingest(store, study))
        check_store(store, self.scratch)
        if store_content(store, self.scratch) != self.expected["ingest", study]:
            raise Wrong("the store differs from that of an undisturbed run")
        # The report is a function of the store, which was compared; some are made all the same.
        if study == 0 and self.random.random() < 0.1:
            self.compare_report(store)

    def compare_report(self, store):
        output = self.work / "compared"
        shutil.rmtree(output, ignore_errors=True)
        self.must_run(self.report(store, output))
        if files_below(output) != self.expected["report", "article"]:
            raise Wrong("the report differs from that of an undisturbed run")

    @staticmethod
    def leftovers(output):
        """What merges that were killed left beside their output."""
        return sorted(path.name for path in Path(output).parent.glob(Path(output).name + ".merging-*"))

    def after_merge(self, output):
        check_store(output, self.scratch)
        self.must_run(self.merge(output))
        check_store(output, self.scratch)
        if store_content(output, self.scratch) != self.expected["merge"]:
            raise Wrong("the merged store differs from that of an undisturbed run")
        if [digest((self.work / f"part-{part}.sqlite").read_bytes()) for part in (1, 2)] != self.parts:
            raise Wrong("a store that was merged was changed")
        if self.leftovers(output):
            raise Wrong(f"left after a later merge: {self.leftovers(output)}")
        if self.random.random() < 0.1:
            self.compare_report(output)

    def check_report(self, output, replaces):
        """Whether every file of a report that was not completed is whole, and the manifest tells no lie."""
        new = self.expected["report", "article"]
        old = self.expected["report", "nature"] if replaces else {}
        found = files_below(output) if output.exists() else {}
        for path, value in found.items():
            if os.path.basename(path).startswith(".") and path.endswith(".part"):
                continue
            # It names the files that are to come, whose hashes are not known yet.
            if path == "data/manifest.pending.json":
                named = {entry["path"] for entry in json.loads((output / path).read_text())["outputs"]}
                if named != set(new) - {"data/manifest.json"}:
                    raise Wrong(f"{path} does not name the files of the report")
                continue
            if value not in (new.get(path), old.get(path)):
                raise Wrong(f"{path} is neither the old nor the new file")
        manifest = output / "data/manifest.json"
        if manifest.exists():
            for entry in json.loads(manifest.read_text())["outputs"]:
                if found.get(entry["path"]) != entry["sha256"]:
                    raise Wrong(f"the manifest stands beside another {entry['path']}")

    def after_report(self, output, replaces):
        self.check_report(output, replaces)
        self.must_run(self.report(self.whole, output))
        found = files_below(output)
        if found != self.expected["report", "article"]:
            names = [path for path in found if found[path] != self.expected["report", "article"].get(path)]
            raise Wrong(f"the report differs from that of an undisturbed run: {names[:3]}")
