#!/usr/bin/python3
"""Writes standard-names.tsv: CF standard names with their canonical units.

Sources: the MIP tables of Debian's package cmor-tables 3.3-1.1 (folder as first argument, /usr/share/cmor),
and supplement.txt. Units are made those of the CF table: factors and percent become dimensionless. A name without
units is an alias that newer names replace.
"""
import collections, glob, json, re, sys

names = collections.defaultdict(collections.Counter)


def walk(node):
    if isinstance(node, dict):
        name, units = node.get("standard_name"), node.get("units")
        if isinstance(name, str) and isinstance(units, str) and name.strip():
            names[name.strip()][units.strip()] += 1
        for child in node.values():
            walk(child)


for path in glob.glob(sys.argv[1] + "/**/*", recursive=True):
    try:
        text = open(path, errors="replace").read()
    except IsADirectoryError:
        continue
    if path.endswith(".json"):
        try:
            walk(json.loads(text))
        except ValueError:
            pass
        continue
    for entry in re.split(r"\n(?:variable_entry|axis_entry):", text):
        name = re.search(r"^standard_name:\s*(\S+)", entry, re.M)
        units = re.search(r"^units:\s*(.*?)\s*(?:!.*)?$", entry, re.M)
        if name and units:
            names[name[1]][units[1]] += 1

table = {}
for name, units in names.items():
    if not re.fullmatch(r"[a-z][a-zA-Z0-9_]+", name) or re.search(r"_of_(CO2?|BrOx|Bry|ClOx|Cly|HCl)_|^area$|^model_level$", name) or not re.search("[a-z]{2}", name):
        continue
    unit = units.most_common(1)[0][0]
    unit = "1" if unit in ("", "%", "1", "1.0", "0.001", "1e-3", "1.e-3") or re.fullmatch(r"1?e-\d+|psu", unit) else unit
    table[name] = "s" if "since" in unit else unit.replace("degrees_", "degree_")
for line in open(__file__.replace("standard_names.py", "supplement.txt")):
    if line.strip() and not line.startswith("#"):
        name, unit = line.rstrip("\n").split("\t")
        table[name] = unit
with open(__file__.replace("standard_names.py", "standard-names.tsv"), "w") as out:
    for name in sorted(table):
        out.write(f"{name}\t{table[name]}\n")
print(len(table))
