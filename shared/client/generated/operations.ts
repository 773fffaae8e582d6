// Generated from the contract by workers/build/client-types.ts: `npm run build`.

/** An RFC 3339 text, or a Date that becomes one. */
export type Instant = string | Date;

export type Usage = { readonly input_tokens?: number | undefined; readonly output_tokens?: number | undefined; readonly cache_read_tokens?: number | undefined; readonly cache_read_audio_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined; readonly cache_write_1h_tokens?: number | undefined; readonly input_audio_tokens?: number | undefined; readonly input_image_tokens?: number | undefined; readonly input_video_tokens?: number | undefined; readonly reasoning_tokens?: number | undefined; readonly output_audio_tokens?: number | undefined; readonly output_image_tokens?: number | undefined; readonly output_video_tokens?: number | undefined; readonly citation_tokens?: number | undefined; readonly requests?: number | undefined; readonly queries?: number | undefined; readonly web_searches?: number | undefined; readonly web_search_context_size?: "low" | "medium" | "high" | undefined; readonly code_interpreter_sessions?: number | undefined; readonly input_images?: number | undefined; readonly output_images?: number | undefined; readonly input_pixels?: number | undefined; readonly output_pixels?: number | undefined; readonly input_audio_seconds?: number | undefined; readonly output_audio_seconds?: number | undefined; readonly input_video_seconds?: number | undefined; readonly output_video_seconds?: number | undefined; readonly input_characters?: number | undefined; readonly output_characters?: number | undefined; readonly pages?: number | undefined; readonly annotation_pages?: number | undefined; };

export type Mode = "chat" | "responses" | "completion" | "embedding" | "rerank" | "moderation" | "image_generation" | "image_edit" | "audio_transcription" | "audio_speech" | "realtime" | "video_generation" | "search" | "ocr" | "vector_store" | "guardrail" | "container" | "unknown";

export type Meter = "input_tokens" | "cache_read_tokens" | "cache_read_audio_tokens" | "cache_write_tokens" | "cache_write_1h_tokens" | "input_audio_tokens" | "input_image_tokens" | "input_video_tokens" | "output_tokens" | "reasoning_tokens" | "output_audio_tokens" | "output_image_tokens" | "output_video_tokens" | "citation_tokens" | "requests" | "queries" | "web_searches" | "code_interpreter_sessions" | "input_images" | "output_images" | "input_pixels" | "output_pixels" | "input_audio_seconds" | "output_audio_seconds" | "input_video_seconds" | "output_video_seconds" | "input_characters" | "output_characters" | "pages" | "annotation_pages";

export type Capability = "tools" | "parallel_tools" | "vision" | "pdf_input" | "audio_input" | "audio_output" | "image_output" | "video_input" | "reasoning" | "prompt_caching" | "structured_output" | "web_search" | "computer_use";

export type ServiceTier = "standard" | "batch" | "flex" | "priority" | "fast" | "ultrafast";

export type SourceName = "litellm" | "openrouter" | "models_dev" | "genai_prices" | "bundled";

export type PriceStatus = "agreed" | "single_source" | "disputed" | "estimated" | "override" | "bundled";

export type PriceType = "paid" | "free" | "unknown" | "dynamic" | "not_per_token";

export type Flag = "alias" | "batch_variant" | "router" | "peer_outlier_low" | "peer_outlier_high" | "odd_ratio" | "misfiled_mode" | "unlisted_copy" | "disputed_cheap" | "bundled_only" | "vanished";

export type ReceiptLine = { readonly meter: Meter; readonly quantity: number; readonly usd_per_unit: string | null; readonly usd: string | null; readonly rule: string; readonly source: SourceName | null; readonly base_usd_per_unit?: string | null | undefined; };

export type PricedModel = { readonly id: string; readonly provider: string; };

export type Limits = { readonly context_tokens?: number | undefined; readonly max_input_tokens?: number | undefined; readonly max_output_tokens?: number | undefined; };

export type Warnings = readonly ({ readonly code: string; readonly detail: string; })[];

export type ShortScore = { readonly score: number; readonly interval: readonly [number, number] | null; readonly category: string; readonly grade: string; readonly as_of: string; } | null;

export type Score = { readonly model: string; readonly effort: "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max" | "thinking" | null; readonly category: "general" | "chat" | "coding" | "reasoning" | "multilingual" | "tool_use" | "long_context" | "embeddings"; readonly score: number | null; readonly interval: readonly [number, number] | null; readonly scale: "q1"; readonly grade: "A" | "B" | "C" | "D" | null; readonly origin: "curated" | "computed" | "linked" | "embedded" | null; readonly as_of: string | null; readonly stale: boolean; readonly evidence: readonly ({ readonly benchmark: string; readonly version: string; readonly value: number; readonly unit: "elo" | "index" | "percent" | "score_0_100"; readonly source_url: string; readonly license: string; readonly attribution: string; readonly as_of: string; readonly self_reported: boolean; readonly match_rule: "exact" | "spelling" | "date" | "effort" | "alias" | "curated" | "own_name"; readonly weight: 0 | 1; })[]; readonly override?: { readonly reason: string; readonly reviewed_at: string; readonly review_due: string; readonly expires_at: string | null; readonly computed_score: number | null; readonly computed_interval: readonly [number, number] | null; readonly disagrees: boolean; } | undefined; };

export type ProblemAnswer = { readonly type: string; readonly title: string; readonly status: number; readonly code: string; readonly detail: string; readonly errors?: readonly ({ readonly pointer: string; readonly message: string; })[] | undefined; readonly suggestions?: readonly string[] | undefined; readonly available_tiers?: readonly ServiceTier[] | undefined; readonly request_id?: string | undefined; };

export type Health = { readonly provider: string; readonly state: "healthy" | "degraded" | "unhealthy" | "unknown"; readonly score: number | null; readonly routing_score: number | null; readonly confidence: "none" | "low" | "high"; readonly window: { readonly seconds: 300; readonly calls: number; readonly success_rate: number | null; readonly latency_ms: { readonly n: number; readonly mean: number | null; readonly p50: number | null; readonly p95: number | null; readonly p99: number | null; }; }; readonly rate_limited_share: number | null; readonly consecutive_failures: number; readonly status_page: { readonly status: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; readonly stale: boolean; readonly reason?: string | undefined; readonly url: string; readonly platform: string; readonly polled_at: string | null; readonly components: readonly ({ readonly id: string; readonly name: string; readonly surface: string; readonly status: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; })[]; readonly incidents: readonly ({ readonly id: string; readonly title: string; readonly status: string; readonly impact: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; readonly started_at: string | null; readonly url: string | null; })[]; } | null; readonly reasons: readonly string[]; readonly since: string | null; };

export type HealthReport = { readonly provider: string; readonly model?: string | undefined; readonly outcome: "success" | "error" | "timeout" | "rate_limited" | "client_error" | "aborted"; readonly status?: number | undefined; readonly latency_ms?: number | undefined; readonly ttft_ms?: number | undefined; readonly at?: string | undefined; readonly count?: number | undefined; };

export type EstimateRow = { readonly model: string; readonly usage?: { readonly input_tokens?: number | undefined; readonly output_tokens?: number | undefined; readonly cache_read_tokens?: number | undefined; readonly cache_read_audio_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined; readonly cache_write_1h_tokens?: number | undefined; readonly input_audio_tokens?: number | undefined; readonly input_image_tokens?: number | undefined; readonly input_video_tokens?: number | undefined; readonly reasoning_tokens?: number | undefined; readonly output_audio_tokens?: number | undefined; readonly output_image_tokens?: number | undefined; readonly output_video_tokens?: number | undefined; readonly citation_tokens?: number | undefined; readonly requests?: number | undefined; readonly queries?: number | undefined; readonly web_searches?: number | undefined; readonly web_search_context_size?: "low" | "medium" | "high" | undefined; readonly code_interpreter_sessions?: number | undefined; readonly input_images?: number | undefined; readonly output_images?: number | undefined; readonly input_pixels?: number | undefined; readonly output_pixels?: number | undefined; readonly input_audio_seconds?: number | undefined; readonly output_audio_seconds?: number | undefined; readonly input_video_seconds?: number | undefined; readonly output_video_seconds?: number | undefined; readonly input_characters?: number | undefined; readonly output_characters?: number | undefined; readonly pages?: number | undefined; readonly annotation_pages?: number | undefined; readonly text?: string | readonly string[] | undefined; } | undefined; readonly text?: string | readonly string[] | undefined; readonly service_tier?: ServiceTier | undefined; readonly region?: string | undefined; readonly at?: string | undefined; readonly price_version?: string | undefined; readonly max_output_tokens?: number | undefined; readonly reserve?: boolean | undefined; };

export type ListModelsInput = { readonly provider?: readonly string[] | undefined; readonly mode?: Mode | undefined; readonly q?: string | undefined; readonly capability?: readonly Capability[] | undefined; readonly min_context_tokens?: number | undefined; readonly limit?: number | undefined; readonly cursor?: string | undefined; };
export type ListModelsData = readonly ({ readonly id: string; readonly provider: string; readonly model: string; readonly name?: string | undefined; readonly mode: Mode; readonly price_type: PriceType; readonly price_status: PriceStatus; readonly estimated: boolean; readonly usd_per_unit: Readonly<Partial<Record<Meter, string>>>; readonly limits: Limits; readonly capabilities: readonly Capability[]; readonly deprecated: boolean; readonly deprecation_date?: string | undefined; readonly flags: readonly Flag[]; readonly quality: ShortScore; })[];
export type ListModelsMeta = { readonly next_cursor: string | null; };

