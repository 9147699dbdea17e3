"""Disks that are full or read-only, and limits of file size."""

import os
import re
import resource
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

from .workshop import FAILURE, Wrong, check_store, digest, store_content


SCHEMA = Path(__file__).resolve().parents[2] / "Sources" / "StudyStore" / "Schema.swift"


def version_3():
    """What makes a store of version 4 one of version 3, whose epochs were tables."""
    words = SCHEMA.read_text()
    tables = (re.search(rf"CREATE TABLE {name} \(.*?\n    \)", words, re.DOTALL).group() for name in ("epoch", "tracker_epoch"))
    return (
        "DROP VIEW epoch; DROP VIEW tracker_epoch; DROP INDEX content_reading; "
        + "".join(f"{table} STRICT; " for table in tables)
        + "DELETE FROM grdb_migrations WHERE identifier = '4'; PRAGMA user_version = 3;")


class Disks:
    def __init__(self, workshop):
        self.workshop = workshop
        self.shown = {}
        self.failed = Counter()

    def run(self):
        limited = self.workshop.fresh()
        self.all_commands(
            limited, "file size limit", [4 << 10, 40 << 10, 200 << 10], lambda size: None, lambda: None,
            limits=lambda size: {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))})
        disk = self.workshop.work / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)]
        if os.geteuid() != 0 or self.workshop.run(mount).returncode != 0:
            print("full and read-only disks were not tried: that needs root and mount", flush=True)
            return
        try:
            sizes = ["4k", "64k", "256k", "800k"]
            self.all_commands(
                disk, "full disk", sizes, lambda size: self.remount(f"size={size}"), lambda: self.remount("size=64m"))
            self.all_commands(
                disk, "read-only disk", ["ro"], self.remount, lambda: self.remount("rw,size=64m"))
            self.backup(disk)
        finally:
            self.workshop.run(["umount", str(disk)])

    def remount(self, options):
        done = self.workshop.run(["mount", "-o", f"remount,{options}", str(self.workshop.work / "disk")])
        if done.returncode != 0:
            raise SystemExit(f"test-crashes: {done.stderr.strip()}")

    def must_fail(self, name, command, place, **options):
        """Runs a command whose writes fail; it says so with status 2 and names the place. Whether it failed at all."""
        done = self.workshop.run(command, **options)
        if done.returncode in (0, 1):
            return False
        message = done.stderr.strip()
        if done.returncode != FAILURE:
            raise Wrong(f"{name}: status {done.returncode}, not {FAILURE}: {message[-300:]}")
        if str(place) not in message:
            raise Wrong(f"{name}: the message does not name {place}: {message[-300:]}")
        if not self.shown.get(name):
            self.shown[name] = message.splitlines()[-1]
        return True

    def all_commands(self, folder, name, sizes, constrain, relieve, limits=lambda size: {}):
        """Each command where writes fail at one of the sizes, and again where they do not."""
        shop = self.workshop
        for size in sizes:
            for command in ("ingest", "merge", "report"):
                constrain(size)
                if command == "ingest":
                    run, output = shop.ingest(folder / "s.sqlite"), folder / "s.sqlite"
                elif command == "merge":
                    run, output = shop.merge(folder / "m.sqlite"), folder / "m.sqlite"
                else:
                    run, output = shop.report(shop.whole, folder / "report"), folder / "report"
                label = f"{name}, {command}"
                try:
                    failed = self.must_fail(label, run, output, **limits(size))
                    self.failed[label] += failed
                    if failed:
                        if command == "ingest":
                            check_store(output, shop.scratch)
                        elif command == "report":
                            shop.check_report(output, False)
                        elif output.exists() or shop.leftovers(output):
                            raise Wrong("a merge that failed left a store")
                    relieve()
                    if command == "ingest":
                        shop.after_ingest(output, 0)
                    elif command == "merge":
                        shop.after_merge(output)
                    else:
                        shop.after_report(output, False)
                except Wrong as error:
                    shop.wrong(f"{label} at {size}", error)
                relieve()
                for entry in folder.iterdir():
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def backup(self, disk):
        """An older store, for whose copy there is no room, stays as it is; with room it is copied and brought up to date."""
        shop = self.workshop
        store = disk / "s.sqlite"
        copy = disk / "s.sqlite.v3-backup.sqlite"
        shutil.copy2(shop.whole, store)
        connection = sqlite3.connect(store)
        connection.executescript(version_3())
        connection.close()
        before = digest(store.read_bytes())
        size = store.stat().st_size
        label = "full disk, backup of an older store"
        try:
            for room in (0, 16 << 10, size // 2, size - (64 << 10)):
                self.remount(f"size={(size + room) // 1024 + 8}k")
                if not self.must_fail(label, shop.ingest(store), copy):
                    raise Wrong(f"it did not fail with room for {room} bytes")
                self.failed[label] += 1
                if "database or disk is full" not in self.shown[label] or "was left as it is" not in self.shown[label]:
                    raise Wrong(f"the message does not say what became of the store: {self.shown[label]}")
                if digest(store.read_bytes()) != before:
                    raise Wrong("the older store was changed")
                if [path.name for path in disk.iterdir()] != [store.name]:
                    raise Wrong(f"left: {sorted(path.name for path in disk.iterdir())}")
            self.remount("size=64m")
            done = shop.must_run(shop.ingest(store))
            if str(copy) not in done.stderr or not copy.exists():
                raise Wrong(f"no copy was made: {done.stderr}")
            check_store(copy, shop.scratch)
            if store_content(store, shop.scratch) != shop.expected["ingest", 0]:
                raise Wrong("the updated store differs from a new one")
        except Wrong as error:
            shop.wrong(label, error)

    def summary(self):
        lines = [f"{label}: {message}" for label, message in sorted(self.shown.items())]
        lines.append("failed writes: " + ", ".join(f"{count} {label}" for label, count in sorted(self.failed.items())))
        return "\n".join(lines)
