"""Takes the part of schema.org's vocabulary that the pages use out of the npm package `schema-dts`.

    npm pack schema-dts && tar xzf schema-dts-*.tgz
    python -m tests.schema_org.taking package/dist/schema.d.ts

It reads which types and properties are wanted from vocabulary.json itself and writes their domains and
ranges back: to use a new one, add its name there (with an empty value) and run it. Superseded
properties are not taken.
"""

import json
import re
import sys
from pathlib import Path

TABLE = Path(__file__).with_name("vocabulary.json")
BASE = re.compile(r"^(?:export )?interface (\w+)(Base|Leaf) extends ([^{]+)\{(.*?)^\}", re.M | re.S)
PROPERTY = re.compile(r'(/\*\*(?:(?!\*/).)*\*/\s*)?"(\w+)"\?: SchemaValue<([^>]*?), "', re.S)
UNION = re.compile(r"^export type (\w+) = ([^;]+);", re.M)


def taken(text: str, wanted: dict) -> dict:
    parents, owners, ranges = _declared(text)
    unions = {name: set(re.split(r"\s*\|\s*", body)) for name, body in UNION.findall(text)}
    kinds = {name: _ancestors(name, unions, parents) for name in wanted["types"]}
    properties = {
        name: {"of": sorted(owners[name]), "values": sorted(ranges[name] - {"IdReference"})}
        for name in wanted["properties"]
    }
    members = {
        name: sorted(re.findall(r'"(\w+)"', " ".join(unions[name]))) for name in wanted["members"]
    }
    return wanted | {"types": kinds, "properties": properties, "members": members}


def _declared(text):
    """Parents of each type; and of each property, the types that declare it and what it may hold."""
    parents, owners, ranges = {}, {}, {}
    for name, _, above, body in BASE.findall(text):
        found = {word.strip().removesuffix("Base") for word in above.split(",")}
        parents.setdefault(name, set()).update(found - {name, "Partial<IdReference>"})
        for comment, prop, values in PROPERTY.findall(body):
            if "@deprecated" not in comment:
                owners.setdefault(prop, set()).add(name)
                ranges.setdefault(prop, set()).update(re.split(r"\s*\|\s*", values))
    return parents, owners, ranges


def _ancestors(name, unions, parents) -> list[str]:
    """The type and all above it: those it extends, and those that count it among their kinds."""
    found, todo = set(), [name]
    while todo:
        here = todo.pop()
        if here not in found:
            found.add(here)
            todo += parents.get(here, ())
            todo += [above for above, kinds in unions.items() if here in kinds]
    return sorted(found & unions.keys())


if __name__ == "__main__":
    made = taken(Path(sys.argv[1]).read_text(), json.loads(TABLE.read_text()))
    TABLE.write_text(json.dumps(made, indent=1) + "\n")
