/** Secrets and settings that an operator may set; each one's absence is a stated behaviour, never an error. */
interface __BaseEnv_Env {
  /** Bearer token of the administrator. Not set: the admin API is off. */
  ADMIN_TOKEN?: string;
  /** Where operator alerts go (https). Not set: alerts are only logged. */
  OPERATOR_WEBHOOK_URL?: string;
  /** `whsec_…` secret that signs operator alerts. */
  OPERATOR_WEBHOOK_SECRET?: string;
  /** Operator's own Artificial Analysis key; its scores are used for this deployment only and never redistributed. */
  ARTIFICIAL_ANALYSIS_API_KEY?: string;
  /** Page about this deployment, named in the User-Agent of every request to an upstream. Not set: a reserved example address. */
  CONTACT_URL?: string;
}
