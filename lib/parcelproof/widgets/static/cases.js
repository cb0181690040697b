// A list to choose one case from. Each line is a radio button with its words: they wrap where a list box would cut them,
// and arrow keys move the choice, as everybody expects.
let count = 0;

export default {
  render({ model, el }) {
    const name = `pp-cases-${(count += 1)}`;
    const field = document.createElement("fieldset");
    field.className = "pp-cases";
    const legend = document.createElement("legend");
    const lines = document.createElement("div");
    lines.className = "pp-cases-lines";
    field.append(legend, lines);
    field.setAttribute("data-lm-suppress-shortcuts", "true");
    el.append(field);

    const part = (kind, text) => {
      const span = document.createElement("span");
      span.className = `pp-case-${kind}`;
      span.textContent = text;
      return span;
    };

    const draw = () => {
      const had = lines.contains(document.activeElement);
      legend.textContent = model.get("description");
      lines.replaceChildren(
        ...model.get("options").map((option) => {
          const line = document.createElement("label");
          line.className = ["pp-case", option.late && "pp-late", option.done && "pp-answered"].filter(Boolean).join(" ");
          const radio = document.createElement("input");
          radio.type = "radio";
          radio.name = name;
          radio.value = option.id;
          radio.addEventListener("change", () => {
            model.set("value", radio.value);
            model.save_changes();
          });
          const words = document.createElement("span");
          words.className = "pp-case-words";
          words.append(part("what", option.what), part("parcel", option.parcel));
          line.append(radio, part("due", option.due), words);
          return line;
        }),
      );
      field.style.display = model.get("options").length ? "" : "none";
      mark();
      if (had) focus();
    };

    const chosen = () => [...lines.querySelectorAll("input")].find((r) => r.value === model.get("value"));

    const mark = () => {
      const radio = chosen();
      for (const r of lines.querySelectorAll("input")) r.checked = r === radio;
      if (!radio) return;
      // Only the list scrolls: the page stays where the person reads.
      const line = radio.parentElement;
      const top = line.offsetTop - lines.offsetTop;
      if (top < lines.scrollTop) lines.scrollTop = top;
      else if (top + line.offsetHeight > lines.scrollTop + lines.clientHeight)
        lines.scrollTop = top + line.offsetHeight - lines.clientHeight;
    };

    const focus = () => chosen()?.focus();
    const heard = (message) => {
      if (message && message.do === "focus") focus();
    };

    model.on("change:options", draw);
    model.on("change:value", mark);
    model.on("msg:custom", heard);
    draw();
    return () => {
      model.off("change:options", draw);
      model.off("change:value", mark);
      model.off("msg:custom", heard);
    };
  },
};
