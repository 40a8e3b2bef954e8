/**
 * English. Sentences for people who use an app, not for its programmers: what happened for certain, then what
 * to do. Keys under `errors` are CommunityErrorCode values.
 */
export const en = {
  errors: {
    INVALID_INPUT: 'Some of the values are not valid. Nothing was changed. Correct them and try again.',
    COMMUNITY_NOT_FOUND: 'The connected WhatsApp number takes part in no such community.',
    UNLINK_REJECTED: 'WhatsApp refused to unlink the groups, which are still linked, and gave no reason.',
    OUTCOME_UNKNOWN:
      'It is not known whether the groups were unlinked. Check which groups are still linked before trying again.',
    INSTANCE_DISCONNECTED:
      'The WhatsApp number is disconnected. Reconnect the phone in Z-API, then check which groups are still linked.',
    INSTANCE_SUBSCRIPTION_EXPIRED:
      "The Z-API instance's subscription has ended. Renew it, then check which groups are still linked.",
    RATE_LIMITED: 'Too many requests. Nothing was changed by this one. Wait a little, then try again.',
    UPSTREAM_UNAVAILABLE: 'WhatsApp could not be reached. Nothing was changed. Try again in a little while.',
    UPSTREAM_MISCONFIGURED:
      'This service is not set up correctly with Z-API. Nothing was changed. Tell whoever runs it.',
    UPSTREAM_PROTOCOL:
      'Z-API did not accept the form of the request. Nothing was changed. Tell whoever runs it.',
  },
  /** Of a read, which changes nothing, these say less than `errors` does. */
  reads: {
    RATE_LIMITED: 'Too much was asked for at once. Ask for less, or wait a little and try again.',
    UPSTREAM_UNAVAILABLE: 'WhatsApp could not be reached. Try again in a little while.',
    UPSTREAM_MISCONFIGURED: 'This service is not set up correctly with Z-API. Tell whoever runs it.',
    UPSTREAM_PROTOCOL: 'Z-API did not accept the form of the request. Tell whoever runs it.',
  },
  rejected: {
    blocked:
      'The groups are still linked: a community keeps its announcement group and at least one other group. Choose other groups.',
    unread:
      'WhatsApp refused to unlink the groups and gave no reason. Check which groups are still linked before trying again.',
  },
  partialSuccess: 'Some of the groups are out of the community, others are still linked.',
  rules: {
    communityIdFormat: 'A community id is 5 to 32 digits, sent as a string.',
    groupPhoneFormat:
      'A group id looks like 120363019502650977-group, or 5511999999999-1623281429 for an older group.',
    minGroups: 'Name at least 1 group.',
    maxGroups: 'Name at most 50 different groups.',
    minPage: 'The first page is 1.',
    minPageSize: 'A page holds at least 1 community.',
    maxPageSize: 'A page holds at most 100 communities.',
  },
  request: {
    internal: 'Internal server error',
    syntax: 'The document has a syntax error.',
    misfit: 'The document does not fit the schema.',
    /** Followed by the name in the document that does not fit, in quotes. */
    misfitAt: 'The document does not fit the schema at',
    /** Of documents that ask for too much, by the limit they go over. */
    limits: {
      tokens: 'The document is too long: at most 1000 tokens.',
      depth: 'The operation is nested too deeply: at most 8 levels of fields.',
      fields:
        'The operation asks for too many fields: at most 100, those of fragments counted wherever they are used.',
      aliases:
        'The operation holds too many aliases: at most 30, those of fragments counted wherever they are used.',
      directives: 'The operation holds too many directives: at most 10.',
      cycles: 'A fragment leads back to itself.',
      unlinks: 'The operation holds more than one unlinkGroups: send each in an operation of its own.',
    },
    literal: 'A literal in the document does not fit the type asked for.',
    introspection: 'The schema cannot be asked for here.',
    variable: 'A variable does not fit its declared type.',
    unsafeNumber:
      'A number in the variables is beyond plus or minus 9007199254740991 and may already have lost digits: send ids as strings.',
    operation:
      'The document does not hold the operation to run: name one of its operations in `operationName`.',
    malformed:
      'Not a well-formed GraphQL request: send a JSON object with a non-empty string `query`, and objects for `variables` and `extensions` where given.',
    /** The word that clients of automatic persisted queries look for. */
    persistedQuery: 'PersistedQueryNotSupported',
    notJson: 'The body is not valid JSON in UTF-8.',
    mediaType: 'Send the body as application/json, in UTF-8 and not compressed.',
    tooLarge: 'The body is too large: at most 32768 bytes are read.',
    headersTooLarge: 'The headers are too large.',
    tooSlow: 'The request took too long to arrive: 5 seconds for the headers, 10 seconds in all.',
    brokenHttp: 'Not a well-formed HTTP request.',
    unauthenticated: 'Send one valid credential: none came with the request, or it is not accepted.',
    authenticationUnavailable:
      'Nobody can be authenticated right now. Nothing was changed. Try again in a little while.',
    foreignPage:
      'Pages of other hosts may not call a service that authenticates nobody: list the origin in CORS_ORIGINS.',
    forbidden: 'The credential does not allow this.',
    method: 'Send GraphQL requests with POST.',
    shuttingDown: 'The service is stopping. Nothing was changed. Try again in a moment.',
    notFound: 'There is nothing here. GraphQL is served at /graphql.',
  },
};

/** Every sentence that people may be shown, in one language. The keys of English are the keys of all. */
export type Messages = typeof en;
