import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import {
  CommunityDocument,
  narrowUnlinkResult,
  UnlinkGroupsDocument,
} from 'z-api-communities-graphql/client';

/** One unlink and what came of it. Apollo Client sends it once, whatever happens. */
export const useUnlinkGroups = (communityId: string) => {
  const [requestId, setRequestId] = useState<string>();
  const [mutate, { called, loading, data, error, reset }] = useMutation(UnlinkGroupsDocument, {
    // A failure comes as `error` beside what data there is, and nothing is thrown.
    errorPolicy: 'all',
    // What is linked now is asked anew. Not awaited: a failing read must not hide what came of the unlink.
    refetchQueries: [CommunityDocument],
  });

  const unlink = (groupsPhones: string[]) => {
    // Chosen here, it is known for support even when the answer is lost. Pages of plain http make no UUIDs.
    const chosenId = globalThis.isSecureContext ? crypto.randomUUID() : undefined;
    setRequestId(chosenId);
    const context = { headers: chosenId ? { 'x-request-id': chosenId } : {} };
    return mutate({ variables: { communityId, groupsPhones }, context });
  };

  const outcome = called && !loading ? narrowUnlinkResult(data?.unlinkGroups, error) : undefined;
  return {
    unlink,
    unlinking: loading,
    outcome: outcome && { ...outcome, requestId: outcome.requestId ?? requestId },
    forget: reset,
  };
};
