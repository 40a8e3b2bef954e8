import { useQuery } from '@apollo/client/react';
import { type SelectedGroup, UnlinkPreviewDocument } from 'z-api-communities-graphql/client';
import { type Group, phonesOf } from './group.ts';
import { messageOf } from './read-state.tsx';

/** What is linked now, and what could be unlinked: asked anew each time, and again by `again`. */
export const useUnlinkPreview = (communityId: string, groups: readonly Group[]) => {
  const { data, loading, error, refetch } = useQuery(UnlinkPreviewDocument, {
    variables: { communityId, groupsPhones: phonesOf(groups) },
    fetchPolicy: 'network-only',
  });
  const again = () => void refetch();
  if (loading) return { loading, again };
  if (error) return { failure: messageOf(error), again };

  const result = data?.unlinkPreview;
  switch (result?.__typename) {
    case 'UnlinkPreview': {
      const isLinked = ({ phone }: Group) => result.groups.some((one) => one.linked && one.phone === phone);
      const { allowed, remainingGroups } = result;
      const states = result.groups.map(({ phone, linked, blocker }): SelectedGroup => {
        return { phone, status: linked ? 'STILL_LINKED' : 'NOT_LINKED', blocker };
      });
      return { preview: { allowed, remainingGroups, states, linked: groups.filter(isLinked) }, again };
    }
    case 'CommunityInputError':
      return { failure: [result, ...result.issues].map(({ message }) => message).join(' '), again };
    default:
      // Members of tomorrow have a message too.
      return { failure: result?.message, again };
  }
};
