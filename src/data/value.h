// Value: what a Python expression computes with, in 16 bytes.
//
// Small things live inside: None, bool, int64, float, strings up to 14 bytes, dates, times, datetimes with
// the common time zones, timedeltas. Everything else is a pointer to a reference-counted object (object.h).
// Counts are not atomic: a value belongs to one thread at a time; objects marked immortal (constants of a
// compiled spec) may be read by many.
//
// Layout, in two words of eight bytes: byte 0 the kind, byte 1 the representation (bit 7: heap pointer),
// bytes 2..7 and 8..15 the payload. A Value is written and copied word by word, never as 16 bytes at once: a
// vector load of what two stores have just written waits until both are in the cache, a dozen cycles.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/status.h"
#include "data/small_memory.h"

namespace headrace {

enum class Kind : uint8_t {
  kNone,
  kBool,
  kInt,  // int64; or BigIntObj when is_heap()
  kFloat,
  kStr,  // WTF-8
  kBytes,
  kDate,
  kTime,
  kDateTime,
  kTimeDelta,
  kTimeZone,
  kTuple,
  kList,
  kDict,
  kSet,
  kRange,
  kFunction,  // builtin, bound method, lambda
  kType,      // int, str, datetime...
  kModule,
  kIterator,
  kObject,    // dict views, re.Match, slices...: a NativeObject with behaviour of its own
  kPyObject,  // an opaque object of the embedded CPython
};
inline constexpr int kKindCount = 22;

// A set of kinds, for type inference: bit i is Kind(i).
using KindSet = uint32_t;
constexpr KindSet kind_set(Kind k) { return KindSet{1} << static_cast<int>(k); }
inline constexpr KindSet kAnyKind = (KindSet{1} << kKindCount) - 1;

struct Obj;
void destroy(Obj* obj);

// Header of every heap object.
struct Obj {
  // What a container is beyond Python's own: the wrapped containers of fields (their methods ignore None and
  // give the container back), and the records that events are.
  enum class Flavor : uint8_t { kPlain, kField, kRecord, kFrozen };

  int32_t refs = 1;  // negative: immortal
  Kind kind;
  Flavor flavor = Flavor::kPlain;
  uint16_t flags = 0;

  explicit Obj(Kind k, Flavor f = Flavor::kPlain) : kind(k), flavor(f) {}
  static void* operator new(size_t bytes) { return allocate_small(bytes); }
  static void operator delete(void* memory, size_t bytes) { free_small(memory, bytes); }
  void retain() {
    if (refs >= 0) ++refs;
  }
  void release() {
    if (refs >= 0 && --refs == 0) destroy(this);
  }
};
using Flavor = Obj::Flavor;

// The time-zone families that fit inside a datetime or time Value. Others are heap objects.
enum class Zone : uint8_t {
  kNaive,
  kFixed,     // datetime.timezone(timedelta(seconds=offset)); offset 0 is timezone.utc
  kTzUtc,     // dateutil.tz.tzutc()
  kTzOffset,  // dateutil.tz.tzoffset(None, offset)
  kTzLocal,   // dateutil.tz.tzlocal(), which is UTC here
};

class Value {
 public:
  static constexpr size_t kInlineStrMax = 14;

  Value() = default;
  [[gnu::always_inline]] Value(const Value& other) : head_(other.head_), u_(other.u_) {
    if (is_heap()) u_.obj->retain();
  }
  [[gnu::always_inline]] Value(Value&& other) noexcept : head_(other.head_), u_(other.u_) { other.forget(); }
  [[gnu::always_inline]] Value& operator=(const Value& other) {
    if (other.is_heap()) other.u_.obj->retain();
    replace(other);
    return *this;
  }
  [[gnu::always_inline]] Value& operator=(Value&& other) noexcept {
    if (this == &other) return *this;
    const uint64_t head = other.head_;
    const Payload payload = other.u_;
    other.forget();
    if (is_heap()) [[unlikely]] {
      Obj* old = u_.obj;
      head_ = head;
      u_ = payload;
      old->release();
    } else {
      head_ = head;
      u_ = payload;
    }
    return *this;
  }
  [[gnu::always_inline]] ~Value() {
    if (is_heap()) u_.obj->release();
  }

