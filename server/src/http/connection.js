// The test of /connection: browser, devices, the line; then a verdict, which the mediator gets too.

const english = document.documentElement.lang === 'en';
const words = (zh, en) => (english ? en : zh);
const place = (id) => document.getElementById(id);
const pause = (ms) => new Promise((over) => setTimeout(over, ms));
const within = (ms, promise) =>
  Promise.race([promise, pause(ms).then(() => Promise.reject(new DOMException('', 'TimeoutError')))]);

const start = place('start');
const id = start.dataset.case;
/** In the demo several people share one browser: a tab names its own. */
const persona = new URLSearchParams(location.search).get('as');
const api = (path) => `/api/v1${path}${persona ? `?as=${encodeURIComponent(persona)}` : ''}`;
const PARTS = ['browser', 'microphone', 'camera', 'speaker', 'socket', 'direct', 'tcp', 'relay', 'speed'];
let findings;
let advice;

function show(part, found, said) {
  place(part).dataset.found = found;
  place(part).querySelector('.said').textContent = said;
}

/** Notes what came of a part; `todo` is what the person can do about it. */
function note(part, found, said, todo) {
  show(part, found, said);
  if (part !== 'speed') findings[part] = found;
  if (todo) advice.push(todo);
}

const busy = (part) => show(part, 'busy', words('正在测试…', 'Testing…'));
const fine = () => words('正常', 'Fine');

function browser() {
  const missing = ['RTCPeerConnection', 'WebSocket', 'WebAssembly', 'AudioContext'].filter((name) => !(name in window));
  if (!isSecureContext) {
    note('browser', 'bad', words('地址不安全', 'Not a secure address'), words('请用 https 开头的地址打开本页。', 'Open this page by its https address.'));
  } else if (missing.length > 0 || !navigator.mediaDevices?.getUserMedia) {
    note('browser', 'bad', words('太旧，不能开视频', 'Too old for video'), words('请更新浏览器，或换用新版的 Chrome、Edge、Firefox、Safari。', 'Update your browser, or use a recent Chrome, Edge, Firefox or Safari.'));
  } else {
    note('browser', 'good', fine());
  }
  return findings.browser === 'good';
}

const REFUSED = ['NotAllowedError', 'SecurityError'];

/** Asks for both devices, then for each alone: one that is missing must not hide the other. */
async function devices() {
  const picture = { width: { ideal: 640 }, height: { ideal: 360 } };
  const ask = (wish) => navigator.mediaDevices.getUserMedia(wish).catch((error) => error);
  const both = await ask({ audio: true, video: picture });
  if (both instanceof MediaStream) return { microphone: both.getAudioTracks()[0], camera: both.getVideoTracks()[0] };
  if (REFUSED.includes(both.name)) return { microphone: both, camera: both };
  const microphone = await ask({ audio: true });
  const camera = await ask({ video: picture });
  return {
    microphone: microphone instanceof MediaStream ? microphone.getAudioTracks()[0] : microphone,
    camera: camera instanceof MediaStream ? camera.getVideoTracks()[0] : camera,
  };
}

function refused(part, { name }) {
  if (REFUSED.includes(name)) {
    note(part, 'bad', words('没有获得允许', 'Not allowed'), words('请点地址栏左边的图标，把“摄像头”和“麦克风”改为“允许”，再测一次。', 'Tap the icon left of the address, allow camera and microphone, and test again.'));
  } else if (name === 'NotFoundError') {
    const todo = part === 'camera'
      ? words('没有摄像头也能参加，只用声音。', 'You can take part without a camera, by sound.')
      : words('请插上带麦克风的耳机，或换一部手机。', 'Plug in a headset with a microphone, or use a phone.');
    note(part, 'bad', words('没有找到', 'Not found'), todo);
  } else {
    note(part, 'bad', words('打不开，可能被别的程序占用', 'Cannot be opened; another program may use it'), words('请关闭正在用摄像头或麦克风的其他程序，再测一次。', 'Close other programs that use camera or microphone, and test again.'));
  }
}

