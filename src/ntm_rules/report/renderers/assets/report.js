"use strict";
(() => {
  const root = document.documentElement, body = document.body;
  const data = JSON.parse(document.getElementById("data").textContent);
  const panel = document.getElementById("panel"), reason = document.getElementById("reason");
  const status = document.getElementById("status"), back = document.getElementById("back");
  const main = document.getElementById("main");
  const english = () => root.classList.contains("en");
  const label = (key) => data.l[key][english() ? 1 : 0];
  const text = (place) => { const one = data.t[place]; return typeof one === "string" ? one : one[english() ? 1 : 0]; };
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    for (const child of children) made.append(child);
    return made;
  };
  const shown = [];
  let filtered = false;
  const sign = (look, mark) => element("i", { class: "g " + look, "aria-hidden": "true" }, mark);

  // Language: both texts stand in the page; labels that are attributes follow.
  const speak = (language) => {
    root.className = language; root.lang = language; document.title = document.querySelector("h1").innerText;
    for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === language));
    for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", label(one.dataset.label));
    for (const option of document.querySelectorAll("option")) {
      if (option.dataset.vi !== undefined) option.textContent = english() ? option.dataset.en : option.dataset.vi;
      else if (option.value === "") option.textContent = label("any");
    }
    for (const cell of document.querySelectorAll(".matrix td[data-k]:not(.end)")) {
      const node = data.n[Number(cell.dataset.k)], word = text(node[5]);
      cell.setAttribute("aria-label", cell.classList.contains("old") ? word + ", " + label("old") : word);
    }
    if (shown.length) draw(shown[shown.length - 1]);
    if (filtered) filter();
  };

  // Reasons.
  let origin = null;
  const part = (key, ...children) => children.length ? [element("h3", {}, label(key)), ...children] : [];
  const list = (places) => places.map((place) => element("p", {}, text(place)));
  const link = (place, withUnit) => {
    const node = data.n[place], name = (text(node[2]) ? text(node[2]) + " " : "") + text(node[3]);
    const button = element("button", { type: "button", class: "l", "data-k": String(place) });
    button.append(withUnit ? text(node[0]) + ": " + name : name);
    return element("li", {}, sign(node[4], node[15]), button);
  };
  const inBook = (node) => {
    if (!data.b) return [];
    const [ruleset, code = "recognition"] = text(node[17]).split("#");
    return [element("p", {}, element("a", { href: `${data.b}/${ruleset}/${text(node[18])}.html#${encodeURIComponent(code)}` }, label("in_book")))];
  };
  const draw = (place) => {
    const node = data.n[place];
    const rank = { n: 0, w: 0, u: 1 };
    const below = node[14].slice().sort((one, other) => (rank[data.n[one][4]] ?? 2) - (rank[data.n[other][4]] ?? 2));
    const own = below.filter((one) => data.n[one][0] === node[0]), others = below.filter((one) => data.n[one][0] !== node[0]);
    const why = node[7].map(([look, mark, said, ...sources]) => element("li", { class: look }, sign(look, mark), " " + text(said),
      ...sources.map((one) => element("small", {}, text(one)))));
    const title = element("h2", { id: "panel-title", tabindex: "-1" }, (text(node[2]) ? text(node[2]) + ". " : "") + text(node[3]));
    const verdict = element("p", { class: "verdict" }, sign(node[4], node[15]), element("b", {}, text(node[5])));
    if (node[6] >= 0) verdict.append(" · " + label("parts") + ": " + text(node[6]));
    reason.replaceChildren(
      element("p", { class: "where" }, text(node[0]) + " · " + text(node[1])), title, verdict,
      ...part("published", ...list(node[12])),
      ...(why.length ? part("why", element("ul", { class: "why" }, ...why)) : []),
      ...part("evidence", ...list(node[8])),
      ...part("to_do", ...list(node[13])),
      ...part("office", ...list(node[11])),
      ...part("basis", ...(node[9] >= 0 ? list([node[9]]) : []), element("p", {}, element("span", { class: "tag" }, text(node[10]))), ...inBook(node)),
      ...(own.length ? part("parts", element("ul", { class: "parts" }, ...own.map((one) => link(one, false)))) : []),
      ...(others.length ? part("members", element("ul", { class: "parts" }, ...others.map((one) => link(one, true)))) : []),
    );
    back.hidden = shown.length < 2;
    panel.scrollTop = 0;
    return title;
  };
  // Some browsers refuse this of a file that was opened from a disk: the address is then left as it is.
  const locate = (where) => { try { history.replaceState(null, "", where); } catch { /* left */ } };
  const narrow = () => matchMedia("(max-width:900px)").matches;
  const open = (place, from, deeper) => {
    const before = from && from.isConnected ? from.getBoundingClientRect().top : null;
    if (!deeper) { shown.length = 0; if (from) origin = from; }
    shown.push(place);
    const title = draw(place);
    panel.hidden = false; body.classList.add("open"); main.inert = narrow();
    // The page becomes narrower: what was clicked must not move.
    if (before !== null && !deeper) scrollBy(0, from.getBoundingClientRect().top - before);
    for (const one of document.querySelectorAll("[aria-selected]")) one.removeAttribute("aria-selected");
    if (from && from.matches("td")) from.setAttribute("aria-selected", "true");
    locate("#r=" + address(place));
    status.textContent = label("opened") + ": " + title.textContent;
    return title;
  };
  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true; body.classList.remove("open"); main.inert = false; shown.length = 0;
    for (const one of document.querySelectorAll("[aria-selected]")) one.removeAttribute("aria-selected");
    locate("#");
    if (origin && origin.isConnected) origin.focus();
  };
  const address = (place) => [16, 17].map((one) => encodeURIComponent(text(data.n[place][one]))).join("/");
  document.addEventListener("click", (event) => {
    const from = event.target.closest("[data-k]");
    if (!from || from.classList.contains("blank")) return;
    const deeper = panel.contains(from);
    const title = open(Number(from.dataset.k), from, deeper);
    if (deeper || narrow() || (from.matches("button") && event.detail === 0)) title.focus();
    if (from.matches("td")) { enter(from); }
  });
  back.addEventListener("click", () => { shown.pop(); draw(shown[shown.length - 1]).focus(); });
  document.getElementById("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.getElementById("print").addEventListener("click", () => print());
  document.getElementById("print-reason").addEventListener("click", () => { body.classList.add("reason-only"); print(); body.classList.remove("reason-only"); });

  // Tables of many units: one tab stop each, arrows go on from there.
  const rows = (grid) => [...grid.querySelectorAll("tr")].filter((row) => !row.hidden && !row.closest("tbody[hidden]") && stops(row).length);
  const stops = (row) => [...row.querySelectorAll("th button, td[data-k]")];
  const enter = (stop) => {
    const grid = stop.closest("table");
    for (const one of grid.querySelectorAll("[tabindex='0']")) one.tabIndex = -1;
    stop.tabIndex = 0; stop.focus({ preventScroll: true }); stop.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  for (const grid of document.querySelectorAll(".matrix")) {
    for (const cell of grid.querySelectorAll("td[data-k]")) cell.tabIndex = -1;
    const first = grid.querySelector("th button, td[data-k]");
    if (first) first.tabIndex = 0;
    grid.addEventListener("keydown", (event) => {
      const stop = event.target.closest("td[data-k], th button");
      if (!stop) return;
      const all = rows(grid), row = stop.closest("tr"), own = stops(row), at = own.indexOf(stop), line = all.indexOf(row);
      const to = { ArrowRight: [line, at + 1], ArrowLeft: [line, at - 1], ArrowDown: [line + 1, at], ArrowUp: [line - 1, at],
        Home: [line, 0], End: [line, own.length - 1], PageDown: [Math.min(line + 10, all.length - 1), at], PageUp: [Math.max(line - 10, 0), at] }[event.key];
      if (to) {
        const target = all[to[0]] && stops(all[to[0]]);
        if (target && to[1] >= 0) {
          const found = target[Math.min(to[1], target.length - 1)];
          event.preventDefault(); enter(found);
          if (!panel.hidden && found.dataset.k && !found.classList.contains("blank")) open(Number(found.dataset.k), found, false);
        }
      } else if ((event.key === "Enter" || event.key === " ") && stop.matches("td")) {
        event.preventDefault(); if (!stop.classList.contains("blank")) open(Number(stop.dataset.k), stop, false).focus();
      }
    });
  }
  for (const button of document.querySelectorAll(".fold button")) {
    const rowsBelow = button.closest("tbody").nextElementSibling;
    const set = (open) => { rowsBelow.hidden = !open; button.setAttribute("aria-expanded", String(open)); };
    set(false);
    button.addEventListener("click", () => set(rowsBelow.hidden));
  }

  // Filters.
  const form = document.querySelector(".filter"), output = document.getElementById("shown");
  const name = document.getElementById("f-unit"), office = document.getElementById("f-office"), source = document.getElementById("f-source");
  const plain = (value) => value.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  const filter = () => {
    const asked = plain(name.value.trim());
    const outcomes = new Set([...document.querySelectorAll(".signs [aria-pressed=true]")].map((one) => one.dataset.o));
    const narrowed = outcomes.size || office.value || source.value;
    filtered = Boolean(narrowed || asked);
    let units = 0, cells = 0;
    for (const grid of document.querySelectorAll(".matrix")) {
      const heads = [...grid.querySelectorAll("thead th.c")].map((head) =>
        (!office.value || head.dataset.f.split(" ").includes(office.value)) && (!source.value || head.dataset.m === source.value));
      for (const row of grid.querySelectorAll("tbody:not(.fold) tr")) {
        let count = 0;
        [...row.querySelectorAll("td[data-k]:not(.end)")].forEach((cell, place) => {
          const keep = heads[place] && (!outcomes.size || outcomes.has(cell.classList[0]));
          cell.classList.toggle("blank", !keep); count += keep;
          cell.textContent = keep ? data.n[Number(cell.dataset.k)][15] : "";
        });
        const keep = (!asked || plain(row.querySelector("th").textContent).includes(asked)) && (!narrowed || count > 0);
        row.hidden = !keep;
        if (keep) { units += 1; cells += count; }
      }
      // The numbers of all units are not those of the units that are left.
      for (const sums of grid.querySelectorAll("tr.sum")) sums.hidden = filtered;
      for (const fold of grid.querySelectorAll(".fold")) {
        fold.hidden = filtered;
        fold.nextElementSibling.hidden = !filtered && fold.querySelector("button").getAttribute("aria-expanded") === "false";
      }
    }
    for (const table of document.querySelectorAll(".rules")) {
      const unit = table.previousElementSibling.previousElementSibling;
      const named = !asked || plain(unit.textContent).includes(asked);
      let count = 0;
      for (const row of table.querySelectorAll("tbody tr")) {
        const keep = named && (!outcomes.size || outcomes.has(row.dataset.o)) &&
          (!office.value || row.dataset.f.split(" ").includes(office.value)) && (!source.value || row.dataset.m === source.value);
        row.hidden = !keep; count += keep;
      }
      if (count) { units += 1; cells += count; }
    }
    output.textContent = filtered ? label("shown").replace("{units}", units).replace("{cells}", cells) : "";
  };
  name.addEventListener("input", filter); office.addEventListener("change", filter); source.addEventListener("change", filter);
  for (const button of document.querySelectorAll(".signs button")) button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true")); filter();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    for (const button of document.querySelectorAll(".signs button")) button.setAttribute("aria-pressed", "false");
    setTimeout(filter);
  });

  // On paper the notices and the work lists are open.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open]):not(.figures)")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; });

  for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
  speak(root.className);
  const asked = location.hash.startsWith("#r=") ? location.hash.slice(3) : "";
  const found = asked ? data.n.findIndex((_, place) => address(place) === asked) : -1;
  if (found >= 0) open(found, null, false).focus();
})();
