"""The camera: what the browser part sends, what the Python part does with it, and that no picture stays behind."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from parcelproof.errors import EvidenceError
from parcelproof.evidence.barcodes import read_barcodes
from parcelproof.language import speaking
from parcelproof.sample.photos import subject_of
from parcelproof.sample.pictures.canvas import lit, rng_for, set_down, surface
from parcelproof.sample.pictures.papers import shipping_label
from parcelproof.sample.stories import load_shop
from parcelproof.widgets.camera import WORDS, Camera

STATIC = Path(__file__).parents[2] / "lib" / "parcelproof" / "widgets" / "static"


def jpeg(size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#456").save(out, "JPEG")
    return out.getvalue()


# -- the Python part --------------------------------------------------------------------------


class Wire:
    """A camera with its answers written down."""

    def __init__(self, on_photo: Any) -> None:
        self.camera = Camera(on_photo)
        self.answers: list[dict[str, str]] = []
        self.camera.send = lambda content, buffers=None: self.answers.append(content)  # type: ignore[method-assign]

    def receive(self, content: Any, *buffers: bytes) -> None:
        self.camera._handle_custom_msg(content, [memoryview(b) for b in buffers])


def test_a_kept_photo_arrives_as_bytes_and_is_confirmed() -> None:
    got: list[bytes] = []
    wire = Wire(got.append)
    wire.receive({"kind": "photo"}, jpeg())
    assert got == [jpeg()]
    assert wire.answers == [{"kind": "kept", "words": "The page has your photo."}]


@pytest.mark.parametrize("buffers", [(), (b"",), (b"GIF89a",), (b"\xff\xd8\xff" + bytes(41 * 2**20),)])
def test_what_is_no_jpeg_never_reaches_the_page(buffers: tuple[bytes, ...]) -> None:
    got: list[bytes] = []
    wire = Wire(got.append)
    wire.receive({"kind": "photo"}, *buffers)
    assert got == []
    assert [answer["kind"] for answer in wire.answers] == ["refused"]


def test_other_messages_are_passed_over() -> None:
    wire = Wire(lambda data: None)
    for content in ({"kind": "else"}, {}, None, "photo", 7):
        wire.receive(content, jpeg())
    assert wire.answers == []


def test_a_refusal_is_said_beside_the_button() -> None:
    def refuse(data: bytes) -> None:
        raise EvidenceError("The disk is full.", mend="Make room.")

    wire = Wire(refuse)
    wire.receive({"kind": "photo"}, jpeg())
    assert wire.answers == [{"kind": "refused", "words": "The disk is full. Make room."}]


def test_the_camera_speaks_the_language_of_the_page() -> None:
    assert Wire(lambda data: None).camera._words == WORDS
    with speaking("zh"):
        said = Wire(lambda data: None).camera._words
    assert set(said) == set(WORDS)
    assert said["take"] == "拍照"


def test_an_unknown_fault_is_said_without_its_details() -> None:
    def fail(data: bytes) -> None:
        raise ValueError("secret")

    wire = Wire(fail)
    with pytest.raises(ValueError, match="secret"):
        wire.camera._received(None, {"kind": "photo"}, [jpeg()])
    assert wire.answers[0]["kind"] == "refused"
    assert "secret" not in wire.answers[0]["words"]


def test_no_photo_is_in_the_widget_state() -> None:
    wire = Wire(lambda data: None)
    before = wire.camera.get_state()
    wire.receive({"kind": "photo"}, jpeg())
    assert wire.camera.get_state() == before
    assert not any(isinstance(value, bytes | memoryview) for value in before.values())
    assert set(wire.camera.keys) - {"_esm", "_css", "layout", "tabbable", "tooltip"} <= {
        key for key in wire.camera.keys if key.startswith("_")
    }


def test_the_browser_part_needs_nothing_from_elsewhere() -> None:
    for name in ("camera.js", "camera.css"):
        text = (STATIC / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"\bimport\b", text)
        assert "localStorage" not in text
        assert ".set(" not in text
        assert "save_changes" not in text


# -- the browser part -------------------------------------------------------------------------

HARNESS = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="camera.css"><body><div id="el"></div>
<script type="module">
import widget from "./camera.js";
window.sent = []; const heard = [];
const model = {
  get: (name) => ({_words: WORDS})[name],
  on: (name, call) => heard.push(call), off: (name, call) => heard.splice(heard.indexOf(call), 1),
  send: async (content, callbacks, buffers) => {
    let text = ""; for (const byte of new Uint8Array(buffers[0])) text += String.fromCharCode(byte);
    window.sent.push({content, photo: btoa(text)});
  },
};
window.answer = (message) => heard.forEach((call) => call(message));
window.heard = heard;
window.cleanup = widget.render({model, el: document.getElementById("el")});
document.body.dataset.ready = "yes";
</script></body>""".replace("WORDS", json.dumps(WORDS))


