// Photos of a form: looked at before they are sent, made smaller where they are large, sent with their progress shown.
const photos = (() => {
  const LONGEST = 2560;
  const LARGE = 2 * 1024 * 1024;
  const SMALL = 240;
  const TAKEN_AS_IS = ["image/jpeg", "image/png"];
  const chosen = new WeakMap();
  const of = (form) => chosen.get(form) || [];

  async function read(file) {
    const picture = await createImageBitmap(file).catch(() => null);
    const bad = ["打不开这张照片; 请另拍一张, 或选 JPEG、PNG 格式的", "This photo cannot be read; take another one, or choose a JPEG or PNG"];
    if (!picture) throw new desk.Refused(`${file.name}: ${desk.say(...bad)}`);
    const large = file.size > LARGE || Math.max(picture.width, picture.height) > LONGEST;
    const fits = !large && TAKEN_AS_IS.includes(file.type);
    const data = fits ? await asText(file) : drawn(picture, LONGEST, 0.88);
    return { name: file.name, data, small: drawn(picture, SMALL, 0.8) };
  }

  function drawn(picture, longest, quality) {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", quality);
  }

  const asText = (file) =>
    new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(file);
    });

  function blob(data) {
    const [head, body] = data.split(",");
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: head.slice(5).split(";")[0] });
  }

  // Add one that is read already, and show it.
  async function bring(form, shot) {
    chosen.set(form, [...of(form), shot]);
    const item = desk.made("li");
    const picture = item.appendChild(desk.made("img"));
    picture.src = shot.small;
    picture.alt = shot.name;
    const away = item.appendChild(desk.made("button", "", "×"));
    away.type = "button";
    away.setAttribute("aria-label", desk.say("不要这张", "Take it away") + ` ${shot.name}`);
    away.addEventListener("click", () => {
      chosen.set(form, of(form).filter((one) => one !== shot));
      item.remove();
      form.dispatchEvent(new Event("brought"));
    });
    form.querySelector(".shots").append(item);
  }

  async function choose(input) {
    const [form, files] = [input.form, [...input.files]];
    const told = form.querySelector("[role=alert]");
    told.textContent = "";
    form.setAttribute("data-typed", "");
    for (const file of files) {
      try {
        await bring(form, await read(file));
      } catch (error) {
        told.textContent = error.message;
      }
    }
    input.value = ""; // so that the same photo can be chosen again
    form.dispatchEvent(new Event("brought"));
  }

  // Send what was not sent yet; the hashes by which a step names them.
  async function send(form) {
    const shots = of(form);
    const bar = form.querySelector(".sending");
    for (const [number, shot] of shots.entries()) {
      bar.hidden = false;
      shot.sha256 ||= await upload(form.dataset.files, shot, (share) => progress(bar, number, shots.length, share));
    }
    bar.hidden = true;
    return shots.map((shot) => shot.sha256);
  }

  function progress(bar, number, all, share) {
    bar.querySelector("i").style.width = `${(100 * (number + share)) / all}%`;
    const percent = `${Math.round(share * 100)} %`;
    const [zh, en] = [`正在上传第 ${number + 1} 张, 共 ${all} 张: ${percent}`, `Sending photo ${number + 1} of ${all}: ${percent}`];
    bar.querySelector("p").textContent = desk.say(zh, en);
  }

  function upload(address, shot, moved) {
    const body = new FormData();
    body.append("file", blob(shot.data), shot.name);
    const request = new XMLHttpRequest(); // fetch tells nothing of how far it is
    const lost = ["照片没有传上去: 网络断了。照片还在, 请再点一次", "The photo was not sent: no connection. It is still here; send again"];
    return new Promise((done, failed) => {
      request.upload.onprogress = (event) => moved(event.loaded / event.total);
      request.onerror = () => failed(new desk.Refused(desk.say(...lost)));
      request.onload = async () => {
        if (request.status === 201) return done(JSON.parse(request.responseText).sha256);
        const answer = new Response(request.responseText, { status: request.status });
        failed(new desk.Refused(await desk.reason(answer), request.status));
      };
      request.open("POST", address);
      request.send(body);
    });
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("form.step input[type=file]")) choose(event.target);
  });

  return { bring, of, send };
})();
