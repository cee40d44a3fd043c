"""One case: what `modelwatch compute` is asked, and what an independent tool answered."""

import numpy as np


def case(name, family, given, expected, source, rel=1e-9, abs_=1e-12, note=""):
    return {
        "id": name,
        "family": family,
        "input": plain(given),
        "expected": plain(expected),
        "tolerance": {"rel": rel, "abs": abs_},
        "source": source,
        "note": note,
    }


def plain(value):
    """numpy's numbers and arrays as JSON's; what is not finite has no place in a case."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(each) for each in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        assert np.isfinite(value), value
    return value
