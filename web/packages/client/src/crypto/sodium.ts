/**
 * The primitives of docs/protocol/README.md, over libsodium; nothing here is our own cryptography. Only functions that
 * libsodium 1.0.18 has too, because that is what the C# side links.
 *
 * The library is WebAssembly of some 190 KB: it is fetched by the first `loadSodium`, not with the page. All other
 * functions throw if called before that: calling them so is a mistake of ours.
 */

type Sodium = typeof import('libsodium-wrappers-sumo').default;

const KDF_CONTEXT = 'tacit-v1';
const ARGON2ID_PASSES = 3;
const ARGON2ID_MEMORY_BYTES = 64 * 1024 * 1024;

let loaded: Sodium | undefined;

export interface KeyPair {
  readonly publicKey: Uint8Array;

  /** 64 bytes: the seed, then the public key. */
  readonly privateKey: Uint8Array;
}

export async function loadSodium(): Promise<void> {
  if (loaded) return;
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  await sodium.ready;
  loaded = sodium;
}

function sodium(): Sodium {
  if (!loaded) throw new Error('loadSodium() comes first');
  return loaded;
}

/** BLAKE2b, 32 bytes, without a key. */
export function hash(bytes: Uint8Array): Uint8Array {
  return sodium().crypto_generichash(32, bytes, null);
}

/** BLAKE2b, 16 bytes, with a key of 32. */
export function keyedHash(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sodium().crypto_generichash(16, bytes, key);
}

/** BLAKE2b, 32 bytes, with a key of 32. */
export function keyedHash32(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sodium().crypto_generichash(32, bytes, key);
}

export function kdf(key: Uint8Array, number: number): Uint8Array {
  return sodium().crypto_kdf_derive_from_key(32, number, KDF_CONTEXT, key);
}

/** The Ed25519 key pair of a 32-byte seed. */
export function keyPairOf(seed: Uint8Array): KeyPair {
  return sodium().crypto_sign_seed_keypair(seed);
}

export function sign(privateKey: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sodium().crypto_sign_detached(bytes, privateKey);
}

export function verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  return sodium().crypto_sign_verify_detached(signature, bytes, publicKey);
}

/** XChaCha20-Poly1305: ciphertext, then the 16-byte tag. The nonce has 24 bytes. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, plain: Uint8Array): Uint8Array {
  return sodium().crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, null, nonce, key);
}

/** The plaintext, or `undefined` if it is not authentic. */
export function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  try {
    return sodium().crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, ad, nonce, key);
  } catch {
    return undefined; // The wrapper throws for "no"; lengths are right by the types of the callers.
  }
}

/** `crypto_box_seal` to the X25519 form of an Ed25519 key; `undefined` if the key has none. */
export function sealBox(recipientKey: Uint8Array, plain: Uint8Array): Uint8Array | undefined {
  try {
    return sodium().crypto_box_seal(plain, sodium().crypto_sign_ed25519_pk_to_curve25519(recipientKey));
  } catch {
    return undefined; // A point of small order, which no honest device has.
  }
}

/** What `sealBox` closed, for the holder of the Ed25519 key pair; `undefined` if it does not open. */
export function openBox(recipient: KeyPair, box: Uint8Array): Uint8Array | undefined {
  try {
    return sodium().crypto_box_seal_open(
      box,
      sodium().crypto_sign_ed25519_pk_to_curve25519(recipient.publicKey),
      sodium().crypto_sign_ed25519_sk_to_curve25519(recipient.privateKey),
    );
  } catch {
    return undefined;
  }
}

/** Argon2id over the password's NFC form: 32 bytes, after a few tenths of a second and 64 MiB of memory. */
export function stretchPassword(password: string, salt: Uint8Array): Uint8Array {
  return sodium().crypto_pwhash(
    32,
    password.normalize('NFC'),
    salt,
    ARGON2ID_PASSES,
    ARGON2ID_MEMORY_BYTES,
    sodium().crypto_pwhash_ALG_ARGON2ID13,
  );
}

export function randomBytes(length: number): Uint8Array {
  return sodium().randombytes_buf(length);
}
