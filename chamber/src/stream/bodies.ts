import type { Area, Code, PersonId, Text, Verb } from './view'

/** What each command says, by its kind; the rules refuse the rest. Commands of the installation are not among them. */
export interface Bodies {
  'meeting.open_meeting': Nothing
  'meeting.suspend_meeting': { reason?: Text }
  'meeting.resume_meeting': Nothing
  'meeting.close_meeting': Nothing
  'meeting.pass_the_chair': { to: PersonId }
  'meeting.take_the_chair': Nothing
  'meeting.hand_the_chair': { to: PersonId }
  'delegations.withdraw_accreditation': { person: PersonId }
  'delegations.allow_adviser': { adviser: PersonId; may_speak: boolean }
  'delegations.arrange_seats': { order: 'alphabetical' | 'precedence' | 'lot'; language?: string; seed?: string }
  'delegations.expel_person': { person: PersonId; reason: Text }
  'delegations.lock_meeting': Nothing
  'delegations.unlock_meeting': Nothing
  'agenda.add_agenda_item': { item: string; number: string; title: Text; minutes: number; parent?: string }
  'agenda.revise_agenda_item': { item: string; title: Text; minutes: number }
  'agenda.remove_agenda_item': { item: string }
  'agenda.adopt_agenda': Nothing
  'agenda.open_agenda_item': { item: string }
  'agenda.close_agenda_item': Nothing
  'agenda.postpone_agenda_item': { item: string }
  'floor.request_floor': { item: string; bloc?: string; aligned?: readonly Code[] }
  'floor.request_right_of_reply': { item: string }
  'floor.withdraw_request': { item: string; request: string }
  'floor.add_to_list_of_speakers': { item: string; delegation: Code; speaker: PersonId }
  'floor.remove_from_list_of_speakers': { item: string; request: string }
  'floor.reorder_list_of_speakers': { item: string; requests: readonly string[] }
  'floor.close_list_of_speakers': { item: string }
  'floor.reopen_list_of_speakers': { item: string }
  'floor.take_as_read': { item: string; text: Text }
  'floor.give_floor': { to: Code; speaker: PersonId; instead_of?: Code }
  'floor.yield_floor': Nothing
  'floor.take_floor_back': { holder: Code }
  'floor.extend_time': { seconds: number }
  'floor.interrupt_speaker': Nothing
  'floor.end_interruption': Nothing
  'floor.call_to_order': { delegation: Code; reason?: Text }
  'floor.raise_point_of_order': Nothing
  'floor.withdraw_point_of_order': Nothing
  'floor.rule_on_point_of_order': { well_taken: boolean; ruling?: Text }
  'proposals.table_proposal': { title: Text; areas: readonly Area[] }
  'proposals.support_proposal': { proposal: string }
  'proposals.withdraw_proposal': { proposal: string }
  'decisions.enter_text': { text: string; version: number; title: Text; words: Text }
  'decisions.put_text_to_meeting': { text: string; version: number; seconds?: number }
  'decisions.confirm_text': { text: string; version: number }
  'decisions.proceed_without': { delegations: readonly Code[] }
  'decisions.object_to_text': { text: string; version: number; openly: boolean; reason?: Text }
  'decisions.set_text_aside': { reason: Text }
  'decisions.enter_reservation': { text: string; statement: Text }
  'decisions.explain_position': { text: string; statement: Text }
  'conclusions.enter_conclusion': ConclusionWords & { item: string }
  'conclusions.correct_conclusion': ConclusionWords & { conclusion: string }
  'conclusions.confirm_conclusion': { conclusion: string }
  'conclusions.send_back_conclusion': { conclusion: string; reason: Text }
}

export type Nothing = Readonly<Record<string, never>>
export type CommandKind = keyof Bodies

interface ConclusionWords {
  verb: Verb
  text: Text
  points?: readonly Text[]
  attributed?: string
}
