import { startTestService, type TestService, type TestServiceOptions } from '../../support/service.ts';

/** A service for the length of one use; what it leaked, if anything, comes to light at the end. */
export const usingService = async <T>(
  options: TestServiceOptions,
  use: (service: TestService) => Promise<T>,
): Promise<T> => {
  const service = await startTestService(options);
  try {
    return await use(service);
  } finally {
    await service.close();
  }
};
