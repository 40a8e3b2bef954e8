import { type Form, oneOf } from './setting-forms.ts';
import type { SettingReader } from './setting-reader.ts';

/** How the audit writes the ids of communities and groups. */
export interface AuditConfig {
  /** What keys their hashes; undefined where none was given, outside production. A secret. */
  readonly hashKey: string | undefined;
  /** Whether they stand there as they are. */
  readonly plainIds: boolean;
}

/** A shorter key would be found by trying, and then every phone. */
const MIN_KEY_LENGTH = 16;

export const readAudit = (
  settings: SettingReader,
  { production }: { readonly production: boolean },
): AuditConfig => ({
  hashKey: production
    ? settings.require('AUDIT_HASH_KEY', longKey, ', and production wants it')
    : settings.read('AUDIT_HASH_KEY', (value) => ({ value })),
  plainIds: settings.read('AUDIT_PLAIN_IDS', oneOf(['on', 'off'])) === 'on',
});

const longKey: Form<string> = (text) =>
  text.length >= MIN_KEY_LENGTH
    ? { value: text }
    : { fault: `must have at least ${MIN_KEY_LENGTH} characters in production` };
