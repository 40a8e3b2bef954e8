import Negotiator from 'negotiator';
import { remembered } from './remembered.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

/** How an answer is written, as GraphQL over HTTP has callers choose by `Accept`. */
export interface ResponseType {
  readonly contentType: string;
  /** The caller knows only plain JSON, in which a refusal by a rule of GraphQL is told with 200. */
  readonly onlyJson: boolean;
}

/** Of the two types the one the caller likes best, and JSON for a caller that accepts neither. */
export const responseTypeFor = remembered((accept): ResponseType => {
  // An empty one says nothing, as none does.
  const negotiator = new Negotiator({ headers: { accept: accept || '*/*' } });
  return {
    contentType: `${negotiator.mediaType([JSON_TYPE, GRAPHQL_TYPE]) ?? JSON_TYPE}; charset=utf-8`,
    onlyJson: negotiator.mediaTypes([GRAPHQL_TYPE]).length === 0,
  };
});
