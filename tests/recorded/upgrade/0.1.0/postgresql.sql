CREATE FUNCTION public.event_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'event is append-only'; END $$;
CREATE TABLE public.agenda_mark (
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    taken boolean NOT NULL,
    by bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    proposal text,
    holds_until date
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.answer (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    post_id bigint NOT NULL,
    author_id bigint NOT NULL,
    text text NOT NULL,
    state character varying NOT NULL,
    guid character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    publish_at timestamp with time zone,
    started_at timestamp with time zone,
    tries integer NOT NULL,
    published_at timestamp with time zone,
    external_id text,
    url text,
    proved_at timestamp with time zone,
    refusal text,
    look_at timestamp with time zone,
    message_id bigint,
    kind character varying DEFAULT 'final'::character varying NOT NULL,
    corrects bigint,
    shares bigint
);
CREATE SEQUENCE public.answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.answer_id_seq OWNED BY public.answer.id;
CREATE TABLE public.answer_photo (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    answer_id bigint NOT NULL,
    file_id text NOT NULL,
    state character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    attachment text,
    content bytea
);
CREATE SEQUENCE public.answer_photo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.answer_photo_id_seq OWNED BY public.answer_photo.id;
CREATE TABLE public.approval (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    answer_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    state character varying NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by bigint,
    reason character varying,
    word_id bigint,
    proposed text,
    message_id bigint,
    steps text NOT NULL,
    hurried_at timestamp with time zone
);
CREATE SEQUENCE public.approval_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.approval_id_seq OWNED BY public.approval.id;
CREATE TABLE public.approval_message (
    district_id character varying NOT NULL,
    answer_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    message_id bigint NOT NULL
);
CREATE TABLE public.approval_mode (
    district_id character varying NOT NULL,
    department_id character varying NOT NULL,
    mode character varying NOT NULL,
    by_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.approval_word (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    answer_id bigint NOT NULL,
    by_id bigint NOT NULL,
    words text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.approval_word_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.approval_word_id_seq OWNED BY public.approval_word.id;
CREATE TABLE public.audit (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    what character varying NOT NULL,
    user_id bigint,
    at timestamp with time zone NOT NULL,
    data text NOT NULL
);
CREATE SEQUENCE public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_id_seq OWNED BY public.audit.id;
CREATE TABLE public.card_copy (
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    topic_id integer,
    message_id bigint NOT NULL,
    shown character varying NOT NULL,
    photos_sent boolean NOT NULL
);
CREATE TABLE public.card_message (
    district_id character varying NOT NULL,
    chat_id bigint NOT NULL,
    message_id bigint NOT NULL,
    incident_id bigint NOT NULL
);
CREATE TABLE public.chat (
    district_id character varying NOT NULL,
    chat_id bigint NOT NULL,
    paused_until timestamp with time zone,
    dead_because text
);
CREATE TABLE public.co_executor (
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    department_id character varying NOT NULL,
    by_id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    wait_until timestamp with time zone NOT NULL,
    facts text,
    facts_by bigint,
    facts_at timestamp with time zone
);
CREATE TABLE public.correction (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    post_id bigint NOT NULL,
    kind character varying NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    by_id bigint,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.correction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.correction_id_seq OWNED BY public.correction.id;
CREATE TABLE public.counter (
    district_id character varying NOT NULL,
    name character varying NOT NULL,
    value bigint NOT NULL
);
CREATE TABLE public.courier (
    district_id character varying NOT NULL,
    name character varying NOT NULL,
    seen_at timestamp with time zone NOT NULL
);
CREATE TABLE public.delay (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    by_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    reason character varying NOT NULL,
    words text,
    taken_back boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.delay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.delay_id_seq OWNED BY public.delay.id;
CREATE TABLE public.department (
    district_id character varying NOT NULL,
    id character varying NOT NULL,
    title text NOT NULL,
    chat_id bigint,
    topic_id integer,
    checked_at timestamp with time zone,
    lacks character varying,
    mode character varying,
    mode_until date,
    mode_since timestamp with time zone,
    phone text,
    hours text
);
CREATE TABLE public.draft (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    post_id bigint NOT NULL,
    official_id bigint NOT NULL,
    origin character varying NOT NULL,
    state character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    album text,
    message_id bigint
);
CREATE SEQUENCE public.draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.draft_id_seq OWNED BY public.draft.id;
CREATE TABLE public.drop_verdict (
    district_id character varying NOT NULL,
    post_id bigint NOT NULL,
    verdict character varying NOT NULL,
    by_id bigint,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.event (
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    line integer NOT NULL,
    act character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint,
    because text NOT NULL,
    status_before character varying,
    status_after character varying NOT NULL,
    data text NOT NULL,
    seal character varying NOT NULL
);
CREATE TABLE public.fact (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    by_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying NOT NULL,
    day date
);
CREATE SEQUENCE public.fact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.fact_id_seq OWNED BY public.fact.id;
CREATE TABLE public.file_job (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    official_id bigint NOT NULL,
    purpose character varying,
    file_id text NOT NULL,
    name text NOT NULL,
    size integer NOT NULL,
    state character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    body text NOT NULL
);
CREATE SEQUENCE public.file_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.file_job_id_seq OWNED BY public.file_job.id;
CREATE TABLE public.fsm (
    district_id character varying NOT NULL,
    key text NOT NULL,
    state text,
    data text NOT NULL
);
CREATE TABLE public.head_order (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    by_id bigint NOT NULL,
    kind character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    words text,
    report text,
    reported_by_id bigint,
    reported_at timestamp with time zone,
    reminded_at timestamp with time zone,
    settled_at timestamp with time zone,
    voice_file_id text
);
CREATE SEQUENCE public.head_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.head_order_id_seq OWNED BY public.head_order.id;
CREATE TABLE public.inbox (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    bot_id bigint NOT NULL,
    update_id bigint NOT NULL,
    lane character varying NOT NULL,
    raw text NOT NULL,
    state character varying NOT NULL,
    received_at timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    retry_at timestamp with time zone,
    error text,
    stranger boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.inbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.inbox_id_seq OWNED BY public.inbox.id;
CREATE TABLE public.incident (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    number integer NOT NULL,
    status character varying NOT NULL,
    "group" character varying NOT NULL,
    topic character varying NOT NULL,
    place text NOT NULL,
    place_id character varying,
    lat double precision,
    lon double precision,
    danger_grade character varying,
    danger_words text,
    department_id character varying,
    holder_id bigint,
    route_because text NOT NULL,
    doubt character varying,
    returns integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone NOT NULL,
    clock_from timestamp with time zone NOT NULL,
    assigned_at timestamp with time zone,
    accept_by timestamp with time zone,
    accepted_at timestamp with time zone,
    answer_by timestamp with time zone,
    answered_at timestamp with time zone,
    closed_at timestamp with time zone,
    outcome character varying,
    reject_reason character varying,
    repeat_of bigint,
    merged_into bigint,
    matched_because text,
    reminded text NOT NULL,
    version integer NOT NULL,
    last_voice_at timestamp with time zone NOT NULL,
    folded text,
    region_by timestamp with time zone,
    postponed_until timestamp with time zone,
    controlled_since timestamp with time zone,
    co_departments text,
    proposed_id character varying,
    sorted_id character varying,
    rumour boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.incident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.incident_id_seq OWNED BY public.incident.id;
CREATE TABLE public.invitation (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    role character varying NOT NULL,
    department_id character varying,
    created_by bigint,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    code_hash character varying,
    opened_by bigint,
    used_at timestamp with time zone,
    used_by bigint,
    cancelled_at timestamp with time zone
);
CREATE SEQUENCE public.invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.invitation_id_seq OWNED BY public.invitation.id;
CREATE TABLE public.layer (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    made_at timestamp with time zone NOT NULL,
    lessons integer NOT NULL,
    report text NOT NULL,
    body bytea,
    dropped_at timestamp with time zone
);
CREATE SEQUENCE public.layer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.layer_id_seq OWNED BY public.layer.id;
CREATE TABLE public.mass (
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    family character varying NOT NULL,
    said integer NOT NULL,
    usual double precision NOT NULL,
    is_apart boolean NOT NULL,
    cause text,
    cause_by bigint,
    cause_at timestamp with time zone
);
CREATE TABLE public.night (
    district_id character varying NOT NULL,
    day date NOT NULL,
    released_at timestamp with time zone,
    hold_until timestamp with time zone,
    by_id bigint
);
CREATE TABLE public.norm_word (
    district_id character varying NOT NULL,
    key character varying NOT NULL,
    value character varying NOT NULL,
    by_id bigint,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.note (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    by_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    text text NOT NULL
);
CREATE SEQUENCE public.note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.note_id_seq OWNED BY public.note.id;
CREATE TABLE public.official (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    role character varying NOT NULL,
    department_id character varying,
    user_id bigint NOT NULL,
    title text NOT NULL,
    active boolean NOT NULL,
    reachable boolean NOT NULL,
    menu character varying,
    name text DEFAULT ''::text NOT NULL,
    enrolled_at timestamp with time zone,
    blocked boolean DEFAULT false NOT NULL,
    away boolean DEFAULT false NOT NULL,
    away_from date,
    away_until date,
    deputy_id bigint,
    watch character varying,
    phone text DEFAULT ''::text NOT NULL,
    lawyer boolean DEFAULT false NOT NULL,
    left_at timestamp with time zone
);
CREATE SEQUENCE public.official_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.official_id_seq OWNED BY public.official.id;
CREATE TABLE public.outbox (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    chat_id bigint NOT NULL,
    topic_id integer,
    incident_id bigint,
    post_id bigint,
    code character varying,
    params text NOT NULL,
    sound boolean NOT NULL,
    urgent boolean NOT NULL,
    not_before timestamp with time zone,
    retry_at timestamp with time zone,
    attempt integer NOT NULL,
    lease_until timestamp with time zone,
    tries integer NOT NULL,
    error text,
    created_at timestamp with time zone NOT NULL,
    claimed_by character varying
);
CREATE SEQUENCE public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;
CREATE TABLE public.post (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    source_id bigint NOT NULL,
    network character varying NOT NULL,
    external_id text NOT NULL,
    url text NOT NULL,
    text text NOT NULL,
    author_id text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    parent_external_id text,
    reply_to_external_id text,
    photos text NOT NULL,
    likes integer NOT NULL,
    comments integer NOT NULL,
    by_owner boolean NOT NULL,
    is_history boolean NOT NULL,
    revision integer NOT NULL,
    detected_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    taken_at timestamp with time zone,
    tries integer NOT NULL,
    set_aside_at timestamp with time zone,
    error text,
    folded text,
    calm boolean DEFAULT true NOT NULL,
    nth integer DEFAULT 1 NOT NULL
);
CREATE SEQUENCE public.post_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.post_id_seq OWNED BY public.post.id;
CREATE TABLE public.post_revision (
    district_id character varying NOT NULL,
    post_id bigint NOT NULL,
    revision integer NOT NULL,
    text text NOT NULL,
    seen_at timestamp with time zone NOT NULL
);
CREATE TABLE public.promise (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    answer_id bigint NOT NULL,
    official_id bigint NOT NULL,
    department_id character varying,
    due date NOT NULL,
    words text NOT NULL,
    state character varying NOT NULL,
    made_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    broken_at timestamp with time zone,
    reminded_at timestamp with time zone
);
CREATE SEQUENCE public.promise_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.promise_id_seq OWNED BY public.promise.id;
CREATE TABLE public.reaction (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    post_id bigint NOT NULL,
    tone character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    kept_by bigint
);
CREATE SEQUENCE public.reaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.reaction_id_seq OWNED BY public.reaction.id;
CREATE TABLE public.reading (
    district_id character varying NOT NULL,
    post_id bigint NOT NULL,
    revision integer NOT NULL,
    body text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.region_list (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    listed_at timestamp with time zone NOT NULL,
    rows integer NOT NULL,
    same integer NOT NULL,
    ours text NOT NULL
);
CREATE SEQUENCE public.region_list_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.region_list_id_seq OWNED BY public.region_list.id;
CREATE TABLE public.region_row (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    key text NOT NULL,
    url text NOT NULL,
    number text,
    due timestamp with time zone,
    published_at timestamp with time zone,
    text text NOT NULL,
    listed_at timestamp with time zone NOT NULL,
    post_id bigint
);
CREATE SEQUENCE public.region_row_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.region_row_id_seq OWNED BY public.region_row.id;
CREATE TABLE public.reminder (
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    code character varying NOT NULL,
    message_id bigint NOT NULL
);
CREATE TABLE public.request (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    by_id bigint NOT NULL,
    organisation text NOT NULL,
    letter text,
    sent_at timestamp with time zone NOT NULL,
    promised_at timestamp with time zone NOT NULL,
    remind_at timestamp with time zone,
    asked_at timestamp with time zone,
    came_at timestamp with time zone,
    taken_back boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.request_id_seq OWNED BY public.request.id;
CREATE TABLE public.rule (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    parent_id bigint,
    number integer NOT NULL,
    title text NOT NULL,
    department_id character varying,
    groups text NOT NULL,
    topics text NOT NULL,
    settlements text NOT NULL,
    danger boolean,
    active boolean DEFAULT true NOT NULL
);
CREATE SEQUENCE public.rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.rule_id_seq OWNED BY public.rule.id;
CREATE TABLE public.shift (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    official_id bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.shift_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.shift_id_seq OWNED BY public.shift.id;
CREATE TABLE public.shift_swap (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    shift_id bigint NOT NULL,
    by_id bigint NOT NULL,
    to_id bigint NOT NULL,
    instead_id bigint,
    state character varying NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone
);
CREATE SEQUENCE public.shift_swap_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.shift_swap_id_seq OWNED BY public.shift_swap.id;
CREATE TABLE public.slot (
    district_id character varying NOT NULL,
    job character varying NOT NULL,
    day date NOT NULL,
    taken_at timestamp with time zone NOT NULL
);
CREATE TABLE public.sought (
    district_id character varying NOT NULL,
    official_id bigint NOT NULL,
    words text NOT NULL
);
CREATE TABLE public.sound (
    district_id character varying NOT NULL,
    outbox_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    verdict character varying NOT NULL,
    urgent boolean NOT NULL
);
CREATE TABLE public.source (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    network character varying NOT NULL,
    external_id text NOT NULL,
    title text NOT NULL,
    settlement_id character varying,
    cursor text,
    baseline_at timestamp with time zone,
    last_ok_at timestamp with time zone,
    broken_at timestamp with time zone,
    broken_because text,
    added_by bigint,
    paused_at timestamp with time zone,
    removed_at timestamp with time zone
);
CREATE SEQUENCE public.source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.source_id_seq OWNED BY public.source.id;
CREATE TABLE public.source_job (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    official_id bigint NOT NULL,
    address text NOT NULL,
    state character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tries integer NOT NULL
);
CREATE SEQUENCE public.source_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.source_job_id_seq OWNED BY public.source_job.id;
CREATE TABLE public.template (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    scope text NOT NULL,
    fact character varying,
    active boolean NOT NULL,
    kind character varying
);
CREATE SEQUENCE public.template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.template_id_seq OWNED BY public.template.id;
CREATE TABLE public.thread_lines (
    district_id character varying NOT NULL,
    answer_id bigint NOT NULL,
    lines text NOT NULL,
    typed boolean NOT NULL,
    proposed text,
    until timestamp with time zone,
    stopped_at timestamp with time zone,
    barred_until timestamp with time zone
);
CREATE TABLE public.undo (
    district_id character varying NOT NULL,
    incident_id bigint NOT NULL,
    act character varying NOT NULL,
    by_id bigint NOT NULL,
    until timestamp with time zone NOT NULL,
    line integer NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    data text NOT NULL
);
CREATE TABLE public.voice (
    district_id character varying NOT NULL,
    post_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    because text NOT NULL,
    answered_at timestamp with time zone,
    region_number text,
    region_due timestamp with time zone,
    entered_at timestamp with time zone,
    entered_by bigint
);
CREATE TABLE public.voice_part (
    district_id character varying NOT NULL,
    part_id bigint NOT NULL,
    post_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    because text NOT NULL,
    answered_at timestamp with time zone
);
CREATE TABLE public.works (
    id bigint NOT NULL,
    district_id character varying NOT NULL,
    family character varying NOT NULL,
    places text NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    text text NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);
CREATE SEQUENCE public.works_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.works_id_seq OWNED BY public.works.id;
ALTER TABLE ONLY public.answer ALTER COLUMN id SET DEFAULT nextval('public.answer_id_seq'::regclass);
ALTER TABLE ONLY public.answer_photo ALTER COLUMN id SET DEFAULT nextval('public.answer_photo_id_seq'::regclass);
ALTER TABLE ONLY public.approval ALTER COLUMN id SET DEFAULT nextval('public.approval_id_seq'::regclass);
ALTER TABLE ONLY public.approval_word ALTER COLUMN id SET DEFAULT nextval('public.approval_word_id_seq'::regclass);
ALTER TABLE ONLY public.audit ALTER COLUMN id SET DEFAULT nextval('public.audit_id_seq'::regclass);
ALTER TABLE ONLY public.correction ALTER COLUMN id SET DEFAULT nextval('public.correction_id_seq'::regclass);
ALTER TABLE ONLY public.delay ALTER COLUMN id SET DEFAULT nextval('public.delay_id_seq'::regclass);
ALTER TABLE ONLY public.draft ALTER COLUMN id SET DEFAULT nextval('public.draft_id_seq'::regclass);
ALTER TABLE ONLY public.fact ALTER COLUMN id SET DEFAULT nextval('public.fact_id_seq'::regclass);
ALTER TABLE ONLY public.file_job ALTER COLUMN id SET DEFAULT nextval('public.file_job_id_seq'::regclass);
ALTER TABLE ONLY public.head_order ALTER COLUMN id SET DEFAULT nextval('public.head_order_id_seq'::regclass);
ALTER TABLE ONLY public.inbox ALTER COLUMN id SET DEFAULT nextval('public.inbox_id_seq'::regclass);
ALTER TABLE ONLY public.incident ALTER COLUMN id SET DEFAULT nextval('public.incident_id_seq'::regclass);
ALTER TABLE ONLY public.invitation ALTER COLUMN id SET DEFAULT nextval('public.invitation_id_seq'::regclass);
ALTER TABLE ONLY public.layer ALTER COLUMN id SET DEFAULT nextval('public.layer_id_seq'::regclass);
ALTER TABLE ONLY public.note ALTER COLUMN id SET DEFAULT nextval('public.note_id_seq'::regclass);
ALTER TABLE ONLY public.official ALTER COLUMN id SET DEFAULT nextval('public.official_id_seq'::regclass);
ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);
ALTER TABLE ONLY public.post ALTER COLUMN id SET DEFAULT nextval('public.post_id_seq'::regclass);
ALTER TABLE ONLY public.promise ALTER COLUMN id SET DEFAULT nextval('public.promise_id_seq'::regclass);
ALTER TABLE ONLY public.reaction ALTER COLUMN id SET DEFAULT nextval('public.reaction_id_seq'::regclass);
ALTER TABLE ONLY public.region_list ALTER COLUMN id SET DEFAULT nextval('public.region_list_id_seq'::regclass);
ALTER TABLE ONLY public.region_row ALTER COLUMN id SET DEFAULT nextval('public.region_row_id_seq'::regclass);
ALTER TABLE ONLY public.request ALTER COLUMN id SET DEFAULT nextval('public.request_id_seq'::regclass);
ALTER TABLE ONLY public.rule ALTER COLUMN id SET DEFAULT nextval('public.rule_id_seq'::regclass);
ALTER TABLE ONLY public.shift ALTER COLUMN id SET DEFAULT nextval('public.shift_id_seq'::regclass);
ALTER TABLE ONLY public.shift_swap ALTER COLUMN id SET DEFAULT nextval('public.shift_swap_id_seq'::regclass);
ALTER TABLE ONLY public.source ALTER COLUMN id SET DEFAULT nextval('public.source_id_seq'::regclass);
ALTER TABLE ONLY public.source_job ALTER COLUMN id SET DEFAULT nextval('public.source_job_id_seq'::regclass);
ALTER TABLE ONLY public.template ALTER COLUMN id SET DEFAULT nextval('public.template_id_seq'::regclass);
ALTER TABLE ONLY public.works ALTER COLUMN id SET DEFAULT nextval('public.works_id_seq'::regclass);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.agenda_mark
    ADD CONSTRAINT pk_agenda_mark PRIMARY KEY (district_id, incident_id);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT pk_answer PRIMARY KEY (id);
ALTER TABLE ONLY public.answer_photo
    ADD CONSTRAINT pk_answer_photo PRIMARY KEY (id);
ALTER TABLE ONLY public.approval
    ADD CONSTRAINT pk_approval PRIMARY KEY (id);
ALTER TABLE ONLY public.approval_message
    ADD CONSTRAINT pk_approval_message PRIMARY KEY (district_id, answer_id, chat_id);
ALTER TABLE ONLY public.approval_mode
    ADD CONSTRAINT pk_approval_mode PRIMARY KEY (district_id, department_id);
ALTER TABLE ONLY public.approval_word
    ADD CONSTRAINT pk_approval_word PRIMARY KEY (id);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT pk_audit PRIMARY KEY (id);
ALTER TABLE ONLY public.card_copy
    ADD CONSTRAINT pk_card_copy PRIMARY KEY (district_id, incident_id, chat_id);
ALTER TABLE ONLY public.card_message
    ADD CONSTRAINT pk_card_message PRIMARY KEY (district_id, chat_id, message_id);
ALTER TABLE ONLY public.chat
    ADD CONSTRAINT pk_chat PRIMARY KEY (district_id, chat_id);
ALTER TABLE ONLY public.co_executor
    ADD CONSTRAINT pk_co_executor PRIMARY KEY (district_id, incident_id, department_id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT pk_correction PRIMARY KEY (id);
ALTER TABLE ONLY public.counter
    ADD CONSTRAINT pk_counter PRIMARY KEY (district_id, name);
ALTER TABLE ONLY public.courier
    ADD CONSTRAINT pk_courier PRIMARY KEY (district_id, name);
ALTER TABLE ONLY public.delay
    ADD CONSTRAINT pk_delay PRIMARY KEY (id);
ALTER TABLE ONLY public.department
    ADD CONSTRAINT pk_department PRIMARY KEY (district_id, id);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT pk_draft PRIMARY KEY (id);
ALTER TABLE ONLY public.drop_verdict
    ADD CONSTRAINT pk_drop_verdict PRIMARY KEY (district_id, post_id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT pk_event PRIMARY KEY (district_id, incident_id, line);
ALTER TABLE ONLY public.fact
    ADD CONSTRAINT pk_fact PRIMARY KEY (id);
ALTER TABLE ONLY public.file_job
    ADD CONSTRAINT pk_file_job PRIMARY KEY (id);
ALTER TABLE ONLY public.fsm
    ADD CONSTRAINT pk_fsm PRIMARY KEY (district_id, key);
ALTER TABLE ONLY public.head_order
    ADD CONSTRAINT pk_head_order PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT pk_inbox PRIMARY KEY (id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT pk_incident PRIMARY KEY (id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT pk_invitation PRIMARY KEY (id);
ALTER TABLE ONLY public.layer
    ADD CONSTRAINT pk_layer PRIMARY KEY (id);
ALTER TABLE ONLY public.mass
    ADD CONSTRAINT pk_mass PRIMARY KEY (district_id, incident_id);
ALTER TABLE ONLY public.night
    ADD CONSTRAINT pk_night PRIMARY KEY (district_id, day);
ALTER TABLE ONLY public.norm_word
    ADD CONSTRAINT pk_norm_word PRIMARY KEY (district_id, key);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT pk_note PRIMARY KEY (id);
ALTER TABLE ONLY public.official
    ADD CONSTRAINT pk_official PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT pk_post PRIMARY KEY (id);
ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT pk_post_revision PRIMARY KEY (district_id, post_id, revision);
ALTER TABLE ONLY public.promise
    ADD CONSTRAINT pk_promise PRIMARY KEY (id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT pk_reaction PRIMARY KEY (id);
ALTER TABLE ONLY public.reading
    ADD CONSTRAINT pk_reading PRIMARY KEY (district_id, post_id, revision);
ALTER TABLE ONLY public.region_list
    ADD CONSTRAINT pk_region_list PRIMARY KEY (id);
ALTER TABLE ONLY public.region_row
    ADD CONSTRAINT pk_region_row PRIMARY KEY (id);
ALTER TABLE ONLY public.reminder
    ADD CONSTRAINT pk_reminder PRIMARY KEY (district_id, incident_id, chat_id);
ALTER TABLE ONLY public.request
    ADD CONSTRAINT pk_request PRIMARY KEY (id);
ALTER TABLE ONLY public.rule
    ADD CONSTRAINT pk_rule PRIMARY KEY (id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT pk_shift PRIMARY KEY (id);
ALTER TABLE ONLY public.shift_swap
    ADD CONSTRAINT pk_shift_swap PRIMARY KEY (id);
ALTER TABLE ONLY public.slot
    ADD CONSTRAINT pk_slot PRIMARY KEY (district_id, job, day);
ALTER TABLE ONLY public.sought
    ADD CONSTRAINT pk_sought PRIMARY KEY (district_id, official_id);
ALTER TABLE ONLY public.sound
    ADD CONSTRAINT pk_sound PRIMARY KEY (district_id, outbox_id);
ALTER TABLE ONLY public.source
    ADD CONSTRAINT pk_source PRIMARY KEY (id);
ALTER TABLE ONLY public.source_job
    ADD CONSTRAINT pk_source_job PRIMARY KEY (id);
ALTER TABLE ONLY public.template
    ADD CONSTRAINT pk_template PRIMARY KEY (id);
ALTER TABLE ONLY public.thread_lines
    ADD CONSTRAINT pk_thread_lines PRIMARY KEY (district_id, answer_id);
ALTER TABLE ONLY public.undo
    ADD CONSTRAINT pk_undo PRIMARY KEY (district_id, incident_id);
ALTER TABLE ONLY public.voice
    ADD CONSTRAINT pk_voice PRIMARY KEY (district_id, post_id);
ALTER TABLE ONLY public.voice_part
    ADD CONSTRAINT pk_voice_part PRIMARY KEY (district_id, part_id);
ALTER TABLE ONLY public.works
    ADD CONSTRAINT pk_works PRIMARY KEY (id);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT uq_answer_district_id_guid UNIQUE (district_id, guid);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT uq_draft_district_id_post_id UNIQUE (district_id, post_id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT uq_inbox_district_id_bot_id_update_id UNIQUE (district_id, bot_id, update_id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT uq_incident_district_id_number UNIQUE (district_id, number);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT uq_invitation_district_id_code_hash UNIQUE (district_id, code_hash);
ALTER TABLE ONLY public.official
    ADD CONSTRAINT uq_official_district_id_user_id UNIQUE (district_id, user_id);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT uq_post_district_id_network_external_id UNIQUE (district_id, network, external_id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT uq_reaction_district_id_post_id UNIQUE (district_id, post_id);
ALTER TABLE ONLY public.region_row
    ADD CONSTRAINT uq_region_row_district_id_key UNIQUE (district_id, key);
ALTER TABLE ONLY public.source
    ADD CONSTRAINT uq_source_district_id_network_external_id UNIQUE (district_id, network, external_id);
CREATE INDEX ix_answer_incident_id ON public.answer USING btree (district_id, incident_id);
CREATE INDEX ix_answer_photo_answer_id ON public.answer_photo USING btree (district_id, answer_id);
CREATE INDEX ix_answer_photo_state ON public.answer_photo USING btree (district_id, state, due_at);
CREATE INDEX ix_answer_state ON public.answer USING btree (district_id, state, publish_at);
CREATE INDEX ix_answer_unsettled ON public.answer USING btree (district_id) WHERE ((look_at IS NOT NULL) OR ((state)::text = ANY ((ARRAY['scheduled'::character varying, 'publishing'::character varying])::text[])));
CREATE INDEX ix_approval_answer_id ON public.approval USING btree (district_id, answer_id);
CREATE INDEX ix_approval_incident_id ON public.approval USING btree (district_id, incident_id);
CREATE INDEX ix_approval_state ON public.approval USING btree (district_id, state);
CREATE INDEX ix_audit_what_user_id_at ON public.audit USING btree (district_id, what, user_id, at);
CREATE INDEX ix_card_copy_chat_id ON public.card_copy USING btree (district_id, chat_id);
CREATE INDEX ix_correction_at ON public.correction USING btree (district_id, at);
CREATE INDEX ix_delay_incident_id ON public.delay USING btree (district_id, incident_id);
CREATE INDEX ix_draft_album ON public.draft USING btree (district_id, official_id, album);
CREATE INDEX ix_event_act_at ON public.event USING btree (district_id, act, at);
CREATE INDEX ix_fact_incident_id ON public.fact USING btree (district_id, incident_id);
CREATE INDEX ix_file_job_state ON public.file_job USING btree (district_id, state, due_at);
CREATE INDEX ix_head_order_due_at ON public.head_order USING btree (district_id, due_at);
CREATE INDEX ix_inbox_received_at ON public.inbox USING btree (district_id, received_at);
CREATE INDEX ix_inbox_state_lane ON public.inbox USING btree (district_id, state, bot_id, lane, id);
CREATE INDEX ix_inbox_state_stranger ON public.inbox USING btree (district_id, state, stranger, id);
CREATE INDEX ix_incident_answered_at ON public.incident USING btree (district_id, answered_at);
CREATE INDEX ix_incident_by_group ON public.incident USING btree (district_id, "group", place_id, last_voice_at);
CREATE INDEX ix_incident_by_place ON public.incident USING btree (district_id, place_id, last_voice_at);
CREATE INDEX ix_incident_by_status ON public.incident USING btree (district_id, status, answer_by);
CREATE INDEX ix_incident_closed_at ON public.incident USING btree (district_id, closed_at);
CREATE INDEX ix_incident_opened_at ON public.incident USING btree (district_id, opened_at);
CREATE INDEX ix_invitation_expires_at ON public.invitation USING btree (district_id, expires_at);
CREATE INDEX ix_note_incident_id ON public.note USING btree (district_id, incident_id);
CREATE INDEX ix_outbox_state_chat_id ON public.outbox USING btree (district_id, state, chat_id, id);
CREATE INDEX ix_post_author_id_published_at ON public.post USING btree (district_id, network, author_id, published_at);
CREATE INDEX ix_post_parent_external_id ON public.post USING btree (district_id, network, parent_external_id);
CREATE INDEX ix_post_source_id_published_at ON public.post USING btree (district_id, source_id, published_at);
CREATE INDEX ix_post_unread ON public.post USING btree (district_id, calm, nth, published_at, id) WHERE ((taken_at IS NULL) AND (set_aside_at IS NULL));
CREATE INDEX ix_promise_incident_id ON public.promise USING btree (district_id, incident_id);
CREATE INDEX ix_promise_state_due ON public.promise USING btree (district_id, state, due);
CREATE INDEX ix_reaction_at ON public.reaction USING btree (district_id, at);
CREATE INDEX ix_reaction_incident_id ON public.reaction USING btree (district_id, incident_id);
CREATE INDEX ix_region_list_listed_at ON public.region_list USING btree (district_id, listed_at);
CREATE INDEX ix_region_row_listed_at ON public.region_row USING btree (district_id, listed_at);
CREATE INDEX ix_request_incident_id ON public.request USING btree (district_id, incident_id);
CREATE INDEX ix_request_remind_at ON public.request USING btree (district_id, remind_at);
CREATE INDEX ix_rule_district_id ON public.rule USING btree (district_id);
CREATE INDEX ix_shift_starts_at ON public.shift USING btree (district_id, starts_at);
CREATE INDEX ix_shift_swap_state ON public.shift_swap USING btree (district_id, state);
CREATE INDEX ix_sound_chat_id_at ON public.sound USING btree (district_id, chat_id, at);
CREATE INDEX ix_source_job_state ON public.source_job USING btree (district_id, state, due_at);
CREATE INDEX ix_template_district_id ON public.template USING btree (district_id);
CREATE INDEX ix_thread_lines_until ON public.thread_lines USING btree (district_id, until);
CREATE INDEX ix_undo_until ON public.undo USING btree (district_id, until);
CREATE INDEX ix_voice_in_region ON public.voice USING btree (district_id) WHERE ((region_number IS NOT NULL) OR (entered_at IS NOT NULL));
CREATE INDEX ix_voice_joined_at ON public.voice USING btree (district_id, joined_at);
CREATE INDEX ix_voice_of_incident ON public.voice USING btree (district_id, incident_id, joined_at, post_id);
CREATE INDEX ix_voice_part_incident_id ON public.voice_part USING btree (district_id, incident_id);
CREATE INDEX ix_voice_part_post_id ON public.voice_part USING btree (district_id, post_id);
CREATE INDEX ix_voice_region ON public.voice USING btree (district_id, entered_at, answered_at);
CREATE INDEX ix_works_until ON public.works USING btree (district_id, until);
CREATE UNIQUE INDEX uq_outbox_pending_card ON public.outbox USING btree (district_id, incident_id, chat_id) WHERE (((state)::text = 'pending'::text) AND ((kind)::text = 'card'::text));
CREATE TRIGGER event_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.event_is_append_only();
ALTER TABLE ONLY public.agenda_mark
    ADD CONSTRAINT fk_agenda_mark_by FOREIGN KEY (by) REFERENCES public.official(id);
ALTER TABLE ONLY public.agenda_mark
    ADD CONSTRAINT fk_agenda_mark_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT fk_answer_author_id FOREIGN KEY (author_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT fk_answer_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.answer_photo
    ADD CONSTRAINT fk_answer_photo_answer_id FOREIGN KEY (answer_id) REFERENCES public.answer(id);
ALTER TABLE ONLY public.answer
    ADD CONSTRAINT fk_answer_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.approval
    ADD CONSTRAINT fk_approval_answer_id FOREIGN KEY (answer_id) REFERENCES public.answer(id);
ALTER TABLE ONLY public.approval
    ADD CONSTRAINT fk_approval_decided_by FOREIGN KEY (decided_by) REFERENCES public.official(id);
ALTER TABLE ONLY public.approval
    ADD CONSTRAINT fk_approval_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.approval_message
    ADD CONSTRAINT fk_approval_message_answer_id FOREIGN KEY (answer_id) REFERENCES public.answer(id);
ALTER TABLE ONLY public.approval_mode
    ADD CONSTRAINT fk_approval_mode_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.approval_word
    ADD CONSTRAINT fk_approval_word_answer_id FOREIGN KEY (answer_id) REFERENCES public.answer(id);
ALTER TABLE ONLY public.approval_word
    ADD CONSTRAINT fk_approval_word_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.approval
    ADD CONSTRAINT fk_approval_word_id FOREIGN KEY (word_id) REFERENCES public.approval_word(id);
ALTER TABLE ONLY public.card_copy
    ADD CONSTRAINT fk_card_copy_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.card_message
    ADD CONSTRAINT fk_card_message_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.co_executor
    ADD CONSTRAINT fk_co_executor_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.co_executor
    ADD CONSTRAINT fk_co_executor_facts_by FOREIGN KEY (facts_by) REFERENCES public.official(id);
ALTER TABLE ONLY public.co_executor
    ADD CONSTRAINT fk_co_executor_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT fk_correction_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT fk_correction_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.delay
    ADD CONSTRAINT fk_delay_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.delay
    ADD CONSTRAINT fk_delay_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT fk_draft_official_id FOREIGN KEY (official_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT fk_draft_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.drop_verdict
    ADD CONSTRAINT fk_drop_verdict_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.drop_verdict
    ADD CONSTRAINT fk_drop_verdict_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT fk_event_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT fk_event_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fk_fact_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fk_fact_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.file_job
    ADD CONSTRAINT fk_file_job_official_id FOREIGN KEY (official_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.head_order
    ADD CONSTRAINT fk_head_order_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.head_order
    ADD CONSTRAINT fk_head_order_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.head_order
    ADD CONSTRAINT fk_head_order_reported_by_id FOREIGN KEY (reported_by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT fk_incident_holder_id FOREIGN KEY (holder_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT fk_incident_merged_into FOREIGN KEY (merged_into) REFERENCES public.incident(id);
ALTER TABLE ONLY public.incident
    ADD CONSTRAINT fk_incident_repeat_of FOREIGN KEY (repeat_of) REFERENCES public.incident(id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT fk_invitation_created_by FOREIGN KEY (created_by) REFERENCES public.official(id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT fk_invitation_opened_by FOREIGN KEY (opened_by) REFERENCES public.official(id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT fk_invitation_used_by FOREIGN KEY (used_by) REFERENCES public.official(id);
ALTER TABLE ONLY public.mass
    ADD CONSTRAINT fk_mass_cause_by FOREIGN KEY (cause_by) REFERENCES public.official(id);
ALTER TABLE ONLY public.mass
    ADD CONSTRAINT fk_mass_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.night
    ADD CONSTRAINT fk_night_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.norm_word
    ADD CONSTRAINT fk_norm_word_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT fk_note_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT fk_note_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT fk_outbox_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT fk_outbox_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.post_revision
    ADD CONSTRAINT fk_post_revision_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.post
    ADD CONSTRAINT fk_post_source_id FOREIGN KEY (source_id) REFERENCES public.source(id);
ALTER TABLE ONLY public.promise
    ADD CONSTRAINT fk_promise_answer_id FOREIGN KEY (answer_id) REFERENCES public.answer(id);
ALTER TABLE ONLY public.promise
    ADD CONSTRAINT fk_promise_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.promise
    ADD CONSTRAINT fk_promise_official_id FOREIGN KEY (official_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT fk_reaction_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT fk_reaction_kept_by FOREIGN KEY (kept_by) REFERENCES public.official(id);
ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT fk_reaction_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.reading
    ADD CONSTRAINT fk_reading_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.region_row
    ADD CONSTRAINT fk_region_row_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.request
    ADD CONSTRAINT fk_request_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.request
    ADD CONSTRAINT fk_request_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.rule
    ADD CONSTRAINT fk_rule_parent_id FOREIGN KEY (parent_id) REFERENCES public.rule(id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT fk_shift_official_id FOREIGN KEY (official_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.shift_swap
    ADD CONSTRAINT fk_shift_swap_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.shift_swap
    ADD CONSTRAINT fk_shift_swap_to_id FOREIGN KEY (to_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.sought
    ADD CONSTRAINT fk_sought_official_id FOREIGN KEY (official_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.source_job
    ADD CONSTRAINT fk_source_job_official_id FOREIGN KEY (official_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.thread_lines
    ADD CONSTRAINT fk_thread_lines_answer_id FOREIGN KEY (answer_id) REFERENCES public.answer(id);
ALTER TABLE ONLY public.undo
    ADD CONSTRAINT fk_undo_by_id FOREIGN KEY (by_id) REFERENCES public.official(id);
ALTER TABLE ONLY public.undo
    ADD CONSTRAINT fk_undo_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.voice
    ADD CONSTRAINT fk_voice_entered_by FOREIGN KEY (entered_by) REFERENCES public.official(id);
ALTER TABLE ONLY public.voice
    ADD CONSTRAINT fk_voice_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.voice_part
    ADD CONSTRAINT fk_voice_part_incident_id FOREIGN KEY (incident_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.voice_part
    ADD CONSTRAINT fk_voice_part_part_id FOREIGN KEY (part_id) REFERENCES public.incident(id);
ALTER TABLE ONLY public.voice_part
    ADD CONSTRAINT fk_voice_part_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.voice
    ADD CONSTRAINT fk_voice_post_id FOREIGN KEY (post_id) REFERENCES public.post(id);
ALTER TABLE ONLY public.works
    ADD CONSTRAINT fk_works_created_by FOREIGN KEY (created_by) REFERENCES public.official(id);