export type GetModelHistoryInput = { readonly id: string; readonly limit?: number | undefined; };
export type GetModelHistoryData = { readonly model: PricedModel; readonly prices: readonly ({ readonly from: string; readonly version: string; readonly price_type: PriceType | null; readonly price_status: PriceStatus | null; readonly listed: boolean; readonly rates: readonly ({ readonly meter: Meter; readonly service_tier: ServiceTier; readonly condition?: { readonly above_input_tokens?: number | undefined; readonly from_input_tokens?: number | undefined; readonly windows?: readonly ({ readonly utc_start: string; readonly utc_end: string; readonly weekdays?: readonly string[] | undefined; readonly weekday_timezone?: string | undefined; })[] | undefined; readonly variant?: string | undefined; } | undefined; readonly usd_per_unit: string; readonly source: SourceName; readonly source_key: string; readonly as_of: string; readonly dissents: readonly ({ readonly source: SourceName; readonly source_key: string; readonly usd_per_unit: string; readonly as_of: string; })[]; })[]; })[]; };
export type GetModelHistoryMeta = {};

export type GetModelInput = { readonly id: string; };
export type GetModelData = { readonly id: string; readonly provider: string; readonly model: string; readonly name?: string | undefined; readonly mode: Mode; readonly price_type: PriceType; readonly price_status: PriceStatus; readonly estimated: boolean; readonly usd_per_unit: Readonly<Partial<Record<Meter, string>>>; readonly limits: Limits; readonly capabilities: readonly Capability[]; readonly deprecated: boolean; readonly deprecation_date?: string | undefined; readonly flags: readonly Flag[]; readonly declared_provider: string; readonly aliases: readonly string[]; readonly sources: readonly SourceName[]; readonly rates: readonly ({ readonly meter: Meter; readonly service_tier: ServiceTier; readonly condition?: { readonly above_input_tokens?: number | undefined; readonly from_input_tokens?: number | undefined; readonly windows?: readonly ({ readonly utc_start: string; readonly utc_end: string; readonly weekdays?: readonly string[] | undefined; readonly weekday_timezone?: string | undefined; })[] | undefined; readonly variant?: string | undefined; } | undefined; readonly usd_per_unit: string; readonly source: SourceName; readonly source_key: string; readonly as_of: string; readonly dissents: readonly ({ readonly source: SourceName; readonly source_key: string; readonly usd_per_unit: string; readonly as_of: string; })[]; })[]; readonly withheld?: readonly ({ readonly meter: Meter; readonly service_tier: ServiceTier; readonly condition?: { readonly above_input_tokens?: number | undefined; readonly from_input_tokens?: number | undefined; readonly windows?: readonly ({ readonly utc_start: string; readonly utc_end: string; readonly weekdays?: readonly string[] | undefined; readonly weekday_timezone?: string | undefined; })[] | undefined; readonly variant?: string | undefined; } | undefined; })[] | undefined; readonly multipliers: readonly ({ readonly kind: "region" | "tier"; readonly name: string; readonly factor: string; })[]; readonly last_seen?: string | undefined; readonly requested: string; readonly matched_by: string; readonly caching: unknown; readonly quality: readonly Score[]; readonly same_model: readonly string[]; };
export type GetModelMeta = {};

export type EstimateInput = { readonly model: string; readonly input_tokens?: number | undefined; readonly output_tokens?: number | undefined; readonly cache_read_tokens?: number | undefined; readonly cache_read_audio_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined; readonly cache_write_1h_tokens?: number | undefined; readonly input_audio_tokens?: number | undefined; readonly input_image_tokens?: number | undefined; readonly input_video_tokens?: number | undefined; readonly reasoning_tokens?: number | undefined; readonly output_audio_tokens?: number | undefined; readonly output_image_tokens?: number | undefined; readonly output_video_tokens?: number | undefined; readonly citation_tokens?: number | undefined; readonly requests?: number | undefined; readonly queries?: number | undefined; readonly web_searches?: number | undefined; readonly web_search_context_size?: "low" | "medium" | "high" | undefined; readonly code_interpreter_sessions?: number | undefined; readonly input_images?: number | undefined; readonly output_images?: number | undefined; readonly input_pixels?: number | undefined; readonly output_pixels?: number | undefined; readonly input_audio_seconds?: number | undefined; readonly output_audio_seconds?: number | undefined; readonly input_video_seconds?: number | undefined; readonly output_video_seconds?: number | undefined; readonly input_characters?: number | undefined; readonly output_characters?: number | undefined; readonly pages?: number | undefined; readonly annotation_pages?: number | undefined; readonly text?: string | undefined; readonly service_tier?: ServiceTier | undefined; readonly region?: string | undefined; readonly at?: Instant | undefined; readonly price_version?: string | undefined; readonly max_output_tokens?: number | undefined; readonly reserve?: boolean | undefined; };
export type EstimateData = { readonly model: { readonly id: string; readonly provider: string; readonly requested: string; readonly matched_by: string; }; readonly total_usd: string; readonly partial?: true | undefined; readonly lines: readonly ReceiptLine[]; readonly base_total_usd?: string | undefined; readonly service_tier: ServiceTier; readonly price_status: PriceStatus; readonly estimated: boolean; readonly price_version: string; readonly tokens_estimated?: true | undefined; readonly token_estimate?: unknown | undefined; readonly bounds?: { readonly min_usd: string; readonly expected_usd: string; readonly max_usd: string; } | undefined; readonly estimate_id?: string | undefined; readonly reservation_expires_at?: string | undefined; readonly warnings: Warnings; };
export type EstimateMeta = {};

export type PostEstimateInput = EstimateRow;
export type PostEstimateData = { readonly model: { readonly id: string; readonly provider: string; readonly requested: string; readonly matched_by: string; }; readonly total_usd: string; readonly partial?: true | undefined; readonly lines: readonly ReceiptLine[]; readonly base_total_usd?: string | undefined; readonly service_tier: ServiceTier; readonly price_status: PriceStatus; readonly estimated: boolean; readonly price_version: string; readonly tokens_estimated?: true | undefined; readonly token_estimate?: unknown | undefined; readonly bounds?: { readonly min_usd: string; readonly expected_usd: string; readonly max_usd: string; } | undefined; readonly estimate_id?: string | undefined; readonly reservation_expires_at?: string | undefined; readonly warnings: Warnings; };
export type PostEstimateMeta = {};

export type EstimateBatchInput = { readonly requests: readonly EstimateRow[]; };
export type EstimateBatchData = readonly ({ readonly model: { readonly id: string; readonly provider: string; readonly requested: string; readonly matched_by: string; }; readonly total_usd: string; readonly partial?: true | undefined; readonly lines: readonly ReceiptLine[]; readonly base_total_usd?: string | undefined; readonly service_tier: ServiceTier; readonly price_status: PriceStatus; readonly estimated: boolean; readonly price_version: string; readonly tokens_estimated?: true | undefined; readonly token_estimate?: unknown | undefined; readonly bounds?: { readonly min_usd: string; readonly expected_usd: string; readonly max_usd: string; } | undefined; readonly estimate_id?: string | undefined; readonly reservation_expires_at?: string | undefined; readonly warnings: Warnings; } | { readonly problem: ProblemAnswer; })[];
export type EstimateBatchMeta = {};

export type CostInput = { readonly response: unknown; readonly provider?: string | undefined; readonly model?: string | undefined; readonly service_tier?: ServiceTier | undefined; readonly region?: string | undefined; readonly at?: string | undefined; readonly price_version?: string | undefined; };
export type CostData = { readonly model: { readonly id: string; readonly provider: string; readonly requested: string; readonly matched_by: string; }; readonly total_usd: string; readonly partial?: true | undefined; readonly lines: readonly ReceiptLine[]; readonly base_total_usd?: string | undefined; readonly service_tier: ServiceTier; readonly price_status: PriceStatus; readonly estimated: boolean; readonly price_version: string; readonly tokens_estimated?: true | undefined; readonly token_estimate?: unknown | undefined; readonly bounds?: { readonly min_usd: string; readonly expected_usd: string; readonly max_usd: string; } | undefined; readonly estimate_id?: string | undefined; readonly reservation_expires_at?: string | undefined; readonly warnings: Warnings; readonly usage: Usage; readonly convention: string; readonly provider_reported_usd?: string | undefined; };
export type CostMeta = {};