async function microphone(track, context) {
  busy('microphone');
  show('microphone', 'busy', words('请说一句话…', 'Please say something…'));
  const ear = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream([track])).connect(ear);
  const wave = new Float32Array(ear.fftSize);
  let loudest = 0;
  for (let step = 0; step < 50 && (loudest < 0.02 || step < 15); step++) {
    await pause(100);
    ear.getFloatTimeDomainData(wave);
    const level = Math.max(...wave.map(Math.abs));
    loudest = Math.max(loudest, level);
    place('level').value = Math.min(10, level * 20);
  }
  if (loudest >= 0.02) note('microphone', 'good', fine());
  else note('microphone', 'weak', words('能打开，但没有听到声音', 'Opens, but heard nothing'), words('请检查麦克风有没有静音，或耳机上的开关。', 'Check whether the microphone is muted, or the switch on the headset.'));
}

async function camera(track) {
  busy('camera');
  const own = place('own');
  own.srcObject = new MediaStream([track]);
  place('picture').hidden = false;
  try {
    await within(6000, own.play());
    note('camera', 'good', fine());
  } catch {
    note('camera', 'bad', words('没有画面', 'No picture'), words('请检查摄像头有没有被遮住或被别的程序占用。', 'Check whether the camera is covered or in use.'));
  }
}

async function speaker(context) {
  busy('speaker');
  for (const [step, frequency] of [523, 659, 784].entries()) {
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(new GainNode(context, { gain: 0.3 })).connect(context.destination);
    tone.start(context.currentTime + step * 0.4);
    tone.stop(context.currentTime + step * 0.4 + 0.3);
  }
  place('heard').hidden = false;
  const answer = (button, heard) => new Promise((said) => (place(button).onclick = () => said(heard)));
  const heard = await Promise.race([answer('yes', true), answer('no', false), pause(60_000)]);
  place('heard').hidden = true;
  if (heard) note('speaker', 'good', fine());
  else if (heard === false) note('speaker', 'bad', words('没有听到', 'Not heard'), words('请调大音量，拔掉或换一副耳机，再测一次。', 'Turn the volume up, unplug or change the headphones, and test again.'));
  else note('speaker', 'untested', words('没有回答', 'Not answered'));
}

/** The socket, and what it says, in turn. */
async function openLine() {
  busy('socket');
  const socket = new WebSocket(location.origin.replace('http', 'ws') + api(`/cases/${id}/connection/line`));
  const line = { socket, relay: undefined, answered: undefined };
  socket.onmessage = ({ data }) => {
    const told = JSON.parse(data);
    if (told.relay) line.relay = told.relay;
    if (told.publish_answer) line.answered?.(told.publish_answer.sdp);
  };
  const begun = performance.now();
  try {
    await within(8000, new Promise((opened, failed) => Object.assign(socket, { onopen: opened, onerror: failed })));
    note('socket', 'good', words(`正常，${Math.round(performance.now() - begun)} 毫秒`, `Fine, ${Math.round(performance.now() - begun)} ms`));
    return line;
  } catch {
    note('socket', 'bad', words('连不上', 'Cannot connect'), words('这个网络挡住了实时连接。请换一个网络，比如用手机流量。', 'This network blocks live connections. Use another, a mobile network for instance.'));
    return undefined;
  }
}

/** The answer with its ways over this protocol alone. */
const only = (protocol, sdp) =>
  sdp.split('\r\n').filter((line) => !line.startsWith('a=candidate:') || line.split(' ')[2].toLowerCase() === protocol).join('\r\n');

