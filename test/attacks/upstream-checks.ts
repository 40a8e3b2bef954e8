/** Every check of graphql-cop: the files of its `lib/tests`, by name. */
export const GRAPHQL_COP = [
  'dos_alias_overloading',
  'dos_batch',
  'dos_circular_fragment',
  'dos_circular_introspection',
  'dos_directive_overloading',
  'dos_field_duplication',
  'info_field_suggestions',
  'info_get_based_mutation',
  'info_get_method_support',
  'info_graphiql',
  'info_introspect',
  'info_post_based_csrf',
  'info_trace_mode',
  'info_unhandled_error',
] as const;

/** Every scenario of the Damn Vulnerable GraphQL Application: the contents of its page of solutions. */
export const DVGA = [
  'Detecting GraphQL',
  'Fingerprinting GraphQL',
  'Batch Query Attack',
  'Deep Recursion Query Attack',
  'Resource Intensive Query Attack',
  'Field Duplication Attack',
  'Aliases based Attack',
  'Circular Fragment',
  'GraphQL Introspection',
  'GraphQL Interface',
  'GraphQL Field Suggestions',
  'Server Side Request Forgery',
  'Stack Trace Errors',
  'OS Command Injection #1',
  'OS Command Injection #2',
  'Stored Cross Site Scripting',
  'Log Injection // Log Spoofing',
  'HTML Injection',
  'SQL Injection',
  'GraphQL JWT Token Forge',
  'GraphQL Interface Protection Bypass',
  'GraphQL Query Deny List Bypass',
  'GraphQL Query Weak Password Protection',
  'Arbitrary File Write // Path Traversal',
] as const;

/** Every function of clairvoyance's `oracle.py` that sends a probe, or reads what came back. */
export const CLAIRVOYANCE = [
  'fetch_root_typenames',
  'probe_typename',
  'probe_valid_fields',
  'probe_valid_args',
  'probe_args',
  'probe_field_type',
  'probe_arg_typeref',
  'probe_typeref',
  'get_valid_fields',
  'get_valid_args',
  'get_typeref',
] as const;

export const UPSTREAM_CHECKS = { 'graphql-cop': GRAPHQL_COP, DVGA, clairvoyance: CLAIRVOYANCE } as const;