export type CheapestInput = { readonly input_tokens?: number | undefined; readonly output_tokens?: number | undefined; readonly cache_read_tokens?: number | undefined; readonly cache_read_audio_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined; readonly cache_write_1h_tokens?: number | undefined; readonly input_audio_tokens?: number | undefined; readonly input_image_tokens?: number | undefined; readonly input_video_tokens?: number | undefined; readonly reasoning_tokens?: number | undefined; readonly output_audio_tokens?: number | undefined; readonly output_image_tokens?: number | undefined; readonly output_video_tokens?: number | undefined; readonly citation_tokens?: number | undefined; readonly requests?: number | undefined; readonly queries?: number | undefined; readonly web_searches?: number | undefined; readonly web_search_context_size?: "low" | "medium" | "high" | undefined; readonly code_interpreter_sessions?: number | undefined; readonly input_images?: number | undefined; readonly output_images?: number | undefined; readonly input_pixels?: number | undefined; readonly output_pixels?: number | undefined; readonly input_audio_seconds?: number | undefined; readonly output_audio_seconds?: number | undefined; readonly input_video_seconds?: number | undefined; readonly output_video_seconds?: number | undefined; readonly input_characters?: number | undefined; readonly output_characters?: number | undefined; readonly pages?: number | undefined; readonly annotation_pages?: number | undefined; readonly service_tier?: ServiceTier | undefined; readonly region?: string | undefined; readonly at?: Instant | undefined; readonly mode?: Mode | undefined; readonly capability?: readonly Capability[] | undefined; readonly min_context_tokens?: number | undefined; readonly provider?: readonly string[] | undefined; readonly exclude_provider?: readonly string[] | undefined; readonly min_quality?: number | undefined; readonly category?: "general" | "chat" | "coding" | "reasoning" | "multilingual" | "tool_use" | "long_context" | "embeddings" | undefined; readonly healthy?: boolean | undefined; readonly include_free?: boolean | undefined; readonly limit?: number | undefined; };
export type CheapestData = readonly ({ readonly rank: number; readonly model: PricedModel; readonly total_usd: string; readonly base_total_usd?: string | undefined; readonly price_status: PriceStatus; readonly quality: ShortScore; readonly health: { readonly state: "healthy" | "degraded" | "unhealthy" | "unknown"; readonly score: number | null; }; readonly context_tokens: number | null; })[];
export type CheapestMeta = { readonly considered: number; readonly excluded: { readonly filtered: number; readonly unknown_price: number; readonly free: number; readonly deprecated: number; readonly disputed: number; readonly not_eligible: number; }; };

export type CompareProvidersInput = { readonly mode?: Mode | undefined; readonly model?: string | undefined; readonly input_tokens?: number | undefined; readonly output_tokens?: number | undefined; readonly cache_read_tokens?: number | undefined; readonly cache_read_audio_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined; readonly cache_write_1h_tokens?: number | undefined; readonly input_audio_tokens?: number | undefined; readonly input_image_tokens?: number | undefined; readonly input_video_tokens?: number | undefined; readonly reasoning_tokens?: number | undefined; readonly output_audio_tokens?: number | undefined; readonly output_image_tokens?: number | undefined; readonly output_video_tokens?: number | undefined; readonly citation_tokens?: number | undefined; readonly requests?: number | undefined; readonly queries?: number | undefined; readonly web_searches?: number | undefined; readonly web_search_context_size?: "low" | "medium" | "high" | undefined; readonly code_interpreter_sessions?: number | undefined; readonly input_images?: number | undefined; readonly output_images?: number | undefined; readonly input_pixels?: number | undefined; readonly output_pixels?: number | undefined; readonly input_audio_seconds?: number | undefined; readonly output_audio_seconds?: number | undefined; readonly input_video_seconds?: number | undefined; readonly output_video_seconds?: number | undefined; readonly input_characters?: number | undefined; readonly output_characters?: number | undefined; readonly pages?: number | undefined; readonly annotation_pages?: number | undefined; readonly service_tier?: ServiceTier | undefined; readonly region?: string | undefined; readonly at?: Instant | undefined; };
export type CompareProvidersData = { readonly usage: Usage; readonly mode: Mode; readonly model: string | null; readonly providers: readonly ({ readonly provider: string; readonly offers: number; readonly min_usd: string; readonly median_usd: string; readonly mean_usd: string; readonly cheapest: string; })[]; };
export type CompareProvidersMeta = {};

export type CompareInput = { readonly models: readonly string[]; readonly input_tokens?: number | undefined; readonly output_tokens?: number | undefined; readonly cache_read_tokens?: number | undefined; readonly cache_read_audio_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined; readonly cache_write_1h_tokens?: number | undefined; readonly input_audio_tokens?: number | undefined; readonly input_image_tokens?: number | undefined; readonly input_video_tokens?: number | undefined; readonly reasoning_tokens?: number | undefined; readonly output_audio_tokens?: number | undefined; readonly output_image_tokens?: number | undefined; readonly output_video_tokens?: number | undefined; readonly citation_tokens?: number | undefined; readonly requests?: number | undefined; readonly queries?: number | undefined; readonly web_searches?: number | undefined; readonly web_search_context_size?: "low" | "medium" | "high" | undefined; readonly code_interpreter_sessions?: number | undefined; readonly input_images?: number | undefined; readonly output_images?: number | undefined; readonly input_pixels?: number | undefined; readonly output_pixels?: number | undefined; readonly input_audio_seconds?: number | undefined; readonly output_audio_seconds?: number | undefined; readonly input_video_seconds?: number | undefined; readonly output_video_seconds?: number | undefined; readonly input_characters?: number | undefined; readonly output_characters?: number | undefined; readonly pages?: number | undefined; readonly annotation_pages?: number | undefined; readonly service_tier?: ServiceTier | undefined; readonly region?: string | undefined; readonly at?: Instant | undefined; readonly category?: "general" | "chat" | "coding" | "reasoning" | "multilingual" | "tool_use" | "long_context" | "embeddings" | undefined; };
export type CompareData = { readonly usage: Usage; readonly rows: readonly ({ readonly requested: string; readonly model: PricedModel; readonly total_usd: string; readonly partial?: true | undefined; readonly base_total_usd?: string | undefined; readonly ratio_to_cheapest: number | null; readonly tied: boolean; readonly price_status: PriceStatus; readonly quality: ShortScore; readonly quality_tie_with_best?: boolean | undefined; readonly lines: readonly ReceiptLine[]; readonly warnings: Warnings; } | { readonly requested: string; readonly problem: ProblemAnswer; })[]; readonly break_even: readonly ({ readonly model: string; readonly against: string; readonly cache_hit_rate: number | null; })[]; };
export type CompareMeta = {};

export type ParetoInput = { readonly input_tokens?: number | undefined; readonly output_tokens?: number | undefined; readonly cache_read_tokens?: number | undefined; readonly cache_read_audio_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined; readonly cache_write_1h_tokens?: number | undefined; readonly input_audio_tokens?: number | undefined; readonly input_image_tokens?: number | undefined; readonly input_video_tokens?: number | undefined; readonly reasoning_tokens?: number | undefined; readonly output_audio_tokens?: number | undefined; readonly output_image_tokens?: number | undefined; readonly output_video_tokens?: number | undefined; readonly citation_tokens?: number | undefined; readonly requests?: number | undefined; readonly queries?: number | undefined; readonly web_searches?: number | undefined; readonly web_search_context_size?: "low" | "medium" | "high" | undefined; readonly code_interpreter_sessions?: number | undefined; readonly input_images?: number | undefined; readonly output_images?: number | undefined; readonly input_pixels?: number | undefined; readonly output_pixels?: number | undefined; readonly input_audio_seconds?: number | undefined; readonly output_audio_seconds?: number | undefined; readonly input_video_seconds?: number | undefined; readonly output_video_seconds?: number | undefined; readonly input_characters?: number | undefined; readonly output_characters?: number | undefined; readonly pages?: number | undefined; readonly annotation_pages?: number | undefined; readonly service_tier?: ServiceTier | undefined; readonly region?: string | undefined; readonly at?: Instant | undefined; readonly mode?: Mode | undefined; readonly category?: "general" | "chat" | "coding" | "reasoning" | "multilingual" | "tool_use" | "long_context" | "embeddings" | undefined; readonly capability?: readonly Capability[] | undefined; readonly min_context_tokens?: number | undefined; readonly provider?: readonly string[] | undefined; readonly exclude_provider?: readonly string[] | undefined; readonly limit?: number | undefined; };
export type ParetoData = { readonly frontier: readonly ({ readonly model: string; readonly total_usd: string; readonly score: number; readonly interval: readonly [number, number] | null; })[]; readonly dominated: readonly ({ readonly model: string; readonly total_usd: string; readonly score: number; readonly interval: readonly [number, number] | null; readonly dominated_by: string; readonly score_gain: number; readonly tie: boolean; })[]; };
export type ParetoMeta = {};

export type SimulateRouteInput = { readonly requests: readonly unknown[]; readonly policies?: readonly ("cheapest" | "balanced" | "fastest" | "best" | "bpc")[] | undefined; };
export type SimulateRouteData = { readonly requests: number; readonly weights_version: string; readonly policies: readonly ({ readonly policy: "cheapest" | "balanced" | "fastest" | "best" | "bpc"; readonly total_usd: string; readonly routed: number; readonly unroutable: number; readonly mean_quality: number | null; readonly quality_known: number; readonly mean_health: number | null; readonly health_known: number; readonly choices: readonly ({ readonly model: string; readonly requests: number; readonly total_usd: string; })[]; readonly against_chosen: { readonly requests: number; readonly chosen_usd: string; readonly policy_usd: string; readonly saved_usd: string; readonly saved_percent: number | null; readonly chosen_mean_quality: number | null; readonly policy_mean_quality: number | null; readonly same_choice: number; } | null; })[]; readonly problems: readonly ({ readonly index: number; readonly problem: ProblemAnswer; })[]; };
export type SimulateRouteMeta = {};