/** Media to the server, straight or by the relay; measured for some seconds if it arrives. */
async function media(line, tracks, relay, seconds, protocol = 'udp') {
  const connection = new RTCPeerConnection(relay ? { iceServers: [relay], iceTransportPolicy: 'relay' } : {});
  try {
    for (const track of tracks) connection.addTrack(track, new MediaStream([track]));
    if (tracks.length === 0) connection.createDataChannel('test');
    await connection.setLocalDescription(await connection.createOffer());
    if (relay) await within(8000, gathered(connection));
    const answer = new Promise((answered) => (line.answered = answered));
    line.socket.send(JSON.stringify({ publish: { sdp: connection.localDescription.sdp } }));
    await connection.setRemoteDescription({ type: 'answer', sdp: only(protocol, await within(8000, answer)) });
    await within(8000, connected(connection));
    let measured = {};
    for (let second = 0; second < seconds; second++) {
      await pause(1000);
      measured = await look(connection);
    }
    return measured;
  } catch {
    return undefined;
  } finally {
    connection.close();
  }
}

const gathered = (connection) =>
  new Promise((done) => {
    const look = () => connection.iceGatheringState === 'complete' && done();
    connection.onicegatheringstatechange = look;
    look();
  });

const connected = (connection) =>
  new Promise((done, failed) => {
    const look = () => {
      if (connection.connectionState === 'connected') done();
      if (connection.connectionState === 'failed') failed(new Error('failed'));
    };
    connection.onconnectionstatechange = look;
    look();
  });

async function look(connection) {
  const sums = { sent: 0, lost: 0 };
  for (const report of (await connection.getStats()).values()) {
    if (report.type === 'candidate-pair' && report.nominated && report.state === 'succeeded') {
      if (report.currentRoundTripTime !== undefined) sums.round_trip = Math.round(report.currentRoundTripTime * 1000);
      if (report.availableOutgoingBitrate) sums.up = Math.round(report.availableOutgoingBitrate / 1000);
    }
    if (report.type === 'outbound-rtp') sums.sent += report.packetsSent;
    if (report.type === 'remote-inbound-rtp') sums.lost += Math.max(0, report.packetsLost ?? 0);
  }
  const { sent, lost, ...rest } = sums;
  return { ...rest, loss: sent > 100 ? Math.round((1000 * lost) / sent) : undefined };
}

/** kbit/s from the portal. */
async function down() {
  const begun = performance.now();
  const answer = await within(20_000, fetch(api('/connection/sample'), { cache: 'no-store' }));
  const { byteLength } = await answer.arrayBuffer();
  return Math.round((byteLength * 8) / (performance.now() - begun));
}

async function line(tracks) {
  const opened = await openLine();
  if (!opened) return;
  busy('direct');
  const straight = await media(opened, tracks, undefined, 5);
  if (straight) note('direct', 'good', fine());
  else show('direct', 'bad', words('不通', 'Blocked'));
  findings.direct = straight ? 'good' : 'bad';
  busy('tcp');
  const piped = await media(opened, tracks, undefined, straight ? 0 : 5, 'tcp');
  if (piped) note('tcp', 'good', fine());
  else note('tcp', straight ? 'weak' : 'bad', words('不通', 'Blocked'));
  let relayed;
  if (opened.relay) {
    busy('relay');
    relayed = await media(opened, tracks, opened.relay, straight || piped ? 0 : 5);
    if (relayed) note('relay', 'good', fine());
    else note('relay', straight || piped ? 'weak' : 'bad', words('不通', 'Blocked'));
  } else {
    note('relay', 'untested', words('平台没有设置中转', 'The portal has no relay'));
  }
  opened.socket.close();
  if (!straight && !piped && !relayed) advice.push(words('这个网络挡住了音视频。请换一个网络，比如用手机流量，或请网络管理员放行 UDP。', 'This network blocks sound and picture. Use another, a mobile network for instance, or ask its administrator to allow UDP.'));
  busy('speed');
  Object.assign(findings, straight ?? piped ?? relayed ?? {});
  findings.down = await down().catch(() => undefined);
  speed();
}

