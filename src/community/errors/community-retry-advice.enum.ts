import { registerEnumType } from 'type-graphql';

export enum CommunityRetryAdvice {
  FIX_INPUT = 'FIX_INPUT',
  AFTER_DELAY = 'AFTER_DELAY',
  CHECK_FIRST = 'CHECK_FIRST',
  NO = 'NO',
}

registerEnumType(CommunityRetryAdvice, {
  name: 'CommunityRetryAdvice',
  description: 'Whether to try again. Values may be added.',
  valuesConfig: {
    FIX_INPUT: { description: 'Change the arguments first.' },
    AFTER_DELAY: { description: 'Nothing happened. Safe to repeat after a pause.' },
    CHECK_FIRST: { description: 'It may have happened. Query `unlinkPreview` before repeating.' },
    NO: { description: 'Repeating cannot help until something outside this API changes.' },
  },
});
