"""The texts of single logs, in the shapes that the tools write."""

import datetime

HEAD = (
    "\n#######################################################################\n"
    "Please cite the following paper when using nnU-Net:\n"
    "Isensee, F., Jaeger, P. F., Kohl, S. A., Petersen, J., & Maier-Hein, K. H. (2021). nnU-Net: a self-configuring method for "
    "deep learning-based biomedical image segmentation. Nature methods, 18(2), 203-211.\n"
    "#######################################################################\n \n"
)


def moment(study, seconds):
    return study.day + datetime.timedelta(microseconds=round(seconds * 1e6))


def name_stamp(study, seconds):
    when = moment(study, seconds)
    return f"{when.year}_{when.month}_{when.day}_{when:%H_%M_%S}"


def utc_name(study, seconds):
    return f"{moment(study, seconds):%Y-%m-%dT%H%M%SZ}"


def training(study, attempt, dataset, configuration, fold, first, planned):
    """A training log of nnU-Net 2."""
    random = study.random
    lines = [HEAD]
    newer = random.random() < 0.6

    def put(time, text):
        lines.append(f"{moment(study, time):%Y-%m-%d %H:%M:%S.%f}: {text} \n")

    put(attempt.start, "do_dummy_2d_data_aug: False")
    put(attempt.start, f"Using splits from existing split file: /data/nnUNet_preprocessed/{dataset}/splits_final.json")
    put(attempt.start, "The split file contains 5 splits.")
    put(attempt.start, f"Desired fold for training: {fold}")
    put(attempt.start, "This split has 80 training and 20 validation cases.")
    lines.append(
        f"\nThis is the configuration used by this training:\nConfiguration name: {configuration}\n {{'data_identifier': "
        "'x', 'batch_size': 2, 'patch_size': [28, 48, 48], 'batch_dice': True} \n \nThese are the global plan.json settings:\n "
        f"{{'dataset_name': '{dataset}', 'plans_name': 'nnUNetPlans'}} \n \n")
    for number, begin, end in attempt.epochs:
        put(begin, "")
        put(begin, f"Epoch {number}")
        put(begin, f"Current learning rate: {round(0.01 * (1 - number / max(planned, number + 1)) ** 0.9, 5)}")
        if end is None:
            break
        put(end, f"train_loss {random.uniform(-0.9, 0.3):.4f}")
        put(end, f"val_loss {random.uniform(-0.9, 0.3):.4f}")
        dice = random.uniform(0.1, 0.95)
        put(end, f"Pseudo dice [np.float32({dice:.4f})]" if newer else f"Pseudo dice [{dice:.4f}]")
        put(end, f"Epoch time: {end - begin:.2f} s")
        if random.random() < 0.4:
            put(end, f"Yayy! New best EMA pseudo Dice: {dice:.4f}")
    if attempt.finished:
        begin, end = attempt.validation
        put(begin - 0.3, "Training done.")
        put(begin, "predicting case_001")
        put(begin, "case_001, shape torch.Size([1, 24, 48, 48]), rank 0")
        put(end, "Validation complete")
        put(end, f"Mean Validation Dice:  {random.uniform(0.3, 0.95)}")
    elif attempt.epochs:
        attempt.end = attempt.epochs[-1][1]
    return "".join(lines)


def debug_file(fold, planned, board):
    return (
        f'{{"batch_size": "2", "fold": "{fold}", "gpu_name": "{board}", "hostname": "node1", "initial_lr": "0.01", '
        f'"num_epochs": "{planned}", "num_iterations_per_epoch": "250", "num_val_iterations_per_epoch": "50", '
        '"was_initialized": "True"}\n')


def console(log, random):
    """What the job printed: the log's lines without the blank at their ends, and some of its own."""
    text = "Using device: cuda:0\n" + log.replace(" \n", "\n")
    if random.random() < 0.2:
        text += "slurmstepd: error: *** JOB CANCELLED DUE TO TIME LIMIT ***\n"
    return text


