// Asks again before text goes out that may point at a child; without this script the server asks.
//
// <textarea id="notes" data-discretion='["Ada Byrne", "Oak School"]'> names who may stand there. After it comes
// <p id="notes-asked" role="status"> for the question, and <div id="notes-tick" hidden> with the tick that answers
// it. The tick's value is what was asked about, a line each: it answers for that and for nothing that comes later.
//
// `found` does what lms/discretion/rules/finding.py does; a test holds the two together. Change one and change the other.
import data from "./discretion-signs.js";

const letters = data.letters;
const WORD = new RegExp(`[${letters}0-9]+(?:['’][${letters}]+)*|[^${data.spaces}${letters}0-9]`, "gu");
const SPACE = new RegExp(`[${data.spaces}\n]+`, "g");
const LETTER = new RegExp(`^[${letters}]`);
const TWO_CAPITALS = /^[A-Z]{2}$/;
const WAIT = 400;
const compiled = (pattern, flags = "g") => new RegExp(pattern, flags);
const shapes = data.shapes.map(([kind, shape]) => [kind, compiled(`^(?:${shape})$`, "")]);
const masks = data.masks.map((mask) => compiled(mask, "dg"));
const signs = data.signs.map(([kind, pattern]) => [kind, compiled(pattern, "dg")]);
const given = new Set(data.given);
const capitals = data.capitals.map(([kind, words]) => [kind, new Set(words)]);
const inCapital = capitals[0][1];
const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);

export function found(text, allowed = []) {
  const read = classed(text, allowed);
  let row = read.map((word) => data.classes[word.kind]).join("");
  for (const mask of masks) row = masked(row, mask);
  const taken = new Array(read.length).fill(false);
  const hits = [];
  for (const [kind, pattern] of signs) {
    for (const match of row.matchAll(pattern)) {
      const [first, last] = span(match);
      if (first === last || taken.slice(first, last).includes(true)) continue;
      taken.fill(true, first, last);
      const start = read[first].start;
      hits.push({ start, kind, words: text.slice(start, read[last - 1].end).replace(SPACE, " ") });
    }
  }
  return hits.sort((one, other) => one.start - other.start).map(({ kind, words }) => ({ kind, words }));
}

export function sentence(hits) {
  if (!hits.length) return "";
  const seen = new Set(hits.map((hit) => `‘${hit.words}’ (${data.kinds[hit.kind]})`));
  return `${data.asks}${[...seen].join(", ")}. ${data.do}`;
}

function classed(text, allowed) {
  const may = new Set();
  for (const name of allowed) {
    const parts = split(name).map((word) => word.folded);
    parts.forEach((part) => may.add(part));
    if (parts.length > 1) may.add(parts.map((part) => [...part][0]).join(""));
  }
  const read = joined(split(text));
  let before = "";
  for (const word of read) {
    word.kind ||= kindOf(word, may, data.begins.includes(before));
    before = word.kind;
  }
  return read;
}

function split(text) {
  const read = [];
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    const end = start + match[0].length;
    const whole = folded(match[0]);
    if (end - start > 2 && whole.endsWith("'s")) {
      read.push({ start, end: end - 2, text: text.slice(start, end - 2), folded: whole.slice(0, -2), kind: "" });
      read.push({ start: end - 2, end, text: text.slice(end - 2, end), folded: "'s", kind: "pos" });
    } else {
      read.push({ start, end, text: match[0], folded: whole, kind: "" });
    }
  }
  return read;
}

function joined(read) {
  const made = [];
  for (let at = 0; at < read.length; at += 1) {
    const word = read[at];
    for (const [rest, kind] of own(data.phrases, word.folded) ?? []) {
      const after = read.slice(at + 1, at + 1 + rest.length);
      if (after.length === rest.length && after.every((one, nth) => one.folded === rest[nth])) {
        word.end = after.at(-1).end;
        word.kind = kind;
        at += rest.length;
        break;
      }
    }
    made.push(word);
  }
  return made;
}

function kindOf(word, may, begins) {
  const initials = TWO_CAPITALS.test(word.text) || (word.text === "A" && !begins);
  const meaning =
    own(data.marks, word.text) ?? own(data.exact, word.text) ?? (initials ? undefined : own(data.words, word.folded));
  if (meaning) return meaning;
  if (may.has(word.folded)) return "allowed";
  for (const [kind, shape] of shapes) if (shape.test(word.folded)) return kind;
  return named(word, begins);
}

function named(word, begins) {
  if (given.has(word.folded)) return "given";
  if (word.text[0] === word.text[0].toLowerCase()) {
    if (inCapital.has(word.folded)) return "small";
    return LETTER.test(word.text) ? "plain" : "other";
  }
  for (const [kind, words] of capitals) if (words.has(word.folded)) return kind;
  if (word.text === word.text.toUpperCase()) {
    if (word.text.length > 3) return "known";
    return word.text.length === 1 ? "init" : "inits";
  }
  return begins ? "first" : "cap";
}

function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("’", "'");
}

// Where a pattern has a group that took part, that; else all of it.
function span(match) {
  return match.indices.slice(1).findLast((group) => group !== undefined) ?? match.indices[0];
}

function masked(row, mask) {
  const made = [...row];
  for (const match of row.matchAll(mask)) {
    const [first, last] = span(match);
    made.fill(data.classes.plain, first, last);
  }
  return made.join("");
}

class Asking {
  constructor(area) {
    this.area = area;
    this.allowed = JSON.parse(area.dataset.discretion || "[]");
    this.said = document.getElementById(`${area.id}-asked`);
    this.block = document.getElementById(`${area.id}-tick`);
    this.tick = this.block.querySelector("input");
    // Not on change: the question would push the button away from under the pointer that left the field.
    area.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.look(), WAIT);
    });
    // Before any other listener, so that a form that is held back is not shown as sent.
    area.form.addEventListener("submit", (event) => this.submitted(event), true);
    // Where the server asked, its own words stand above the field.
    if (this.block.hidden) this.look();
  }

  // Tells whether something waits for an answer.
  look() {
    window.clearTimeout(this.timer);
    const hits = found(this.area.value, this.allowed);
    const words = [...new Set(hits.map((hit) => hit.words))];
    const answered = this.tick.checked ? this.tick.value.split(/\r?\n/) : [];
    this.tick.checked = words.length > 0 && words.every((one) => answered.includes(one));
    this.tick.value = words.join("\n");
    this.block.hidden = !words.length;
    const asked = sentence(hits);
    if (this.said.textContent !== asked) this.said.textContent = asked;
    return words.length > 0 && !this.tick.checked;
  }

  submitted(event) {
    if (!this.look()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.tick.focus();
  }
}

export function start() {
  for (const area of document.querySelectorAll("textarea[data-discretion]")) new Asking(area);
}
