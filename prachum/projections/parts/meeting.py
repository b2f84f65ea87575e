"""The part of a view that says what the meeting is, where it stands and by which rules."""

from prachum.projections import views
from prachum.projections.parts.plain import instant, words
from prachum.rules.meeting import Phase
from prachum.rules.presets import Rules
from prachum.rules.procedure import State


def meeting(state: State) -> views.Meeting:
    known, setup = state.meeting, state.meeting.setup
    shown = views.Meeting(
        id=setup.meeting,
        ref=setup.ref,
        title=words(setup.title),
        zone=setup.zone,
        languages=list(setup.languages),
        preset=setup.rules.preset,
        rehearsal=setup.rehearsal,
        shift=setup.shift,
        phase=known.phase,
        scheduled=instant(setup.scheduled),
        presiding=known.presiding,
        acting=known.acting,
        chairs=list(setup.chairs),
        locked=state.delegations.locked,
        quorum=quorum(state),
        epoch=state.delegations.epoch,
    )
    if setup.series:
        shown["series"] = words(setup.series)
    if setup.ordinal is not None:
        shown["ordinal"] = setup.ordinal
    if known.chair_lost is not None:
        shown["chair_lost"] = instant(known.chair_lost)
    if known.sittings and known.sittings[-1].ended is None:
        shown["began"] = instant(known.sittings[-1].began)
    if known.reason:
        shown["reason"] = words(known.reason)
    return shown


def quorum(state: State) -> views.Quorum:
    """How many parties that decide are present, and what is needed for what comes next."""
    settings, members = state.meeting.rules, len(state.delegations.deciding())
    present = len(state.deciding_present())
    scheduled = state.meeting.phase is Phase.SCHEDULED
    needed = settings.quorum_to_open if scheduled else settings.quorum_to_decide
    shown = views.Quorum(present=present, members=members, met=needed is None or needed.met(present, members))
    if settings.quorum_to_open is not None:
        shown["to_open"] = settings.quorum_to_open.needed(members)
    if settings.quorum_to_decide is not None:
        shown["to_decide"] = settings.quorum_to_decide.needed(members)
    return shown


def rules(settings: Rules) -> views.Rules:
    return views.Rules(
        limits=dict(settings.limits),
        warnings=list(settings.warnings),
        when_over=settings.when_over,
        grace=settings.grace,
        replies_per_item=settings.replies_per_item,
        objection_period=settings.objection_period,
        chair_line_grace=settings.chair_line_grace,
    )
