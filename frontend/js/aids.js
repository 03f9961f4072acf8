// Small aids: a term explained where it stands, printing, copying a link.
function explain(term) {
  if (term.tagName !== "A" && term.tagName !== "BUTTON") {
    const button = document.createElement("button");
    button.type = "button";
    button.className = term.className;
    button.dataset.term = term.dataset.term;
    button.append(...term.childNodes);
    term.removeAttribute("title");
    term.className = "";
    term.append(button);
    term = button;
  }
  term.setAttribute("role", "button");
  term.setAttribute("aria-expanded", "false");
  term.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      term.click();
    }
  });
  term.addEventListener("click", (event) => {
    event.preventDefault();
    const open = term.getAttribute("aria-expanded") === "true";
    term.setAttribute("aria-expanded", String(!open));
    if (open) {
      term.nextElementSibling.remove();
      return;
    }
    const meaning = document.createElement("span");
    meaning.className = "o-meaning";
    meaning.setAttribute("role", "note");
    meaning.textContent = term.dataset.term;
    term.after(meaning);
  });
}

function printing(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function copying(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const told = button.parentElement.querySelector("[data-copied]");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(new URL(button.dataset.copy, window.location.href).href);
      if (told) told.textContent = "Copied";
    } catch {
      if (told) told.textContent = "Your browser does not allow copying. Select the link and copy it yourself.";
    }
  });
}

export function start() {
  document.querySelectorAll("[data-term]").forEach(explain);
  document.querySelectorAll("[data-print]").forEach(printing);
  document.querySelectorAll("[data-copy]").forEach(copying);
}
