/** Loaded before the service: wherever it imports its HTTP client, it gets the one that BENCH_CLIENT names. */
import { register } from 'node:module';

register(new URL('./swap-client.hooks.js', import.meta.url), {
  data: new URL(`../clients/${process.env.BENCH_CLIENT}.js`, import.meta.url).href,
});
