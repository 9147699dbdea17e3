// What scripts/check-html asks of a page. Each function answers a list of findings, empty when all is well.
() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const label = (element) => `<${element.tagName.toLowerCase()}${element.id ? " #" + element.id : ""}> “${(element.textContent ?? "").trim().slice(0, 40)}”`;
  const byIds = (element, attribute) => (element.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  const nameOf = (element) => byIds(element, "aria-labelledby") || element.getAttribute("aria-label")
    || [...(element.labels ?? [])].map((item) => item.textContent).join(" ").trim() || element.textContent.trim();
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".repeat, .gap, .skip");

  // sRGB to relative luminance and contrast, WCAG 2.2.
  const channels = (color) => (/rgba?\(([^)]*)\)/.exec(color)?.[1] ?? "0,0,0,0").split(/[\s,/]+/).map(Number);
  const luminance = (rgb) => rgb.slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const background = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const ratio = (a, b) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

  const shownRows = (table) => [...table.tBodies[0].rows].filter((row) => !row.hidden);
  const column = (table, index) => shownRows(table).map((row) => row.cells[index].textContent);
  const number = (text) => {
    const clock = /^(\d+):(\d\d):(\d\d)$/.exec(text.trim());
    if (clock) return 3600 * clock[1] + 60 * clock[2] + Number(clock[3]);
    return Number.parseFloat(text.replace(/\u2212/g, "-").replace(/[\u202f\u2007]/g, ""));
  };

  return {
    structure() {
      const findings = [];
      const count = (selector, expected) => {
        const found = all(selector).length;
        if (found !== expected) findings.push(`${found} ${selector}, expected ${expected}`);
      };
      count("h1", 1);
      count("main", 1);
      count("body > header", 1);
      count("nav[aria-label]", 1);
      count("meta[http-equiv=Content-Security-Policy]", 1);
      count("[style]", 0);
      count("[onclick], [onload], [onerror], iframe, object, embed, link, img, form", 0);
      if (!document.documentElement.lang) findings.push("the page has no language");
      if (!document.title.trim()) findings.push("the page has no title");
      const ids = all("[id]").map((element) => element.id);
      for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) findings.push(`id ${id} is not unique`);
      for (const reference of ["aria-labelledby", "aria-describedby", "for"]) {
        for (const element of all(`[${reference}]`)) {
          for (const id of element.getAttribute(reference).split(/\s+/)) {
            if (!document.getElementById(id)) findings.push(`${label(element)}: ${reference} names ${id}, which is not there`);
          }
        }
      }
      for (const link of all("a[href^='#']")) {
        if (!document.getElementById(link.hash.slice(1))) findings.push(`the link to ${link.hash} leads nowhere`);
      }
      let level = 0;
      for (const heading of all("h1, h2, h3, h4, h5, h6")) {
        const own = Number(heading.tagName[1]);
        if (own > level + 1) findings.push(`${label(heading)} skips a level`);
        if (!heading.textContent.trim()) findings.push("an empty heading");
        level = own;
      }
      for (const element of all("button, input, select, a[href], [tabindex='0'], [role=group], [role=search], section, nav, table, svg[role=img]")) {
        if (!nameOf(element)) findings.push(`${label(element)} has no name`);
      }
      for (const cell of all("th")) if (!cell.scope) findings.push(`${label(cell)} has no scope`);
      for (const table of all("table")) {
        const width = table.tHead.rows[0].cells.length;
        for (const row of table.tBodies[0].rows) {
          if (row.cells.length !== width) findings.push(`a row of ${nameOf(table).slice(0, 40)} has ${row.cells.length} cells, its head ${width}`);
        }
      }
      for (const figure of all("svg")) {
        if (!figure.querySelector(":scope > title")?.textContent || !figure.querySelector(":scope > desc")?.textContent) {
          findings.push(`${label(figure)} has no title or description`);
        }
      }
      return findings;
    },

    contrast() {
      const findings = new Map();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || element.closest("svg, script, style") || !isVisible(element)) continue;
        const style = getComputedStyle(element);
        const found = ratio(channels(style.color), background(element));
        if (found < 4.5) findings.set(`${style.color} on ${background(element)}`, `${label(element)} has a contrast of ${found.toFixed(2)}`);
      }
      return [...findings.values()];
    },

    themeSwitch() {
      const findings = [];
      const paper = () => luminance(channels(getComputedStyle(document.body).backgroundColor));
      const press = (value) => {
        const button = document.querySelector(`.theme button[value=${value}]`);
        button.click();
        if (button.getAttribute("aria-pressed") !== "true") findings.push(`${value} is not told as pressed`);
        return paper();
      };
      if (!(press("dark") < 0.05)) findings.push("dark is not dark");
      if (!(press("light") > 0.8)) findings.push("light is not light");
      press("auto");
      return findings;
    },

    withoutScript() {
      const findings = [];
      if (all("button, input, select").length) findings.push("there are controls that do nothing");
      for (const element of all("section, section p, tbody tr, svg")) {
        if (!element.checkVisibility()) findings.push(`${label(element)} is not shown`);
      }
      return findings;
    },

    tables() {
      const findings = [];
      const tables = all("table.interactive");
      if (!tables.length) findings.push("no table is interactive");
      for (const table of tables) {
        const name = nameOf(table).slice(0, 40);
        const complain = (text) => findings.push(`${name}: ${text}`);
        const heads = [...table.tHead.rows[0].cells];
        const original = shownRows(table);
        const controls = table.closest("figure").querySelector(".controls");
        const status = controls.querySelector("[role=status]");
        heads.forEach((head, index) => {
          const button = head.querySelector("button");
          button.click();
          if (head.getAttribute("aria-sort") !== "ascending") complain(`${head.textContent}: not told as ascending`);
          const texts = column(table, index);
          if (head.classList.contains("number")) {
            const numbers = texts.map(number).filter((value) => !Number.isNaN(value));
            if (numbers.some((value, place) => place && value < numbers[place - 1])) complain(`${head.textContent}: not ascending`);
          } else {
            const order = new Intl.Collator(undefined, { numeric: true });
            if (texts.some((text, place) => place && text && order.compare(texts[place - 1], text) > 0)) complain(`${head.textContent}: not ascending`);
          }
          button.click();
          if (head.getAttribute("aria-sort") !== "descending") complain(`${head.textContent}: not told as descending`);
          const reversed = column(table, index);
          if (new Set(texts).size > 1 && texts.join("\n") === reversed.join("\n")) complain(`${head.textContent}: descending is as ascending`);
          if (all(".repeat", table).some((cell) => getComputedStyle(cell).position === "absolute")) complain("sorted rows hide names");
          button.click();
          if (head.hasAttribute("aria-sort") || shownRows(table).some((row, place) => row !== original[place])) complain(`${head.textContent}: the third press does not restore the order`);
        });
        const search = controls.querySelector("input");
        const type = (text) => { search.value = text; search.dispatchEvent(new Event("input", { bubbles: true })); };
        const word = original.at(-1).cells[0].textContent.toLowerCase().split(/\s+/)[0];
        type(word);
        const expected = original.filter((row) => row.textContent.toLowerCase().includes(word)).length;
        if (shownRows(table).length !== expected) complain(`search for ${word} shows ${shownRows(table).length} rows, not ${expected}`);
        if (!status.textContent.startsWith(`${expected} of ${original.length} `)) complain(`the status says “${status.textContent}”`);
        type("no such text in any row");
        if (shownRows(table).length) complain("a search for what is not there shows rows");
        controls.querySelector("button").click();
        if (shownRows(table).length !== original.length) complain("reset does not show all rows");
        for (const select of all("select", controls)) {
          for (const option of [...select.options].slice(1)) {
            select.value = option.value;
            select.dispatchEvent(new Event("change", { bubbles: true }));
            const count = Number(/\((\d+)\)$/.exec(option.textContent)?.[1]);
            if (shownRows(table).length !== count) complain(`“${option.textContent}” shows ${shownRows(table).length} rows`);
            if (count === original.length) complain(`“${option.textContent}” is no choice`);
          }
          select.value = "";
          select.dispatchEvent(new Event("change", { bubbles: true }));
        }
        if (shownRows(table).length !== original.length) complain("rows are lost");
      }
      return findings;
    },

    focusFirstSort() {
      const button = document.querySelector("table.interactive thead button");
      button?.focus();
      return Boolean(button) && document.activeElement === button;
    },

    firstSortState() { return document.querySelector("table.interactive thead th").getAttribute("aria-sort"); },

    width(limit) {
      const findings = [];
      if (document.documentElement.scrollWidth > limit) findings.push(`the page is ${document.documentElement.scrollWidth} px wide`);
      for (const element of all("body *")) {
        if (element.closest(".scroll, .skip") && !element.matches(".scroll")) continue;
        if (element.getBoundingClientRect().right > limit + 0.5 && isVisible(element)) findings.push(`${label(element)} reaches beyond the page`);
      }
      for (const region of all(".scroll")) {
        if (region.scrollWidth > region.clientWidth + 1 && region.tabIndex !== 0) findings.push(`${label(region)} scrolls and cannot be focused`);
      }
      return findings;
    },

    print(limit) {
      const findings = [];
      for (const element of all(".controls, .theme, .contents, .skip")) {
        if (element.checkVisibility()) findings.push(`${label(element)} is printed`);
      }
      for (const table of all("table")) {
        if (table.getBoundingClientRect().width > limit + 1) {
          findings.push(`${nameOf(table).slice(0, 60)}: ${Math.round(table.getBoundingClientRect().width)} px wide of ${limit}`);
        }
      }
      for (const region of all(".scroll")) {
        if (getComputedStyle(region).overflow !== "visible") findings.push(`${label(region)} is cut`);
      }
      return findings;
    },
  };
}
