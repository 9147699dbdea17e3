"""Stores that were damaged: bytes changed, cut off, values of SQL changed."""

import shutil
import sqlite3
import subprocess
import time
from collections import Counter

from .workshop import FAILURE, Wrong, digest

# Seconds within which any command on a damaged store must end.
PATIENCE = 120
PAGE = 4096
ODD = [
    None, 0, -1, 1, 2**63 - 1, -(2**63), 0.5, 1e308, float("inf"), "", "x", "\0", "[" * 5000, "{}", "[]", '{"record":',
    b"", b"\xff", b"\x00" * 100, "\u202e\ufffd", "../../etc/passwd", "-1", "9" * 400,
]


class Mutants:
    def __init__(self, workshop):
        self.workshop = workshop
        self.kinds = Counter()
        self.outcomes = Counter()
        self.slowest = 0.0

    def run(self, count):
        for number in range(count):
            kind = ("bytes", "cut", "sql", "sql")[number % 4]
            store = self.workshop.fresh() / "s.sqlite"
            shutil.copy2(self.workshop.whole, store)
            what = getattr(self, kind)(store)
            if what is None:
                continue
            self.kinds[kind] += 1
            try:
                self.use(store)
            except Wrong as error:
                self.workshop.wrong(f"damaged store, {kind} {what}", error)
            if (number + 1) % 20 == 0:
                print(f"{number + 1} damaged stores", flush=True)

    # How they are made

    def bytes(self, store):
        """A few bytes changed, half of them where SQLite's own bookkeeping stands."""
        random = self.workshop.random
        data = bytearray(store.read_bytes())
        places = []
        for _ in range(random.randint(1, 20)):
            if random.random() < 0.5:
                place = random.randrange(len(data) // PAGE) * PAGE + random.randrange(64)
            else:
                place = random.randrange(len(data))
            data[place] = random.randrange(256)
            places.append(place)
        store.write_bytes(data)
        return places

    def cut(self, store):
        """Cut off at the end of a page or anywhere, or pages swapped, doubled or emptied."""
        random = self.workshop.random
        data = store.read_bytes()
        pages = len(data) // PAGE
        way = random.choice(["page", "anywhere", "swap", "double", "empty", "longer"])
        first, second = random.randrange(pages) * PAGE, random.randrange(pages) * PAGE
        if way == "page":
            data = data[:first]
        elif way == "anywhere":
            data = data[: random.randrange(len(data))]
        elif way == "longer":
            data += random.randbytes(random.randint(1, 3 * PAGE))
        else:
            changed = bytearray(data)
            changed[first : first + PAGE] = bytes(PAGE) if way == "empty" else data[second : second + PAGE]
            if way == "swap":
                changed[second : second + PAGE] = data[first : first + PAGE]
            data = bytes(changed)
        store.write_bytes(data)
        return f"{way} {first} {second}"

    def sql(self, store):
        """A column of some rows set to an odd value; None where SQLite refuses all that was tried."""
        random = self.workshop.random
        connection = sqlite3.connect(store)
        try:
            if random.random() < 0.7:
                # As a SQLite before 3.37 makes it: columns take values of any type.
                connection.executescript(
                    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = substr(sql, 1, length(sql) - 7) "
                    "WHERE sql LIKE '% STRICT'; PRAGMA writable_schema = RESET;")
                connection.close()
                connection = sqlite3.connect(store)
            tables = [
                row[0] for row in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
            for _ in range(20):
                table = random.choice(tables)
                columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
                column, value = random.choice(columns), random.choice(ODD)
                rows = "" if random.random() < 0.2 else f" WHERE rowid % {random.randint(1, 40)} = 0"
                try:
                    statement = f"DELETE FROM {table}" if random.random() < 0.1 else f"UPDATE {table} SET {column} = ?"
                    changed = connection.execute(statement + rows, () if statement.startswith("D") else (value,))
                    connection.commit()
                    if changed.rowcount > 0:
                        return f"{statement}{rows}, {value!r:.40}"
                except (sqlite3.Error, OverflowError):
                    connection.rollback()
            return None
        finally:
            connection.close()

    # What is done with them

    def use(self, store):
        shop = self.workshop
        folder = store.parent
        before = digest(store.read_bytes())
        commands = {
            "report": shop.report(store, folder / "report"),
            "runs": [shop.binary, "runs", "--store", str(store)],
            "merge": [shop.binary, "merge", "--incomplete", str(store), "-o", str(folder / "m.sqlite")],
            "ingest": shop.ingest(store),
        }
        for name, command in commands.items():
            started = time.monotonic()
            try:
                done = shop.run(command, timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                raise Wrong(f"{name} took more than {PATIENCE} s") from None
            self.slowest = max(self.slowest, time.monotonic() - started)
            message = done.stderr.strip()
            if done.returncode not in (0, 1, FAILURE):
                raise Wrong(f"{name}: status {done.returncode}: {message[-400:]}")
            if done.returncode == FAILURE and not message:
                raise Wrong(f"{name}: status {done.returncode} without a message")
            self.outcomes[name, done.returncode] += 1
            if name != "ingest" and digest(store.read_bytes()) != before:
                raise Wrong(f"{name} changed the store")
            if name == "merge" and done.returncode == FAILURE and (folder / "m.sqlite").exists():
                raise Wrong("a merge that failed left a store of its name")

    def summary(self):
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        outcomes = ", ".join(f"{name} {status}: {count}" for (name, status), count in sorted(self.outcomes.items()))
        return (
            f"damaged stores: {sum(self.kinds.values())} ({kinds}), {sum(self.outcomes.values())} commands (status: "
            f"{outcomes}), the slowest {self.slowest:.1f} s")
