// Reads a calendar from stdin with ical.js and prints its events as JSON; given files, prints
// a list of such lists. Usage: node ics_reader.mjs PATH_TO_ical.js < file.ics
//                              node ics_reader.mjs PATH_TO_ical.js FILE…
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]).href);

const said = (time) =>
  time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString().slice(0, 19) + "Z";

const event = (component) => {
  const found = new ICAL.Event(component);
  return {
    uid: found.uid,
    start: said(found.startDate),
    end: said(found.endDate),
    summary: found.summary,
    location: found.location ?? "",
    description: found.description ?? "",
    status: component.getFirstPropertyValue("status"),
    names: component.getAllProperties().map((property) => property.name),
  };
};
const parsed = (text) => (text.startsWith("[") ? JSON.parse(text) : ICAL.parse(text)); // jCal, or .ics
const read = (file) =>
  new ICAL.Component(parsed(readFileSync(file, "utf8"))).getAllSubcomponents("vevent").map(event);

const files = process.argv.slice(3);
process.stdout.write(JSON.stringify(files.length ? files.map(read) : read(0)));
