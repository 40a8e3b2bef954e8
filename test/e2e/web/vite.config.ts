import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The alias stands in for the installed package: leave it out in a page of your own. */
export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      'z-api-communities-graphql/client': fileURLToPath(
        new URL('../../../src/client/index.ts', import.meta.url),
      ),
    },
  },
});
