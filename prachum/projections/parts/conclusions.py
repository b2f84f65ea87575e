"""The part of a view that shows the conclusions which an audience may read."""

from collections.abc import Container

from prachum.projections import views
from prachum.projections.parts.plain import instant, words
from prachum.rules import visibility
from prachum.rules.conclusions import Conclusion
from prachum.rules.procedure import State
from prachum.rules.visibility import Audience


def conclusions(state: State, audience: Audience) -> views.Conclusions:
    seen = {one.id: one for one in visibility.conclusions(audience, state)}
    return views.Conclusions(order=list(seen), by={name: _conclusion(one, seen) for name, one in seen.items()})


def _conclusion(entered: Conclusion, seen: Container[str]) -> views.Conclusion:
    """A link to what the audience does not see is left out."""
    shown = views.Conclusion(
        item=entered.item,
        verb=entered.verb,
        text=words(entered.text),
        points=[words(point) for point in entered.points],
        attributed=entered.attributed,
        stands=entered.stands,
        entered=instant(entered.entered),
    )
    if entered.confirmed is not None:
        shown["confirmed"] = instant(entered.confirmed)
    if entered.reason is not None:
        shown["reason"] = words(entered.reason)
    if entered.corrects is not None and entered.corrects in seen:
        shown["corrects"] = entered.corrects
    if entered.corrected_by is not None and entered.corrected_by in seen:
        shown["corrected_by"] = entered.corrected_by
    return shown
