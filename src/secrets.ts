import type { Config } from './config/config.ts';

/** Every secret of the configuration, for the scrubber. */
export const secretsOf = ({ zApi, routerSecrets, audit }: Config): readonly string[] => {
  const accesses = zApi.mode === 'live' ? zApi.instances.map(({ access }) => access) : [];
  const ofInstances = accesses.flatMap(({ instanceId, instanceToken, clientToken }) => [
    instanceId,
    instanceToken,
    clientToken ?? '',
  ]);
  return [...ofInstances, ...routerSecrets, audit.hashKey ?? ''];
};
