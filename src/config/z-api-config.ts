import { IsArray, IsNotEmpty, IsOptional, Matches } from 'class-validator';
import { COMMUNITY_ID } from '../community/community-id.ts';
import type { ZApiAccess } from '../z-api/transport.ts';
import { anyText, baseUrl, type Form, oneOf, secret } from './setting-forms.ts';
import type { SettingReader } from './setting-reader.ts';
import type { SettingName } from './settings.ts';
import { Is, listFile } from './settings-file.ts';

/** Whether there is a real Z-API, and which instances of it. */
export type ZApiConfig =
  | { readonly mode: 'simulator' }
  | { readonly mode: 'live'; readonly instances: readonly InstanceConfig[] };

export interface InstanceConfig {
  readonly access: ZApiAccess;
  /** Whose it is; undefined when there is one instance for all. */
  readonly tenant: string | undefined;
  /** The communities its callers may see and change; undefined for all. */
  readonly communities: readonly string[] | undefined;
}

export const readZApi = (
  settings: SettingReader,
  { production }: { readonly production: boolean },
): ZApiConfig => {
  const mode = settings.read('ZAPI_MODE', oneOf(['live', 'simulator']));
  if (mode === 'simulator' && !production) return { mode };
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
    tenant: undefined,
    communities: undefined,
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
  return entries.map(({ tenant, communities, instanceId, instanceToken, clientToken }) => ({
    access: { baseUrl: zApiUrl, instanceId, instanceToken, clientToken: clientToken ?? undefined },
    tenant,
    communities: communities ?? undefined,
  }));
};

/** One entry of the file of instances. */
class InstanceEntry {
  @Is(anyText)
  @IsNotEmpty({ message: 'must be a text' })
  readonly tenant!: string;

  @Is(secret('ZAPI_INSTANCE_ID'))
  readonly instanceId!: string;

  @Is(secret('ZAPI_INSTANCE_TOKEN'))
  readonly instanceToken!: string;

  @IsOptional()
  @Is(secret('ZAPI_CLIENT_TOKEN'))
  readonly clientToken?: string;

  @IsOptional()
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