def trace(study, attempt, cadence, whole):
    """`nvidia-smi --query-gpu=… --format=csv`, with or without units and further columns."""
    random = study.random
    units = random.random() < 0.7
    columns = random.choice([
        ["timestamp", "index", "name", "power.draw"], ["timestamp", "power.draw"],
        ["timestamp", "index", "name", "power.draw", "utilization.gpu"],
        ["timestamp", "name", "index", "utilization.gpu", "memory.used", "power.draw", "temperature.gpu"],
    ])
    names = {"power.draw": "power.draw [W]", "utilization.gpu": "utilization.gpu [%]", "memory.used": "memory.used [MiB]"}
    lines = [", ".join(names.get(column, column) for column in columns) + "\n"]
    time, number = attempt.start - random.uniform(3, 60), 0
    stop = attempt.end + random.uniform(3, 15)
    gap = None if whole else sorted(random.uniform(time, stop) for _ in range(2))
    begin = time
    while time < stop:
        time = begin + number * cadence + random.uniform(0, 0.02)
        number += 1
        if gap and gap[0] < time < gap[1]:
            continue
        watts = study.power(attempt, time) * random.uniform(0.99, 1.01)
        when = moment(study, time)
        values = {
            "timestamp": f"{when:%Y/%m/%d %H:%M:%S}.{when.microsecond // 1000:03d}", "index": "0", "name": study.board,
            "power.draw": f"{watts:.2f}" + (" W" if units else ""), "utilization.gpu": "97" + (" %" if units else ""),
            "memory.used": "8123" + (" MiB" if units else ""), "temperature.gpu": "61",
        }
        lines.append(", ".join(values[column] for column in columns) + "\n")
    return "".join(lines)


def tracker(study, attempt):
    """carbontracker 2.4.7's standard log and its output."""
    lines, kwh = [], 0.0

    def put(time, text):
        lines.append(f"{moment(study, time):%Y-%m-%d %H:%M:%S} - {text}\n")

    found = f"The following components were found: GPU with device(s) {study.board}. CPU with device(s) cpu:0."
    put(attempt.start, "carbontracker version 2.4.7")
    put(attempt.start, "Only predicted and actual consumptions are multiplied by a PUE coefficient of 1.58 (Daniel Bizo, 2023, "
        "Uptime Institute Global Data Center Survey).")
    put(attempt.start, found)
    put(attempt.start, "Monitoring thread started.")
    count = 0
    for _, begin, end in attempt.epochs:
        if end is None:
            continue
        count += 1
        kwh += (study.load + 45) * (end - begin) / 3.6e6 * 1.58
        minutes, seconds = divmod(end - begin, 60)
        put(end, f"Epoch {count}:")
        put(end, f"Duration: 0:{int(minutes):02d}:{seconds:05.2f}")
        put(end, f"Average power usage (W) for gpu: {study.load}")
        put(end, "Average power usage (W) for cpu: 45.0")
    if attempt.finished:
        put(attempt.end, "Monitoring thread ended.")
    output = f"{moment(study, attempt.start):%Y-%m-%d %H:%M:%S} - CarbonTracker: {found}\n"
    if attempt.finished and count:
        span = datetime.timedelta(seconds=int(attempt.end - attempt.start))
        output += (
            f"{moment(study, attempt.end):%Y-%m-%d %H:%M:%S} - CarbonTracker: \nActual consumption for {count} epoch(s):\n"
            f"\tTime:\t{span}\n\tEnergy:\t{kwh:.12f} kWh\n\tCO2eq:\t{kwh * 121:.12f} g\n\tThis is equivalent to:\n"
            f"\t{kwh * 121 / 107:.12f} km travelled by car\n"
            f"{moment(study, attempt.end):%Y-%m-%d %H:%M:%S} - CarbonTracker: Finished monitoring.\n")
    return "".join(lines), output


WORDS = "epoch power watt gpu note run 12.5 2026-01-05 energy: loss , ; { } [ ] W kWh fold_0 Training done".split()


def prose(random):
    return "\n".join(" ".join(random.choice(WORDS) for _ in range(random.randrange(12))) for _ in range(random.randrange(40)))
