CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE audit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	what VARCHAR NOT NULL, 
	user_id BIGINT, 
	at DATETIME NOT NULL, 
	data TEXT NOT NULL
);
CREATE TABLE chat (
	district_id VARCHAR NOT NULL, 
	chat_id BIGINT NOT NULL, 
	paused_until DATETIME, 
	dead_because TEXT, 
	CONSTRAINT pk_chat PRIMARY KEY (district_id, chat_id)
);
CREATE TABLE counter (
	district_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	value BIGINT NOT NULL, 
	CONSTRAINT pk_counter PRIMARY KEY (district_id, name)
);
CREATE TABLE department (
	district_id VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	title TEXT NOT NULL, 
	chat_id BIGINT, 
	topic_id INTEGER, checked_at DATETIME, lacks VARCHAR, mode VARCHAR, mode_until DATE, mode_since DATETIME, phone TEXT, hours TEXT, 
	CONSTRAINT pk_department PRIMARY KEY (district_id, id)
);
CREATE TABLE fsm (
	district_id VARCHAR NOT NULL, 
	"key" TEXT NOT NULL, 
	state TEXT, 
	data TEXT NOT NULL, 
	CONSTRAINT pk_fsm PRIMARY KEY (district_id, "key")
);
CREATE TABLE inbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	bot_id BIGINT NOT NULL, 
	update_id BIGINT NOT NULL, 
	lane VARCHAR NOT NULL, 
	raw TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	received_at DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	retry_at DATETIME, 
	error TEXT, stranger BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT uq_inbox_district_id_bot_id_update_id UNIQUE (district_id, bot_id, update_id)
);
CREATE TABLE official (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	department_id VARCHAR, 
	user_id BIGINT NOT NULL, 
	title TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	reachable BOOLEAN NOT NULL, menu VARCHAR, name TEXT DEFAULT '' NOT NULL, enrolled_at DATETIME, blocked BOOLEAN DEFAULT 0 NOT NULL, away BOOLEAN DEFAULT 0 NOT NULL, away_from DATE, away_until DATE, deputy_id INTEGER, watch VARCHAR, phone TEXT DEFAULT '' NOT NULL, lawyer BOOLEAN DEFAULT 0 NOT NULL, left_at DATETIME, 
	CONSTRAINT uq_official_district_id_user_id UNIQUE (district_id, user_id)
);
CREATE TABLE rule (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	parent_id INTEGER, 
	number INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	department_id VARCHAR, 
	groups TEXT NOT NULL, 
	topics TEXT NOT NULL, 
	settlements TEXT NOT NULL, 
	danger BOOLEAN, active BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT fk_rule_parent_id FOREIGN KEY(parent_id) REFERENCES rule (id)
);
CREATE TABLE slot (
	district_id VARCHAR NOT NULL, 
	job VARCHAR NOT NULL, 
	day DATE NOT NULL, 
	taken_at DATETIME NOT NULL, 
	CONSTRAINT pk_slot PRIMARY KEY (district_id, job, day)
);
CREATE TABLE source (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	network VARCHAR NOT NULL, 
	external_id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	settlement_id VARCHAR, 
	cursor TEXT, 
	baseline_at DATETIME, 
	last_ok_at DATETIME, 
	broken_at DATETIME, 
	broken_because TEXT, added_by INTEGER, paused_at DATETIME, removed_at DATETIME, mark VARCHAR DEFAULT 'residents' NOT NULL, next_at DATETIME, priority VARCHAR DEFAULT 'usual' NOT NULL, department_id VARCHAR, keywords TEXT DEFAULT '[]' NOT NULL, stop_words TEXT DEFAULT '[]' NOT NULL, quota TEXT, 
	CONSTRAINT uq_source_district_id_network_external_id UNIQUE (district_id, network, external_id)
);
CREATE TABLE incident (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	status VARCHAR NOT NULL, 
	"group" VARCHAR NOT NULL, 
	topic VARCHAR NOT NULL, 
	place TEXT NOT NULL, 
	place_id VARCHAR, 
	lat FLOAT, 
	lon FLOAT, 
	danger_grade VARCHAR, 
	danger_words TEXT, 
	department_id VARCHAR, 
	holder_id INTEGER, 
	route_because TEXT NOT NULL, 
	doubt VARCHAR, 
	returns INTEGER NOT NULL, 
	opened_at DATETIME NOT NULL, 
	published_at DATETIME NOT NULL, 
	clock_from DATETIME NOT NULL, 
	assigned_at DATETIME, 
	accept_by DATETIME, 
	accepted_at DATETIME, 
	answer_by DATETIME, 
	answered_at DATETIME, 
	closed_at DATETIME, 
	outcome VARCHAR, 
	reject_reason VARCHAR, 
	repeat_of INTEGER, 
	merged_into INTEGER, 
	matched_because TEXT, 
	reminded TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	last_voice_at DATETIME NOT NULL, folded TEXT, region_by DATETIME, postponed_until DATETIME, controlled_since DATETIME, co_departments TEXT, proposed_id VARCHAR, sorted_id VARCHAR, rumour BOOLEAN DEFAULT 0 NOT NULL, rung_at DATETIME, danger_title TEXT, danger_asked_at DATETIME, danger_peak VARCHAR, danger_since DATETIME, danger_over_at DATETIME, danger_over_by INTEGER, accepted_by INTEGER, new_text_at DATETIME, look_at DATETIME, 
	CONSTRAINT fk_incident_holder_id FOREIGN KEY(holder_id) REFERENCES official (id), 
	CONSTRAINT fk_incident_merged_into FOREIGN KEY(merged_into) REFERENCES incident (id), 
	CONSTRAINT fk_incident_repeat_of FOREIGN KEY(repeat_of) REFERENCES incident (id), 
	CONSTRAINT uq_incident_district_id_number UNIQUE (district_id, number)
);
CREATE TABLE post (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	source_id INTEGER NOT NULL, 
	network VARCHAR NOT NULL, 
	external_id TEXT NOT NULL, 
	url TEXT NOT NULL, 
	text TEXT NOT NULL, 
	author_id TEXT NOT NULL, 
	published_at DATETIME NOT NULL, 
	parent_external_id TEXT, 
	reply_to_external_id TEXT, 
	photos TEXT NOT NULL, 
	likes INTEGER NOT NULL, 
	comments INTEGER NOT NULL, 
	by_owner BOOLEAN NOT NULL, 
	is_history BOOLEAN NOT NULL, 
	revision INTEGER NOT NULL, 
	detected_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	taken_at DATETIME, 
	tries INTEGER NOT NULL, 
	set_aside_at DATETIME, 
	error TEXT, folded TEXT, calm BOOLEAN DEFAULT 1 NOT NULL, nth INTEGER DEFAULT '1' NOT NULL, attached TEXT DEFAULT '[]' NOT NULL, people TEXT DEFAULT '[]' NOT NULL, original_id TEXT, 
	CONSTRAINT fk_post_source_id FOREIGN KEY(source_id) REFERENCES source (id), 
	CONSTRAINT uq_post_district_id_network_external_id UNIQUE (district_id, network, external_id)
);
CREATE TABLE answer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	author_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	guid VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	publish_at DATETIME, 
	started_at DATETIME, 
	tries INTEGER NOT NULL, 
	published_at DATETIME, 
	external_id TEXT, 
	url TEXT, 
	proved_at DATETIME, 
	refusal TEXT, 
	look_at DATETIME, 
	message_id BIGINT, kind VARCHAR DEFAULT 'final' NOT NULL, corrects INTEGER, shares INTEGER, due_by DATETIME, typed_id BIGINT, typed_fields TEXT, elsewhere BOOLEAN DEFAULT 1 NOT NULL, repeats INTEGER, 
	CONSTRAINT fk_answer_author_id FOREIGN KEY(author_id) REFERENCES official (id), 
	CONSTRAINT fk_answer_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_answer_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT uq_answer_district_id_guid UNIQUE (district_id, guid)
);
CREATE TABLE card_copy (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	topic_id INTEGER, 
	message_id BIGINT NOT NULL, 
	shown VARCHAR NOT NULL, 
	photos_sent BOOLEAN NOT NULL, 
	CONSTRAINT pk_card_copy PRIMARY KEY (district_id, incident_id, chat_id), 
	CONSTRAINT fk_card_copy_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE card_message (
	district_id VARCHAR NOT NULL, 
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	incident_id INTEGER NOT NULL, 
	CONSTRAINT pk_card_message PRIMARY KEY (district_id, chat_id, message_id), 
	CONSTRAINT fk_card_message_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE event (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	act VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	because TEXT NOT NULL, 
	status_before VARCHAR, 
	status_after VARCHAR NOT NULL, 
	data TEXT NOT NULL, 
	seal VARCHAR NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (district_id, incident_id, line), 
	CONSTRAINT fk_event_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_event_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	chat_id BIGINT NOT NULL, 
	topic_id INTEGER, 
	incident_id INTEGER, 
	post_id INTEGER, 
	code VARCHAR, 
	params TEXT NOT NULL, 
	sound BOOLEAN NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	not_before DATETIME, 
	retry_at DATETIME, 
	attempt INTEGER NOT NULL, 
	lease_until DATETIME, 
	tries INTEGER NOT NULL, 
	error TEXT, 
	created_at DATETIME NOT NULL, claimed_by VARCHAR, 
	CONSTRAINT fk_outbox_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_outbox_post_id FOREIGN KEY(post_id) REFERENCES post (id)
);
CREATE TABLE post_revision (
	district_id VARCHAR NOT NULL, 
	post_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_post_revision PRIMARY KEY (district_id, post_id, revision), 
	CONSTRAINT fk_post_revision_post_id FOREIGN KEY(post_id) REFERENCES post (id)
);
CREATE TABLE reading (
	district_id VARCHAR NOT NULL, 
	post_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_reading PRIMARY KEY (district_id, post_id, revision), 
	CONSTRAINT fk_reading_post_id FOREIGN KEY(post_id) REFERENCES post (id)
);
CREATE TABLE correction (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	post_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	by_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_correction_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_correction_post_id FOREIGN KEY(post_id) REFERENCES post (id)
);
CREATE TABLE layer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	lessons INTEGER NOT NULL, 
	report TEXT NOT NULL, 
	body BLOB, 
	dropped_at DATETIME
);
CREATE TABLE sought (
	district_id VARCHAR NOT NULL, 
	official_id INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_sought PRIMARY KEY (district_id, official_id), 
	CONSTRAINT fk_sought_official_id FOREIGN KEY(official_id) REFERENCES official (id)
);
CREATE TABLE "voice" (
	district_id VARCHAR NOT NULL, 
	post_id INTEGER NOT NULL, 
	incident_id INTEGER NOT NULL, 
	joined_at DATETIME NOT NULL, 
	because TEXT NOT NULL, 
	answered_at DATETIME, 
	region_number TEXT, 
	region_due DATETIME, 
	entered_at DATETIME, 
	entered_by INTEGER, place_of INTEGER, 
	CONSTRAINT pk_voice PRIMARY KEY (district_id, post_id), 
	CONSTRAINT fk_voice_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_voice_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT fk_voice_entered_by FOREIGN KEY(entered_by) REFERENCES official (id)
);
CREATE TABLE region_row (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	"key" TEXT NOT NULL, 
	url TEXT NOT NULL, 
	number TEXT, 
	due DATETIME, 
	published_at DATETIME, 
	text TEXT NOT NULL, 
	listed_at DATETIME NOT NULL, 
	post_id INTEGER, 
	CONSTRAINT fk_region_row_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT uq_region_row_district_id_key UNIQUE (district_id, "key")
);
CREATE TABLE draft (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	post_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	album TEXT, 
	message_id BIGINT, 
	CONSTRAINT fk_draft_official_id FOREIGN KEY(official_id) REFERENCES official (id), 
	CONSTRAINT fk_draft_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT uq_draft_district_id_post_id UNIQUE (district_id, post_id)
);
CREATE TABLE file_job (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	official_id INTEGER NOT NULL, 
	purpose VARCHAR, 
	file_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT fk_file_job_official_id FOREIGN KEY(official_id) REFERENCES official (id)
);
CREATE TABLE note (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT fk_note_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_note_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE delay (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	reason VARCHAR NOT NULL, 
	words TEXT, 
	taken_back BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT fk_delay_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_delay_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE request (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	organisation TEXT NOT NULL, 
	letter TEXT, 
	sent_at DATETIME NOT NULL, 
	promised_at DATETIME NOT NULL, 
	remind_at DATETIME, 
	asked_at DATETIME, 
	came_at DATETIME, 
	taken_back BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT fk_request_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_request_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE reminder (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	code VARCHAR NOT NULL, 
	message_id BIGINT NOT NULL, 
	CONSTRAINT pk_reminder PRIMARY KEY (district_id, incident_id, chat_id)
);
CREATE TABLE sound (
	district_id VARCHAR NOT NULL, 
	outbox_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	incident_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	verdict VARCHAR NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	CONSTRAINT pk_sound PRIMARY KEY (district_id, outbox_id)
);
CREATE TABLE mass (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	family VARCHAR NOT NULL, 
	said INTEGER NOT NULL, 
	usual FLOAT NOT NULL, 
	is_apart BOOLEAN NOT NULL, 
	cause TEXT, 
	cause_by INTEGER, 
	cause_at DATETIME, 
	CONSTRAINT pk_mass PRIMARY KEY (district_id, incident_id), 
	CONSTRAINT fk_mass_cause_by FOREIGN KEY(cause_by) REFERENCES official (id), 
	CONSTRAINT fk_mass_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE night (
	district_id VARCHAR NOT NULL, 
	day DATE NOT NULL, 
	released_at DATETIME, 
	hold_until DATETIME, 
	by_id INTEGER, 
	CONSTRAINT pk_night PRIMARY KEY (district_id, day), 
	CONSTRAINT fk_night_by_id FOREIGN KEY(by_id) REFERENCES official (id)
);
CREATE TABLE drop_verdict (
	district_id VARCHAR NOT NULL, 
	post_id INTEGER NOT NULL, 
	verdict VARCHAR NOT NULL, 
	by_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_drop_verdict PRIMARY KEY (district_id, post_id), 
	CONSTRAINT fk_drop_verdict_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_drop_verdict_post_id FOREIGN KEY(post_id) REFERENCES post (id)
);
CREATE TABLE approval_word (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	answer_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_approval_word_answer_id FOREIGN KEY(answer_id) REFERENCES answer (id), 
	CONSTRAINT fk_approval_word_by_id FOREIGN KEY(by_id) REFERENCES official (id)
);
CREATE TABLE approval (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	answer_id INTEGER NOT NULL, 
	incident_id INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	decided_by INTEGER, 
	reason VARCHAR, 
	word_id INTEGER, 
	proposed TEXT, 
	message_id BIGINT, 
	steps TEXT NOT NULL, 
	hurried_at DATETIME, typed_id BIGINT, typed_by INTEGER, 
	CONSTRAINT fk_approval_answer_id FOREIGN KEY(answer_id) REFERENCES answer (id), 
	CONSTRAINT fk_approval_decided_by FOREIGN KEY(decided_by) REFERENCES official (id), 
	CONSTRAINT fk_approval_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_approval_word_id FOREIGN KEY(word_id) REFERENCES approval_word (id)
);
CREATE TABLE approval_mode (
	district_id VARCHAR NOT NULL, 
	department_id VARCHAR NOT NULL, 
	mode VARCHAR NOT NULL, 
	by_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_approval_mode PRIMARY KEY (district_id, department_id), 
	CONSTRAINT fk_approval_mode_by_id FOREIGN KEY(by_id) REFERENCES official (id)
);
CREATE TABLE works (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	family VARCHAR NOT NULL, 
	places TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	text TEXT NOT NULL, 
	created_by INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT fk_works_created_by FOREIGN KEY(created_by) REFERENCES official (id)
);
CREATE TABLE template (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	fact VARCHAR, 
	active BOOLEAN NOT NULL
, kind VARCHAR);
CREATE TABLE fact (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	kind VARCHAR NOT NULL, 
	day DATE, 
	CONSTRAINT fk_fact_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_fact_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE promise (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	answer_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	department_id VARCHAR, 
	due DATE NOT NULL, 
	words TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	broken_at DATETIME, 
	reminded_at DATETIME, hour TIME, 
	CONSTRAINT fk_promise_answer_id FOREIGN KEY(answer_id) REFERENCES answer (id), 
	CONSTRAINT fk_promise_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_promise_official_id FOREIGN KEY(official_id) REFERENCES official (id)
);
CREATE TABLE shift (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	official_id INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	CONSTRAINT fk_shift_official_id FOREIGN KEY(official_id) REFERENCES official (id)
);
CREATE TABLE co_executor (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	department_id VARCHAR NOT NULL, 
	by_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	wait_until DATETIME NOT NULL, 
	facts TEXT, 
	facts_by INTEGER, 
	facts_at DATETIME, 
	CONSTRAINT pk_co_executor PRIMARY KEY (district_id, incident_id, department_id), 
	CONSTRAINT fk_co_executor_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_co_executor_facts_by FOREIGN KEY(facts_by) REFERENCES official (id), 
	CONSTRAINT fk_co_executor_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE reaction (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	tone VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	kept_by INTEGER, by_author BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT fk_reaction_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_reaction_kept_by FOREIGN KEY(kept_by) REFERENCES official (id), 
	CONSTRAINT fk_reaction_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT uq_reaction_district_id_post_id UNIQUE (district_id, post_id)
);
CREATE TABLE head_order (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	words TEXT, 
	report TEXT, 
	reported_by_id INTEGER, 
	reported_at DATETIME, 
	reminded_at DATETIME, 
	settled_at DATETIME, voice_file_id TEXT, 
	CONSTRAINT fk_head_order_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_head_order_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_head_order_reported_by_id FOREIGN KEY(reported_by_id) REFERENCES official (id)
);
CREATE TABLE approval_message (
	district_id VARCHAR NOT NULL, 
	answer_id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	CONSTRAINT pk_approval_message PRIMARY KEY (district_id, answer_id, chat_id), 
	CONSTRAINT fk_approval_message_answer_id FOREIGN KEY(answer_id) REFERENCES answer (id)
);
CREATE TABLE norm_word (
	district_id VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	by_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_norm_word PRIMARY KEY (district_id, "key"), 
	CONSTRAINT fk_norm_word_by_id FOREIGN KEY(by_id) REFERENCES official (id)
);
CREATE TABLE answer_photo (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	answer_id INTEGER NOT NULL, 
	file_id TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	attachment TEXT, 
	content BLOB, 
	CONSTRAINT fk_answer_photo_answer_id FOREIGN KEY(answer_id) REFERENCES answer (id)
);
CREATE TABLE region_list (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	listed_at DATETIME NOT NULL, 
	rows INTEGER NOT NULL, 
	same INTEGER NOT NULL, 
	ours TEXT NOT NULL
);
CREATE TABLE shift_swap (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	shift_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	to_id INTEGER NOT NULL, 
	instead_id INTEGER, 
	state VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	CONSTRAINT fk_shift_swap_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_shift_swap_to_id FOREIGN KEY(to_id) REFERENCES official (id)
);
CREATE TABLE thread_lines (
	district_id VARCHAR NOT NULL, 
	answer_id INTEGER NOT NULL, 
	lines TEXT NOT NULL, 
	typed BOOLEAN NOT NULL, 
	proposed TEXT, 
	until DATETIME, 
	stopped_at DATETIME, 
	barred_until DATETIME, 
	CONSTRAINT pk_thread_lines PRIMARY KEY (district_id, answer_id), 
	CONSTRAINT fk_thread_lines_answer_id FOREIGN KEY(answer_id) REFERENCES answer (id)
);
CREATE TABLE source_job (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	official_id INTEGER NOT NULL, 
	address TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	CONSTRAINT fk_source_job_official_id FOREIGN KEY(official_id) REFERENCES official (id)
);
CREATE TABLE voice_part (
	district_id VARCHAR NOT NULL, 
	part_id INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	incident_id INTEGER NOT NULL, 
	joined_at DATETIME NOT NULL, 
	because TEXT NOT NULL, 
	answered_at DATETIME, 
	CONSTRAINT pk_voice_part PRIMARY KEY (district_id, part_id), 
	CONSTRAINT fk_voice_part_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_voice_part_part_id FOREIGN KEY(part_id) REFERENCES incident (id), 
	CONSTRAINT fk_voice_part_post_id FOREIGN KEY(post_id) REFERENCES post (id)
);
CREATE TABLE agenda_mark (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	taken BOOLEAN NOT NULL, 
	"by" INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	proposal TEXT, 
	holds_until DATE, 
	CONSTRAINT pk_agenda_mark PRIMARY KEY (district_id, incident_id), 
	CONSTRAINT fk_agenda_mark_by FOREIGN KEY("by") REFERENCES official (id), 
	CONSTRAINT fk_agenda_mark_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE courier (
	district_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_courier PRIMARY KEY (district_id, name)
);
CREATE TABLE invitation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	department_id VARCHAR, 
	created_by INTEGER, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	code_hash VARCHAR, 
	opened_by INTEGER, 
	used_at DATETIME, 
	used_by INTEGER, 
	cancelled_at DATETIME, 
	CONSTRAINT fk_invitation_created_by FOREIGN KEY(created_by) REFERENCES official (id), 
	CONSTRAINT fk_invitation_opened_by FOREIGN KEY(opened_by) REFERENCES official (id), 
	CONSTRAINT fk_invitation_used_by FOREIGN KEY(used_by) REFERENCES official (id), 
	CONSTRAINT uq_invitation_district_id_code_hash UNIQUE (district_id, code_hash)
);
CREATE TABLE "undo" (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	act VARCHAR NOT NULL, 
	by_id INTEGER, 
	until DATETIME NOT NULL, 
	line INTEGER NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	data TEXT NOT NULL, 
	CONSTRAINT pk_undo PRIMARY KEY (district_id, incident_id), 
	CONSTRAINT fk_undo_by_id FOREIGN KEY(by_id) REFERENCES official (id), 
	CONSTRAINT fk_undo_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE look (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER, 
	official_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	how VARCHAR NOT NULL, 
	CONSTRAINT fk_look_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_look_official_id FOREIGN KEY(official_id) REFERENCES official (id)
);
CREATE TABLE read_request (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	official_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	decided_by INTEGER, 
	decided_at DATETIME, 
	CONSTRAINT fk_read_request_decided_by FOREIGN KEY(decided_by) REFERENCES official (id), 
	CONSTRAINT fk_read_request_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_read_request_official_id FOREIGN KEY(official_id) REFERENCES official (id)
);
CREATE TABLE similar_pair (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	other_post_id INTEGER NOT NULL, 
	p FLOAT, 
	at DATETIME NOT NULL, 
	verdict VARCHAR, 
	by_id INTEGER, 
	CONSTRAINT pk_similar_pair PRIMARY KEY (district_id, incident_id, other_id), 
	CONSTRAINT fk_similar_pair_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_similar_pair_other_id FOREIGN KEY(other_id) REFERENCES incident (id), 
	CONSTRAINT fk_similar_pair_post_id FOREIGN KEY(post_id) REFERENCES post (id), 
	CONSTRAINT fk_similar_pair_other_post_id FOREIGN KEY(other_post_id) REFERENCES post (id), 
	CONSTRAINT fk_similar_pair_by_id FOREIGN KEY(by_id) REFERENCES official (id)
);
CREATE TABLE card_photo (
	district_id VARCHAR NOT NULL, 
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	incident_id INTEGER NOT NULL, 
	CONSTRAINT pk_card_photo PRIMARY KEY (district_id, chat_id, message_id), 
	CONSTRAINT fk_card_photo_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE pushed (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	network VARCHAR NOT NULL, 
	source TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	raw TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	done_at DATETIME, 
	CONSTRAINT uq_pushed_district_id_network_source_external_id UNIQUE (district_id, network, source, external_id)
);
CREATE TABLE filtered_post (
	district_id VARCHAR NOT NULL, 
	post_id INTEGER NOT NULL, 
	filter VARCHAR NOT NULL, 
	words TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_filtered_post PRIMARY KEY (district_id, post_id), 
	CONSTRAINT fk_filtered_post_post_id FOREIGN KEY(post_id) REFERENCES post (id)
);
CREATE TABLE source_error (
	district_id VARCHAR NOT NULL, 
	source_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	times INTEGER NOT NULL, 
	last_at DATETIME NOT NULL, 
	because TEXT NOT NULL, 
	CONSTRAINT pk_source_error PRIMARY KEY (district_id, source_id, day), 
	CONSTRAINT fk_source_error_source_id FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE TABLE source_chat (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	chat_id BIGINT NOT NULL, 
	title TEXT NOT NULL, 
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	changed_at DATETIME NOT NULL, 
	asked_by INTEGER, 
	decided_by INTEGER, 
	source_id INTEGER, 
	lacks VARCHAR NOT NULL, 
	checked_at DATETIME, 
	CONSTRAINT fk_source_chat_asked_by FOREIGN KEY(asked_by) REFERENCES official (id), 
	CONSTRAINT fk_source_chat_decided_by FOREIGN KEY(decided_by) REFERENCES official (id), 
	CONSTRAINT fk_source_chat_source_id FOREIGN KEY(source_id) REFERENCES source (id), 
	CONSTRAINT uq_source_chat_district_id_chat_id UNIQUE (district_id, chat_id)
);
CREATE TABLE caught_up (
	district_id VARCHAR NOT NULL, 
	incident_id INTEGER NOT NULL, 
	found_at DATETIME NOT NULL, 
	told_at DATETIME, 
	CONSTRAINT pk_caught_up PRIMARY KEY (district_id, incident_id), 
	CONSTRAINT fk_caught_up_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE restoration (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	taken_at DATETIME NOT NULL, 
	restored_at DATETIME NOT NULL
);
CREATE TABLE erasure (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	whose VARCHAR NOT NULL, 
	ground VARCHAR NOT NULL, 
	"by" INTEGER, 
	at DATETIME NOT NULL, 
	posts INTEGER NOT NULL, 
	incidents INTEGER NOT NULL, 
	answers INTEGER NOT NULL, 
	dropped INTEGER NOT NULL, 
	messages INTEGER NOT NULL, 
	photos INTEGER NOT NULL, 
	backups_until DATETIME NOT NULL, 
	CONSTRAINT fk_erasure_by FOREIGN KEY("by") REFERENCES official (id)
);
CREATE TABLE shown (
	district_id VARCHAR NOT NULL, 
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	what VARCHAR NOT NULL, 
	"key" INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_shown PRIMARY KEY (district_id, chat_id, message_id, what, "key")
);
CREATE TABLE chain_head (
	district_id VARCHAR NOT NULL, 
	day DATE NOT NULL, 
	until DATETIME NOT NULL, 
	incidents INTEGER NOT NULL, 
	lines INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	CONSTRAINT pk_chain_head PRIMARY KEY (district_id, day)
);
CREATE TABLE lease (
	district_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	holder VARCHAR NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_lease PRIMARY KEY (district_id, name)
);
CREATE TABLE sending (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	district_id VARCHAR NOT NULL, 
	chat_id BIGINT NOT NULL, 
	at DATETIME NOT NULL
);
CREATE TABLE incident_words (
	id INTEGER NOT NULL, 
	district_id VARCHAR NOT NULL, 
	place TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_incident_words PRIMARY KEY (id), 
	CONSTRAINT fk_incident_words_id FOREIGN KEY(id) REFERENCES incident (id)
);
CREATE VIRTUAL TABLE incident_words_index USING fts5(words, content='incident_words', content_rowid='id', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0');
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE district_id = NEW.district_id AND incident_id = NEW.incident_id AND line = NEW.line) BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER incident_words_put AFTER INSERT ON incident_words BEGIN INSERT INTO incident_words_index(rowid, words) VALUES (NEW.id, NEW.words); END;
CREATE TRIGGER incident_words_gone AFTER DELETE ON incident_words BEGIN INSERT INTO incident_words_index(incident_words_index, rowid, words) VALUES ('delete', OLD.id, OLD.words); END;
CREATE TRIGGER incident_words_grew AFTER UPDATE OF words ON incident_words WHEN NEW.words <> OLD.words AND substr(NEW.words, 1, length(OLD.words)) = OLD.words BEGIN INSERT INTO incident_words_index(rowid, words) VALUES (NEW.id, substr(NEW.words, length(OLD.words) + 1)); END;
CREATE TRIGGER incident_words_changed AFTER UPDATE OF words ON incident_words WHEN substr(NEW.words, 1, length(OLD.words)) <> OLD.words BEGIN INSERT INTO incident_words_index(incident_words_index, rowid, words) VALUES ('delete', OLD.id, OLD.words); INSERT INTO incident_words_index(rowid, words) VALUES (NEW.id, NEW.words); END;
CREATE INDEX ix_audit_what_user_id_at ON audit (district_id, what, user_id, at);
CREATE INDEX ix_inbox_received_at ON inbox (district_id, received_at);
CREATE INDEX ix_inbox_state_lane ON inbox (district_id, state, bot_id, lane, id);
CREATE INDEX ix_rule_district_id ON rule (district_id);
CREATE INDEX ix_incident_by_group ON incident (district_id, "group", place_id, last_voice_at);
CREATE INDEX ix_incident_by_place ON incident (district_id, place_id, last_voice_at);
CREATE INDEX ix_incident_by_status ON incident (district_id, status, answer_by);
CREATE INDEX ix_post_parent_external_id ON post (district_id, network, parent_external_id);
CREATE INDEX ix_post_source_id_published_at ON post (district_id, source_id, published_at);
CREATE INDEX ix_answer_incident_id ON answer (district_id, incident_id);
CREATE INDEX ix_answer_state ON answer (district_id, state, publish_at);
CREATE INDEX ix_card_copy_chat_id ON card_copy (district_id, chat_id);
CREATE INDEX ix_outbox_state_chat_id ON outbox (district_id, state, chat_id, id);
CREATE UNIQUE INDEX uq_outbox_pending_card ON outbox (district_id, incident_id, chat_id) WHERE state = 'pending' AND kind = 'card';
CREATE INDEX ix_correction_at ON correction (district_id, at);
CREATE INDEX ix_voice_joined_at ON voice (district_id, joined_at);
CREATE INDEX ix_voice_region ON voice (district_id, entered_at, answered_at);
CREATE INDEX ix_region_row_listed_at ON region_row (district_id, listed_at);
CREATE INDEX ix_draft_album ON draft (district_id, official_id, album);
CREATE INDEX ix_file_job_state ON file_job (district_id, state, due_at);
CREATE INDEX ix_note_incident_id ON note (district_id, incident_id);
CREATE INDEX ix_delay_incident_id ON delay (district_id, incident_id);
CREATE INDEX ix_request_incident_id ON request (district_id, incident_id);
CREATE INDEX ix_request_remind_at ON request (district_id, remind_at);
CREATE INDEX ix_sound_chat_id_at ON sound (district_id, chat_id, at);
CREATE INDEX ix_approval_answer_id ON approval (district_id, answer_id);
CREATE INDEX ix_approval_incident_id ON approval (district_id, incident_id);
CREATE INDEX ix_approval_state ON approval (district_id, state);
CREATE INDEX ix_works_until ON works (district_id, until);
CREATE INDEX ix_template_district_id ON template (district_id);
CREATE INDEX ix_fact_incident_id ON fact (district_id, incident_id);
CREATE INDEX ix_promise_incident_id ON promise (district_id, incident_id);
CREATE INDEX ix_promise_state_due ON promise (district_id, state, due);
CREATE INDEX ix_shift_starts_at ON shift (district_id, starts_at);
CREATE INDEX ix_reaction_incident_id ON reaction (district_id, incident_id);
CREATE INDEX ix_reaction_at ON reaction (district_id, at);
CREATE INDEX ix_head_order_due_at ON head_order (district_id, due_at);
CREATE INDEX ix_answer_photo_answer_id ON answer_photo (district_id, answer_id);
CREATE INDEX ix_answer_photo_state ON answer_photo (district_id, state, due_at);
CREATE INDEX ix_region_list_listed_at ON region_list (district_id, listed_at);
CREATE INDEX ix_shift_swap_state ON shift_swap (district_id, state);
CREATE INDEX ix_thread_lines_until ON thread_lines (district_id, until);
CREATE INDEX ix_source_job_state ON source_job (district_id, state, due_at);
CREATE INDEX ix_voice_part_incident_id ON voice_part (district_id, incident_id);
CREATE INDEX ix_voice_part_post_id ON voice_part (district_id, post_id);
CREATE INDEX ix_invitation_expires_at ON invitation (district_id, expires_at);
CREATE INDEX ix_voice_of_incident ON voice (district_id, incident_id, joined_at, post_id);
CREATE INDEX ix_voice_in_region ON voice (district_id) WHERE region_number IS NOT NULL OR entered_at IS NOT NULL;
CREATE INDEX ix_answer_unsettled ON answer (district_id) WHERE look_at IS NOT NULL OR state IN ('scheduled', 'publishing');
CREATE INDEX ix_incident_opened_at ON incident (district_id, opened_at);
CREATE INDEX ix_incident_answered_at ON incident (district_id, answered_at);
CREATE INDEX ix_incident_closed_at ON incident (district_id, closed_at);
CREATE INDEX ix_event_act_at ON event (district_id, act, at);
CREATE INDEX ix_post_unread ON post (district_id, calm, nth, published_at, id) WHERE taken_at IS NULL AND set_aside_at IS NULL;
CREATE INDEX ix_post_author_id_published_at ON post (district_id, network, author_id, published_at);
CREATE INDEX ix_inbox_state_stranger ON inbox (district_id, state, stranger, id);
CREATE INDEX ix_incident_of_group ON incident (district_id, "group", last_voice_at);
CREATE INDEX ix_incident_last_voice_at ON incident (district_id, last_voice_at);
CREATE INDEX ix_undo_until ON undo (district_id, until);
CREATE INDEX ix_look_incident_id ON look (district_id, incident_id, id);
CREATE INDEX ix_look_at ON look (district_id, at);
CREATE INDEX ix_read_request_official_id ON read_request (district_id, official_id, incident_id);
CREATE INDEX ix_incident_danger_since ON incident (district_id, danger_since);
CREATE INDEX ix_similar_pair_verdict ON similar_pair (district_id, verdict, at);
CREATE INDEX ix_answer_typed ON answer (district_id, author_id, typed_id);
CREATE INDEX ix_card_photo_incident_id ON card_photo (district_id, incident_id, chat_id);
CREATE INDEX ix_approval_typed ON approval (district_id, typed_by, typed_id);
CREATE INDEX ix_pushed_done_at ON pushed (district_id, done_at, network, source, id);
CREATE INDEX ix_pushed_received_at ON pushed (district_id, received_at);
CREATE INDEX ix_post_source_id_detected_at ON post (district_id, source_id, detected_at);
CREATE INDEX ix_post_original_id ON post (district_id, network, original_id) WHERE original_id IS NOT NULL;
CREATE INDEX ix_caught_up_told_at ON caught_up (district_id, told_at);
CREATE INDEX ix_erasure_at ON erasure (district_id, at);
CREATE INDEX ix_shown_what_key ON shown (district_id, what, "key");
CREATE INDEX ix_shown_at ON shown (district_id, at);
CREATE INDEX ix_sending_at ON sending (district_id, at);
CREATE INDEX ix_incident_look_at ON incident (district_id, look_at) WHERE look_at IS NOT NULL;
CREATE INDEX ix_post_detected_at ON post (district_id, detected_at);
CREATE INDEX ix_answer_post_id ON answer (district_id, post_id);
CREATE INDEX ix_answer_published_at ON answer (district_id, published_at);
CREATE INDEX ix_voice_region_due ON voice (district_id, region_due) WHERE region_due IS NOT NULL;
CREATE INDEX ix_voice_part_joined_at ON voice_part (district_id, joined_at);
