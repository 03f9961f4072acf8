// Forms whose work takes a while: <form data-busy="Reading the file. This takes some seconds."> says so and is sent once.
// A file that is too large is told before it is sent: <input type="file" data-most="20000000" data-too-large="…">.
function busy(form) {
  const line = document.createElement("p");
  line.className = "o-busy";
  line.setAttribute("role", "status");
  const buttons = [...document.querySelectorAll("button")].filter((button) => button.form === form && button.type === "submit");
  (buttons[0]?.closest(".o-row") ?? form).append(line);
  const mark = (sent) => {
    form.classList.toggle("o-sent", sent);
    for (const button of buttons) {
      if (sent) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    line.textContent = sent ? form.dataset.busy : "";
  };
  form.addEventListener("submit", (event) => {
    if (form.classList.contains("o-sent")) event.preventDefault();
    else if (!event.defaultPrevented) mark(true);
  });
  window.addEventListener("pageshow", () => mark(false));
}

function sized(input) {
  const group = input.closest(".govuk-form-group");
  const described = input.getAttribute("aria-describedby");
  let told = null;
  const clear = () => {
    told?.remove();
    told = null;
    group.classList.remove("govuk-form-group--error");
    input.removeAttribute("aria-invalid");
    if (described) input.setAttribute("aria-describedby", described);
    else input.removeAttribute("aria-describedby");
  };
  const tell = () => {
    told = document.createElement("p");
    told.id = `${input.id}-size`;
    told.className = "govuk-error-message";
    told.textContent = input.dataset.tooLarge;
    input.before(told);
    group.classList.add("govuk-form-group--error");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", [described, told.id].filter(Boolean).join(" "));
  };
  const tooLarge = () => [...input.files].some((file) => file.size > Number(input.dataset.most));
  input.addEventListener("change", () => {
    clear();
    if (tooLarge()) tell();
  });
  input.form.addEventListener("submit", (event) => {
    if (!tooLarge()) return;
    event.preventDefault();
    input.focus();
  });
}

export function start() {
  document.querySelectorAll("input[data-most]").forEach(sized);
  document.querySelectorAll("form[data-busy]").forEach(busy);
}
