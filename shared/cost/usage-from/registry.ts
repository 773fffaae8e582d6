import { aiSdk } from "./ai-sdk.ts";
import { anthropicMessages, messageEvents } from "./anthropic-messages.ts";
import { bedrockConverse, converseEvents } from "./bedrock-converse.ts";
import { bedrockInvoke, invokeChunks } from "./bedrock-invoke.ts";
import { cohere, cohereEvents } from "./cohere.ts";
import { deepseekChat } from "./deepseek-chat.ts";
import { embeddings } from "./embeddings.ts";
import { fireworksChat } from "./fireworks-chat.ts";
import { gemini, geminiChunks } from "./gemini.ts";
import { geminiInteractions, interactionEvents } from "./gemini-interactions.ts";
import { groqChat } from "./groq-chat.ts";
import { langchain } from "./langchain.ts";
import { mistralChat } from "./mistral-chat.ts";
import { mistralOcr } from "./mistral-ocr.ts";
import { normalised } from "./normalised.ts";
import { chatChunks, openaiChat } from "./openai-chat.ts";
import { imageEvents, openaiImages } from "./openai-images.ts";
import { openaiResponses, responseEvents } from "./openai-responses.ts";
import { openaiSpeech, speechEvents } from "./openai-speech.ts";
import { openaiTranscription, transcriptEvents } from "./openai-transcription.ts";
import { openrouterChat } from "./openrouter-chat.ts";
import { perplexityChat } from "./perplexity-chat.ts";
import { rerank } from "./rerank.ts";
import type { Shape, StreamShape } from "./shape.ts";
import { togetherChat } from "./together-chat.ts";
import { vertexPredict } from "./vertex-predict.ts";
import { xaiChat } from "./xai-chat.ts";

/** Every shape of usage that is read, the most particular first: of several that recognise a body the first one reads it. */
export const SHAPES: readonly Shape[] = [
  bedrockInvoke,
  bedrockConverse,
  gemini,
  geminiInteractions,
  vertexPredict,
  rerank,
  cohere,
  mistralOcr,
  openaiSpeech,
  openaiTranscription,
  openaiImages,
  embeddings,
  normalised,
  langchain,
  anthropicMessages,
  openrouterChat,
  perplexityChat,
  xaiChat,
  groqChat,
  deepseekChat,
  mistralChat,
  fireworksChat,
  togetherChat,
  openaiResponses,
  openaiChat,
  aiSdk,
];

/** Every kind of stream, merged into the body of the shape above that the same call answers without streaming. */
export const STREAMS: readonly StreamShape[] = [
  messageEvents,
  invokeChunks,
  converseEvents,
  responseEvents,
  transcriptEvents,
  speechEvents,
  imageEvents,
  interactionEvents,
  geminiChunks,
  cohereEvents,
  chatChunks,
];
