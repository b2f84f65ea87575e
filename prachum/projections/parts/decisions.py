"""The part of a view that shows proposals, texts, the one before the meeting, and what was decided."""

from prachum.projections import views
from prachum.projections.parts.plain import clock, instant, words
from prachum.rules.decisions.table import BeforeMeeting, Decision, Decisions, Objection, missing
from prachum.rules.meeting import Phase
from prachum.rules.order import DELEGATES, DelegationId, Standing, Text
from prachum.rules.procedure import State
from prachum.rules.proposals import Proposal, Proposals
from prachum.rules.visibility import Audience, objections


def proposals(tabled: Proposals) -> views.Proposals:
    return views.Proposals(order=list(tabled), by={name: _proposal(one) for name, one in tabled.items()})


def _proposal(tabled: Proposal) -> views.Proposal:
    return views.Proposal(
        delegation=tabled.delegation,
        item=tabled.item,
        title=words(tabled.title),
        areas=[
            views.Area(title=words(area.title), text=words(area.text), points=[words(point) for point in area.points])
            for area in tabled.areas
        ],
        supporters=list(tabled.supporters),
        withdrawn=tabled.withdrawn,
        tabled=instant(tabled.tabled),
    )


def texts(table: Decisions) -> dict[str, views.TextVersion]:
    return {
        name: views.TextVersion(version=text.version, title=words(text.title), words=words(text.words))
        for name, text in table.texts.items()
    }


def decisions(taken: tuple[Decision, ...]) -> views.Decisions:
    by = {str(number): _decision(one) for number, one in enumerate(taken, start=1)}
    return views.Decisions(order=list(by), by=by)


def _decision(taken: Decision) -> views.Decision:
    shown = views.Decision(
        text=taken.text.id,
        version=taken.text.version,
        title=words(taken.text.title),
        words=words(taken.text.words),
        item=taken.item,
        at=instant(taken.at),
        adopted=taken.adopted,
        objectors=list(taken.objectors),
        without=list(taken.without),
        reservations=_by_delegation(taken.reservations),
        explanations=_by_delegation(taken.explanations),
    )
    if taken.reason:
        shown["reason"] = words(taken.reason)
    return shown


def _by_delegation(notes: tuple[tuple[DelegationId, Text], ...]) -> dict[str, views.Words]:
    """What each delegation entered; a second statement follows the first on a line of its own."""
    said: dict[str, views.Words] = {}
    for delegation, statement in notes:
        known = said.setdefault(delegation, {})
        for language, line in statement.items():
            known[language] = f"{known[language]}\n{line}" if language in known else line
    return said


def before(state: State, audience: Audience) -> views.Before | None:
    put = state.decisions.before
    if put is None:
        return None
    text = state.decisions.texts[put.text]
    inside = bool(audience.standings)
    shown = views.Before(
        text=put.text,
        version=put.version,
        title=words(text.title),
        words=words(text.words),
        item=put.item,
        clock=clock(put.clock),
        runs=put.clock.since is not None,
        entitled=_in_order(state, put.entitled.union(state.deciding_present())),
        confirmed=_in_order(state, put.confirmed) if inside else [],
        waived=_in_order(state, put.waived),
        missing=list(missing(state)) if inside else [],
        objections={},
        over=put.over,
    )
    _show_objections(shown, state, audience)
    if (why := _stands(state, put, inside=inside)) is not None:
        shown["stands"] = why
    return shown


def _show_objections(shown: views.Before, state: State, audience: Audience) -> None:
    """Open ones to all; those made to the chair alone to the presiding chair, and to the objector that it is known."""
    seen = objections(audience, state)
    shown["objections"] = {one.delegation: _objection(one) for one in seen if one.openly}
    if Standing.PRESIDING in audience.standings:
        in_confidence: dict[str, views.Objection] = {one.delegation: _objection(one) for one in seen if not one.openly}
        if in_confidence:
            shown["to_chair"] = in_confidence
    if audience.standings & DELEGATES and any(one.delegation == audience.delegation for one in seen):
        shown["objected"] = True


def _objection(raised: Objection) -> views.Objection:
    return views.Objection(reason=words(raised.reason), at=instant(raised.at))


def _in_order(state: State, codes: frozenset[DelegationId]) -> list[str]:
    return [code for code in state.delegations.parties if code in codes]


def _stands(state: State, put: BeforeMeeting, *, inside: bool) -> views.PeriodStands | None:
    if put.clock.since is not None or put.over:
        return None
    if state.meeting.phase is not Phase.OPEN:
        return "suspended"
    if state.meeting.chair_lost is not None:
        return "chair_line"
    if state.floor.point is not None:
        return "point_of_order"
    if put.open_objection:
        return "objection"
    if not state.quorum_to_decide():
        return "quorum"
    return "missing" if inside else None
