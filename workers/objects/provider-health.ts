import { DurableObject } from "cloudflare:workers";

export class ProviderHealth extends DurableObject<Env> {}
