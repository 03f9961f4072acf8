// Everything works without this. Each page loads only what it has a use for.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const uses = (selector) => document.querySelector(selector) !== null;

if (uses("[data-module^='govuk-']")) {
  import("./govuk-frontend.js").then(({ initAll }) => initAll());
}
// An order is ready before what was kept on this device is put back into it.
const ordered = uses("[data-order]") ? import("./order.js").then(({ start }) => start()) : Promise.resolve();
if (uses("form[data-autosave-url]")) {
  ordered.catch(() => {}).then(() => import("./autosave.js")).then(({ start }) => start());
}
if (uses("[data-place-url], form[data-keep-answer]")) {
  import("./reading.js").then(({ start }) => start());
}
if (uses("[data-idle-minutes]")) {
  import("./idle.js").then(({ start }) => start());
}
if (uses("[data-term], [data-print], [data-copy]")) {
  import("./aids.js").then(({ start }) => start());
}
if (uses("textarea[data-discretion]")) {
  import("./discretion.js").then(({ start }) => start());
}
if (uses("form[data-busy]")) {
  import("./sending.js").then(({ start }) => start());
}

// What went wrong is heard at once, wherever the page begins.
document.querySelector("[data-flash][role='alert']")?.focus();

// Paper cannot be pressed: open what is folded before printing.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details:not([open])")) folded.open = true;
});
