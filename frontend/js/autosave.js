// Answers are sent as they are chosen. What cannot be sent waits on this device and goes when it can.
//
// <form data-autosave-url="/…"> posts all its fields, the token among them. 2xx is saved; a JSON body {"said": "…"}
// is shown instead of 'Saved'. Unsent answers are kept for a day, then forgotten.
//
// With data-autosave-changes only what was touched here goes out, by a script or by a button, so that a page that
// was left open takes nothing back that another window saved. What was cleared goes as an empty value. Fields
// marked data-autosave-not are for a page without scripts, and never go.
const DAY = 24 * 60 * 60 * 1000;
const RETRY = 15 * 1000;
const SECRET = new Set(["csrf_token"]);

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = `outset:${this.url}`;
    this.line = form.querySelector("[data-autosave-status]") ?? this.newLine();
    this.sending = null;
    this.again = false;
    this.onlyChanges = "autosaveChanges" in form.dataset;
    this.whole = false;
    this.saved = this.values();
    if (this.onlyChanges) form.addEventListener("formdata", (event) => this.lessen(event.formData));
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("outset:save", () => this.send());
    window.addEventListener("online", () => this.waiting() && this.send());
    window.addEventListener("pagehide", () => this.leave());
    if (this.restore()) this.send();
    window.setInterval(() => this.waiting() && this.send(), RETRY);
  }

  newLine() {
    const line = document.createElement("p");
    line.className = "o-saved";
    line.setAttribute("role", "status");
    this.form.append(line);
    return line;
  }

  say(text, waiting = false) {
    this.line.textContent = text;
    this.line.classList.toggle("o-saved--waiting", waiting);
  }

  changed() {
    this.keep();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send(), 150);
  }

  // What every field holds, also what has not changed.
  values() {
    this.whole = true;
    const found = grouped(new FormData(this.form));
    this.whole = false;
    return found;
  }

  changes(now = this.values()) {
    return [...new Set([...now.keys(), ...this.saved.keys()])].filter(
      (name) => String(now.get(name) ?? "") !== String(this.saved.get(name) ?? ""),
    );
  }

  lessen(data) {
    if (this.whole) return;
    const changed = new Set(this.changes(grouped(data)));
    for (const name of this.saved.keys()) if (!changed.has(name)) data.delete(name);
    for (const box of this.form.querySelectorAll("[data-autosave-not]")) data.delete(box.name);
    for (const name of changed) if (!data.has(name)) data.append(name, "");
  }

  pairs() {
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !SECRET.has(name));
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), pairs: this.pairs() }));
    } catch {
      // Storage may be full or switched off; the answers still go to the server.
    }
  }

  kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      if (kept && Date.now() - kept.at < DAY) return kept;
      localStorage.removeItem(this.key);
    } catch {
      // Unreadable is as good as nothing kept.
    }
    return null;
  }

  waiting() {
    return this.kept() !== null;
  }

  forget(sent) {
    const kept = this.kept();
    if (kept && JSON.stringify(kept.pairs) === sent) localStorage.removeItem(this.key);
  }

  restore() {
    const kept = this.kept();
    if (!kept) return false;
    const chosen = new Map();
    for (const [name, value] of kept.pairs) chosen.set(name, [...(chosen.get(name) ?? []), value]);
    for (const box of this.form.elements) {
      if (this.onlyChanges && !chosen.has(box.name)) continue;
      const values = chosen.get(box.name) ?? [];
      if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
      else if (box.tagName === "TEXTAREA" || box.tagName === "SELECT") box.value = values[0] ?? box.value;
    }
    this.form.dispatchEvent(new CustomEvent("outset:restore", { detail: chosen }));
    return true;
  }

  async send() {
    if (this.onlyChanges && !this.changes().length) {
      this.forget(JSON.stringify(this.pairs()));
      return undefined;
    }
    if (this.sending) {
      this.again = true;
      return this.sending;
    }
    this.sending = this.post();
    await this.sending;
    this.sending = null;
    if (this.again) {
      this.again = false;
      return this.send();
    }
    return undefined;
  }

  async post() {
    const sent = JSON.stringify(this.pairs());
    const values = this.values();
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        body: new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string")),
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        credentials: "same-origin",
        redirect: "manual",
      });
    } catch {
      this.say("Not sent yet: there is no connection. Your answers are kept on this device and sent when it is back.", true);
      return;
    }
    if (answer.ok) {
      this.saved = values;
      this.forget(sent);
      this.say(await said(answer, "Saved"));
    } else if (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status)) {
      this.say("Not sent yet: you were signed out. Your answers are kept on this device. Load this page again, sign in if you are asked to, and they are sent.", true);
    } else if (answer.status >= 500 || answer.status === 429) {
      this.say("Not sent yet: the site is busy. Your answers are kept on this device, and we are trying again.", true);
    } else {
      this.forget(sent);
      this.say(await said(answer, "Not saved. Load this page again to see where you are."), true);
    }
  }

  submitted(event) {
    if (navigator.onLine === false) {
      event.preventDefault();
      this.keep();
      this.say("There is no connection. Your answers are kept on this device; send them when it is back.", true);
    }
  }

  leave() {
    if (!this.waiting() || !navigator.sendBeacon) return;
    navigator.sendBeacon(this.url, new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string")));
  }
}

// Name → its values, the token left out.
function grouped(data) {
  const found = new Map();
  for (const [name, value] of data) {
    if (typeof value === "string" && !SECRET.has(name)) found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

async function said(answer, otherwise) {
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return otherwise;
  try {
    const body = await answer.json();
    return body.said ?? body.detail ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function start() {
  for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
}