export type RouteInput = { readonly usage?: { readonly input_tokens?: number | undefined; readonly output_tokens?: number | undefined; readonly cache_read_tokens?: number | undefined; readonly cache_read_audio_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined; readonly cache_write_1h_tokens?: number | undefined; readonly input_audio_tokens?: number | undefined; readonly input_image_tokens?: number | undefined; readonly input_video_tokens?: number | undefined; readonly reasoning_tokens?: number | undefined; readonly output_audio_tokens?: number | undefined; readonly output_image_tokens?: number | undefined; readonly output_video_tokens?: number | undefined; readonly citation_tokens?: number | undefined; readonly requests?: number | undefined; readonly queries?: number | undefined; readonly web_searches?: number | undefined; readonly web_search_context_size?: "low" | "medium" | "high" | undefined; readonly code_interpreter_sessions?: number | undefined; readonly input_images?: number | undefined; readonly output_images?: number | undefined; readonly input_pixels?: number | undefined; readonly output_pixels?: number | undefined; readonly input_audio_seconds?: number | undefined; readonly output_audio_seconds?: number | undefined; readonly input_video_seconds?: number | undefined; readonly output_video_seconds?: number | undefined; readonly input_characters?: number | undefined; readonly output_characters?: number | undefined; readonly pages?: number | undefined; readonly annotation_pages?: number | undefined; readonly text?: string | readonly string[] | undefined; } | undefined; readonly text?: string | readonly string[] | undefined; readonly candidates?: readonly string[] | undefined; readonly require?: { readonly capabilities?: readonly Capability[] | undefined; readonly min_context_tokens?: number | undefined; readonly min_quality?: number | undefined; readonly category?: "general" | "chat" | "coding" | "reasoning" | "multilingual" | "tool_use" | "long_context" | "embeddings" | undefined; readonly providers?: readonly string[] | undefined; readonly exclude_providers?: readonly string[] | undefined; readonly region?: string | undefined; } | undefined; readonly cache?: { readonly prefix_tokens: number; readonly hit_rate?: number | undefined; readonly key?: string | undefined; readonly last?: { readonly model: string; readonly at: string; } | undefined; } | undefined; readonly max_cost_usd?: string | undefined; readonly complexity?: "micro" | "standard" | "versatile" | "heavy" | "complex" | undefined; readonly service_tier?: ServiceTier | undefined; readonly at?: string | undefined; readonly policy?: "cheapest" | "balanced" | "fastest" | "best" | "bpc" | undefined; readonly limit?: number | undefined; };
export type RouteData = { readonly choice: { readonly model: PricedModel; readonly expected_cost_usd: string; readonly quality: number | null; readonly health_score: number | null; readonly cache: { readonly outcome: "predicted" | "below_minimum" | "unsupported" | "no_prefix"; readonly prefix_tokens: number; readonly min_prefix_tokens: number | null; readonly hit_rate: number | null; readonly hit_rate_origin: "given" | "recorded" | "default" | null; readonly hit_cost_usd: string; readonly miss_cost_usd: string; readonly break_even_hit_rate: number | null; }; readonly score: number; readonly parts: { readonly cost: { readonly value: number; readonly weight: number; }; readonly quality: { readonly value: number; readonly weight: number; }; readonly health: { readonly value: number; readonly weight: number; }; readonly latency: { readonly value: number; readonly weight: number; }; }; readonly probe?: true | undefined; } | null; readonly ranked: readonly ({ readonly model: PricedModel; readonly expected_cost_usd: string; readonly quality: number | null; readonly health_score: number | null; readonly cache: { readonly outcome: "predicted" | "below_minimum" | "unsupported" | "no_prefix"; readonly prefix_tokens: number; readonly min_prefix_tokens: number | null; readonly hit_rate: number | null; readonly hit_rate_origin: "given" | "recorded" | "default" | null; readonly hit_cost_usd: string; readonly miss_cost_usd: string; readonly break_even_hit_rate: number | null; }; readonly score: number; readonly parts: { readonly cost: { readonly value: number; readonly weight: number; }; readonly quality: { readonly value: number; readonly weight: number; }; readonly health: { readonly value: number; readonly weight: number; }; readonly latency: { readonly value: number; readonly weight: number; }; }; readonly probe?: true | undefined; })[]; readonly rejected: readonly ({ readonly model: string; readonly reason: "unknown_model" | "plan" | "provider_not_allowed" | "capability" | "context" | "price_unknown" | "deprecated" | "disputed" | "quality_unknown" | "quality_below_minimum" | "over_max_cost" | "over_budget" | "status_page_major_outage" | "provider_unhealthy"; readonly detail: string; })[]; readonly rejected_counts: Readonly<Partial<Record<"unknown_model" | "plan" | "provider_not_allowed" | "capability" | "context" | "price_unknown" | "deprecated" | "disputed" | "quality_unknown" | "quality_below_minimum" | "over_max_cost" | "over_budget" | "status_page_major_outage" | "provider_unhealthy", number>>>; readonly stay_or_move?: { readonly stay: { readonly model: string; readonly cost_usd: string; readonly warm: boolean; } | null; readonly move: { readonly model: string; readonly cost_usd: string; } | null; readonly break_even_turns: number | null; } | undefined; readonly policy: "cheapest" | "balanced" | "fastest" | "best" | "bpc"; readonly weights_version: string; readonly usage: Usage; readonly tokens_estimated?: true | undefined; readonly warnings: Warnings; };
export type RouteMeta = { readonly considered: number; };

export type ReportHealthInput = { readonly reports: readonly HealthReport[]; } & { readonly batch_id?: string | undefined; };
export type ReportHealthData = { readonly accepted: number; readonly ignored: number; readonly rejected: readonly ({ readonly index: number; readonly code: "invalid_row" | "unknown_field" | "invalid_provider" | "invalid_model" | "unknown_outcome" | "invalid_status" | "invalid_latency" | "ttft_above_latency" | "invalid_time" | "clock_skew" | "invalid_count" | "too_many_providers"; })[]; };
export type ReportHealthMeta = {};

export type IncidentsFeedInput = { readonly provider?: string | undefined; };
export type IncidentsFeedData = string;
export type IncidentsFeedMeta = {};

export type ListHealthInput = {};
export type ListHealthData = readonly ({ readonly provider: string; readonly state: "healthy" | "degraded" | "unhealthy" | "unknown"; readonly score: number | null; readonly routing_score: number | null; readonly confidence: "none" | "low" | "high"; readonly window: { readonly seconds: 300; readonly calls: number; readonly success_rate: number | null; readonly latency_ms: { readonly n: number; readonly mean: number | null; readonly p50: number | null; readonly p95: number | null; readonly p99: number | null; }; }; readonly rate_limited_share: number | null; readonly consecutive_failures: number; readonly status_page: { readonly status: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; readonly stale: boolean; readonly reason?: string | undefined; readonly url: string; readonly platform: string; readonly polled_at: string | null; readonly components: readonly ({ readonly id: string; readonly name: string; readonly surface: string; readonly status: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; })[]; readonly incidents: readonly ({ readonly id: string; readonly title: string; readonly status: string; readonly impact: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; readonly started_at: string | null; readonly url: string | null; })[]; } | null; readonly reasons: readonly string[]; readonly since: string | null; readonly age_seconds: number; })[];
export type ListHealthMeta = {};

export type GetHealthInput = { readonly provider: string; };
export type GetHealthData = { readonly provider: string; readonly state: "healthy" | "degraded" | "unhealthy" | "unknown"; readonly score: number | null; readonly routing_score: number | null; readonly confidence: "none" | "low" | "high"; readonly window: { readonly seconds: 300; readonly calls: number; readonly success_rate: number | null; readonly latency_ms: { readonly n: number; readonly mean: number | null; readonly p50: number | null; readonly p95: number | null; readonly p99: number | null; }; }; readonly rate_limited_share: number | null; readonly consecutive_failures: number; readonly status_page: { readonly status: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; readonly stale: boolean; readonly reason?: string | undefined; readonly url: string; readonly platform: string; readonly polled_at: string | null; readonly components: readonly ({ readonly id: string; readonly name: string; readonly surface: string; readonly status: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; })[]; readonly incidents: readonly ({ readonly id: string; readonly title: string; readonly status: string; readonly impact: "operational" | "degraded" | "partial_outage" | "major_outage" | "maintenance" | "unknown"; readonly started_at: string | null; readonly url: string | null; })[]; } | null; readonly reasons: readonly string[]; readonly since: string | null; readonly age_seconds: number; };
export type GetHealthMeta = {};

export type ListQualityInput = { readonly category?: "general" | "chat" | "coding" | "reasoning" | "multilingual" | "tool_use" | "long_context" | "embeddings" | undefined; readonly limit?: number | undefined; readonly cursor?: string | undefined; };
export type ListQualityData = readonly Score[];
export type ListQualityMeta = { readonly next_cursor: string | null; };

