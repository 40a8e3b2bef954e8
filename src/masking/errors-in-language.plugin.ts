import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { OperationContext } from '../community/operation-context.ts';
import { en } from '../messages/en.ts';
import type { Messages } from '../messages/messages.ts';
import { maskError } from './mask-error.ts';

/** In whose language each error is told, noted before Apollo Server formats it: then it does not say whose it is. */
const messagesOf = new WeakMap<object, Messages>();

export const noteLanguage: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors) messagesOf.set(error, contextValue.messages);
      },
    };
  },
};

/** In English where there is no request: no such error reaches a caller. */
export const formatError = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError =>
  maskError(formatted, error, messagesOf.get(error as object) ?? en);
