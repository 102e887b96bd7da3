/* SHA-256 (FIPS 180-4), with the processor's own instructions where it has them. */
#include "sha256.h"
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

#define BLOCK 64

static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t right(uint32_t x, int n) { return x >> n | x << (32 - n); }

static uint32_t word(const unsigned char *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void plain(uint32_t h[8], const unsigned char *at, size_t blocks) {
  for (; blocks; blocks--, at += BLOCK) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++) w[i] = word(at + 4 * i);
    for (int i = 16; i < 64; i++) {
      uint32_t a = w[i - 15], b = w[i - 2];
      w[i] = w[i - 16] + (right(a, 7) ^ right(a, 18) ^ a >> 3) + w[i - 7] +
             (right(b, 17) ^ right(b, 19) ^ b >> 10);
    }
    memcpy(s, h, sizeof s);
#pragma GCC unroll 8
    for (int i = 0; i < 64; i++) { /* the state turns by one place a round: its places are named anew */
#define S(n) s[((n) - i) & 7]
      uint32_t e = S(4), a = S(0);
      uint32_t one = S(7) + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & S(5)) ^ (~e & S(6))) +
                     k[i] + w[i];
      S(3) += one;
      S(7) = one + (right(a, 2) ^ right(a, 13) ^ right(a, 22)) +
             ((a & S(1)) ^ (a & S(2)) ^ (S(1) & S(2)));
#undef S
    }
    for (int i = 0; i < 8; i++) h[i] += s[i];
  }
}

#if defined(__x86_64__)
/* With the processor's own instructions, which hold the state as (a b e f) and (c d g h). */
__attribute__((target("sha,sse4.1"))) static void quick(uint32_t h[8], const unsigned char *at,
                                                        size_t blocks) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i dcba = _mm_loadu_si128((const __m128i *)h);
  __m128i hgfe = _mm_loadu_si128((const __m128i *)(h + 4));
  __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1), efgh = _mm_shuffle_epi32(hgfe, 0x1b);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
  for (; blocks; blocks--, at += BLOCK) {
    __m128i was_abef = abef, was_cdgh = cdgh, w[4];
    for (int i = 0; i < 4; i++)
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(at + 16 * i)), order);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) { /* four rounds each */
      __m128i now = _mm_add_epi32(w[i & 3], _mm_loadu_si128((const __m128i *)(k + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, now);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(now, 0x0e));
      if (i < 12) { /* the words of four rounds, sixteen rounds on */
        __m128i next = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        w[i & 3] = _mm_sha256msg2_epu32(next, w[(i + 3) & 3]);
      }
    }
    abef = _mm_add_epi32(abef, was_abef);
    cdgh = _mm_add_epi32(cdgh, was_cdgh);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)h, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i *)(h + 4), _mm_alignr_epi8(dchg, feba, 8));
}

static int is_quick(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29) && __get_cpuid(1, &a, &b, &c, &d) &&
         (c & 1u << 19);
}
#else
#define quick plain
static int is_quick(void) { return 0; }
#endif

static void (*compress)(uint32_t h[8], const unsigned char *at, size_t blocks);

void sha256_plainly(void) { compress = plain; }

bool sha256_file(int file, unsigned char digest[32]) {
  static unsigned char data[1 << 18];
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  if (!compress) compress = is_quick() ? quick : plain;
  uint64_t total = 0;
  size_t held = 0;
  ssize_t got;
  struct stat found;
  if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode)) return false;
  uint64_t size = (uint64_t)found.st_size; /* what is written meanwhile may have no end */
  while ((got = size > total ? read(file, data + held, sizeof data - held) : 0) > 0) {
    if ((uint64_t)got > size - total) got = (ssize_t)(size - total);
    total += (uint64_t)got;
    held += (size_t)got;
    compress(h, data, held / BLOCK);
    memmove(data, data + held / BLOCK * BLOCK, held % BLOCK);
    held %= BLOCK;
  }
  if (got < 0) return false;
  size_t end = held < BLOCK - 8 ? BLOCK : 2 * BLOCK;
  memset(data + held, 0, end - held);
  data[held] = 0x80;
  for (int i = 0; i < 8; i++) data[end - 1 - (size_t)i] = (unsigned char)(total * 8 >> 8 * i);
  compress(h, data, end / BLOCK);
  for (int i = 0; i < 32; i++) digest[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
  return true;
}