export type ReviewQualityInput = {};
export type ReviewQualityData = { readonly due: readonly ({ readonly kind: "score" | "alias"; readonly name: string; readonly model: string; readonly reviewed_at: string; readonly review_due: string; readonly reason: string; })[]; readonly unmatched: readonly ({ readonly board: "epoch_eci" | "epoch_edi" | "epoch_benchmarks" | "arena_text" | "livebench" | "models_dev" | "artificial_analysis"; readonly name: string; readonly reason: string; })[]; readonly unscored: readonly PricedModel[]; };
export type ReviewQualityMeta = {};

export type GetQualityInput = { readonly model: string; };
export type GetQualityData = readonly Score[];
export type GetQualityMeta = {};

export type ListChangesInput = { readonly since?: Instant | undefined; readonly since_version?: string | undefined; readonly provider?: string | undefined; readonly limit?: number | undefined; };
export type ListChangesData = readonly ({ readonly at: string; readonly version: string; readonly offer: string; readonly meter: Meter | null; readonly service_tier: ServiceTier | null; readonly condition?: unknown | undefined; readonly old_usd: string | null; readonly new_usd: string | null; readonly factor: number | null; readonly source: SourceName; readonly held_and_released: boolean; })[];
export type ListChangesMeta = {};

export type ChangesFeedInput = { readonly provider?: string | undefined; readonly limit?: number | undefined; };
export type ChangesFeedData = string;
export type ChangesFeedMeta = {};

export type ChangesJsonFeedInput = { readonly provider?: string | undefined; readonly limit?: number | undefined; };
export type ChangesJsonFeedData = string;
export type ChangesJsonFeedMeta = {};

export type ModelsCsvInput = { readonly provider?: string | undefined; };
export type ModelsCsvData = string;
export type ModelsCsvMeta = {};

export type GetSnapshotInput = {};
export type GetSnapshotData = string;
export type GetSnapshotMeta = {};

export type PriceBadgeInput = { readonly id: string; };
export type PriceBadgeData = string;
export type PriceBadgeMeta = {};

export type HealthBadgeInput = { readonly provider: string; };
export type HealthBadgeData = string;
export type HealthBadgeMeta = {};

export type ListDisputesInput = { readonly limit?: number | undefined; readonly cursor?: string | undefined; };
export type ListDisputesData = readonly ({ readonly id: string; readonly provider: string; readonly flags: readonly Flag[]; readonly rates: readonly ({ readonly meter: Meter; readonly service_tier: ServiceTier; readonly condition?: { readonly above_input_tokens?: number | undefined; readonly from_input_tokens?: number | undefined; readonly windows?: readonly ({ readonly utc_start: string; readonly utc_end: string; readonly weekdays?: readonly string[] | undefined; readonly weekday_timezone?: string | undefined; })[] | undefined; readonly variant?: string | undefined; } | undefined; readonly usd_per_unit: string; readonly source: SourceName; readonly source_key: string; readonly as_of: string; readonly dissents: readonly ({ readonly source: SourceName; readonly source_key: string; readonly usd_per_unit: string; readonly as_of: string; })[]; })[]; })[];
export type ListDisputesMeta = { readonly next_cursor: string | null; };

export type GetCatalogInput = {};
export type GetCatalogData = { readonly version: string; readonly published_at: string; readonly confirmed_at: string | null; readonly age_seconds: number; readonly state: "fresh" | "stale" | "bundled"; readonly pinned: string | null; readonly sources: readonly ({ readonly name: string; readonly detail: string | null; readonly last_attempt_at: string | null; readonly last_success_at: string | null; readonly age_seconds: number | null; readonly rows: number; readonly rejected: number; readonly license: string; readonly attribution: string; readonly url: string; readonly kind: "prices"; readonly state: "fresh" | "stale" | "never" | "bundled"; readonly outcome: "ok" | "not_modified" | "failed" | "rejected" | null; readonly held: number; readonly success_rate_24h: number | null; readonly success_rate_7d: number | null; } | { readonly name: string; readonly detail: string | null; readonly last_attempt_at: string | null; readonly last_success_at: string | null; readonly age_seconds: number | null; readonly rows: number; readonly rejected: number; readonly license: string; readonly attribution: string; readonly url: string; readonly kind: "quality"; readonly state: "fresh" | "stale" | "never" | "off"; readonly outcome: "changed" | "unchanged" | "rejected" | "failed" | "skipped"; readonly as_of: string | null; })[]; readonly counts: { readonly offers: number; readonly providers: number; readonly by_price_type: Readonly<Partial<Record<PriceType, number>>>; readonly by_price_status: Readonly<Partial<Record<PriceStatus, number>>>; readonly by_mode: Readonly<Partial<Record<Mode, number>>>; }; readonly attributions: readonly ({ readonly name: string; readonly license: string; readonly attribution: string; readonly url: string; })[]; };
export type GetCatalogMeta = {};

export type RefreshInput = { readonly job: "prices" | "quality" | "status_pages"; readonly force?: boolean | undefined; };
export type RefreshData = { readonly published: boolean; readonly version: string; readonly sources: readonly ({ readonly name: string; readonly outcome: "ok" | "not_modified" | "failed" | "rejected"; readonly rows: number; readonly rejected: number; readonly changed: number; readonly held?: number | undefined; readonly detail?: string | null | undefined; })[]; };
export type RefreshMeta = {};

export type DecideQuarantineInput = { readonly id: string; } & { readonly decision: "accept" | "reject"; };
export type DecideQuarantineData = { readonly id: string; readonly decision: "accept" | "reject"; };
export type DecideQuarantineMeta = {};

export type ListQuarantineInput = {};
export type ListQuarantineData = readonly ({ readonly id: string; readonly source: SourceName; readonly key: string; readonly meter: string | null; readonly old: string | null; readonly new: string | null; readonly reason: string; readonly since: string; })[];
export type ListQuarantineMeta = {};

export type RollbackInput = { readonly version: string | null; };
export type RollbackData = { readonly version: string; readonly pinned: boolean; };
export type RollbackMeta = {};

export type ListVersionsInput = {};
export type ListVersionsData = readonly ({ readonly version: string; readonly published_at: string; readonly served: boolean; })[];
export type ListVersionsMeta = {};

export type CreateTenantInput = { readonly id: string; readonly plan: "free" | "trial" | "solo" | "pro" | "team" | "enterprise"; readonly name?: string | undefined; };
export type CreateTenantData = { readonly id: string; readonly plan: "free" | "trial" | "solo" | "pro" | "team" | "enterprise"; readonly name: string | null; readonly created_at: string; };
export type CreateTenantMeta = {};

export type ListTenantsInput = { readonly cursor?: string | undefined; readonly limit?: number | undefined; };
export type ListTenantsData = readonly ({ readonly id: string; readonly plan: "free" | "trial" | "solo" | "pro" | "team" | "enterprise"; readonly name: string | null; readonly created_at: string; })[];
export type ListTenantsMeta = { readonly next_cursor: string | null; };

export type GetTenantInput = { readonly id: string; };
export type GetTenantData = { readonly id: string; readonly plan: "free" | "trial" | "solo" | "pro" | "team" | "enterprise"; readonly name: string | null; readonly created_at: string; };
export type GetTenantMeta = {};

export type UpdateTenantInput = { readonly id: string; } & { readonly plan: "free" | "trial" | "solo" | "pro" | "team" | "enterprise"; };
export type UpdateTenantData = { readonly id: string; readonly plan: "free" | "trial" | "solo" | "pro" | "team" | "enterprise"; readonly name: string | null; readonly created_at: string; };
export type UpdateTenantMeta = {};

export type CreateKeyInput = { readonly id: string; } & { readonly scopes: readonly ("read" | "report" | "tenant" | "admin")[]; readonly expires_at?: string | undefined; readonly label?: string | undefined; };
export type CreateKeyData = { readonly key_id: string; readonly key: string; readonly scopes: readonly ("read" | "report" | "tenant" | "admin")[]; readonly expires_at: string | null; };
export type CreateKeyMeta = {};

export type ListKeysInput = { readonly id: string; };
export type ListKeysData = readonly ({ readonly key_id: string; readonly scopes: readonly ("read" | "report" | "tenant" | "admin")[]; readonly label: string | null; readonly created_at: string; readonly expires_at: string | null; readonly revoked_at: string | null; readonly last_used_at: string | null; })[];
export type ListKeysMeta = {};

export type RotateKeyInput = { readonly id: string; readonly key_id: string; } & { readonly overlap_seconds?: number | undefined; };
export type RotateKeyData = { readonly key_id: string; readonly key: string; readonly scopes: readonly ("read" | "report" | "tenant" | "admin")[]; readonly expires_at: string | null; readonly previous: { readonly key_id: string; readonly expires_at: string | null; }; };
export type RotateKeyMeta = {};

export type RevokeKeyInput = { readonly id: string; readonly key_id: string; };
export type RevokeKeyData = null;
export type RevokeKeyMeta = {};

