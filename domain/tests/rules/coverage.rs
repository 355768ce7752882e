//! `docs/law-coverage.md`: rule, article, test. Each named test must exist; `BLESS=1` rewrites the page.

use domain::deadline::Clock;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// Rows of the life cycle: the rule, the article behind it, the tests that hold it. No test: the row is
/// not built.
const ROWS: &[(&str, &str, &[&str])] = &[
    (
        "1 申请: request, online or oral",
        "LMAL 12; EMR 21",
        &[
            "who_asks_online_for_mediation_consents_to_it",
            "an_oral_request_is_recorded_by_the_bodys_own_mediator",
        ],
    ),
    (
        "2 征询意见: the other side is asked within the body's three working days",
        "EMR 22; OMR 15",
        &[
            "what_the_mediator_discloses_is_put_in_writing_for_both",
            "a_request_stays_open_when_the_bodys_three_days_are_over",
        ],
    ),
    (
        "3 受理: in scope and both consent",
        "EMR 22; PML 17",
        &[
            "a_case_is_accepted_only_with_the_consent_of_both",
            "a_request_stays_open_when_the_bodys_three_days_are_over",
        ],
    ),
    (
        "4 不予受理",
        "EMR 22, 30",
        &[
            "a_side_that_declines_ends_the_request",
            "the_body_refuses_with_a_ground_when_the_respondent_cannot_be_reached",
        ],
    ),
    (
        "5 选定、指派、更换调解员, 披露",
        "OMR 10-14; PML 23",
        &[
            "both_naming_the_same_mediator_are_led_by_that_one",
            "without_a_common_choice_in_two_working_days_the_bodys_appointment_stands",
            "a_side_may_ask_for_another_mediator_whom_the_body_appoints_in_three_working_days",
            "what_the_mediator_discloses_is_put_in_writing_for_both",
        ],
    ),
    (
        "6-7 调解中: rooms, caucus, evidence",
        "OMR 16-18; PML 20",
        &[
            "a_caucus_is_entered_by_its_own_side_while_it_is_open",
            "no_media_crosses_from_a_caucus_to_anyone_outside",
            "an_interpreter_opens_the_case_when_called_and_comes_into_one_caucus",
            "an_observer_of_the_body_comes_into_the_main_room_and_no_further",
        ],
    ),
    (
        "6 约定时间、改期、上门调解: moved by all three and nobody alone",
        "PML 22",
        &[
            "an_appointment_is_the_mediators_to_make_and_stands_at_once",
            "an_appointment_is_to_come_and_within_the_period",
            "an_appointment_moves_when_all_three_have_named_the_same_time_and_not_before",
            "an_appointment_is_never_moved_by_one_side_alone",
            "where_a_visit_goes_is_told_to_those_who_talk_and_stands_nowhere_in_the_log",
        ],
    ),
    (
        "7 密封报价: compared by the portal, told in one word",
        "EMR 11; OMR 18",
        &[
            "two_sealed_figures_are_told_in_one_word_and_shown_to_nobody",
            "whoever_decides_later_does_not_learn_that_figures_were_sealed",
        ],
    ),
    (
        "7 电子笔录: written live, confirmed online, kept in mediation",
        "OMR 18, 22; EMR 11",
        &[
            "minutes_are_confirmed_by_each_side_or_answered_with_a_remark_and_then_put_on_paper",
            "corrected_minutes_take_the_place_of_those_not_yet_answered_by_both",
            "whoever_decides_later_learns_nothing_of_the_minutes",
        ],
    ),
    (
        "7 录音录像: by the consent of everyone present, kept for its days, never of a caucus",
        "OMR 18, 22; EMR 11; OLR 4; PIPL 13-16, 19, 29, 47",
        &[
            "a_recording_begins_with_the_last_consent_of_those_present_and_not_before",
            "one_who_is_there_and_says_no_ends_the_proposal_and_the_next_asks_everyone_anew",
            "a_recording_is_over_when_one_withdraws_or_enters_unasked_or_the_mediator_is_not_there",
            "whoever_comes_later_is_asked_outside_and_a_no_keeps_only_that_person_out",
            "the_mediator_alone_begins_at_once_and_nothing_of_a_caucus_is_recorded",
            "only_those_who_agreed_are_in_it_and_the_portal_alone_closes_it",
            "a_recording_is_deleted_when_its_days_are_over_or_sooner_by_the_mediator_and_the_proof_stays",
            "whoever_decides_later_does_not_learn_that_anything_was_recorded",
            "a_recording_runs_only_while_everyone_in_the_main_room_has_agreed",
        ],
    ),
    (
        "7 无争议事实: confirmed by both, usable outside",
        "OMR 18, 22",
        &["only_what_both_confirmed_is_undisputed_and_it_no_longer_changes"],
    ),
    (
        "8 延期: both, before the end",
        "EMR 29",
        &[
            "both_sides_extend_the_period_and_the_new_day_closes_it",
            "a_proposal_of_one_side_carries_its_consent_and_another_day_begins_anew",
            "an_extension_comes_before_the_end_or_not_at_all",
            "an_extension_and_an_end_are_put_in_writing_once",
        ],
    ),
    (
        "9 达成协议: complete and clear terms",
        "EMR 26; CPL-Int 461; CPL 62",
        &[
            "a_complete_draft_has_no_findings",
            "what_cannot_be_enforced_is_found",
            "an_agent_without_special_authority_cannot_settle",
            "clauses_the_law_forbids_are_found_however_they_are_put",
        ],
    ),
    (
        "10 协议生效: with the last required mark",
        "LMAL 14; EMR 26; ESL 13",
        &[
            "parties_sign_first_then_the_mediator_then_the_seal",
            "effect_opens_both_windows_from_the_day_of_the_last_mark",
        ],
    ),
    (
        "11 拒签: drafting opens again",
        "OMR 25",
        &["a_side_that_declines_to_sign_opens_drafting_again"],
    ),
    (
        "12 履行完毕",
        "LMAL 14",
        &[
            "every_instalment_is_a_duty_with_its_day_and_there_is_none_before_effect",
            "the_payer_reports_with_proof_and_the_payee_confirms_or_disputes",
            "full_performance_closes_the_case",
        ],
    ),
    (
        "13A-14A 仲裁审查: joint, 15 natural days; accepted or not",
        "CHR 74, 75",
        &[
            "an_application_is_filed_by_both_halves",
            "each_window_closes_at_the_end_of_its_last_day",
            "a_rejected_application_leaves_the_agreement_in_effect",
        ],
    ),
    (
        "13A-14B, 21C 收件回执",
        "CHR 29",
        &["an_institution_acknowledges_a_filing_once_under_its_own_number"],
    ),
    (
        "15A 延期审查: 5 working days, once, with approval",
        "CHR 76",
        &["a_review_is_extended_once_by_five_working_days_with_approval_and_in_time"],
    ),
    (
        "16A 调解书: effective when both have received it",
        "CHR 77; LMAL 51",
        &[
            "a_decision_takes_effect_when_both_have_received_it",
            "both_tracks_lead_to_an_enforceable_document",
        ],
    ),
    (
        "17A 不予制作调解书",
        "CHR 78",
        &[
            "each_track_has_grounds_of_its_own_to_refuse",
            "a_refused_arbitration_review_leaves_the_court_open",
        ],
    ),
    (
        "18A 撤回: until the document is served",
        "CHR 76, 79",
        &["arbitration_review_may_be_withdrawn_until_the_document_is_served"],
    ),
    (
        "13-18 申请书、受理、不予受理、延期审批、终止: a paper for each turn",
        "CHR 74-79; CPL-Int 353-357",
        &["the_papers_of_a_joint_application_are_made_for_each_of_its_turns"],
    ),
    (
        "14B a court's own practice of fifteen days",
        "CPL 187",
        &["a_courts_own_practice_shortens_its_days_and_never_lengthens_them"],
    ),
    (
        "13B-14B 司法确认: joint, 30 days",
        "CPL 205; CPL-Int 355",
        &[
            "an_application_is_filed_by_both_halves",
            "a_half_whose_window_closed_does_not_block_the_other_track",
        ],
    ),
    (
        "15B 裁定确认: within 30 days, longer with the president's approval",
        "CPL 187, 206",
        &[
            "review_takes_five_working_days_and_confirmation_thirty",
            "a_court_has_the_time_its_president_approved",
        ],
    ),
    (
        "16B 驳回, 撤回",
        "CPL-Int 357, 358",
        &[
            "judicial_confirmation_may_be_withdrawn_until_the_court_has_ruled",
            "each_track_has_grounds_of_its_own_to_refuse",
        ],
    ),
    (
        "16B 再次调解: both change the agreement or make another, which then takes its place",
        "CPL 206; CPL-Int 357, 358; EMR 22, 29",
        &[
            "both_mediate_again_where_the_court_did_not_confirm",
            "talks_anew_have_a_period_of_their_own_and_its_papers",
            "the_first_agreement_binds_until_another_is_in_effect",
            "what_was_wholly_performed_during_the_talks_is_performed_after_them",
            "another_agreement_takes_the_firsts_place_with_signatures_and_windows_of_its_own",
            "a_half_of_an_application_for_the_first_agreement_is_none_for_another",
            "nobody_is_kept_from_arbitration_by_an_agreement_no_court_confirmed",
            "the_court_does_not_follow_the_talks_about_another_agreement",
        ],
    ),
    (
        "17B 异议 of a party: 15 days from receipt",
        "CPL-Int 372",
        &[
            "a_party_objects_within_fifteen_days_of_its_own_receipt_and_once",
            "the_days_to_object_to_a_ruling_are_each_sides_own",
        ],
    ),
    (
        "17B 异议 of a third party: 6 months",
        "CPL-Int 372",
        &["a_third_party_objects_within_six_months_of_knowing_and_the_court_takes_it_down"],
    ),
    (
        "19C 调解不成: a side, the mediator, the clock",
        "PML 23, 26; EMR 29",
        &[
            "a_party_may_end_mediation_at_any_time_before_effect",
            "the_period_over_without_agreement_fails_the_mediation",
        ],
    ),
    (
        "20C 转仲裁: at any wish, and by itself after day 15",
        "LMAL 5, 14",
        &[
            "either_side_leaves_for_arbitration_at_any_time_before_effect",
            "the_way_stays_open_after_any_end_without_agreement",
            "after_day_fifteen_the_case_closes_and_moves_on_by_itself_exactly_once",
            "the_year_to_claim_begins_again_with_the_end_of_the_talks",
            "the_year_to_claim_is_begun_anew_by_each_interruption_within_it",
            "days_of_suspension_do_not_count_and_the_year_goes_on_after",
            "fifteen_days_after_the_request_both_are_told_once_that_arbitration_is_open",
            "in_no_reachable_state_without_agreement_is_a_party_kept_from_arbitration",
        ],
    ),
    (
        "20C offers stay sealed, undisputed facts pass",
        "EMR 11; OMR 18",
        &["the_commission_gets_undisputed_facts_and_no_offer"],
    ),
    (
        "21C 仲裁申请: completed and confirmed by a side",
        "LMAL 28; CHR 29",
        &[
            "the_transfer_is_no_filing_one_side_completes_and_confirms_the_petition",
            "the_petition_is_signed_with_a_key_of_the_applicants_own",
            "a_petition_needs_the_other_sides_domicile_and_only_what_both_have_seen",
            "defects_are_told_once_and_the_days_to_accept_begin_again",
        ],
    ),
    (
        "21C 受理 / 不予受理: 5 working days, then the way to court",
        "LMAL 29; CHR 30, 31",
        &[
            "a_refused_petition_ends_with_its_ground_and_the_way_to_court",
            "a_paper_is_sealed_by_the_institution_whose_paper_it_is",
        ],
    ),
    (
        "21C no commission in the region: filing by oneself",
        "LMAL 5, 21, 28",
        &["without_a_commission_of_the_region_each_side_files_by_itself_with_everything_made_ready"],
    ),
    (
        "22C 开庭, 庭审笔录, 延期",
        "LMAL 40, 43; CHR 38, 45",
        &[
            "a_hearing_is_told_five_working_days_ahead_and_held_in_the_room",
            "the_other_side_defends_itself_within_ten_working_days_of_its_copy",
            "the_record_of_the_hearing_is_confirmed_as_it_reads",
            "an_arbitration_is_extended_once_by_fifteen_days_with_approval_and_in_time",
        ],
    ),
    (
        "22C 送达副本、答辩、组庭、开庭通知: the days of the tribunal and of who answers",
        "CHR 33, 37, 38",
        &[
            "the_days_of_defence_are_shown_to_whoever_must_answer_and_to_the_desk",
            "the_other_side_answers_and_its_days_end_until_the_claims_are_others",
            "the_commission_sends_the_petition_on_and_names_the_tribunal_in_five_working_days",
            "a_petition_filed_again_is_sent_on_again",
            "a_hearing_is_told_in_time_and_may_be_put_off_until_three_working_days_before",
            "working_days_before_a_day_are_those_from_which_it_is_reached",
        ],
    ),
    (
        "22C 仲裁调解书: effective with both receipts",
        "LMAL 42, 51",
        &[
            "a_settlement_before_the_tribunal_takes_effect_when_both_have_received_it",
            "who_refuses_the_settlement_before_receipt_gets_an_award",
        ],
    ),
    (
        "22C 裁决书: final or not, suit, setting aside",
        "LMAL 47-50; CHR 50",
        &[
            "each_item_up_to_twelve_months_of_minimum_wage_is_final_and_the_rest_is_not",
            "the_worker_sues_on_a_final_award_and_the_employer_asks_to_set_it_aside",
            "an_award_that_is_not_final_takes_effect_unsued_fifteen_days_after_the_later_receipt",
        ],
    ),
    (
        "22C 撤回, which may be filed again; 按撤回处理, which may not",
        "CHR 35, 39",
        &["whoever_filed_may_withdraw_and_who_stays_away_counts_as_withdrawn"],
    ),
    (
        "22C 中止、恢复、重新计算: suspended, gone on with, begun anew",
        "CHR 44, 46, 47",
        &[
            "a_suspended_arbitration_stands_still_and_its_days_are_added_when_it_goes_on",
            "suspended_days_come_back_whole",
            "a_suspension_is_approved_within_the_period_and_the_tribunals_alone",
            "whoever_filed_may_withdraw_a_suspended_petition",
            "a_petition_that_was_heard_in_absence_is_not_amended_or_suspended",
            "a_counter_claim_or_another_party_begins_the_days_to_decide_anew",
        ],
    ),
    (
        "22C 管辖异议, 移送: rejected, or moved to where the days begin anew",
        "CHR 9, 10, 46(5)",
        &[
            "the_other_side_objects_to_the_jurisdiction_once_before_its_days_to_answer_are_over",
            "an_objection_without_ground_is_rejected_in_writing_and_the_days_ran_on",
            "a_founded_objection_moves_the_case_with_its_petition_and_the_days_begin_anew_there",
            "a_case_that_moves_off_the_portal_leaves_each_side_its_own_way_there",
        ],
    ),
    (
        "22C 回避: asked in time, decided by the head, another arbitrator",
        "LMAL 33; CHR 11, 12",
        &[
            "an_arbitrator_is_asked_to_withdraw_before_the_hearing_or_once_more_is_known_before_the_debate_ends",
            "whoever_is_asked_to_withdraw_has_no_part_in_the_case_until_the_head_decides",
        ],
    ),
    (
        "22C 延期开庭: asked in time, another day or none",
        "LMAL 35; CHR 38",
        &[
            "another_hearing_day_is_asked_for_with_a_reason_until_three_working_days_before",
            "another_hearing_day_is_named_by_the_answer_and_told_as_any_hearing",
            "a_hearing_that_is_not_put_off_stands_and_both_are_told_in_writing",
        ],
    ),
    (
        "22C 先予执行: within the claim, counted into the award",
        "LMAL 44; CHR 51",
        &[
            "the_worker_asks_for_an_advance_within_the_claim_and_the_tribunal_orders_no_more",
            "what_was_ordered_in_advance_counts_into_whatever_is_decided_later",
            "an_employer_that_filed_is_paid_nothing_in_advance",
        ],
    ),
    (
        "22C 举证期限: set by the tribunal, and claims after it filed apart",
        "LMAL 6; CHR 15, 44",
        &[
            "the_tribunal_says_until_when_evidence_and_other_claims_are_handed_in_and_both_are_told",
            "claims_added_or_changed_after_the_time_for_evidence_are_filed_apart",
        ],
    ),
    (
        "22C 增加、变更仲裁请求: the days to decide and to answer begin anew",
        "CHR 33, 44, 46(3)",
        &[
            "amended_claims_begin_the_days_to_decide_and_to_answer_anew",
            "the_applicant_asks_for_other_claims_and_the_tribunal_takes_them",
            "what_is_asked_for_late_is_to_be_filed_apart_and_moves_no_day",
        ],
    ),
    (
        "1, 7 变更调解请求: taken down until there is an agreement; no day moves",
        "LMAL 12; EMR 21",
        &["a_request_is_amended_by_the_mediator_until_there_is_an_agreement_and_moves_no_day"],
    ),
    (
        "8 no suspension of mediation: only both make it longer",
        "EMR 29; OMR 24",
        &["nobody_suspends_mediation_whose_period_only_both_make_longer"],
    ),
    (
        "时效中断、中止 recorded",
        "LMAL 27; CHR 27, 28; EMR 31",
        &[
            "what_interrupts_or_suspends_limitation_is_recorded_and_moves_its_last_day",
            "of_a_missed_agreement_too_the_year_is_interrupted",
            "asking_to_mediate_again_and_talks_that_fail_begin_the_year_to_claim_anew",
        ],
    ),
    (
        "23D 逾期 and 催告",
        "LMAL 16; CHR 27",
        &[
            "a_day_that_passes_unconfirmed_is_marked_overdue_once",
            "one_missed_instalment_makes_the_rest_due_where_that_was_agreed",
            "a_demand_needs_something_overdue_and_is_made_once_a_day",
        ],
    ),
    (
        "24D 支付令申请书: the four heads only",
        "LMAL 16; CPL 225; CPL-Int 427",
        &["a_payment_order_is_the_workers_on_the_four_heads_only"],
    ),
    (
        "25D-26D what becomes of a payment order",
        "CPL 226-228; CPL-Int 430-439; 解释(一) 13",
        &[
            "a_payment_order_goes_step_by_step_each_with_its_days",
            "an_order_nobody_objects_to_is_enforced_after_fifteen_days",
            "an_order_objected_to_or_not_served_leads_straight_to_court",
        ],
    ),
    (
        "27D arbitrate on the agreement, or sue",
        "EMR 28; LMAL 27; 解释(一) 51",
        &["on_the_agreement_wages_are_sued_for_and_everything_is_arbitrated"],
    ),
    (
        "28D 强制执行申请书: two years",
        "CPL 250; LMAL 51",
        &["enforcement_runs_two_years_from_the_last_instalment"],
    ),
    (
        "12 附条件的分期: with the condition, and never after the last day",
        "CPL-Int 461",
        &["what_waits_for_a_condition_falls_due_with_it_and_never_after_the_last_day"],
    ),
    (
        "30 归档: the list of the file, kept five years or ten",
        "PML 27; EMR 32; CHR 24",
        &["a_case_is_put_away_at_its_end_with_its_list_and_kept_five_years_or_ten"],
    ),
    (
        "29 support by union, procuratorate, legal aid",
        "CPL 15; 法律援助法 22, 31, 42, 43",
        &[
            "legal_aid_is_decided_in_seven_days_and_a_helper_named_in_three_more",
            "support_is_asked_for_at_any_stage_and_changes_none",
            "a_supporter_reads_the_case_once_asked_and_no_offer_in_it",
        ],
    ),
    (
        "1-10 法院委派: thirty days, in effect with the parties' signatures",
        "OMR 10-12, 19, 24",
        &["what_a_court_assigned_runs_thirty_days_and_takes_effect_with_the_last_partys_signature"],
    ),
    (
        "一函两书, 调解建议书, 委托调解函: the days to answer, and what follows",
        "工会法 23; CHR 69, 70",
        &[
            "a_unions_opinion_is_answered_within_the_days_it_names_from_receipt",
            "the_department_is_written_to_only_when_the_opinion_failed",
            "what_became_of_a_letter_is_written_down_in_order_and_once",
        ],
    ),
    (
        "送达: 送达地址确认书, electronic with consent, on paper, 送达回证",
        "CPL 87-95; OLR 29-31; CHR 20, 59",
        &[
            "who_consented_is_served_by_the_portal_until_it_asks_for_paper",
            "a_signed_return_slip_is_the_sides_receipt_from_the_day_it_bears",
            "a_settlement_is_not_received_by_post_and_an_award_is",
        ],
    ),
    (
        "no two enforceable documents, no agreement beside an arbitration",
        "CHR 75(5); CPL 205",
        &[
            "no_order_of_events_yields_two_enforceable_documents_or_an_agreement_beside_an_arbitration",
            "what_the_court_confirmed_no_commission_reviews",
        ],
    ),
    (
        "bad input: late, early, one-sided, double, after confirmation, labour relation, half an extension, two desks, clocks set back",
        "CHR 74, 75; CPL 205; EMR 29",
        &[
            "an_application_before_effect_or_after_its_window_is_refused_with_its_article",
            "a_one_sided_application_is_filed_with_nobody_and_a_double_one_is_absorbed",
            "after_judicial_confirmation_no_arbitration_review_is_open",
            "an_agreement_that_confirms_a_labour_relation_goes_to_no_review",
            "an_extension_of_one_side_moves_no_day",
            "the_desk_that_does_not_have_the_case_decides_nothing",
            "a_clock_set_back_opens_no_window_again_and_loses_nothing",
        ],
    ),
    (
        "deadlines never move without an event",
        "民法典 200-204",
        &["no_deadline_moves_without_an_event"],
    ),
    (
        "counting time: seven dated vectors, roll-over, missing tables",
        "民法典 200-204; CPL 85; CHR 80",
        &[
            "periods_end_on_the_days_the_statute_book_gives",
            "a_period_into_2027_keeps_to_the_holidays_the_regulation_fixes",
            "a_year_without_a_table_is_missing_and_not_guessed",
            "a_places_own_holidays_move_the_last_day_there_and_nowhere_else",
            "the_bodys_own_holidays_are_written_into_the_case_and_move_its_days",
        ],
    ),
    (
        "calculator: day and hour wage, overtime",
        "人社部发〔2025〕2号; 劳动法 44",
        &[
            "a_day_is_the_months_pay_over_21_75_and_an_hour_an_eighth",
            "overtime_is_half_as_much_again_double_or_threefold",
        ],
    ),
    (
        "calculator: N, 2N, +1, caps",
        "LCL 40, 46, 47, 87; LCLReg 20, 25, 27",
        &[
            "a_full_year_is_a_month_six_months_a_month_and_less_half_a_month",
            "severance_is_capped_at_three_times_the_local_average_and_only_then_at_twelve_years",
            "at_three_times_the_average_and_a_fen_more_the_caps_begin",
            "unlawful_dismissal_costs_severance_twice_with_its_caps",
            "a_month_is_paid_instead_of_notice_beside_severance",
        ],
    ),
    (
        "calculator: second wage, annual leave",
        "LCL 82; 解释(二) 6; 年休假条例 3, 5",
        &[
            "the_second_wage_runs_from_the_second_month_and_ends_after_eleven",
            "a_begun_month_of_the_second_wage_is_paid_by_its_working_days",
            "unused_leave_is_paid_twofold_more_and_a_leavers_share_drops_its_fraction",
            "a_leaver_keeps_the_whole_days_of_each_entitlement",
        ],
    ),
    (
        "calculator: insurance late fee, deposit, deduction limit",
        "社会保险法 86; LCL 9, 84; 工资支付暂行规定 16",
        &[
            "insurance_in_arrears_grows_by_five_in_ten_thousand_a_day",
            "a_deposit_taken_for_the_job_goes_back_whole",
            "a_deduction_takes_a_fifth_at_most_and_leaves_the_minimum_wage",
            "what_no_clause_pays_fills_a_clause_in_words_that_pass_the_check",
        ],
    ),
    (
        "calculator: additional compensation after the authority's order",
        "LCL 85",
        &["additional_compensation_is_half_to_the_whole_again_once_the_authoritys_order_is_overdue"],
    ),
];

