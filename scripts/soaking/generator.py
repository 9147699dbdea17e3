"""Random studies with a known answer, as files in memory; the same seed gives the same bytes. Nothing is a measurement.

A study has nnU-Net trainings one after another on one node: some killed in the midst of an epoch, some continued or begun
anew, most with a power trace, carbontracker's logs and the job's output. Beside them lie copies, damaged files, logs of
other times, and files that are no logs. Training logs are never damaged, so that what is to be counted stays known.
"""

import datetime
import gzip
import math
from pathlib import Path

from . import logs

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
DATASETS = ["Dataset004_Hippocampus", "Dataset027_ACDC", "Dataset500_Made", "Dataset701_Blobs", "Dataset042_X"]
TRAINERS = ["nnUNetTrainer", "nnUNetTrainer_5epochs", "nnUNetTrainerDA5", "nnUNetTrainer_Own", "nnUNetTrainerCT_8epochs"]
PLANS = ["nnUNetPlans", "nnUNetResEncUNetMPlans", "nnUNetPlans_tiny"]
CONFIGURATIONS = ["2d", "3d_fullres", "3d_lowres"]
BOARDS = ["NVIDIA A100-SXM4-40GB", "NVIDIA H100 80GB HBM3", "Tesla V100-SXM2-32GB"]
TRACKER_VERSIONS = ["1.0.5", "1.1.2", "1.1.6", "2.3.1", "2.4.7"]
ODD_NAMES = [
    "notes of März.txt", "a\nb.log", "'quoted' \"twice\".csv", "-rf", "\u202egnp.txt", "ｆｕｌｌ.out", "x" * 200 + ".txt", "%s%n.log",
    "<script>.csv", "$HOME.txt", "a;b,c|d.csv", "e\u0301.txt", "\u00e9.txt", " leading", "trailing ",
]
NO_LOGS = ["img_001.nii.gz", "checkpoint_final.pth", "props.pkl", "arrays.npz", "preview.png", "old.sqlite"]


class Attempt:
    """One process of a training: its times in seconds of the study, its epochs, and the power of its board."""

    def __init__(self, job, start):
        self.job = job
        self.start = start
        self.epochs = []  # (number, begin, end); end is None for the one in which it was killed
        self.end = start
        self.finished = False
        self.trace = None
        self.path = None


