import { IsArray, IsNotEmpty, Matches } from 'class-validator';
import { COMMUNITY_ID } from '../api/arguments/argument-rules.ts';
import type { ZApiAccess } from '../z-api/transport.ts';
import { anyText, baseUrl, type Form, oneOf, secret } from './setting-forms.ts';
import type { SettingReader } from './setting-reader.ts';
import type { SettingName } from './settings.ts';
import { Is, listFile, Optional } from './settings-file.ts';

/** Whether there is a real Z-API, and which instances of it. */
export type ZApiConfig =
  /** One instance, which the tenants share: their secrets are not used. */
  | { readonly mode: 'simulator'; readonly tenants: readonly Tenant[] }
  | { readonly mode: 'live'; readonly instances: readonly InstanceConfig[] };

export interface Tenant {
  /** Undefined when there is one instance for all. */
  readonly tenant: string | undefined;
  /** The communities its callers may see and change; undefined for all. */
  readonly communities: readonly string[] | undefined;
}

export interface InstanceConfig extends Tenant {
  readonly access: ZApiAccess;
}

const EVERYONE: Tenant = { tenant: undefined, communities: undefined };

export const readZApi = (
  settings: SettingReader,
  { production }: { readonly production: boolean },
): ZApiConfig => {
  const mode = settings.read('ZAPI_MODE', oneOf(['live', 'simulator']));
  if (mode === 'simulator' && !production) {
    const entries = settings.read('ZAPI_INSTANCES_FILE', instancesFile);
    return { mode, tenants: entries?.map(tenantOf) ?? [EVERYONE] };
  }
  if (mode === 'simulator') settings.refuse('ZAPI_MODE', 'must be live in production');
  const zApiUrl = settings.read('ZAPI_BASE_URL', baseUrl({ production })) ?? '';
  const instances = settings.isGiven('ZAPI_INSTANCES_FILE')
    ? readInstances(settings, zApiUrl)
    : [readSingleInstance(settings, zApiUrl)];
  return { mode: 'live', instances };
};

const readSingleInstance = (settings: SettingReader, zApiUrl: string): InstanceConfig => {
  const read = (name: SettingName) => settings.require(name, secret(name)) ?? '';
  return {
    access: {
      baseUrl: zApiUrl,
      instanceId: read('ZAPI_INSTANCE_ID'),
      instanceToken: read('ZAPI_INSTANCE_TOKEN'),
      clientToken: settings.read('ZAPI_CLIENT_TOKEN', secret('ZAPI_CLIENT_TOKEN')),
    },
    ...EVERYONE,
  };
};

const SINGLE = ['ZAPI_INSTANCE_ID', 'ZAPI_INSTANCE_TOKEN', 'ZAPI_CLIENT_TOKEN'] as const;

const readInstances = (settings: SettingReader, zApiUrl: string): readonly InstanceConfig[] => {
  const alsoGiven = SINGLE.filter((name) => settings.isGiven(name));
  if (alsoGiven.length > 0) {
    settings.refuse(
      'ZAPI_INSTANCES_FILE',
      `takes the place of ${alsoGiven.join(', ')}: set one or the other`,
    );
  }
  const entries = settings.read('ZAPI_INSTANCES_FILE', instancesFile) ?? [];
  return entries.map((entry) => {
    const { instanceId, instanceToken, clientToken } = entry;
    const access = { baseUrl: zApiUrl, instanceId, instanceToken, clientToken };
    return { access, ...tenantOf(entry) };
  });
};

const tenantOf = ({ tenant, communities }: InstanceEntry): Tenant => ({
  tenant,
  communities,
});

/** One entry of the file of instances. */
class InstanceEntry {
  @Is(anyText)
  @IsNotEmpty({ message: 'must be a text' })
  readonly tenant!: string;

  @Is(secret('ZAPI_INSTANCE_ID'))
  readonly instanceId!: string;

  @Is(secret('ZAPI_INSTANCE_TOKEN'))
  readonly instanceToken!: string;

  @Optional()
  @Is(secret('ZAPI_CLIENT_TOKEN'))
  readonly clientToken?: string;

  @Optional()
  @IsArray({ message: 'must be a list' })
  @Matches(COMMUNITY_ID, { each: true, message: 'must hold community ids alone, as texts' })
  readonly communities?: readonly string[];
}

/** `{"instances": [...]}`: see InstanceEntry. */
const instancesFile: Form<readonly InstanceEntry[]> = (path) => {
  const checked = listFile('instances', InstanceEntry)(path);
  if ('fault' in checked) return checked;
  const tenants = checked.value.map(({ tenant }) => tenant);
  if (tenants.length === 0) return { fault: 'names a file that holds no instance' };
  if (new Set(tenants).size < tenants.length) return { fault: 'names a file that holds a tenant twice' };
  return checked;
};
