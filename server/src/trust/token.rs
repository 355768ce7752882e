//! Keys that lie in a hardware module (PKCS#11): the portal asks it to sign, and never holds them.

use crate::identity::token::random;
use anyhow::{Context, bail, ensure};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use pades::Fault;
use pades::algorithm::{Hash, SigAlg};
use pades::encode;
use pades::key::{P256, Signer, ecdsa_value, p256_public};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A module is initialised once in a process, and finished for all who use it when one of them drops it.
static MODULES: Mutex<BTreeMap<PathBuf, Pkcs11>> = Mutex::new(BTreeMap::new());

/// An unlocked token. It does not print its PIN.
pub struct Token {
    module: Pkcs11,
    slot: Slot,
    pin: AuthPin,
    session: Mutex<Session>,
}

/// A P-256 key in the token.
pub struct TokenKey {
    token: Arc<Token>,
    /// `CKA_ID`
    id: Vec<u8>,
    /// `SubjectPublicKeyInfo` in DER.
    public: Vec<u8>,
}

impl Token {
    /// Unlocks the token `label` of the `module`, a shared library.
    ///
    /// # Errors
    /// If the library does not load, there is no such token, or the PIN is wrong.
    pub fn open(module: &Path, label: &str, pin: String) -> anyhow::Result<Arc<Self>> {
        let module = loaded(module).with_context(|| format!("no PKCS#11 module {}", module.display()))?;
        let named = |slot: &Slot| module.get_token_info(*slot).is_ok_and(|info| info.label() == label);
        let slots = module.get_slots_with_token()?;
        let slot = slots.into_iter().find(named);
        let slot = slot.with_context(|| format!("the PKCS#11 module has no token {label:?}"))?;
        let pin = AuthPin::new(pin.into());
        let session = session(&module, slot, &pin).with_context(|| format!("the token {label:?} does not open"))?;
        Ok(Arc::new(Self {
            module,
            slot,
            pin,
            session: Mutex::new(session),
        }))
    }

    /// The keys under `label`.
    ///
    /// # Errors
    /// If the token does not answer.
    pub fn keys(self: &Arc<Self>, label: &str) -> anyhow::Result<Vec<TokenKey>> {
        let wanted = [
            Attribute::Class(ObjectClass::PUBLIC_KEY),
            Attribute::KeyType(KeyType::EC),
            Attribute::Label(label.into()),
        ];
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keys = Vec::new();
        for handle in session.find_objects(&wanted)? {
            let (mut id, mut point) = (None, None);
            for attribute in session.get_attributes(handle, &[AttributeType::Id, AttributeType::EcPoint])? {
                match attribute {
                    Attribute::Id(bytes) => id = Some(bytes),
                    Attribute::EcPoint(bytes) => point = uncompressed(&bytes),
                    _ => {}
                }
            }
            let (Some(id), Some(point)) = (id, point) else {
                bail!("the token's key {label:?} is not of P-256");
            };
            keys.push(TokenKey {
                token: self.clone(),
                id,
                public: p256_public(&point),
            });
        }
        Ok(keys)
    }

    /// Makes a key that never leaves the token.
    ///
    /// # Errors
    /// If the token makes none.
    pub fn make(self: &Arc<Self>, label: &str) -> anyhow::Result<TokenKey> {
        let id = random::<16>().to_vec();
        let both = [
            Attribute::Token(true),
            Attribute::Label(label.into()),
            Attribute::Id(id.clone()),
        ];
        let public = [
            Attribute::Private(false),
            Attribute::Verify(true),
            Attribute::EcParams(encode::oid(P256)),
        ];
        let private = [
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Sign(true),
        ];
        let (public, private) = ([&both[..], &public].concat(), [&both[..], &private].concat());
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        session
            .generate_key_pair(&Mechanism::EccKeyPairGen, &public, &private)
            .context("the token makes no key")?;
        drop(session);
        let made = self.keys(label)?.into_iter().find(|key| key.id == id);
        made.context("the token does not show the key it made")
    }

    /// Signs a SHA-256 digest; `r ‖ s`.
    fn sign(&self, id: &[u8], digest: &[u8]) -> Result<Vec<u8>, Error> {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        match signed(&session, id, digest) {
            // The module was restarted, or the token put in again.
            Err(Error::Pkcs11(error, _)) if gone(&error) => {
                *session = self::session(&self.module, self.slot, &self.pin)?;
                signed(&session, id, digest)
            }
            answer => answer,
        }
    }
}

fn loaded(path: &Path) -> anyhow::Result<Pkcs11> {
    let mut modules = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = modules.get(path) {
        return Ok(known.clone());
    }
    let module = Pkcs11::new(path)?;
    module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))?;
    modules.insert(path.to_owned(), module.clone());
    Ok(module)
}

fn session(module: &Pkcs11, slot: Slot, pin: &AuthPin) -> Result<Session, Error> {
    let session = module.open_rw_session(slot)?;
    match session.login(UserType::User, Some(pin)) {
        // All sessions of a process are unlocked together.
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
        Err(error) => Err(error),
    }
}

fn gone(error: &RvError) -> bool {
    matches!(
        error,
        RvError::SessionHandleInvalid
            | RvError::SessionClosed
            | RvError::UserNotLoggedIn
            | RvError::DeviceError
            | RvError::DeviceRemoved
            | RvError::TokenNotPresent
            | RvError::KeyHandleInvalid
    )
}

fn signed(session: &Session, id: &[u8], digest: &[u8]) -> Result<Vec<u8>, Error> {
    let wanted = [
        Attribute::Class(ObjectClass::PRIVATE_KEY),
        Attribute::KeyType(KeyType::EC),
        Attribute::Id(id.to_vec()),
    ];
    let found: Vec<ObjectHandle> = session.find_objects(&wanted)?;
    let key = found.first().ok_or(Error::InvalidValue)?;
    session.sign(&Mechanism::Ecdsa, *key, digest)
}

/// The point in `CKA_EC_POINT`: in an OCTET STRING, or bare, as some modules have it.
fn uncompressed(bytes: &[u8]) -> Option<[u8; 65]> {
    let bare = bytes.strip_prefix(&[encode::OCTET_STRING, 65]).unwrap_or(bytes);
    bare.try_into().ok().filter(|point: &[u8; 65]| point[0] == 4)
}

impl Signer for TokenKey {
    fn algorithm(&self) -> SigAlg {
        SigAlg::EcdsaP256Sha256
    }

    fn public(&self) -> Vec<u8> {
        self.public.clone()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Fault> {
        let digest = Hash::Sha256.digest(&[message]);
        let signature = self.token.sign(&self.id, &digest).map_err(|error| {
            tracing::error!(%error, "the token does not sign");
            Fault::KeyUnusable
        })?;
        let pair: [u8; 64] = signature.try_into().map_err(|_| Fault::KeyUnusable)?;
        Ok(ecdsa_value(&pair))
    }
}

/// The PIN in the file `path`, or `given`.
///
/// # Errors
/// If there is none, or the file does not read.
pub fn pin(path: Option<&Path>, given: Option<&str>) -> anyhow::Result<String> {
    let pin = match (path, given) {
        (Some(path), None) => {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            text.trim_end_matches(['\r', '\n']).to_owned()
        }
        (None, Some(given)) => given.to_owned(),
        _ => bail!("pkcs11 needs its PIN, from pkcs11-pin-file or from the environment"),
    };
    ensure!(!pin.is_empty(), "the PIN is empty");
    Ok(pin)
}