def label_scene(number: int) -> tuple[str, Image.Image]:
    """A label on a table as the camera sees it, 1280 by 960."""
    shop = load_shop()
    story = next(s for s in shop.stories if s.parcel.number.startswith("R"))
    subject, rng = subject_of(shop, story), rng_for("camera", str(number))
    ground = surface(rng, "felt", 1280, 960)
    set_down(ground, shipping_label(subject.label, rng).convert("RGBA"), (640, 480), turn=8)
    return subject.label.number, lit(ground, rng)


def write_y4m(path: Path, image: Image.Image) -> None:
    """One frame of uncompressed video, which the browser repeats for ever."""
    y, cb, cr = (np.asarray(part) for part in image.convert("YCbCr").split())
    half = [c.reshape(c.shape[0] // 2, 2, c.shape[1] // 2, 2).mean((1, 3)).astype(np.uint8) for c in (cb, cr)]
    head = f"YUV4MPEG2 W{image.width} H{image.height} F30:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + b"FRAME\n" + y.tobytes() + half[0].tobytes() + half[1].tobytes())


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    number, image = label_scene(1)
    path = tmp_path_factory.mktemp("film") / "label.y4m"
    write_y4m(path, image)
    return number, path


@pytest.fixture(scope="module")
def camera_browser(browser: Any, chromium: str, filmed: tuple[str, Path]) -> Iterator[Any]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--no-first-run", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
             f"--use-file-for-fake-video-capture={filmed[1]}"]  # fmt: skip
    instance = browser.browser_type.launch(executable_path=chromium, args=flags)
    yield instance
    instance.close()


def opened(browser: Any, address: str = "http://localhost/", before: str = "", **options: Any) -> Any:
    page = browser.new_page(**options)
    page.set_default_timeout(20_000)
    if before:
        page.add_init_script(before)
    files = {"camera.js": "text/javascript", "camera.css": "text/css"}

    def serve(route: Any) -> None:
        name = route.request.url.rsplit("/", 1)[-1]
        if name in files:
            route.fulfill(body=(STATIC / name).read_text(encoding="utf-8"), content_type=files[name])
        else:
            route.fulfill(body=HARNESS, content_type="text/html")

    page.route("**/*", serve)
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    return page


def sent(page: Any) -> list[tuple[dict[str, str], Image.Image]]:
    page.wait_for_function("window.sent.length > 0")
    return [
        (one["content"], Image.open(BytesIO(base64.b64decode(one["photo"]))))
        for one in json.loads(page.evaluate("JSON.stringify(window.sent)"))
    ]


@pytest.mark.browser
def test_the_label_before_the_camera_is_read_from_the_photo(camera_browser: Any, filmed: tuple[str, Path]) -> None:
    page = opened(camera_browser)
    page.get_by_role("button", name="Open the camera").click()
    page.get_by_role("button", name="Take photo").click()
    page.get_by_role("button", name="Keep this photo").click()
    ((content, photo),) = sent(page)
    assert content == {"kind": "photo"}
    assert photo.format == "JPEG"
    assert photo.size == (1280, 960)
    assert read_barcodes(photo.convert("RGB"), "label") == (filmed[0],)
    page.evaluate("window.answer({kind: 'kept', words: 'The page has your photo.'})")
    assert page.get_by_role("status").inner_text() == "The page has your photo."
    assert page.get_by_role("button", name="Take photo").is_visible()
    page.close()


@pytest.mark.browser
def test_it_works_by_keyboard_alone_and_takes_again(camera_browser: Any) -> None:
    page = opened(camera_browser)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for name in ("Take photo", "Keep this photo"):
        page.wait_for_function(f"document.activeElement.textContent === '{name}'")
        page.keyboard.press("Enter")
        if name == "Take photo":
            page.wait_for_function("document.activeElement.textContent === 'Keep this photo'")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            page.wait_for_function("document.activeElement.textContent === 'Take photo'")
            page.keyboard.press("Space")
    assert len(sent(page)) == 1
    page.close()


@pytest.mark.browser
def test_a_refused_photo_can_be_sent_again(camera_browser: Any) -> None:
    page = opened(camera_browser)
    page.get_by_role("button", name="Open the camera").click()
    page.get_by_role("button", name="Take photo").click()
    page.get_by_role("button", name="Keep this photo").click()
    sent(page)
    assert page.get_by_role("button", name="Keep this photo").is_disabled()
    page.evaluate("window.answer({kind: 'refused', words: 'The disk is full.'})")
    assert page.get_by_role("status").inner_text() == "The disk is full."
    page.get_by_role("button", name="Keep this photo").click()
    page.wait_for_function("window.sent.length === 2")
    assert len({one["photo"] for one in page.evaluate("window.sent")}) == 1
    page.close()


@pytest.mark.browser
def test_several_cameras_can_be_chosen_and_leaving_switches_off(camera_browser: Any) -> None:
    two = """
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      window.asked = []; window.tracks = [];
      navigator.mediaDevices.getUserMedia = async (wish) => {
        window.asked.push(wish.video.deviceId ? wish.video.deviceId.exact : "");
        const stream = await ask({video: true});
        window.tracks.push(...stream.getTracks());
        return stream;
      };
      navigator.mediaDevices.enumerateDevices = async () => [
        {kind: "videoinput", deviceId: "a", label: "Front"}, {kind: "audioinput", deviceId: "m", label: "Sound"},
        {kind: "videoinput", deviceId: "b", label: ""}];
    """
    page = opened(camera_browser, before=two)
    page.get_by_role("button", name="Open the camera").click()
    page.get_by_label("Camera", exact=False).locator("select").select_option("b")
    page.wait_for_function("window.asked.length === 2")
    assert page.evaluate("window.asked") == ["", "b"]
    assert page.locator("option").all_inner_texts() == ["Front", "Camera 2"]
    page.wait_for_function("window.tracks.length === 2")
    page.evaluate("window.cleanup()")
    assert set(page.evaluate("window.tracks.map((track) => track.readyState)")) == {"ended"}
    assert page.evaluate("window.heard.length") == 0
    assert page.locator("#el").inner_text() == ""
    page.close()


FAULTS = {
    "NotAllowedError": "The camera was refused",
    "NotFoundError": "No camera was found",
    "NotReadableError": "Another program uses the camera",
    "AbortError": "Your browser gave no camera. Use upload instead.",
}


@pytest.mark.browser
@pytest.mark.parametrize("fault", FAULTS)
def test_a_missing_camera_is_said_in_words(browser: Any, fault: str) -> None:
    refuse = f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('x', '{fault}'); }}"
    page = opened(browser, before=refuse)
    page.get_by_role("button", name="Open the camera").click()
    page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    words = page.get_by_role("status").inner_text()
    assert words.startswith(FAULTS[fault])
    assert "upload" in words
    assert page.get_by_role("button", name="Open the camera").is_enabled()
    page.close()


@pytest.mark.browser
def test_an_unsafe_address_is_explained(browser: Any) -> None:
    page = opened(browser, "http://shop.example/")
    page.get_by_role("button", name="Open the camera").click()
    words = page.get_by_role("status").inner_text()
    assert "not safe" in words
    assert "Use upload instead." in words
    page.close()


@pytest.mark.browser
def test_a_picture_larger_than_12_megapixels_is_scaled(camera_browser: Any) -> None:
    large = """
      window.ImageCapture = class {
        async getPhotoCapabilities() { return {imageWidth: {max: 5000}, imageHeight: {max: 4000}}; }
        async takePhoto() {
          const canvas = new OffscreenCanvas(5000, 4000); canvas.getContext("2d").fillRect(0, 0, 90, 90);
          return canvas.convertToBlob({type: "image/jpeg"});
        }
      };
    """
    page = opened(camera_browser, before=large)
    page.get_by_role("button", name="Open the camera").click()
    page.get_by_role("button", name="Take photo").click()
    page.get_by_role("button", name="Keep this photo").click()
    ((_, photo),) = sent(page)
    assert 11_900_000 < photo.width * photo.height <= 12_000_000
    page.close()
