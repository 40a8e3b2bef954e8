import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ICruiseResult } from 'dependency-cruiser';

/** `npm run architecture`: prints how many imports each top-level folder of src has from each other one, most first. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

// A process of its own: under tsx, `cruise` with the swc parser fails with "visitor.getDependencies is not a function".
const DEPCRUISE = `${ROOT}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`;
const OPTIONS = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src'];
const json = execFileSync(process.execPath, [DEPCRUISE, ...OPTIONS], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: Number.POSITIVE_INFINITY,
});
const { modules }: ICruiseResult = JSON.parse(json);

/** The top-level folder of a module, `src` for a file directly in it; undefined for anything outside src. */
const folderOf = (path: string): string | undefined => {
  const [, folder, name] = /^(src)\/(?:([^/]+)\/)?/.exec(path) ?? [];
  return name ?? folder;
};

const counts = new Map<string, number>();
for (const { source, dependencies } of modules) {
  const from = folderOf(source);
  // A module can depend on another in several ways (types, values); that counts once.
  for (const resolved of new Set(dependencies.map((dependency) => dependency.resolved))) {
    const to = folderOf(resolved);
    if (from === undefined || to === undefined || from === to) continue;
    counts.set(`${from} -> ${to}`, (counts.get(`${from} -> ${to}`) ?? 0) + 1);
  }
}

const pairs = [...counts].sort(([a, imports], [b, others]) => others - imports || a.localeCompare(b));
for (const [pair, imports] of pairs) console.log(`${pair}: ${imports}`);
console.log(`${pairs.length} pairs, ${pairs.reduce((sum, [, imports]) => sum + imports, 0)} imports`);
