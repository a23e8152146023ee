#include "CPosix.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// How common a byte is in logs: of what is searched, two bytes that are rare are looked for first.
static unsigned commonness(uint8_t byte) {
    static const char order[] = "\"(),_[]=/:.-9876543vkbgyfpwumhdclrsnioate ";
    if (byte >= 'A' && byte <= 'Z') return 2;
    if (byte == '0' || byte == '1' || byte == '2') return 38;
    if (byte >= 0x80) return 1;
    const char *place = byte ? strchr(order, byte) : NULL;
    return place ? 3 + (unsigned)(place - order) : 0;
}

static uint8_t lowered(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte; }

static bool is_small_letter(uint8_t byte) { return byte >= 'a' && byte <= 'z'; }

// The two offsets in `wanted` whose bytes are rarest; equal ones only where there is just one byte.
static void choose(const uint8_t *wanted, size_t length, bool folds, size_t *one, size_t *other) {
    size_t best = 0, second = length > 1 ? 1 : 0;
    unsigned best_rank = ~0u, second_rank = ~0u;
    for (size_t i = 0; i < length; i++) {
        unsigned rank = commonness(wanted[i]);
        if (folds && is_small_letter(wanted[i])) rank += 2;
        if (rank < best_rank) {
            if (i > 0) { second = best; second_rank = best_rank; }
            best = i;
            best_rank = rank;
        } else if (rank < second_rank) {
            second = i;
            second_rank = rank;
        }
    }
    *one = best;
    *other = second;
}

static bool stands_at(const uint8_t *bytes, const uint8_t *wanted, size_t length, bool folds) {
    if (!folds) return memcmp(bytes, wanted, length) == 0;
    for (size_t i = 0; i < length; i++)
        if (lowered(bytes[i]) != wanted[i]) return false;
    return true;
}

static ssize_t find_plainly(
    const uint8_t *bytes, size_t from, size_t last, const uint8_t *wanted, size_t length, bool folds, size_t rare) {
    uint8_t byte = wanted[rare];
    uint8_t mask = folds && is_small_letter(byte) ? 0x20 : 0;
    for (size_t at = from; at <= last; at++)
        if ((bytes[at + rare] | mask) == byte && stands_at(bytes + at, wanted, length, folds)) return (ssize_t)at;
    return -1;
}

#if defined(__x86_64__)

// Both look at a register of beginnings at a time: where the two rare bytes stand in their places, the rest is compared.
#define FIND_BODY(WIDTH, REGISTER, LOAD, SET, OR, EQUAL, AND, MASK)                                          \
    REGISTER first = SET((char)wanted[one]), second = SET((char)wanted[other]);                              \
    REGISTER first_mask = SET(folds && is_small_letter(wanted[one]) ? 0x20 : 0);                             \
    REGISTER second_mask = SET(folds && is_small_letter(wanted[other]) ? 0x20 : 0);                          \
    size_t at = 0;                                                                                           \
    for (; at + (WIDTH) <= last + 1; at += (WIDTH)) {                                                        \
        REGISTER a = LOAD((const void *)(bytes + at + one)), b = LOAD((const void *)(bytes + at + other));   \
        uint32_t hits = (uint32_t)MASK(                                                                      \
            AND(EQUAL(OR(a, first_mask), first), EQUAL(OR(b, second_mask), second)));                        \
        while (hits) {                                                                                       \
            size_t place = at + (size_t)__builtin_ctz(hits);                                                 \
            if (stands_at(bytes + place, wanted, length, folds)) return (ssize_t)place;                      \
            hits &= hits - 1;                                                                                \
        }                                                                                                    \
    }                                                                                                        \
    return find_plainly(bytes, at, last, wanted, length, folds, one);

__attribute__((target("avx2"))) static ssize_t find_wide(
    const uint8_t *bytes, size_t last, const uint8_t *wanted, size_t length, bool folds, size_t one, size_t other) {
    FIND_BODY(
        32, __m256i, _mm256_loadu_si256, _mm256_set1_epi8, _mm256_or_si256, _mm256_cmpeq_epi8, _mm256_and_si256,
        _mm256_movemask_epi8)
}

