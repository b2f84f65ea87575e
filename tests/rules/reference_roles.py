"""Who may give which command, and when, is told once more, from docs/rules-of-procedure.md alone."""

SPEAKER = "request_floor withdraw_request yield_floor"
DELEGATE = f"{SPEAKER} request_right_of_reply take_as_read raise_point_of_order withdraw_point_of_order confirm_text"
BINDING = (
    f"{DELEGATE} table_proposal support_proposal withdraw_proposal object_to_text enter_reservation explain_position"
)
PAPER = "arrange_seats add_agenda_item revise_agenda_item remove_agenda_item"
DOORKEEPER = "expel_person lock_meeting unlock_meeting"
PODIUM = (
    "add_to_list_of_speakers remove_from_list_of_speakers reorder_list_of_speakers close_list_of_speakers"
    " reopen_list_of_speakers give_floor take_floor_back extend_time"
)
MAY = {
    "presiding": f"{PAPER} {DOORKEEPER} {PODIUM} open_meeting suspend_meeting resume_meeting close_meeting"
    " pass_the_chair adopt_agenda open_agenda_item close_agenda_item postpone_agenda_item interrupt_speaker"
    " end_interruption call_to_order rule_on_point_of_order put_text_to_meeting proceed_without set_text_aside"
    " confirm_conclusion send_back_conclusion",
    "co-chair": "take_the_chair",
    "head": f"{BINDING} allow_adviser",
    "alternate": BINDING,
    "adviser": DELEGATE,
    "secretariat": f"{PAPER} {DOORKEEPER} {PODIUM} {SPEAKER} suspend_meeting hand_the_chair accredit_person"
    " withdraw_accreditation enter_text",
    "rapporteur": "enter_text enter_conclusion correct_conclusion",
    "clock": "report_chair_absence report_clock_step take_floor_back conclude_objection_period",
    "door": "report_chair_line_lost report_chair_line_restored seat_person report_arrival report_line_lost"
    " report_line_restored report_departure",
    "operator": f"{PAPER} create_meeting accredit_person withdraw_accreditation seat_person erase_nameplate enter_text",
}
"""What each role may give, as the table of roles and commands says."""
BUSINESS = (
    "adopt_agenda open_agenda_item close_agenda_item postpone_agenda_item take_as_read give_floor interrupt_speaker"
    " end_interruption call_to_order raise_point_of_order rule_on_point_of_order table_proposal support_proposal"
    " withdraw_proposal put_text_to_meeting proceed_without set_text_aside"
)
"""What needs an open meeting whose presiding chair is on the line."""
LEADS_TO_A_RULING = (
    "give_floor yield_floor take_floor_back interrupt_speaker end_interruption withdraw_point_of_order"
    " rule_on_point_of_order confirm_text"
)
TO_BE_READ = (
    "take_as_read table_proposal enter_reservation explain_position enter_text enter_conclusion correct_conclusion"
)
WAITS_FOR_A_RULING = ("agenda", "floor", "proposals", "decisions", "conclusions")
AFTER_CLOSING = ("report_departure", "erase_nameplate")
