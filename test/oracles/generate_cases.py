"""Cases for `modelwatch compute`, answered by independent tools, in the form that the command reads.

Run: python generate_cases.py > cases.json   (scipy, statsmodels, river, nannyml, savvi, confseq; seeded)

Inputs are drawn so that options, sizes, ties, far tails and edges all occur. Where no tool computes a number, plain numpy does, from
the formula in its note.
"""

import json
import sys
from importlib.metadata import version

from comparisons import comparison_cases
from groups import group_cases
from rows import row_cases
from sequences import sequence_cases

PACKAGES = ("numpy", "scipy", "statsmodels", "river", "nannyml", "savvi", "confseq")


def main():
    cases = [*comparison_cases(), *group_cases(), *row_cases(), *sequence_cases()]
    ids = [case["id"] for case in cases]
    repeated = sorted({each for each in ids if ids.count(each) > 1})
    assert not repeated, repeated
    document = {
        "command": "python generate_cases.py > cases.json",
        "python": sys.version.split()[0],
        "packages": {name: version(name) for name in PACKAGES},
        "cases": cases,
    }
    # one case a line: a change shows as the line of its case
    body = ",\n".join(json.dumps(case) for case in cases)
    head = json.dumps({key: value for key, value in document.items() if key != "cases"})[:-1]
    print(f'{head}, "cases": [\n{body}\n]}}')


if __name__ == "__main__":
    main()