class Study:
    """Files by path below the study's folder, and what a report of them must say."""

    def __init__(self, random):
        self.random = random
        self.files = {}
        self.growing = []  # paths whose beginnings are there before the rest
        self.runs = {}  # location -> attempts
        self.day = datetime.datetime(2026, 1, 5, 6, 0, 0) + datetime.timedelta(days=random.randrange(300))
        self.board = random.choice(BOARDS)
        self.idle = random.uniform(30, 90)
        self.load = random.uniform(180, 420)
        self.has_zone = random.random() < 0.75
        self.size = random.choice([1, 2, 4, 4, 8])
        self.trainings()
        self.litter()
        if self.has_zone or random.random() < 0.5:
            self.study_file()

    def put(self, path, content, grows=False):
        content = content.encode() if isinstance(content, str) else content
        if path in self.files:
            return
        self.files[path] = content
        if grows:
            self.growing.append(path)

    # Trainings

    def trainings(self):
        random = self.random
        results = random.choice(["nnUNet_results", "results/nnUNet_trained_models", "out"])
        traces = random.choice(["traces", "power", "gpu logs"])
        outputs = random.choice(["slurm", "jobs"])
        tracker = random.choice(["carbontracker", "ct"])
        clock, job = 0.0, random.randrange(10_000, 900_000)
        for _ in range(self.size):
            dataset, trainer = random.choice(DATASETS), random.choice(TRAINERS)
            plans, configuration, fold = random.choice(PLANS), random.choice(CONFIGURATIONS), random.randrange(5)
            location = f"{results}/{dataset}/{trainer}__{plans}__{configuration}/fold_{fold}"
            if location in self.runs:
                continue
            planned = random.randint(2, 12)
            length = random.uniform(6, 40)
            attempts = self.runs[location] = []
            first = 0
            while True:
                job += random.randint(1, 9)
                attempt = self.attempt(job, clock, first, planned, length)
                attempts.append(attempt)
                log = logs.training(self, attempt, dataset, configuration, fold, first, planned)
                attempt.path = f"{location}/training_log_{logs.name_stamp(self, attempt.start)}.txt"
                self.put(attempt.path, log, grows=True)
                self.evidence(attempt, log, traces, outputs, tracker, dataset)
                clock = attempt.end + random.uniform(120, 2000)
                done = sum(end is not None for _, _, end in attempt.epochs)
                if attempt.finished and random.random() < 0.9 or len(attempts) == 3:
                    break
                # A kill is followed by a resume, by a fresh start, or by nothing.
                way = random.random()
                if attempt.finished or way < 0.4:
                    first = 0
                elif way < 0.8 and done:
                    first = random.randint(max(0, first + done - 3), first + done)
                else:
                    break
            self.put(f"{location}/debug.json", logs.debug_file(fold, planned, self.board))

    def attempt(self, job, clock, first, planned, length):
        random = self.random
        attempt = Attempt(job, clock)
        time = clock + random.uniform(0.5, 5)
        killed = random.random() < 0.3
        last = random.randint(first, planned) if killed else planned
        for number in range(first, min(last, planned)):
            begin = time
            time += length * random.uniform(0.9, 1.1)
            attempt.epochs.append((number, begin, time))
            time += random.uniform(0.01, 0.3)
        if killed and last < planned:
            attempt.epochs.append((last, time, None))
            attempt.end = time + 0.001
        else:
            attempt.finished = True
            attempt.validation = (time + 0.5, time + length * random.uniform(0.5, 2))
            attempt.end = attempt.validation[1]
        return attempt

    def power(self, attempt, time):
        """Watts of the board at a time."""
        for _, begin, end in attempt.epochs:
            if begin <= time < (end if end is not None else attempt.end + 20):
                return self.load
        if attempt.finished and attempt.validation[0] <= time < attempt.validation[1]:
            return self.load * 0.6
        return self.idle

    def energy(self, attempt):
        """Joules of the board from the first to the last line of the log."""
        total = 0.0
        marks = {attempt.start, attempt.end}
        for _, begin, end in attempt.epochs:
            marks |= {begin, end if end is not None else attempt.end}
        if attempt.finished:
            marks |= set(attempt.validation)
        marks = sorted(mark for mark in marks if attempt.start <= mark <= attempt.end)
        for begin, end in zip(marks, marks[1:]):
            total += self.power(attempt, (begin + end) / 2) * (end - begin)
        return total

    # Evidence

    def evidence(self, attempt, log, traces, outputs, tracker, dataset):
        random = self.random
        if random.random() < 0.85:
            cadence = random.choice([0.2, 0.5, 1, 1, 2, 5])
            # A short training between few samples has no energy that could be known.
            if (attempt.end - attempt.start) / cadence > 12000:
                cadence = 1
            whole = random.random() < 0.85
            text = logs.trace(self, attempt, cadence, whole)
            path = f"{traces}/nvidia-smi_{attempt.job}.csv"
            attempt.trace = (cadence, whole)
            if random.random() < 0.25:
                self.put(path + ".gz", gzip.compress(text.encode(), mtime=0))
            else:
                self.put(path, text, grows=True)
        if random.random() < 0.7:
            self.put(f"{outputs}/slurm-{attempt.job}.out", logs.console(log, random), grows=True)
        if random.random() < 0.5:
            pair = logs.tracker(self, attempt)
            stem = f"{tracker}/{dataset}/{attempt.job}.{random.randrange(10**6):06d}_{logs.utc_name(self, attempt.start)}"
            self.put(f"{stem}_carbontracker.log", pair[0], grows=True)
            if random.random() < 0.8:
                self.put(f"{stem}_carbontracker_output.log", pair[1])

    # What lies around

    def litter(self):
        random = self.random
        for _ in range(random.randrange(6)):
            self.put(random.choice(["", "misc/", "a b/", "x/y/z/"]) + random.choice(ODD_NAMES), logs.prose(random))
        for name in random.sample(NO_LOGS, random.randrange(4)):
            self.put(random.choice(["", "models/"]) + name, random.randbytes(random.randrange(3000)))
        # A damaged console could be told apart from the training's own only by a guess.
        evidence = sorted(path for path in self.files if "nvidia-smi_" in path or "carbontracker" in path)
        for _ in range(random.randrange(4)):
            if evidence:
                path = random.choice(evidence)
                self.put(f"broken/{random.randrange(1000)}-{path.rsplit('/', 1)[-1]}", self.damage(self.files[path]))
        for _ in range(random.randrange(3)):
            path = random.choice(sorted(self.files))
            self.put(f"backup {random.randrange(10)}/{path}", self.files[path])
        for _ in range(random.randrange(3)):
            release = sorted((FIXTURES / "carbontracker" / random.choice(TRACKER_VERSIONS)).rglob("*.log"))
            if release:
                path = random.choice(release)
                self.put(f"elsewhere/{path.parent.name}/{path.name}", path.read_bytes())
        formats = sorted(path for path in (FIXTURES / "formats").rglob("*") if path.is_file() and path.name != "expected.txt")
        for _ in range(random.randrange(4)):
            path = random.choice(formats)
            self.put(f"tools/{path.parent.name}/{path.name}", path.read_bytes())
        for name, content in [("empty.log", b""), ("nul.csv", bytes(5000)), ("one-line.txt", b"x" * 200_000)]:
            if random.random() < 0.2:
                self.put("misc/" + name, content)

    def damage(self, content):
        random = self.random
        content = bytearray(content)
        way = random.randrange(4)
        if way == 0:
            return bytes(content[: random.randrange(len(content) + 1)])
        if way == 1:
            return bytes(content) + random.randbytes(random.randrange(1, 4000))
        for _ in range(random.randint(1, 40)):
            if content:
                content[random.randrange(len(content))] = random.randrange(256)
        return bytes(content)

    def study_file(self):
        lines = ["title: A made-up study"]
        if self.has_zone:
            lines.append("time-zone: UTC")
        if self.random.random() < 0.5:
            lines += ["carbon-intensity:", "  country: DNK", "  year: 2024"]
        if self.random.random() < 0.5:
            lines += ["pue:", "  value: 1.3", "  source: made up"]
        self.put("fodspor.yml", "\n".join(lines) + "\n")

    # On disk

    def write(self, folder, beginnings=False):
        """Writes the files; of those that grow only a beginning, when that is wanted."""
        folder = Path(folder)
        for path, content in self.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if beginnings and path in self.growing:
                content = content[: math.ceil(len(content) * 0.6)]
            target.write_bytes(content)
