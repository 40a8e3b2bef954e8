import { useState } from 'react';
import { Community } from './community.tsx';
import { CommunityList } from './community-list.tsx';

export const App = () => {
  const [communityId, setCommunityId] = useState<string>();
  return (
    <main>
      {communityId ? (
        <Community id={communityId} onBack={() => setCommunityId(undefined)} />
      ) : (
        <CommunityList onOpen={setCommunityId} />
      )}
    </main>
  );
};
