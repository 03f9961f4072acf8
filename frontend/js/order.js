// Putting things in order: buttons move them in place; without this script the same buttons send the form.
//
// <ol data-order="a-q05"> holds <li> with <input type="hidden" name="a-q05"> and two buttons. The inputs are
// switched off until something is moved or kept, for an order nobody chose is no answer.
class Order {
  constructor(list) {
    this.list = list;
    this.keep = list.parentElement.querySelector(`[data-order-keep="${list.dataset.order}"]`);
    this.told = document.createElement("p");
    this.told.className = "govuk-visually-hidden";
    this.told.setAttribute("role", "status");
    list.after(this.told);
    list.addEventListener("click", (event) => this.pressed(event));
    this.keep?.addEventListener("click", (event) => {
      event.preventDefault();
      this.choose();
      this.tell("This order is kept.");
      this.list.querySelector("button:not([disabled])").focus();
    });
    list.closest("form").addEventListener("outset:restore", (event) => this.restore(event.detail.get(list.dataset.order)));
  }

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const up = button.value.endsWith(" up");
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (up) other.before(item);
    else other.after(item);
    this.ends();
    (button.disabled ? item.querySelector("button:not([disabled])") : button).focus();
    item.scrollIntoView({ block: "nearest" });
    const place = [...this.list.children].indexOf(item) + 1;
    this.tell(`${item.querySelector("span").textContent} Now ${place} of ${this.list.children.length}.`);
    this.choose();
  }

  choose() {
    for (const input of this.list.querySelectorAll("input")) input.disabled = false;
    this.keep?.remove();
    this.list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  ends() {
    for (const item of this.list.children) {
      const [up, down] = item.querySelectorAll("button");
      up.disabled = item === this.list.firstElementChild;
      down.disabled = item === this.list.lastElementChild;
    }
  }

  tell(text) {
    this.told.textContent = text;
  }

  restore(values) {
    if (!values?.length || !values[0]) return;
    const items = new Map([...this.list.children].map((item) => [item.querySelector("input").value, item]));
    for (const value of values) if (items.has(value)) this.list.append(items.get(value));
    for (const input of this.list.querySelectorAll("input")) input.disabled = false;
    this.keep?.remove();
    this.ends();
  }
}

export function start() {
  for (const list of document.querySelectorAll("[data-order]")) new Order(list);
}
