// Reads calendars with node-ical and prints their events as JSON, one list for each file.
// Usage: TZ=UTC node read_node_ical.mjs PATH_TO_node-ical.js FILE…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [module, ...files] = process.argv.slice(2);
const ical = createRequire(import.meta.url)(module);

// A whole day is a midnight of this machine's zone, marked as a date.
const said = (time) => (time.dateOnly ? time.toISOString().slice(0, 10) : time.toISOString().slice(0, 19) + "Z");
// With parameters beside it, a text is an object that holds them.
const words = (text) => (typeof text === "object" ? text.val : text);

const read = (file) =>
  Object.values(ical.sync.parseICS(readFileSync(file, "utf8")))
    .filter((found) => found.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      start: said(event.start),
      end: said(event.end),
      summary: words(event.summary),
      status: event.status,
    }));
process.stdout.write(JSON.stringify(files.map(read)));
