// Passkey ceremonies of /staff and /office/first/{token}. WebAuthn has no form of its own.

const english = document.documentElement.lang === 'en';
const say = (zh, en) => {
  const said = document.getElementById('said');
  said.textContent = english ? en : zh;
  said.hidden = false;
};

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

async function post(path, body) {
  const answer = await fetch(`/api/v1/passkeys/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.code);
  return told;
}

function explain(error) {
  const words = {
    passkey_missing: ['没有这个登录名，或尚未登记通行密钥。', 'No such name, or no passkey registered yet.'],
    link_used: ['这个链接已经用过。请向管理员再要一个。', 'This link has been used. Ask your administrator for another.'],
    link_unknown: ['链接无效。请核对地址。', 'The link is not valid. Check the address.'],
    link_expired: ['链接已过期。请向管理员再要一个。', 'The link has expired. Ask for another.'],
    recovery_wrong: ['登录名或恢复码不对。', 'The name or the recovery code is wrong.'],
    too_many_requests: ['尝试太频繁，请稍后再试。', 'Too many attempts. Try again later.'],
    NotAllowedError: ['已取消，或设备没有回应。可以再试一次。', 'Cancelled, or no answer from the device. Try again.'],
    SecurityError: ['请用 localhost 或正式域名打开本页：通行密钥不能用于数字地址。', 'Open this page by localhost or its name: passkeys cannot be bound to a numeric address.'],
  };
  say(...(words[error.message] ?? words[error.name] ?? ['没有成功，请再试一次。', 'That did not work. Please try again.']));
}

async function register(link) {
  const { handle, options } = await post('register/start', { link });
  const publicKey = options.publicKey;
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.user.id = bytes(publicKey.user.id);
  for (const known of publicKey.excludeCredentials ?? []) known.id = bytes(known.id);
  const made = await navigator.credentials.create({ publicKey });
  return post('register/finish', {
    handle,
    credential: {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      extensions: made.getClientExtensionResults(),
      response: {
        attestationObject: text(made.response.attestationObject),
        clientDataJSON: text(made.response.clientDataJSON),
        transports: made.response.getTransports?.() ?? [],
      },
    },
  });
}

async function signIn(login) {
  const { handle, options } = await post('login/start', { login });
  const publicKey = options.publicKey;
  publicKey.challenge = bytes(publicKey.challenge);
  for (const known of publicKey.allowCredentials ?? []) known.id = bytes(known.id);
  const made = await navigator.credentials.get({ publicKey });
  const { authenticatorData, clientDataJSON, signature, userHandle } = made.response;
  await post('login/finish', {
    handle,
    credential: {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      extensions: made.getClientExtensionResults(),
      response: {
        authenticatorData: text(authenticatorData),
        clientDataJSON: text(clientDataJSON),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null,
      },
    },
  });
  // Who keeps no accounts is sent on to the desk from there.
  location.href = '/office';
}

function on(id, deed) {
  const form = document.getElementById(id);
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    try {
      await deed(Object.fromEntries(new FormData(form)));
    } catch (error) {
      explain(error);
    } finally {
      button.disabled = false;
    }
  });
}

on('login', ({ login }) => signIn(login.trim()));
on('recover', async ({ login, code }) => {
  const { link } = await post('recover', { login: login.trim(), code: code.trim() });
  location.href = `/office/first/${link}`;
});
on('register', async () => {
  const { recovery_codes } = await register(location.pathname.split('/').pop());
  if (recovery_codes.length === 0) location.href = '/office';
  document.getElementById('list').textContent = recovery_codes.join('\n');
  document.getElementById('register').hidden = true;
  document.getElementById('codes').hidden = false;
});