  // --- makers ---
  static Value boolean(bool b) { return Value(Kind::kBool, b ? 1 : 0); }
  static Value integer(int64_t i) { return Value(Kind::kInt, i); }
  static Value real(double d) {
    Value v(Kind::kFloat, 0);
    v.u_.d = d;
    return v;
  }
  // `text` must be WTF-8 (UTF-8 in which lone surrogates may stand as three bytes).
  static Value string(std::string_view text);
  // The same for who knows whether all of it is below 0x80.
  static Value string(std::string_view text, bool ascii) { return Value::text(Kind::kStr, text, ascii); }
  static Value bytes(std::string_view data);
  // Takes over one reference.
  static Value adopt(Obj* obj) {
    Value v(obj->kind, 0);
    v.set_rep(kHeapBit);
    v.u_.obj = obj;
    return v;
  }
  static Value share(Obj* obj) {
    obj->retain();
    return adopt(obj);
  }
  // Days since 1970-01-01.
  static Value date(int64_t days) { return Value(Kind::kDate, days); }
  // Wall-clock microseconds since 1970-01-01T00:00 in the datetime's own zone (kDateTime) or since midnight
  // (kTime).
  static Value datetime(int64_t wall_us, Zone zone, int32_t offset_s, bool fold = false) {
    return zoned(Kind::kDateTime, wall_us, zone, offset_s, fold);
  }
  static Value time(int64_t wall_us, Zone zone, int32_t offset_s, bool fold = false) {
    return zoned(Kind::kTime, wall_us, zone, offset_s, fold);
  }
  // Normalised as Python does: 0 <= us < 86'400'000'000, |days| <= 999'999'999.
  static Value timedelta(int32_t days, int64_t us) {
    Value v(Kind::kTimeDelta, us);
    v.set_aux(days);
    return v;
  }

  // --- tests ---
  Kind kind() const { return static_cast<Kind>(head_ & 0xff); }
  KindSet kinds() const { return kind_set(kind()); }
  bool is_heap() const { return rep() & kHeapBit; }
  bool is_none() const { return kind() == Kind::kNone; }
  bool is_bool() const { return kind() == Kind::kBool; }
  bool is_float() const { return kind() == Kind::kFloat; }
  bool is_str() const { return kind() == Kind::kStr; }
  // Kind and representation at once.
  bool is_small_int() const { return (head_ & 0xffff) == static_cast<uint64_t>(Kind::kInt); }
  bool is_big_int() const { return kind() == Kind::kInt && is_heap(); }
  bool is_container() const { return kind() >= Kind::kTuple && kind() <= Kind::kSet; }

  // --- contents; the kind must match ---
  bool as_bool() const { return u_.i != 0; }
  int64_t as_int() const { return u_.i; }  // kBool too
  double as_float() const { return u_.d; }
  // Borrows: an inline string lives inside this Value.
  std::string_view str() const {
    return is_heap() ? heap_str() : std::string_view(inline_data(), rep() & kInlineLenMask);
  }
  std::string_view bytes_view() const { return str(); }
  // True when every byte is below 0x80, so that bytes are code points.
  bool is_ascii() const { return is_heap() ? heap_is_ascii() : !(rep() & kInlineNonAscii); }
  Obj* obj() const { return u_.obj; }
  template <typename T>
  T* as() const {
    return static_cast<T*>(u_.obj);
  }
  int64_t days() const { return u_.i; }         // kDate
  int32_t delta_days() const { return aux(); }  // kTimeDelta
  int64_t delta_us() const { return u_.i; }     // kTimeDelta
  // Inline kDateTime and kTime only; see datetime_object.h for the general accessors.
  int64_t wall_us() const { return u_.i; }
  Zone zone() const { return static_cast<Zone>(rep() & kZoneMask); }
  bool fold() const { return rep() & kFoldBit; }
  int32_t offset_s() const { return aux(); }

