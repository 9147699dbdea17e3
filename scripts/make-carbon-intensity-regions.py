#!/usr/bin/env python3
"""Makes Sources/Accounting/Resources/carbon-intensity-regions.csv, the table of states, provinces and zones.

usage: scripts/make-carbon-intensity-regions.py INPUT.csv > Sources/Accounting/Resources/carbon-intensity-regions.csv

INPUT.csv has the columns iso3, region_code, region, level, year, gco2_per_kwh, gas, source, license. Values are copied
digit by digit. Sources become comment lines with a short name each, since a few of them stand in every row. Left out
are rows of whole countries (the United States, Finland), which the table of countries has.
"""
import csv
import sys

# The short name, what it says, and which emissions the values count.
SOURCES = {
    "EPA eGRID2023 STC2ERTA": (
        "egrid-states", "direct",
        "US EPA eGRID2023, total output emission rates of states (STC2ERTA, lb/MWh x 0.45359237)"),
    "EPA eGRID2023 rev2 SRC2ERTA": (
        "egrid-subregions", "direct",
        "US EPA eGRID2023 rev2, total output emission rates of subregions (SRC2ERTA, lb/MWh x 0.45359237)"),
    "China MEE": (
        "mee", "direct",
        "China's Ministry of Ecology and Environment, provincial average CO2 factors 2023, as in CodeCarbon 3.3.2; CO2 only"),
    "computed: CER": (
        "cer", "life-cycle",
        "computed: generation shares of the Canada Energy Regulator for 2023 x CodeCarbon 3.3.2's factors by source; rough"),
    "codecarbon 3.3.2: ENTSO-E": (
        "entsoe", "life-cycle",
        "computed: ENTSO-E generation of 2025 x CodeCarbon 3.3.2's factors by source; rough"),
}

HEADER = """\
# Carbon intensity of electricity generated in states, provinces, bidding zones and grid subregions, in g/kWh.
# Direct and life-cycle values stand side by side here and must not be compared.
"""


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["region_code"] not in ("US", "FI")]
    out, used = [], {}
    for row in rows:
        name, emissions, text = next(value for key, value in SOURCES.items() if row["source"].startswith(key))
        used[name] = (text, row["license"])
        out.append([
            row["iso3"], row["region_code"], row["region"], row["level"], row["year"], row["gco2_per_kwh"], row["gas"],
            emissions, name])
    sys.stdout.write(HEADER)
    for name, (text, license_) in used.items():
        sys.stdout.write(f"# source-{name}: {text}\n# license-{name}: {license_}\n")
    sys.stdout.write("# Made by scripts/make-carbon-intensity-regions.py.\n")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["iso3", "code", "name", "level", "year", "g_per_kwh", "gas", "emissions", "source"])
    writer.writerows(out)


if __name__ == "__main__":
    main()
