/**
 * Loaded before the service: the service refuses plain http to Z-API in production, and so cannot be measured in it; its libraries
 * are loaded as in production all the same, because graphql checks more elsewhere.
 */
const { NODE_ENV } = process.env;
process.env.NODE_ENV = 'production';
await import('graphql');
await import('@apollo/server');
process.env.NODE_ENV = NODE_ENV;
