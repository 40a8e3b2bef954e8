/** What a caller must present. The shapes are those seen in public code (observed). */
export interface SimulatorCredentials {
  /** In the path: 32 upper-case hex digits. */
  readonly instanceId: string;
  /** In the path: 24 upper-case hex digits. */
  readonly instanceToken: string;
  /** In the header `Client-Token`: `F`, 32 hex digits, `S`. Belongs to the account, not to the instance. */
  readonly clientToken: string;
}

/** Made up, of the right shapes, and plainly no secret: they open nothing but the simulator. */
export const FAKE_CREDENTIALS: SimulatorCredentials = {
  instanceId: 'FACE0000FACE0000FACE0000FACE0000',
  instanceToken: 'C0FFEE000000C0FFEE000000',
  clientToken: 'FdeadbeefdeadbeefdeadbeefdeadbeefS',
};
