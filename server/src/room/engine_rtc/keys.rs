//! The keys of a link's own outgoing media. `rtc` derives them from DTLS (RFC 5764 §4.2) and keeps
//! them; its way out for a packet costs several times the encryption itself, in moves through eight
//! layers. Forwarding therefore encrypts by itself (`rtc::srtp`), with the same keys, listened to
//! where they are derived: in the crypto provider every connection is given. `rtc` sends RTCP only
//! on such a link, under keys of its own, so that no packet number is ever used twice.

use anyhow::bail;
use rtc::dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc::srtp::config::{Config, LABEL_EXTRACTOR_DTLS_SRTP};
use rtc::srtp::context::Context;
use rtc::srtp::protection_profile::ProtectionProfile;
use rtc_crypto::{
    ActiveKeyExchange, AeadAlgorithm, AeadCipher, BlockCipherAlgorithm, CbcAlgorithm, CbcCipher, CryptoAlgorithm,
    CryptoError, HashAlgorithm, HmacAlgorithm, KeyExchangeAlgorithm, Mac, PublicKey, RTCCrypto, RTCCryptoProvider,
    RTCRandom, SignatureScheme, SigningKey, StreamCipher, StreamCipherAlgorithm,
};
use std::sync::{Arc, Mutex, PoisonError};

/// What links may agree on. Both have master keys of 16 bytes.
pub const PROFILES: [SrtpProtectionProfile; 2] = [
    SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm,
    SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80,
];

/// Keying material of one link, once its handshake is done.
#[derive(Clone, Default)]
pub struct Keys(Arc<Mutex<Vec<u8>>>);

impl Keys {
    /// A provider to give to the link's connection.
    pub fn provider(&self) -> Result<Arc<dyn RTCCryptoProvider>, CryptoError> {
        let inner = rtc_crypto::default_provider()?;
        let keys = self.clone();
        Ok(Arc::new(Listening { inner, keys }))
    }

    /// The context for packets we send as the DTLS server. `cipher` is the profile's name in the
    /// connection's statistics.
    ///
    /// # Errors
    /// Before the handshake, and for a profile not of [`PROFILES`].
    pub fn sealing(&self, cipher: &str) -> anyhow::Result<Context> {
        let profile = match cipher {
            "SRTP_AEAD_AES_128_GCM" => ProtectionProfile::AeadAes128Gcm,
            "SRTP_AES128_CM_HMAC_SHA1_80" => ProtectionProfile::Aes128CmHmacSha1_80,
            other => bail!("unknown SRTP profile {other:?}"),
        };
        let mut config = Config {
            profile,
            ..Default::default()
        };
        let material = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(material) = material.get(..config.keying_material_len()) else {
            bail!("no keying material of the handshake");
        };
        config.set_session_keys_from_keying_material(material, false)?;
        let provider = rtc_crypto::default_provider()?;
        let (key, salt) = (&config.keys.local_master_key, &config.keys.local_master_salt);
        Ok(Context::new(key, salt, profile, None, None, provider.crypto())?)
    }
}

/// Passes everything on, and listens for the export of SRTP's keys.
struct Listening {
    inner: Arc<dyn RTCCryptoProvider>,
    keys: Keys,
}

impl RTCCryptoProvider for Listening {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    fn crypto(&self) -> &dyn RTCCrypto {
        self
    }

    fn random(&self) -> &dyn RTCRandom {
        self.inner.random()
    }
}

impl RTCCrypto for Listening {
    fn supports(&self, algorithm: CryptoAlgorithm) -> bool {
        self.inner.crypto().supports(algorithm)
    }

    fn hash(&self, algorithm: HashAlgorithm, data: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.inner.crypto().hash(algorithm, data)
    }

    fn block_encrypt(&self, algorithm: BlockCipherAlgorithm, key: &[u8], block: &mut [u8]) -> Result<(), CryptoError> {
        self.inner.crypto().block_encrypt(algorithm, key, block)
    }

    fn new_hmac(&self, algorithm: HmacAlgorithm, key: &[u8]) -> Result<Box<dyn Mac>, CryptoError> {
        Ok(Box::new(ListeningMac {
            inner: self.inner.crypto().new_hmac(algorithm, key)?,
            keys: self.keys.clone(),
        }))
    }

    fn new_stream_cipher(
        &self,
        algorithm: StreamCipherAlgorithm,
        key: &[u8],
    ) -> Result<Box<dyn StreamCipher>, CryptoError> {
        self.inner.crypto().new_stream_cipher(algorithm, key)
    }

    fn new_aead(&self, algorithm: AeadAlgorithm, key: &[u8]) -> Result<Box<dyn AeadCipher>, CryptoError> {
        self.inner.crypto().new_aead(algorithm, key)
    }

    fn new_cbc(&self, algorithm: CbcAlgorithm, key: &[u8]) -> Result<Box<dyn CbcCipher>, CryptoError> {
        self.inner.crypto().new_cbc(algorithm, key)
    }

    fn start_key_exchange(&self, algorithm: KeyExchangeAlgorithm) -> Result<Box<dyn ActiveKeyExchange>, CryptoError> {
        self.inner.crypto().start_key_exchange(algorithm)
    }

    fn generate_signing_key(&self, scheme: SignatureScheme) -> Result<Arc<dyn SigningKey>, CryptoError> {
        self.inner.crypto().generate_signing_key(scheme)
    }

    fn import_signing_key(
        &self,
        scheme: SignatureScheme,
        pkcs8_der: &[u8],
    ) -> Result<Arc<dyn SigningKey>, CryptoError> {
        self.inner.crypto().import_signing_key(scheme, pkcs8_der)
    }

    fn verify_signature(
        &self,
        scheme: SignatureScheme,
        public_key: PublicKey<'_>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        self.inner
            .crypto()
            .verify_signature(scheme, public_key, message, signature)
    }
}

struct ListeningMac {
    inner: Box<dyn Mac>,
    keys: Keys,
}

impl Mac for ListeningMac {
    fn output_len(&self) -> usize {
        self.inner.output_len()
    }

    fn sign(&mut self, input: &[&[u8]], output: &mut [u8]) -> Result<(), CryptoError> {
        self.inner.sign(input, output)?;
        // P_hash (RFC 5246 §5): a block of output is HMAC(secret, A(i) + seed), and an exporter's
        // seed begins with its label (RFC 5705 §4).
        if let [_, seed] = input
            && seed.starts_with(LABEL_EXTRACTOR_DTLS_SRTP.as_bytes())
        {
            self.keys
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend_from_slice(output);
        }
        Ok(())
    }

    fn verify(&mut self, input: &[&[u8]], expected: &[u8]) -> Result<(), CryptoError> {
        self.inner.verify(input, expected)
    }
}
