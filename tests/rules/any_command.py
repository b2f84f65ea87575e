"""Any command that somebody could give in the chamber, sensible or not, for the laws to be tried on."""

from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from prachum.rules import agenda, conclusions, delegations, lines, meeting, proposals
from prachum.rules.decisions import consensus, positions
from prachum.rules.floor import points, speakers, turns
from prachum.rules.order import CLOCK, DOOR, OPERATOR, PRESIDENCY, SECRETARIAT, DelegationId, ItemId, PersonId, Standing
from prachum.rules.parties import SeatOrder
from prachum.rules.procedure import Command, State
from tests.rules.chamber import ASEAN, HEADS, ONE, OTHERS, PEOPLE, TEXT, THREE, TWO, en, plate, setup

NOBODY_KNOWN = PersonId("nobody-known")
ITEMS = (ONE, TWO, THREE, ItemId("three-a"), ItemId("no-such-item"))
ACTORS = (*(person for person, _, _ in PEOPLE), CLOCK, DOOR, OPERATOR, NOBODY_KNOWN)

person = st.sampled_from((*(person for person, _, _ in PEOPLE), NOBODY_KNOWN))
delegation = st.sampled_from((*HEADS, SECRETARIAT, PRESIDENCY, DelegationId("XXX")))
party = st.sampled_from(tuple(HEADS))
parties = st.lists(party, unique=True, max_size=3).map(tuple)
item = st.sampled_from(ITEMS)
words = st.sampled_from((en("So decided."), en("We thank the chair."), en(" "), {}))
text = st.sampled_from((TEXT, "other"))
version = st.integers(1, 3)
seconds = st.sampled_from((0, 1, 5, 30, 60, 4000))
proposal = st.sampled_from(("p1", "p2", "p9"))
conclusion = st.sampled_from(("c1", "c2", "c3", "c9"))
verb = st.sampled_from(conclusions.Verb)
minutes = st.sampled_from((-1, 0, 10, 2000))
attributed = st.sampled_from(("meeting", "both", "THA", "XXX"))
areas = st.lists(st.builds(proposals.Area, words), max_size=2).map(tuple)
request = st.sampled_from([code + reply for code in (*HEADS, SECRETARIAT) for reply in ("", ".reply")])

FIXED: Mapping[type, st.SearchStrategy[Command]] = {
    meeting.CreateMeeting: st.builds(meeting.CreateMeeting, st.builds(setup)),
    meeting.SuspendMeeting: st.builds(meeting.SuspendMeeting, words),
    meeting.PassTheChair: st.builds(meeting.PassTheChair, person),
    meeting.HandTheChair: st.builds(meeting.HandTheChair, person),
    meeting.ReportChairLineLost: st.builds(meeting.ReportChairLineLost, person),
    meeting.ReportChairLineRestored: st.builds(meeting.ReportChairLineRestored, person),
    meeting.ReportChairAbsence: st.builds(meeting.ReportChairAbsence, person),
    meeting.ReportClockStep: st.builds(meeting.ReportClockStep, st.integers(-9000, 9000)),
    delegations.AccreditPerson: st.builds(
        delegations.AccreditPerson, person, delegation, st.sampled_from(tuple(Standing))
    ),
    delegations.WithdrawAccreditation: st.builds(delegations.WithdrawAccreditation, person),
    delegations.SeatPerson: st.builds(delegations.SeatPerson, person, st.builds(plate)),
    delegations.AllowAdviser: st.builds(delegations.AllowAdviser, person, st.booleans()),
    delegations.ArrangeSeats: st.builds(
        delegations.ArrangeSeats, st.sampled_from(SeatOrder), st.sampled_from(("en", "th", "fr")), st.sampled_from("1 ")
    ),
    delegations.ExpelPerson: st.builds(delegations.ExpelPerson, person, words),
    delegations.EraseNameplate: st.builds(delegations.EraseNameplate, person),
    lines.ReportArrival: st.builds(lines.ReportArrival, delegation),
    lines.ReportLineLost: st.builds(lines.ReportLineLost, delegation),
    lines.ReportLineRestored: st.builds(lines.ReportLineRestored, delegation),
    lines.ReportDeparture: st.builds(lines.ReportDeparture, delegation),
    agenda.AddAgendaItem: st.builds(
        agenda.AddAgendaItem,
        item,
        st.sampled_from("123"),
        words,
        minutes,
        st.one_of(st.none(), item),
        st.sampled_from((None, None, 0, 1, 60, 7200, 7201)),
    ),
    agenda.ReviseAgendaItem: st.builds(agenda.ReviseAgendaItem, item, words, minutes),
    agenda.RemoveAgendaItem: st.builds(agenda.RemoveAgendaItem, item),
    agenda.OpenAgendaItem: st.builds(agenda.OpenAgendaItem, item),
    agenda.PostponeAgendaItem: st.builds(agenda.PostponeAgendaItem, item),
    speakers.RequestFloor: st.builds(
        speakers.RequestFloor, item, st.sampled_from((None, None, ASEAN, OTHERS)), st.one_of(st.just(()), parties)
    ),
    speakers.RequestRightOfReply: st.builds(speakers.RequestRightOfReply, item),
    speakers.WithdrawRequest: st.builds(speakers.WithdrawRequest, item, request),
    speakers.AddToListOfSpeakers: st.builds(speakers.AddToListOfSpeakers, item, delegation, person),
    speakers.RemoveFromListOfSpeakers: st.builds(speakers.RemoveFromListOfSpeakers, item, request),
    speakers.CloseListOfSpeakers: st.builds(speakers.CloseListOfSpeakers, item),
    speakers.ReopenListOfSpeakers: st.builds(speakers.ReopenListOfSpeakers, item),
    speakers.TakeAsRead: st.builds(speakers.TakeAsRead, item, words),
    turns.TakeFloorBack: st.builds(turns.TakeFloorBack, delegation),
    turns.ExtendTime: st.builds(turns.ExtendTime, seconds),
    turns.CallToOrder: st.builds(turns.CallToOrder, delegation, words),
    points.RuleOnPointOfOrder: st.builds(points.RuleOnPointOfOrder, st.booleans(), words),
    proposals.TableProposal: st.builds(proposals.TableProposal, words, areas),
    proposals.SupportProposal: st.builds(proposals.SupportProposal, proposal),
    proposals.WithdrawProposal: st.builds(proposals.WithdrawProposal, proposal),
    consensus.EnterText: st.builds(consensus.EnterText, text, version, words, words),
    consensus.PutTextToMeeting: st.builds(consensus.PutTextToMeeting, text, version, st.one_of(st.none(), seconds)),
    consensus.ConfirmText: st.builds(consensus.ConfirmText, text, version),
    consensus.ProceedWithout: st.builds(consensus.ProceedWithout, parties),
    consensus.ObjectToText: st.builds(consensus.ObjectToText, text, version, st.booleans(), words),
    consensus.ConcludeObjectionPeriod: st.builds(consensus.ConcludeObjectionPeriod, text, version),
    consensus.SetTextAside: st.builds(consensus.SetTextAside, words),
    positions.EnterReservation: st.builds(positions.EnterReservation, text, words),
    positions.ExplainPosition: st.builds(positions.ExplainPosition, text, words),
    conclusions.EnterConclusion: st.builds(conclusions.EnterConclusion, item, verb, words, attributed=attributed),
    conclusions.CorrectConclusion: st.builds(
        conclusions.CorrectConclusion, conclusion, verb, words, attributed=attributed
    ),
    conclusions.ConfirmConclusion: st.builds(conclusions.ConfirmConclusion, conclusion),
    conclusions.SendBackConclusion: st.builds(conclusions.SendBackConclusion, conclusion, words),
}


