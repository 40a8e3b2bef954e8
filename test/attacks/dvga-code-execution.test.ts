import { describe, it } from '@jest/globals';
import { asking, expectRefused, misfit } from './judging.ts';
import { expectNoId } from './places.ts';
import { PROFILES, targetOf } from './profiles.ts';

describe.each(PROFILES)('an attacker who wants to run commands, in %s', (_, start) => {
  const target = targetOf(start);

  it.each([
    ['/ ; uname -a'],
    ['/ || uname -a'],
    ['55555; uname -a'],
    ['55555 && uname -a'],
    ['$(uname -a)'],
    ['`uname -a`'],
    ['55555\nuname -a'],
  ])('appends none to an id: %j', async (payload) => {
    await expectNoId(target(), payload);
  });

  it('finds no field that takes parts of a command line', async () => {
    const parts = 'host: "localhost", port: 80, path: "/ ; uname -a", scheme: "http"';
    const query = `mutation { importPaste(${parts}) { result } }`;
    await expectRefused(target(), asking(query), misfit('importPaste'));
  });

  it.each([
    ['whoami'],
    ['id; ls -l'],
    ['id|cat /etc/passwd'],
    ['-group; id'],
    ['1345353454354354-group; id'],
  ])('puts none in the place of an id: %s', async (payload) => {
    await expectNoId(target(), payload);
  });

  it('finds no field that runs one', async () => {
    const credentials = 'username: "admin", password: "password"';
    const diagnostics = asking(`query { systemDiagnostics(${credentials}, cmd: "id; ls -l") }`);
    await expectRefused(target(), diagnostics, misfit('systemDiagnostics'));
    await expectRefused(target(), asking('query { systemDebug(arg: "x; id") }'), misfit('systemDebug'));
  });
});
