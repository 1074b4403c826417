// Reads a calendar from stdin with ical.js and prints its events as JSON.
// Usage: node ics_reader.mjs PATH_TO_ical.js < file.ics
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]).href);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));

const said = (time) =>
  time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString().slice(0, 19) + "Z";

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: said(event.startDate),
    end: said(event.endDate),
    summary: event.summary,
    location: event.location ?? "",
    description: event.description ?? "",
    status: component.getFirstPropertyValue("status"),
    names: component.getAllProperties().map((property) => property.name),
  };
});
process.stdout.write(JSON.stringify(events));
