"""A merge patch (RFC 7396) says what changed between two views; nothing in a view is null, so null says *gone*."""

from collections.abc import Mapping

Patch = dict[str, object]
Compared = dict[tuple[int, int], object]
"""What was found between two parts, by their identities: good for as long as both are kept."""
_SAME = object()


def diff(old: Mapping[str, object], new: Mapping[str, object], compared: Compared | None = None) -> Patch:
    """The smallest patch that makes `new` of `old`; parts that are the same object are not looked into.

    Many views share their parts: given the same `compared`, each pair of parts is looked into once for all of them.
    """
    known: Compared = {} if compared is None else compared
    patch: Patch = {key: None for key in old if key not in new}
    for key, after in new.items():
        if key not in old:
            patch[key] = after
            continue
        pair = id(old[key]), id(after)
        if pair not in known:
            known[pair] = _change(old[key], after)
        if (change := known[pair]) is not _SAME:
            patch[key] = change
    return patch


def _change(before: object, after: object) -> object:
    if isinstance(before, dict) and isinstance(after, dict):
        patch: Patch = {key: None for key in before if key not in after}
        for key, part in after.items():
            if key not in before:
                patch[key] = part
            elif before[key] is not part and (change := _change(before[key], part)) is not _SAME:
                patch[key] = change
        return patch or _SAME
    return after if before != after or type(before) is not type(after) else _SAME


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
