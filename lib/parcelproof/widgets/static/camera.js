// A camera for a notebook page: live preview, take, take again, keep. A plain module without dependencies.
// The picture is sent once, as the binary part of a message, and is never put into the model.

const MAX_PIXELS = 12_000_000;
const MAX_BYTES = 8_000_000; // notebook servers cut connections at 10 MB per message
const QUALITIES = [0.92, 0.85, 0.75, 0.6];
const WISH = { width: { ideal: 4000 }, height: { ideal: 3000 } };

const SAID_BY_BROWSER = ["NotAllowedError", "NotFoundError", "NotReadableError"];

function make(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

function button(text, className, onClick) {
  const node = make("button", `pp-camera-button ${className}`, text);
  node.type = "button";
  node.addEventListener("click", onClick);
  return node;
}

function toBlob(canvas, quality) {
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("empty"))), "image/jpeg", quality),
  );
}

async function asJpeg(source, width, height) {
  const scale = Math.min(1, Math.sqrt(MAX_PIXELS / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  let blob = null;
  for (const quality of QUALITIES) {
    blob = await toBlob(canvas, quality);
    if (blob.size <= MAX_BYTES) break;
  }
  return blob;
}

// The still sensor of a phone often has more pixels than its video; where it has not, a frame of the video is as good.
async function sensorPhoto(track) {
  if (typeof ImageCapture === "undefined") return null;
  try {
    const capture = new ImageCapture(track);
    const able = await capture.getPhotoCapabilities();
    const seen = track.getSettings();
    if (!able.imageWidth || !able.imageHeight) return null;
    if (able.imageWidth.max * able.imageHeight.max <= seen.width * seen.height) return null;
    const blob = await capture.takePhoto({ imageWidth: able.imageWidth.max, imageHeight: able.imageHeight.max });
    const still = await createImageBitmap(blob);
    try {
      return await asJpeg(still, still.width, still.height);
    } finally {
      still.close();
    }
  } catch {
    return null;
  }
}

class CameraView {
  constructor(model, el) {
    this.model = model;
    this.words = model.get("_words"); // in the language of the page
    this.stream = null;
    this.taken = null;
    this.address = "";
    this.root = make("div", "pp-camera");
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", this.words.group);
    this.status = make("div", "pp-camera-status");
    this.status.setAttribute("role", "status");
    this.video = make("video", "pp-camera-picture");
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.setAttribute("aria-label", this.words.sees);
    this.still = make("img", "pp-camera-picture");
    this.still.alt = this.words.photo;
    this.open = button(this.words.open, "pp-camera-open", () => this.start());
    this.take = button(this.words.take, "pp-camera-take", () => this.shoot());
    this.keep = button(this.words.keep, "pp-camera-keep", () => this.send());
    this.again = button(this.words.again, "pp-camera-again", () => this.back());
    this.close = button(this.words.close, "pp-camera-close", () => this.shut());
    this.pick = make("label", "pp-camera-pick", `${this.words.group} `);
    this.choice = make("select", "pp-camera-choice");
    this.choice.addEventListener("change", () => this.start(this.choice.value));
    this.pick.append(this.choice);
    const row = make("div", "pp-camera-row");
    row.append(this.open, this.take, this.keep, this.again, this.close, this.pick);
    this.root.append(this.video, this.still, row, this.status);
    el.append(this.root);
    this.answer = (message) => this.answered(message);
    model.on("msg:custom", this.answer);
    this.show("closed");
  }

  show(state) {
    this.root.dataset.state = state;
    const visible = {
      closed: [this.open],
      live: [this.video, this.take, this.close],
      taken: [this.still, this.keep, this.again, this.close],
    }[state];
    for (const node of [this.video, this.still, this.open, this.take, this.keep, this.again, this.close]) {
      node.hidden = !visible.includes(node);
    }
    this.pick.hidden = state !== "live" || this.choice.options.length < 2;
  }

  say(words, bad = false) {
    this.status.textContent = words;
    this.status.classList.toggle("pp-camera-bad", bad);
  }

  async start(device = "") {
    this.stop();
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
      this.say(this.words[window.isSecureContext ? "other" : "insecure"], true);
      return;
    }
    const video = device ? { ...WISH, deviceId: { exact: device } } : { ...WISH, facingMode: { ideal: "environment" } };
    this.open.disabled = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      if (!this.root.isConnected) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.stream = stream;
      stream.getVideoTracks()[0].addEventListener("ended", () => this.shut(this.words.lost));
      this.video.srcObject = stream;
      await this.video.play();
      await this.fillChoice();
      this.show("live");
      this.say(this.words.ready);
      this.take.focus();
    } catch (error) {
      this.shut(this.words[SAID_BY_BROWSER.includes(error.name) ? error.name : "other"]);
    } finally {
      this.open.disabled = false;
    }
  }

  async fillChoice() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const cameras = devices.filter((device) => device.kind === "videoinput");
    const now = this.stream.getVideoTracks()[0].getSettings().deviceId;
    this.choice.replaceChildren(
      ...cameras.map((camera, number) => {
        const option = make("option", "", camera.label || `${this.words.group} ${number + 1}`);
        option.value = camera.deviceId;
        option.selected = camera.deviceId === now;
        return option;
      }),
    );
  }

  async shoot() {
    this.take.disabled = true;
    try {
      const track = this.stream.getVideoTracks()[0];
      this.taken =
        (await sensorPhoto(track)) ?? (await asJpeg(this.video, this.video.videoWidth, this.video.videoHeight));
      this.forget();
      this.address = URL.createObjectURL(this.taken);
      this.still.src = this.address;
      this.show("taken");
      this.say(this.words.look);
      this.keep.focus();
    } catch {
      this.say(this.words.failed, true);
    } finally {
      this.take.disabled = false;
    }
  }

  async send() {
    this.keep.disabled = true;
    this.again.disabled = true;
    this.say(this.words.sending);
    this.model.send({ kind: "photo" }, undefined, [await this.taken.arrayBuffer()]);
  }

  answered(message) {
    if (!message || !["kept", "refused"].includes(message.kind)) return;
    this.keep.disabled = false;
    this.again.disabled = false;
    if (message.kind === "kept" && this.stream) this.back();
    this.say(message.words, message.kind === "refused");
  }

  back() {
    this.forget();
    this.taken = null;
    this.show("live");
    this.say(this.words.ready);
    this.take.focus();
  }

  shut(words = "") {
    const here = this.root.contains(document.activeElement);
    this.stop();
    this.forget();
    this.taken = null;
    this.show("closed");
    this.say(typeof words === "string" ? words : "", Boolean(words));
    if (here) this.open.focus();
  }

  stop() {
    for (const track of this.stream ? this.stream.getTracks() : []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  forget() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = "";
    this.still.removeAttribute("src");
  }

  remove() {
    this.model.off("msg:custom", this.answer);
    this.stop();
    this.forget();
    this.root.remove();
  }
}

function render({ model, el }) {
  const view = new CameraView(model, el);
  return () => view.remove();
}

export default { render };
