#include "CPosix.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 64 };

// What a block of bytes holds, a bit for each of them.
typedef struct {
    uint64_t feeds;
    uint64_t returns;
} marks;

static marks marks_of(const uint8_t *bytes, size_t count) {
    marks found = {0, 0};
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] == '\n') found.feeds |= 1ull << i;
        if (bytes[i] == '\r') found.returns |= 1ull << i;
    }
    return found;
}

#if defined(__x86_64__)

static inline marks narrow_marks(const uint8_t *bytes, size_t count) {
    if (count < BLOCK) return marks_of(bytes, count);
    const __m128i feed = _mm_set1_epi8('\n'), back = _mm_set1_epi8('\r');
    marks found = {0, 0};
    for (int part = 0; part < BLOCK; part += 16) {
        __m128i loaded = _mm_loadu_si128((const void *)(bytes + part));
        found.feeds |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(loaded, feed)) << part;
        found.returns |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(loaded, back)) << part;
    }
    return found;
}

__attribute__((target("avx2"))) static inline marks wide_marks(const uint8_t *bytes, size_t count) {
    if (count < BLOCK) return marks_of(bytes, count);
    const __m256i feed = _mm256_set1_epi8('\n'), back = _mm256_set1_epi8('\r');
    __m256i one = _mm256_loadu_si256((const void *)bytes), two = _mm256_loadu_si256((const void *)(bytes + 32));
    marks found;
    found.feeds = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(one, feed)) |
                  (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(two, feed)) << 32;
    found.returns = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(one, back)) |
                    (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(two, back)) << 32;
    return found;
}

#endif

// Whether a line may be passed over by how it begins; `column` is where.
static inline bool begins_plainly(
    const uint8_t *bytes, size_t count, size_t start, const uint8_t *plain, size_t *column) {
    size_t at = start;
    while (at < count && bytes[at] == ' ') at++;
    *column = at - start;
    if (at >= count || *column > 63) return false;
    if (!(plain[bytes[at]] & 2)) return plain[bytes[at]] & 1;
    while (at < count && plain[bytes[at]] & 2) at++;
    return at < count && !(plain[bytes[at]] & 4);
}

// A line counts once its line break is found; until then it is where the answer would be.
#define PASS_BODY(MARKS)                                                                             \
    cp_passed passed = {from, 0, 0};                                                                 \
    size_t column;                                                                                   \
    if (from >= limit || !begins_plainly(bytes, count, from, plain, &column)) return passed;         \
    for (size_t block = from; block < count; block += BLOCK) {                                       \
        marks found = MARKS(bytes + block, count - block);                                           \
        uint64_t feeds = found.feeds, returns = found.returns & ~(found.feeds >> 1);                 \
        while (feeds) {                                                                              \
            if (returns & (feeds ^ (feeds - 1))) return passed;                                      \
            passed.next = block + (size_t)__builtin_ctzll(feeds) + 1;                                \
            passed.lines++;                                                                          \
            passed.columns |= 1ull << column;                                                        \
            if (passed.next >= limit || !begins_plainly(bytes, count, passed.next, plain, &column)) \
                return passed;                                                                       \
            feeds &= feeds - 1;                                                                      \
        }                                                                                            \
        if (returns) return passed;                                                                  \
    }                                                                                                \
    return passed;

#if defined(__x86_64__)

__attribute__((target("avx2"))) static cp_passed pass_wide(
    const uint8_t *bytes, size_t count, size_t from, size_t limit, const uint8_t *plain) {
    PASS_BODY(wide_marks)
}

static cp_passed pass_narrow(const uint8_t *bytes, size_t count, size_t from, size_t limit, const uint8_t *plain) {
    PASS_BODY(narrow_marks)
}

#else

static marks block_marks(const uint8_t *bytes, size_t count) { return marks_of(bytes, count < BLOCK ? count : BLOCK); }

static cp_passed pass_narrow(const uint8_t *bytes, size_t count, size_t from, size_t limit, const uint8_t *plain) {
    PASS_BODY(block_marks)
}

#endif

cp_passed cp_pass_lines(const void *all, size_t count, size_t from, size_t limit, const uint8_t *plain) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return pass_wide(all, count, from, limit, plain);
#endif
    return pass_narrow(all, count, from, limit, plain);
}

// Bytes of which each is in its own set.

static bool holds(const uint8_t *set, uint8_t byte) { return byte < 0x80 && (set[byte & 15] >> (byte >> 4) & 1); }

static ssize_t find_sets_plainly(
    const uint8_t *bytes, size_t from, size_t count, const uint8_t *sets, size_t length) {
    for (size_t at = from; at + length <= count; at++) {
        size_t same = 0;
        while (same < length && holds(sets + 16 * same, bytes[at + same])) same++;
        if (same == length) return (ssize_t)at;
    }
    return -1;
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static inline __m256i misses(__m256i bytes, __m256i lows) {
    const __m256i highs = _mm256_setr_epi8(
        1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
    // The shuffle gives 0 for bytes from 0x80 on.
    __m256i both = _mm256_and_si256(_mm256_shuffle_epi8(lows, bytes), _mm256_shuffle_epi8(highs, high));
    return _mm256_cmpeq_epi8(both, _mm256_setzero_si256());
}

__attribute__((target("avx2"))) static ssize_t find_sets_wide(
    const uint8_t *bytes, size_t count, const uint8_t *sets, size_t length) {
    __m256i lows[3];
    for (size_t i = 0; i < length; i++)
        lows[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)(sets + 16 * i)));
    size_t at = 0;
    for (; at + 32 + length - 1 <= count; at += 32) {
        __m256i missed = misses(_mm256_loadu_si256((const void *)(bytes + at)), lows[0]);
        if (length > 1)
            missed = _mm256_or_si256(missed, misses(_mm256_loadu_si256((const void *)(bytes + at + 1)), lows[1]));
        if (length > 2)
            missed = _mm256_or_si256(missed, misses(_mm256_loadu_si256((const void *)(bytes + at + 2)), lows[2]));
        uint32_t hits = ~(uint32_t)_mm256_movemask_epi8(missed);
        if (hits) return (ssize_t)(at + (size_t)__builtin_ctz(hits));
    }
    return find_sets_plainly(bytes, at, count, sets, length);
}

#endif

ssize_t cp_find_sets(const void *all, size_t count, const uint8_t *sets, size_t length) {
    if (length == 0 || length > 3) return length == 0 ? 0 : -1;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return find_sets_wide(all, count, sets, length);
#endif
    return find_sets_plainly(all, 0, count, sets, length);
}
