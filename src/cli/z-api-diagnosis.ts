import type { Meaning, MisconfigurationCause } from '../z-api/meaning.ts';

const MISCONFIGURATIONS: Readonly<Record<MisconfigurationCause, string>> = {
  'client-token-missing':
    "ZAPI_CLIENT_TOKEN is missing: the account's security token is activated in Z-API's panel, so every call must carry it.",
  'client-token-wrong': 'ZAPI_CLIENT_TOKEN is wrong: Z-API does not accept it.',
  'address-not-allowed':
    "None of the settings is wrong: this machine's IP address is not on the allow-list in Z-API's panel.",
  'not-allowed':
    "Z-API does not allow the call: look at ZAPI_CLIENT_TOKEN and at the allow-list in Z-API's panel.",
  'instance-not-found': 'ZAPI_INSTANCE_ID or ZAPI_INSTANCE_TOKEN is wrong: Z-API knows no such instance.',
  unauthorized:
    'ZAPI_CLIENT_TOKEN, ZAPI_INSTANCE_ID or ZAPI_INSTANCE_TOKEN is wrong: Z-API refused the call.',
};

/** What an operator should do about a failing `GET /status`: the setting by its name, never its value. */
export const explainFailure = (meaning: Meaning): string => {
  switch (meaning.kind) {
    case 'misconfigured':
      return MISCONFIGURATIONS[meaning.cause];
    case 'not-sent':
      return meaning.cause === 'untrusted-certificate'
        ? 'ZAPI_BASE_URL is wrong, or something stands between: the certificate found there is not trusted.'
        : 'ZAPI_BASE_URL is wrong, or Z-API cannot be reached from here: no connection was made.';
    case 'protocol':
    case 'missing':
      return 'ZAPI_BASE_URL is wrong: what answers there knows no such route.';
    case 'instance':
      return meaning.cause === 'disconnected'
        ? "The settings are right, but the instance is not connected to WhatsApp: reconnect the phone in Z-API's panel."
        : "The settings are right, but the instance's subscription has ended: renew it in Z-API's panel.";
    case 'limited':
      return `Z-API limits the calls for now: try again in ${meaning.retryAfterSeconds} seconds.`;
    case 'refused':
    case 'unknown':
    case 'done':
      return 'Nothing can be said of the settings: no answer came that Z-API is known to give. It may be in trouble, or ZAPI_BASE_URL may be wrong.';
  }
};
