import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationContext } from '../community/operation-context.ts';
import type { ServiceObserver } from './service-observer.ts';

/** Tells of what callers were told: failures by their codes, and of requests for which no root field ran. */
export const observeOperations = ({
  endedWithoutRootField,
  failureTold,
}: ServiceObserver): ApolloServerPlugin<OperationContext> => ({
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body }, contextValue: { outcomes } }) {
        const errors = (body.kind === 'single' && body.singleResult.errors) || [];
        if (outcomes.length === 0) endedWithoutRootField(errors.length > 0 ? 'refused' : 'introspection');
        for (const { extensions } of errors) failureTold(String(extensions?.code));
        for (const { type, code } of outcomes) {
          // What a root field threw is among the errors.
          if (code !== undefined && type !== 'error') failureTold(code);
        }
      },
    };
  },
});
