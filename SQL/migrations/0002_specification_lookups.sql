-- The specification's vocabulary, so that codes can be read in SQL. SQL/generated/lookup.sql fills these tables.

CREATE TABLE spec_element (
    specification text     NOT NULL,
    element       smallint NOT NULL,
    number        text     NOT NULL,
    name          text     NOT NULL,
    title         text     NOT NULL,
    form          text     NOT NULL,
    level         text     NOT NULL,
    edge          text     NOT NULL,
    list          text     NULL,
    readable      boolean  NOT NULL,
    CONSTRAINT spec_element_pkey PRIMARY KEY (specification, element)
);
COMMENT ON TABLE spec_element IS 'Data elements of each version of the specification, our additions included.';
COMMENT ON COLUMN spec_element.specification IS 'Version of the specification.';
COMMENT ON COLUMN spec_element.element IS 'form * 100 + index; 9 stands for our additions.';
COMMENT ON COLUMN spec_element.number IS 'Number as printed, such as 2.17, or X.14 for an addition.';
COMMENT ON COLUMN spec_element.name IS 'Name in JSON.';
COMMENT ON COLUMN spec_element.title IS 'Title as printed.';
COMMENT ON COLUMN spec_element.form IS 'report, analysis, response or extension.';
COMMENT ON COLUMN spec_element.level IS 'required, recommended or optional.';
COMMENT ON COLUMN spec_element.edge IS 'What the clinic does with it before a report leaves.';
COMMENT ON COLUMN spec_element.list IS 'The option list its answers come from.';
COMMENT ON COLUMN spec_element.readable IS 'Whether its values reach the aggregator readable.';

CREATE TABLE spec_option (
    specification  text     NOT NULL,
    list           text     NOT NULL,
    code           smallint NOT NULL,
    printed        text     NOT NULL,
    label          text     NOT NULL,
    position       smallint NOT NULL,
    meaning        text     NULL,
    band           text     NULL,
    high           boolean  NULL,
    section        smallint NULL,
    safety_barrier boolean  NULL,
    branch         smallint NULL,
    depth          smallint NULL,
    CONSTRAINT spec_option_pkey PRIMARY KEY (specification, list, code)
);
COMMENT ON TABLE spec_option IS 'Options of every list: pull-downs, process steps, severity scores, causes.';
COMMENT ON COLUMN spec_option.specification IS 'Version of the specification.';
COMMENT ON COLUMN spec_option.list IS 'Name of the list.';
COMMENT ON COLUMN spec_option.code IS 'Stored code.';
COMMENT ON COLUMN spec_option.printed IS 'Code as printed.';
COMMENT ON COLUMN spec_option.label IS 'Label as printed.';
COMMENT ON COLUMN spec_option.position IS 'Place in printed order, from 1.';
COMMENT ON COLUMN spec_option.meaning IS 'unknown, notApplicable, other or none, where the option is one.';
COMMENT ON COLUMN spec_option.band IS 'Severity band as printed, such as 8/9.';
COMMENT ON COLUMN spec_option.high IS 'Whether a severity score counts as high.';
COMMENT ON COLUMN spec_option.section IS 'Section of a process step: map * 100 + section.';
COMMENT ON COLUMN spec_option.safety_barrier IS 'Whether a process step is a safety barrier.';
COMMENT ON COLUMN spec_option.branch IS 'Branch of a cause, 1 to 7.';
COMMENT ON COLUMN spec_option.depth IS 'Depth of a cause, 1 to 4.';

CREATE TABLE spec_section (
    specification   text     NOT NULL,
    section         smallint NOT NULL,
    map             text     NOT NULL,
    number          text     NOT NULL,
    title           text     NOT NULL,
    patient_present boolean  NOT NULL,
    position        smallint NOT NULL,
    CONSTRAINT spec_section_pkey PRIMARY KEY (specification, section)
);
COMMENT ON TABLE spec_section IS 'Sections of the two process maps.';
COMMENT ON COLUMN spec_section.specification IS 'Version of the specification.';
COMMENT ON COLUMN spec_section.section IS 'map * 100 + section.';
COMMENT ON COLUMN spec_section.map IS 'EBRT or brachytherapy.';
COMMENT ON COLUMN spec_section.number IS 'Number as printed.';
COMMENT ON COLUMN spec_section.title IS 'Title as printed.';
COMMENT ON COLUMN spec_section.patient_present IS 'Whether the patient is present during some of it.';
COMMENT ON COLUMN spec_section.position IS 'Place in printed order, from 1.';

GRANT SELECT ON spec_element, spec_option, spec_section TO goodcatch_ingest, goodcatch_analysis, goodcatch_publication;
