"""How a sitting begins, and what may well come next in it."""

from collections.abc import Iterator

from prachum.rules import agenda, conclusions, delegations, lines, meeting, proposals
from prachum.rules.decisions import consensus
from prachum.rules.decisions.table import missing
from prachum.rules.floor import points, speakers, turns
from prachum.rules.floor.holding import in_order
from prachum.rules.order import DOOR, OPERATOR, SECRETARIAT, DelegationId, PersonId
from prachum.rules.procedure import Command, State
from tests.rules.chamber import CHAIR, CO_CHAIR, HEADS, ONE, PEOPLE, RITA, SOMSAK, TEXT, THREE, TWO, VIETNAM, en, plate


def beginning(begun: str, created: meeting.CreateMeeting) -> Iterator[tuple[PersonId, Command]]:
    """What was done before, up to a meeting in session that has opened its first item."""
    if begun == "nothing":
        return
    yield OPERATOR, created
    if begun == "created":
        return
    for person, code, standing in PEOPLE:
        yield OPERATOR, delegations.AccreditPerson(person, code, standing)
        yield DOOR, delegations.SeatPerson(person, plate())
    for code in (*HEADS, SECRETARIAT):
        yield DOOR, lines.ReportArrival(code)
    for number, one in enumerate((ONE, TWO, THREE), start=1):
        yield OPERATOR, agenda.AddAgendaItem(one, str(number), en("Item"), 10, None, 60 if one == TWO else None)
    yield OPERATOR, consensus.EnterText(TEXT, 1, en("Outcome"), en("The Meeting took note."))
    if begun == "opened":
        yield CHAIR, meeting.OpenMeeting()
        yield CHAIR, agenda.AdoptAgenda()
        yield CHAIR, agenda.OpenAgendaItem(ONE)


def lively(state: State, code: DelegationId) -> list[tuple[PersonId, Command]]:
    """What may well come next of the floor and the lines, if it is this delegation's moment."""
    chair, head, floor = state.meeting.presiding, HEADS[code], state.floor
    holder, mover = (part.delegation if part is not None else code for part in (floor.holder, floor.point))
    return [
        (chair, turns.GiveFloor(code, head, floor.holder.delegation if floor.holder else None)),
        (chair, turns.GiveFloor(mover, HEADS.get(mover, SOMSAK))),
        (HEADS.get(holder, SOMSAK), turns.YieldFloor()),
        (chair, turns.ExtendTime(30)),
        (chair, turns.InterruptSpeaker()),
        (chair, turns.EndInterruption()),
        (head, speakers.RequestFloor(ONE)),
        (head, speakers.RequestRightOfReply(ONE)),
        (SOMSAK, speakers.RequestFloor(ONE)),
        (SOMSAK, speakers.ReorderListOfSpeakers(ONE, tuple(reversed([place.id for place in in_order(state, ONE)])))),
        (head, points.RaisePointOfOrder()),
        (HEADS.get(mover, SOMSAK), points.WithdrawPointOfOrder()),
        (chair, points.RuleOnPointOfOrder(well_taken=True)),
        (DOOR, lines.ReportLineLost(code)),
        (DOOR, lines.ReportLineRestored(next(iter(state.lines.lost), code))),
        (DOOR, lines.ReportDeparture(code)),
        (DOOR, lines.ReportArrival(next((one for one in HEADS if one not in state.lines.present), code))),
        (DOOR, meeting.ReportChairLineLost(chair)),
        (DOOR, meeting.ReportChairLineRestored(chair)),
        (CO_CHAIR if chair == CHAIR else CHAIR, meeting.TakeTheChair()),
        (SOMSAK, meeting.HandTheChair(head)),
        (chair, meeting.ResumeMeeting()),
        (
            head,
            proposals.WithdrawProposal(
                next((one.id for one in state.proposals.values() if one.delegation == code), "")
            ),
        ),
        (chair, consensus.ProceedWithout(missing(state)[:1])),
        (chair, conclusions.ConfirmConclusion(max(state.conclusions, default=""))),
        (RITA, conclusions.CorrectConclusion(next(iter(state.conclusions), ""), conclusions.Verb.NOTED, en("Noted."))),
    ]


def courses(state: State, code: DelegationId) -> list[list[tuple[PersonId, Command]]]:
    """What only comes to anything when one thing follows another."""
    chair, head, said = state.meeting.presiding, HEADS[code], (conclusions.Verb.NOTED, en("Noted."))
    given = chair, turns.GiveFloor(code, head, state.floor.holder.delegation if state.floor.holder else None)
    first, second, third = (f"c{len(state.conclusions) + n}" for n in (1, 2, 3))
    interrupted: list[tuple[PersonId, Command]] = [given, (chair, turns.InterruptSpeaker())]
    replied: list[tuple[PersonId, Command]] = [
        (head, speakers.RequestRightOfReply(ONE)),
        given,
        (head, turns.YieldFloor()),
    ]
    return [
        [
            *interrupted,
            (HEADS[VIETNAM], points.RaisePointOfOrder()),
            (chair, points.RuleOnPointOfOrder(well_taken=True)),
        ],
        [*interrupted, (chair, meeting.SuspendMeeting()), (chair, meeting.ResumeMeeting())],
        [*interrupted, (chair, meeting.PassTheChair(CO_CHAIR if chair == CHAIR else CHAIR))],
        [*interrupted, (DOOR, meeting.ReportChairLineLost(chair)), (DOOR, meeting.ReportChairLineRestored(chair))],
        replied * 3,
        [
            (RITA, conclusions.EnterConclusion(ONE, *said)),
            (RITA, conclusions.CorrectConclusion(first, *said)),
            (RITA, conclusions.CorrectConclusion(second, *said)),
            (chair, conclusions.ConfirmConclusion(third)),
        ],
    ]
