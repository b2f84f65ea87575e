"""A merge patch (RFC 7396) says what changed between two views; nothing in a view is null, so null says *gone*."""

from collections.abc import Mapping

Patch = dict[str, object]


def diff(old: Mapping[str, object], new: Mapping[str, object]) -> Patch:
    """The smallest patch that makes `new` of `old`; parts that are the same object are not looked into."""
    patch: Patch = {key: None for key in old if key not in new}
    for key, after in new.items():
        if key not in old:
            patch[key] = after
            continue
        before = old[key]
        if before is after:
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            if inner := diff(before, after):
                patch[key] = inner
        elif before != after or type(before) is not type(after):
            patch[key] = after
    return patch


def merge(old: Mapping[str, object], patch: Mapping[str, object]) -> dict[str, object]:
    """What a patch makes of `old`, which stays as it is."""
    merged = dict(old)
    for key, change in patch.items():
        if change is None:
            merged.pop(key, None)
        elif isinstance(change, dict):
            before = merged.get(key)
            merged[key] = merge(before if isinstance(before, dict) else {}, change)
        else:
            merged[key] = change
    return merged
