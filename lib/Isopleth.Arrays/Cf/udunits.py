#!/usr/bin/python3
"""Writes udunits.tsv: every name and symbol of UDUNITS 2.2.28 with what it is in SI base units (Debian's udunits-bin)."""
import glob, re, subprocess
import xml.etree.ElementTree as xml

names = set()
for path in glob.glob("/usr/share/xml/udunits/udunits2-*.xml"):
    if "prefixes" not in path:
        for unit in xml.parse(path).getroot().findall("unit"):
            names |= {e.text.strip() for e in unit.iter() if e.tag in ("singular", "plural", "symbol") and e.text}
            # UDUNITS makes the plural of a name itself.
            names |= {e.text.strip() + "s" for e in unit.iter() if e.tag == "singular" and e.text and not e.text.strip().endswith("s")}
with open(__file__.replace(".py", ".tsv"), "w") as out:
    for name in sorted(names):
        if re.fullmatch(r"[A-Za-z_]+", name):
            is_ = subprocess.run(["udunits2", "-A", "-H", name, "-W", ""], capture_output=True, text=True).stdout.strip()
            # Logarithms of a reference level and temperatures with their own zero are not products of powers.
            if is_ and "re" not in is_ and "@" not in is_ and "\n" not in is_:
                factor, _, powers = is_.rpartition(" ")
                out.write(f"{name}\t{factor} {powers.replace(chr(46), chr(32))}".replace("\t ", "\t") + "\n")
