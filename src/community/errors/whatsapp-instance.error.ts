import { ObjectType } from 'type-graphql';
import { CommunityError } from './community-error.interface.ts';

@ObjectType({
  implements: CommunityError,
  description: 'Returned when the Z-API instance itself cannot act: disconnected phone, ended subscription.',
})
export class WhatsAppInstanceError extends CommunityError {}
