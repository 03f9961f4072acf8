// A section: where somebody is goes to the site after a few seconds, so that another device goes on from there; and an
// answer to its pause that cannot be sent waits on this device.
//
// <div data-place-url="/…/place"> with a form of the page inside, whose token is used.
// <form data-keep-answer> holds one question; its choice is kept in this tab until the site has it.
const LINGER = 4 * 1000;

function keepPlace(lesson) {
  const token = lesson.querySelector("input[name=csrf_token]");
  if (!token) return;
  const send = () => {
    fetch(lesson.dataset.placeUrl, {
      method: "POST",
      body: new URLSearchParams({ csrf_token: token.value }),
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: true,
    }).catch(() => {
      // Without a connection the place is kept with the next answer.
    });
  };
  let timer = null;
  const watch = () => {
    window.clearTimeout(timer);
    if (document.visibilityState === "visible") timer = window.setTimeout(send, LINGER);
  };
  document.addEventListener("visibilitychange", watch);
  watch();
}

class Answer {
  constructor(form) {
    this.form = form;
    this.key = `outset:${form.action}`;
    this.line = document.createElement("p");
    this.line.className = "o-saved";
    this.line.setAttribute("role", "status");
    form.append(this.line);
    form.addEventListener("change", () => this.keep());
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.say("The connection is back. Send your answer now."));
    this.restore();
  }

  chosen() {
    return this.form.querySelector("input:checked")?.value ?? null;
  }

  say(text, waiting = false) {
    if (!waiting && !this.line.textContent) return;
    this.line.textContent = text;
    this.line.classList.toggle("o-saved--waiting", waiting);
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, this.chosen());
    } catch {
      // Storage may be full or switched off; the answer still goes to the site.
    }
  }

  restore() {
    try {
      const kept = sessionStorage.getItem(this.key);
      const box = [...this.form.querySelectorAll("input[type=radio]")].find((one) => one.value === kept);
      if (this.chosen() !== null) sessionStorage.removeItem(this.key);
      else if (box) box.checked = true;
    } catch {
      // Nothing kept is as good as nothing chosen.
    }
  }

  submitted(event) {
    if (navigator.onLine !== false) return;
    event.preventDefault();
    this.keep();
    this.say("There is no connection. Your answer is kept on this page; send it when the connection is back.", true);
  }
}

export function start() {
  for (const lesson of document.querySelectorAll("[data-place-url]")) keepPlace(lesson);
  for (const form of document.querySelectorAll("form[data-keep-answer]")) new Answer(form);
}
