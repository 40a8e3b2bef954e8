import { useMutation } from '@apollo/client/react';
import {
  CommunityDocument,
  narrowUnlinkResult,
  UnlinkGroupsDocument,
} from 'z-api-communities-graphql/client';

/** One unlink and what came of it. Apollo Client sends it once, whatever happens. */
export const useUnlinkGroups = (communityId: string) => {
  const [mutate, { called, loading, data, error, reset }] = useMutation(UnlinkGroupsDocument, {
    // A failure comes as `error` beside what data there is, and nothing is thrown.
    errorPolicy: 'all',
    // What is linked now is asked anew. Not awaited: a failing read must not hide what came of the unlink.
    refetchQueries: [CommunityDocument],
  });
  return {
    unlink: (groupsPhones: string[]) => mutate({ variables: { communityId, groupsPhones } }),
    unlinking: loading,
    outcome: called && !loading ? narrowUnlinkResult(data?.unlinkGroups, error) : undefined,
    forget: reset,
  };
};
