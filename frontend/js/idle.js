// Before a session ends for idleness: save, say so, and offer to stay. Reading counts as being here.
//
// <div data-idle-minutes="45" data-keep-url="/…">; without a keep-url the page itself is asked for.
const MINUTE = 60 * 1000;
const WARN = 2 * MINUTE;
const PING = 5 * MINUTE;
const SEEN = "outset:seen";

export function start() {
  const place = document.querySelector("[data-idle-minutes]");
  const limit = Number(place.dataset.idleMinutes) * MINUTE;
  if (!(limit > WARN)) return;
  const keep = place.dataset.keepUrl || window.location.href;
  let stirred = false;
  let warning = null;

  const mark = () => {
    try {
      localStorage.setItem(SEEN, String(Date.now()));
    } catch {
      // Without storage other tabs are not heard; this one still counts.
    }
    return Date.now();
  };
  let seen = mark();
  const latest = () => {
    try {
      return Math.max(seen, Number(localStorage.getItem(SEEN)) || 0);
    } catch {
      return seen;
    }
  };

  const stay = async () => {
    try {
      const answer = await fetch(keep, { method: "HEAD", credentials: "same-origin", redirect: "manual" });
      if (answer.ok) seen = mark();
      return answer.ok;
    } catch {
      return false;
    }
  };

  const warn = () => {
    document.dispatchEvent(new Event("outset:save"));
    warning = document.createElement("div");
    warning.className = "o-idle";
    warning.setAttribute("role", "alertdialog");
    warning.setAttribute("aria-labelledby", "idle-title");
    warning.setAttribute("aria-describedby", "idle-text");
    const title = Object.assign(document.createElement("h2"), { id: "idle-title", className: "o-h3", textContent: "Are you still here?" });
    const text = Object.assign(document.createElement("p"), {
      id: "idle-text",
      textContent: "Nothing has happened for a while, so you will be signed out in about two minutes. What you chose has been saved.",
    });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "govuk-button", textContent: "Stay signed in" });
    const before = document.activeElement;
    button.addEventListener("click", async () => {
      if (await stay()) {
        warning.remove();
        warning = null;
        before?.focus?.();
      } else {
        text.textContent = "You have been signed out, or there is no connection. Sign in again to go on where you were.";
        button.remove();
      }
    });
    warning.append(title, text, button);
    place.append(warning);
    button.focus();
  };

  for (const kind of ["keydown", "pointerdown", "scroll", "input"]) {
    document.addEventListener(kind, () => { stirred = true; }, { passive: true });
  }
  window.setInterval(() => {
    const idle = Date.now() - latest();
    if (warning) {
      if (idle < limit - WARN) {
        warning.remove();
        warning = null;
      }
    } else if (idle >= limit - WARN) {
      warn();
    } else if (stirred && idle > PING) {
      stirred = false;
      stay();
    }
  }, 15 * 1000);
}
