import { spawnSync } from 'node:child_process';

export type Git = ReturnType<typeof gitIn>;

/** Git in a folder. Throws with what git says where it fails. */
export const gitIn = (folder: string, env = process.env) => {
  const attempt = (args: readonly string[], input = '') => {
    const { error, ...rest } = spawnSync('git', args, {
      cwd: folder,
      env,
      input,
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    if (error) throw error;
    return rest;
  };
  const run = (args: readonly string[], input?: string): Buffer => {
    const { status, stdout, stderr } = attempt(args, input);
    if (status !== 0) throw new Error(String(stderr).trim() || `git ${args[0]} finds nothing`);
    return stdout;
  };
  return {
    folder,
    /** The lines that a command prints, each as its words. */
    lines: (...args: readonly string[]): readonly (readonly string[])[] =>
      String(run(args))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(' ')),
    has: (revision: string): boolean => {
      run(['rev-parse', '--git-dir']);
      return attempt(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]).status === 0;
    },
    /** The texts of files, each named as `commit:./path`; undefined where there is none. */
    read: (files: readonly string[]): readonly (string | undefined)[] => {
      const printed = run(['cat-file', '--batch'], `${files.join('\n')}\n`);
      let at = 0;
      return files.map(() => {
        const end = printed.indexOf('\n', at);
        const [, type, size] = printed.toString('utf8', at, end).split(' ');
        at = end + 1;
        if (type !== 'blob') return undefined;
        const text = printed.toString('utf8', at, at + Number(size));
        at += Number(size) + 1;
        return text;
      });
    },
  };
};
