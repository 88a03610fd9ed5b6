"use strict";
// Everything reads without this script; it adds sorting and filtering.
for (const form of document.querySelectorAll("form.filter")) {
  form.hidden = false;
  const list = document.getElementById(form.dataset.for);
  const items = [...list.querySelectorAll("[data-item]")];
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\s\u00a0\u202f]+/g, " ").replace(/’/g, "'").toLowerCase();
  let texts;
  const apply = () => {
    texts ??= items.map((item) => fold(item.textContent));
    const words = fold(form.elements.words.value).split(" ").filter(Boolean);
    const picks = [...form.querySelectorAll("select")].filter((pick) => pick.value);
    let shown = 0;
    items.forEach((item, place) => {
      const fits =
        words.every((word) => texts[place].includes(word)) &&
        picks.every((pick) => item.dataset[pick.name] === pick.value);
      item.hidden = !fits;
      shown += fits;
    });
    for (const group of list.querySelectorAll("[data-group]"))
      group.hidden = !group.querySelector("[data-item]:not([hidden])");
    form.querySelector("output").textContent =
      shown + " " + form.dataset.of + " " + items.length + " " + form.dataset.shown;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
}
const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
for (const head of document.querySelectorAll("th[data-sort]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  const place = [...head.parentNode.children].indexOf(head);
  button.addEventListener("click", () => {
    const table = head.closest("table");
    const numbers = head.dataset.sort === "n";
    const first = numbers ? "descending" : "ascending";
    const other = numbers ? "ascending" : "descending";
    const wanted = head.getAttribute("aria-sort") === first ? other : first;
    for (const any of table.querySelectorAll("th[aria-sort]")) any.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", wanted);
    const sign = wanted === "ascending" ? 1 : -1;
    const key = (row) => row.cells[place].dataset.v ?? row.cells[place].textContent.trim();
    const rows = [...table.tBodies[0].rows].map((row) => [key(row), row]);
    // What has no value comes last either way.
    rows.sort(([a], [b]) =>
      a === "" || b === "" ? (a === "") - (b === "") : sign * (numbers ? a - b : order.compare(a, b)));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  });
}
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const part of closed) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of closed) part.open = false;
});
