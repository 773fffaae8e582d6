import { replaceFolder } from "./replace-folder.ts";
import { bundleWorker, WORKER_FOLDER } from "./worker-bundle.ts";

const { files, start_up_bytes, script_bytes } = await bundleWorker();
replaceFolder(WORKER_FOLDER, files);

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
console.log(`start-up: ${kib(start_up_bytes)} of ${kib(script_bytes)} script`);
