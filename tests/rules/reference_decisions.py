"""Proposals, decisions and conclusions are told once more, from docs/rules-of-procedure.md alone."""

from dataclasses import dataclass, field
from typing import cast

from prachum.rules import conclusions, lines, proposals
from prachum.rules.decisions import consensus, positions
from prachum.rules.order import has_text, is_name
from tests.rules.reference import Put, must
from tests.rules.reference_floor import Floor


@dataclass
class Proposal:
    delegation: str
    item: str
    supporters: list[str] = field(default_factory=list)
    withdrawn: bool = False


@dataclass
class Decision:
    text: str
    adopted: bool
    reservations: int = 0
    explanations: int = 0


@dataclass
class Conclusion:
    corrects: str | None = None
    stands: str = "entered"
    corrected_by: str | None = None


class Reference(Floor):
    """Chapters 6 to 8, and with them all."""

    def __init__(self) -> None:
        super().__init__()
        self.proposals: dict[str, Proposal] = {}
        self.texts: dict[str, int] = {}
        self.taken: list[Decision] = []
        self.conclusions: dict[str, Conclusion] = {}

    # 6 Proposals

    def proposes(self, who: str) -> bool:
        party = self.parties.get(self.delegation(who))
        return party is not None and party.speaks

    def table_proposal(self, who: str, command: proposals.TableProposal) -> None:
        item, delegation = self.current(), self.delegation(who)
        must(item is not None and self.proposes(who))
        must(has_text(command.title) and bool(command.areas) and all(has_text(area.title) for area in command.areas))
        must(all(has_text(point) for area in command.areas for point in area.points))
        own = [each for each in self.proposals.values() if (each.delegation, each.item) == (delegation, item)]
        must(len(own) < 20)
        self.proposals[f"p{len(self.proposals) + 1}"] = Proposal(delegation, cast(str, item))
        areas = [text for area in command.areas for text in (area.title, area.text, *area.points)]
        self.writes(who, command.title, *areas)

    def support_proposal(self, who: str, command: proposals.SupportProposal) -> None:
        delegation, proposal = self.delegation(who), self.proposals.get(command.proposal)
        must(proposal is not None and not proposal.withdrawn and self.proposes(who))
        supporters = cast(Proposal, proposal).supporters
        must(cast(Proposal, proposal).delegation != delegation and delegation not in supporters)
        supporters.append(delegation)

    def withdraw_proposal(self, who: str, command: proposals.WithdrawProposal) -> None:
        proposal = self.proposals.get(command.proposal)
        must(proposal is not None and not proposal.withdrawn and self.proposes(who))
        must(cast(Proposal, proposal).delegation == self.delegation(who))
        cast(Proposal, proposal).withdrawn = True

    # 7 Decisions

    def is_adopted(self, text: str) -> bool:
        return any(decision.text == text and decision.adopted for decision in self.taken)

    def is_before_meeting(self, text: str, version: int) -> bool:
        return self.put is not None and (self.put.text, self.put.version) == (text, version)

    def decides(self, who: str) -> bool:
        party = self.parties.get(self.delegation(who))
        return party is not None and party.decides

    def enter_text(self, who: str, command: consensus.EnterText) -> None:
        must(is_name(command.text) and has_text(command.title) and has_text(command.words))
        must(command.version == self.texts.get(command.text, 0) + 1 and not self.is_adopted(command.text))
        must(self.put is None or self.put.text != command.text)
        self.texts[command.text] = command.version
        self.writes(who, command.title, command.words)

    def put_text_to_meeting(self, who: str, command: consensus.PutTextToMeeting) -> None:
        seconds = self.rules.objection_period if command.seconds is None else command.seconds
        must(self.texts.get(command.text) == command.version and not self.is_adopted(command.text))
        must(1 <= seconds <= 3600 and self.quorum_to_decide())
        must(self.put is None and self.holder is None and self.current() is not None)
        self.put = Put(command.text, command.version, seconds, self.deciding_present())

    def confirm_text(self, who: str, command: consensus.ConfirmText) -> None:
        must(self.is_before_meeting(command.text, command.version) and self.decides(who))
        put, delegation = cast(Put, self.put), self.delegation(who)
        must(delegation not in put.confirmed - put.waived)
        put.confirmed.add(delegation)
        put.waived.discard(delegation)

    def report_arrival(self, who: str, command: lines.ReportArrival) -> None:
        super().report_arrival(who, command)
        if self.put is not None:
            self.put.entitled |= self.deciding_present()

    def proceed_without(self, who: str, command: consensus.ProceedWithout) -> None:
        must(self.put is not None and not self.put.over)
        must(bool(command.delegations) and {*command.delegations} <= self.missing())
        cast(Put, self.put).waived |= {*command.delegations}

    def object_to_text(self, who: str, command: consensus.ObjectToText) -> None:
        must(self.is_before_meeting(command.text, command.version) and self.decides(who))
        put, delegation = cast(Put, self.put), self.delegation(who)
        must(not put.over and delegation not in put.objections)
        put.objections[delegation] = command.openly

    def conclude_objection_period(self, who: str, command: consensus.ConcludeObjectionPeriod) -> None:
        must(self.is_before_meeting(command.text, command.version))
        put = cast(Put, self.put)
        must(self.period_runs() and put.spent >= put.limit * 1000)
        put.over = bool(put.objections)
        if not put.over:
            self.taken.append(Decision(put.text, adopted=True))
            self.put = None

    def set_text_aside(self, who: str, command: consensus.SetTextAside) -> None:
        must(self.put is not None and has_text(command.reason))
        self.taken.append(Decision(cast(Put, self.put).text, adopted=False))
        self.put = None

    def decision_on(self, who: str, command: positions.EnterReservation | positions.ExplainPosition) -> Decision:
        must(self.decides(who) and has_text(command.statement) and self.is_adopted(command.text))
        return next(decision for decision in self.taken if decision.text == command.text and decision.adopted)

    def enter_reservation(self, who: str, command: positions.EnterReservation) -> None:
        self.decision_on(who, command).reservations += 1
        self.writes(who, command.statement, position=True)

    def explain_position(self, who: str, command: positions.ExplainPosition) -> None:
        self.decision_on(who, command).explanations += 1
        self.writes(who, command.statement, position=True)

    # 8 Conclusions

    def must_have_words(self, command: conclusions.EnterConclusion | conclusions.CorrectConclusion) -> None:
        must(self.phase in ("open", "suspended") and has_text(command.text))
        must(all(map(has_text, command.points)) and command.attributed in {"meeting", "both", *self.parties})

    def enter_conclusion(self, who: str, command: conclusions.EnterConclusion) -> None:
        self.must_have_words(command)
        must(command.item in self.items and self.items[command.item].taken_up)
        self.conclusions[f"c{len(self.conclusions) + 1}"] = Conclusion()
        self.writes(who, command.text, *command.points)

    def correct_conclusion(self, who: str, command: conclusions.CorrectConclusion) -> None:
        self.must_have_words(command)
        must(command.conclusion in self.conclusions)
        must(command.conclusion not in {each.corrects for each in self.conclusions.values()})
        self.conclusions[f"c{len(self.conclusions) + 1}"] = Conclusion(corrects=command.conclusion)
        self.writes(who, command.text, *command.points)

    def to_deal_with(self, name: str) -> Conclusion:
        must(self.phase in ("open", "suspended"))
        must(name in self.conclusions and self.conclusions[name].stands == "entered")
        return self.conclusions[name]

    def confirm_conclusion(self, who: str, command: conclusions.ConfirmConclusion) -> None:
        confirmed = self.to_deal_with(command.conclusion)
        confirmed.stands = "confirmed"
        earlier = confirmed.corrects
        while earlier is not None:
            replaced = self.conclusions[earlier]
            replaced.stands, replaced.corrected_by = "corrected", command.conclusion
            earlier = replaced.corrects

    def send_back_conclusion(self, who: str, command: conclusions.SendBackConclusion) -> None:
        must(has_text(command.reason))
        self.to_deal_with(command.conclusion).stands = "sent_back"