export type GetOverridesInput = {};
export type GetOverridesData = { readonly rules: readonly ({ readonly match: string; readonly operation: "set" | "multiply" | "discount_percent" | "margin_percent"; readonly value: string; readonly meter?: Meter | undefined; readonly from?: string | undefined; readonly to?: string | undefined; })[]; readonly revision: number; };
export type GetOverridesMeta = {};

export type PutOverridesInput = { readonly rules: readonly ({ readonly match: string; readonly operation: "set" | "multiply" | "discount_percent" | "margin_percent"; readonly value: string; readonly meter?: Meter | undefined; readonly from?: string | undefined; readonly to?: string | undefined; })[]; };
export type PutOverridesData = { readonly rules: readonly ({ readonly match: string; readonly operation: "set" | "multiply" | "discount_percent" | "margin_percent"; readonly value: string; readonly meter?: Meter | undefined; readonly from?: string | undefined; readonly to?: string | undefined; })[]; readonly revision: number; };
export type PutOverridesMeta = {};

export type PreviewOverridesInput = { readonly rules: readonly ({ readonly match: string; readonly operation: "set" | "multiply" | "discount_percent" | "margin_percent"; readonly value: string; readonly meter?: Meter | undefined; readonly from?: string | undefined; readonly to?: string | undefined; })[]; readonly usage?: Usage | undefined; readonly models: readonly string[]; };
export type PreviewOverridesData = { readonly rows: readonly ({ readonly model: string; readonly before_usd: string; readonly after_usd: string; } | { readonly model: string; readonly problem: { readonly code: string; readonly detail: string; }; })[]; };
export type PreviewOverridesMeta = {};

export type GetBudgetInput = {};
export type GetBudgetData = { readonly day_usd: string | null; readonly month_usd: string | null; readonly per_request_usd: string | null; readonly timezone: string; readonly day: { readonly key: string; readonly spent_usd: string; readonly ends_at: string; }; readonly month: { readonly key: string; readonly spent_usd: string; readonly ends_at: string; }; readonly reserved_usd: string; };
export type GetBudgetMeta = {};

export type PutBudgetInput = { readonly day_usd?: string | undefined; readonly month_usd?: string | undefined; readonly per_request_usd?: string | undefined; readonly timezone?: string | undefined; };
export type PutBudgetData = { readonly day_usd: string | null; readonly month_usd: string | null; readonly per_request_usd: string | null; readonly timezone: string; readonly day: { readonly key: string; readonly spent_usd: string; readonly ends_at: string; }; readonly month: { readonly key: string; readonly spent_usd: string; readonly ends_at: string; }; readonly reserved_usd: string; };
export type PutBudgetMeta = {};

export type RecordUsageInput = { readonly events: readonly unknown[]; };
export type RecordUsageData = { readonly accepted: number; readonly duplicates: number; readonly rejected: readonly ({ readonly index: number; readonly id: string | null; readonly code: string; readonly detail: string; readonly errors?: readonly ({ readonly pointer: string; readonly message: string; })[] | undefined; })[]; };
export type RecordUsageMeta = {};

export type ExportUsageInput = { readonly from?: Instant | undefined; readonly to?: Instant | undefined; readonly format?: "json" | "csv" | undefined; readonly limit?: number | undefined; readonly cursor?: string | undefined; };
export type ExportUsageData = readonly (Readonly<Record<string, unknown>>)[];
export type ExportUsageMeta = { readonly next_cursor: string | null; };

export type GetSpendInput = { readonly from?: Instant | undefined; readonly to?: Instant | undefined; readonly by?: "model" | "day" | undefined; };
export type GetSpendData = { readonly total_usd: string; readonly partial?: true | undefined; readonly rows: readonly ({ readonly model?: string | undefined; readonly day?: string | undefined; readonly events: number; readonly total_usd: string; })[]; };
export type GetSpendMeta = {};

export type GetSavingsInput = { readonly from?: Instant | undefined; readonly to?: Instant | undefined; readonly by?: "model" | "day" | undefined; readonly baseline?: string | undefined; };
export type GetSavingsData = { readonly baseline: string | null; readonly total: { readonly caching_usd: string; readonly routing_usd: string | null; readonly batch_usd: string; }; readonly rows: readonly ({ readonly model?: string | undefined; readonly day?: string | undefined; readonly events: number; readonly caching_usd: string; readonly routing_usd: string | null; readonly batch_usd: string; })[]; };
export type GetSavingsMeta = {};

export type GetReconciliationInput = { readonly from?: Instant | undefined; readonly to?: Instant | undefined; };
export type GetReconciliationData = { readonly rows: readonly ({ readonly id: string; readonly model: string; readonly estimated_usd: string | null; readonly billed_usd: string; readonly cause: "tier_missed" | "batch_discount" | "cache_1h" | "search_fee" | "stale_price" | "negotiated_rate" | "unknown" | null; })[]; readonly models: readonly ({ readonly model: string; readonly events: number; readonly error_percent: number | null; readonly bias_percent: number | null; })[]; };
export type GetReconciliationMeta = {};

export type GetCacheHitsInput = { readonly cache_key: string; };
export type GetCacheHitsData = { readonly hit_rate: number | null; readonly samples: number; readonly hit_tokens: number; readonly missed_tokens: number; readonly models: readonly ({ readonly model: string; readonly hit_rate: number | null; readonly samples: number; readonly hit_tokens: number; readonly missed_tokens: number; })[]; };
export type GetCacheHitsMeta = {};

export type GetMarginInput = {};
export type GetMarginData = { readonly minimum_percent: number | string | null; readonly maximum_move_percent: number | string | null; readonly held: readonly ({ readonly model: string; readonly meter: string; readonly service_tier: string; readonly reason: "move" | "margin"; readonly held_usd_per_unit: string; readonly would_be_usd_per_unit: string; readonly cost_usd_per_unit: string; readonly since: string; })[]; };
export type GetMarginMeta = {};

export type PutMarginInput = { readonly minimum_percent: number | string; readonly maximum_move_percent: number | string; };
export type PutMarginData = { readonly minimum_percent: number | string | null; readonly maximum_move_percent: number | string | null; readonly held: readonly ({ readonly model: string; readonly meter: string; readonly service_tier: string; readonly reason: "move" | "margin"; readonly held_usd_per_unit: string; readonly would_be_usd_per_unit: string; readonly cost_usd_per_unit: string; readonly since: string; })[]; };
export type PutMarginMeta = {};

export type GetAuditInput = { readonly limit?: number | undefined; };
export type GetAuditData = readonly ({ readonly at: string; readonly actor: string; readonly action: string; readonly detail: Readonly<Record<string, unknown>>; })[];
export type GetAuditMeta = {};

export type ListWebhooksInput = {};
export type ListWebhooksData = readonly ({ readonly id: string; readonly url: string; readonly events: readonly ("price_change" | "health_transition" | "incident" | "source_stale" | "budget" | "margin")[]; readonly provider: string | null; readonly created_at: string; readonly updated_at: string; })[];
export type ListWebhooksMeta = {};

export type GetWebhookInput = { readonly id: string; };
export type GetWebhookData = { readonly id: string; readonly url: string; readonly events: readonly ("price_change" | "health_transition" | "incident" | "source_stale" | "budget" | "margin")[]; readonly provider: string | null; readonly created_at: string; readonly updated_at: string; readonly secret?: string | undefined; };
export type GetWebhookMeta = {};

export type PutWebhookInput = { readonly id: string; } & { readonly url: string; readonly events: readonly ("price_change" | "health_transition" | "incident" | "source_stale" | "budget" | "margin")[]; readonly provider?: string | undefined; readonly rotate_secret?: boolean | undefined; };
export type PutWebhookData = { readonly id: string; readonly url: string; readonly events: readonly ("price_change" | "health_transition" | "incident" | "source_stale" | "budget" | "margin")[]; readonly provider: string | null; readonly created_at: string; readonly updated_at: string; readonly secret?: string | undefined; };
export type PutWebhookMeta = {};

export type DeleteWebhookInput = { readonly id: string; };
export type DeleteWebhookData = null;
export type DeleteWebhookMeta = {};

export type ListDeliveriesInput = { readonly id: string; readonly limit?: number | undefined; };
export type ListDeliveriesData = readonly ({ readonly id: string; readonly event: string; readonly status: "pending" | "delivered" | "dead"; readonly attempts: number; readonly last_status: number | null; readonly last_error: string | null; readonly created_at: string; readonly next_attempt_at: string | null; readonly finished_at: string | null; })[];
export type ListDeliveriesMeta = {};

export type ReplayDeliveryInput = { readonly id: string; readonly delivery_id: string; };
export type ReplayDeliveryData = { readonly replayed: string; };
export type ReplayDeliveryMeta = {};

