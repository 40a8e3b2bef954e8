import { ObjectType } from 'type-graphql';
import { CommunityError } from './community-error.interface.ts';

@ObjectType({
  implements: CommunityError,
  description:
    'Returned when Z-API is unreachable, misconfigured or refuses the form of the request, and the request was certainly not executed.',
})
export class CommunityUpstreamError extends CommunityError {}