/// How a document of law.md 2 comes about.
enum Made {
    /// By the portal as soon as the case wants it.
    Papers(&'static [PaperKind]),
    /// By the portal, in a way of its own.
    Otherwise(&'static str),
    /// From the log whenever it is asked for: `server/src/documents/record.rs`, `service.rs`.
    Printed(&'static str),
    /// By an institution outside the portal; a side uploads it as proof of the step.
    Outside,
}

/// The documents of law.md 2, row by row.
const DOCUMENTS: &[(&str, &str, Made)] = &[
    ("1", "调解申请书, 口头申请笔录", Made::Printed("request")),
    ("1", "收件回执", Made::Papers(&[PaperKind::RequestReceipt])),
    ("2", "征询意见函", Made::Papers(&[PaperKind::InquiryLetter])),
    (
        "3",
        "受理通知书, 权利义务告知书",
        Made::Papers(&[PaperKind::AcceptanceNotice]),
    ),
    ("3", "送达地址确认书", Made::Printed("service_address")),
    ("4", "书面通知, 仲裁告知", Made::Papers(&[PaperKind::EndNotice])),
    ("5", "指派（选定）记录", Made::Papers(&[PaperKind::MediatorRecord])),
    ("5", "披露书", Made::Papers(&[PaperKind::DisclosureRecord])),
    ("6", "在线调解同意书", Made::Printed("consent")),
    ("7", "调解笔录", Made::Papers(&[PaperKind::Minutes])),
    ("7", "无争议事实确认书", Made::Printed("undisputed_facts")),
    ("8", "延期同意书", Made::Papers(&[PaperKind::ExtensionRecord])),
    (
        "9, 10",
        "调解协议书",
        Made::Otherwise("agreement, marked by each signer and sealed"),
    ),
    (
        "10",
        "签署证明, 签署证据包",
        Made::Papers(&[PaperKind::CompletionCertificate]),
    ),
    ("12", "履行确认, 结案报告", Made::Papers(&[PaperKind::ClosingReport])),
    (
        "13A, 13B",
        "仲裁审查申请书, 司法确认申请书",
        Made::Papers(&[PaperKind::JointApplication]),
    ),
    ("13B", "主持调解证明", Made::Papers(&[PaperKind::MediationProof])),
    ("14A, 14B", "受理通知书", Made::Papers(&[PaperKind::ApplicationNotice])),
    (
        "14A, 14B",
        "不予受理通知书, 民事裁定书（不予受理）",
        Made::Papers(&[PaperKind::ApplicationRefusal]),
    ),
    ("15A, 22C", "延期审批表", Made::Papers(&[PaperKind::ExtensionApproval])),
    (
        "16A, 17A, 15B, 16B",
        "仲裁调解书, 不予制作调解书通知书, 民事裁定书",
        Made::Otherwise("decision, sealed"),
    ),
    ("16A, 22C", "送达回证, 电子送达凭证", Made::Printed("service")),
    ("18A, 16B, 22C", "撤回申请书", Made::Printed("withdrawal")),
    (
        "18A, 16B",
        "终止审查通知书, 准许撤回裁定书",
        Made::Papers(&[PaperKind::ApplicationClosed]),
    ),
    ("17B", "异议书", Made::Printed("objection")),
    ("17B", "利害关系人异议书", Made::Printed("third_objection")),
    ("17B", "民事裁定书（异议）", Made::Papers(&[PaperKind::ObjectionRuling])),
    ("19C", "终止调解告知书", Made::Papers(&[PaperKind::EndNotice])),
    (
        "20C",
        "调解转仲裁复函, 移送材料清单",
        Made::Papers(&[PaperKind::TransferLetter, PaperKind::TransferList]),
    ),
    (
        "21C",
        "仲裁申请书",
        Made::Papers(&[PaperKind::ArbitrationPetition, PaperKind::SelfFilingPetition]),
    ),
    ("21C", "受理通知书", Made::Papers(&[PaperKind::ArbitrationNotice])),
    ("21C", "不予受理通知书", Made::Papers(&[PaperKind::ArbitrationRefusal])),
    ("22C", "开庭通知书", Made::Papers(&[PaperKind::HearingNotice])),
    ("22C", "举证通知书", Made::Papers(&[PaperKind::EvidenceNotice])),
    (
        "22C",
        "中止审理、恢复审理、变更请求受理等通知书",
        Made::Papers(&[PaperKind::TermNotice]),
    ),
    (
        "22C",
        "管辖异议决定书, 移送管辖通知书, 回避决定书, 先予执行裁决书或者驳回先予执行申请决定书, 不予延期开庭通知书",
        Made::Papers(&[PaperKind::TribunalDecision]),
    ),
    (
        "22C",
        "案件移送函, 移送执行函",
        Made::Papers(&[PaperKind::HandoverLetter]),
    ),
    (
        "22C",
        "仲裁调解书, 裁决书（终局、非终局）",
        Made::Papers(&[PaperKind::ArbitralStatement, PaperKind::FinalAward, PaperKind::Award]),
    ),
    (
        "22C",
        "准予撤回决定书, 按撤回处理通知书",
        Made::Papers(&[PaperKind::ArbitrationClosed]),
    ),
    ("23D", "催告函", Made::Papers(&[PaperKind::DemandLetter])),
    ("24D", "支付令申请书", Made::Papers(&[PaperKind::PaymentOrderPetition])),
    ("24D", "支付令", Made::Outside),
    (
        "25D, 28D",
        "强制执行申请书",
        Made::Papers(&[PaperKind::EnforcementPetition]),
    ),
    ("26D", "终结督促程序裁定书", Made::Outside),
    (
        "27D",
        "仲裁申请书, 起诉状",
        Made::Papers(&[PaperKind::AgreementPetition, PaperKind::SuitPetition]),
    ),
    ("28D", "执行通知", Made::Outside),
    (
        "29",
        "支持起诉意见书, 法律援助决定书",
        Made::Papers(&[PaperKind::SupportOpinion, PaperKind::AidDecision]),
    ),
    ("30", "卷宗目录", Made::Papers(&[PaperKind::ArchiveIndex])),
];

const CLOCKS: [Clock; 29] = [
    Clock::Choose,
    Clock::Appoint,
    Clock::Accept,
    Clock::RightToArbitrate,
    Clock::MediationEnd,
    Clock::ReviewWindow,
    Clock::ConfirmationWindow,
    Clock::Decide,
    Clock::ArbitrationAccept,
    Clock::Award,
    Clock::Sue,
    Clock::SetAside,
    Clock::OrderAccept,
    Clock::OrderIssue,
    Clock::OrderServe,
    Clock::OrderObject,
    Clock::DeclineSuit,
    Clock::Limitation,
    Clock::AidDecide,
    Clock::AidAppoint,
    Clock::Duty,
    Clock::Enforcement,
    Clock::Defence,
    Clock::PetitionCopy,
    Clock::TribunalNotice,
    Clock::HearingNotice,
    Clock::Adjournment,
    Clock::Evidence,
    Clock::ObjectToRuling,
];

/// Every test of the rule book, with its file.
fn tests() -> BTreeMap<String, String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    for (folder, shown) in [(root.join("tests/rules"), "tests/rules"), (root.join("src"), "src")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            for after in text.split("#[test]").skip(1) {
                let test = after.split_once("fn ").and_then(|(_, rest)| rest.split_once('('));
                found.extend(test.map(|(test, _)| (test.to_owned(), format!("{shown}/{name}"))));
            }
        }
    }
    found
}

#[test]
fn the_table_of_rules_articles_and_tests_is_in_step() {
    let tests = tests();
    let mut page = String::from(
        "# Law and tests\n\nWritten by `BLESS=1 cargo test -p domain coverage`; each test named here exists in `domain/`. \
         A row without a test is not built. Abbreviations: LMAL 劳动争议调解仲裁法, EMR 企业劳动争议协商调解规定, CHR \
         劳动人事争议仲裁办案规则, CPL 民事诉讼法, CPL-Int 民诉法解释, PML 人民调解法, OMR 人民法院在线调解规则, ESL \
         电子签名法, LCL 劳动合同法, LCLReg its 实施条例.\n\n## Rules\n\n| rule | article | tests |\n|---|---|---|\n",
    );
    for (rule, article, named) in ROWS {
        let told = named.iter().map(|test| {
            let file = tests
                .get(*test)
                .unwrap_or_else(|| panic!("{rule}: there is no test {test}"));
            format!("`{test}` ({file})")
        });
        let told = if named.is_empty() {
            "not built".to_owned()
        } else {
            told.collect::<Vec<_>>().join("<br>")
        };
        let _ = writeln!(page, "| {rule} | {article} | {told} |");
    }
    page.push_str("\n## Documents\n\nOf law.md 2, row by row.\n\n| row | document | how it is made |\n|---|---|---|\n");
    for (row, document, made) in DOCUMENTS {
        let how = match made {
            Made::Papers(kinds) => {
                let names = kinds
                    .iter()
                    .map(|kind| serde_json::to_string(kind).unwrap().replace('"', "`"));
                format!("paper {}", names.collect::<Vec<_>>().join(", "))
            }
            Made::Otherwise(how) => (*how).to_owned(),
            Made::Printed(record) => format!("printed from the log: `{record}`"),
            Made::Outside => "by the court itself; its step is recorded with proof".to_owned(),
        };
        let _ = writeln!(page, "| {row} | {document} | {how} |");
    }
    page.push_str("\n## Clocks\n\n| clock | article |\n|---|---|\n");
    for clock in CLOCKS {
        let name = serde_json::to_string(&clock).unwrap();
        assert!(!clock.article().is_empty(), "{name}");
        let _ = writeln!(page, "| `{}` | {} |", name.trim_matches('"'), clock.article());
    }
    page.push_str(
        "\n## Refusals\n\nEach is reached by `every_refusal_is_reached_and_leaves_the_case_unchanged` \
         (tests/rules/refusals.rs).\n\n| refusal | article |\n|---|---|\n",
    );
    for refusal in Refusal::ALL.iter().filter(|refusal| !refusal.article().is_empty()) {
        let _ = writeln!(page, "| `{}` | {} |", refusal.code(), refusal.article());
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/law-coverage.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap_or_default(),
        page,
        "BLESS=1 if that is meant"
    );
}

/// A new kind of paper does not stand outside the table.
#[test]
fn every_paper_stands_in_the_table_of_documents() {
    let source = include_str!("../../src/paper.rs");
    let body = source.split("pub enum PaperKind {").nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let variants = body
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.strip_suffix(','));
    let listed: Vec<String> = DOCUMENTS
        .iter()
        .filter_map(|(_, _, made)| match made {
            Made::Papers(kinds) => Some(kinds.iter().map(|kind| format!("{kind:?}"))),
            _ => None,
        })
        .flatten()
        .collect();
    for variant in variants {
        assert!(listed.iter().any(|known| known == variant), "{variant} is in no row");
    }
}
