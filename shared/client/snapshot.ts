/**
 * The snapshot that ships with the package; the build of the package puts its text here (workers/build/client.ts).
 * In a checkout there is none: hand one to `createClient({ snapshot })`.
 */
export const SNAPSHOT: string | null = null;
