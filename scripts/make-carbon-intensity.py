#!/usr/bin/env python3
"""Makes Sources/Accounting/Resources/carbon-intensity.csv, the table that is built into the program.

usage: scripts/make-carbon-intensity.py INPUT.csv > Sources/Accounting/Resources/carbon-intensity.csv

INPUT.csv has one row per country and year: the grapher download of Our World in Data's "Carbon intensity of
electricity generation" (Entity, Code, Year, value), or the same with the columns iso3, country, year, gco2_per_kwh.
The output has one row per country and one column per year, which is a tenth of the size: it becomes a literal in the
program's source. Values are copied digit by digit. Left out are rows without a country code and values of 0: they
stand for a few small grids in early years, and no grid has a life-cycle intensity of nothing.
The codes' two-letter forms and other names come from scripts/countries.csv.
"""
import csv
import pathlib
import sys

HEADER = """\
# Carbon intensity of electricity generation in g CO2e/kWh: life-cycle, production mix, imports excluded.
# edition: Our World in Data, 2026 edition (Ember 2026; Energy Institute 2025)
# source: https://ourworldindata.org/grapher/carbon-intensity-electricity
# license: CC BY 4.0
# Made by scripts/make-carbon-intensity.py, which says what was left out; an empty field is an unknown value.
"""

# Our World in Data's own codes, and the ones used here.
OWN_CODES = {"OWID_WRL": "WLD", "OWID_EU27": "EUU", "OWID_KOS": "XKX"}


def read_values(path):
    """Returns {iso3: (name, {year: value text})}."""
    countries = {}
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = [name.lower() for name in next(reader)]
        code_column = header.index("iso3" if "iso3" in header else "code")
        name_column = header.index("country" if "country" in header else "entity")
        year_column = header.index("year")
        value_column = year_column + 1
        for row in reader:
            code = OWN_CODES.get(row[code_column], row[code_column])
            value = row[value_column]
            if len(code) != 3 or not value or float(value) == 0:
                continue
            countries.setdefault(code, (row[name_column], {}))[1][int(row[year_column])] = value
    return countries


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    countries = read_values(sys.argv[1])
    with open(pathlib.Path(__file__).with_name("countries.csv"), encoding="utf-8", newline="") as file:
        codes = {row["iso3"]: row for row in csv.DictReader(file)}
    years = sorted({year for _, values in countries.values() for year in values})
    sys.stdout.write(HEADER)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["iso3", "iso2", "name", "aliases", *years])
    for code in sorted(countries):
        name, values = countries[code]
        known = codes.get(code)
        if known is None:
            sys.exit(f"scripts/countries.csv has no row for {code} ({name})")
        writer.writerow([code, known["iso2"], name, known["aliases"], *(values.get(year, "") for year in years)])


if __name__ == "__main__":
    main()