static ssize_t find_narrow(
    const uint8_t *bytes, size_t last, const uint8_t *wanted, size_t length, bool folds, size_t one, size_t other) {
    FIND_BODY(
        16, __m128i, _mm_loadu_si128, _mm_set1_epi8, _mm_or_si128, _mm_cmpeq_epi8, _mm_and_si128, _mm_movemask_epi8)
}

#endif

ssize_t cp_find_text(const void *all, size_t count, const void *text, size_t length, bool folds) {
    const uint8_t *bytes = all, *wanted = text;
    if (length == 0) return 0;
    if (length > count) return -1;
    size_t one, other;
    choose(wanted, length, folds, &one, &other);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return find_wide(bytes, count - length, wanted, length, folds, one, other);
    return find_narrow(bytes, count - length, wanted, length, folds, one, other);
#else
    (void)other;
    return find_plainly(bytes, 0, count - length, wanted, length, folds, one);
#endif
}

ssize_t cp_find_byte(const void *bytes, size_t count, uint8_t wanted) {
    const char *hit = count ? memchr(bytes, wanted, count) : NULL;
    return hit ? hit - (const char *)bytes : -1;
}

ssize_t cp_find_last_byte(const void *bytes, size_t count, uint8_t wanted) {
    const char *hit = count ? memrchr(bytes, wanted, count) : NULL;
    return hit ? hit - (const char *)bytes : -1;
}

size_t cp_count_byte(const void *all, size_t count, uint8_t wanted) {
    const uint8_t *bytes = all;
    size_t total = 0, at = 0;
#if defined(__x86_64__)
    __m128i byte = _mm_set1_epi8((char)wanted), zero = _mm_setzero_si128(), sums = zero;
    while (count - at >= 64) {
        // So few rounds that no counter of eight bits overflows.
        size_t rounds = (count - at) / 64 < 63 ? (count - at) / 64 : 63;
        __m128i counters = zero;
        for (size_t round = 0; round < rounds; round++, at += 64)
            for (size_t part = 0; part < 64; part += 16) {
                __m128i loaded = _mm_loadu_si128((const void *)(bytes + at + part));
                counters = _mm_sub_epi8(counters, _mm_cmpeq_epi8(loaded, byte));
            }
        sums = _mm_add_epi64(sums, _mm_sad_epu8(counters, zero));
    }
    total = (size_t)_mm_cvtsi128_si64(sums) + (size_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums));
#endif
    for (; at < count; at++) total += bytes[at] == wanted;
    return total;
}

// How long the sequence at an ESC is that only sets colours: ESC [ digits, semicolons and colons m; 0 when it is none.
static size_t colour_length(const uint8_t *bytes, size_t count) {
    if (count < 3 || bytes[1] != '[') return 0;
    for (size_t at = 2; at < count; at++) {
        if (bytes[at] == 'm') return at + 1;
        if (bytes[at] < 0x30 || bytes[at] > 0x3B) return 0;
    }
    return 0;
}

size_t cp_without_colours(const void *all, size_t count, void *plain) {
    const uint8_t *bytes = all;
    uint8_t *out = plain;
    size_t written = 0, at = 0;
    while (at < count) {
        const uint8_t *escape = memchr(bytes + at, 0x1B, count - at);
        size_t end = escape ? (size_t)(escape - bytes) : count;
        memmove(out + written, bytes + at, end - at);
        written += end - at;
        at = end;
        if (at == count) break;
        size_t length = colour_length(bytes + at, count - at);
        if (length == 0) out[written++] = bytes[at++];
        at += length;
    }
    return written;
}

size_t cp_without_returns(void *all, size_t count) {
    uint8_t *bytes = all;
    uint8_t *hit = memchr(bytes, '\r', count);
    if (!hit) return count;
    size_t written = (size_t)(hit - bytes);
    for (size_t at = written; at < count;) {
        // All returns that stand together at once: each by itself would look for their end.
        size_t end = at;
        while (end < count && bytes[end] == '\r') end++;
        if (end < count && bytes[end] != '\n') {
            // They stand within a line, and the byte behind them does.
            end++;
            memmove(bytes + written, bytes + at, end - at);
            written += end - at;
        } else if (end < count) {
            bytes[written++] = bytes[end++];
        }
        at = end;
    }
    return written;
}
