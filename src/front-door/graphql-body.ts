export interface GraphQLBody {
  /** Absent where a persisted query is asked for. */
  readonly query?: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
  readonly extensions?: Record<string, unknown> | null;
}

/** Whether a parsed body has the form of a GraphQL request: one operation, no batch. */
export const isGraphQLBody = (body: unknown): body is GraphQLBody => {
  if (!isObject(body)) return false;
  const { query, operationName, variables, extensions } = body;
  return (
    ((typeof query === 'string' && query !== '') ||
      (query === undefined && asksForPersistedQuery(extensions))) &&
    (operationName == null || typeof operationName === 'string') &&
    (variables == null || isObject(variables)) &&
    (extensions == null || isObject(extensions))
  );
};

/** Such a request is well formed, and Apollo Server tells its client that there are none here. */
const asksForPersistedQuery = (extensions: unknown): boolean =>
  isObject(extensions) && isObject(extensions.persistedQuery);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