def any_command(cls: type[Command], state: State) -> st.SearchStrategy[Command]:
    """A strategy for one class of command; what only makes sense in a state is taken from it."""
    if cls is speakers.ReorderListOfSpeakers:
        return item.flatmap(lambda one: _reordered(state, one))
    if cls is turns.GiveFloor:
        holder = state.floor.holder.delegation if state.floor.holder else None
        instead_of = st.sampled_from((None, holder, holder))
        member = st.sampled_from([p for p in PEOPLE if p[0] in state.delegations.people] or [PEOPLE[0]])
        fitting = st.builds(lambda who, instead: turns.GiveFloor(who[1], who[0], instead), member, instead_of)
        return st.one_of(fitting, st.builds(turns.GiveFloor, delegation, person, instead_of))
    return FIXED[cls] if cls in FIXED else st.builds(cls)


def _reordered(state: State, one: ItemId) -> st.SearchStrategy[Command]:
    waiting = list(state.floor.list_for(one).requests)
    orders = st.one_of(st.permutations(waiting), st.lists(request, max_size=2))
    return orders.map(lambda order: speakers.ReorderListOfSpeakers(one, tuple(order)))


def _field(name: str) -> Callable[[Command], str]:
    return lambda command: str(getattr(command, name))


def _under_item(name: str) -> Callable[[Command], str]:
    return lambda command: f"{getattr(command, 'item')}/{getattr(command, name)}"  # noqa: B009


TARGET: Mapping[type, Callable[[Command], str]] = {
    **dict.fromkeys((meeting.PassTheChair, meeting.HandTheChair, turns.GiveFloor), _field("to")),
    **dict.fromkeys(
        (
            delegations.WithdrawAccreditation,
            delegations.SeatPerson,
            delegations.ExpelPerson,
            delegations.EraseNameplate,
        ),
        _field("person"),
    ),
    delegations.AllowAdviser: _field("adviser"),
    **dict.fromkeys((*lines.MAY, turns.CallToOrder), _field("delegation")),
    **dict.fromkeys(
        (
            agenda.ReviseAgendaItem,
            agenda.RemoveAgendaItem,
            agenda.OpenAgendaItem,
            agenda.PostponeAgendaItem,
            speakers.RequestFloor,
            speakers.RequestRightOfReply,
            speakers.ReorderListOfSpeakers,
            speakers.CloseListOfSpeakers,
            speakers.ReopenListOfSpeakers,
            speakers.TakeAsRead,
            conclusions.EnterConclusion,
        ),
        _field("item"),
    ),
    **dict.fromkeys((speakers.WithdrawRequest, speakers.RemoveFromListOfSpeakers), _under_item("request")),
    speakers.AddToListOfSpeakers: _under_item("delegation"),
    **dict.fromkeys((proposals.SupportProposal, proposals.WithdrawProposal), _field("proposal")),
    **dict.fromkeys(
        (consensus.PutTextToMeeting, positions.EnterReservation, positions.ExplainPosition), _field("text")
    ),
    **dict.fromkeys(
        (conclusions.CorrectConclusion, conclusions.ConfirmConclusion, conclusions.SendBackConclusion),
        _field("conclusion"),
    ),
}
"""By what a screen knows the button of a command, where there is one for each of several things."""


def target(command: Command, state: State) -> str:
    if isinstance(command, consensus.EnterText):
        return command.text if command.text in state.decisions.texts else ""
    by = TARGET.get(type(command))
    return by(command) if by is not None else ""
