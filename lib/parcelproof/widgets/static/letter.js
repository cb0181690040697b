// A letter to read, edit and copy. The text area knows its language and direction, which the usual one does not.
// Copying uses the clipboard of the browser; where that is refused, the text is selected and copied the old way.
const LATER = 300;

const copyOldWay = (area) => {
  area.focus();
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
};

export default {
  render({ model, el }) {
    const area = document.createElement("textarea");
    area.rows = 16;
    area.className = "pp-letter";
    const row = document.createElement("div");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pp-copy jupyter-button mod-primary";
    button.textContent = model.get("words").copy;
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "pp-copied";
    row.append(button, said);
    el.append(area, row);
    for (const control of [area, button]) control.setAttribute("data-lm-suppress-shortcuts", "true");

    let timer = 0;
    const push = () => {
      clearTimeout(timer);
      timer = 0;
      if (area.value !== model.get("text")) {
        model.set("text", area.value);
        model.save_changes();
      }
    };
    area.addEventListener("input", () => {
      said.textContent = "";
      clearTimeout(timer);
      timer = setTimeout(push, LATER);
    });
    area.addEventListener("change", push);

    button.addEventListener("click", async () => {
      push();
      let done = false;
      try {
        await navigator.clipboard.writeText(area.value);
        done = true;
      } catch {
        done = copyOldWay(area);
      }
      if (!done) area.select();
      said.textContent = model.get("words")[done ? "copied" : "selected"];
    });

    const show = () => {
      area.lang = model.get("language");
      area.dir = model.get("direction");
      area.setAttribute("aria-label", model.get("label"));
      // While a person types, the text of the page is the newer one.
      if (!timer && area.value !== model.get("text")) area.value = model.get("text");
    };
    const names = ["text", "language", "direction", "label"];
    const changed = names.map((name) => `change:${name}`).join(" ");
    model.on(changed, show);
    show();
    return () => {
      push();
      model.off(changed, show);
    };
  },
};
