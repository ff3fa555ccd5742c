#include "data/json_quick.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/cpu.h"
#include "data/text_slot.h"

namespace headrace::json_quick {

void Member::set(std::string_view text, int value_slot) {
  slot = value_slot;
  lead_size = text.size() <= kLeadMax ? static_cast<uint32_t>(text.size()) : 0;
  std::memset(lead, 0, sizeof lead);
  std::copy_n(text.data(), lead_size, lead);
  // Where nothing is remembered, 32 zeros are, behind which no value begins.
  beyond = lead_size == kLeadMax || lead_size == 0 ? 0 : ~uint32_t{0} << lead_size;
}

#ifdef __SSE2__
// Thirty-two times the same, to be read from memory: to make it anew takes three instructions. A constant the
// compiler would make anew all the same.
template <char kByte>
struct Repeated {
  alignas(32) static inline auto bytes = [] {
    std::array<char, 32> all;
    all.fill(kByte);
    return all;
  }();
};

namespace {

// What the loop asks of 32 bytes, a bit for each:
//   equal       those that are the same as of other 32
//   special     quotes, backslashes, control characters, and those of 0x80 and above
//   ends_word   commas, colons, closing brackets, quotes, spaces, control characters, and those of 0x80 and
//   above
struct Sse2 {
  static __m128i load(const char* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
  template <char kByte>
  static __m128i repeated() {
    return load(Repeated<kByte>::bytes.data());
  }
  template <char kByte>
  static __m128i is(__m128i x) {
    return _mm_cmpeq_epi8(x, repeated<kByte>());
  }
  // As signed bytes those of 0x80 and above are less than any other.
  template <char kByte>
  static __m128i is_below(__m128i x) {
    return _mm_cmplt_epi8(x, repeated<kByte>());
  }
  static __m128i either(__m128i x, __m128i y) { return _mm_or_si128(x, y); }
  static uint32_t bits(__m128i first, __m128i second) {
    return static_cast<uint32_t>(_mm_movemask_epi8(first)) | static_cast<uint32_t>(_mm_movemask_epi8(second))
                                                                 << 16;
  }
  static __m128i special_of(__m128i x) { return either(either(is<'"'>(x), is<'\\'>(x)), is_below<' '>(x)); }
  static __m128i word_end_of(__m128i x) {
    const __m128i closing = is<'}'>(either(x, repeated<' '>()));
    return either(either(closing, is_below<'!'>(x)), either(is<'"'>(x), either(is<','>(x), is<':'>(x))));
  }

  static uint32_t equal(const char* a, const char* b) {
    return bits(_mm_cmpeq_epi8(load(a), load(b)), _mm_cmpeq_epi8(load(a + 16), load(b + 16)));
  }
  static uint32_t special(const char* p) { return bits(special_of(load(p)), special_of(load(p + 16))); }
  static uint32_t ends_word(const char* p) { return bits(word_end_of(load(p)), word_end_of(load(p + 16))); }
};

#define HEADRACE_AVX2 [[gnu::target("avx2,bmi,lzcnt"), gnu::always_inline]]
struct Avx2 {
  HEADRACE_AVX2 static __m256i load(const char* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  template <char kByte>
  HEADRACE_AVX2 static __m256i repeated() {
    return load(Repeated<kByte>::bytes.data());
  }
  template <char kByte>
  HEADRACE_AVX2 static __m256i is(__m256i x) {
    return _mm256_cmpeq_epi8(x, repeated<kByte>());
  }
  template <char kByte>
  HEADRACE_AVX2 static __m256i is_below(__m256i x) {
    return _mm256_cmpgt_epi8(repeated<kByte>(), x);
  }
  HEADRACE_AVX2 static __m256i either(__m256i x, __m256i y) { return _mm256_or_si256(x, y); }
  HEADRACE_AVX2 static uint32_t bits(__m256i x) { return static_cast<uint32_t>(_mm256_movemask_epi8(x)); }

  HEADRACE_AVX2 static uint32_t equal(const char* a, const char* b) {
    return bits(_mm256_cmpeq_epi8(load(a), load(b)));
  }
  HEADRACE_AVX2 static uint32_t special(const char* p) {
    const __m256i x = load(p);
    return bits(either(either(is<'"'>(x), is<'\\'>(x)), is_below<' '>(x)));
  }
  HEADRACE_AVX2 static uint32_t ends_word(const char* p) {
    const __m256i x = load(p);
    const __m256i closing = is<'}'>(either(x, repeated<' '>()));
    return bits(
        either(either(closing, is_below<'!'>(x)), either(is<'"'>(x), either(is<','>(x), is<':'>(x)))));
  }
};
#undef HEADRACE_AVX2

// The size of a value is mostly what it was last time. Told so by a comparison, which the processor foresees,
// it goes on to the next member without waiting for the size to be found.
[[gnu::always_inline]] inline size_t foreseen(size_t size, uint32_t* last) {
  const size_t before = *last;
  size_t same = before;
  asm("" : "+r"(same));  // for all that the compiler knows, not `size` where that is `before`
  if (size != before) [[unlikely]] {
    *last = static_cast<uint32_t>(size);
    return size;
  }
  return same;
}

constexpr size_t kDigitsMax = 15;  // whatever number they are is less than 2**53
constexpr auto kPowers = [] {
  std::array<uint64_t, kDigitsMax + 1> all;
  uint64_t power = 1;
  for (uint64_t& one : all) {
    one = power;
    power *= 10;
  }
  return all;
}();

// Eight bytes, digits as their values; and a bit for each that is none.
[[gnu::always_inline]] inline uint64_t load_digits(const char* p, uint64_t* others) {
  uint64_t x;
  std::memcpy(&x, p, sizeof x);
  x ^= 0x3030303030303030;
  *others = (x | (x + 0x7676767676767676)) & 0x8080808080808080;
  return x;
}

// The value of eight digits.
[[gnu::always_inline]] inline uint64_t value_of(uint64_t digits) {
  const uint64_t pairs = digits * 10 + (digits >> 8);
  return ((pairs & 0x000000ff000000ff) * 0x000f424000000064 +
          ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
         32;
}
// Of the first ones, one to eight.
[[gnu::always_inline]] inline uint64_t value_of(uint64_t digits, size_t count) {
  return value_of(digits << 8 * (8 - count));  // zeros in front
}

// How many digits there are, and the value of up to fifteen; 16 for more.
[[gnu::always_inline]] inline size_t digits(const char* p, uint64_t* value) {
  uint64_t others;
  const uint64_t first = load_digits(p, &others);
  if (others != 0) [[likely]] {
    const auto size = static_cast<size_t>(std::countr_zero(others) / 8);
    if (size > 0) *value = value_of(first, size);
    return size;
  }
  const uint64_t second = load_digits(p + 8, &others);
  if (others == 0) return 16;
  const auto size = static_cast<size_t>(std::countr_zero(others) / 8);
  *value = value_of(first);
  if (size > 0) *value = *value * kPowers[size] + value_of(second, size);
  return 8 + size;
}

// An int, or a float without an exponent, of few digits. Gives its size; 0 for any other.
[[gnu::always_inline]] inline size_t number(const char* const text, Value* out) {
  const char* p = text;
  const bool negative = *p == '-';
  p += negative;
  uint64_t whole, part;
  const size_t size = digits(p, &whole);
  if (size - 1 >= kDigitsMax || (*p == '0' && size > 1)) return 0;
  p += size;
  if (*p != '.') {
    if ((*p | 0x20) == 'e') return 0;
    *out = Value::integer(negative ? -static_cast<int64_t>(whole) : static_cast<int64_t>(whole));
    return static_cast<size_t>(p - text);
  }
  const size_t places = digits(p + 1, &part);
  if (places == 0 || size + places > kDigitsMax) return 0;
  p += 1 + places;
  if ((*p | 0x20) == 'e') return 0;
  // Both are exact, so one division gives the nearest double.
  const double amount =
      static_cast<double>(whole * kPowers[places] + part) / static_cast<double>(kPowers[places]);
  *out = Value::real(negative ? -amount : amount);
  return static_cast<size_t>(p - text);
}

// The loop, once for each set of instructions: a function takes in what needs some only if it has them
// itself.
#define HEADRACE_BYTES Sse2
#define HEADRACE_READ_MEMBERS size_t read_sse2
#include "data/json_quick_loop.inc"
#undef HEADRACE_BYTES
#undef HEADRACE_READ_MEMBERS

#define HEADRACE_BYTES Avx2
#define HEADRACE_READ_MEMBERS [[gnu::target("avx2,bmi,lzcnt")]] size_t read_avx2
#include "data/json_quick_loop.inc"
#undef HEADRACE_BYTES
#undef HEADRACE_READ_MEMBERS

}  // namespace

ReadMembers find_read_members() { return has_avx2() ? read_avx2 : read_sse2; }

#else

ReadMembers find_read_members() { return nullptr; }

#endif

}  // namespace headrace::json_quick