  // The same object or the same small value; `is` for None, True and False.
  bool identical(const Value& other) const { return head_ == other.head_ && u_.i == other.u_.i; }

 private:
  static constexpr uint8_t kHeapBit = 0x80;
  static constexpr uint8_t kInlineLenMask = 0x0f;
  static constexpr uint8_t kInlineNonAscii = 0x10;
  static constexpr uint8_t kZoneMask = 0x0f;
  static constexpr uint8_t kFoldBit = 0x10;

  union Payload {
    int64_t i;
    double d;
    Obj* obj;
  };

  Value(Kind kind, int64_t i) : head_(static_cast<uint64_t>(kind)), u_{i} {}
  static Value zoned(Kind kind, int64_t wall_us, Zone zone, int32_t offset_s, bool fold) {
    Value v(kind, wall_us);
    v.set_rep(static_cast<uint8_t>(static_cast<uint8_t>(zone) | (fold ? kFoldBit : 0)));
    v.set_aux(offset_s);
    return v;
  }
  void forget() { head_ = 0; }
  // Takes the place of what was here; `other` has been retained.
  [[gnu::always_inline]] void replace(const Value& other) {
    Obj* old = is_heap() ? u_.obj : nullptr;
    head_ = other.head_;
    u_ = other.u_;
    if (old) [[unlikely]]
      old->release();
  }
  uint8_t rep() const { return static_cast<uint8_t>(head_ >> 8); }
  int32_t aux() const { return static_cast<int32_t>(head_ >> 32); }
  // Of a value just made, where they are still 0.
  void set_rep(uint8_t rep) { head_ |= static_cast<uint64_t>(rep) << 8; }
  void set_aux(int32_t aux) { head_ |= static_cast<uint64_t>(static_cast<uint32_t>(aux)) << 32; }
  const char* inline_data() const { return reinterpret_cast<const char*>(this) + 2; }
  std::string_view heap_str() const;
  bool heap_is_ascii() const;
  static Value text(Kind kind, std::string_view data, bool ascii) {
    if (data.size() > kInlineStrMax) return heap_text(kind, data, ascii);
    const uint64_t rep = data.size() | (ascii ? 0 : kInlineNonAscii);
    const auto [first, rest] = inline_words(data);
    Value v(kind, static_cast<int64_t>(rest));
    v.head_ |= rep << 8 | first << 16;
    return v;
  }
  static Value heap_text(Kind kind, std::string_view data, bool ascii);
  // The first six bytes of up to 14 and the eight after them, zeros behind; read in one or two steps of a
  // size that fits.
  static std::pair<uint64_t, uint64_t> inline_words(std::string_view data) {
    const size_t n = data.size();
    if (n >= 8) {
      uint64_t front, back;
      std::memcpy(&front, data.data(), 8);
      std::memcpy(&back, data.data() + n - 8, 8);
      return {front, back >> (8 * (kInlineStrMax - n))};
    }
    uint64_t all = 0;
    if (n >= 4) {
      uint32_t front, back;
      std::memcpy(&front, data.data(), 4);
      std::memcpy(&back, data.data() + n - 4, 4);
      all = front | static_cast<uint64_t>(back) << (8 * (n - 4));
    } else if (n > 0) {
      const auto byte = [&](size_t i) {
        return static_cast<uint64_t>(static_cast<uint8_t>(data[i])) << (8 * i);
      };
      all = byte(0) | byte(n / 2) | byte(n - 1);
    }
    return {all, all >> 48};
  }

  uint64_t head_ = 0;
  Payload u_ = {0};
};
static_assert(sizeof(Value) == 16);
static_assert(std::endian::native == std::endian::little);  // the bytes of the first word

}  // namespace headrace
