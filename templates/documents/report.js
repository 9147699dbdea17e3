// What report.html can do beyond being read: a switch for light and dark, and tables of class "interactive" that are
// sorted and filtered. Without it every row of every table is there, in the order of the report.
"use strict";
{
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Light and dark: the system's choice until another is made here; it is kept where the browser lets a file keep it.
  const root = document.documentElement;
  const stored = (value) => {
    try {
      return value === undefined ? localStorage.getItem("fodspor-theme") : localStorage.setItem("fodspor-theme", value);
    } catch {
      return null;
    }
  };
  const switches = make("div", { className: "theme" });
  switches.setAttribute("role", "group");
  switches.setAttribute("aria-label", "Colours of the page");
  const setTheme = (theme) => {
    if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
    for (const button of switches.children) button.setAttribute("aria-pressed", String(button.value === theme));
  };
  for (const [value, text] of [["auto", "Auto"], ["light", "Light"], ["dark", "Dark"]]) {
    const button = make("button", { type: "button", value }, text);
    button.addEventListener("click", () => { setTheme(value); stored(value); });
    switches.append(button);
  }
  document.querySelector(".masthead")?.append(switches);
  setTheme(["light", "dark"].includes(stored()) ? stored() : "auto");

  // A cell's number: thin spaces part thousands, "1:23:45" is a time, a deviation does not count.
  const numberOf = (text) => {
    const plain = text.trim().replace(/\u2212/g, "-").replace(/[\u202f\u2007]/g, "");
    const clock = /^(-?)(\d+):(\d\d):(\d\d)$/.exec(plain);
    if (clock) return (clock[1] ? -1 : 1) * (3600 * clock[2] + 60 * clock[3] + 1 * clock[4]);
    return Number.parseFloat(plain);
  };
  const collator = new Intl.Collator(undefined, { numeric: true });

  // Compares texts of cells; what is missing stands last either way.
  const comparison = (isNumber, descending) => {
    const sign = descending ? -1 : 1;
    if (!isNumber) return (a, b) => (a === "") - (b === "") || sign * collator.compare(a, b);
    return (a, b) => {
      const [x, y] = [numberOf(a), numberOf(b)];
      return Number.isNaN(x) - Number.isNaN(y) || (Number.isNaN(x) ? 0 : sign * (x - y));
    };
  };

  const sortable = (table, rows, heads) => {
    const body = table.tBodies[0];
    let current = null, descending = false;
    heads.forEach((head, column) => {
      const button = make("button", { type: "button" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        // Up, down, and the order of the report again.
        if (current !== column) { current = column; descending = false; }
        else if (!descending) descending = true;
        else current = null;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (current !== null) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        table.classList.toggle("sorted", current !== null);
        const compare = comparison(head.classList.contains("number"), descending);
        const sorted = current === null ? rows : [...rows].sort((a, b) => compare(a.texts[column], b.texts[column]));
        body.append(...sorted.map((row) => row.element));
      });
    });
  };

  const filterable = (table, rows, heads) => {
    const name = table.closest("figure")?.querySelector("figcaption")?.textContent ?? "table";
    const controls = make("div", { className: "controls" });
    controls.setAttribute("role", "search");
    controls.setAttribute("aria-label", name);
    const search = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    controls.append(make("label", {}, "Search", search));
    const status = make("p");
    status.setAttribute("role", "status");
    const choices = [];
    heads.forEach((head, column) => {
      const kind = head.dataset.facet;
      if (!kind) return;
      // Of a cell such as "killed, continued later" only the beginning is a choice.
      const valueOf = (row) => kind === "lead" ? row.texts[column].split(/[;,(]/)[0].trim() : row.texts[column];
      const counts = new Map();
      for (const row of rows) counts.set(valueOf(row), (counts.get(valueOf(row)) ?? 0) + 1);
      if (counts.size < 2) return;
      const select = make("select", {}, make("option", { value: "" }, "all"));
      for (const value of [...counts.keys()].sort(collator.compare)) {
        select.append(make("option", { value: "=" + value }, `${value || "none"} (${counts.get(value)})`));
      }
      controls.append(make("label", {}, head.textContent, select));
      choices.push({ select, valueOf });
    });
    const reset = make("button", { type: "button" }, "Show all rows");
    controls.append(reset, status);
    const update = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const active = choices.filter((choice) => choice.select.value);
      let shown = 0;
      for (const row of rows) {
        const matches = words.every((word) => row.all.includes(word))
          && active.every((choice) => "=" + choice.valueOf(row) === choice.select.value);
        row.element.hidden = !matches;
        shown += matches;
      }
      const isFiltered = words.length > 0 || active.length > 0;
      reset.hidden = !isFiltered;
      // A row that names the group for those below it may be hidden, and sums are over all rows.
      table.classList.toggle("filtered", isFiltered);
      status.textContent = isFiltered ? `${shown} of ${rows.length} rows shown` : `${rows.length} rows`;
    };
    search.addEventListener("input", update);
    for (const choice of choices) choice.select.addEventListener("change", update);
    reset.addEventListener("click", () => {
      search.value = "";
      for (const choice of choices) choice.select.value = "";
      update();
      search.focus();
    });
    update();
    table.closest(".scroll")?.before(controls);
  };

  for (const table of document.querySelectorAll("table.interactive")) {
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows].map((element) => {
      const texts = [...element.cells].map((cell) => cell.textContent);
      return { element, texts, all: texts.join(" ").toLowerCase() };
    });
    filterable(table, rows, heads);
    sortable(table, rows, heads);
  }

  // A region that does not scroll needs no stop of the Tab key.
  const regions = [...document.querySelectorAll(".scroll")];
  const stops = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1 || target.scrollHeight > target.clientHeight + 1;
      target.toggleAttribute("tabindex", scrolls);
      if (scrolls) target.tabIndex = 0;
    }
  });
  regions.forEach((region) => stops.observe(region));
}
