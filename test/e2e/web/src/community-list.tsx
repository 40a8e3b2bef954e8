import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { CommunitiesDocument } from 'z-api-communities-graphql/client';
import { focused } from './focus.ts';
import { Loading, messageOf, ReadFailure } from './read-state.tsx';
import { words } from './words.ts';

interface Props {
  readonly onOpen: (communityId: string) => void;
}

export const CommunityList = ({ onOpen }: Props) => (
  <>
    <h1>{words.title}</h1>
    <p>{words.chooseCommunity}</p>
    <Page page={1} onOpen={onOpen} />
  </>
);

/** One page of the list, and below it, once asked for, the next. */
const Page = ({ page, onOpen }: Props & { readonly page: number }) => {
  const [more, setMore] = useState(false);
  const { data, loading, error, refetch } = useQuery(CommunitiesDocument, { variables: { page } });
  if (loading) return <Loading />;
  if (error) return <ReadFailure message={messageOf(error)} onRetry={refetch} />;

  const { items = [], mayHaveMore = false } = data?.communities ?? {};
  if (page === 1 && items.length === 0 && !mayHaveMore) return <p className="card">{words.noCommunities}</p>;
  return (
    <>
      <ul className="card rows" tabIndex={-1} ref={page === 1 ? undefined : focused}>
        {items.map(({ id, name }) => (
          <li key={id}>
            <button type="button" onClick={() => onOpen(id)}>
              {name ?? id}
              <small>{id}</small>
            </button>
          </li>
        ))}
      </ul>
      {more && <Page page={page + 1} onOpen={onOpen} />}
      {mayHaveMore && !more && (
        <button type="button" onClick={() => setMore(true)}>
          {words.more}
        </button>
      )}
    </>
  );
};
