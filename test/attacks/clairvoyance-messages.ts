const QUOTE = `["']`;
const name = (label: string) => `${QUOTE}(?<${label}>[\\w.]+)${QUOTE}`;
const type = (label: string) => `${QUOTE}(?<${label}>[\\w[\\]!]+)${QUOTE}`;
const suggestion = (label: string) => ` Did you mean (?<${label}>.+)\\?`;

/** What clairvoyance's `get_valid_fields` learns names of fields from. */
export const FIELD_MESSAGES: readonly RegExp[] = [
  `Cannot query field ${name('field')} on type ${type('on')}\\.(?:${suggestion('fields')})?`,
  `Field ${name('field')} of type ${type('type')} must have a selection of subfields`,
  `Field ${name('field')} of type ${type('type')} must have a sub selection`,
  `Field ${name('field')} must not have a selection since type ${type('type')} has no subfields`,
].map((text) => new RegExp(text));

/** What `get_valid_args` learns names of arguments from. */
export const ARGUMENT_MESSAGES: readonly RegExp[] = [
  `Unknown argument ${name('argument')} on field ${name('field')}(?: of type ${type('on')})?\\.(?:${suggestion('arguments')})?`,
  `There can be only one argument named ${name('argument')}`,
  `Field ${name('field')} argument ${name('argument')} of type ${type('type')} is required`,
].map((text) => new RegExp(text));

/** What `get_typeref` and `probe_typename` learn types from. */
export const TYPE_MESSAGES: readonly RegExp[] = [
  `Cannot query field ${name('field')} on type ${type('type')}`,
  `Field ${name('field')} of type ${type('type')} must (?:not )?have a (?:selection|sub selection)`,
  `Field ${name('field')} must not have a selection since type ${type('type')}`,
  `Field ${name('field')} argument ${name('argument')} of type ${type('type')} is required`,
  'Expected type (?<type>[\\w[\\]!]+), found ',
].map((text) => new RegExp(text));

export const CLAIRVOYANCE_MESSAGES = [...FIELD_MESSAGES, ...ARGUMENT_MESSAGES, ...TYPE_MESSAGES];
