import type { Bodies, CommandKind } from './bodies'

/** One mechanical mapping: `floor.request_floor` (wire) = `request-floor` (address) = `requestFloor` (here). */
type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S
type NameOf<K extends string> = K extends `${string}.${infer Word}` ? Camel<Word> : never
export type CommandName = NameOf<CommandKind>
export type KindOf<N extends CommandName> = { [K in CommandKind]: NameOf<K> extends N ? K : never }[CommandKind]
export type BodyOf<N extends CommandName> = Bodies[KindOf<N>]

/** Every command for which the chamber has a control. */
export const KINDS = Object.keys({
  'meeting.open_meeting': true,
  'meeting.suspend_meeting': true,
  'meeting.resume_meeting': true,
  'meeting.close_meeting': true,
  'meeting.pass_the_chair': true,
  'meeting.take_the_chair': true,
  'meeting.hand_the_chair': true,
  'delegations.withdraw_accreditation': true,
  'delegations.allow_adviser': true,
  'delegations.arrange_seats': true,
  'delegations.expel_person': true,
  'delegations.lock_meeting': true,
  'delegations.unlock_meeting': true,
  'agenda.add_agenda_item': true,
  'agenda.revise_agenda_item': true,
  'agenda.remove_agenda_item': true,
  'agenda.adopt_agenda': true,
  'agenda.open_agenda_item': true,
  'agenda.close_agenda_item': true,
  'agenda.postpone_agenda_item': true,
  'floor.request_floor': true,
  'floor.request_right_of_reply': true,
  'floor.withdraw_request': true,
  'floor.add_to_list_of_speakers': true,
  'floor.remove_from_list_of_speakers': true,
  'floor.reorder_list_of_speakers': true,
  'floor.close_list_of_speakers': true,
  'floor.reopen_list_of_speakers': true,
  'floor.take_as_read': true,
  'floor.give_floor': true,
  'floor.yield_floor': true,
  'floor.take_floor_back': true,
  'floor.extend_time': true,
  'floor.interrupt_speaker': true,
  'floor.end_interruption': true,
  'floor.call_to_order': true,
  'floor.raise_point_of_order': true,
  'floor.withdraw_point_of_order': true,
  'floor.rule_on_point_of_order': true,
  'proposals.table_proposal': true,
  'proposals.support_proposal': true,
  'proposals.withdraw_proposal': true,
  'decisions.enter_text': true,
  'decisions.put_text_to_meeting': true,
  'decisions.confirm_text': true,
  'decisions.proceed_without': true,
  'decisions.object_to_text': true,
  'decisions.set_text_aside': true,
  'decisions.enter_reservation': true,
  'decisions.explain_position': true,
  'conclusions.enter_conclusion': true,
  'conclusions.correct_conclusion': true,
  'conclusions.confirm_conclusion': true,
  'conclusions.send_back_conclusion': true,
} satisfies Record<CommandKind, true>) as CommandKind[]

export function nameOf(kind: string): string {
  return wordOf(kind).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** `floor.request_floor` → `request-floor`. */
export function addressWord(kind: string): string {
  return wordOf(kind).replaceAll('_', '-')
}

function wordOf(kind: string): string {
  return kind.slice(kind.indexOf('.') + 1)
}

const BY_NAME = new Map(KINDS.map((kind) => [nameOf(kind), kind]))

export function kindOf<N extends CommandName>(name: N): KindOf<N> {
  return BY_NAME.get(name) as KindOf<N>
}
