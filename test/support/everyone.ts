import type { Tenancy } from '../../src/api/context/tenant.ts';
import { type Authenticate, authenticateBy } from '../../src/auth/authenticate.ts';
import type { ZApiDatasource } from '../../src/z-api/z-api.datasource.ts';

/** One instance for every caller, and every community of it. */
export const everyones = (zApi: ZApiDatasource): readonly Tenancy[] => [
  { zApi, tenant: undefined, communities: undefined },
];

/** Lets everyone in, as a service does that knows no way to authenticate. */
export const letEveryoneIn: Authenticate = authenticateBy({ tokens: undefined, apiKeys: undefined });