/** Input, `data` and what `meta` adds, of every operation by its operationId. */
export interface Operations {
  /** GET /v1/models: List the offers */
  readonly listModels: { readonly input: ListModelsInput; readonly data: ListModelsData; readonly meta: ListModelsMeta };
  /** GET /v1/models/{id}/history: The dated prices of one offer, newest first */
  readonly getModelHistory: { readonly input: GetModelHistoryInput; readonly data: GetModelHistoryData; readonly meta: GetModelHistoryMeta };
  /** GET /v1/models/{id}: One offer: every rate with provenance and dissents */
  readonly getModel: { readonly input: GetModelInput; readonly data: GetModelData; readonly meta: GetModelMeta };
  /** GET /v1/estimate: What one call costs, line by line */
  readonly estimate: { readonly input: EstimateInput; readonly data: EstimateData; readonly meta: EstimateMeta };
  /** POST /v1/estimate: What one call costs, line by line */
  readonly postEstimate: { readonly input: PostEstimateInput; readonly data: PostEstimateData; readonly meta: PostEstimateMeta };
  /** POST /v1/estimate/batch: Up to 1,000 estimates in one answer, in order */
  readonly estimateBatch: { readonly input: EstimateBatchInput; readonly data: EstimateBatchData; readonly meta: EstimateBatchMeta };
  /** POST /v1/cost: What a call did cost: a provider's raw response -> normalised usage and a receipt */
  readonly cost: { readonly input: CostInput; readonly data: CostData; readonly meta: CostMeta };
  /** GET /v1/cheapest: The cheapest offers for this usage */
  readonly cheapest: { readonly input: CheapestInput; readonly data: CheapestData; readonly meta: CheapestMeta };
  /** GET /v1/compare/providers: The same usage by provider, or by host of one model */
  readonly compareProviders: { readonly input: CompareProvidersInput; readonly data: CompareProvidersData; readonly meta: CompareProvidersMeta };
  /** GET /v1/compare: The same usage on several offers, cheapest first */
  readonly compare: { readonly input: CompareInput; readonly data: CompareData; readonly meta: CompareMeta };
  /** GET /v1/pareto: Cost and quality: the frontier, and what dominates each model off it */
  readonly pareto: { readonly input: ParetoInput; readonly data: ParetoData; readonly meta: ParetoMeta };
  /** POST /v1/route/simulate: What past requests would have cost under several policies */
  readonly simulateRoute: { readonly input: SimulateRouteInput; readonly data: SimulateRouteData; readonly meta: SimulateRouteMeta };
  /** POST /v1/route: Which model to call: candidates in order of preference, and why each other one is none */
  readonly route: { readonly input: RouteInput; readonly data: RouteData; readonly meta: RouteMeta };
  /** POST /v1/health/reports: Report the outcomes of calls */
  readonly reportHealth: { readonly input: ReportHealthInput; readonly data: ReportHealthData; readonly meta: ReportHealthMeta };
  /** GET /v1/health/incidents.atom: Open incidents of the providers' status pages as an Atom feed, newest first */
  readonly incidentsFeed: { readonly input: IncidentsFeedInput; readonly data: IncidentsFeedData; readonly meta: IncidentsFeedMeta };
  /** GET /v1/health: State, score and status page of every provider */
  readonly listHealth: { readonly input: ListHealthInput; readonly data: ListHealthData; readonly meta: ListHealthMeta };
  /** GET /v1/health/{provider}: State, score, window and status page of one provider */
  readonly getHealth: { readonly input: GetHealthInput; readonly data: GetHealthData; readonly meta: GetHealthMeta };
  /** GET /v1/quality: Scores with evidence, best first */
  readonly listQuality: { readonly input: ListQualityInput; readonly data: ListQualityData; readonly meta: ListQualityMeta };
  /** GET /v1/quality/review: What is due for review, what matched no offer, which priced models have no score */
  readonly reviewQuality: { readonly input: ReviewQualityInput; readonly data: ReviewQualityData; readonly meta: ReviewQualityMeta };
  /** GET /v1/quality/{model}: The scores of one model in every category */
  readonly getQuality: { readonly input: GetQualityInput; readonly data: GetQualityData; readonly meta: GetQualityMeta };
  /** GET /v1/changes: Price changes since a time or a version, newest first */
  readonly listChanges: { readonly input: ListChangesInput; readonly data: ListChangesData; readonly meta: ListChangesMeta };
  /** GET /v1/changes.atom: The same changes as an Atom feed */
  readonly changesFeed: { readonly input: ChangesFeedInput; readonly data: ChangesFeedData; readonly meta: ChangesFeedMeta };
  /** GET /v1/changes.json: The same changes as a JSON Feed 1.1 */
  readonly changesJsonFeed: { readonly input: ChangesJsonFeedInput; readonly data: ChangesJsonFeedData; readonly meta: ChangesJsonFeedMeta };
  /** GET /v1/models.csv: Every offer with its unconditional standard prices, as CSV */
  readonly modelsCsv: { readonly input: ModelsCsvInput; readonly data: ModelsCsvData; readonly meta: ModelsCsvMeta };
  /** GET /v1/catalog/snapshot: The whole catalog in the form that the engine reads: for exact answers without a network */
  readonly getSnapshot: { readonly input: GetSnapshotInput; readonly data: GetSnapshotData; readonly meta: GetSnapshotMeta };
  /** GET /v1/badges/price/{id}: A model's input and output price as an SVG badge */
  readonly priceBadge: { readonly input: PriceBadgeInput; readonly data: PriceBadgeData; readonly meta: PriceBadgeMeta };
  /** GET /v1/badges/health/{provider}: A provider's health as an SVG badge */
  readonly healthBadge: { readonly input: HealthBadgeInput; readonly data: HealthBadgeData; readonly meta: HealthBadgeMeta };
  /** GET /v1/catalog/disputes: Offers whose sources disagree by more than 0.5 % */
  readonly listDisputes: { readonly input: ListDisputesInput; readonly data: ListDisputesData; readonly meta: ListDisputesMeta };
  /** GET /v1/catalog: What is served, from which sources, how old, and how sure */
  readonly getCatalog: { readonly input: GetCatalogInput; readonly data: GetCatalogData; readonly meta: GetCatalogMeta };
  /** POST /v1/admin/refresh: Run a refresh now; answers when it is done */
  readonly refresh: { readonly input: RefreshInput; readonly data: RefreshData; readonly meta: RefreshMeta };
  /** POST /v1/admin/quarantine/{id}: Accept or reject one held row; in force with the next refresh */
  readonly decideQuarantine: { readonly input: DecideQuarantineInput; readonly data: DecideQuarantineData; readonly meta: DecideQuarantineMeta };
  /** GET /v1/admin/quarantine: Rows and rates that were not taken, and why */
  readonly listQuarantine: { readonly input: ListQuarantineInput; readonly data: ListQuarantineData; readonly meta: ListQuarantineMeta };
  /** POST /v1/admin/catalog/rollback: Serve an earlier version until released */
  readonly rollback: { readonly input: RollbackInput; readonly data: RollbackData; readonly meta: RollbackMeta };
  /** GET /v1/admin/catalog/versions: Published versions that can be rolled back to, newest first */
  readonly listVersions: { readonly input: ListVersionsInput; readonly data: ListVersionsData; readonly meta: ListVersionsMeta };
  /** POST /v1/admin/tenants: Create a tenant */
  readonly createTenant: { readonly input: CreateTenantInput; readonly data: CreateTenantData; readonly meta: CreateTenantMeta };
  /** GET /v1/admin/tenants: List the tenants, in order of id */
  readonly listTenants: { readonly input: ListTenantsInput; readonly data: ListTenantsData; readonly meta: ListTenantsMeta };
  /** GET /v1/admin/tenants/{id}: One tenant */
  readonly getTenant: { readonly input: GetTenantInput; readonly data: GetTenantData; readonly meta: GetTenantMeta };
  /** PUT /v1/admin/tenants/{id}: Move a tenant to another plan */
  readonly updateTenant: { readonly input: UpdateTenantInput; readonly data: UpdateTenantData; readonly meta: UpdateTenantMeta };
  /** POST /v1/admin/tenants/{id}/keys: Make a key; it is shown this once */
  readonly createKey: { readonly input: CreateKeyInput; readonly data: CreateKeyData; readonly meta: CreateKeyMeta };
  /** GET /v1/admin/tenants/{id}/keys: The keys of a tenant, without their secrets */
  readonly listKeys: { readonly input: ListKeysInput; readonly data: ListKeysData; readonly meta: ListKeysMeta };
  /** POST /v1/admin/tenants/{id}/keys/{key_id}/rotate: A new key with the same scopes; the old one goes on working for the overlap */
  readonly rotateKey: { readonly input: RotateKeyInput; readonly data: RotateKeyData; readonly meta: RotateKeyMeta };
  /** DELETE /v1/admin/tenants/{id}/keys/{key_id}: Revoke a key: refused everywhere within 60 s */
  readonly revokeKey: { readonly input: RevokeKeyInput; readonly data: RevokeKeyData; readonly meta: RevokeKeyMeta };
  /** GET /v1/tenant/overrides: The rules on prices, and their revision */
  readonly getOverrides: { readonly input: GetOverridesInput; readonly data: GetOverridesData; readonly meta: GetOverridesMeta };
  /** PUT /v1/tenant/overrides: Replace the rules; one bad rule refuses all */
  readonly putOverrides: { readonly input: PutOverridesInput; readonly data: PutOverridesData; readonly meta: PutOverridesMeta };
  /** POST /v1/tenant/overrides/preview: What rules would make of prices; nothing is saved */
  readonly previewOverrides: { readonly input: PreviewOverridesInput; readonly data: PreviewOverridesData; readonly meta: PreviewOverridesMeta };
  /** GET /v1/tenant/budget: Limits, spend of the current day and month, and what is reserved */
  readonly getBudget: { readonly input: GetBudgetInput; readonly data: GetBudgetData; readonly meta: GetBudgetMeta };
  /** PUT /v1/tenant/budget: Replace the budget; a limit that is not given is no limit */
  readonly putBudget: { readonly input: PutBudgetInput; readonly data: PutBudgetData; readonly meta: PutBudgetMeta };
  /** POST /v1/tenant/usage: Record what calls used and cost; `id` is the idempotency key of an event */
  readonly recordUsage: { readonly input: RecordUsageInput; readonly data: RecordUsageData; readonly meta: RecordUsageMeta };
  /** GET /v1/tenant/usage: The recorded events, oldest first */
  readonly exportUsage: { readonly input: ExportUsageInput; readonly data: ExportUsageData; readonly meta: ExportUsageMeta };
  /** GET /v1/tenant/spend: What was spent, by model or UTC day */
  readonly getSpend: { readonly input: GetSpendInput; readonly data: GetSpendData; readonly meta: GetSpendMeta };
  /** GET /v1/tenant/savings: Saved by caching, by routing against a baseline, and by batch */
  readonly getSavings: { readonly input: GetSavingsInput; readonly data: GetSavingsData; readonly meta: GetSavingsMeta };
  /** GET /v1/tenant/reconciliation: Estimated against billed, with a cause for each difference */
  readonly getReconciliation: { readonly input: GetReconciliationInput; readonly data: GetReconciliationData; readonly meta: GetReconciliationMeta };
  /** GET /v1/tenant/cache-hits: The token-weighted cache-hit rate recorded under one cache key */
  readonly getCacheHits: { readonly input: GetCacheHitsInput; readonly data: GetCacheHitsData; readonly meta: GetCacheHitsMeta };
  /** GET /v1/tenant/margin: The margin policy, and the sell prices it holds */
  readonly getMargin: { readonly input: GetMarginInput; readonly data: GetMarginData; readonly meta: GetMarginMeta };
  /** PUT /v1/tenant/margin: Replace the margin policy */
  readonly putMargin: { readonly input: PutMarginInput; readonly data: PutMarginData; readonly meta: PutMarginMeta };
  /** GET /v1/tenant/audit: Who changed what, newest first */
  readonly getAudit: { readonly input: GetAuditInput; readonly data: GetAuditData; readonly meta: GetAuditMeta };
  /** GET /v1/tenant/webhooks: The webhooks, without their secrets */
  readonly listWebhooks: { readonly input: ListWebhooksInput; readonly data: ListWebhooksData; readonly meta: ListWebhooksMeta };
  /** GET /v1/tenant/webhooks/{id}: One webhook */
  readonly getWebhook: { readonly input: GetWebhookInput; readonly data: GetWebhookData; readonly meta: GetWebhookMeta };
  /** PUT /v1/tenant/webhooks/{id}: Create or change a webhook; its secret is shown once, and again when it is rotated */
  readonly putWebhook: { readonly input: PutWebhookInput; readonly data: PutWebhookData; readonly meta: PutWebhookMeta };
  /** DELETE /v1/tenant/webhooks/{id}: Remove a webhook; what is still to be delivered to it is dropped */
  readonly deleteWebhook: { readonly input: DeleteWebhookInput; readonly data: DeleteWebhookData; readonly meta: DeleteWebhookMeta };
  /** GET /v1/tenant/webhooks/{id}/deliveries: What was sent to a webhook, newest first */
  readonly listDeliveries: { readonly input: ListDeliveriesInput; readonly data: ListDeliveriesData; readonly meta: ListDeliveriesMeta };
  /** POST /v1/tenant/webhooks/{id}/deliveries/{delivery_id}/replay: Send a finished delivery once more, under its own id */
  readonly replayDelivery: { readonly input: ReplayDeliveryInput; readonly data: ReplayDeliveryData; readonly meta: ReplayDeliveryMeta };
}