function speed() {
  const { up, down, loss, round_trip: trip } = findings;
  const parts = [
    down !== undefined && words(`下行 ${rate(down)}`, `down ${rate(down)}`),
    up !== undefined && words(`上行 ${rate(up)}`, `up ${rate(up)}`),
    trip !== undefined && words(`来回 ${trip} 毫秒`, `${trip} ms there and back`),
    loss !== undefined && words(`丢失 ${loss / 10}%`, `${loss / 10}% lost`),
  ];
  const slowest = Math.min(up ?? Infinity, down ?? Infinity);
  const found = slowest < 50 ? 'bad' : slowest < 500 || (loss ?? 0) > 30 || (trip ?? 0) > 400 ? 'weak' : 'good';
  const todo = found === 'good' ? undefined : words('网络较慢或不稳：请靠近路由器，关闭下载和其他视频，或换用手机流量。', 'The network is slow or unsteady: move near the router, stop downloads and other videos, or use a mobile network.');
  note('speed', found, parts.filter(Boolean).join(words('，', ', ')), todo);
}

const rate = (kilobits) => (kilobits >= 1000 ? `${(kilobits / 1000).toFixed(1)} Mbit/s` : `${kilobits} kbit/s`);

async function conclude() {
  const verdict = place('verdict');
  let judged;
  try {
    const answer = await within(10_000, fetch(api(`/cases/${id}/connection`), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(findings),
    }));
    judged = answer.ok ? (await answer.json()).verdict : undefined;
  } catch {
    judged = undefined;
  }
  const said = {
    ready: ['good', words('可以参加：声音和画面都没有问题。', 'You are ready: sound and picture both work.')],
    sound_only: ['', words('可以只用声音参加。进入调解室后请按“省流量”。', 'You can take part by sound. Press “Save data” once you are in the room.')],
    not_yet: ['bad', words('现在还不能用这台设备参加。请照下面做，再测一次；不行就换一部手机，或拨打热线。', 'You cannot take part with this device yet. Do what is said below and test again; else use another phone, or call the hotline.')],
  }[judged] ?? ['bad', words('连不到平台，结果没能发出。请检查网络，再测一次。', 'The portal cannot be reached; the result was not sent. Check the network and test again.')];
  verdict.className = `note ${said[0]}`;
  verdict.dataset.verdict = judged ?? 'unsent';
  const heading = document.createElement('p');
  heading.textContent = said[1];
  const list = document.createElement('ul');
  for (const todo of new Set(advice)) list.append(Object.assign(document.createElement('li'), { textContent: todo }));
  const sent = document.createElement('p');
  sent.className = 'small';
  sent.textContent = judged ? words('结果已经告诉调解员。', 'The mediator has the result.') : '';
  verdict.replaceChildren(heading, ...(advice.length > 0 ? [list] : []), sent);
  verdict.hidden = false;
  verdict.scrollIntoView({ block: 'center' });
}

start.onclick = async () => {
  start.disabled = true;
  place('verdict').hidden = true;
  findings = Object.fromEntries(PARTS.filter((part) => part !== 'speed').map((part) => [part, 'untested']));
  advice = [];
  for (const part of PARTS) show(part, 'untested', '');
  if (browser()) {
    const context = new AudioContext();
    await context.resume();
    const found = await devices();
    const tracks = Object.values(found).filter((track) => track instanceof MediaStreamTrack);
    if (found.microphone instanceof MediaStreamTrack) await microphone(found.microphone, context);
    else refused('microphone', found.microphone);
    if (found.camera instanceof MediaStreamTrack) await camera(found.camera);
    else refused('camera', found.camera);
    await speaker(context);
    await line(tracks);
    for (const track of tracks) track.stop();
    place('picture').hidden = true;
    await context.close();
  }
  await conclude();
  start.disabled = false;
  start.textContent = words('再测一次', 'Test again');
};
