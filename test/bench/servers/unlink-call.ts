/** The one call to Z-API that all servers here make, as its documentation shows it. */
export interface UnlinkCall {
  readonly communityId: string;
  readonly groupsPhones: readonly string[];
}

const { ZAPI_BASE_URL, ZAPI_INSTANCE_ID, ZAPI_INSTANCE_TOKEN, ZAPI_CLIENT_TOKEN } = process.env;

export const UNLINK_URL = `${ZAPI_BASE_URL}/instances/${ZAPI_INSTANCE_ID}/token/${ZAPI_INSTANCE_TOKEN}/communities/unlink`;

export const UNLINK_HEADERS = {
  'Content-Type': 'application/json',
  'Client-Token': ZAPI_CLIENT_TOKEN ?? '',
};
