// Answers are sent as they are chosen. What cannot be sent waits on this device and goes when it can.
//
// <form data-autosave-url="/…"> posts all its fields, the token among them. 2xx is saved; a JSON body {"said": "…"}
// is shown instead of 'Saved'. Unsent answers are kept for a day, then forgotten.
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
      const values = chosen.get(box.name) ?? [];
      if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
      else if (box.tagName === "TEXTAREA" || box.tagName === "SELECT") box.value = values[0] ?? box.value;
    }
    return true;
  }

  async send() {
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
      this.forget(sent);
      this.say(await said(answer, "Saved"));
    } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      this.say("Not sent yet: you were signed out. Sign in again in another tab; your answers are kept on this device.", true);
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
