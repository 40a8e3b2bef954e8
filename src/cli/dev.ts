import { loadEnvFile } from '../config/environment.ts';

/** `npm run dev`: the service with the embedded simulator, unless the environment asks for another mode. */
loadEnvFile();
process.env.ZAPI_MODE ||= 'simulator';
await import('../main.ts');