/** How each operation is called. `text`: the answer is no JSON. `repeatable`: a POST that may be sent twice. */
export const ROUTES = {
  listModels: { method: "GET", path: "/v1/models" },
  getModelHistory: { method: "GET", path: "/v1/models/{id}/history" },
  getModel: { method: "GET", path: "/v1/models/{id}" },
  estimate: { method: "GET", path: "/v1/estimate" },
  postEstimate: { method: "POST", path: "/v1/estimate", repeatable: true },
  estimateBatch: { method: "POST", path: "/v1/estimate/batch", repeatable: true },
  cost: { method: "POST", path: "/v1/cost", repeatable: true },
  cheapest: { method: "GET", path: "/v1/cheapest" },
  compareProviders: { method: "GET", path: "/v1/compare/providers" },
  compare: { method: "GET", path: "/v1/compare" },
  pareto: { method: "GET", path: "/v1/pareto" },
  simulateRoute: { method: "POST", path: "/v1/route/simulate", repeatable: true },
  route: { method: "POST", path: "/v1/route", repeatable: true },
  reportHealth: { method: "POST", path: "/v1/health/reports", repeatable: true },
  incidentsFeed: { method: "GET", path: "/v1/health/incidents.atom", text: true },
  listHealth: { method: "GET", path: "/v1/health" },
  getHealth: { method: "GET", path: "/v1/health/{provider}" },
  listQuality: { method: "GET", path: "/v1/quality" },
  reviewQuality: { method: "GET", path: "/v1/quality/review" },
  getQuality: { method: "GET", path: "/v1/quality/{model}" },
  listChanges: { method: "GET", path: "/v1/changes" },
  changesFeed: { method: "GET", path: "/v1/changes.atom", text: true },
  changesJsonFeed: { method: "GET", path: "/v1/changes.json", text: true },
  modelsCsv: { method: "GET", path: "/v1/models.csv", text: true },
  getSnapshot: { method: "GET", path: "/v1/catalog/snapshot", text: true },
  priceBadge: { method: "GET", path: "/v1/badges/price/{id}", text: true },
  healthBadge: { method: "GET", path: "/v1/badges/health/{provider}", text: true },
  listDisputes: { method: "GET", path: "/v1/catalog/disputes" },
  getCatalog: { method: "GET", path: "/v1/catalog" },
  refresh: { method: "POST", path: "/v1/admin/refresh" },
  decideQuarantine: { method: "POST", path: "/v1/admin/quarantine/{id}" },
  listQuarantine: { method: "GET", path: "/v1/admin/quarantine" },
  rollback: { method: "POST", path: "/v1/admin/catalog/rollback" },
  listVersions: { method: "GET", path: "/v1/admin/catalog/versions" },
  createTenant: { method: "POST", path: "/v1/admin/tenants" },
  listTenants: { method: "GET", path: "/v1/admin/tenants" },
  getTenant: { method: "GET", path: "/v1/admin/tenants/{id}" },
  updateTenant: { method: "PUT", path: "/v1/admin/tenants/{id}" },
  createKey: { method: "POST", path: "/v1/admin/tenants/{id}/keys" },
  listKeys: { method: "GET", path: "/v1/admin/tenants/{id}/keys" },
  rotateKey: { method: "POST", path: "/v1/admin/tenants/{id}/keys/{key_id}/rotate" },
  revokeKey: { method: "DELETE", path: "/v1/admin/tenants/{id}/keys/{key_id}" },
  getOverrides: { method: "GET", path: "/v1/tenant/overrides" },
  putOverrides: { method: "PUT", path: "/v1/tenant/overrides" },
  previewOverrides: { method: "POST", path: "/v1/tenant/overrides/preview" },
  getBudget: { method: "GET", path: "/v1/tenant/budget" },
  putBudget: { method: "PUT", path: "/v1/tenant/budget" },
  recordUsage: { method: "POST", path: "/v1/tenant/usage", repeatable: true },
  exportUsage: { method: "GET", path: "/v1/tenant/usage" },
  getSpend: { method: "GET", path: "/v1/tenant/spend" },
  getSavings: { method: "GET", path: "/v1/tenant/savings" },
  getReconciliation: { method: "GET", path: "/v1/tenant/reconciliation" },
  getCacheHits: { method: "GET", path: "/v1/tenant/cache-hits" },
  getMargin: { method: "GET", path: "/v1/tenant/margin" },
  putMargin: { method: "PUT", path: "/v1/tenant/margin" },
  getAudit: { method: "GET", path: "/v1/tenant/audit" },
  listWebhooks: { method: "GET", path: "/v1/tenant/webhooks" },
  getWebhook: { method: "GET", path: "/v1/tenant/webhooks/{id}" },
  putWebhook: { method: "PUT", path: "/v1/tenant/webhooks/{id}" },
  deleteWebhook: { method: "DELETE", path: "/v1/tenant/webhooks/{id}" },
  listDeliveries: { method: "GET", path: "/v1/tenant/webhooks/{id}/deliveries" },
  replayDelivery: { method: "POST", path: "/v1/tenant/webhooks/{id}/deliveries/{delivery_id}/replay" },
} as const satisfies Record<keyof Operations, Route>;

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly text?: true;
  readonly repeatable?: true;
}
